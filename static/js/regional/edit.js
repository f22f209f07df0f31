/** The form of a regional map: a map on which municipalities are picked and an area is drawn; the fields stay the truth. */

import { get } from "../api.js";
import { boot, text } from "../boot.js";
import { Combobox } from "../combobox.js";
import { announce as say, byId, calm } from "../dom.js";
import { css } from "../theme.js";

const COUNTRY = [[30, 128.5], [45.6, 145.9]];

/** @type {HTMLTextAreaElement} */
const places = byId("places");
/** @type {HTMLTextAreaElement} */
const polygon = byId("polygon");
const lines = (/** @type {HTMLTextAreaElement} */ field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);

/** Codes of municipalities and prefectures that the field names by code. */
const codes = () => new Set(lines(places).map((line) => line.match(/^(\d{2}|\d{5})(?=\s|$)/)?.[1]).filter(Boolean));

/** @param {string} code @param {string} name */
function toggle(code, name) {
  const kept = lines(places);
  const rest = kept.filter((line) => line.split(/\s/)[0] !== code);
  const removed = rest.length < kept.length;
  places.value = (removed ? rest : [...kept, `${code} ${name}`]).join("\n");
  places.dispatchEvent(new Event("input"));
  say(text(removed ? "maps.said.removed" : "maps.said.added", { name }));
}

/** @param {any} map @param {any} land */
function paintLand(map, land) {
  const chosen = codes();
  land.setStyle((/** @type {any} */ { id }) => {
    const is = chosen.has(id) || chosen.has(String(id).slice(0, 2));
    return { fillColor: is ? css("--summer") : css("--land"), fillOpacity: is ? 0.75 : 1, color: is ? css("--summer-deep") : css("--municipality-line"), weight: is ? 1.5 : 0.6 };
  });
}

/** @returns {[number, number][]} latitude and longitude of each corner that can be read */
const corners = () =>
  lines(polygon)
    .map((line) => line.split(/[,\s]+/).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map(([lng, lat]) => /** @type {[number, number]} */ ([lat, lng]));

/** @param {any} map */
function startDrawing(map) {
  const outline = L.polygon(corners(), { color: css("--danger"), weight: 2, fillOpacity: 0.08, interactive: false }).addTo(map);
  const button = byId("draw");
  let drawing = false;
  const paint = () => outline.setLatLngs(corners());
  /** @param {{lat: number, lng: number}} at */
  const add = (at) => {
    polygon.value = [...lines(polygon), `${at.lng.toFixed(4)}, ${at.lat.toFixed(4)}`].join("\n");
    paint();
    say(text("maps.said.corners", { n: lines(polygon).length }));
  };
  button.addEventListener("click", () => {
    drawing = !drawing;
    button.setAttribute("aria-pressed", String(drawing));
    byId("corner").hidden = byId("undo-corner").hidden = !drawing;
  });
  byId("corner").addEventListener("click", () => add(map.getCenter()));
  byId("undo-corner").addEventListener("click", () => {
    polygon.value = lines(polygon).slice(0, -1).join("\n");
    paint();
    say(text("maps.said.corners", { n: lines(polygon).length }));
  });
  polygon.addEventListener("input", paint);
  map.on("click", (/** @type {any} */ event) => drawing && add(event.latlng));
  return () => drawing;
}

/** @param {any} map */
function startView(map) {
  byId("use-view").addEventListener("click", () => {
    const { lat, lng } = map.getCenter();
    for (const [name, value] of Object.entries({ lng: lng.toFixed(4), lat: lat.toFixed(4), zoom: Math.min(15, map.getZoom()).toFixed(2) })) /** @type {HTMLInputElement} */ (byId(`view_${name}`)).value = value;
    say(text("maps.said.view"));
  });
}

/** @param {any} land */
function bounds(land) {
  const chosen = codes();
  const found = L.latLngBounds(corners());
  land.eachLayer((/** @type {any} */ shape) => (chosen.has(shape.feature.id) || chosen.has(String(shape.feature.id).slice(0, 2))) && found.extend(shape.getBounds()));
  return found.isValid() ? found : L.latLngBounds(COUNTRY);
}

async function start() {
  const overview = await get(boot.urls.overview);
  byId("picker").hidden = false;
  const map = L.map("rm-map", { preferCanvas: true, attributionControl: false, zoomSnap: 0.25, minZoom: 4, maxZoom: 13, zoomAnimation: !calm(), fadeAnimation: !calm() }).fitBounds(COUNTRY);
  const names = new Map();
  const drawing = startDrawing(map);
  const land = L.geoJSON(overview, {
    renderer: L.canvas({ padding: 0.3 }),
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ shape) =>
      shape.on("click", async () => {
        if (drawing() || !/^\d{5}$/.test(feature.id)) return;
        if (!names.has(feature.id)) names.set(feature.id, (await get(`${boot.urls.municipalities}/${feature.id}`)).municipality);
        const place = names.get(feature.id);
        toggle(feature.id, place.prefecture_name + place.name);
      }),
  }).addTo(map);
  land.bringToBack();
  paintLand(map, land);
  places.addEventListener("input", () => paintLand(map, land));
  startView(map);
  const box = new Combobox(byId("find"), ({ code, label }) => {
    if (!codes().has(code)) toggle(code, label);
    box.clear();
    map.fitBounds(bounds(land), { maxZoom: 10, animate: !calm() });
  });
  map.fitBounds(bounds(land), { padding: [24, 24], maxZoom: 10, animate: false });
  document.body.dataset.map = "ready";
}

// without the map the form is whole all the same
start().catch((error) => console.error(error));
