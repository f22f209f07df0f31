/** The map of the Geospatial Information Authority under the drawing, for who asks for it; nobody is asked before. */

const TILES = "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png";
const CREDIT = "https://maps.gsi.go.jp/development/ichiran.html";
/** How strongly what is drawn shows above it. */
const OVER = "0.55";

/** @param {any} map the Leaflet map @param {HTMLInputElement} box @param {string} name of the authority */
export function offerTiles(map, box, name) {
  const pane = map.createPane("rm-tiles");
  pane.style.zIndex = "150";
  const credit = document.createElement("a");
  credit.href = CREDIT;
  credit.target = "_blank";
  credit.rel = "noopener noreferrer";
  credit.textContent = name;
  const tiles = L.tileLayer(TILES, { pane: "rm-tiles", maxNativeZoom: 18, attribution: credit.outerHTML });
  const show = () => {
    if (box.checked) tiles.addTo(map);
    else tiles.remove();
    map.getPane("rm-around").style.opacity = box.checked ? "0" : "";
    map.getPane("rm-area").style.opacity = box.checked ? OVER : "";
  };
  box.addEventListener("change", show);
  // paper may need a permission that a screen does not: the page prints its own ground
  window.addEventListener("beforeprint", () => {
    box.checked = false;
    show();
  });
  show();
}
