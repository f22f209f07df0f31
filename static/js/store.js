/** What the page shows now. One place holds it; list, map and timeline listen. */

/**
 * @typedef {object} State
 * @property {number} month 1–12
 * @property {string} kind of work that is asked for; empty for all
 * @property {string} demand the kind that the map shows, once it has come
 * @property {string|null} place the municipality whose windows are open
 * @property {import("./types.js").Plan|null} plan
 * @property {import("./types.js").Itinerary|null} trip the plan's itinerary, or the alternative chosen
 * @property {import("./types.js").First|null} first a trip to look at while a better one is sought
 * @property {number|null} stay index of the active stay
 * @property {string} must codes of the places to visit, with commas between
 * @property {string} avoid codes of the places to avoid
 * @property {""|"must"|"avoid"} picking which of them the map's clicks fill
 * @property {number|null} leg index of the active leg
 * @property {"season"|"through"} layer what the colours of the map mean
 * @property {string} through the plan of which the layer of trips through each municipality is there
 */

/** @type {State} */
export const state = { month: 1, kind: "", demand: "", must: "", avoid: "", picking: "", place: null, plan: null, trip: null, first: null, stay: null, leg: null, layer: "season", through: "" };

/** @type {Map<string, ((state: State, from: string) => void)[]>} */
const listeners = new Map();

/**
 * @param {(keyof State)[]} keys
 * @param {(state: State, from: string) => void} listener
 */
export function on(keys, listener) {
  for (const key of keys) listeners.set(key, [...(listeners.get(key) ?? []), listener]);
}

/**
 * Change some of the state and tell each listener once.
 * @param {Partial<State>} change
 * @param {string} [from] who changed it, so that a view does not scroll under the hand that chose
 */
export function set(change, from = "") {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(change)).filter((key) => state[key] !== change[key]);
  Object.assign(state, change);
  const due = new Set(keys.flatMap((key) => listeners.get(key) ?? []));
  for (const listener of due) listener(state, from);
}
