/** What a stay brings to the trip, and what another place in its days would: share of the value, and the rival. */

import { boot, count, text } from "./boot.js";
import { el } from "./dom.js";
import { dayNumber, number, placeName } from "./format.js";
import { set, state } from "./store.js";
import { span } from "./words.js";

/** @typedef {import("./types.js").Stay} Stay */
/** @typedef {import("./types.js").Rival} Rival */

/** A loss less than this is none that anybody would notice. */
const EVEN = 0.005;

/** @param {Rival} rival */
function fullName(rival) {
  const place = rival.municipality;
  return boot.lang === "en" ? `${placeName(place)}, ${place.prefecture_en}` : `${place.prefecture_name}${place.name}`;
}

/** @param {Rival} rival */
const nightsOf = (rival) => dayNumber(rival.depart) - dayNumber(rival.arrive);

/** The loss in the trip's own terms: 21.11 would fall by 0.81. @param {Rival} rival */
function loss(rival) {
  const by = number(Math.abs(rival.objective_loss), 2);
  if (Math.abs(rival.objective_loss) < EVEN) return text("rival.even");
  return text(rival.objective_loss > 0 ? "rival.loss" : "rival.gain", { by, all: number(state.plan?.objective ?? 0, 2) });
}

/** The same place on other days: how firm the dates are. @param {Stay} stay */
function shiftLine({ shifted }) {
  if (!shifted || shifted.objective_loss < -EVEN) return null;
  const days = `${span(shifted.arrive, shifted.depart)}${text("comma")}${count("nights", nightsOf(shifted))}`;
  const even = shifted.objective_loss < EVEN;
  return el("p", { class: "shifted", text: text(even ? "rival.shift_even" : "rival.shift", { days, by: number(shifted.objective_loss, 2) }) });
}

/** What was asked for, or locked since, has nothing put in its place. @param {Stay} stay */
const isAskedFor = (stay) => (state.plan?.request.must ?? []).some((/** @type {any} */ must) => (must.place ?? must) === stay.municipality.code);

/** Alternatives weigh things otherwise: their stays tell none. @param {Stay} stay */
export function rivalBlock(stay) {
  if (stay.share === undefined || stay.share === null) return null;
  const percent = text("stay.share", { percent: number(stay.share * 100) });
  const { rival } = stay;
  if (!rival) return el("p", { class: "rival-none", text: `${percent} ${text(isAskedFor(stay) ? "rival.must" : "rival.none")}` });
  const same = nightsOf(rival) === stay.nights && rival.arrive === stay.arrive;
  const days = same ? text("rival.same_days", { nights: count("nights", nightsOf(rival)) }) : `${span(rival.arrive, rival.depart)} ${count("nights", nightsOf(rival))}`;
  return el(
    "details",
    { class: "rival" },
    el("summary", { text: `${percent} ${text("rival.next", { name: placeName(rival.municipality) })}` }),
    el("p", {}, el("b", { text: fullName(rival) }), text("rival.days", { days }), " ", boot.lang === "en" ? rival.why_en : rival.why),
    el("p", { class: "rival-loss", text: loss(rival) }),
    el("p", { class: "hint", text: text("rival.sense") }),
    shiftLine(stay),
    el("p", { class: "without", "data-without": stay.municipality.code, hidden: true }),
    el("button", { type: "button", class: "link", onclick: () => set({ place: rival.municipality.code }, "list"), text: text("rival.open", { name: placeName(rival.municipality) }) }),
  );
}
