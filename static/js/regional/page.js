/** The page of a regional map: slider, kinds and layers beside it, the list that follows, all of it in the address. */

/** @typedef {{data: string, lang: string, month: number, layers: string[], embed: boolean, preview: boolean, months: string[], texts: Record<string, string>, sources: string}} Boot */

/** @type {Boot} */
const boot = JSON.parse(document.getElementById("rm-boot")?.textContent ?? "{}");
const form = /** @type {HTMLFormElement} */ (document.getElementById("rm-controls"));
const month = /** @type {HTMLSelectElement} */ (document.getElementById("rm-month"));
const slider = /** @type {HTMLInputElement} */ (document.getElementById("rm-slider"));
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const LIST_AFTER_MS = 250;
/** A draft is shown to its office alone; what is public is asked for without cookies. @type {RequestCredentials} */
const credentials = boot.preview ? "same-origin" : "omit";

/** @returns {{month: number, kinds: string[], layers: string[]}} */
function choice() {
  const kinds = Array.from(form.querySelectorAll("[name=kind]:checked"), (box) => /** @type {HTMLInputElement} */ (box).value);
  const boxes = /** @type {HTMLInputElement[]} */ (Array.from(document.querySelectorAll("[data-layer]")));
  const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
  const layers = !boxes.length ? boot.layers : ticked.length === boxes.length ? [] : ticked.length ? ticked : ["none"];
  return { month: Number(month.value), kinds, layers };
}

/** The page's own address for a choice. @param {Record<string, string>} [more] */
function address(more = {}) {
  const now = choice();
  const url = new URL(form.action, location.href);
  url.hash = location.hash;
  if (boot.lang !== "ja") url.searchParams.set("lang", boot.lang);
  url.searchParams.set("month", String(now.month));
  for (const kind of now.kinds) url.searchParams.append("kind", kind);
  if (now.layers.length) url.searchParams.set("layers", now.layers.join(","));
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return url;
}

let asked = 0;
/**
 * Fetch the list of an address; what comes is a page of this server, already escaped.
 * @param {URL} url @returns {Promise<boolean>} false where it failed; one that another has overtaken has not
 */
async function follow(url) {
  asked += 1;
  const mine = asked;
  const answer = await fetch(url, { credentials }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html") : null;
  if (mine !== asked) return true;
  const fresh = page?.getElementById("rm-list");
  if (!fresh) return false;
  document.getElementById("rm-list")?.replaceWith(document.adoptNode(fresh));
  return true;
}

/** @returns {any} */
function createMap() {
  const map = L.map("rm-map", { preferCanvas: true, zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.75, minZoom: 4, maxZoom: 15, attributionControl: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, scrollWheelZoom: !boot.embed });
  L.control.zoom({ position: "topright", zoomInTitle: boot.texts.zoom_in, zoomOutTitle: boot.texts.zoom_out }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const credit = document.createElement("a");
  credit.href = boot.sources;
  credit.textContent = boot.texts.credit;
  if (boot.embed) credit.target = "_blank";
  L.control.attribution({ prefix: false, position: "bottomleft" }).addAttribution(credit.outerHTML).addTo(map);
  return map;
}

/** Keep the view in the address: #z/lat/lng. @param {any} map */
function keepView(map) {
  const given = location.hash.match(/^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/);
  if (given) map.setView([Number(given[2]), Number(given[3])], Number(given[1]));
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${Number(map.getZoom().toFixed(2))}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  });
}

async function start() {
  const answer = await fetch(boot.data, { credentials });
  if (!answer.ok) throw new Error(String(answer.status));
  const map = createMap();
  const region = window.sasuraiRegion(map, await answer.json(), (_, id) => `${address({ item: id })}`, boot.texts);
  keepView(map);
  const tiles = /** @type {HTMLInputElement|null} */ (document.getElementById("rm-tiles"));
  if (tiles) (await import("./tiles.js")).offerTiles(map, tiles, boot.texts.gsi);
  let waiting = 0;
  let list = 0;

  const show = () => {
    const now = choice();
    if (now.month) slider.value = String(now.month);
    slider.setAttribute("aria-valuetext", now.month ? boot.months[now.month - 1] : boot.texts.year);
    document.body.dataset.month = String(now.month);
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-paper]"))) {
      const url = new URL(link.href);
      url.searchParams.set("month", String(now.month));
      url.searchParams.delete("kind");
      for (const kind of now.kinds) url.searchParams.append("kind", kind);
      link.href = `${url}`;
    }
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => region.show(now));
  };
  const changed = () => {
    show();
    history.replaceState(history.state, "", address());
    clearTimeout(list);
    list = setTimeout(() => follow(address()), LIST_AFTER_MS);
  };
  slider.addEventListener("input", () => {
    month.value = slider.value;
    changed();
  });
  document.addEventListener("change", (event) => {
    const from = /** @type {HTMLElement} */ (event.target);
    if (from === month || from.matches("[name=kind], [data-layer]")) changed();
  });
  document.addEventListener("click", async (event) => {
    const link = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest("a[data-item], .pager a, button[data-course]"));
    if (!link) return;
    if (link instanceof HTMLButtonElement) {
      region.fit(link.dataset.course);
      document.getElementById("rm-map")?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
      return;
    }
    event.preventDefault();
    // what was pressed last is shown, not the list of a month that waits for its turn
    clearTimeout(list);
    const id = link.dataset.item;
    const url = new URL(/** @type {HTMLAnchorElement} */ (link).href);
    if (!(await follow(url))) location.assign(url);
    else (document.getElementById(`item-${id}`) ?? document.getElementById("rm-list"))?.focus();
  });
  region.show(choice());
  show();
  for (const plain of document.querySelectorAll("[data-plain]")) plain.setAttribute("hidden", "");
  for (const tool of document.querySelectorAll(".rm-slider, .rm-layers, [data-course]")) tool.removeAttribute("hidden");
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(/** @type {HTMLElement} */ (document.getElementById("rm-map")));
  document.body.dataset.map = "ready";
}

start().catch((error) => {
  console.error(error);
  const note = document.getElementById("rm-note");
  if (note) {
    note.textContent = boot.texts.no_data;
    note.hidden = false;
  }
  document.body.dataset.map = "failed";
});
