/** Finer outlines for a near look: the municipalities in view are fetched once, in full detail. */

import { get } from "./api.js";
import { boot } from "./boot.js";

const FROM_ZOOM = 9;

/** @param {any} map @param {import("./land.js").Land} land */
export function startDetail(map, land) {
  const fine = new Set();
  const asked = new Set();

  /** @param {string} bbox */
  const refine = async (bbox) => {
    if (asked.has(bbox)) return;
    asked.add(bbox);
    const found = await get(`${boot.urls.region}?bbox=${bbox}&level=full`).catch(() => null);
    if (!found) {
      asked.delete(bbox);
      return;
    }
    const finer = new Map(found.features.filter((/** @type {any} */ { id }) => !fine.has(id)).map((/** @type {any} */ { id, geometry }) => [id, geometry]));
    for (const id of finer.keys()) fine.add(id);
    if (finer.size) land.refine(finer);
  };

  map.on("moveend", () => {
    if (map.getZoom() < FROM_ZOOM) return;
    // whole degrees: moving a little asks for nothing new
    const view = map.getBounds();
    const box = [Math.floor(view.getWest()), Math.floor(view.getSouth()), Math.ceil(view.getEast()), Math.ceil(view.getNorth())];
    if (box[2] - box[0] <= 6 && box[3] - box[1] <= 6) refine(box.join(","));
  });
}
