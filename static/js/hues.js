/** The hue of each season and its five steps from land to deep. */

import { css, onTheme } from "./theme.js";

const SEASONS = ["winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter"];
const STEPS = [0.2, 0.42, 0.66, 0.9, 1];

/** @param {number} month 1–12 @returns {string} winter, spring, summer or autumn */
export const seasonOf = (month) => SEASONS[month - 1];

/** @param {string} name of a custom property @returns {number[]} red, green, blue */
function colour(name) {
  const hex = css(name).replace("#", "");
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** @param {number[]} from @param {number[]} to @param {number} share */
const mix = (from, to, share) => from.map((value, at) => Math.round(value + (to[at] - value) * share));

/** @param {number[]} rgb */
const written = (rgb) => `rgb(${rgb.join(" ")})`;

/** @type {Map<string, string[]>} */
const mixed = new Map();
onTheme(() => mixed.clear());

/**
 * The five steps of a hue, light to dark (dark to light on a dark ground).
 * @param {string} name of a hue @param {number} [strength] less than 1 lets it recede behind a trip
 * @returns {string[]}
 */
export function ramp(name, strength = 1) {
  const key = `${name} ${strength}`;
  let found = mixed.get(key);
  if (!found) {
    const [land, hue, deep] = [colour("--land"), colour(`--${name}`), colour(`--${name}-deep`)];
    found = STEPS.map((share, at) => written(at === STEPS.length - 1 ? mix(land, deep, strength) : mix(land, hue, share * strength)));
    mixed.set(key, found);
  }
  return found;
}

/** The steps of a month's hue. @param {number} month @param {number} [strength] */
export const steps = (month, strength = 1) => ramp(seasonOf(month), strength);
