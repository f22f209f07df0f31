/** Own places: pins on the map, a point chosen by a click or by keys, and their form. */

import { boot, named, text } from "../boot.js";
import { announce, byId, el } from "../dom.js";
import { setSheet } from "../sheet.js";
import { book, freshId, keep, townOf } from "./book.js";
import { filled, openForm } from "./forms.js";

const KINDS = ["friend", "lodging", "coworking", "work", "sight", "other"];

/** @type {any} the map, and what is drawn on it */
let map = null;
/** @type {any} */
let pins = null;

/** @param {any} drawn the map, once it is there */
export function startPlaces(drawn) {
  map = drawn;
  pins = L.layerGroup().addTo(map);
}

/** The buttons work before the map is there. */
export function startPlaceButtons() {
  if (boot.readonly) return;
  byId("book-place").addEventListener("click", () => placeForm({}));
  byId("book-pick").addEventListener("click", () => pick((at) => placeForm({ at })));
}

export function drawPins() {
  if (!pins) return;
  pins.clearLayers();
  for (const place of book().places) {
    const node = el("span", { class: `own-pin ${place.kind}`, "aria-hidden": "true" });
    const [lng, lat] = place.lnglat;
    const marker = L.marker([lat, lng], { icon: L.divIcon({ html: node, className: "own-pin-holder", iconSize: [26, 26], iconAnchor: [13, 24] }), keyboard: true, zIndexOffset: -100 });
    marker.on("add", () => marker.getElement()?.setAttribute("aria-label", `${place.name}, ${named("book.kind", place.kind)}, ${townOf(place.code)}`));
    marker.bindTooltip(el("span", { text: place.name }), { direction: "top", offset: [0, -24] });
    pins.addLayer(marker);
  }
}

/** `36.5, 136.9` or `136.9, 36.5`: Japan's latitudes and longitudes do not overlap. @param {string} typed @returns {[number, number]|string} lng, lat; what was typed where it is none */
export function readPoint(typed) {
  const numbers = typed.normalize("NFKC").match(/^\s*([+-]?\d+(?:\.\d+)?)\s*[,、\s]\s*([+-]?\d+(?:\.\d+)?)\s*$/)?.slice(1).map(Number);
  if (!numbers) return typed;
  const [first, second] = numbers;
  return first > 90 ? [first, second] : [second, first];
}

/**
 * @param {{place?: any, at?: {lat: number, lng: number}, typed?: Record<string, any>}} begun a place that is there, a point, or
 *   what was typed before a point was chosen
 */
export function placeForm({ place, at, typed }) {
  const known = { ...place, ...typed };
  const point = at ? `${at.lat.toFixed(5)}, ${at.lng.toFixed(5)}` : (typed?.lnglat ?? (place ? `${place.lnglat[1]}, ${place.lnglat[0]}` : ""));
  openForm({
    title: text(place ? "book.place.edit" : "book.place.add"),
    fields: [
      { name: "name", label: text("book.f.name"), type: "text", required: true, value: known.name },
      { name: "kind", label: text("book.f.kind"), type: "select", options: KINDS.map((kind) => [kind, named("book.kind", kind)]), value: known.kind ?? "friend" },
      { name: "lnglat", label: text("book.f.lnglat"), type: "text", required: true, value: point, hint: text("book.f.lnglat.hint") },
      { name: "link", label: text("book.f.link"), type: "url", value: known.link },
      { name: "note", label: text("book.f.note"), type: "textarea", value: known.note },
    ],
    extra: (dialog, values) =>
      el("button", {
        type: "button",
        class: "tool",
        text: text("book.place.pick"),
        onclick: () => {
          const before = values();
          dialog.close();
          pick((chosen) => placeForm({ place, at: chosen, typed: before }), () => placeForm({ place, typed: before }));
        },
      }),
    save: (values) =>
      keep((next) => {
        const item = { ...filled(values), id: place?.id ?? freshId(next.places, "p"), lnglat: readPoint(String(values.lnglat ?? "")) };
        const index = next.places.findIndex((/** @type {any} */ other) => other.id === item.id);
        if (index < 0) next.places.push(/** @type {any} */ (item));
        else next.places[index] = /** @type {any} */ (item);
      }),
    remove: place && (() => keep((next) => forget(next, place.id), text("book.deleted"))),
  });
}

/** Take a place out, and what names it elsewhere. @param {any} next @param {string} id */
function forget(next, id) {
  next.places = next.places.filter((/** @type {any} */ place) => place.id !== id);
  for (const item of [...next.appointments, ...next.bookings.lodging]) if (item.own_place === id) delete item.own_place;
}

/**
 * Let a point of the map be chosen: by a click, or by arrow keys and Enter, which takes the middle.
 * @param {(at: {lat: number, lng: number}) => void} chosen @param {() => void} [given_up]
 */
export function pick(chosen, given_up) {
  if (!map) return;
  const holder = map.getContainer();
  const note = byId("map-pick");
  const cross = el("span", { class: "map-cross", "aria-hidden": "true" });
  byId("map-area").append(note, cross);
  note.hidden = false;
  document.body.dataset.pointing = "";
  setSheet("peek");
  announce(text("book.pick.how"));
  holder.focus({ preventScroll: true });
  const stop = new AbortController();
  const end = () => {
    stop.abort();
    cross.remove();
    note.hidden = true;
    delete document.body.dataset.pointing;
    setSheet("half");
    byId("book-pick").focus({ preventScroll: true });
  };
  // before the map sees it: it would open the municipality
  holder.addEventListener(
    "click",
    (/** @type {MouseEvent} */ event) => {
      if (event.target instanceof Element && event.target.closest(".leaflet-control")) return;
      event.stopPropagation();
      event.preventDefault();
      const at = map.mouseEventToLatLng(event);
      end();
      chosen(at);
    },
    { capture: true, signal: stop.signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        end();
        announce(text("book.pick.off"));
        given_up?.();
      } else if (event.key === "Enter" && document.activeElement === holder) {
        event.preventDefault();
        const at = map.getCenter();
        end();
        chosen(at);
      }
    },
    { capture: true, signal: stop.signal },
  );
}
