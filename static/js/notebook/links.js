/** Where timetables can be looked up: plain links to other sites, opened only by a click. */

import { boot, text } from "../boot.js";
import { el } from "../dom.js";

/** @typedef {import("../types.js").Leg} Leg */

/** A leg's first and last stop by the name that timetables know, or the municipality. @param {any} leg @returns {[string, string]} */
export function stopsOf(leg) {
  const rides = leg.segments.filter((/** @type {any} */ segment) => segment.mode !== "walk" && segment.mode !== "taxi" && segment.from && segment.to);
  const [first, last] = [rides[0], rides[rides.length - 1]];
  return [first?.from ?? leg.origin?.name ?? "", last?.to ?? leg.destination?.name ?? ""];
}

/** @param {Leg} leg @returns {{name: string, href: string}[]} */
export function timetables(leg) {
  const [from, to] = stopsOf(leg);
  if (!from || !to) return [];
  const [year, month, day] = leg.date.split("-");
  const query = (/** @type {Record<string, string>} */ values) => new URLSearchParams(values);
  const car = leg.segments.every(({ mode }) => ["car", "ferry", "walk", "taxi"].includes(mode));
  const google = { name: text("timetables.google"), href: `https://www.google.com/maps/dir/?${query({ api: "1", origin: from, destination: to, travelmode: car ? "driving" : "transit", hl: boot.lang })}` };
  if (car) return [google];
  return [
    { name: text("timetables.yahoo"), href: `https://transit.yahoo.co.jp/search/result?${query({ from, to, y: year, m: month, d: day })}` },
    { name: text("timetables.jorudan"), href: `https://www.jorudan.co.jp/norikae/cgi/nori.cgi?${query({ Sok: "1", eki1: from, eki2: to, Dym: year + month, Ddd: String(Number(day)) })}` },
    google,
  ];
}

/** A line of links beside a leg. @param {Leg} leg @returns {HTMLElement|null} */
export function timetableLine(leg) {
  const links = timetables(leg);
  if (!links.length) return null;
  return el("p", { class: "timetables" }, el("span", { text: text("timetables.heading") }), ...links.map((link) => el("a", { href: link.href, target: "_blank", rel: "noopener noreferrer", text: link.name })));
}

/** A link that the traveller wrote down. @param {string|undefined} href */
export const ownLink = (href) => (href && /^https?:\/\//i.test(href) ? el("a", { class: "own-link", href, target: "_blank", rel: "noopener noreferrer", text: text("book.link") }) : null);
