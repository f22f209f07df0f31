/** The demand that the map shows: of all kinds of work, or of one. */

import { get } from "./api.js";
import { boot } from "./boot.js";
import { on, set, state } from "./store.js";

/** @typedef {{wave: number[], breaks: number[], places: Record<string, {name: [string, string], prefecture: [string, string], months?: number[]}>}} SeasonLayer */
/** @typedef {{wave: number[], breaks: number[], months: Record<string, number[]>}} Demand */

/** @type {Demand} */
let shown = { wave: [], breaks: [], months: {} };
/** @type {Map<string, Promise<Demand>>} */
const layers = new Map();

/** @param {string} code @returns {number} of the month shown */
export const demandOf = (code) => shown.months[code]?.[state.month - 1] ?? 0;

/** The step of a municipality: 0 = none, 1–5. @param {string} code */
export function levelOf(code) {
  const value = demandOf(code);
  return value <= 0 ? 0 : 1 + shown.breaks.filter((limit) => value > limit).length;
}

/** @returns {number[]} of the year, by five days */
export const wave = () => shown.wave;

/** How many municipalities ask for hands in the month shown. */
export const openPlaces = () => Object.values(shown.months).filter((months) => months[state.month - 1] > 0).length;

/** @param {SeasonLayer} layer */
function all(layer) {
  const months = Object.entries(layer.places).flatMap(([code, place]) => (place.months ? [[code, place.months]] : []));
  return { wave: layer.wave, breaks: layer.breaks, months: Object.fromEntries(months) };
}

/** Bring the kind that is asked for; where that fails, the one before stays. @param {string} kind */
async function bring(kind) {
  if (!layers.has(kind)) layers.set(kind, get(`${boot.urls.season}&kind=${encodeURIComponent(kind)}`));
  try {
    const found = await /** @type {Promise<Demand>} */ (layers.get(kind));
    if (state.kind !== kind) return;
    shown = found;
    set({ demand: kind }, "demand");
  } catch {
    layers.delete(kind);
    if (state.kind === kind) set({ kind: state.demand }, "demand");
  }
}

/** @param {SeasonLayer} layer of all kinds */
export function startDemand(layer) {
  shown = all(layer);
  layers.set("", Promise.resolve(shown));
  on(["kind"], ({ kind }) => kind !== state.demand && bring(kind));
  if (state.kind) bring(state.kind);
}
