/** The year of a municipality in one strip: each window a bar, its peak deeper, the month shown behind. */

import { count, text } from "./boot.js";
import { el, svg } from "./dom.js";
import { monthDay, monthName, windowTitle } from "./format.js";
import { seasonOf } from "./hues.js";
import { on, state } from "./store.js";

const [LANE, GAP] = [9, 3];
/** First days of the months in an ordinary year, and the first of the next. */
const FIRSTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** @param {string} value MM-DD, perhaps with a year before @returns {number} day of an ordinary year */
function dayOf(value) {
  const [month, day] = value.slice(-5).split("-").map(Number);
  return FIRSTS[month - 1] + Math.min(day, FIRSTS[month] - FIRSTS[month - 1]) - 1;
}

/** The parts of a span that may run over New Year. @param {string} start @param {string} end @returns {[number, number][]} */
function parts(start, end) {
  const [from, to] = [dayOf(start), dayOf(end) + 1];
  return from < to ? [[from, to]] : [[from, 365], [0, to]];
}

/** @param {import("./types.js").DemandWindow} window @param {number} lane */
function bars(window, lane) {
  const tone = seasonOf(Number(window.peak_start.slice(-5, -3)));
  const y = GAP + lane * (LANE + GAP);
  const draw = (/** @type {[number, number]} */ [from, to], /** @type {string} */ kind) => svg("rect", { class: `${kind} ${tone}`, x: from, y, width: to - from, height: LANE });
  const whole = parts(window.start, window.end).map((part) => draw(part, "need"));
  return [...whole, ...parts(window.peak_start, window.peak_end).map((part) => draw(part, "peak"))];
}

/** What the bars are, and which one is under the pointer or was tapped. @param {SVGElement} chart @param {import("./types.js").DemandWindow[]} windows */
function naming(chart, windows) {
  const line = el("p", { class: "year-told" });
  const legend = () => line.replaceChildren(el("i", { class: "need" }), text("place.year.need"), el("i", { class: "peak" }), text("place.year.peak"), " · ", text("place.year.how"));
  const tell = (/** @type {PointerEvent} */ event) => {
    const lane = Math.floor((event.clientY - chart.getBoundingClientRect().top - GAP / 2) / (LANE + GAP));
    const under = windows[Math.max(0, Math.min(lane, windows.length - 1))];
    line.replaceChildren(el("b", { text: windowTitle(under) }), ` ${monthDay(under.start)} – ${monthDay(under.end)}`);
  };
  for (const name of ["pointerdown", "pointermove"]) chart.addEventListener(name, /** @type {EventListener} */ (tell));
  chart.addEventListener("pointerleave", (event) => /** @type {PointerEvent} */ (event).pointerType === "mouse" && legend());
  legend();
  return line;
}

/** The list below says the same in words. @param {import("./types.js").DemandWindow[]} windows */
export function yearStrip(windows) {
  if (!windows.length) return null;
  const height = GAP + windows.length * (LANE + GAP);
  const now = svg("rect", { class: "now", y: 0, height });
  const lines = FIRSTS.slice(1, -1).map((x) => svg("line", { x1: x, x2: x, y1: 0, y2: height }));
  const chart = svg("svg", { viewBox: `0 0 365 ${height}`, preserveAspectRatio: "none", height }, now, ...lines, ...windows.flatMap(bars));
  const months = Array.from({ length: 12 }, (_, at) => el("span", { text: monthName(at + 1) }));
  const mark = () => {
    now.setAttribute("x", String(FIRSTS[state.month - 1]));
    now.setAttribute("width", String(FIRSTS[state.month] - FIRSTS[state.month - 1]));
    months.forEach((name, at) => name.classList.toggle("now", at === state.month - 1));
  };
  mark();
  marked = mark;
  const strip = el("div", { role: "img", "aria-label": count("place.year.said", windows.length) }, chart, el("div", { class: "year-months" }, ...months));
  return el("div", { class: "year-strip" }, strip, naming(chart, windows));
}

/** Marks the month on the strip that is shown. */
let marked = () => {};
on(["month"], () => marked());
