/** What the server says once, in the page's JSON block. */

/**
 * @typedef {object} Boot
 * @property {"ja"|"en"} lang
 * @property {Record<string, string>} texts
 * @property {Record<string, string>} urls
 * @property {boolean} readonly
 * @property {{token: string, plan: string}|null} guest the link that lets change a plan, and the plan
 * @property {Record<string, number>} pace_nights the fewest nights of a working stay by pace
 * @property {number|null} food_jpy_per_day the estimated price of a person's food a day
 * @property {{plan: string, geometry: string, links: Record<string, string>}} shared addresses of a shared trip, empty on the planner
 */

/** @type {Boot} */
export const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}");

/**
 * The text of a key in the page's language, its `{name}` places filled.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function text(key, values = {}) {
  const found = boot.texts[key];
  if (found === undefined) return key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * The text of a word from the data (`kind`, `harvest`), or the word itself where we have no text.
 * @param {string} group
 * @param {string} word
 */
export function named(group, word) {
  return boot.texts[`${group}.${word}`] ?? word;
}

/**
 * A count with its noun: English needs the singular, Japanese does not.
 * @param {string} key
 * @param {number} n
 */
export function count(key, n) {
  return text(n === 1 && `${key}.one` in boot.texts ? `${key}.one` : key, { n });
}
