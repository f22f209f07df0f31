/** The ground: sea, land, the month's demand on each municipality, borders. Leaflet on canvas; no tiles. */

import { get } from "./api.js";
import { boot, text } from "./boot.js";
import { startDetail } from "./detail.js";
import { byId, calm } from "./dom.js";
import { monthName } from "./format.js";
import { level, steps } from "./season.js";
import { on, set, state } from "./store.js";
import { throughFills, throughLevel, throughTip } from "./through.js";

const COUNTRY = [[26, 127.2], [45.6, 145.9]];
/** The neighbours' land ends at the north and west; beyond the others there is sea. */
const BOUNDS = [[6, 116.2], [53.8, 175]];
/** Wide pages may see past that edge to have all of a trip to the southern islands in view. */
const LEAST_ZOOM = 4.5;
/** How strongly the season shows behind a trip. */
const RECEDED = 0.4;
const LINES_FROM_ZOOM = 8;

const css = (/** @type {string} */ name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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
  for (const [name, order, mute] of /** @type {[string, number, boolean][]} */ ([["neighbours", 210, true], ["borders", 420, true], ["trip", 450, true]])) {
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
  map.fitBounds(COUNTRY, map.getSize().x > 700 ? { padding: [0, 8] } : room(map));
  limit();
  return map;
}

/** The parts of the map that search, slider and buttons do not cover. @param {any} map */
export function room(map) {
  const wide = map.getSize().x > 700;
  return wide ? { paddingTopLeft: [40, 40], paddingBottomRight: [64, 30] } : { paddingTopLeft: [24, 60], paddingBottomRight: [24, byId("season").offsetHeight + 72] };
}

/** The choropleth: one polygon a municipality. */
class Land {
  /** @param {any} map @param {import("./types.js").GeoCollection} overview @param {import("./season.js").SeasonLayer} season */
  constructor(map, overview, season) {
    this.map = map;
    this.season = season;
    /** @type {Map<string, any>} */
    this.byCode = new Map();
    this.waiting = false;
    /** @type {string[]} */
    this.fills = [];
    this.inkColour = "";
    this.lineColour = "";
    this.pick();
    this.layer = L.geoJSON(overview, {
      renderer: L.canvas({ padding: 0.3, tolerance: 2 }),
      smoothFactor: 0.8,
      style: (/** @type {any} */ feature) => this.style(feature.id),
      onEachFeature: (/** @type {any} */ feature, /** @type {any} */ polygon) => this.prepare(feature.id, polygon),
    }).addTo(map);
    map.on("zoomend", () => this.lined !== this.showsLines() && this.repaint());
  }

  showsLines() {
    return this.map.getZoom() >= LINES_FROM_ZOOM;
  }

  /** @param {string} code */
  demand(code) {
    return this.season.places[code]?.months?.[state.month - 1] ?? 0;
  }

  /** @param {string} code */
  style(code) {
    const fill = this.fills[throughLevel(code) ?? level(this.demand(code), this.season.breaks)];
    this.lined = this.showsLines();
    if (code === state.place) return { fill: true, fillColor: fill, fillOpacity: 1, stroke: true, color: this.inkColour, weight: 2.5, opacity: 1 };
    // where nobody is asked for, far away, the ground under it shows: most of the country need not be painted again
    if (!this.lined && fill === this.fills[0]) return { fill: false, stroke: false };
    // below that zoom the line has the fill's own colour: it only closes the hairline between neighbours
    return { fill: true, fillColor: fill, fillOpacity: 1, stroke: true, color: this.lined ? this.lineColour : fill, weight: this.lined ? 0.5 : 0.7, opacity: 1 };
  }

  /** @param {string} code @param {any} polygon */
  prepare(code, polygon) {
    if (!(code in this.season.places)) return;
    this.byCode.set(code, polygon);
    polygon.on("click", () => set({ place: code }, "map"));
    polygon.bindTooltip(() => this.tip(code), { sticky: true, direction: "top", offset: [0, -8], className: "place-tip" });
  }

  /** @param {string} code */
  tip(code) {
    const place = this.season.places[code];
    const at = boot.lang === "en" ? 1 : 0;
    const node = document.createElement("span");
    const step = level(this.demand(code), this.season.breaks);
    const told = throughTip(code) ?? `${monthName(state.month)}: ${text(`season.level.${step}`)}`;
    node.textContent = `${place.prefecture[at]}${at ? ", " : " "}${place.name[at]} · ${told}`;
    return node;
  }

  /** Read the colours once for all polygons. */
  pick() {
    this.fills = [css("--land"), ...(state.layer === "through" && state.through ? throughFills() : steps(state.month, state.plan ? RECEDED : 1))];
    this.inkColour = css("--ink");
    this.lineColour = css("--municipality-line");
  }

  /** Repaint after the next frame: the slider's own answer comes first. */
  repaintSoon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.waiting = false;
        this.repaint();
      }),
    );
  }

  repaint() {
    this.pick();
    this.layer.setStyle((/** @type {any} */ feature) => this.style(feature.id));
    const chosen = state.place && this.byCode.get(state.place);
    if (chosen) chosen.bringToFront();
  }
}

/**
 * The coast: all outlines as one stroke under the fills, which then cover its inner half and every inland line.
 * @param {import("./types.js").GeoCollection} overview @returns {import("./types.js").Feature}
 */
function outlines(overview) {
  const coordinates = overview.features.flatMap(({ geometry }) => (geometry?.type === "Polygon" ? [geometry.coordinates] : (geometry?.coordinates ?? [])));
  return { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } };
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

/** @param {any} map @param {import("./types.js").GeoCollection} overview @param {import("./types.js").GeoCollection|null} neighbours */
function drawGround(map, overview, neighbours) {
  const ground = L.canvas({ pane: "neighbours", padding: 0.3 });
  const coast = L.geoJSON(outlines(overview), { renderer: ground, pane: "neighbours", interactive: false, smoothFactor: 0.8 }).addTo(map);
  const land = L.geoJSON(outlines(overview), { renderer: ground, pane: "neighbours", interactive: false, smoothFactor: 0.8 }).addTo(map);
  const layers = [[coast, () => ({ color: css("--coast"), weight: 2.2, fill: false })]];
  // simplified neighbours overlap by a hair: with the even-odd rule the sea would show there
  layers.push([land, () => ({ fillColor: css("--land"), fillOpacity: 1, fillRule: "nonzero", color: css("--land"), weight: 0.7 })]);
  if (neighbours) layers.push([L.geoJSON(neighbours, { renderer: ground, pane: "neighbours", interactive: false }).addTo(map), () => ({ fillColor: css("--neighbour"), fillOpacity: 1, stroke: false })]);
  const paint = () => layers.forEach(([layer, how]) => layer.setStyle(how));
  paint();
  // near, the finer land has its own coast
  const near = (/** @type {boolean} */ is) => [coast, land].forEach((layer) => (is ? layer.remove() : layer.addTo(map)));
  return { paint, near };
}

/** @param {string} [url] @returns {Promise<any>} null where there is none: the map does without */
const optional = (url) => (url ? get(url).catch(() => null) : Promise.resolve(null));

/**
 * Draw the country; answers with the map once the land is there.
 * @param {Promise<import("./season.js").SeasonLayer>} coming
 */
export async function startMap(coming) {
  const map = createMap();
  const borders = optional(boot.urls.prefectures).then((lines) => drawBorders(map, lines));
  const [season, overview, neighbours] = await Promise.all([coming, get(boot.urls.overview), optional(boot.urls.land)]);
  const paintBorders = await borders;
  const ground = drawGround(map, overview, neighbours);
  const land = new Land(map, overview, season);
  startDetail(map, land.byCode, ground.near);
  on(["month", "place", "plan", "layer", "through"], () => land.repaintSoon());
  on(["place"], (now, from) => now.place && from !== "map" && land.byCode.has(now.place) && showPlace(map, land.byCode.get(now.place)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    land.repaint();
    ground.paint();
    paintBorders();
  });
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(byId("map"));
  byId("map-area").dataset.ready = String(land.byCode.size);
  return map;
}

/** @param {any} map @param {any} polygon */
function showPlace(map, polygon) {
  map.fitBounds(polygon.getBounds(), { maxZoom: 9, padding: [60, 60], animate: !calm(), duration: 0.25 });
}
