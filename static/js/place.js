/** A municipality's card: its windows, and ways to use it in the trip. */

import { keep } from "./address.js";
import { get } from "./api.js";
import { boot, count, text } from "./boot.js";
import { Combobox } from "./combobox.js";
import { byId, el } from "./dom.js";
import { addStay } from "./stay_tools.js";
import { on, set, state } from "./store.js";
import { throughCard } from "./through.js";
import { windowItem } from "./words.js";

/** @type {HTMLElement|null} where the focus returns to */
let opener = null;

/** @param {{code: string, name: string, name_en: string, name_kana: string, prefecture_name: string, prefecture_en: string}} place */
function heading(place) {
  const [name, rest] = boot.lang === "en" ? [place.name_en, `${place.prefecture_en} · ${place.prefecture_name}${place.name}`] : [place.name, `${place.prefecture_name} · ${place.name_kana}`];
  return el("div", { class: "place-head" }, el("h2", { id: "place-title", tabindex: -1, text: name }), el("p", { text: rest }));
}

/** @param {(name: "from"|"must"|"avoid", choice: {code: string, label: string}) => void} use @param {{code: string, label: string}} choice */
function actions(use, choice) {
  if (boot.readonly) return null;
  const button = (/** @type {"from"|"must"|"avoid"} */ name) => el("button", { type: "button", onclick: () => use(name, choice), text: text(`place.use_${name}`) });
  return el("div", { class: "place-actions" }, addStay(choice.code), button("must"), button("avoid"), button("from"));
}

/** @param {string} code @param {(name: "from"|"must"|"avoid", choice: {code: string, label: string}) => void} use */
async function show(code, use) {
  const body = byId("place-body");
  byId("place").hidden = false;
  body.replaceChildren(el("p", { class: "hint", text: text("place.loading") }));
  let found;
  try {
    found = await get(`${boot.urls.municipalities}/${code}`);
  } catch {
    body.replaceChildren(el("p", { class: "error", text: text("error.network") }));
    return;
  }
  if (state.place !== code) return;
  const place = found.municipality;
  const open = (/** @type {{start: string, end: string}} */ window) => isOpen(window, state.month);
  const windows = [...found.windows.filter(open), ...found.windows.filter((/** @type {any} */ window) => !open(window))];
  const label = boot.lang === "en" ? `${place.name_en}, ${place.prefecture_en}` : place.prefecture_name + place.name;
  body.replaceChildren(
    heading(place),
    found.windows.length ? el("p", { class: "hint", text: text("demand.note") }) : el("p", { text: text("place.none") }),
    el("ul", { class: "window-list", "aria-label": count("stay.windows", found.windows.length) }, ...windows.map((window) => windowItem(window, open(window)))),
    throughCard(code, label) ?? "",
    actions(use, { code, label }) ?? "",
    el("p", { class: "more-link" }, el("a", { href: boot.urls.place_page.replace("00000", code), text: text("place.page") })),
  );
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

/** @param {(name: "from"|"must"|"avoid", choice: {code: string, label: string}) => void} use */
export function startPlace(use) {
  const look = /** @type {HTMLInputElement} */ (byId("f-look"));
  const search = new Combobox(look, (choice) => {
    search.clear();
    set({ place: choice.code }, "search");
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
    show(place, use);
  });
}
