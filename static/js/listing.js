/** Hosts' listings in a trip: the way to a listing's page, and what offices answered to this device. */

import { get } from "./api.js";
import { boot, text } from "./boot.js";
import { el } from "./dom.js";

const PREFIX = "listing-";

/** @typedef {{listing: string, state: string, text: string, note: string|null, about: Record<string, string>, links: {page: string}}} Interest */

/** @type {Promise<Interest[]>|undefined} */
let asked;

/** What this device has sent, asked for once; none where it cannot be told. @returns {Promise<Interest[]>} */
function interests() {
  asked ??= get(`/api/v1/interests?lang=${boot.lang}`).then(
    (found) => found.interests,
    () => [],
  );
  return /** @type {Promise<Interest[]>} */ (asked);
}

/** @param {{id: string}} window @returns {HTMLElement|null} nothing for a season of the national table */
export function listingLine(window) {
  if (!window.id.startsWith(PREFIX)) return null;
  return el("p", { class: "listing-line" }, el("a", { href: `/${boot.lang}/listings/${window.id.slice(PREFIX.length)}`, text: text("stay.listing") }));
}

/** What was answered to this device's interests in a stay's municipality; empty until it is known. @param {string} code */
export function answersAt(code) {
  const box = el("div", { class: "answers" });
  if (!boot.readonly) tellAnswers(box, code);
  return box;
}

/** @param {HTMLElement} box @param {string} code */
async function tellAnswers(box, code) {
  const mine = (await interests()).filter((one) => one.about.municipality_code === code);
  box.append(...mine.map(answer));
}

/** @param {Interest} one */
function answer(one) {
  const title = (boot.lang === "en" && one.about.title_en) || one.about.title_ja;
  // a link of our own, wherever this site is reached
  const page = new URL(one.links.page).pathname;
  return el("p", { class: "answer-line" }, `${title}${text("colon")}`, el("a", { href: page, "data-interest": one.state, text: one.text }), one.note ? ` ${one.note}` : "");
}
