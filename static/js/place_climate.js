/** Bloom and air of a municipality: the means of the nearest weather station, which is named. */

import { boot, text } from "./boot.js";
import { el } from "./dom.js";
import { monthDay, monthName } from "./format.js";

/** @typedef {{station: string, station_place_en: string, km: number, bloom: string|null, full_bloom: string|null, air_c: (number|null)[], years: string, source: string}} Climate */

/** @param {number|null} degrees */
const rounded = (degrees) => (degrees === null ? "–" : String(Math.round(degrees)).replace("-", "−"));

/** @param {Climate|null} climate */
export function climateBlock(climate) {
  if (!climate) return null;
  const { bloom, full_bloom: full, air_c: air } = climate;
  const months = air.map((degrees, at) => el("li", { "aria-label": `${monthName(at + 1)}: ${rounded(degrees)} ℃`, text: rounded(degrees) }));
  return el(
    "section",
    { class: "climate" },
    el("h3", { text: text("climate.air") }),
    el("ol", { class: "climate-air" }, ...months),
    bloom ? el("p", {}, text("climate.bloom", { day: monthDay(bloom) }), full ? text("climate.full", { day: monthDay(full) }) : "") : null,
    el("p", { class: "provenance" }, text("climate.station", { years: climate.years, station: boot.lang === "en" ? climate.station_place_en : climate.station, km: climate.km }), " ", el("a", { href: boot.urls.sources, text: text("source.label") })),
  );
}
