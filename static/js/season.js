/** The year's demand: colours of the seasons, the month slider and the wave in its track. */

import { text } from "./boot.js";
import { byId, svg } from "./dom.js";
import { monthName } from "./format.js";
import { on, set, state } from "./store.js";

/** @typedef {{wave: number[], breaks: number[], places: Record<string, {name: [string, string], prefecture: [string, string], months?: number[]}>}} SeasonLayer */

const SEASONS = ["winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter"];
const STEPS = [0.2, 0.42, 0.66, 0.9, 1];

/** @param {number} month 1–12 @returns {string} winter, spring, summer or autumn */
export const seasonOf = (month) => SEASONS[month - 1];

/** @param {string} name of a custom property @returns {[number, number, number]} */
function colour(name) {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim().replace("#", "");
  return /** @type {[number, number, number]} */ ([0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
}

/** @param {number[]} from @param {number[]} to @param {number} share */
const mix = (from, to, share) => from.map((value, at) => Math.round(value + (to[at] - value) * share));

/** @param {number[]} rgb */
const css = (rgb) => `rgb(${rgb.join(" ")})`;

/**
 * The five steps of a month's hue, light to dark (dark to light on a dark ground).
 * @param {number} month
 * @param {number} [strength] less than 1 lets the season recede behind a trip
 */
export const steps = (month, strength = 1) => ramp(seasonOf(month), strength);

/** @param {string} name of a hue @param {number} [strength] */
export function ramp(name, strength = 1) {
  const land = colour("--land");
  const hue = colour(`--${name}`);
  const deep = colour(`--${name}-deep`);
  return STEPS.map((share, at) => css(at === STEPS.length - 1 ? mix(land, deep, strength) : mix(land, hue, share * strength)));
}

/** @param {number} value @param {number[]} breaks @returns {number} 0 = none, 1–5 */
export function level(value, breaks) {
  return value <= 0 ? 0 : 1 + breaks.filter((limit) => value > limit).length;
}

/** @param {SeasonLayer} layer */
function drawWave(layer) {
  const chart = byId("wave");
  // the country never rests: the track shows the part above three quarters of its quietest days
  const floor = 0.75 * Math.min(...layer.wave);
  const top = Math.max(...layer.wave, 1e-9) - floor;
  const width = 1200;
  const height = 100;
  const at = (/** @type {number} */ slot) => (slot / (layer.wave.length - 1)) * width;
  const line = layer.wave.map((value, slot) => `${at(slot).toFixed(1)},${(height - ((value - floor) / top) * (height - 8)).toFixed(1)}`);
  chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const defs = svg("defs");
  const parts = [];
  for (let month = 1; month <= 12; month += 1) {
    const clip = svg("clipPath", { id: `wave-${month}` }, svg("rect", { x: (month - 1) * 100, y: 0, width: 100, height }));
    defs.append(clip);
    parts.push(svg("polygon", { class: `wave ${seasonOf(month)}`, "data-month": month, points: `0,${height} ${line.join(" ")} ${width},${height}`, "clip-path": `url(#wave-${month})` }));
  }
  chart.replaceChildren(defs, ...parts);
  markMonth();
}

function markMonth() {
  for (const part of document.querySelectorAll("#wave polygon")) part.classList.toggle("now", Number(part.getAttribute("data-month")) === state.month);
}

function drawLegend() {
  const swatches = steps(state.month).map((fill) => {
    const swatch = document.createElement("i");
    swatch.style.backgroundColor = fill;
    return swatch;
  });
  const few = document.createElement("span");
  const many = document.createElement("span");
  few.textContent = text("season.few");
  many.textContent = text("season.many");
  byId("legend").replaceChildren(few, ...swatches, many);
}

/** @param {SeasonLayer} layer */
function say(layer) {
  const open = Object.values(layer.places).filter((place) => (place.months?.[state.month - 1] ?? 0) > 0).length;
  const name = byId("month-name");
  name.textContent = text("season.now", { month: monthName(state.month), n: open });
  byId("month").setAttribute("aria-valuetext", name.textContent);
}

/** Keep the month in the address, so that a link leads back to it. */
function keepInAddress() {
  const address = new URL(location.href);
  address.searchParams.set("month", String(state.month));
  history.replaceState(history.state, "", address);
}

/** @param {SeasonLayer} layer */
export function startSeason(layer) {
  const slider = /** @type {HTMLInputElement} */ (byId("month"));
  slider.value = String(state.month);
  slider.addEventListener("input", () => set({ month: Number(slider.value) }, "slider"));
  drawWave(layer);
  const show = () => {
    slider.value = String(state.month);
    document.body.dataset.season = seasonOf(state.month);
    drawLegend();
    markMonth();
    say(layer);
  };
  show();
  on(["month"], () => {
    show();
    keepInAddress();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  const why = byId("season-why");
  why.addEventListener("click", () => {
    const note = byId("season-note");
    note.hidden = !note.hidden;
    why.setAttribute("aria-expanded", String(!note.hidden));
  });
}
