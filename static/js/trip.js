/** The trip on the map: numbered discs sized by nights, legs by mode, an icon at the middle of each. */

import { boot, count, text } from "./boot.js";
import { byId, calm, el, svg } from "./dom.js";
import { LEAST_RADIUS, discRadius, isCrowded, spread } from "./discs.js";
import { date, minutes, placeName } from "./format.js";
import { room } from "./map.js";
import { arc, legLineClass, patternOf } from "./patterns.js";
import { startPrinting } from "./printing.js";
import { on, set, state } from "./store.js";

import { css, onTheme } from "./theme.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Itinerary} Itinerary */

/** @param {string} pattern */
export function modeIcon(pattern) {
  return svg("svg", { class: "mode-icon", "aria-hidden": "true", width: 16, height: 16 }, svg("use", { href: `${boot.urls.icons}#${pattern}` }));
}

/** The part of a leg that takes longest speaks for it. @param {{mode: string, minutes: number}[]} segments */
export function mainSegment(segments) {
  const rides = segments.filter((segment) => patternOf(segment.mode) !== "walk");
  return (rides.length ? rides : segments).reduce((best, next) => (next.minutes > best.minutes ? next : best));
}

/** @param {[number, number][]} path lng, lat @returns {[number, number]} the point half way along */
function middle(path) {
  const lengths = path.slice(1).map((point, at) => Math.hypot(point[0] - path[at][0], point[1] - path[at][1]));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (let at = 0; at < lengths.length; at += 1) {
    if (lengths[at] >= left) {
      const share = lengths[at] ? left / lengths[at] : 0;
      return [path[at][0] + (path[at + 1][0] - path[at][0]) * share, path[at][1] + (path[at + 1][1] - path[at][1]) * share];
    }
    left -= lengths[at];
  }
  return path[path.length - 1];
}

/** Draws one itinerary and answers to the state. */
class TripLayer {
  /** @param {any} map @param {import("./labels.js").Labels} labels */
  constructor(map, labels) {
    this.map = map;
    this.labels = labels;
    this.group = L.layerGroup().addTo(map);
    this.renderer = L.canvas({ pane: "trip", padding: 0.5 });
    this.LegLine = legLineClass();
    /** @type {{leg: number, line: any}[]} */
    this.lines = [];
    /** @type {{marker: any, node: HTMLElement, name: string, r: number}[]} */
    this.discs = [];
    /** @type {any[]} */
    this.homes = [];
    /** @type {LegPath[]} */
    this.shown = [];
    /** @type {[number, number][][]} */
    this.paths = [];
    /** @type {{leg: number, marker: any, node: HTMLElement}[]} */
    this.icons = [];
    map.on("zoomend", () => this.arrange());
    map.on("turned", () => state.trip && this.fit(state.trip, this.shown));
  }

  /** @param {Plan|import("./types.js").First} plan @param {Itinerary} trip */
  draw(plan, trip) {
    this.clear();
    const paths = trip === plan.itinerary ? pathsOf(plan) : ownPaths(plan, trip);
    this.shown = paths;
    this.paths = paths.map(({ path }) => path);
    for (const { leg, mode, path } of paths) this.line(leg, mode, path);
    trip.legs.forEach((leg, at) => this.icon(leg, at, paths));
    this.ends(paths);
    trip.stays.forEach((stay, at) => this.disc(stay, at));
    this.fit(trip, paths);
    this.arrange();
    this.mark();
  }

  clear() {
    this.labels.show([], []);
    this.group.clearLayers();
    this.lines = [];
    this.discs = [];
    this.icons = [];
    this.homes = [];
  }

  /** @param {number} leg @param {string} mode @param {[number, number][]} path */
  line(leg, mode, path) {
    const pen = () => ({ ink: css("--ink-line"), paper: css("--paper-line"), strong: state.leg === leg });
    const line = new this.LegLine(path.map(([lng, lat]) => [lat, lng]), {
      renderer: this.renderer,
      pane: "trip",
      pattern: patternOf(mode),
      pen,
      weight: 12,
      // an arc stays round
      smoothFactor: mode === "air" ? 0.3 : 1,
      interactive: false,
    });
    this.lines.push({ leg, line });
    this.group.addLayer(line);
  }

  /** @param {import("./types.js").Leg} leg @param {number} at @param {LegPath[]} paths */
  icon(leg, at, paths) {
    if (!leg.segments.length) return;
    const main = mainSegment(leg.segments);
    const path = paths.filter((part) => part.leg === at && part.mode === main.mode).sort((a, b) => b.path.length - a.path.length)[0];
    if (!path) return;
    const [lng, lat] = middle(path.path);
    const node = el("span", { class: "leg-mark" }, modeIcon(patternOf(main.mode)));
    const marker = L.marker([lat, lng], { icon: L.divIcon({ html: node, className: "leg-pin", iconSize: [26, 26] }), keyboard: false, zIndexOffset: -500 });
    marker.on("click", () => set({ leg: at, stay: null }, "map"));
    marker.bindTooltip(`${boot.texts[`mode.${main.mode}`] ?? main.mode} · ${minutes(leg.minutes)}`, { direction: "top", offset: [0, -10] });
    this.group.addLayer(marker);
    this.icons.push({ leg: at, marker, node });
  }

  /** Where the trip begins, and where it ends if that is elsewhere. @param {LegPath[]} paths */
  ends(paths) {
    if (!paths.length) return;
    const first = paths[0].path[0];
    const last = paths[paths.length - 1].path.at(-1) ?? first;
    const same = Math.hypot(first[0] - last[0], first[1] - last[1]) < 0.05;
    /** @type {[[number, number], string][]} */
    const marks = same ? [[first, "map.home"]] : [[first, "map.start"], [last, "map.end"]];
    for (const [[lng, lat], key] of marks) {
      const node = el("span", { class: "home-mark", text: text(key) });
      const marker = L.marker([lat, lng], { icon: L.divIcon({ html: node, className: "home-pin", iconSize: [26, 20] }), keyboard: false, interactive: false, zIndexOffset: -200 });
      this.group.addLayer(marker);
      this.homes.push(marker);
    }
  }

  /** @param {import("./types.js").Stay} stay @param {number} at */
  disc(stay, at) {
    const r = discRadius(stay.nights);
    const leader = el("i", { class: "leader" });
    const node = el("span", { class: "disc-holder" }, leader, el("span", { class: `disc ${stay.role}`, text: at + 1 }));
    const [lng, lat] = stay.lnglat;
    const marker = L.marker([lat, lng], { icon: L.divIcon({ html: node, className: "disc-pin", iconSize: [2 * r, 2 * r] }), riseOnHover: true, keyboard: true });
    const label = `${at + 1} ${placeName(stay.municipality)}, ${date(stay.arrive)} – ${date(stay.depart)}, ${count("nights", stay.nights)}`;
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    marker.on("click", () => set({ stay: at, leg: null }, "map"));
    marker.bindTooltip(`${placeName(stay.municipality)} · ${count("nights", stay.nights)}`, { direction: "top", offset: [0, -r - 2] });
    this.group.addLayer(marker);
    this.discs.push({ marker, node, name: placeName(stay.municipality), r });
  }

  /** @param {Itinerary} trip @param {LegPath[]} paths */
  fit(trip, paths) {
    const points = [...trip.stays.map((stay) => stay.lnglat), ...paths.flatMap((part) => part.path)].map(([lng, lat]) => /** @type {[number, number]} */ ([lat, lng]));
    if (!points.length) return;
    // the timeline has just taken its room from the map
    this.map.invalidateSize({ animate: false });
    const free = room(this.map);
    this.map.fitBounds(points, { ...free, maxZoom: 10, animate: false });
    if (points.some((point) => this.isCovered(point))) {
      const [right, bottom] = free.paddingBottomRight;
      this.map.fitBounds(points, { ...free, paddingBottomRight: [right, bottom + byId("season").offsetHeight], maxZoom: 10, animate: false });
    }
  }

  /** Whether the slider lies over a point. @param {[number, number]} point lat, lng */
  isCovered(point) {
    const { x, y } = this.map.latLngToContainerPoint(point);
    const slider = byId("season");
    return slider.offsetWidth > 0 && x > slider.offsetLeft - 20 && x < slider.offsetLeft + slider.offsetWidth + 20 && y > slider.offsetTop - 20;
  }

  /** Keep discs from covering each other, and icons from covering discs. */
  arrange() {
    const sized = this.discs.map(({ marker, r }) => ({ ...xy(this.map.latLngToContainerPoint(marker.getLatLng())), r }));
    const points = isCrowded(sized) ? sized.map((point) => ({ ...point, r: LEAST_RADIUS })) : sized;
    const drawn = spread(points);
    this.discs.forEach(({ node }, at) => {
      const [dx, dy] = [drawn[at].x - points[at].x, drawn[at].y - points[at].y];
      const face = /** @type {HTMLElement} */ (node.lastElementChild);
      face.style.width = face.style.height = `${2 * points[at].r}px`;
      node.style.transform = `translate(${dx.toFixed(1)}px, ${dy.toFixed(1)}px)`;
      const leader = /** @type {HTMLElement} */ (node.firstElementChild);
      const length = Math.hypot(dx, dy);
      leader.style.width = `${length > 4 ? length : 0}px`;
      leader.style.transform = `rotate(${Math.atan2(-dy, -dx)}rad)`;
    });
    const taken = drawn.map((point, at) => ({ ...point, r: points[at].r }));
    for (const { marker, node } of this.icons) {
      const point = { ...xy(this.map.latLngToContainerPoint(marker.getLatLng())), r: 12 };
      const free = taken.every((other) => Math.hypot(other.x - point.x, other.y - point.y) > other.r + point.r + 1);
      node.parentElement?.classList.toggle("crowded", !free);
      if (free) taken.push(point);
    }
    this.name(drawn.map((point, at) => ({ dx: point.x - points[at].x, dy: point.y - points[at].y, r: points[at].r + 3 })));
  }

  /** Stays have their names beside their discs, wherever those are drawn. @param {{dx: number, dy: number, r: number}[]} discs */
  name(discs) {
    const still = { text: "", dx: 0, dy: 0, r: 13 };
    const icons = this.icons.filter(({ node }) => !node.parentElement?.classList.contains("crowded")).map(({ marker }) => ({ ...still, lnglat: lngLat(marker) }));
    const ends = this.homes.map((marker) => ({ ...still, r: 16, lnglat: lngLat(marker) }));
    const stays = this.discs.map(({ name, marker }, at) => ({ text: name, lnglat: lngLat(marker), ...discs[at] }));
    this.labels.show([...stays, ...ends, ...icons], this.paths);
  }

  mark() {
    this.discs.forEach(({ marker, node }, at) => {
      node.classList.toggle("active", state.stay === at);
      marker.setZIndexOffset(state.stay === at ? 1000 : 0);
      marker.getElement()?.setAttribute("aria-pressed", String(state.stay === at));
    });
    for (const { leg, node } of this.icons) node.classList.toggle("active", state.leg === leg);
    for (const { line } of this.lines) line.redraw();
  }

  /** Bring what is chosen into view without moving more than needed. */
  reveal() {
    if (state.stay !== null && this.discs[state.stay]) {
      this.map.panInside(this.discs[state.stay].marker.getLatLng(), { padding: [80, 80], animate: !calm(), duration: 0.25 });
    } else if (state.leg !== null) {
      const points = this.lines.filter(({ leg }) => leg === state.leg).flatMap(({ line }) => line.getLatLngs());
      if (points.length) this.map.fitBounds(L.latLngBounds(points), { padding: [90, 90], maxZoom: 9, animate: !calm(), duration: 0.25 });
    }
  }
}

/** @param {any} marker @returns {[number, number]} */
const lngLat = (marker) => [marker.getLatLng().lng, marker.getLatLng().lat];

/** @param {{x: number, y: number}} point */
const xy = ({ x, y }) => ({ x, y });

/** @typedef {{leg: number, mode: string, path: [number, number][]}} LegPath */

/** @param {{geometry: import("./types.js").GeoCollection}} plan @returns {LegPath[]} */
function pathsOf(plan) {
  return (plan.geometry?.features ?? [])
    .filter((feature) => feature.geometry?.type === "LineString" && Number.isInteger(feature.properties.leg))
    .map(({ properties, geometry }) => {
      const path = /** @type {[number, number][]} */ (/** @type {any} */ (geometry).coordinates);
      const flown = properties.mode === "air" && path.length >= 2;
      return { leg: properties.leg, mode: properties.mode, path: flown ? arc(path[0], path[path.length - 1]) : path };
    });
}

/** Another trip has its paths in its segments; what has none is a straight line from stay to stay. @param {{geometry: import("./types.js").GeoCollection}} plan @param {Itinerary} trip @returns {LegPath[]} */
function ownPaths(plan, trip) {
  const known = pathsOf(plan);
  const home = known[0]?.path[0] ?? trip.stays[0]?.lnglat;
  const end = known.at(-1)?.path.at(-1) ?? home;
  const stops = [home, ...trip.stays.map((stay) => stay.lnglat), end];
  return trip.legs.flatMap((leg, at) => {
    const drawn = leg.segments.filter(({ path }) => (path?.length ?? 0) > 1).map(({ mode, path }) => ({ leg: at, mode, path: mode === "air" ? arc(/** @type {any} */ (path)[0], /** @type {any} */ (path).at(-1)) : /** @type {[number, number][]} */ (path) }));
    if (drawn.length || !leg.segments.length) return drawn;
    const mode = mainSegment(leg.segments).mode;
    return [{ leg: at, mode, path: mode === "air" ? arc(stops[at], stops[at + 1]) : [stops[at], stops[at + 1]] }];
  });
}

/** @param {any} map @param {import("./labels.js").Labels} labels */
export function startTrip(map, labels) {
  const layer = new TripLayer(map, labels);
  const redraw = () => {
    if (state.first) layer.draw(state.first, state.first.itinerary);
    else if (state.plan && state.trip) layer.draw(state.plan, state.trip);
    else layer.clear();
  };
  on(["trip", "first"], redraw);
  on(["stay", "leg"], (_, from) => {
    layer.mark();
    if (from !== "map") layer.reveal();
  });
  onTheme(() => layer.mark());
  startPrinting(map, () => state.trip && layer.fit(state.trip, layer.shown));
  if (state.trip) redraw();
}
