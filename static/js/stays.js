/** The list: it carries everything the map shows. */

import { boot, count, named, text } from "./boot.js";
import { byId, calm, el } from "./dom.js";
import { date, minutes, number, placeName, windowTitle, yen } from "./format.js";
import { answersAt, listingLine } from "./listing.js";
import { patternOf } from "./patterns.js";
import { changed } from "./edits.js";
import { insertHere, lockButton, openNights, stayTools } from "./stay_tools.js";
import { redraw, wasReopened } from "./redraw.js";
import { rivalBlock } from "./rival.js";
import { on, set, state } from "./store.js";
import { mainSegment, modeIcon } from "./trip.js";
import { about, basisText, fact, isExact, kindTag, lodging, money, provenance, span } from "./words.js";

/** @typedef {import("./types.js").Leg} Leg */
/** @typedef {import("./types.js").Stay} Stay */

/** @param {Leg} leg */
function legFacts(leg) {
  const facts = [
    el("span", {}, !isExact(leg.basis) && about(text(`basis.${leg.basis}.why`)), minutes(leg.minutes)),
    money(leg.fare_jpy, leg.fare_estimated, text("about.fare")),
    el("span", { text: leg.basis === "booked" ? text("basis.booked") : leg.transfers ? count("leg.transfers", leg.transfers) : text("leg.direct") }),
  ];
  if (leg.nights) facts.push(el("span", { text: count("leg.overnight", leg.nights) }));
  return facts.flatMap((fact, at) => (at ? [el("span", { class: "dot", "aria-hidden": "true", text: "·" }), fact] : [fact]));
}

/**
 * When a vehicle leaves and arrives, where a timetable tells it: 20:00–06:00 (+1).
 * @param {import("./types.js").Segment} segment
 */
function clock({ departs, arrives }) {
  if (!departs || !arrives) return "";
  // the texts carry Japan's own offset, so that their digits are the clock on the platform
  const nights = Math.round((Date.parse(arrives.slice(0, 10)) - Date.parse(departs.slice(0, 10))) / 86_400_000);
  return `${departs.slice(11, 16)}–${arrives.slice(11, 16)}${nights ? ` (+${nights})` : ""} · `;
}

/** Services that run no more often than this a day have their count told: one plans a day around them. */
const SPARSE_TRIPS = 4;
const TRAINS = new Set(["rail", "limited_express", "shinkansen"]);

/**
 * How seldom a service runs: 1日2便; less than once a day is told by the week.
 * @param {import("./types.js").Segment} segment
 */
function rarity({ mode, trips_per_day: trips }) {
  if (!trips || trips > SPARSE_TRIPS) return null;
  const [day, week] = TRAINS.has(mode) ? ["leg.trains_a_day", "leg.trains_a_week"] : ["leg.a_day", "leg.a_week"];
  const said = trips < 1 ? text(week, { n: Math.max(1, Math.round(trips * 7)) }) : text(day, { n: trips });
  return el("span", { class: "sparse", text: said });
}

/** What the yen of a segment pay for: a ticket beyond it, a supplement. @param {import("./types.js").Segment} segment */
function fareNotes(segment) {
  const notes = [];
  if (segment.ticket_to) notes.push(text("leg.fare.ticket", { from: segment.from, to: segment.ticket_to }));
  if (segment.supplement_jpy) {
    const alone = segment.supplement_jpy === segment.fare_jpy;
    const told = alone ? text("leg.fare.supplement_alone") : text("leg.fare.supplement", { yen: yen(segment.supplement_jpy) });
    notes.push(segment.supplement_to ? `${told} ${text("leg.fare.supplement_to", { name: segment.supplement_to })}` : told);
  }
  if (segment.fare_included) notes.push(text("leg.fare.base_included"));
  return notes;
}

/** @param {import("./types.js").Segment} segment */
function segmentFare(segment) {
  if (segment.mode === "walk") return null;
  if (segment.fare_jpy === null) return el("span", { class: segment.fare_included ? "" : "unknown", text: text(segment.fare_included ? "leg.fare.included" : "leg.no_fare") });
  const notes = fareNotes(segment);
  return el("span", {}, money(segment.fare_jpy, segment.fare_estimated, text("about.fare")), notes.length ? ` (${notes.join(text("comma"))})` : "");
}

/** @param {import("./types.js").Segment} segment */
export function segmentItem(segment) {
  const way = segment.from && segment.to ? `${segment.from} → ${segment.to}` : "";
  const seldom = rarity(segment);
  const fare = segmentFare(segment);
  return el(
    "li",
    { class: `segment ${patternOf(segment.mode)}` },
    modeIcon(patternOf(segment.mode)),
    el("span", { class: "ride" }, el("b", { text: named("mode", segment.mode) }), segment.line ? el("span", { lang: "ja", text: ` ${segment.line}` }) : "", way ? el("span", { class: "way", lang: "ja", text: way }) : null),
    el("span", { class: "figures" }, clock(segment), !isExact(segment.basis) && text("about.short") + (boot.lang === "en" ? " " : ""), minutes(segment.minutes), ` · ${number(segment.km, segment.km < 10 ? 1 : 0)} km`, fare && " · ", fare, seldom && " · ", seldom),
  );
}

/** Door to door and all together, each figure by its name; the parts below are of one traveller. @param {Leg} leg @param {number} [people] */
export function legSums(leg, people = Number(state.plan?.request.people ?? 1)) {
  const waiting = leg.minutes - leg.segments.reduce((sum, segment) => sum + segment.minutes, 0);
  const timed = isExact(leg.basis);
  return el(
    "dl",
    { class: "facts leg-sums" },
    ...fact("leg.sum.time", el("span", {}, !timed && about(text(`basis.${leg.basis}.why`)), minutes(leg.minutes))),
    ...(waiting > 0 ? fact("leg.sum.waiting", el("span", {}, !timed && text("about.short") + (boot.lang === "en" ? " " : ""), minutes(waiting))) : []),
    ...fact(people > 1 ? "leg.sum.fare_all" : "leg.sum.fare", money(leg.fare_jpy, leg.fare_estimated, text("about.fare")), { n: people }),
    ...(leg.basis === "booked" ? [] : fact("leg.sum.transfers", leg.transfers ? count("leg.sum.times", leg.transfers) : text("leg.sum.none"))),
    ...fact("total.co2", el("span", {}, about(text("about.co2")), `${number(leg.co2_kg, 1)} kg`)),
  );
}

/** Where the times come from; of several, which vehicle's from where. @param {Leg} leg */
export function basesOf(leg) {
  const rides = leg.segments.filter((segment) => segment.mode !== "walk");
  const bases = [...new Set(rides.map((segment) => segment.basis))];
  if (bases.length < 2) return basisText(leg.basis);
  const modes = (/** @type {string} */ basis) => [...new Set(rides.filter((segment) => segment.basis === basis).map((segment) => named("mode", segment.mode)))];
  return bases.map((basis) => text("basis.of", { basis: basisText(basis), modes: modes(basis).join(text("comma")) })).join(text("comma"));
}

/** What a traveller should know of a leg; trips kept from before English notes speak Japanese. @param {Leg} leg */
export function legNotes({ notes = [], notes_en }) {
  const own = boot.lang === "en" && notes_en;
  return (own || notes).map((note) => el("p", { class: "note", lang: own ? "en" : "ja", text: note }));
}

/** @param {Leg} leg @param {number} at */
function legBlock(leg, at) {
  if (!leg.segments.length) return el("p", { class: "leg none", text: text("leg.none") });
  const patterns = [...new Set(leg.segments.map((segment) => patternOf(segment.mode)).filter((pattern) => pattern !== "walk"))];
  const main = patternOf(mainSegment(leg.segments).mode);
  const button = el(
    "summary",
    {},
    el("span", { class: `leg-line ${main}`, "aria-hidden": "true" }),
    el("span", { class: "leg-modes", role: "img", "aria-label": [...new Set(leg.segments.map((segment) => named("mode", segment.mode)))].join(text("comma")) }, ...patterns.map(modeIcon)),
    el("span", { class: "leg-facts" }, ...legFacts(leg)),
  );
  const details = el(
    "details",
    { class: "leg", "data-leg": at, "data-way": `${leg.from}-${leg.to}` },
    button,
    el("p", { class: "leg-date", text: leg.departs ? text("leg.departs", { date: date(leg.departs), time: leg.departs.slice(11, 16) }) : date(leg.date) }),
    legSums(leg),
    el("ol", { class: "segments" }, ...leg.segments.map(segmentItem)),
    ...legNotes(leg),
    el("p", { class: "basis" }, `${text("basis.label")} ${basesOf(leg)}`),
  );
  details.addEventListener("toggle", () => {
    if (wasReopened(details)) return;
    if (/** @type {HTMLDetailsElement} */ (details).open && state.leg !== at) set({ leg: at, stay: null }, "list");
  });
  return details;
}

/** @param {import("./types.js").Served} window */
function served(window) {
  return el(
    "li",
    { class: "served" },
    el("p", {}, kindTag(window.kind), " ", el("b", { text: windowTitle(window) })),
    el("p", { class: "when" }, span(window.start, window.end), el("span", { class: "peak", text: text("stay.days_given", { n: number(window.days, Number.isInteger(window.days) ? 0 : 1) }) })),
    window.exchange ? el("p", { class: "exchange" }, el("span", { class: "suggestion", text: text("window.exchange") }), boot.lang === "en" ? el("span", { lang: "ja", text: window.exchange }) : window.exchange) : null,
    listingLine(window),
    provenance(window),
  );
}

/** Why here, why now, in a sentence or two; the windows below say the rest. @param {Stay} stay */
function whyHereNow(stay) {
  if (!stay.demand.length) return boot.lang === "en" && stay.why_en ? stay.why_en : stay.why;
  return stay.demand.map((window) => text(`why.${phase(stay, window)}`, { title: windowTitle(window), days: number(Math.round(window.days)) })).join(boot.lang === "en" ? " " : "");
}

/** Where in a window's season a stay lies. @param {Stay} stay @param {import("./types.js").Served} window @returns {"peak"|"before"|"after"|"open"} */
function phase(stay, window) {
  if (!window.peak_start || !window.peak_end) return "open";
  if (stay.depart <= window.peak_start) return "before";
  return stay.arrive > window.peak_end ? "after" : "peak";
}

/** @param {Stay} stay @param {number} at */
function stayBlock(stay, at) {
  const name = el("button", { type: "button", class: "stay-name", "aria-pressed": "false", onclick: () => set({ stay: state.stay === at ? null : at, leg: null }, "list") }, el("span", { class: `disc ${stay.role}`, "aria-hidden": "true", text: at + 1 }), el("span", { class: "name" }, placeName(stay.municipality), el("small", { text: prefectureOf(stay) })));
  return el(
    "div",
    { class: "stop" },
    el("h4", {}, name),
    el("p", { class: "dates" }, span(stay.arrive, stay.depart), el("span", { class: "nights", text: count("nights", stay.nights) }), stay.role === "work" ? null : el("span", { class: "role", text: text(`role.${stay.role}`) }), lockButton(stay)),
    stayTools(stay),
    el("p", { class: "why", text: whyHereNow(stay) }),
    stay.demand.length ? el("details", { class: "windows" }, el("summary", { text: count("stay.windows", stay.demand.length) }), el("ul", {}, ...stay.demand.map(served))) : null,
    answersAt(stay.municipality.code),
    rivalBlock(stay),
    el("p", { class: "costs" }, text("stay.lodging"), " ", lodging(stay.lodging_jpy, stay.lodging_estimated), el("span", { class: "dot", "aria-hidden": "true", text: "·" }), text("stay.earnings"), " ", money(stay.earnings_jpy, false, "")),
    el("button", { type: "button", class: "link", onclick: () => set({ place: stay.municipality.code }, "list") }, text("stay.all_windows")),
  );
}

/** @param {Stay} stay */
function prefectureOf(stay) {
  const place = /** @type {any} */ (stay.municipality);
  return (boot.lang === "en" ? place.prefecture_en : place.prefecture_name) ?? boot.texts[`prefecture.${place.prefecture}`] ?? place.prefecture;
}

/** What may come before a leg: open nights, and a stay put in. @param {import("./types.js").Itinerary} trip @param {number} at */
function between(trip, at) {
  const free = openNights(trip, at);
  const from = at ? trip.stays[at - 1].depart : trip.legs[0].date;
  const day = at || !free ? from : /** @type {string} */ (state.plan?.request.start);
  return el("div", { class: "between" }, free ? el("p", { class: "open-nights", text: count("edit.open_nights", free) }) : null, insertHere(day, free));
}

/** @param {import("./types.js").Itinerary} trip */
function drawList(trip) {
  byId("stays").replaceChildren(
    ...trip.stays.map((stay, at) => el("li", { "data-code": stay.municipality.code, "data-index": at, class: changed.has(stay.municipality.code) ? "changed" : null }, between(trip, at), legBlock(trip.legs[at], at), stayBlock(stay, at))),
  );
  const last = trip.legs.length - 1;
  byId("homeward").replaceChildren(insertHere(trip.stays[last - 1]?.depart ?? trip.legs[last].date, 0) ?? "", legBlock(trip.legs[last], last), el("p", { class: "arrive" }, text("leg.homeward", { date: date(trip.legs[last].date) })));
}

/** @param {string} from */
function mark(from) {
  for (const item of document.querySelectorAll("#stays > li")) {
    const active = Number(item.getAttribute("data-index")) === state.stay;
    item.classList.toggle("active", active);
    item.querySelector(".stay-name")?.setAttribute("aria-pressed", String(active));
    if (active && from !== "list") item.querySelector(".stop")?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }
  for (const item of document.querySelectorAll("details.leg")) {
    const active = Number(item.getAttribute("data-leg")) === state.leg;
    item.classList.toggle("active", active);
    if (active && from !== "list") {
      /** @type {HTMLDetailsElement} */ (item).open = true;
      item.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    }
  }
}

export function startStays() {
  on(["trip"], ({ trip }) => trip && redraw([byId("stays"), byId("homeward")], () => drawList(trip)));
  on(["stay", "leg"], (_, from) => mark(from));
}
