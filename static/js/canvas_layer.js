/** A canvas of our own on the map: Leaflet moves and scales it, what is on it is drawn in projected units. */

import { ORIGIN } from "./shapes.js";

/**
 * @typedef {{ctx: CanvasRenderingContext2D, zoom: number, px: number, view: {west: number, north: number, east: number, south: number}, ratio: number, at: (x: number, y: number) => {x: number, y: number}}} Pen
 *   `px` is one pixel of the screen in projected units, `view` what the canvas covers; `at` gives the pixel of a projected
 *   point, on a canvas that is scaled by `ratio` alone
 */

/** How far the canvas reaches beyond the map, in shares of its size. */
export const PADDING = 0.3;

/**
 * @param {any} map @param {string} pane
 * @param {(pen: Pen) => void} paint draws everything on the empty canvas
 * @returns {{repaint: () => void, touch: (work: (pen: Pen) => void) => void}} `touch` draws over what is there
 */
export function canvasLayer(map, pane, paint) {
  const Layer = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer() {
      this._container.remove();
    },
    // Leaflet asks for this after every move, and while it zooms, when the old picture is only stretched
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = L.Browser.retina ? 2 : 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = ratio * size.x;
      this._container.height = ratio * size.y;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      paint(pen());
    },
  });
  const layer = new Layer({ pane, padding: PADDING });

  /** @returns {Pen} */
  const pen = () => {
    const { _ctx: ctx, _bounds: bounds, _zoom: zoom } = layer;
    const ratio = L.Browser.retina ? 2 : 1;
    const scale = 2 ** zoom;
    const corner = map.getPixelOrigin().add(bounds.min);
    ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (ORIGIN.x * scale - corner.x), ratio * (ORIGIN.y * scale - corner.y));
    ctx.lineJoin = "round";
    const [west, north] = [corner.x / scale - ORIGIN.x, corner.y / scale - ORIGIN.y];
    const size = bounds.getSize();
    const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: (x - west) * scale, y: (y - north) * scale });
    return { ctx, zoom, ratio, at, px: 1 / scale, view: { west, north, east: west + size.x / scale, south: north + size.y / scale } };
  };
  layer.addTo(map);
  return {
    repaint() {
      const now = pen();
      now.ctx.clearRect(now.view.west, now.view.north, now.view.east - now.view.west, now.view.south - now.view.north);
      paint(now);
    },
    touch: (work) => work(pen()),
  };
}
