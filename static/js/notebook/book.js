/** The notebook of the plan that is shown: read, changed in a copy, and put beside the trip. */

import { Problem } from "../api.js";
import { boot, text } from "../boot.js";
import { announce, byId } from "../dom.js";
import { editable, write } from "../edits.js";
import { state } from "../store.js";

/** @typedef {import("../types.js").Notebook} Notebook */
/** @typedef {Required<Omit<Notebook, "bookings">> & {bookings: {legs: any[], lodging: any[]}}} Whole */

/** Every part of the notebook, empty ones too; a copy that may be changed. @returns {Whole} */
export function book() {
  const told = structuredClone(state.plan?.notebook ?? {});
  const { legs = [], lodging = [] } = told.bookings ?? {};
  return { places: [], appointments: [], blocked: [], ideas: [], checklist: [], note: "", notes: {}, ledger: {}, ...told, bookings: { legs, lodging } };
}

/** @type {(code: string) => string} */
let nameOf = (code) => code;

/** @param {(code: string) => string} name of a municipality */
export function startBook(name) {
  nameOf = name;
}

/** What a municipality is called. @param {string} code */
export const townOf = (code) => nameOf(code);

/** Whether the notebook can be written in. */
export const writable = () => editable();

/** A new id within a list. @param {{id: string}[]} list @param {string} letter */
export function freshId(list, letter) {
  let number = list.length + 1;
  while (list.some(({ id }) => id === `${letter}${number}`)) number += 1;
  return `${letter}${number}`;
}

/**
 * Change the notebook and keep it; what is refused is thrown as a `Problem` with its field.
 * @param {(book: Whole) => void} change @param {string} [said]
 * @returns {Promise<boolean>} whether it was kept
 */
export async function keep(change, said = text("book.saved")) {
  const next = book();
  change(next);
  byId("book-said").hidden = true;
  const kept = await write(/** @type {Notebook} */ (next));
  if (kept) announce(said);
  return kept;
}

/** Keep a change that has no form of its own: what goes wrong stands in the notebook. @param {(book: Whole) => void} change @param {string} [said] */
export async function keepLine(change, said) {
  try {
    return await keep(change, said);
  } catch (error) {
    const place = byId("book-said");
    place.textContent = reason(error);
    place.hidden = false;
    return false;
  }
}

/** The field that a problem is about: `lnglat` of `notebook.places[0].lnglat.lng`. @param {unknown} error */
export function fieldOf(error) {
  const path = error instanceof Problem ? String(error.body.field ?? "") : "";
  return path.split(".").filter((part) => !/^(lng|lat|notebook)$/.test(part) && !part.includes("]")).pop() ?? "";
}

/** What went wrong, in the page's language. @param {unknown} error @returns {string} */
export function reason(error) {
  const problem = error instanceof Problem ? error.body : {};
  if (problem.error === "offline") return text("book.error.offline");
  if (problem.error === "unknown_place") return text("book.error.place");
  if (problem.field === "notebook") return text("book.error.notebook");
  const known = boot.texts[`book.error.${fieldOf(error)}`];
  if (known) return known;
  return boot.texts[`problem.${problem.error}`] ?? (boot.lang === "en" && problem.detail ? String(problem.detail) : text("book.error.any"));
}
