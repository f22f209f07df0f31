/**
 * Lines by mode, as on Japanese paper maps: rail with cross-ticks, shinkansen double, ferry dotted, bus dashed, air a thin arc,
 * car plain. A Leaflet polyline whose canvas drawing is ours, so that no mode is told by colour.
 */

/** @typedef {"rail"|"shinkansen"|"ferry"|"bus"|"air"|"car"|"walk"} Pattern */

/** @type {Record<string, Pattern>} */
const PATTERN = {
  rail: "rail",
  limited_express: "rail",
  shinkansen: "shinkansen",
  ferry: "ferry",
  highway_bus: "bus",
  local_bus: "bus",
  air: "air",
  car: "car",
  taxi: "car",
  walk: "walk",
};

/** @param {string} mode @returns {Pattern} */
export const patternOf = (mode) => PATTERN[mode] ?? "car";

/** @typedef {{ink: string, paper: string, strong: boolean}} Pen */

/** @param {CanvasRenderingContext2D} ctx @param {{x: number, y: number}[][]} parts */
function trace(ctx, parts) {
  ctx.beginPath();
  for (const part of parts) part.forEach((point, at) => (at ? ctx.lineTo(point.x, point.y) : ctx.moveTo(point.x, point.y)));
}

/** @param {CanvasRenderingContext2D} ctx @param {{x: number, y: number}[][]} parts @param {string} colour @param {number} width @param {number[]} [dash] */
function stroke(ctx, parts, colour, width, dash = []) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  trace(ctx, parts);
  ctx.stroke();
}

/** Short strokes across the line, every `gap` pixels. @param {CanvasRenderingContext2D} ctx @param {{x: number, y: number}[][]} parts @param {number} gap @param {number} half */
function ticks(ctx, parts, gap, half) {
  ctx.beginPath();
  for (const part of parts) {
    let left = gap / 2;
    for (let at = 1; at < part.length; at += 1) {
      const [a, b] = [part[at - 1], part[at]];
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      if (!length) continue;
      const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
      for (; left <= length; left += gap) {
        const [x, y] = [a.x + ux * left, a.y + uy * left];
        ctx.moveTo(x - uy * half, y + ux * half);
        ctx.lineTo(x + uy * half, y - ux * half);
      }
      left -= length;
    }
  }
  ctx.stroke();
}

/** @type {Record<Pattern, (ctx: CanvasRenderingContext2D, parts: {x: number, y: number}[][], pen: Pen) => void>} */
const DRAW = {
  rail(ctx, parts, { ink, paper, strong }) {
    stroke(ctx, parts, paper, 6);
    stroke(ctx, parts, ink, strong ? 3.5 : 3);
    ctx.lineWidth = 1.6;
    ticks(ctx, parts, 11, 5);
  },
  shinkansen(ctx, parts, { ink, paper, strong }) {
    stroke(ctx, parts, paper, 9);
    stroke(ctx, parts, ink, strong ? 7 : 6);
    stroke(ctx, parts, paper, strong ? 3 : 2.6);
  },
  ferry(ctx, parts, { ink, paper, strong }) {
    ctx.lineCap = "round";
    stroke(ctx, parts, paper, 6);
    stroke(ctx, parts, ink, strong ? 4 : 3.4, [0.1, 7]);
  },
  bus(ctx, parts, { ink, paper, strong }) {
    stroke(ctx, parts, paper, 6);
    stroke(ctx, parts, ink, strong ? 3.5 : 3, [9, 6]);
  },
  air(ctx, parts, { ink, paper, strong }) {
    stroke(ctx, parts, paper, 4);
    stroke(ctx, parts, ink, strong ? 2.2 : 1.5);
  },
  car(ctx, parts, { ink, paper, strong }) {
    stroke(ctx, parts, paper, 6);
    stroke(ctx, parts, ink, strong ? 3.5 : 3);
  },
  walk(ctx, parts, { ink }) {
    stroke(ctx, parts, ink, 1.5, [2, 3]);
  },
};

/** @returns {any} a Leaflet polyline class with the options `pattern` and `pen` */
export function legLineClass() {
  L.Canvas.include({
    /** @param {any} layer */
    _updateLegLine(layer) {
      if (!this._drawing || !layer._parts.length) return;
      const ctx = this._ctx;
      ctx.save();
      ctx.lineJoin = "round";
      ctx.lineCap = "butt";
      DRAW[/** @type {Pattern} */ (layer.options.pattern)](ctx, layer._parts, layer.options.pen());
      ctx.restore();
    },
  });
  return L.Polyline.extend({
    _updatePath() {
      this._renderer._updateLegLine(this);
    },
  });
}

/**
 * A flight as a thin arc: it bends to the north of the straight line.
 * @param {[number, number]} from lng, lat @param {[number, number]} to
 * @returns {[number, number][]}
 */
export function arc(from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const side = dx >= 0 ? 1 : -1;
  const control = [(from[0] + to[0]) / 2 - side * dy * 0.14, (from[1] + to[1]) / 2 + side * dx * 0.14];
  return Array.from({ length: 25 }, (_, at) => {
    const t = at / 24;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * from[0] + b * control[0] + c * to[0], a * from[1] + b * control[1] + c * to[1]];
  });
}
