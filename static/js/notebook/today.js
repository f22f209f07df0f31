/** On the way: where one is today, what comes next, and what is still to do. Read from what the device keeps. */

import { count, named, text } from "../boot.js";
import { byId, el } from "../dom.js";
import { date, dayNumber, minutes, placeName, windowTitle, yen } from "../format.js";
import { state } from "../store.js";
import { book, townOf } from "./book.js";
import { bedName, bedsOf, bookingOf } from "./bookings.js";
import { ownLink, timetableLine } from "./links.js";
import { taskLine } from "./panel.js";

/** The device's day, or the one that the address names. @returns {string} YYYY-MM-DD */
export function today() {
  const asked = new URLSearchParams(location.search).get("today");
  if (asked && /^\d{4}-\d{2}-\d{2}$/.test(asked)) return asked;
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

function holder() {
  const found = document.getElementById("today");
  if (found) return found;
  const made = el("section", { class: "today", id: "today", "aria-labelledby": "today-title", hidden: true });
  byId("answer-title").after(made);
  return made;
}

export function drawToday() {
  const { plan, trip } = state;
  const place = holder();
  const day = today();
  const first = plan?.request.start ?? "";
  const last = trip ? trip.legs[trip.legs.length - 1] : null;
  const number = dayNumber(day) - dayNumber(first || day);
  const days = last ? dayNumber(last.date) + last.nights - dayNumber(first) + 1 : 0;
  place.hidden = !trip || !first || number < 0 || number >= days || !trip.stays.length;
  if (place.hidden || !trip) return;
  place.replaceChildren(
    el("h3", { id: "today-title", text: text("today.heading", { date: date(day) }) }),
    el("p", { class: "hint", text: text("today.day", { day: number + 1, days }) }),
    here(trip, day),
    next(trip, day),
    meetings(day) ?? "",
    tasks() ?? "",
    book().note ? el("p", { class: "book-text", text: book().note }) : "",
  );
}

/** @param {import("../types.js").Itinerary} trip @param {string} day */
function here(trip, day) {
  const at = trip.stays.findIndex((stay) => stay.arrive <= day && day < stay.depart);
  const stay = trip.stays[at];
  if (!stay) return el("p", { text: text("today.open") });
  const bed = bedsOf(stay).filter(({ arrive }) => arrive <= day).pop();
  const note = book().notes[stay.municipality.code];
  return el(
    "div",
    { class: "today-part" },
    el("h4", { text: text("today.here") }),
    el("p", {}, el("b", { text: placeName(stay.municipality) }), ` · ${count("today.nights_left", dayNumber(stay.depart) - dayNumber(day))}`),
    bed && el("p", { class: "booked" }, el("span", { text: bedName(bed) }), bed.note && el("span", { text: bed.note }), ownLink(bed.link)),
    stay.demand.length ? el("p", { class: "hint", text: stay.demand.map(windowTitle).join(text("comma")) }) : null,
    note ? el("p", { class: "book-text", text: note }) : null,
  );
}

/** @param {import("../types.js").Itinerary} trip @param {string} day */
function next(trip, day) {
  const leg = trip.legs.find((candidate) => candidate.date >= day && candidate.segments.length);
  if (!leg) return el("p", { class: "hint", text: text("today.done") });
  const away = dayNumber(leg.date) - dayNumber(day);
  const booked = bookingOf(leg);
  const rides = leg.segments.filter(({ mode }) => mode !== "walk");
  const when = away ? (away === 1 ? text("today.tomorrow", { date: date(leg.date) }) : text("today.in_days", { n: away, date: date(leg.date) })) : text("today.now");
  return el(
    "div",
    { class: "today-part" },
    el("h4", { text: text("today.next") }),
    el("p", {}, el("b", { text: `${placeName(/** @type {any} */ (leg).origin)} → ${placeName(/** @type {any} */ (leg).destination)}` })),
    el("p", {}, `${when} · `, leg.departs ? text("today.departs", { time: leg.departs.slice(11, 16) }) : text("today.no_hour")),
    el("ol", { class: "today-rides" }, ...rides.map((segment) => el("li", { text: [named("mode", segment.mode), segment.line, `${segment.from} → ${segment.to}`, minutes(segment.minutes)].filter(Boolean).join(" · ") }))),
    el("p", { class: "hint", text: [minutes(leg.minutes), leg.fare_jpy === null ? "" : yen(leg.fare_jpy), booked && text("book.booked")].filter(Boolean).join(" · ") }),
    booked && el("p", { class: "booked" }, booked.note && el("span", { text: booked.note }), ownLink(booked.link)),
    timetableLine(leg),
  );
}

/** @param {string} day */
function meetings(day) {
  const told = book();
  const soon = told.appointments.filter((/** @type {any} */ item) => [0, 1].includes(dayNumber(item.date) - dayNumber(day)));
  const off = told.blocked.filter((/** @type {any} */ item) => item.start <= day && day <= item.end);
  if (!soon.length && !off.length) return null;
  return el(
    "div",
    { class: "today-part" },
    el("h4", { text: text("today.dates") }),
    el("ul", {}, ...soon.map((/** @type {any} */ item) => el("li", {}, `${date(item.date)} ${item.time ?? ""} ${item.title} · ${townOf(item.place)} `, ownLink(item.link))), ...off.map((/** @type {any} */ item) => el("li", { text: item.title || text("book.blocked") }))),
  );
}

function tasks() {
  const left = book().checklist.filter((/** @type {any} */ task) => !task.done);
  return left.length ? el("div", { class: "today-part" }, el("h4", { text: text("today.checklist") }), el("ul", { class: "tasks" }, ...left.map((/** @type {any} */ task) => taskLine(task, true)))) : null;
}
