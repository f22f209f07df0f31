/**
 * What was written without a connection: notes, ideas and names wait on this device and are sent once there is one.
 * Only what needs no planner waits here; it goes out with the version it was written on, so that nobody is overwritten.
 */

/** @typedef {{notebook?: any, from?: number, name?: string}} Waiting */

const KEY = "sasurai-outbox-1";
/** Parts of a notebook around which trips are planned, or that change its sums. */
const PLANNED = ["bookings", "appointments", "blocked", "ledger"];

/** @returns {Record<string, Waiting>} by plan */
function all() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Record<string, Waiting>} waiting */
function store(waiting) {
  try {
    localStorage.setItem(KEY, JSON.stringify(waiting));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} plan @returns {Waiting|undefined} */
export const waiting = (plan) => all()[plan];

/** @param {string} plan @param {Waiting} change @returns {boolean} whether this device keeps it */
export function later(plan, change) {
  const before = all()[plan] ?? {};
  // several changes in a row go out as one, on the version that the first was written on
  return store({ ...all(), [plan]: { ...before, ...change, ...(before.from === undefined ? {} : { from: before.from }) } });
}

/** @param {string} plan @param {"notebook"|"name"} part */
export function sent(plan, part) {
  const { [plan]: found, ...rest } = all();
  if (!found) return;
  const left = { ...found };
  delete left[part];
  if (part === "notebook") delete left.from;
  store(Object.keys(left).length ? { ...rest, [plan]: left } : rest);
}

/** Whether a notebook differs only in what no trip is planned around. @param {any} before @param {any} after */
export function isOnlyNotes(before, after) {
  const part = (/** @type {any} */ book, /** @type {string} */ name) => JSON.stringify(filled(book?.[name]));
  return PLANNED.every((name) => part(before, name) === part(after, name));
}

/** Empty lists and objects are as good as none. @param {any} value @returns {any} */
function filled(value) {
  if (Array.isArray(value)) return value.length ? value : null;
  if (value && typeof value === "object") {
    const left = Object.entries(value).filter(([, inner]) => filled(inner) !== null);
    return left.length ? Object.fromEntries(left) : null;
  }
  return value ?? null;
}
