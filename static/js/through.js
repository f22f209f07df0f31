/** Trips through every municipality: what one can be worth at most, as colours of the map, a list, and on each card. */

import { get } from "./api.js";
import { boot, count, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { date, dayNumber, isoDay, number } from "./format.js";
import { ramp } from "./hues.js";
import { on, set, state } from "./store.js";

/** @typedef {{most: number, arrive: number, nights: number}} Row */
/** @typedef {{objective: number, start: string, codes: string[], most: number[], arrive: number[], nights: number[], without: {code: string, most: number|null}[]}} Layer */

/** A loss of less than this is none: the place may be on a trip as good. */
const EVEN = 0.01;
/** Shares of all municipalities that part the other four steps of the map. */
const SHARES = [0.12, 0.4, 0.75];
const LISTED = 40;

/** Losses that part the steps, in quarters of a work day. @type {number[]} */
let breaks = [];

/** @type {Map<string, Row>} */
let rows = new Map();
/** @type {Layer|null} */
let layer = null;
/** The version of the plan that is shown: an edited plan keeps its id. */
const version = () => (state.plan ? `${state.plan.id}/${state.plan.record?.sequence ?? 0}` : "");

/** @type {string} the version that the layer is of, and that which is being asked for */
let loaded = "";
let asked = "";
/** @type {(code: string, label: string) => void} */
let plan = () => {};
/** @type {import("./demand.js").SeasonLayer["places"]} */
let places = {};

const active = () => state.layer === "through" && layer !== null;

/** @param {Row} row */
const lossOf = (row) => Math.max(0, (layer?.objective ?? 0) - row.most);

/** @param {string} code */
const isMine = (code) => Boolean(state.plan?.itinerary.stays.some((stay) => stay.municipality.code === code));

/** The colours of the layer, none first. */
export const throughFills = () => ramp("through");

/** The step of a municipality on the map: 0 = out of reach, 5 = may be as good; null while the season is shown. @param {string} code */
export function throughLevel(code) {
  if (!active()) return null;
  const row = rows.get(code);
  return row ? 5 - [EVEN, ...breaks].filter((limit) => lossOf(row) >= limit).length : 0;
}

/** @param {Row} row */
const whenOf = (row) => text("through.when", { date: date(isoDay(dayNumber(layer?.start ?? "") + row.arrive)), nights: count("nights", row.nights) });

/** What a trip through there is worth. @param {string} code @returns {string} */
function worthOf(code) {
  const row = rows.get(code);
  if (!row) return text("through.none");
  if (isMine(code)) return text("through.mine");
  const loss = lossOf(row);
  return loss < EVEN ? text("through.even") : text("through.loss", { most: number(row.most, 2), loss: number(Math.floor(loss * 100) / 100, 2) });
}

/** @param {string} code @returns {string|null} null while the season is shown */
export function throughTip(code) {
  if (!active()) return null;
  const row = rows.get(code);
  return row && !isMine(code) ? `${worthOf(code)} · ${whenOf(row)}` : worthOf(code);
}

/** @param {string} code */
function nameOf(code) {
  const place = places[code];
  const at = boot.lang === "en" ? 1 : 0;
  return place ? `${place.name[at]}${at ? ", " : "（"}${place.prefecture[at]}${at ? "" : "）"}` : code;
}

/** What the card of a municipality says of trips through it. @param {string} code @param {string} label */
export function throughCard(code, label) {
  if (!layer || loaded !== version()) return null;
  const row = rows.get(code);
  const mine = isMine(code);
  return el(
    "section",
    { class: "through-card" },
    el("h3", { text: text("through.layer") }),
    el("p", { text: worthOf(code) }),
    row && !mine ? el("p", { class: "hint", text: whenOf(row) }) : null,
    row && !mine ? el("button", { type: "button", onclick: () => plan(code, label), text: text("through.go") }) : null,
  );
}

/** @param {number[]} losses */
function breaksOf(losses) {
  const sorted = losses.filter((loss) => loss >= EVEN).sort((a, b) => a - b);
  let last = 0;
  return SHARES.map((share) => {
    const quarters = Math.round(4 * (sorted[Math.floor(share * sorted.length)] ?? 1));
    last = Math.max(quarters, last + 1);
    return last / 4;
  });
}

function drawList() {
  const others = [...rows.keys()].filter((code) => !isMine(code)).sort((a, b) => (rows.get(b)?.most ?? 0) - (rows.get(a)?.most ?? 0)).slice(0, LISTED);
  byId("through-body").replaceChildren(
    el("p", { class: "hint", text: text("through.lead", { objective: number(layer?.objective ?? 0, 2) }) }),
    el("ol", {}, ...others.map((code) => el("li", {}, el("button", { type: "button", class: "link", onclick: () => set({ place: code }, "list"), text: nameOf(code) }), el("span", { text: worthOf(code) }), el("small", { text: whenOf(/** @type {Row} */ (rows.get(code))) })))),
    el("p", { class: "hint", text: text("through.best", { n: others.length }) }),
  );
}

/** Say beside each stay what every trip without it lacks. */
function drawWithout() {
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-without]"))) {
    const told = layer?.without.find((without) => without.code === line.dataset.without);
    line.hidden = !told || told.most === null;
    if (!told || told.most === null || !layer) continue;
    const loss = Math.floor((layer.objective - told.most) * 100) / 100;
    const name = places[told.code]?.name[boot.lang === "en" ? 1 : 0] ?? told.code;
    line.textContent = loss > 0 ? text("through.without", { name, loss: number(loss, 2) }) : text("through.without_even", { name });
  }
}

function drawLegend() {
  const labels = [text("through.even_short"), ...breaks.map((limit) => `< ${limit}`), `${breaks[breaks.length - 1]} +`];
  const steps = throughFills().reverse().map((fill, at) => {
    const swatch = el("i");
    swatch.style.backgroundColor = fill;
    return el("span", { class: "step" }, swatch, el("small", { text: labels[at] }));
  });
  byId("through-legend").replaceChildren(...steps);
}

/** Ask for the layer of the plan that is shown, once. */
async function load() {
  const wanted = version();
  if (!wanted || loaded === wanted || asked === wanted) return;
  asked = wanted;
  byId("through-body").replaceChildren(el("p", { class: "hint", text: text("through.loading") }));
  announce(text("through.loading"));
  let found = null;
  try {
    found = await get(`${boot.urls.plans}/${encodeURIComponent(state.plan?.id ?? "")}/through`);
  } catch {
    if (asked === wanted) asked = "";
    if (version() !== wanted) return;
    byId("through-body").replaceChildren(el("p", { class: "error", text: text("through.failed") }));
    announce(text("through.failed"));
    show("season");
  }
  if (asked === wanted) asked = "";
  if (!found || version() !== wanted) return;
  layer = found;
  loaded = wanted;
  rows = new Map(found.codes.map((/** @type {string} */ code, /** @type {number} */ at) => [code, { most: found.most[at], arrive: found.arrive[at], nights: found.nights[at] }]));
  breaks = breaksOf([...rows.values()].map(lossOf));
  drawList();
  drawLegend();
  drawWithout();
  announce(text("through.heading"));
  set({ through: wanted }, "through");
}

/** @param {"season"|"through"} name */
function show(name) {
  set({ layer: name }, "through");
  document.body.dataset.layer = name;
  for (const button of document.querySelectorAll("#layer-switch button")) button.setAttribute("aria-pressed", String(button.getAttribute("data-layer") === name));
  if (name === "through") load();
}

/** @param {import("./demand.js").SeasonLayer["places"]} known @param {(code: string, label: string) => void} ask */
export function startThrough(known, ask) {
  places = known;
  plan = ask;
  if (!document.getElementById("layer-switch")) return;
  for (const button of document.querySelectorAll("#layer-switch button")) button.addEventListener("click", () => show(/** @type {any} */ (button.getAttribute("data-layer"))));
  const list = /** @type {HTMLDetailsElement} */ (byId("through"));
  list.addEventListener("toggle", () => list.open && load());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => layer && drawLegend());
  on(["plan"], () => {
    if (loaded && version() === loaded) return;
    layer = null;
    loaded = "";
    rows = new Map();
    list.open = false;
    if (document.body.dataset.layer === "through") show("season");
  });
  on(["trip"], () => layer && drawWithout());
}
