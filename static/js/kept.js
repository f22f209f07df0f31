/** The trips of this device: open another, make a copy to try something else, let one go. */

import { get, post, remove } from "./api.js";
import { boot, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { inLanguage } from "./form.js";
import { date } from "./format.js";
import { on, state } from "./store.js";

/** @typedef {{id: string, created: string, modified: string, request: Record<string, any>}} Line */

/** @param {(plan: import("./types.js").Plan) => void} answered shows a plan as if it had just been made */
export function startKept(answered) {
  if (boot.readonly) return;
  const panel = /** @type {HTMLDetailsElement} */ (byId("kept"));
  const draw = () => panel.open && list(panel, answered);
  panel.addEventListener("toggle", draw);
  on(["plan"], draw);
}

/** @param {HTMLElement} panel @param {(plan: import("./types.js").Plan) => void} answered */
async function list(panel, answered) {
  await act(async () => {
    const { plans } = await get(inLanguage(boot.urls.plans));
    byId("kept-said").textContent = plans.length ? "" : text("kept.none");
    byId("kept-list").replaceChildren(...plans.map((/** @type {Line} */ line) => item(line, panel, answered)));
  });
}

/** @param {Line} line @param {HTMLElement} panel @param {(plan: import("./types.js").Plan) => void} answered */
function item(line, panel, answered) {
  const name = text("kept.trip", { start: date(line.request.start, true), days: line.request.days });
  const shown = state.plan?.id === line.id;
  const url = inLanguage(`${boot.urls.plans}/${line.id}`);
  const copy = async () => {
    const plan = await post(inLanguage(`${boot.urls.plans}/${line.id}/copies`), {});
    answered(plan);
    announce(text("kept.copied", { name }));
  };
  const drop = async () => {
    await remove(url);
    announce(text("kept.dropped", { name }));
    await list(panel, answered);
    byId("kept").querySelector("summary")?.focus();
  };
  const button = (/** @type {string} */ key, /** @type {() => Promise<void>} */ work) =>
    el("button", { type: "button", class: "tool", "aria-label": `${text(key)}: ${name}`, text: text(key), onclick: () => act(work) });
  const title = shown ? el("b", { text: name }) : el("a", { href: `?plan=${line.id}`, text: name });
  // the trip on the page cannot be let go under the reader's eyes
  return el("li", {}, title, el("small", { class: "hint", text: text(shown ? "kept.shown" : "kept.changed", { when: date(dayInJapan(line.modified), true) }) }), button("kept.copy", copy), !shown && button("kept.drop", drop));
}

/** @param {string} moment @returns {string} YYYY-MM-DD */
const dayInJapan = (moment) => new Date(Date.parse(moment) + 9 * 3_600_000).toISOString().slice(0, 10);

/** @param {() => Promise<void>} work */
async function act(work) {
  try {
    await work();
  } catch (error) {
    byId("kept-said").textContent = error instanceof Error ? boot.texts[`problem.${/** @type {any} */ (error).body?.error}`] ?? text("error.server") : text("error.server");
  }
}
