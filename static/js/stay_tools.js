/** What can be done with a stay: lock, move, lengthen, swap, set aside, drop; and a stay put in between. */

import { boot, count, text } from "./boot.js";
import { Combobox } from "./combobox.js";
import { byId, el } from "./dom.js";
import { date, dayNumber, isoDay, placeName } from "./format.js";
import { editable, lockOf, send } from "./edits.js";
import { state } from "./store.js";

/** @typedef {import("./types.js").Stay} Stay */

/** @param {string} act @param {string} label @param {() => void} onclick @param {Record<string, any>} [more] */
const tool = (act, label, onclick, more = {}) => el("button", { type: "button", class: "tool", "data-act": act, onclick, text: label, ...more });

/** Whether a stay is fixed, beside its dates. @param {Stay} stay */
export function lockButton(stay) {
  if (!editable()) return null;
  const code = stay.municipality.code;
  const locked = !!lockOf(code);
  const name = placeName(stay.municipality);
  return tool("lock", text(locked ? "edit.locked" : "edit.lock"), () => send([{ edit: locked ? "unlock" : "lock", place: code }]), {
    class: "tool lock",
    "aria-pressed": String(locked),
    // by hand nothing moves by itself
    disabled: state.plan?.request.fill === false,
    "aria-label": `${text("edit.lock")}: ${name}`,
  });
}

/** @param {Stay} stay */
export function stayTools(stay) {
  if (!editable()) return null;
  const code = stay.municipality.code;
  const name = placeName(stay.municipality);
  const days = (/** @type {number} */ by) => isoDay(dayNumber(stay.arrive) + by);
  const resize = (/** @type {number} */ by) => send([{ edit: "resize", place: code, nights: stay.nights + by }]);
  const buttons = [
    tool("longer", text("edit.longer"), () => resize(1)),
    tool("shorter", text("edit.shorter"), () => resize(-1), { disabled: stay.nights < 2 }),
    tool("earlier", text("edit.earlier"), () => send([{ edit: "move", place: code, arrive: days(-1) }])),
    tool("later", text("edit.later"), () => send([{ edit: "move", place: code, arrive: days(1) }])),
    stay.rival && tool("swap", text("edit.swap", { name: placeName(stay.rival.municipality) }), () => send([{ edit: "swap", place: code, by: stay.rival?.municipality.code }])),
    tool("park", text("edit.park"), () => send([{ edit: "park", place: code }])),
    tool("drop", text("edit.drop"), () => send([{ edit: "drop", place: code }])),
  ];
  return el("details", { class: "tools" }, el("summary", { text: text("edit.change"), "aria-label": `${text("edit.change")}: ${name}` }), el("div", { role: "group", "aria-label": text("edit.tools", { name }) }, ...buttons));
}

/** Nights of a stay that is put in without any. */
const OWN_NIGHTS = 4;

let forms = 0;

/** A place to be put in before a stay. @param {string} arrive its first day @param {number} free nights that are open there */
export function insertHere(arrive, free) {
  if (!editable()) return null;
  const holder = el("div", { class: "insert" });
  const open = tool("insert", free ? text("edit.insert_open", { nights: count("nights", free) }) : text("edit.insert"), () => {
    holder.append(form(arrive, free, () => close()));
    open.hidden = true;
    holder.querySelector("input")?.focus();
  });
  const close = () => {
    holder.querySelector("form")?.remove();
    open.hidden = false;
    open.focus();
  };
  open.dataset.day = arrive;
  holder.append(open);
  return holder;
}

/** @param {string} arrive @param {number} free @param {() => void} close */
function form(arrive, free, close) {
  const id = `insert-${(forms += 1)}`;
  const input = /** @type {HTMLInputElement} */ (el("input", { id, type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`, autocomplete: "off", spellcheck: "false", required: true }));
  const nights = /** @type {HTMLInputElement} */ (el("input", { id: `${id}-nights`, type: "number", min: 1, max: 120, value: Math.min(free || OWN_NIGHTS, 120), required: true }));
  const node = el(
    "form",
    { class: "insert-form", onsubmit: (/** @type {Event} */ event) => submit(event) },
    el("label", { for: id, text: text("edit.insert_place") }),
    el("div", { class: "combobox", "data-combobox": true }, input, el("ul", { id: `${id}-list`, role: "listbox", "aria-label": text("edit.insert_place"), hidden: true })),
    el("label", { for: `${id}-nights`, text: text("edit.insert_nights") }),
    nights,
    el("p", { class: "insert-buttons" }, el("button", { type: "submit", class: "primary", text: text("edit.insert_do") }), el("button", { type: "button", class: "quiet", onclick: close, text: text("edit.cancel") })),
  );
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  /** @type {Combobox|null} */
  let places = null;
  queueMicrotask(() => {
    places = new Combobox(input);
  });
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const place = places?.value;
    if (place) send([{ edit: "insert", place, arrive, nights: Number(nights.value) }]);
  };
  return node;
}

/** The open days of a trip laid out by hand, those at its end included. @returns {{day: string, nights: number}[]} */
export function gaps() {
  const { plan, trip } = state;
  if (!plan || !trip) return [];
  if (!trip.stays.length) return [{ day: plan.request.start, nights: plan.request.days }];
  const end = dayNumber(plan.request.start) + plan.request.days;
  const last = trip.stays[trip.stays.length - 1].depart;
  const between = trip.stays.map((stay, at) => ({ day: at ? trip.stays[at - 1].depart : plan.request.start, nights: openNights(trip, at) }));
  return [...between, { day: last, nights: end - dayNumber(last) }].filter(({ nights }) => nights > 0);
}

/** Whether a municipality can be put into the trip that is shown. @param {string} code */
export const canAdd = (code) => editable() && !state.trip?.stays.some((stay) => stay.municipality.code === code);

/** On a municipality's card: a stay there on the days that suit the trip best; by hand, on days one chooses. @param {string} code */
export function addStay(code) {
  if (!canAdd(code)) return null;
  /** @param {{arrive?: string, nights?: number}} days */
  const add = (days) => send([{ edit: "insert", place: code, ...days }]).then((done) => done && byId("place-close").click());
  if (state.plan?.request.fill === false) return ownDays(add);
  return el("button", { type: "button", "data-act": "add", onclick: () => add({}), text: text("edit.add_here") });
}

/** Days of a stay by hand, the first open ones to begin with. @param {(days: {arrive: string, nights: number}) => unknown} add */
function ownDays(add) {
  const open = gaps()[0];
  if (!open) return el("p", { class: "hint", text: text("edit.no_open") });
  const first = String(state.plan?.request.start);
  const last = isoDay(dayNumber(first) + Number(state.plan?.request.days) - 1);
  const arrive = /** @type {HTMLInputElement} */ (el("input", { id: "add-arrive", type: "date", required: true, min: first, max: last, value: open.day }));
  const nights = /** @type {HTMLInputElement} */ (el("input", { id: "add-nights", type: "number", inputmode: "numeric", required: true, min: 1, max: 120, value: Math.min(OWN_NIGHTS, open.nights) }));
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    add({ arrive: arrive.value, nights: Number(nights.value) });
  };
  return el(
    "form",
    { class: "add-days", onsubmit },
    el("p", {}, el("label", { for: "add-arrive", text: text("edit.add_first") }), arrive),
    el("p", {}, el("label", { for: "add-nights", text: text("edit.insert_nights") }), nights),
    el("button", { type: "submit", "data-act": "add", text: text("edit.add_days") }),
  );
}

/** How many nights lie open before a leg. @param {import("./types.js").Itinerary} trip @param {number} at of the leg */
export function openNights(trip, at) {
  if (boot.readonly && !state.plan) return 0;
  const free = at ? trip.stays[at - 1].depart : state.plan?.request.start;
  return free ? Math.max(0, dayNumber(trip.legs[at].date) - dayNumber(free)) : 0;
}
