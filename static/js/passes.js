/** What rail passes would cost and save on the trip: a comparison, never a part of the totals. */

import { boot, named, text } from "./boot.js";
import { byId, el } from "./dom.js";
import { monthDay, yen } from "./format.js";
import { state } from "./store.js";
import { about, sourceLink } from "./words.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").PassUse} PassUse */

/** @param {PassUse} use */
const passName = (use) => (boot.lang === "ja" ? use.name_ja : use.pass);

/** @param {string} key @param {PassUse|undefined} use */
const told = (key, use) => (use ? text(key, { pass: passName(use), yen: yen(use.saving_jpy) }) : "");

/** @param {PassUse[]} passes @returns {string} what answers: is there a pass for me? */
function headline(passes) {
  /** @param {string} status */
  const first = (status) => passes.find((use) => use.status === status);
  const own = passes.filter((use) => !use.visitors_only);
  const unannounced = own.length > 0 && !own.some((use) => use.announced);
  const answer = told("passes.best", first("worth")) || text(unannounced ? "passes.unannounced" : "passes.none");
  const expected = first("worth") ? "" : told("passes.last", first("last_edition"));
  return [answer, expected, told("passes.visitors", first("visitors_only"))].filter(Boolean).join(" ");
}

/** @param {PassUse} use */
function saving(use) {
  const pays = use.saving_jpy > 0;
  const figure = text(pays ? "passes.saves" : "passes.costs", { yen: yen(Math.abs(use.saving_jpy)) });
  return el("span", { class: pays ? "pays" : "" }, use.estimated && about(text("about.fare")), figure);
}

/** @param {PassUse} use */
function row(use) {
  const days = use.days_used.map((day) => monthDay(day)).join(boot.lang === "ja" ? "・" : ", ");
  const note = boot.lang === "ja" ? use.note : use.note_en;
  return el(
    "li",
    {},
    el("b", { text: passName(use) }),
    el("small", { text: text("passes.ticket", { days: use.days, n: use.tickets, yen: yen(use.price_jpy) }) }),
    saving(use),
    el("span", { class: "figures" }, text("passes.days", { days, yen: yen(use.saving_jpy + use.price_jpy) })),
    note && el("span", { class: "figures", text: note }),
    el("span", { class: "provenance" }, `${named("passes.confidence", use.confidence)} · ${text("source.label")} `, sourceLink(use.source)),
  );
}

/** @param {Plan} plan */
export function drawPasses(plan) {
  const passes = plan.passes ?? [];
  const section = byId("passes");
  // the comparison is made for the best trip; another one of the plan has other legs
  section.hidden = !passes.length || state.trip !== plan.itinerary;
  if (section.hidden) return;
  section.replaceChildren(
    el("h3", { id: "passes-title", text: text("passes.heading") }),
    el("p", { text: headline(passes) }),
    el("details", {}, el("summary", { text: text("passes.list", { n: passes.length }) }), el("ul", {}, ...passes.map(row)), el("p", { class: "hint", text: text("passes.hint") })),
  );
}
