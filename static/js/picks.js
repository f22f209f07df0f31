/** Places that the trip must visit or shall avoid: picked on a card, on the map or by its search, and shown in the form. */

import { text } from "./boot.js";
import { announce, byId } from "./dom.js";
import { setSheet } from "./sheet.js";
import { on, set, state } from "./store.js";

/** @typedef {"must"|"avoid"} Name */
/** @typedef {import("./form.js").TripForm} TripForm */

/** @type {TripForm|null} */
let form = null;
/** @type {(code: string) => string} */
let labelOf = (code) => code;
/** @type {HTMLElement|null} the button that began the picking */
let opener = null;

/** @param {Name} name @param {string} code */
export const isPicked = (name, code) => state[name].split(",").includes(code);

/** Put a place into a list, or take it out; a place is in one list at most. @param {Name} name @param {string} code */
export function toggle(name, code) {
  if (!form) return;
  const other = name === "must" ? "avoid" : "must";
  const label = labelOf(code);
  const taken = !form.drop(name, code);
  if (taken) {
    form.drop(other, code);
    form.add(name, { code, label });
  }
  announce(text(taken ? `pick.${name}_in` : "pick.out", { name: label }));
  byId("picking-said").textContent = text(taken ? "pick.in" : "pick.out", { name: label });
}

/** A municipality was clicked or found: it is picked while places are picked, else opened. @param {string} code @param {string} from */
export function choose(code, from) {
  if (state.picking) toggle(state.picking, code);
  else set({ place: code }, from);
}

/** @param {Name} name @param {HTMLElement} button */
function begin(name, button) {
  opener = button;
  byId("picking-what").textContent = text(`pick.${name}`);
  byId("picking-said").textContent = "";
  set({ picking: name, place: null }, "picks");
  setSheet("peek");
  byId("f-look").focus({ preventScroll: true });
}

function end() {
  if (!state.picking) return;
  set({ picking: "" }, "picks");
  setSheet("full");
  opener?.focus();
}

/** @param {TripForm} of @param {(code: string) => string} label of a municipality */
export function startPicks(of, label) {
  form = of;
  labelOf = label;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-pick]"))) {
    button.addEventListener("click", () => begin(/** @type {Name} */ (button.dataset.pick), button));
  }
  byId("picking-end").addEventListener("click", end);
  addEventListener("keydown", (event) => event.key === "Escape" && end());
  on(["picking"], ({ picking }) => {
    byId("picking").hidden = !picking;
    byId("map-area").classList.toggle("picking-places", Boolean(picking));
  });
}
