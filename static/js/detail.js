/** Finer outlines for a near look: the municipalities in view are fetched once, in full detail. */

import { get } from "./api.js";
import { boot } from "./boot.js";

const FROM_ZOOM = 9;

/**
 * @param {any} map
 * @param {Map<string, any>} byCode the overview's polygons
 * @param {(near: boolean) => void} changed told when the near look begins and ends
 */
export function startDetail(map, byCode, changed) {
  const fine = new Set();
  const asked = new Set();
  let near = false;

  /** @param {string} bbox */
  const refine = async (bbox) => {
    if (asked.has(bbox)) return;
    asked.add(bbox);
    const found = await get(`${boot.urls.region}?bbox=${bbox}&level=full`).catch(() => null);
    if (!found) {
      asked.delete(bbox);
      return;
    }
    for (const { id, geometry } of found.features) {
      const polygon = byCode.get(id);
      if (!polygon || fine.has(id)) continue;
      fine.add(id);
      polygon.setLatLngs(L.GeoJSON.coordsToLatLngs(geometry.coordinates, geometry.type === "Polygon" ? 1 : 2));
    }
  };

  map.on("moveend", () => {
    const now = map.getZoom() >= FROM_ZOOM;
    if (now !== near) changed((near = now));
    if (!near) return;
    // whole degrees: moving a little asks for nothing new
    const view = map.getBounds();
    const box = [Math.floor(view.getWest()), Math.floor(view.getSouth()), Math.ceil(view.getEast()), Math.ceil(view.getNorth())];
    if (box[2] - box[0] <= 6 && box[3] - box[1] <= 6) refine(box.join(","));
  });
}
