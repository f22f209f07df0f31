/** Small pieces of text that several views share: estimates, windows, where a figure comes from. */

import { boot, count, named, text } from "./boot.js";
import { el } from "./dom.js";
import { date, monthDay, monthName, windowTitle, yen } from "./format.js";
import { listingLine } from "./listing.js";
import { state } from "./store.js";

/** @param {string} why @returns {HTMLElement} 約, which explains itself on hover and focus */
export function about(why) {
  return el("span", { class: "approx", tabindex: 0, "data-tip": why, "aria-label": `${text("about.short")} (${why})`, role: "note", text: text("about.short") });
}

/**
 * Yen, with 約 where it is an estimate.
 * @param {number|null|undefined} amount @param {boolean|undefined} estimated @param {string} why
 */
export function money(amount, estimated, why) {
  const known = amount !== null && amount !== undefined;
  return el("span", { class: known ? "money" : "money unknown" }, known && estimated !== false && about(why), yen(amount));
}

/** Whether the times of a basis are known, not estimated. @param {string} basis */
export const isExact = (basis) => basis === "timetable" || basis === "booked";

/**
 * Yen of lodging. Of an estimate nothing to pay is what such work lets expect, not what a host has promised.
 * @param {number|null|undefined} amount @param {boolean} [estimated] false where all is booked
 */
export function lodging(amount, estimated = true) {
  if (!estimated) return money(amount, false, "");
  return amount === 0 ? el("span", { class: "money expected", text: text("lodging.expected") }) : money(amount, true, text("about.lodging"));
}

/** @param {string} basis */
export const basisText = (basis) => named("basis", basis);

/** @param {string} source @returns {Node} a link where it is an address */
export function sourceLink(source) {
  const address = source.match(/https?:\/\/[^\s;、)]+/)?.[0];
  if (!address) return document.createTextNode(source === "curator knowledge" ? text("source.curator") : source);
  const host = address.replace(/^https?:\/\/(www\.)?/, "").split("/")[0];
  return el("a", { href: address, rel: "noopener noreferrer external", text: host });
}

/** @param {{confidence: string, source: string, as_of: string|null}} window */
export function provenance(window) {
  return el(
    "p",
    { class: "provenance" },
    el("span", { class: `confidence ${window.confidence}`, text: named("confidence", window.confidence) }),
    " · ",
    text("source.label"),
    " ",
    sourceLink(window.source),
    window.as_of ? ` · ${text("as_of", { when: window.as_of })}` : ` · ${text("as_of.unknown")}`,
  );
}

/** @param {string} kind */
export const kindTag = (kind) => el("span", { class: `kind kind-${kind}`, text: named("kind", kind) });

/** A recurring window as a municipality's card shows it. @param {import("./types.js").DemandWindow} window @param {boolean} open in the month shown */
export function windowItem(window, open) {
  const nights = nightsText(window.min_nights, window.max_nights);
  const pay = window.pay_jpy_per_day ? `${yen(window.pay_jpy_per_day)}${text("window.per_day")}` : text("unknown");
  return el(
    "li",
    { class: "window" },
    el("h3", {}, kindTag(window.kind), " ", windowTitle(window)),
    open ? el("p", { class: "now", text: text("window.open", { month: monthName(state.month) }) }) : null,
    el("p", { class: "when" }, `${monthDay(window.start)} – ${monthDay(window.end)}`, window.peak_start === window.start && window.peak_end === window.end ? null : el("span", { class: "peak", text: text("window.peak", { from: monthDay(window.peak_start), to: monthDay(window.peak_end) }) })),
    el(
      "dl",
      { class: "facts" },
      ...fact("window.nights", nights),
      ...fact("window.lodging", named("lodging", window.lodging ?? "unknown")),
      ...fact("window.pay", pay),
    ),
    window.exchange ? el("p", { class: "exchange" }, el("span", { class: "suggestion", text: text("window.exchange") }), boot.lang === "en" ? el("span", { lang: "ja", text: window.exchange }) : window.exchange) : null,
    listingLine(window),
    provenance(window),
  );
}

/** @param {string} key @param {string|Node} value @param {Record<string, string|number>} [values] of the key's text */
export const fact = (key, value, values) => [el("dt", { text: text(key, values) }), el("dd", {}, value)];

/** @param {number|null} low @param {number|null} high */
function nightsText(low, high) {
  if (!low && !high) return text("unknown");
  return low && high && low !== high ? text("nights.range", { low, high }) : count("nights", low || high || 0);
}

/** @param {string} from @param {string} to */
export const span = (from, to) => `${date(from)} – ${date(to)}`;
