/** Other dates for the whole trip: move all of it, keep what is fixed, or set aside what no longer fits; seen before it is done. */

import { boot, count, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { yen } from "./format.js";
import { preview, send } from "./edits.js";
import { on, state } from "./store.js";

const MODES = ["shift", "keep", "park"];
const WAIT = 400;

let timer = 0;
let asked = 0;

const start = () => /** @type {HTMLInputElement} */ (byId("dates-start"));
const days = () => /** @type {HTMLInputElement} */ (byId("dates-days"));
const chosen = () => /** @type {HTMLInputElement|null} */ (document.querySelector("#dates-form [name=dates-mode]:checked"))?.value ?? "shift";

/** @param {string} mode */
const edit = (mode) => ({ edit: "dates", start: start().value, days: Number(days().value), mode });

function fill() {
  const request = state.plan?.request;
  // what is still on its way was asked of an earlier version
  asked += 1;
  if (!request) return;
  start().value = request.start;
  days().value = request.days;
  for (const mode of MODES) byId(`dates-${mode}-said`).replaceChildren();
}

/** Ask for all three, one after another, so that they can be compared. */
async function show() {
  const number = (asked += 1);
  const request = state.plan?.request;
  const same = !request || (start().value === request.start && Number(days().value) === request.days);
  if (same || !start().checkValidity() || !days().checkValidity() || !start().value) return;
  for (const mode of MODES) byId(`dates-${mode}-said`).textContent = text("edit.dates_wait");
  for (const mode of MODES) {
    let told;
    try {
      told = await preview([edit(mode)]);
    } catch {
      told = null;
    }
    if (number !== asked) return;
    byId(`dates-${mode}-said`).replaceChildren(...lines(told));
  }
  announce(text("edit.dates_ready"));
}

/** @param {{plan: any, changes: import("./edits.js").StayChange[], conflicts: import("./edits.js").Conflict[]}|null} told @returns {HTMLElement[]} */
function lines(told) {
  if (!told) return [el("span", { text: text("edit.failed") })];
  if (!told.plan) return told.conflicts.map((conflict) => el("span", { class: "error", text: boot.lang === "en" ? conflict.text_en : conflict.text }));
  const of = (/** @type {string} */ kind) => told.changes.filter((change) => change.kind === kind).length;
  const parts = ["kept", "moved", "added", "removed", "parked"].filter((kind) => of(kind)).map((kind) => count(`edit.n_${kind}`, of(kind)));
  const { totals } = told.plan.itinerary;
  return [el("span", { text: parts.join(text("comma")) }), el("span", { text: text("edit.dates_cost", { yen: yen(totals.fare_jpy + totals.lodging_jpy), value: Math.round(totals.value) }) })];
}

export function startDates() {
  if (boot.readonly) return;
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, WAIT);
  };
  for (const input of [start(), days()]) input.addEventListener("input", later);
  byId("dates-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await send([edit(chosen())]))) return;
    byId("dates").removeAttribute("open");
    // the button pressed is folded away, and what follows it has moved
    byId("changes-title").focus({ preventScroll: true });
    byId("changes-title").scrollIntoView({ block: "nearest" });
  });
  on(["plan"], fill);
}
