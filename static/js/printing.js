/** On paper: the map in its light colours and with all of the trip in view, whatever the screen shows. */

import { state } from "./store.js";
import { refreshTheme } from "./theme.js";

/** What the browser needs to draw the map anew before the printer looks, ms. */
const DRAWING = 150;

/** @param {any} map @param {() => void} fit brings the trip into view */
export function startPrinting(map, fit) {
  /** @type {{center: any, zoom: number}|null} */
  let before = null;

  /** The style sheets lay out the map for the page from this attribute on; without it no map is printed. @param {boolean} paper */
  const change = (paper) => {
    document.documentElement.toggleAttribute("data-print", paper);
    refreshTheme();
    map.invalidateSize({ animate: false, pan: false });
  };
  const begin = () => {
    before ??= { center: map.getCenter(), zoom: map.getZoom() };
    change(true);
    if (state.trip) fit();
    setTimeout(() => print(), DRAWING);
  };
  addEventListener("afterprint", () => {
    if (!before) return;
    change(false);
    map.setView(before.center, before.zoom, { animate: false });
    before = null;
  });
  document.getElementById("print")?.addEventListener("click", begin);
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || !state.trip) return;
    event.preventDefault();
    begin();
  });
}
