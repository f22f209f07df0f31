/** The ledger: pay − fares − lodging − food. What one knows better than the estimates is typed over them and kept with the trip. */

import { Problem } from "./api.js";
import { boot, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { editable, write } from "./edits.js";
import { dayNumber, placeName, yen } from "./format.js";
import { on, state } from "./store.js";
import { about } from "./words.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Itinerary} Itinerary */
/** @typedef {NonNullable<import("./types.js").Notebook["ledger"]>} Known */

const MOST = 100_000_000;

/** @param {Plan} plan @returns {Known} */
const knownOf = (plan) => plan.notebook?.ledger ?? {};

/** @param {Itinerary} trip @returns {number} days away, the first and the last included */
function daysOf(trip) {
  const last = trip.legs[trip.legs.length - 1];
  return dayNumber(last.date) - dayNumber(trip.legs[0].date) + last.nights + 1;
}

/** What the trip brings in and costs; pay that nobody knows counts nothing. @param {Plan} plan @param {Itinerary} trip */
export function reckon(plan, trip) {
  const known = knownOf(plan);
  const people = Number(plan.request.people ?? 1);
  const pays = trip.stays.map((stay) => known.pay_jpy?.[stay.municipality.code] ?? stay.earnings_jpy);
  const pay = pays.reduce((/** @type {number} */ sum, one) => sum + (one ?? 0), 0);
  const price = known.food_jpy_per_day ?? boot.food_jpy_per_day;
  const food = price === null ? null : price * daysOf(trip) * people;
  const { fare_jpy: fares, lodging_jpy: lodging } = trip.totals;
  return { pay, payKnown: pays.filter((one) => one !== null && one !== undefined).length, fares, lodging, food, price, foodOwn: known.food_jpy_per_day !== undefined, balance: pay - fares - lodging - (food ?? 0) };
}

/** @param {number} amount */
const signed = (amount) => `${amount < 0 ? "−" : "+"}${yen(Math.abs(amount))}`;
/** What is paid; nothing has no sign. @param {number} amount */
const minus = (amount) => (amount ? `−${yen(amount)}` : yen(0));

/** @param {string} key @param {Node|string} value @param {string} [kind] */
const line = (key, value, kind = "") => el("tr", { class: kind }, el("th", { scope: "row", text: text(key) }), el("td", {}, value));

/** @param {Plan} plan @param {Itinerary} trip */
function sums(plan, trip) {
  const told = reckon(plan, trip);
  const unknown = trip.stays.length - told.payKnown;
  const less = (/** @type {number} */ amount, /** @type {string} */ why) => el("span", {}, amount ? about(why) : "", minus(amount));
  return el(
    "table",
    { class: "ledger-sums" },
    el("caption", { class: "visually-hidden", text: text("ledger.heading") }),
    el(
      "tbody",
      {},
      line("ledger.pay", told.payKnown ? el("span", { text: signed(told.pay) }) : el("span", { class: "unknown", text: text("unknown") })),
      line("total.fares", less(told.fares, text("about.fare"))),
      line("total.lodging", less(told.lodging, text("about.lodging"))),
      line("ledger.food", told.food === null ? text("unknown") : told.foodOwn ? minus(told.food) : less(told.food, text("ledger.about_food", { yen: yen(told.price) }))),
      line("ledger.balance", el("span", {}, about(text("ledger.about_balance")), el("b", { text: signed(told.balance) })), "balance"),
    ),
    unknown ? el("tfoot", {}, el("tr", {}, el("td", { colspan: 2, class: "hint", text: text("ledger.unknown_pay", { n: unknown }) }))) : null,
  );
}

/** A field for yen; empty is the estimate, or unknown. @param {string} name @param {string} label @param {number|undefined} value @param {number|null} otherwise */
function field(name, label, value, otherwise) {
  const id = `ledger-${name}`;
  const input = el("input", { id, type: "number", inputmode: "numeric", min: 0, max: MOST, step: 1, "data-ledger": name, value: value ?? "", placeholder: otherwise === null ? text("unknown") : String(otherwise), "aria-describedby": `${id}-error` });
  return el("p", { class: "ledger-field" }, el("label", { for: id, text: label }), el("span", { class: "with-unit" }, input, el("span", { class: "unit", text: text("form.yen_unit") })), el("span", { class: "error", id: `${id}-error`, hidden: true }));
}

/** @param {Plan} plan @param {Itinerary} trip */
function fields(plan, trip) {
  const known = knownOf(plan);
  return el(
    "form",
    { class: "ledger-form", id: "ledger-form", onsubmit: (/** @type {Event} */ event) => keep(event), novalidate: true },
    el("p", { class: "hint", text: text("ledger.hint") }),
    field("food", text("ledger.food_day"), known.food_jpy_per_day, boot.food_jpy_per_day),
    ...trip.stays.map((stay) => field(stay.municipality.code, text("ledger.pay_of", { name: placeName(stay.municipality) }), known.pay_jpy?.[stay.municipality.code], stay.earnings_jpy)),
    el("p", { class: "error", id: "ledger-error", role: "alert", hidden: true }),
    el("button", { type: "submit", class: "quiet", text: text("ledger.keep") }),
  );
}

/** Say beside a field what is wrong with it. @param {HTMLInputElement} input @returns {boolean} whether all is well */
function check(input) {
  const well = input.checkValidity();
  const message = byId(`${input.id}-error`);
  message.hidden = well;
  message.textContent = well ? "" : text("error.number", { min: 0, max: MOST.toLocaleString("en-US") });
  if (well) input.removeAttribute("aria-invalid");
  else input.setAttribute("aria-invalid", "true");
  return well;
}

/** @param {Event} event */
async function keep(event) {
  event.preventDefault();
  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (byId("ledger-form").querySelectorAll("input"))];
  const wrong = inputs.filter((input) => !check(input));
  if (wrong.length) {
    wrong[0].focus();
    return;
  }
  const typed = Object.fromEntries(inputs.filter((input) => input.value !== "").map((input) => [input.dataset.ledger, Number(input.value)]));
  const { food, ...here } = typed;
  // pay of stays that are not on the trip now is kept: they may come back
  const shown = new Set(inputs.map((input) => input.dataset.ledger));
  const plan = /** @type {Plan} */ (state.plan);
  const others = Object.entries(knownOf(plan).pay_jpy ?? {}).filter(([code]) => !shown.has(code));
  const ledger = { ...(food === undefined ? {} : { food_jpy_per_day: food }), pay_jpy: { ...Object.fromEntries(others), ...here } };
  try {
    if (!(await write({ ...plan.notebook, ledger }))) return;
    announce(text("ledger.kept"));
    byId("ledger-form").querySelector("button")?.focus();
  } catch (error) {
    const message = byId("ledger-error");
    const name = error instanceof Problem ? error.body.error : "";
    message.textContent = boot.texts[`problem.${name}`] ?? text("error.server");
    message.hidden = false;
  }
}

/** @param {Plan} plan @param {Itinerary} trip */
function draw(plan, trip) {
  const hidden = /** @type {any} */ (plan).unshared?.includes("money");
  byId("ledger").hidden = Boolean(hidden);
  if (hidden) return;
  const { balance } = reckon(plan, trip);
  byId("ledger-said").replaceChildren(text("ledger.heading"), " ", el("b", { text: `${text("about.short")}${boot.lang === "en" ? " " : ""}${signed(balance)}` }));
  byId("ledger-body").replaceChildren(sums(plan, trip), editable() ? fields(plan, trip) : "");
}

export function startLedger() {
  on(["plan", "trip"], ({ plan, trip }) => plan && trip && draw(plan, trip));
}
