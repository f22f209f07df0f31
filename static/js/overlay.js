/** The reader's own tracks on the map, beside the trip: read by the server, kept by this device alone. */

import { Problem, upload } from "./api.js";
import { boot, named, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { number } from "./format.js";
import { room } from "./map.js";

const MOST_BYTES = 50 * 1024 * 1024;
const css = (/** @type {string} */ name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {any} map */
export function startOverlay(map) {
  const input = /** @type {HTMLInputElement|null} */ (document.getElementById("overlay-file"));
  if (!input) return;
  map.createPane("overlay").style.zIndex = "440";
  const read = async () => {
    const files = Array.from(input.files ?? []);
    input.value = "";
    for (const file of files) await add(map, file);
  };
  input.addEventListener("change", read);
  showKept(map);
  // chosen before the map was there
  if (input.files?.length) read();
}

/** What was laid on the map before lies there again. @param {any} map */
async function showKept(map) {
  const { kept } = await import("./keeping/tracks.js");
  for (const { id, name, found } of await kept()) list(map, draw(found).addTo(map), name, found.read, id ?? null);
  byId("overlay-list").dataset.kept = "";
}

/** @param {any} map @param {File} file */
async function add(map, file) {
  say(text("overlay.reading", { name: file.name }));
  try {
    if (file.size > MOST_BYTES) throw new Problem({ reason: "large" }, 413);
    const found = await upload(boot.urls.tracks, file);
    const layer = draw(found).addTo(map);
    const [west, south, east, north] = found.bbox;
    map.fitBounds([[south, west], [north, east]], { ...room(map), maxZoom: 12 });
    const { keep } = await import("./keeping/tracks.js");
    list(map, layer, file.name, found.read, await keep(file.name, found));
    say(text("overlay.done", { name: file.name }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // the sentence in the problem is English and names the line; the word before it speaks the page's language
    const why = error.body.reason ? named("overlay.refused", error.body.reason) : text("error.server");
    say(`${file.name}: ${why}${error.body.detail ? ` (${error.body.detail})` : ""}`);
  }
}

/** @param {any} found */
function draw(found) {
  const colour = css("--overlay");
  return L.geoJSON(found, {
    pane: "overlay",
    style: (/** @type {any} */ feature) => (feature.geometry.type === "Point" ? {} : { color: colour, weight: 3, opacity: 0.9, fill: false }),
    pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, { pane: "overlay", radius: 6, color: css("--halo"), weight: 1.5, fillColor: colour, fillOpacity: 1 }),
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ shape) => {
      // a node, not a string: what stands in somebody's file is text
      if (feature.properties.name) shape.bindTooltip(el("span", { text: feature.properties.name }), { sticky: true });
    },
  });
}

/** @param {any} map @param {any} layer @param {string} name @param {{points: number, lines: number, positions: number}} read @param {number|null} id by which this device keeps it */
function list(map, layer, name, read, id) {
  const facts = text("overlay.facts", { points: number(read.points), lines: number(read.lines), positions: number(read.positions) });
  const remove = el("button", {
    type: "button",
    class: "button",
    "aria-label": text("overlay.remove_named", { name }),
    text: text("overlay.remove"),
    onclick: async () => {
      layer.remove();
      // gone from the list once the device has let go of it: a page that is left sooner keeps it
      if (id !== null) await (await import("./keeping/tracks.js")).forget(id);
      item.remove();
      announce(text("overlay.removed", { name }));
      byId("overlay-file").focus();
    },
  });
  const item = el("li", {}, el("b", { text: name }), el("small", { text: facts }), remove);
  byId("overlay-list").append(item);
}

/** @param {string} message */
function say(message) {
  byId("overlay-said").textContent = message;
}
