/** What is booked, beside the legs and stays it belongs to: written down, shown, corrected. */

import { count, named, text } from "../boot.js";
import { el } from "../dom.js";
import { date, dayNumber, placeName, yen } from "../format.js";
import { state } from "../store.js";
import { book, freshId, keep, keepLine, townOf, writable } from "./book.js";
import { filled, openForm } from "./forms.js";
import { ownLink, timetableLine } from "./links.js";
import { ownPlaces, put } from "./panel.js";

/** @typedef {import("../types.js").Leg} Leg */
/** @typedef {import("../types.js").Stay} Stay */

const MODES = ["rail", "limited_express", "shinkansen", "highway_bus", "local_bus", "ferry", "air", "car", "taxi"];

/** The booking of a leg. @param {Leg} leg */
export const bookingOf = (leg) => book().bookings.legs.find((booked) => booked.from === leg.from && booked.to === leg.to && booked.date === leg.date);

/** Whether a booking holds a stay on its days. @param {Stay} stay */
export function isBooked(stay) {
  const { code } = stay.municipality;
  const { legs, lodging } = book().bookings;
  return lodging.some(({ place }) => place === code) || legs.some(({ from, to }) => from === code || to === code);
}

/** The booked lodging of a stay, in order. @param {Stay} stay */
export function bedsOf(stay) {
  const here = book().bookings.lodging.filter((bed) => bed.place === stay.municipality.code && bed.arrive >= stay.arrive && bed.arrive < stay.depart);
  return here.sort((a, b) => a.arrive.localeCompare(b.arrive));
}

/** @param {any} bed what it is called */
export function bedName(bed) {
  const place = book().places.find((/** @type {any} */ own) => own.id === bed.own_place);
  return bed.name || place?.name || text("book.bed.lodging");
}

/** The hour of arrival of a booking, from its departure and minutes. @param {any} booked */
function arrival(booked) {
  if (!booked?.departs) return undefined;
  const [hour, minute] = booked.departs.split(":").map(Number);
  const end = (hour * 60 + minute + booked.minutes) % 1440;
  return `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
}

/** @param {any} leg */
function legForm(leg) {
  const booked = bookingOf(leg);
  const main = leg.segments.filter((/** @type {any} */ segment) => MODES.includes(segment.mode)).sort((/** @type {any} */ a, /** @type {any} */ b) => b.minutes - a.minutes)[0];
  openForm({
    title: text(booked ? "book.leg.edit" : "book.leg.add"),
    note: `${text("book.leg.from_to", { from: placeName(leg.origin), to: placeName(leg.destination) })} — ${text("book.locks")}`,
    fields: [
      { name: "date", label: text("book.f.date"), type: "date", required: true, value: leg.date },
      { name: "mode", label: text("book.f.mode"), type: "select", options: MODES.map((mode) => [mode, named("mode", mode)]), value: booked?.mode ?? main?.mode ?? "rail" },
      { name: "departs", label: text("book.f.departs"), type: "time", value: booked?.departs },
      { name: "arrives", label: text("book.f.arrives"), type: "time", value: arrival(booked) },
      { name: "nights", label: text("book.f.over"), type: "number", min: 0, max: 3, value: booked?.nights ?? leg.nights },
      { name: "minutes", label: text("book.f.minutes"), type: "number", min: 1, max: 5760, value: booked && !booked.departs ? booked.minutes : "" },
      { name: "fare_jpy", label: text("book.f.fare_jpy"), type: "number", required: true, min: 0, max: 100000000, value: booked?.fare_jpy },
      { name: "title", label: text("book.f.ride"), type: "text", value: booked?.title },
      { name: "link", label: text("book.f.link"), type: "url", value: booked?.link },
      { name: "note", label: text("book.f.note"), type: "textarea", value: booked?.note },
    ],
    save: (values) =>
      keep((next) => {
        if (values.arrives) delete values.minutes;
        put(next.bookings.legs, { id: booked?.id ?? freshId(next.bookings.legs, "l"), from: leg.from, to: leg.to, ...filled(values) });
      }),
    remove: booked && (() => keep((next) => void (next.bookings.legs = next.bookings.legs.filter(({ id }) => id !== booked.id)), text("book.deleted"))),
  });
}

/**
 * @param {string} code of the municipality
 * @param {{bed?: any, stay?: Stay, own?: string}} begun a booking that is there, the stay it is for, or an own place
 */
export function bedForm(code, { bed, stay, own }) {
  const here = stay ?? state.trip?.stays.find(({ municipality }) => municipality.code === code);
  openForm({
    title: text(bed ? "book.bed.edit" : "book.bed.add"),
    note: `${townOf(code)} — ${text("book.bed.locks")}`,
    fields: [
      { name: "arrive", label: text("book.f.arrive"), type: "date", required: true, value: bed?.arrive ?? here?.arrive ?? state.plan?.request.start },
      { name: "nights", label: text("book.f.nights"), type: "number", required: true, min: 1, max: 400, value: bed?.nights ?? here?.nights ?? 3 },
      { name: "price_jpy", label: text("book.f.price_jpy"), type: "number", required: true, min: 0, max: 100000000, value: bed?.price_jpy ?? (own ? 0 : "") },
      { name: "name", label: text("book.f.bed"), type: "text", value: bed?.name },
      { name: "own_place", label: text("book.f.own_place"), type: "select", options: ownPlaces(code), value: bed?.own_place ?? own },
      { name: "link", label: text("book.f.link"), type: "url", value: bed?.link },
      { name: "note", label: text("book.f.note"), type: "textarea", value: bed?.note },
    ],
    save: (values) => keep((next) => put(next.bookings.lodging, { id: bed?.id ?? freshId(next.bookings.lodging, "h"), place: code, ...filled(values) })),
    remove: bed && (() => keep((next) => void (next.bookings.lodging = next.bookings.lodging.filter(({ id }) => id !== bed.id)), text("book.deleted"))),
  });
}

/** @param {string} again @param {string} label @param {string} about @param {() => void} onclick */
const tool = (again, label, about, onclick) => el("button", { type: "button", class: "tool", "data-again": again, "aria-label": text("book.named", { name: about, act: label }), onclick, text: label });

/** What a leg's details say more: its booking, and where its times can be looked up. @param {any} leg @param {number} at */
export function legMore(leg, at) {
  const booked = bookingOf(leg);
  const name = text("book.leg.from_to", { from: placeName(leg.origin), to: placeName(leg.destination) });
  const told = booked && el("p", { class: "booked" }, el("b", { text: [text("book.booked"), booked.title].filter(Boolean).join(" · ") }), booked.note && el("span", { text: booked.note }), ownLink(booked.link));
  const change = writable() && tool(`leg-${at}`, text(booked ? "book.leg.edit" : "book.leg.add"), name, () => legForm(leg));
  return el("div", { class: "leg-book" }, told, timetableLine(leg), change && el("p", {}, change));
}

/** What a stay says more: where one sleeps, and the note on it. @param {Stay} stay */
export function stayMore(stay) {
  const code = stay.municipality.code;
  const name = placeName(stay.municipality);
  const beds = bedsOf(stay).map((bed) =>
    el(
      "p",
      { class: "booked" },
      el("b", { text: text("book.booked") }),
      el("span", { text: `${text("book.bed.said", { name: bedName(bed), nights: count("nights", bed.nights), yen: yen(bed.price_jpy) })}${bed.arrive === stay.arrive ? "" : ` · ${date(bed.arrive)}`}` }),
      bed.note && el("span", { text: bed.note }),
      ownLink(bed.link),
      writable() && tool(`bed-${bed.id}`, text("book.edit"), bedName(bed), () => bedForm(code, { bed, stay })),
    ),
  );
  const meetings = book().appointments.filter((/** @type {any} */ item) => item.place === code && dayNumber(item.date) >= dayNumber(stay.arrive) && item.date <= stay.depart);
  const told = meetings.map((/** @type {any} */ item) => el("p", { class: "meeting" }, el("b", { text: `${date(item.date)} ${item.time ?? ""}`.trim() }), " ", item.title, ownLink(item.link)));
  return el("div", { class: "stay-book" }, ...told, ...beds, noteOf(code, name), writable() && el("p", {}, tool(`bed-new-${code}`, text("book.bed.add"), name, () => bedForm(code, { stay }))));
}

/** @param {string} code @param {string} name */
function noteOf(code, name) {
  const words = book().notes[code] ?? "";
  if (!writable()) return words ? el("p", { class: "book-text", text: words }) : null;
  const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 2, maxlength: 4000, "aria-label": text("book.stay.note_of", { name }), "data-again": `note-${code}`, text: words }));
  area.addEventListener("change", () => keepLine((next) => void (next.notes = { ...next.notes, [code]: area.value })));
  return el("details", { class: "stay-note", open: !!words }, el("summary", { text: text("book.stay.note") }), area);
}
