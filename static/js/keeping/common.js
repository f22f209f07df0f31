/** What the panels of keeping and sharing have in common. */

import { Problem } from "../api.js";
import { boot, text } from "../boot.js";

/** @param {string} moment ISO 8601 @param {number} [days] later @returns {string} YYYY-MM-DD in Japan */
export const dayInJapan = (moment, days = 0) => new Date(Date.parse(moment) + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** Say beside the panel what went wrong. @param {HTMLElement} said @param {unknown} error */
export function failed(said, error) {
  const body = error instanceof Problem ? error.body : {};
  const known = boot.texts[`problem.${body.error}`];
  // the sentence in the problem is English and names the field
  said.textContent = body.error === "invalid_request" ? `${text("keeping.refused")} (${body.detail})` : known ?? text("error.server");
}

/**
 * Work that a second press does not begin again while it is under way.
 * @template {any[]} A
 * @param {(...given: A) => Promise<unknown>} work @returns {(...given: A) => Promise<void>}
 */
export function once(work) {
  let busy = false;
  return async (...given) => {
    if (busy) return;
    busy = true;
    try {
      await work(...given);
    } finally {
      busy = false;
    }
  };
}

/** @param {HTMLElement} said @param {() => Promise<void>} work @returns {Promise<boolean>} whether it was done */
export async function asked(said, work) {
  try {
    await work();
    return true;
  } catch (error) {
    failed(said, error);
    return false;
  }
}
