/** The land: coast, the month's demand on each municipality, what is chosen or under the pointer. */

import { canvasLayer } from "./canvas_layer.js";
import { Shape, gradeOf, middleOf, project, shapeAt } from "./shapes.js";

/** @typedef {import("./canvas_layer.js").Pen} Pen */
/** @typedef {{land: string, coast: string, line: string, ink: string, active: string}} Inks */

/** From here on each municipality has its line; below it only closes the hairline between neighbours. */
const LINES_FROM_ZOOM = 8;
/** Radius of the sign of a picked place, px. */
const SIGN = 9;
/** How far above its place the sign stands, so that the name below can be read. */
const STEM = 22;
/** Milliseconds without a change after which all is painted cleanly. */
const REST = 250;
const [COAST, SEAM, LINE, CHOSEN] = [2.2, 0.7, 0.5, 2.5];

export class Land {
  /**
   * @param {any} map @param {import("./types.js").GeoCollection} overview
   * @param {() => Inks} inks of the ground @param {() => (code: string) => string} fills gives the fill of each municipality, as it is now
   */
  constructor(map, overview, inks, fills) {
    this.map = map;
    this.inks = inks;
    this.fills = fills;
    /** @type {Map<string, Shape>} */
    this.shapes = new Map();
    for (const { id, geometry } of /** @type {any[]} */ (overview.features)) if (geometry) this.shapes.set(id, new Shape(id, geometry));
    /** @type {Map<string, string>} what each municipality was last painted with */
    this.painted = new Map();
    /** @type {{chosen: string|null, must: string[], avoid: string[]}} */
    this.marked = { chosen: null, must: [], avoid: [] };
    this.measure = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.resting = 0;
    this.ground = canvasLayer(map, "ground", (pen) => this.paintGround(pen));
    this.season = canvasLayer(map, "season", (pen) => this.paintSeason(pen));
    this.marks = canvasLayer(map, "marks", (pen) => this.paintMarks(pen));
  }

  /** @param {Pen} pen @param {number} [margin] px */
  seen(pen, margin = 4) {
    return [...this.shapes.values()].filter((shape) => shape.meets(pen.view, margin * pen.px));
  }

  /** The coast is every outline as one stroke; the land then covers its inner half and all inland lines. @param {Pen} pen */
  paintGround(pen) {
    const { ctx, px, zoom } = pen;
    const inks = this.inks();
    const grade = gradeOf(zoom);
    const all = new Path2D();
    for (const shape of this.seen(pen)) all.addPath(shape.path(grade));
    ctx.strokeStyle = inks.coast;
    ctx.lineWidth = COAST * px;
    ctx.stroke(all);
    ctx.strokeStyle = ctx.fillStyle = inks.land;
    ctx.lineWidth = SEAM * px;
    // thinned neighbours overlap by a hair: with the even-odd rule the sea would show there
    ctx.fill(all, "nonzero");
    ctx.stroke(all);
  }

  /** @param {Pen} pen */
  paintSeason(pen) {
    const fill = this.fills();
    const inks = this.inks();
    const shapes = this.seen(pen);
    this.painted.clear();
    for (const shape of shapes) {
      const colour = fill(shape.code);
      this.painted.set(shape.code, colour);
      if (colour !== inks.land) this.paint(pen, shape, colour);
    }
    if (pen.zoom >= LINES_FROM_ZOOM) this.paintLines(pen, shapes, inks.line);
  }

  /** @param {Pen} pen @param {Shape} shape @param {string} colour */
  paint({ ctx, px, zoom }, shape, colour) {
    const path = shape.path(gradeOf(zoom));
    ctx.fillStyle = ctx.strokeStyle = colour;
    ctx.lineWidth = SEAM * px;
    ctx.fill(path, "evenodd");
    ctx.stroke(path);
  }

  /** @param {Pen} pen @param {Shape[]} shapes @param {string} colour */
  paintLines({ ctx, px, zoom }, shapes, colour) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = LINE * px;
    for (const shape of shapes) ctx.stroke(shape.path(gradeOf(zoom)));
  }

  /** @param {Pen} pen */
  paintMarks(pen) {
    const { chosen, must, avoid } = this.marked;
    const { ctx, px, zoom } = pen;
    ctx.strokeStyle = this.inks().ink;
    ctx.lineWidth = CHOSEN * px;
    const known = (/** @type {string[]} */ codes) => codes.flatMap((code) => this.shapes.get(code) ?? []);
    for (const shape of known(chosen ? [chosen] : [])) ctx.stroke(shape.path(gradeOf(zoom)));
    for (const shape of known(must)) this.sign(pen, shape, true);
    for (const shape of known(avoid)) this.sign(pen, shape, false);
  }

  /** A pin's head with a tick, or a cross: told by form, not by colour. @param {Pen} pen @param {Shape} shape @param {boolean} wanted */
  sign({ ctx, px }, shape, wanted) {
    const { x, y } = middleOf(shape);
    const inks = this.inks();
    const to = (/** @type {number} */ dx, /** @type {number} */ dy) => /** @type {[number, number]} */ ([x + dx * px, y + (dy - STEM) * px]);
    ctx.beginPath();
    ctx.moveTo(x, y - 6 * px);
    ctx.lineTo(...to(0, SIGN));
    ctx.moveTo(...to(SIGN, 0));
    ctx.arc(...to(0, 0), SIGN * px, 0, 2 * Math.PI);
    ctx.fillStyle = wanted ? inks.active : inks.land;
    ctx.strokeStyle = wanted ? "#1c1c1c" : inks.ink;
    ctx.lineWidth = 1.5 * px;
    ctx.fill();
    ctx.stroke();
    ctx.beginPath();
    const strokes = wanted ? [[-4, 0.5], [-1, 3.5], [4, -3]] : [[-3.2, -3.2], [3.2, 3.2]];
    strokes.forEach(([dx, dy], at) => (at ? ctx.lineTo(...to(dx, dy)) : ctx.moveTo(...to(dx, dy))));
    if (!wanted) {
      ctx.moveTo(...to(3.2, -3.2));
      ctx.lineTo(...to(-3.2, 3.2));
    }
    ctx.lineWidth = 2 * px;
    ctx.stroke();
  }

  /**
   * Paint only what has another colour than before: a step of the slider changes a few hundred of 1,741. Their rims, half
   * of the work, wait until the hand rests.
   */
  recolour() {
    if (this.map.getZoom() >= LINES_FROM_ZOOM) {
      this.season.repaint();
      return;
    }
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.season.repaint(), REST);
    const fill = this.fills();
    this.season.touch((pen) => {
      const grade = gradeOf(pen.zoom);
      for (const [code, before] of this.painted) {
        const colour = fill(code);
        if (colour === before) continue;
        this.painted.set(code, colour);
        pen.ctx.fillStyle = colour;
        pen.ctx.fill(/** @type {Shape} */ (this.shapes.get(code)).path(grade), "evenodd");
      }
    });
  }

  /** @param {{chosen: string|null, must: string[], avoid: string[]}} marked */
  mark(marked) {
    this.marked = marked;
    this.marks.repaint();
  }

  /** All colours anew, for another theme. */
  repaint() {
    for (const layer of [this.ground, this.season, this.marks]) layer.repaint();
  }

  /** Take finer outlines. @param {Map<string, any>} geometries by code */
  refine(geometries) {
    for (const [code, geometry] of geometries) this.shapes.get(code)?.take(geometry);
    this.repaint();
  }

  /** @param {{lat: number, lng: number}} at @returns {string|null} the code of the municipality there */
  at({ lat, lng }) {
    return shapeAt(this.shapes.values(), this.measure, project(lng, lat), this.map.getZoom())?.code ?? null;
  }

  /** @param {string} code @returns {any} Leaflet bounds */
  boundsOf(code) {
    const box = this.shapes.get(code)?.box;
    return box && L.latLngBounds(unproject(box.west, box.south), unproject(box.east, box.north));
  }
}

/** @param {number} x @param {number} y @returns {[number, number]} lat, lng */
function unproject(x, y) {
  const [atX, atY] = project(0, 0);
  const lat = (360 / Math.PI) * Math.atan(Math.exp(((atY - y) / 256) * 2 * Math.PI)) - 90;
  return [lat, ((x - atX) / 256) * 360];
}
