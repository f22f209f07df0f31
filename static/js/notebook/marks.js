/** Appointments and days without work on the timeline: a row of their own, for those who see it; the notebook lists them. */

import { text } from "../boot.js";
import { el } from "../dom.js";
import { date, dayNumber } from "../format.js";
import { state } from "../store.js";
import { lay, rangeOf } from "../timeline.js";
import { book } from "./book.js";

export function drawMarks() {
  const grid = document.querySelector("#timeline-scroll .gantt");
  grid?.querySelector(".row.noted")?.remove();
  const { appointments, blocked } = book();
  if (!grid || !state.trip?.stays.length || !(appointments.length + blocked.length)) return;
  const range = rangeOf(state.trip);
  const inside = (/** @type {string} */ day) => dayNumber(day) >= range.first && dayNumber(day) < range.last;
  const off = blocked.filter(({ start, end }) => inside(start) || inside(end)).map((item) => lay(el("span", { class: "off", title: `${item.title || text("book.blocked")} · ${date(item.start)} – ${date(item.end)}` }), range, dayNumber(item.start), dayNumber(item.end) + 1));
  const meetings = appointments.filter((item) => inside(item.date)).map((item) => {
    const mark = lay(el("span", { class: "meet", title: [date(item.date), item.time, item.title].filter(Boolean).join(" · ") }), range, dayNumber(item.date), dayNumber(item.date));
    mark.style.width = "";
    mark.style.left = `${((dayNumber(item.date) + 0.5 - range.first) / (range.last - range.first)) * 100}%`;
    return mark;
  });
  const row = el("div", { class: "row noted", "aria-hidden": "true" }, el("span", { class: "row-label", text: text("book.row") }), el("div", { class: "track" }, ...off, ...meetings));
  grid.querySelector(".row.head")?.after(row);
}
