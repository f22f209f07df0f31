/** The timeline: each stay a row, its nights in ink over the windows it serves, the year's wave behind the months. */

import { boot, count, text } from "./boot.js";
import { byId, calm, el, svg } from "./dom.js";
import { date, dayNumber, isoDay, monthName, placeName, windowTitle } from "./format.js";
import { draggable } from "./drag.js";
import { changed } from "./edits.js";
import { patternOf } from "./patterns.js";
import { seasonOf } from "./hues.js";
import { redraw } from "./redraw.js";
import { on, set, state } from "./store.js";
import { mainSegment, modeIcon } from "./trip.js";

const PX_PER_DAY = 7;
const LABEL = 136;
const SHORTEST = 60;
/** Pixels that "12 nights" needs. */
const ROOM = boot.lang === "ja" ? 34 : 54;

/** @typedef {{first: number, last: number}} Range days since 1970, `last` excluded */

/** Whole months around the trip, so that the axis reads like a calendar. @param {import("./types.js").Itinerary} trip @returns {Range} */
export function rangeOf(trip) {
  const start = dayNumber(trip.legs[0].date);
  const lastLeg = trip.legs[trip.legs.length - 1];
  const end = Math.max(dayNumber(lastLeg.date) + lastLeg.nights + 1, start + SHORTEST);
  const from = new Date(isoDay(start));
  const to = new Date(isoDay(end));
  return { first: Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1) / 86_400_000, last: Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 1) / 86_400_000 };
}

/** @param {HTMLElement} node @param {Range} range @param {number} from @param {number} to */
export function lay(node, range, from, to) {
  const whole = range.last - range.first;
  const [a, b] = [Math.max(from, range.first), Math.min(to, range.last)];
  node.style.left = `${((a - range.first) / whole) * 100}%`;
  node.style.width = `${(Math.max(b - a, 0) / whole) * 100}%`;
  return node;
}

/** @param {Range} range @param {number[]} wave */
function axis(range, wave) {
  const months = el("div", { class: "axis-months", "aria-hidden": "true" });
  for (let day = range.first; day < range.last; ) {
    const at = new Date(isoDay(day));
    const next = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 86_400_000;
    const month = at.getUTCMonth() + 1;
    const name = month === 1 || day === range.first ? boot.lang === "ja" ? `${at.getUTCFullYear()}年${monthName(month)}` : `${monthName(month)} ${at.getUTCFullYear()}` : monthName(month);
    months.append(lay(el("span", { class: seasonOf(month), text: name }), range, day, next));
    day = next;
  }
  const whole = range.last - range.first;
  const floor = 0.75 * Math.min(...wave);
  const top = Math.max(...wave, 1e-9) - floor;
  const points = Array.from({ length: whole + 1 }, (_, at) => {
    const day = new Date(isoDay(range.first + at));
    const ofYear = Math.floor((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000);
    const value = wave[Math.min(wave.length - 1, Math.floor((ofYear / 365) * wave.length))];
    return `${at},${(30 - ((value - floor) / top) * 28).toFixed(1)}`;
  });
  const chart = svg("svg", { class: "axis-wave", viewBox: `0 0 ${whole} 30`, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("polygon", { points: `0,30 ${points.join(" ")} ${whole},30` }));
  return el("div", { class: "axis track" }, chart, months);
}

/**
 * Each window has a lane of its row, so that none hides another.
 * @param {import("./types.js").Served} window @param {number} lane @param {number} lanes @param {Range} range
 */
function windowBars(window, lane, lanes, range) {
  const peakFrom = window.peak_start ?? window.start;
  const season = seasonOf(Number(peakFrom.slice(5, 7)));
  const bars = [lay(el("span", { class: `bar need ${season}`, title: windowTitle(window) }), range, dayNumber(window.start), dayNumber(window.end) + 1)];
  if (window.peak_start && window.peak_end) bars.push(lay(el("span", { class: `bar need peak ${season}` }), range, dayNumber(window.peak_start), dayNumber(window.peak_end) + 1));
  for (const bar of bars) {
    bar.style.top = `${(lane / lanes) * 100}%`;
    bar.style.height = `${100 / lanes}%`;
  }
  return bars;
}

/** @param {import("./types.js").Stay} stay @param {number} at @param {import("./types.js").Leg} leg @param {Range} range @param {number} perDay px */
function row(stay, at, leg, range, perDay) {
  const label = `${at + 1} ${placeName(stay.municipality)}, ${date(stay.arrive)} – ${date(stay.depart)}, ${count("nights", stay.nights)}`;
  const bar = el("button", { type: "button", class: `bar stay ${stay.role}`, "aria-label": label, "aria-pressed": "false", onclick: () => set({ stay: at, leg: null }, "timeline") }, el("span", { text: stay.nights * perDay > ROOM ? count("nights", stay.nights) : stay.nights }));
  const track = el("div", { class: "track" }, ...stay.demand.flatMap((window, lane) => windowBars(window, lane, stay.demand.length, range)), lay(bar, range, dayNumber(stay.arrive), dayNumber(stay.depart)));
  draggable(bar, stay, range.last - range.first);
  bar.classList.toggle("changed", changed.has(stay.municipality.code));
  if (leg.segments.length && dayNumber(leg.date) > range.first) {
    const mark = el("span", { class: "hop", "aria-hidden": "true" }, modeIcon(patternOf(mainSegment(leg.segments).mode)));
    mark.style.left = `${((dayNumber(leg.date) - range.first) / (range.last - range.first)) * 100}%`;
    track.append(mark);
  }
  return el("div", { class: "row", "data-index": at }, el("span", { class: "row-label", "aria-hidden": "true" }, el("b", { text: at + 1 }), ` ${placeName(stay.municipality)}`), track);
}

/** @param {import("./types.js").Itinerary} trip @param {number[]} wave */
function draw(trip, wave) {
  const range = rangeOf(trip);
  const days = range.last - range.first;
  byId("timeline").hidden = false;
  const perDay = Math.max(PX_PER_DAY, (byId("timeline-scroll").clientWidth - LABEL) / days);
  const grid = el("div", { class: "gantt" }, el("div", { class: "row head" }, el("span", { class: "row-label" }), axis(range, wave)), ...trip.stays.map((stay, at) => row(stay, at, trip.legs[at], range, perDay)));
  grid.style.minWidth = `${days * PX_PER_DAY + LABEL}px`;
  redraw([byId("timeline-scroll")], () => byId("timeline-scroll").replaceChildren(grid));
}

/** @param {string} from */
function mark(from) {
  for (const item of document.querySelectorAll(".gantt .row[data-index]")) {
    const active = Number(item.getAttribute("data-index")) === state.stay;
    item.classList.toggle("active", active);
    const bar = item.querySelector(".bar.stay");
    bar?.setAttribute("aria-pressed", String(active));
    if (active && from !== "timeline") bar?.scrollIntoView({ block: "nearest", inline: "center", behavior: calm() ? "auto" : "smooth" });
  }
}

/** On a narrow page the timeline lives in the sheet, under the list. */
function keepPlace() {
  const narrow = matchMedia("(max-width: 60rem)");
  const move = () => {
    const timeline = byId("timeline");
    (narrow.matches ? byId("timeline-slot") : byId("main")).append(timeline);
  };
  narrow.addEventListener("change", move);
  move();
}

/** @param {number[]} wave */
export function startTimeline(wave) {
  keepPlace();
  byId("timeline-key").textContent = text("timeline.key");
  const show = () => (state.trip?.stays.length ? draw(state.trip, wave) : (byId("timeline").hidden = true));
  on(["trip"], show);
  on(["stay"], (_, from) => mark(from));
  if (state.trip) show();
}
