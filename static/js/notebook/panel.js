/** The notebook in the sheet: appointments, days without work, own places, ideas, the checklist, notes. */

import { boot, named, text } from "../boot.js";
import { byId, el } from "../dom.js";
import { send } from "../edits.js";
import { date } from "../format.js";
import { state } from "../store.js";
import { gaps } from "../stay_tools.js";
import { book, freshId, keep, keepLine, townOf, writable } from "./book.js";
import { filled, openForm } from "./forms.js";
import { ownLink } from "./links.js";
import { bedForm } from "./bookings.js";
import { placeForm } from "./places.js";

/** @param {string} again a name that outlives drawing @param {string} label @param {string} about @param {() => void} onclick @param {string} [kind] */
const tool = (again, label, about, onclick, kind = "tool") => el("button", { type: "button", class: kind, "data-again": again, "aria-label": text("book.named", { name: about, act: label }), onclick, text: label });

/** @param {...(Node|string|null|undefined|false)} parts */
const line = (...parts) => el("li", {}, ...parts);

/** Own places of a municipality, as the options of a field. @param {string} [code] @returns {[string, string][]} */
export function ownPlaces(code) {
  const here = book().places.filter((/** @type {any} */ place) => !code || place.code === code);
  return [["", text("book.f.none")], ...here.map((/** @type {any} */ place) => /** @type {[string, string]} */ ([place.id, place.name]))];
}

/** The first day on which something may be noted: the trip's first. */
const firstDay = () => state.plan?.request.start ?? "";

/** @param {any} [item] an appointment that is there already @param {any} [idea] one that is given a day */
function appointmentForm(item, idea) {
  openForm({
    title: text(item ? "book.appointment.edit" : idea ? "book.idea.date" : "book.appointment.add"),
    note: text("book.dates.hint"),
    fields: [
      { name: "title", label: text("book.f.title"), type: "text", required: true, value: item?.title ?? idea?.text.slice(0, 120) },
      { name: "date", label: text("book.f.date"), type: "date", required: true, value: item?.date ?? firstDay() },
      { name: "time", label: text("book.f.time"), type: "time", value: item?.time },
      { name: "place", label: text("book.f.place"), type: "town", value: item?.place ?? idea?.place, shown: (item ?? idea)?.place && townOf((item ?? idea).place) },
      { name: "own_place", label: text("book.f.own_place"), type: "select", options: ownPlaces(), value: item?.own_place },
      { name: "link", label: text("book.f.link"), type: "url", value: item?.link ?? idea?.link },
      { name: "note", label: text("book.f.note"), type: "textarea", value: item?.note },
    ],
    save: (values) =>
      keep((next) => {
        if (idea) drop(next, "ideas", idea.id);
        // a place of one's own tells its municipality
        const own = next.places.find((/** @type {any} */ place) => place.id === values.own_place);
        put(next.appointments, { id: item?.id ?? freshId(next.appointments, "a"), ...filled({ ...values, place: values.place ?? own?.code ?? null }) });
      }),
    remove: item && (() => keep((next) => drop(next, "appointments", item.id), text("book.deleted"))),
  });
}

/** @param {any} [item] */
function blockedForm(item) {
  openForm({
    title: text(item ? "book.blocked.edit" : "book.blocked.add"),
    fields: [
      { name: "title", label: text("book.f.reason"), type: "text", value: item?.title },
      { name: "start", label: text("book.f.start"), type: "date", required: true, value: item?.start ?? firstDay() },
      { name: "end", label: text("book.f.end"), type: "date", required: true, value: item?.end ?? firstDay() },
      { name: "place", label: text("book.f.place_any"), type: "town", value: item?.place, shown: item?.place && townOf(item.place) },
      { name: "note", label: text("book.f.note"), type: "textarea", value: item?.note },
    ],
    save: (values) => keep((next) => put(next.blocked, { id: item?.id ?? freshId(next.blocked, "b"), ...filled(values) })),
    remove: item && (() => keep((next) => drop(next, "blocked", item.id), text("book.deleted"))),
  });
}

/** @param {any} item */
function ideaForm(item) {
  openForm({
    title: text("book.idea.edit"),
    fields: [
      { name: "text", label: text("book.f.text"), type: "textarea", required: true, value: item.text },
      { name: "place", label: text("book.f.place_any"), type: "town", value: item.place, shown: item.place && townOf(item.place) },
      { name: "link", label: text("book.f.link"), type: "url", value: item.link },
    ],
    save: (values) => keep((next) => put(next.ideas, { id: item.id, ...filled(values) })),
    remove: () => keep((next) => drop(next, "ideas", item.id), text("book.deleted")),
  });
}

/** Put an item into a list, where one of its id was. @param {any[]} list @param {any} item */
export function put(list, item) {
  const at = list.findIndex(({ id }) => id === item.id);
  if (at < 0) list.push(item);
  else list[at] = item;
}

/** @param {any} next @param {string} part @param {string} id */
function drop(next, part, id) {
  next[part] = next[part].filter((/** @type {any} */ item) => item.id !== id);
}

/** @param {any} item */
function appointmentLine(item) {
  const place = book().places.find((/** @type {any} */ own) => own.id === item.own_place);
  return line(
    el("span", { class: "book-what" }, el("b", { text: item.title }), el("small", { text: [date(item.date), item.time, place?.name, townOf(item.place)].filter(Boolean).join(" · ") }), item.note && el("small", { text: item.note })),
    ownLink(item.link),
    writable() && tool(`appointment-${item.id}`, text("book.edit"), item.title, () => appointmentForm(item)),
  );
}

/** @param {any} item */
function blockedLine(item) {
  const days = item.start === item.end ? date(item.start) : `${date(item.start)} – ${date(item.end)}`;
  return line(
    el("span", { class: "book-what" }, el("b", { text: item.title || text("book.blocked") }), el("small", { text: [days, item.title && text("book.blocked"), item.place && townOf(item.place)].filter(Boolean).join(" · ") }), item.note && el("small", { text: item.note })),
    writable() && tool(`blocked-${item.id}`, text("book.edit"), item.title || days, () => blockedForm(item)),
  );
}

/** @param {any} place */
function placeLine(place) {
  return line(
    el("span", { class: "book-what" }, el("b", { text: place.name }), el("small", { text: [named("book.kind", place.kind), townOf(place.code)].join(" · ") }), place.note && el("small", { text: place.note })),
    ownLink(place.link),
    writable() && tool(`sleep-${place.id}`, text("book.place.sleep"), place.name, () => bedForm(place.code, { own: place.id })),
    writable() && tool(`place-${place.id}`, text("book.edit"), place.name, () => placeForm({ place })),
  );
}

/** @param {any} idea */
function ideaLine(idea) {
  const onTrip = state.trip?.stays.some(({ municipality }) => municipality.code === idea.place);
  const open = state.plan?.request.fill === false ? gaps()[0] : null;
  const days = open ? { arrive: open.day, nights: Math.min(3, open.nights) } : {};
  return line(
    el("span", { class: "book-what" }, el("b", { text: idea.text }), idea.place && el("small", { text: townOf(idea.place) })),
    ownLink(idea.link),
    writable() && idea.place && !onTrip && tool(`stay-${idea.id}`, text("book.idea.stay"), idea.text, () => send([{ edit: "insert", place: idea.place, ...days }])),
    writable() && tool(`date-${idea.id}`, text("book.idea.date"), idea.text, () => appointmentForm(undefined, idea)),
    writable() && tool(`idea-${idea.id}`, text("book.edit"), idea.text, () => ideaForm(idea)),
  );
}

/** A line of the checklist with its box. @param {any} task @param {boolean} [short] without a way to delete it */
export function taskLine(task, short = false) {
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: task.done, disabled: !writable(), "data-again": `${short ? "today" : "task"}-${task.id}` }));
  box.addEventListener("change", async () => {
    const kept = await keepLine((next) => {
      for (const other of next.checklist) if (other.id === task.id) other.done = box.checked;
    });
    if (!kept) box.checked = !box.checked;
    focusAgain(`task-${task.id}`);
  });
  const remove = !short && writable() && tool(`drop-${task.id}`, "×", `${text("book.delete")}: ${task.text}`, () => keepLine((next) => drop(next, "checklist", task.id), text("book.deleted")), "book-x");
  return el("li", { class: task.done ? "done" : null }, el("label", {}, box, el("span", { text: task.text })), remove);
}

/** @param {string} again */
function focusAgain(again) {
  const found = document.querySelector(`#book [data-again="${again}"]`);
  if (found instanceof HTMLElement) found.focus({ preventScroll: true });
}

/** Draw every list; forms stay as they are. */
export function drawPanel() {
  const told = book();
  const lists = { appointments: told.appointments, blocked: told.blocked, places: told.places, ideas: told.ideas, checklist: told.checklist };
  const some = Object.values(lists).some((list) => list.length) || told.note;
  byId("book").hidden = !(writable() || (boot.readonly && some));
  const dated = [...told.appointments.map((/** @type {any} */ item) => ({ day: item.date, node: appointmentLine(item) })), ...told.blocked.map((/** @type {any} */ item) => ({ day: item.start, node: blockedLine(item) }))];
  byId("book-dates").replaceChildren(...dated.sort((a, b) => a.day.localeCompare(b.day)).map(({ node }) => node));
  byId("book-places").replaceChildren(...told.places.map(placeLine));
  byId("book-ideas").replaceChildren(...told.ideas.map(ideaLine));
  byId("book-checklist").replaceChildren(...told.checklist.map((/** @type {any} */ task) => taskLine(task)));
  const note = byId("book-note");
  if (boot.readonly) note.textContent = told.note;
  else if (document.activeElement !== note) /** @type {HTMLTextAreaElement} */ (note).value = told.note;
  const items = Object.values(lists).reduce((sum, list) => sum + list.length, 0);
  byId("book-count").textContent = items ? String(items) : "";
}

export function startPanel() {
  if (boot.readonly) return;
  byId("book-appointment").addEventListener("click", () => appointmentForm());
  byId("book-blocked").addEventListener("click", () => blockedForm());
  newLine("checklist", (next, words) => next.checklist.push({ id: freshId(next.checklist, "c"), text: words, done: false }));
  newLine("ideas", (next, words) => next.ideas.push({ id: freshId(next.ideas, "i"), text: words }));
  const note = /** @type {HTMLTextAreaElement} */ (byId("book-note"));
  note.addEventListener("change", () => keepLine((next) => {
    next.note = note.value;
  }));
}

/** @param {"checklist"|"ideas"} part @param {(next: any, words: string) => void} add */
function newLine(part, add) {
  const input = /** @type {HTMLInputElement} */ (byId(`book-${part}-new`));
  byId(`book-${part}-form`).addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = input.value.trim();
    if (words && (await keepLine((next) => add(next, words)))) input.value = "";
    input.focus();
  });
}

