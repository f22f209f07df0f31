/** How to get to a municipality from where the trip begins: asked for when it is opened. */

import { Problem, get } from "./api.js";
import { boot, text } from "./boot.js";
import { el } from "./dom.js";
import { basesOf, legNotes, legSums, segmentItem } from "./stays.js";

/** @typedef {{code: string, label: string, date: string, modes: string[]}} From where, when and how one sets out */

/** @param {string} code @param {From} from */
export function wayHere(code, from) {
  if (!from.code || from.code === code) return null;
  const body = el("div", { class: "way-body", "aria-live": "polite" });
  const details = /** @type {HTMLDetailsElement} */ (el("details", { class: "way-here" }, el("summary", { text: text("place.way", { from: from.label }) }), body));
  details.addEventListener("toggle", () => {
    if (details.open && !body.hasChildNodes()) ask(code, from, body);
  });
  return details;
}

/** @param {string} code @param {From} from @param {HTMLElement} body */
async function ask(code, from, body) {
  body.replaceChildren(el("p", { class: "hint", text: text("place.loading") }));
  const query = new URLSearchParams({ from: from.code, to: code, date: from.date, modes: from.modes.join(","), lang: boot.lang });
  try {
    const leg = await get(`${boot.urls.route}?${query}`);
    body.replaceChildren(
      legSums(leg, 1),
      el("ol", { class: "segments" }, ...leg.segments.map(segmentItem)),
      ...legNotes(leg),
      el("p", { class: "hint" }, `${text("basis.label")} ${basesOf(leg)}`),
    );
  } catch (error) {
    const unreachable = error instanceof Problem && error.status >= 400 && error.status < 500;
    body.replaceChildren(el("p", { class: "error", text: unreachable ? text("place.no_way") : text("error.network") }));
  }
}
