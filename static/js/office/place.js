/** The place of a listing: a click, or Enter on the map's middle, fills longitude and latitude; the fields stay the truth. */

import { byId, calm } from "../dom.js";
import { css } from "../theme.js";

const PLACES = 5;
const DISTRICT_METRES = 1000;

const section = byId("place-pick");
/** @type {HTMLInputElement} */
const lng = byId("lng");
/** @type {HTMLInputElement} */
const lat = byId("lat");
/** @type {HTMLSelectElement} */
const precision = byId("precision");
/** @type {HTMLSelectElement} */
const municipality = byId("municipality_code");
const say = (/** @type {string|undefined} */ message) => (byId("place-said").textContent = message ?? "");

section.hidden = false;
const map = L.map("place-map", { zoomControl: false, attributionControl: false, zoomAnimation: !calm(), fadeAnimation: !calm(), maxZoom: 15 });
L.control.zoom({ position: "topright", zoomInTitle: section.dataset.zoomIn, zoomOutTitle: section.dataset.zoomOut }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
/** @type {any} */
let land = null;
/** @type {any} */
let mark = null;

/** @returns {[number, number]|null} latitude and longitude as typed */
function typed() {
  const at = [lat, lng].map((field) => Number(field.value.trim() || NaN));
  return at.every(Number.isFinite) ? /** @type {[number, number]} */ (at) : null;
}

/** Whether a point lies in rings of a polygon, holes left out. @param {number[][][]} rings @param {number} x @param {number} y */
function within(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** @param {[number, number]} at */
function isOutside([y, x]) {
  if (!land) return false;
  const { type, coordinates } = land.geometry;
  return !(type === "Polygon" ? [coordinates] : coordinates).some((/** @type {number[][][]} */ rings) => within(rings, x, y));
}

/** Draw the point as exactly as it will be shown. */
function paint() {
  mark?.remove();
  const at = typed();
  if (!at) return;
  const look = { color: css("--danger"), weight: 2, fillColor: css("--danger"), fillOpacity: 0.25, interactive: false };
  mark = precision.value === "exact" ? L.circleMarker(at, { ...look, radius: 8, fillOpacity: 0.9 }) : L.circle(at, { ...look, radius: DISTRICT_METRES });
  mark.addTo(map);
}

/** @param {{lat: number, lng: number}} at */
function choose(at) {
  lng.value = at.lng.toFixed(PLACES);
  lat.value = at.lat.toFixed(PLACES);
  // whoever points at a place wants it shown; about a kilometre is enough until they say more
  if (!precision.value) precision.value = "district";
  paint();
  say(isOutside([at.lat, at.lng]) ? section.dataset.outside : section.dataset.chosen);
}

async function showLand() {
  const answer = await fetch(`${section.dataset.land}${municipality.value}?level=mid`).catch(() => null);
  if (!answer?.ok) return;
  if (land) land.layer.remove();
  land = await answer.json();
  land.layer = L.geoJSON(land, { interactive: false, style: { color: css("--prefecture-line"), weight: 1.5, fillColor: css("--land"), fillOpacity: 1 } }).addTo(map);
  map.fitBounds(land.layer.getBounds(), { padding: [16, 16] });
  paint();
}

map.on("click", (/** @type {any} */ event) => choose(event.latlng));
byId("place-map").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target !== byId("place-map")) return;
  // or the form would be sent
  event.preventDefault();
  choose(map.getCenter());
});
for (const field of [lng, lat, precision]) field.addEventListener("change", paint);
municipality.addEventListener("change", showLand);
map.setView([36.5, 137], 7);
await showLand();
section.dataset.ready = "";
