/** A municipality's card: its windows, and ways to use it in the trip. */

import { keep } from "./address.js";
import { get } from "./api.js";
import { boot, count, text } from "./boot.js";
import { Combobox } from "./combobox.js";
import { byId, el } from "./dom.js";
import { choose, isPicked, toggle } from "./picks.js";
import { climateBlock } from "./place_climate.js";
import { wayHere } from "./place_way.js";
import { yearStrip } from "./place_year.js";
import { redraw } from "./redraw.js";
import { addStay, canAdd } from "./stay_tools.js";
import { on, set, state } from "./store.js";
import { throughCard } from "./through.js";
import { windowItem } from "./words.js";

/** @type {HTMLElement|null} where the focus returns to */
let opener = null;
/** Draws what the open card offers anew: a trip that has just come can take the place in. */
let again = () => {};

/** @param {{code: string, name: string, name_en: string, name_kana: string, prefecture_name: string, prefecture_en: string}} place */
function heading(place) {
  const [name, rest] = boot.lang === "en" ? [place.name_en, `${place.prefecture_en} · ${place.prefecture_name}${place.name}`] : [place.name, `${place.prefecture_name} · ${place.name_kana}`];
  return el("div", { class: "place-head" }, el("h2", { id: "place-title", tabindex: -1, text: name }), el("p", { text: rest }));
}

/**
 * What the card does with the trip's form.
 * @typedef {object} Uses
 * @property {(choice: {code: string, label: string}) => void} start begins the trip there
 * @property {(choice: {code: string, label: string}) => void} through plans the best trip through there
 * @property {() => void} again plans anew with what is picked
 * @property {() => import("./place_way.js").From} from
 */

/** @param {Uses} uses @param {{code: string, label: string}} choice */
const throughButton = (uses, choice) => el("button", { type: "button", "data-act": "through", onclick: () => uses.through(choice), text: text("place.best_through") });

/** What one most likely came for stands above the year: on a phone the rest lies below the fold. @param {Uses|null} uses @param {{code: string, label: string}} choice */
function mainAction(uses, choice) {
  return uses && el("div", { class: "place-actions main-action" }, addStay(choice.code) ?? throughButton(uses, choice));
}

/** @param {Uses|null} uses @param {{code: string, label: string}} choice */
function actions(uses, choice) {
  if (!uses) return null;
  const pick = (/** @type {"must"|"avoid"} */ name) => {
    const button = el("button", { type: "button", "data-act": name, "data-picks": name, "aria-pressed": String(isPicked(name, choice.code)), onclick: () => toggle(name, choice.code), text: text(`place.use_${name}`) });
    return button;
  };
  return el(
    "div",
    { class: "place-actions" },
    canAdd(choice.code) && throughButton(uses, choice),
    pick("must"),
    pick("avoid"),
    el("button", { type: "button", "data-act": "from", onclick: () => uses.start(choice), text: text("place.use_from") }),
    el("p", { class: "again", "data-again": true, hidden: true }, text("pick.changed"), " ", el("button", { type: "button", class: "link", onclick: uses.again, text: text("pick.again") })),
  );
}

/** The card's buttons say what is picked; a trip that is shown was planned without it. */
function followPicks() {
  const card = byId("place-body");
  for (const button of card.querySelectorAll("[data-picks]")) button.setAttribute("aria-pressed", String(isPicked(/** @type {any} */ (button.getAttribute("data-picks")), state.place ?? "")));
  const again = /** @type {HTMLElement|null} */ (card.querySelector("[data-again]"));
  if (again) again.hidden = !state.plan;
}

/** @param {string} code @param {Uses|null} uses */
async function show(code, uses) {
  const body = byId("place-body");
  byId("place").hidden = false;
  body.dataset.way = code;
  body.replaceChildren(el("p", { class: "hint", text: text("place.loading") }));
  let found;
  try {
    found = await get(`${boot.urls.municipalities}/${code}`);
  } catch {
    if (state.place === code) body.replaceChildren(el("p", { class: "error", text: text("error.network") }));
    return;
  }
  if (state.place !== code) return;
  const place = found.municipality;
  const open = (/** @type {{start: string, end: string}} */ window) => isOpen(window, state.month);
  const windows = [...found.windows.filter(open), ...found.windows.filter((/** @type {any} */ window) => !open(window))];
  const label = boot.lang === "en" ? `${place.name_en}, ${place.prefecture_en}` : place.prefecture_name + place.name;
  body.replaceChildren(
    heading(place),
    mainAction(uses, { code, label }) ?? "",
    yearStrip(windows) ?? "",
    climateBlock(found.climate) ?? "",
    actions(uses, { code, label }) ?? "",
    (uses && wayHere(code, uses.from())) ?? "",
    throughCard(code, label) ?? "",
    found.windows.length ? el("p", { class: "hint", text: text("demand.note") }) : el("p", { text: text("place.none") }),
    el("ul", { class: "window-list", "aria-label": count("stay.windows", found.windows.length) }, ...windows.map((window) => windowItem(window, open(window)))),
    el("p", { class: "more-link" }, el("a", { href: boot.urls.place_page.replace("00000", code), text: text("place.page") })),
  );
  again = () => {
    body.querySelector(".main-action")?.replaceWith(mainAction(uses, { code, label }) ?? "");
    body.querySelector(".place-actions:not(.main-action)")?.replaceWith(actions(uses, { code, label }) ?? "");
    followPicks();
  };
  byId("place-title").focus({ preventScroll: true });
  byId("place").scrollTop = 0;
}

/** Whether a recurring window has a day in a month. @param {{start: string, end: string}} window @param {number} month */
function isOpen({ start, end }, month) {
  const [from, to] = [Number(start.slice(-5, -3)), Number(end.slice(-5, -3))];
  return start <= end ? from <= month && month <= to : month >= from || month <= to;
}

function close() {
  if (!state.place) return;
  set({ place: null }, "card");
  opener?.focus({ preventScroll: true });
}

/** @param {Uses|null} uses none on a shared trip */
export function startPlace(uses) {
  const look = /** @type {HTMLInputElement} */ (byId("f-look"));
  const search = new Combobox(look, (choice) => {
    search.clear();
    choose(choice.code, "search");
  });
  byId("place-close").addEventListener("click", close);
  byId("place").addEventListener("keydown", (event) => event.key === "Escape" && close());
  on(["place"], ({ place }, from) => {
    if (from !== "address") keep({ place }, { back: Boolean(place), now: true });
    if (!place) {
      byId("place").hidden = true;
      return;
    }
    opener = /** @type {HTMLElement|null} */ (document.activeElement);
    show(place, uses);
  });
  on(["must", "avoid"], followPicks);
  on(["trip"], ({ place }) => place && redraw([byId("place")], again));
}
