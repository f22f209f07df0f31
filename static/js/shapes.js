/** The municipalities as shapes: projected once, thinned once a zoom, each a path that a canvas fills in one call. */

/** Web Mercator at zoom 0, seen from the middle of Japan: near zero, the canvas's short floats are exact enough. */
export const ORIGIN = { x: 225.4, y: 100.6 };
const WORLD = 256;
const [COARSEST, FINEST] = [4, 11];
/** Points nearer to the last one than this are left out, in pixels of the zoom. */
const THIN = 0.55;

/** @param {number} lng @param {number} lat @returns {[number, number]} */
export function project(lng, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [WORLD * (0.5 + lng / 360) - ORIGIN.x, WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) - ORIGIN.y];
}

/** The grade of detail that a zoom needs. @param {number} zoom */
export const gradeOf = (zoom) => Math.min(FINEST, Math.max(COARSEST, Math.ceil(zoom)));

/** @param {Float64Array} ring x, y, x, y … @param {number} least distance @param {Path2D} path */
function traceRing(ring, least, path) {
  let [x, y] = [ring[0], ring[1]];
  path.moveTo(x, y);
  for (let at = 2; at < ring.length; at += 2) {
    // the middle one stays, so that a small island is a dot rather than nothing
    if (Math.abs(ring[at] - x) + Math.abs(ring[at + 1] - y) < least && at !== 2 * (ring.length >> 2)) continue;
    [x, y] = [ring[at], ring[at + 1]];
    path.lineTo(x, y);
  }
  path.closePath();
}

export class Shape {
  /** @param {string} code @param {{type: string, coordinates: any}} geometry */
  constructor(code, geometry) {
    this.code = code;
    this.box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
    /** @type {Float64Array[]} */
    this.rings = [];
    /** @type {Map<number, Path2D>} */
    this.paths = new Map();
    this.take(geometry);
  }

  /** Take other outlines, finer ones say. @param {{type: string, coordinates: any}} geometry */
  take({ type, coordinates }) {
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    this.box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
    this.rings = polygons.flat().map((/** @type {[number, number][]} */ ring) => this.ring(ring));
    this.paths.clear();
  }

  /** @param {[number, number][]} points */
  ring(points) {
    const flat = new Float64Array(2 * points.length);
    points.forEach(([lng, lat], at) => {
      const [x, y] = project(lng, lat);
      flat[2 * at] = x;
      flat[2 * at + 1] = y;
      const { box } = this;
      if (x < box.west) box.west = x;
      if (x > box.east) box.east = x;
      if (y < box.north) box.north = y;
      if (y > box.south) box.south = y;
    });
    return flat;
  }

  /** @param {number} grade of detail */
  path(grade) {
    let path = this.paths.get(grade);
    if (!path) {
      path = new Path2D();
      for (const ring of this.rings) traceRing(ring, grade === FINEST ? 0 : THIN / 2 ** grade, path);
      this.paths.set(grade, path);
    }
    return path;
  }

  /** @param {{west: number, north: number, east: number, south: number}} view @param {number} [margin] */
  meets(view, margin = 0) {
    const { box } = this;
    return box.west - margin < view.east && box.east + margin > view.west && box.north - margin < view.south && box.south + margin > view.north;
  }
}

/** The middle and the extent of the largest outline. @param {Shape} shape */
export function middleOf(shape) {
  let best = { x: 0, y: 0, area: 0 };
  for (const ring of shape.rings) {
    let [area, x, y] = [0, 0, 0];
    for (let at = 0; at + 3 < ring.length; at += 2) {
      const cross = ring[at] * ring[at + 3] - ring[at + 2] * ring[at + 1];
      area += cross;
      x += (ring[at] + ring[at + 2]) * cross;
      y += (ring[at + 1] + ring[at + 3]) * cross;
    }
    if (Math.abs(area) > best.area) best = { x: x / (3 * area), y: y / (3 * area), area: Math.abs(area) };
  }
  return best;
}

/**
 * The shape under a point; near misses count, for fingers and small islands.
 * @param {Iterable<Shape>} shapes @param {CanvasRenderingContext2D} pen of any canvas, not transformed
 * @param {[number, number]} point projected @param {number} zoom @param {number} [reach] px
 * @returns {Shape|null}
 */
export function shapeAt(shapes, pen, [x, y], zoom, reach = 5) {
  const grade = gradeOf(zoom);
  const far = reach / 2 ** zoom;
  const near = [...shapes].filter((shape) => shape.meets({ west: x, east: x, north: y, south: y }, far));
  pen.lineWidth = 2 * far;
  return near.find((shape) => pen.isPointInPath(shape.path(grade), x, y, "evenodd")) ?? near.find((shape) => pen.isPointInStroke(shape.path(grade), x, y)) ?? null;
}
