/** The answer in figures, what to take along, and the proof behind it. */

import { count, named, text } from "./boot.js";
import { byId, el } from "./dom.js";
import { date, minutes, number } from "./format.js";
import { drawPasses } from "./passes.js";
import { on } from "./store.js";
import { drawTake } from "./take.js";
import { about, lodging, money } from "./words.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Itinerary} Itinerary */

/** @param {string} key @param {...(Node|string)} value */
const total = (key, ...value) => el("div", {}, el("dt", { text: text(key) }), el("dd", {}, ...value));

/** @param {Itinerary} trip */
function drawTotals(trip) {
  const { totals } = trip;
  const fareEstimated = trip.legs.some((leg) => leg.segments.length && leg.fare_estimated !== false);
  const first = trip.legs[0];
  const last = trip.legs[trip.legs.length - 1];
  byId("totals").replaceChildren(
    total("total.days", el("b", { text: count("nights", totals.nights) }), el("small", { text: `${date(first.date)} – ${date(last.date)}` })),
    total("total.stops", el("b", { text: count("places", totals.stops) })),
    total("total.travel", about(text("about.minutes")), el("b", { text: minutes(totals.travel_minutes) })),
    total("total.fares", money(totals.fare_jpy, fareEstimated, text("about.fare"))),
    total("total.lodging", lodging(totals.lodging_jpy, trip.stays.some((stay) => stay.lodging_estimated))),
    total("total.earnings", money(totals.earnings_jpy, false, ""), totals.earnings_jpy === null ? el("small", { text: text("total.earnings_unknown") }) : ""),
    total("total.co2", about(text("about.co2")), `${number(totals.co2_kg)} kg`),
  );
}

/** @param {Plan} plan */
function termRows(plan) {
  return Object.entries(plan.objective_terms ?? {}).map(([name, value]) => el("div", {}, el("dt", { text: named("term", name) }), el("dd", { text: number(value, 2) })));
}

/** @param {Plan} plan */
function verdict(plan) {
  if (plan.status === "optimal") return text("proof.optimal");
  if (plan.upper_bound === null || plan.objective <= 0) return text("proof.open");
  return text("proof.gap", { percent: number(Math.ceil((plan.upper_bound / plan.objective - 1) * 1000) / 10, 1) });
}

/** A share of a trip that is worth nothing, or more than all of it, says nothing. @param {Plan} plan */
function gap(plan) {
  return plan.gap === null || plan.gap > 1 || plan.objective <= 0 ? text("unknown") : `${number(plan.gap * 100, 2)} %`;
}

/** @param {Plan} plan */
function drawProof(plan) {
  // where a share hides the money, the figures of the proof would tell it
  byId("proof").hidden = plan.objective === null;
  if (plan.objective === null) return;
  const facts = el(
    "dl",
    { class: "facts" },
    el("div", {}, el("dt", { text: text("proof.objective") }), el("dd", { text: number(plan.objective, 2) })),
    el("div", {}, el("dt", { text: text("proof.bound") }), el("dd", { text: plan.upper_bound === null ? text("unknown") : number(plan.upper_bound, 2) })),
    el("div", {}, el("dt", { text: text("proof.gap_label") }), el("dd", { text: gap(plan) })),
    plan.solve_ms === null ? "" : el("div", {}, el("dt", { text: text("proof.time") }), el("dd", { text: `${number(plan.solve_ms / 1000, 2)} s` })),
    el("div", {}, el("dt", { text: text("proof.dataset") }), el("dd", { text: plan.dataset.version })),
  );
  byId("proof").replaceChildren(
    el("h3", { id: "proof-title", text: text("proof.heading") }),
    el("p", { text: verdict(plan) }),
    el("details", {}, el("summary", { text: text("proof.figures") }), el("p", { class: "hint", text: text("proof.value") }), facts, el("h4", { text: text("proof.terms") }), el("dl", { class: "facts" }, ...termRows(plan))),
    el("p", { class: "hint", text: text("demand.note") }),
  );
}

export function startAnswer() {
  on(["trip"], ({ plan, trip }) => {
    byId("answer").hidden = !plan;
    if (!plan || !trip) return;
    drawTotals(trip);
    drawPasses(plan);
    drawTake(plan);
    drawProof(plan);
  });
}

