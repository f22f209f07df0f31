/** The ground: sea, land, the month's demand on each municipality, borders. Leaflet on canvas; no tiles. */

import { get } from "./api.js";
import { boot, text } from "./boot.js";
import { startDetail } from "./detail.js";
import { levelOf } from "./demand.js";
import { byId, calm } from "./dom.js";
import { monthName } from "./format.js";
import { Labels } from "./labels.js";
import { Land } from "./land.js";
import { steps } from "./hues.js";
import { choose } from "./picks.js";
import { on, state } from "./store.js";
import { css, onTheme } from "./theme.js";
import { throughFills, throughLevel, throughTip } from "./through.js";

const COUNTRY = [[26, 127.2], [45.6, 145.9]];
/** The neighbours' land ends at the north and west; beyond the others there is sea. */
const BOUNDS = [[6, 116.2], [53.8, 175]];
/** Wide pages may see past that edge to have all of a trip to the southern islands in view. */
const LEAST_ZOOM = 4.5;
/** How strongly the season shows behind a trip. */
const RECEDED = 0.4;

/** @returns {any} the Leaflet map */
function createMap() {
  const map = L.map("map", {
    preferCanvas: true,
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 0.75,
    maxZoom: 13,
    maxBounds: BOUNDS,
    maxBoundsViscosity: 1,
    zoomAnimation: !calm(),
    fadeAnimation: !calm(),
    markerZoomAnimation: !calm(),
    attributionControl: false,
  });
  for (const [name, order, mute] of /** @type {[string, number, boolean][]} */ ([["neighbours", 210, true], ["ground", 220, true], ["season", 230, true], ["borders", 420, true], ["marks", 430, true], ["labels", 460, true], ["trip", 450, true]])) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(order);
    if (mute) pane.style.pointerEvents = "none";
  }
  L.control.zoom({ position: "topright", zoomInTitle: text("map.zoom_in"), zoomOutTitle: text("map.zoom_out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  L.control
    .attribution({ prefix: false, position: "bottomleft" })
    .addAttribution(`<a href="${boot.urls.sources}">${text("map.credit")}</a>`)
    .addTo(map);
  const limit = () => map.setMinZoom(Math.min(LEAST_ZOOM, Math.floor(4 * map.getBoundsZoom(BOUNDS, true)) / 4));
  map.on("resize", limit);
  fitCountry(map);
  limit();
  return map;
}

/** Whether the sheet stands beside the map rather than under it, as the style sheets have it. */
const isWide = () => !matchMedia("(max-width: 60rem)").matches;

/** @param {any} map */
const fitCountry = (map) => map.fitBounds(COUNTRY, { ...(isWide() ? { padding: [0, 8] } : room(map)), animate: false });

/** The parts of the map that search, slider and buttons do not cover. @param {any} map */
export function room(map) {
  if (document.documentElement.hasAttribute("data-print")) return { paddingTopLeft: [28, 28], paddingBottomRight: [28, 28] };
  const short = map.getSize().y < 320;
  return isWide() ? { paddingTopLeft: [40, 40], paddingBottomRight: [64, 30] } : { paddingTopLeft: [16, short ? 24 : state.plan || state.first ? 112 : 56], paddingBottomRight: [16, byId("season").offsetHeight + 46] };
}

/**
 * The prefectures' lines, which are small and come first: they stand for the country until its land is there.
 * @param {any} map @param {import("./types.js").GeoCollection|null} borders
 */
function drawBorders(map, borders) {
  if (!borders) return () => {};
  const layer = L.geoJSON(borders, { renderer: L.canvas({ pane: "borders", padding: 0.3 }), pane: "borders", interactive: false }).addTo(map);
  const paint = () => layer.setStyle({ color: css("--prefecture-line"), weight: 1, fill: false });
  paint();
  return paint;
}

/** @param {any} map @param {import("./types.js").GeoCollection|null} neighbours */
function drawNeighbours(map, neighbours) {
  if (!neighbours) return () => {};
  const layer = L.geoJSON(neighbours, { renderer: L.canvas({ pane: "neighbours", padding: 0.3 }), pane: "neighbours", interactive: false }).addTo(map);
  const paint = () => layer.setStyle({ fillColor: css("--neighbour"), fillOpacity: 1, stroke: false });
  paint();
  return paint;
}

/** The colours of the month, or of the layer that is shown instead; read once for all municipalities. */
function fillsOf() {
  const fills = [css("--land"), ...(state.layer === "through" && state.through ? throughFills() : steps(state.month, state.plan || state.first ? RECEDED : 1))];
  return (/** @type {string} */ code) => fills[throughLevel(code) ?? levelOf(code)];
}

/** @param {import("./demand.js").SeasonLayer} season @param {string} code */
function tipOf(season, code) {
  const place = season.places[code];
  const at = boot.lang === "en" ? 1 : 0;
  const told = throughTip(code) ?? `${monthName(state.month)}: ${text(`season.level.${levelOf(code)}`)}`;
  return `${place.prefecture[at]}${at ? ", " : " "}${place.name[at]} · ${told}`;
}

/** What is under the pointer says its name; a click opens it. @param {any} map @param {Land} land @param {import("./demand.js").SeasonLayer} season */
function startPointer(map, land, season) {
  const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "place-tip" });
  const placeAt = (/** @type {any} */ event) => {
    const code = land.at(event.latlng);
    return code && code in season.places ? code : null;
  };
  map.on("click", (/** @type {any} */ event) => {
    const code = placeAt(event);
    if (code) choose(code, "map");
  });
  // a finger has no hover: the card that its tap opens tells the name
  if (!matchMedia("(hover: hover)").matches) return;
  let told = "";
  const leave = () => {
    told = "";
    tip.remove();
    map.getContainer().classList.remove("over-place");
  };
  map.on("mousemove", (/** @type {any} */ event) => {
    // over discs, buttons and while a hand drags the map, nothing is told
    const free = event.originalEvent.target === map.getContainer() || event.originalEvent.target instanceof HTMLCanvasElement;
    const code = free && !event.originalEvent.buttons && placeAt(event);
    if (!code) return leave();
    map.getContainer().classList.add("over-place");
    const name = tipOf(season, code);
    if (name !== told) tip.setContent(document.createTextNode((told = name)));
    tip.setLatLng(event.latlng);
    if (!map.hasLayer(tip)) tip.addTo(map);
  });
  map.on("mouseout movestart", leave);
}

/** @param {string} [url] @returns {Promise<any>} null where there is none: the map does without */
const optional = (url) => (url ? get(url).catch(() => null) : Promise.resolve(null));

/**
 * Draw the country; answers with the map once the land is there.
 * @param {Promise<import("./demand.js").SeasonLayer>} coming
 */
export async function startMap(coming) {
  const map = createMap();
  const borders = optional(boot.urls.prefectures).then((lines) => drawBorders(map, lines));
  const [season, overview, neighbours] = await Promise.all([coming, get(boot.urls.overview), optional(boot.urls.land)]);
  const paintBorders = await borders;
  const paintNeighbours = drawNeighbours(map, neighbours);
  const land = new Land(map, overview, inks, fillsOf);
  const labels = new Labels(map, land.shapes, season.places);
  startPointer(map, land, season);
  startDetail(map, land);
  on(["month", "demand", "plan", "first", "layer", "through"], soon(() => land.recolour()));
  const mark = () => land.mark({ chosen: state.place, must: state.must.split(","), avoid: state.avoid.split(",") });
  mark();
  const showNew = showPicked(map, land);
  showNew();
  on(["must", "avoid"], () => {
    mark();
    showNew();
  });
  on(["place"], (now, from) => {
    mark();
    if (now.place && from !== "map" && land.shapes.has(now.place)) showPlace(map, land.boundsOf(now.place));
  });
  onTheme(() => {
    land.repaint();
    labels.layer.repaint();
    paintNeighbours();
    paintBorders();
  });
  followSize(map);
  byId("map-area").dataset.ready = String(Object.keys(season.places).filter((code) => land.shapes.has(code)).length);
  return { map, labels };
}

const inks = () => ({ land: css("--land"), coast: css("--coast"), line: css("--municipality-line"), ink: css("--ink"), active: css("--active") });

/** A turned phone shows the whole country again; a trip sees to itself. @param {any} map */
function followSize(map) {
  let { x } = map.getSize();
  new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    const now = map.getSize().x;
    const turned = Math.abs(now - x) > 0.2 * x;
    x = now;
    if (turned && !state.plan && !state.place) fitCountry(map);
    if (turned) map.fire("turned");
  }).observe(byId("map"));
}

/** Work once before the next frame, however often it is asked for. @param {() => void} work */
function soon(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      work();
    });
  };
}

/** The part of the map that an open card leaves free: it stands at the right, on narrow pages at the foot. @param {any} map */
function besideCard(map) {
  const { x, y } = map.getSize();
  const wide = isWide();
  const card = wide ? 440 : Math.max(0, byId("map").getBoundingClientRect().top + y - 0.38 * innerHeight);
  return wide ? { paddingTopLeft: [60, 60], paddingBottomRight: [Math.min(card, x / 2), 60] } : { paddingTopLeft: [16, 60], paddingBottomRight: [16, Math.min(card, y - 120)] };
}

/** What has just been picked comes into view. @param {any} map @param {Land} land */
function showPicked(map, land) {
  /** @type {Set<string>} */
  let before = new Set();
  return () => {
    const picked = new Set([...state.must.split(","), ...state.avoid.split(",")].filter((code) => land.shapes.has(code)));
    const fresh = [...picked].find((code) => !before.has(code));
    before = picked;
    if (fresh && state.place !== fresh && !map.getBounds().intersects(land.boundsOf(fresh))) showPlace(map, land.boundsOf(fresh));
  };
}

/** @param {any} map @param {any} bounds */
function showPlace(map, bounds) {
  map.fitBounds(bounds, { ...besideCard(map), maxZoom: 9, animate: !calm(), duration: 0.25 });
}
