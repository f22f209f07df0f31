/** The trips of this device: open, name, copy, compare, let go; and trips from files. */

import { Problem, get, post, put, remove, upload } from "../api.js";
import { boot, count, text } from "../boot.js";
import { announce, byId, el } from "../dom.js";
import { inLanguage } from "../form.js";
import { date, minutes, number, yen } from "../format.js";
import { later, waiting } from "../outbox.js";
import { set, state } from "../store.js";
import { asked, dayInJapan, once } from "./common.js";

/** @typedef {import("../types.js").Plan} Plan */
/** @typedef {{id: string, name: string, trip: string, created: string, modified: string, request: Record<string, any>, totals: Record<string, any>, objective: number}} Line */

const said = () => byId("kept-said");
/** @param {Line} line */
const titleOf = (line) => (waiting(line.id)?.name ?? line.name) || text("kept.trip", { start: date(line.request.start, true), days: line.request.days });

let drawings = 0;

/** @param {(plan: Plan) => void} answered shows a plan as if it had just been made */
export async function drawTrips(answered) {
  const mine = (drawings += 1);
  await asked(said(), async () => {
    const { plans } = await get(inLanguage(boot.urls.plans));
    // an older answer that comes late shows what is no more
    if (mine !== drawings) return;
    said().textContent = plans.length ? "" : text("kept.none");
    const groups = grouped(plans);
    byId("kept-list").replaceChildren(...groups.flatMap((lines) => lines.map((line, at) => item(line, at > 0, lines.length, answered))));
    byId("kept-compare").replaceChildren(...groups.filter((lines) => lines.length > 1).map(compared));
  });
}

/** Variants stand together, in the order in which they were made; the newest trip is first. @param {Line[]} plans @returns {Line[][]} */
function grouped(plans) {
  /** @type {Map<string, Line[]>} */
  const groups = new Map();
  for (const line of plans) groups.set(line.trip, [line, ...(groups.get(line.trip) ?? [])]);
  return [...groups.values()];
}

/** @param {Line} line @param {boolean} variant @param {number} size of its group @param {(plan: Plan) => void} answered */
function item(line, variant, size, answered) {
  const name = titleOf(line);
  const shown = state.plan?.id === line.id;
  const address = inLanguage(`${boot.urls.plans}/${line.id}`);
  const copy = async () => {
    answered(await post(inLanguage(`${boot.urls.plans}/${line.id}/copies`), { name: text("kept.variant", { n: number(size + 1) }) }));
    announce(text("kept.copied", { name }));
  };
  const drop = async () => {
    await remove(address);
    announce(text("kept.dropped", { name }));
    await drawTrips(answered);
    byId("kept").querySelector("summary")?.focus();
  };
  const button = (/** @type {string} */ key, /** @type {() => Promise<void>} */ work) =>
    el("button", { type: "button", class: "tool", "aria-label": `${text(key)}: ${name}`, text: text(key), onclick: once(() => asked(said(), work)) });
  const title = shown ? el("b", { text: name }) : el("a", { href: `?plan=${line.id}`, text: name });
  const facts = [shown ? text("kept.shown") : text("kept.changed", { when: date(dayInJapan(line.modified), true) }), count("places", line.totals.stops), count("nights", line.totals.nights)];
  const box = el("li", { class: variant ? "variant" : "", "data-plan": line.id }, title, el("small", { class: "hint", text: facts.join(" · ") }), button("kept.copy", copy), button("kept.name", async () => naming(box, line, answered)), !shown && button("kept.drop", drop));
  return box;
}

/** Write the name where it stands. @param {HTMLElement} box @param {Line} line @param {(plan: Plan) => void} answered */
function naming(box, line, answered) {
  const field = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 80, value: line.name, "aria-label": text("kept.name_of", { name: titleOf(line) }) }));
  const done = once(async () => {
    await asked(said(), async () => {
      const name = field.value.trim();
      try {
        await put(inLanguage(`${boot.urls.plans}/${line.id}/name`), { name }, {});
      } catch (error) {
        // a name needs no planner: it waits on this device
        if (!(error instanceof Problem) || error.body.error !== "offline" || !later(line.id, { name })) throw error;
        byId("outbox-note").hidden = false;
      }
      const shown = state.plan?.id === line.id ? state.plan : null;
      if (shown?.record) set({ plan: { ...shown, record: { ...shown.record, name } } }, "name");
      await drawTrips(answered);
      announce(text("kept.named"));
      /** @type {HTMLElement|null} */ (byId("kept-list").querySelector(`[data-plan="${line.id}"] button:nth-of-type(2)`))?.focus();
    });
  });
  const submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    done();
  };
  box.replaceChildren(el("form", { class: "naming", onsubmit: submitted }, field, el("button", { type: "submit", class: "tool", text: text("kept.name_do") }), el("button", { type: "button", class: "tool", text: text("kept.name_not"), onclick: () => drawTrips(answered) })));
  field.focus();
  field.select();
}

/** @type {[string, (line: Line) => string][]} */
const ROWS = [
  ["total.stops", ({ totals }) => count("places", totals.stops)],
  ["total.days", ({ totals }) => count("nights", totals.nights)],
  ["total.travel", ({ totals }) => minutes(totals.travel_minutes)],
  ["total.fares", ({ totals }) => yen(totals.fare_jpy)],
  ["total.lodging", ({ totals }) => (totals.lodging_jpy === 0 ? text("lodging.expected") : yen(totals.lodging_jpy))],
  ["total.earnings", ({ totals }) => (totals.earnings_jpy === null ? text("unknown") : yen(totals.earnings_jpy))],
  ["total.co2", ({ totals }) => `${number(totals.co2_kg)} kg`],
  ["kept.worth", ({ objective }) => number(objective, 1)],
];

/** Variants side by side. @param {Line[]} lines */
function compared(lines) {
  const head = el("tr", {}, el("td"), ...lines.map((line) => el("th", { scope: "col" }, state.plan?.id === line.id ? el("b", { text: titleOf(line) }) : el("a", { href: `?plan=${line.id}`, text: titleOf(line) }))));
  const rows = ROWS.map(([key, tell]) => el("tr", {}, el("th", { scope: "row", text: text(key) }), ...lines.map((line) => el("td", { text: tell(line) }))));
  const summary = text("kept.compare", { n: lines.length });
  return el("details", { class: "compared" }, el("summary", { text: summary }), el("div", { class: "compared-scroll", role: "region", tabindex: "0", "aria-label": summary }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows))));
}

/** A trip from a file: kept under a new id, and what of it no longer holds is said. @param {(plan: Plan) => void} answered */
export function startImport(answered) {
  const field = /** @type {HTMLInputElement} */ (byId("kept-file"));
  field.addEventListener("change", async () => {
    const file = field.files?.[0];
    if (!file) return;
    said().textContent = text("kept.reading", { name: file.name });
    byId("kept-findings").replaceChildren();
    await asked(said(), async () => {
      const { plan, findings } = await upload(inLanguage(`${boot.urls.plans}/import?name=${encodeURIComponent(nameOf(file))}`), file);
      answered(plan);
      said().textContent = count("kept.read", findings.length);
      const lines = findings.map((/** @type {any} */ finding) => el("li", { text: boot.lang === "en" ? finding.text_en : finding.text }));
      byId("kept-findings").replaceChildren(...lines);
    });
    field.value = "";
  });
}

/** @param {File} file */
const nameOf = (file) => file.name.replace(/\.json$/i, "").slice(0, 80);
