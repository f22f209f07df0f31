/** The front as a plot: cost across, value up, a circle the larger the longer the travel; each point is a button. */

import { boot, count, text } from "./boot.js";
import { el, svg } from "./dom.js";
import { minutes, number, placeName, yen } from "./format.js";

/** @typedef {import("./types.js").Itinerary} Itinerary */
/** @typedef {{value: number, cost_jpy: number, travel_minutes: number, objective: number, best: boolean, itinerary: Itinerary}} Point */

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [360, 260, 30, 38, 20, 16];
const [SMALLEST, LARGEST] = [5, 13];
/** Good trips differ by little, so the top of the axis has more room than its foot. */
const STRETCH = 1.8;

/** The next round number: 1, 2 or 5 times a power of ten. @param {number} rough */
function round(rough) {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  return power * ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10);
}

/** Round figures between two. @param {number} from @param {number} to @param {number} about how many */
function ticks(from, to, about) {
  const step = round((to - from) / about);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => (first + at) * step);
}

/** Costs lie close together at the cheap end, so the axis is that of square roots. @param {number} top */
function costTicks(top) {
  return [0, 10_000, 50_000, 100_000, 200_000, 400_000, 700_000, 1_000_000, 2_000_000, 5_000_000].filter((cost) => cost <= top && (cost === 0 || cost >= top / 30));
}

/** @param {number} cost */
function shortYen(cost) {
  if (cost === 0) return "¥0";
  return boot.lang === "ja" ? `${number(cost / 10_000)}万円` : `¥${number(cost / 1000)}k`;
}

/** @param {Point[]} points */
function scales(points) {
  const dearest = Math.max(...points.map((point) => point.cost_jpy), 1) * 1.04;
  const values = points.map((point) => point.value);
  const margin = Math.max(0.09 * (Math.max(...values) - Math.min(...values)), 1);
  const [poorest, richest] = [Math.max(0, Math.min(...values) - margin), Math.max(...values) + margin];
  const longest = Math.max(...points.map((point) => point.travel_minutes), 1);
  return {
    dearest,
    poorest,
    richest,
    x: (/** @type {number} */ cost) => LEFT + (WIDTH - LEFT - RIGHT) * Math.sqrt(cost / dearest),
    y: (/** @type {number} */ value) => HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * ((value - poorest) / (richest - poorest)) ** STRETCH,
    r: (/** @type {number} */ time) => Math.max(SMALLEST, LARGEST * Math.sqrt(time / longest)),
  };
}

/** What each yen buys at best: the steps from trip to trip that are worth more. @param {Point[]} points @param {ReturnType<typeof scales>} at */
function steps(points, at) {
  let most = -Infinity;
  const climb = points.filter((point) => point.value > most && (most = point.value));
  const [first, ...rest] = climb;
  return [`M${at.x(first.cost_jpy)} ${at.y(first.value)}`, ...rest.map((point) => `H${at.x(point.cost_jpy)}V${at.y(point.value)}`), `H${WIDTH - RIGHT}`].join("");
}

/** @param {Point[]} points @param {ReturnType<typeof scales>} at */
function axes(points, at) {
  const floor = HEIGHT - BOTTOM;
  const across = costTicks(at.dearest).flatMap((cost) => [
    svg("line", { class: "grid", x1: at.x(cost), x2: at.x(cost), y1: TOP, y2: floor }),
    svg("text", { x: at.x(cost), y: floor + 15, "text-anchor": cost ? "middle" : "start" }, document.createTextNode(shortYen(cost))),
  ]);
  const up = ticks(at.poorest, at.richest, 4).flatMap((value) => [
    svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: at.y(value), y2: at.y(value) }),
    svg("text", { x: LEFT - 6, y: at.y(value) + 4, "text-anchor": "end" }, document.createTextNode(number(value))),
  ]);
  const names = [
    svg("text", { class: "name", x: WIDTH - RIGHT, y: HEIGHT - 5, "text-anchor": "end" }, document.createTextNode(text("front.cost"))),
    svg("text", { class: "name", x: 0, y: 10 }, document.createTextNode(text("front.value"))),
  ];
  const ground = svg("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: floor, y2: floor });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, ...across, ...up, ground, svg("path", { class: "steps", d: steps(points, at) }), ...names);
}

/** A trip in one line. @param {Point} point */
function told(point) {
  const { totals } = point.itinerary;
  const line = text("front.told", { value: number(point.value, 1), cost: yen(point.cost_jpy), travel: minutes(point.travel_minutes), stops: count("places", totals.stops), nights: count("nights", totals.nights) });
  return point.best ? `${text("alternative.best")}${text("colon")}${line}` : line;
}

/** @param {Point} point @param {ReturnType<typeof scales>} at @param {Itinerary} shown @param {(trip: Itinerary) => void} choose @param {(point: Point|null) => void} tell */
function mark(point, at, shown, choose, tell) {
  const node = el("button", {
    type: "button",
    class: point.best ? "point best" : "point",
    "aria-pressed": String(point.itinerary === shown),
    "aria-label": told(point),
    onclick: () => choose(point.itinerary),
    onfocus: () => tell(point),
    onblur: () => tell(null),
    onmouseenter: () => tell(point),
    onmouseleave: () => tell(null),
  });
  node.style.left = `${(at.x(point.cost_jpy) / WIDTH) * 100}%`;
  node.style.top = `${(at.y(point.value) / HEIGHT) * 100}%`;
  node.style.setProperty("--size", `${2 * at.r(point.travel_minutes)}px`);
  return node;
}

/** @param {Point} point @param {Itinerary} shown @param {(trip: Itinerary) => void} choose */
function row(point, shown, choose) {
  const names = point.itinerary.stays.map((stay) => placeName(stay.municipality)).join(text("comma"));
  const button = el("button", { type: "button", class: "link", "aria-pressed": String(point.itinerary === shown), onclick: () => choose(point.itinerary) }, number(point.value, 1));
  return el("tr", { class: point.best ? "best" : null }, el("th", { scope: "row" }, button), el("td", { text: yen(point.cost_jpy) }), el("td", { text: minutes(point.travel_minutes) }), el("td", { class: "names", text: names }));
}

/** @param {Point[]} points @param {Itinerary} shown @param {(trip: Itinerary) => void} choose */
function asTable(points, shown, choose) {
  const heads = ["others.value", "others.cost", "total.travel", "total.stops"].map((key) => el("th", { scope: "col", text: text(key) }));
  return el(
    "details",
    { class: "front-table" },
    el("summary", { text: text("front.table") }),
    el("table", {}, el("caption", { class: "visually-hidden", text: text("front.heading") }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...points.map((point) => row(point, shown, choose)))),
  );
}

/**
 * The plot, what it says of the trip under the hand, and the same as a table.
 * @param {Point[]} points the cheapest first @param {Itinerary} shown @param {(trip: Itinerary) => void} choose
 * @returns {Node[]}
 */
export function drawFront(points, shown, choose) {
  const at = scales(points);
  const line = el("p", { class: "front-told", "aria-hidden": "true" });
  /** @param {Point|null} point */
  const tell = (point) => {
    const now = point ?? points.find(({ itinerary }) => itinerary === shown);
    line.textContent = now ? told(now) : text("front.choose");
  };
  tell(null);
  // the small ones above the large ones, in the order of cost for the keyboard
  const marks = points.map((point) => mark(point, at, shown, choose, tell));
  points.forEach((point, index) => {
    marks[index].style.zIndex = String(1 + points.filter((other) => other.travel_minutes > point.travel_minutes).length);
  });
  const hours = points.map((point) => point.travel_minutes);
  return [
    el("h4", { text: text("front.heading") }),
    el("p", { class: "hint", text: text("front.hint", { least: minutes(Math.min(...hours)), most: minutes(Math.max(...hours)) }) }),
    el("div", { class: "plot", role: "group", "aria-label": text("front.heading") }, axes(points, at), ...marks),
    line,
    asTable(points, shown, choose),
  ];
}
