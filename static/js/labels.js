/** Names on the map: of the stays, then of prefectures, near of municipalities; none covers another. */

import { boot } from "./boot.js";
import { PADDING, canvasLayer } from "./canvas_layer.js";
import { middleOf, project } from "./shapes.js";
import { css } from "./theme.js";

/** @typedef {import("./canvas_layer.js").Pen} Pen */
/** @typedef {{text: string, x: number, y: number, area: number}} Name at a projected point */
/** @typedef {{text: string, lnglat: [number, number], dx: number, dy: number, r: number}} Mark px by which its disc is moved, and its radius; without a text it only takes room */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

const [PREFECTURES, MUNICIPALITIES] = [5.75, 8.75];
const [HEIGHT, GAP, HALO] = [15, 5, 3.5];
/** Lines are minded every so many pixels. */
const PACE = 6;
const CONTROLS = ".map-search, .layer-switch, .season, .leaflet-control-zoom, .leaflet-control-attribution, .leaflet-control-scale";
const language = boot.lang === "en" ? 1 : 0;

/** @param {Name[]} names of its municipalities @param {string} text @returns {Name} */
function joined(names, text) {
  const area = names.reduce((sum, name) => sum + name.area, 0);
  const mean = (/** @type {"x"|"y"} */ axis) => names.reduce((sum, name) => sum + name[axis] * name.area, 0) / area;
  return { text, x: mean("x"), y: mean("y"), area };
}

export class Labels {
  /** @param {any} map @param {Map<string, import("./shapes.js").Shape>} shapes @param {import("./demand.js").SeasonLayer["places"]} places */
  constructor(map, shapes, places) {
    this.map = map;
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {[number, number][][]} */
    this.paths = [];
    const named = [...shapes].filter(([code]) => code in places);
    this.municipalities = named.map(([code, shape]) => ({ text: places[code].name[language], ...middleOf(shape) })).sort((a, b) => b.area - a.area);
    this.prefectures = [...byPrefecture(named).values()].map((members) => joined(members.map(([, shape]) => ({ text: "", ...middleOf(shape) })), places[members[0][0]].prefecture[language]));
    this.layer = canvasLayer(map, "labels", (pen) => this.paint(pen));
  }

  /** @param {Mark[]} marks of the trip @param {[number, number][][]} paths of its legs, lng, lat */
  show(marks, paths) {
    this.marks = marks;
    this.paths = paths;
    this.layer.repaint();
  }

  /** @param {Pen} pen */
  paint(pen) {
    const { ctx, zoom, ratio } = pen;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = HALO;
    ctx.strokeStyle = css("--land");
    /** @type {Box[]} */
    const taken = this.marks.map((mark) => this.disc(pen, mark));
    const lines = this.paths.flatMap((path) => dots(path.map((point) => pen.at(...project(...point)))));
    this.paintStays(pen, taken, lines);
    taken.push(...lines, ...this.controls());
    if (zoom >= PREFECTURES) this.paintNames(pen, taken, this.prefectures, `600 12px ${css("--font")}`, zoom >= MUNICIPALITIES ? css("--control") : css("--quiet"));
    if (zoom >= MUNICIPALITIES) this.paintNames(pen, taken, this.municipalities, `400 12px ${css("--font")}`, css("--quiet"));
  }

  /** @param {Pen} pen @param {Mark} mark @returns {Box} */
  disc(pen, { lnglat, dx, dy, r }) {
    const { x, y } = pen.at(...project(...lnglat));
    return { left: x + dx - r, top: y + dy - r, right: x + dx + r, bottom: y + dy + r };
  }

  /** Beside its disc, where no line runs if there is such a place. @param {Pen} pen @param {Box[]} taken @param {Box[]} lines */
  paintStays(pen, taken, lines) {
    const { ctx } = pen;
    ctx.font = `600 14px ${css("--font")}`;
    ctx.fillStyle = css("--ink");
    const discs = taken.slice();
    const edges = this.edges();
    const rim = this.rim();
    this.marks.forEach((stay, at) => {
      if (!stay.text) return;
      const { left, top, right, bottom } = discs[at];
      const width = ctx.measureText(stay.text).width;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      // at the rim a name below or above its disc is drawn back onto the map
      const inner = Math.max(rim.left, Math.min(x - width / 2, rim.right - width));
      const places = [[right + GAP, y], [left - GAP - width, y], ...[x - width / 2, inner].flatMap((from) => [[from, bottom + HEIGHT / 2 + 1], [from, top - HEIGHT / 2 - 1]])];
      const room = (/** @type {Box[]} */ others) => places.find(([from, middle]) => write(ctx, stay.text, from, middle, width, others, false));
      const isSeen = x > rim.left && x < rim.right && y > rim.top && y < rim.bottom;
      // half a name tells nothing: the disc's number leads to it in the list
      const free = room([...taken, ...edges, ...lines]) ?? room([...taken, ...edges]) ?? (isSeen ? null : room(taken));
      if (free) write(ctx, stay.text, free[0], free[1], width, taken, true);
    });
  }

  /** What lies on the map, in pixels of the canvas. @returns {Box[]} */
  controls() {
    const { x, y } = this.map.getSize();
    const map = this.map.getContainer().getBoundingClientRect();
    const [left, top] = [PADDING * x - map.left, PADDING * y - map.top];
    const boxes = [...document.querySelectorAll(CONTROLS)].map((node) => node.getBoundingClientRect()).filter(({ width }) => width);
    return boxes.map((box) => ({ left: box.left + left, top: box.top + top, right: box.right + left, bottom: box.bottom + top }));
  }

  /** What the name of a stay should not reach into: the map's rim, and what lies on it. @returns {Box[]} */
  edges() {
    const { left, top, right, bottom } = this.rim();
    const around = [[-1e4, -1e4, left, 1e4], [right, -1e4, 1e4, 1e4], [-1e4, -1e4, 1e4, top], [-1e4, bottom, 1e4, 1e4]];
    return [...this.controls(), ...around.map(([from, above, to, below]) => ({ left: from, top: above, right: to, bottom: below }))];
  }

  /** What of the canvas the map shows, a little within. @returns {Box} */
  rim() {
    const { x, y } = this.map.getSize();
    const [left, top] = [PADDING * x, PADDING * y];
    return { left: left + GAP, top: top + GAP, right: left + x - GAP, bottom: top + y - GAP };
  }

  /** @param {Pen} pen @param {Box[]} taken @param {Name[]} names @param {string} font @param {string} colour */
  paintNames(pen, taken, names, font, colour) {
    const { ctx, view } = pen;
    ctx.font = font;
    ctx.fillStyle = colour;
    for (const { text, x, y } of names) {
      if (x < view.west || x > view.east || y < view.north || y > view.south) continue;
      const width = ctx.measureText(text).width;
      const at = pen.at(x, y);
      write(ctx, text, at.x - width / 2, at.y, width, taken, true);
    }
  }
}

/** A line as small boxes. @param {{x: number, y: number}[]} path px @returns {Box[]} */
function dots(path) {
  return path.slice(1).flatMap((to, at) => {
    const from = path[at];
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / PACE));
    return Array.from({ length: steps }, (_, step) => {
      const [x, y] = [from.x + ((to.x - from.x) * step) / steps, from.y + ((to.y - from.y) * step) / steps];
      return { left: x - 3, top: y - 3, right: x + 3, bottom: y + 3 };
    });
  });
}

/** @param {[string, import("./shapes.js").Shape][]} named */
function byPrefecture(named) {
  /** @type {Map<string, typeof named>} */
  const groups = new Map();
  for (const one of named) groups.set(one[0].slice(0, 2), [...(groups.get(one[0].slice(0, 2)) ?? []), one]);
  return groups;
}

/**
 * Write where nothing stands yet; say whether there is room.
 * @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} left @param {number} middle @param {number} width
 * @param {Box[]} taken @param {boolean} really
 */
function write(ctx, text, left, middle, width, taken, really) {
  const box = { left, top: middle - HEIGHT / 2, right: left + width, bottom: middle + HEIGHT / 2 };
  if (taken.some((other) => other.left < box.right + 3 && other.right > box.left - 3 && other.top < box.bottom && other.bottom > box.top)) return false;
  if (!really) return true;
  taken.push(box);
  ctx.strokeText(text, left, middle);
  ctx.fillText(text, left, middle);
  return true;
}
