/** Why there is no trip: what is in conflict, and the changes for which one was found, each one press away. */

import { boot, count, named, text } from "./boot.js";
import { byId, el } from "./dom.js";
import { date, minutes, yen } from "./format.js";

/** @typedef {{field: string, value: any, code?: string}} Constraint */
/** @typedef {{field?: string, changes: Record<string, any>, trip?: {stops: number, nights: number, jpy: number}}} Relaxation */
/** @typedef {{asked: Record<string, any>, label: (code: string) => string, apply: (changes: Record<string, any>) => void}} Question what was asked, how places are called there, and how to ask again */

const comma = () => text("comma");

/** @param {string[]} words @param {string} group */
const words = (words, group) => words.map((word) => named(group, word)).join(comma());

/** What a constraint asks for. @type {Record<string, (value: any, label: (code: string) => string) => string>} */
const SAY = {
  budget: yen,
  days: (value) => count("days", value),
  max_leg_hours: (value) => minutes(value * 60),
  modes: (value) => words(value, "mode_group"),
  kinds: (value) => words(value, "kind"),
  min_nights: (value) => count("nights", value),
  max_nights: (value) => count("nights", value),
  max_stops: (value) => count("places", value),
  max_per_prefecture: (value) => count("places", value),
  avoid: (value, label) => value.map(label).join(comma()),
  start: (value) => date(value, true),
};

/** @param {Constraint} constraint @param {Question} question */
function constraintItem({ field, value, code }, { label }) {
  if (field === "must") return el("li", {}, `${named("field", field)} `, el("b", { text: label(code ?? value) }));
  const told = field === "must_date" ? date(value, true) : field === "must_nights" ? count("nights", value) : (SAY[field] ?? String)(value, label);
  const name = code ? text(`infeasible.of.${field}`, { name: label(code) }) : named("field", field);
  return el("li", {}, `${name} `, el("b", { text: told }));
}

/** @param {Record<string, any>[]} musts @returns {Record<string, any>} by code */
const byCode = (musts) => Object.fromEntries(musts.map((must) => [must.place ?? must, must]));

/** What changes among the places to visit. @param {any[]} value @param {Question} question @returns {string[]} */
function sayMusts(value, { asked, label }) {
  const kept = byCode(value);
  return Object.entries(byCode(asked.must ?? [])).flatMap(([code, must]) => {
    if (!(code in kept)) return [text("relax.must", { name: label(code) })];
    const day = kept[code].date ?? kept[code].arrive;
    if (day === (must.date ?? must.arrive)) return [];
    return [day ? text("relax.must_date", { name: label(code), date: date(day, true) }) : text("relax.must_undated", { name: label(code) })];
  });
}

/** A change as something to do: raise the budget to ¥4,600. @param {string} field @param {any} value @param {Question} question @returns {string[]} */
function sayChange(field, value, question) {
  const { asked, label } = question;
  if (field === "must") return sayMusts(value, question);
  if (field === "kinds" && !value.length) return [text("relax.kinds_all")];
  if (field === "avoid") return [text("relax.avoid", { value: (asked.avoid ?? []).filter((/** @type {string} */ code) => !value.includes(code)).map(label).join(comma()) })];
  const added = Array.isArray(value) ? value.filter((word) => !(asked[field] ?? []).includes(word)) : value;
  return [text(`relax.${field}`, { value: (SAY[field] ?? String)(added, label) })];
}

/** @param {Relaxation} way @param {number} at @param {Question} question */
function wayItem({ changes, trip }, at, question) {
  const told = Object.entries(changes).flatMap(([field, value]) => sayChange(field, value, question));
  const found = trip && text("relax.trip", { stops: count("places", trip.stops), nights: count("nights", trip.nights), yen: yen(trip.jpy) });
  const can = Object.keys(changes).every((name) => document.querySelector(`#plan [name="${name}"]`));
  const say = told.join(boot.lang === "en" ? "; " : "、");
  return el("li", {}, can ? el("button", { type: "button", class: at ? "" : "primary", onclick: () => question.apply(changes), text: say }) : el("b", { text: say }), found && el("small", { text: found }));
}

/** @param {Record<string, any>} body the problem @param {Question} question */
export function showConflict(body, question) {
  const conflicts = body.conflicts ?? [];
  /** @type {Relaxation[]} */
  const ways = body.relaxations ?? [];
  const several = conflicts.length > 1;
  byId("infeasible-why").textContent = text(body.proven ? "infeasible.proven" : "infeasible.searched");
  byId("infeasible-binding").replaceChildren(
    ...conflicts.flatMap((/** @type {{constraints: Constraint[], minimal: boolean}} */ { constraints, minimal }) => [
      el("p", { text: text(!minimal ? "infeasible.unsure" : constraints.length > 1 ? "infeasible.together" : "infeasible.alone") }),
      el("ul", {}, ...constraints.map((constraint) => constraintItem(constraint, question))),
    ]),
    ...(conflicts.length ? [] : [el("p", { text: text("infeasible.beyond") })]),
  );
  byId("infeasible-relaxation").replaceChildren(
    ...(ways.length ? [el("p", { text: text(several ? "infeasible.ways_joint" : "infeasible.ways") }), el("ol", {}, ...ways.map((way, at) => wayItem(way, at, question))), el("p", { class: "hint", text: text("infeasible.verified") })] : []),
  );
}
