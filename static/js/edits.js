/** Editing a trip: each edit is one request; what changed is said, listed and marked, and can be taken back. */

import { Problem, post, put } from "./api.js";
import { boot, count, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { inLanguage } from "./form.js";
import { date } from "./format.js";
import { gaps } from "./stay_tools.js";
import { isOnlyNotes, later } from "./outbox.js";
import { on, set, state } from "./store.js";

/**
 * @typedef {{edit: string, place?: string, by?: string, arrive?: string, nights?: number, start?: string, days?: number,
 *   mode?: string, fields?: Record<string, any>, on?: boolean}} Edit
 * @typedef {{kind: string, place: string, name: string, name_en: string, by: string, before: {arrive: string, depart: string}|null,
 *   after: {arrive: string, depart: string}|null, text: string, text_en: string}} StayChange
 * @typedef {{kind: string, places: string[], text: string, text_en: string}} Conflict
 */

/** @typedef {import("./types.js").Plan} Plan */

/** Versions of the plan, by their sequence: what undo and redo go back to. @type {{undo: number[], redo: number[]}} */
const versions = { undo: [], redo: [] };

/** Places that the last edit changed. @type {Set<string>} */
export const changed = new Set();

let busy = false;

/** What was pressed before a refusal took the focus. */
let pressed = { code: "", act: "", id: "" };

/** Whether the trip shown is one's own and the best of its plan. */
export const editable = () => !boot.readonly && !!state.plan?.record && state.trip === state.plan.itinerary;

/** The fixed stay of a place, as the request has it. @param {string} code */
export const lockOf = (code) => (state.plan?.request.must ?? []).find((/** @type {any} */ must) => must.place === code && must.arrive && must.nights);

/** @param {string} name @param {Record<string, any>} body */
function ask(name, body) {
  const plan = /** @type {import("./types.js").Plan} */ (state.plan);
  const known = `"${plan.record?.sequence}-${boot.lang}"`;
  return post(inLanguage(`${boot.urls.plans}/${plan.id}/${name}`), body, undefined, { "If-Match": known });
}

/** What edits would do, kept nowhere. @param {Edit[]} edits @returns {Promise<{plan: any, changes: StayChange[], conflicts: Conflict[]}>} */
export const preview = (edits) => ask("replan", { edits, preview: true });

/**
 * Send edits; the focus goes back to what was pressed, or to the list of changes where that is gone.
 * @param {Edit[]} edits @returns {Promise<boolean>} whether they were kept
 */
export async function send(edits) {
  const before = Number(state.plan?.record?.sequence);
  const work = async () => {
    const told = await ask("replan", { edits });
    versions.undo.push(before);
    versions.redo = [];
    return told;
  };
  return run(work, { again: () => send(edits), merges: () => true, from: before });
}

/**
 * Put another notebook beside the trip. What is wrong with a field of it is thrown, so that its form can say so.
 * @param {import("./types.js").Notebook} notebook @returns {Promise<boolean>} whether it was kept
 */
export async function write(notebook) {
  const plan = state.plan;
  if (busy || !plan || !editable()) return false;
  busy = true;
  try {
    const told = await put(inLanguage(`${boot.urls.plans}/${plan.id}/notebook`), notebook, { "If-Match": `"${plan.record?.sequence}-${boot.lang}"` });
    versions.undo.push(Number(plan.record?.sequence));
    versions.redo = [];
    take(told);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.body.error === "offline" && waits(plan, notebook)) return true;
    if (error instanceof Problem && !["changed", "conflict"].includes(error.body.error)) throw error;
    // a notebook written on an older one would lose what the other wrote; on a trip that moved it loses nothing
    const again = () => write(notebook);
    await failed(error, { again, merges: (told) => !told.notebook.length, from: Number(plan.record?.sequence) });
    return false;
  } finally {
    busy = false;
  }
}

/** Notes that need no planner wait on this device. @param {Plan} plan @param {import("./types.js").Notebook} notebook */
function waits(plan, notebook) {
  if (!isOnlyNotes(plan.notebook, notebook) || !later(plan.id, { notebook, from: Number(plan.record?.sequence) })) return false;
  set({ plan: { ...plan, notebook } }, "edit");
  byId("outbox-note").hidden = false;
  announce(text("offline.waiting"));
  return true;
}

/** @param {"undo"|"redo"} way */
export async function takeBack(way) {
  const other = way === "undo" ? "redo" : "undo";
  if (!versions[way].length) {
    announce(text(`edit.no_${way}`));
    return;
  }
  const before = Number(state.plan?.record?.sequence);
  const to = versions[way][versions[way].length - 1];
  const work = async () => {
    const told = await ask("restore", { sequence: to });
    versions[way].pop();
    versions[other].push(before);
    return { ...told, said: text(`edit.${way}_done`) };
  };
  // going back goes over what the other saved: it can only be kept instead of theirs
  await run(work, { again: async () => {}, merges: () => false, from: to });
}

/** @param {() => Promise<any>} work @param {import("./keeping/elsewhere.js").Late} late what to offer where another was quicker */
async function run(work, late) {
  if (busy || !editable()) return false;
  busy = true;
  byId("editing").setAttribute("aria-busy", "true");
  const focus = focused();
  try {
    const told = await work();
    take(told);
    restoreFocus(focus);
    return true;
  } catch (error) {
    pressed = focus;
    await failed(error, late);
    return false;
  } finally {
    busy = false;
    byId("editing").removeAttribute("aria-busy");
  }
}

/** @param {{plan: any, changes: StayChange[], conflicts: Conflict[], said?: string}} told */
function take({ plan, changes, said }) {
  const code = state.stay === null ? null : state.trip?.stays[state.stay]?.municipality.code;
  changed.clear();
  for (const change of changes) if (change.kind !== "kept" && change.after) changed.add(change.place);
  const at = plan.itinerary.stays.findIndex((/** @type {any} */ stay) => stay.municipality.code === code);
  byId("conflicts").hidden = true;
  set({ plan, trip: plan.itinerary, stay: at < 0 ? null : at, leg: null }, "edit");
  list(changes, said);
}

/** @param {StayChange[]} changes @param {string} [said] */
function list(changes, said) {
  const told = changes.filter((change) => change.kind !== "kept");
  const kept = changes.length - told.length;
  const line = (/** @type {StayChange} */ change) =>
    el("li", { class: change.kind }, el("b", { text: boot.lang === "en" ? change.name_en : change.name }), " ", boot.lang === "en" ? change.text_en : change.text);
  byId("changes").hidden = !changes.length;
  byId("changes-list").replaceChildren(...told.map(line));
  byId("changes-kept").textContent = kept ? count("edit.kept", kept) : "";
  const first = told.map((change) => `${boot.lang === "en" ? change.name_en : change.name}${boot.lang === "en" ? ": " : "："}${boot.lang === "en" ? change.text_en : change.text}`);
  announce(said ?? (told.length ? [count("edit.changed", told.length), ...first].join(" ") : text("edit.unchanged")));
}

/** @param {unknown} error @param {import("./keeping/elsewhere.js").Late} late */
async function failed(error, late) {
  const problem = error instanceof Problem ? error.body : {};
  if (problem.error === "changed") {
    await (await import("./keeping/elsewhere.js")).choose(late);
    return;
  }
  /** @type {string[]} */
  const lines = problem.error === "conflict" ? problem.conflicts.map((/** @type {Conflict} */ conflict) => (boot.lang === "en" ? conflict.text_en : conflict.text)) : [sentence(problem)];
  byId("conflicts-list").replaceChildren(...lines.map((line) => el("li", { text: line })));
  byId("changes").hidden = true;
  byId("conflicts").hidden = false;
  byId("conflicts-title").focus();
  announce([text("edit.conflict"), ...lines].join(" "));
}

/** @param {Record<string, any>} problem */
function sentence(problem) {
  if (!problem.error) return text("error.network");
  return boot.texts[`problem.${problem.error}`] ?? (boot.lang === "en" ? String(problem.detail ?? "") : text("edit.failed"));
}

function forgetVersions() {
  versions.undo = [];
  versions.redo = [];
  changed.clear();
}

/** What has the focus, in a way that survives drawing. */
function focused() {
  const node = document.activeElement;
  return { code: node?.closest("[data-code]")?.getAttribute("data-code") ?? "", act: node?.getAttribute("data-act") ?? "", id: node?.id ?? "" };
}

/** @param {{code: string, act: string, id: string}} was */
function restoreFocus({ code, act, id }) {
  const again = act ? document.querySelector(`[data-code="${code}"] [data-act="${act}"], [data-code="${code}"][data-act="${act}"]`) : id ? document.getElementById(id) : null;
  const tools = again?.closest("details");
  if (tools && !tools.open) tools.open = true;
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  else if (!byId("changes").hidden) byId("changes-title").focus();
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !editable()) return;
  if (event.target instanceof HTMLElement && event.target.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea, select")) return;
  const letter = event.key.toLowerCase();
  const way = letter === "z" ? (event.shiftKey ? "redo" : "undo") : letter === "y" ? "redo" : null;
  if (!way) return;
  event.preventDefault();
  takeBack(way);
}

function drawBar() {
  const plan = state.plan;
  byId("editing").hidden = !editable();
  if (!plan || !editable()) return;
  byId("undo").setAttribute("aria-disabled", String(!versions.undo.length));
  byId("redo").setAttribute("aria-disabled", String(!versions.redo.length));
  const locks = (plan.request.must ?? []).length;
  byId("unlock-all").hidden = !locks || plan.request.fill === false;
  byId("fill-rest").hidden = plan.request.fill !== false;
  /** @type {HTMLInputElement} */ (byId("fill")).checked = plan.request.fill !== false;
  drawParked(plan.request.parked ?? []);
}

/** @param {{place: string, arrive?: string, nights?: number}[]} parked */
function drawParked(parked) {
  byId("parked").hidden = !parked.length;
  byId("parked-list").replaceChildren(
    ...parked.map((stay) => {
      const when = stay.arrive ? `${date(stay.arrive)} · ${count("nights", stay.nights ?? 0)}` : "";
      const open = state.plan?.request.fill === false && !stay.arrive ? gaps()[0] : null;
      const days = open ? { arrive: open.day, nights: Math.min(stay.nights ?? open.nights, open.nights) } : { arrive: stay.arrive, nights: stay.nights };
      const back = el("button", { type: "button", class: "quiet", "data-act": "take-up", onclick: () => send([{ edit: "insert", place: stay.place, ...days }]), text: text("edit.take_up") });
      const free = el("button", { type: "button", class: "quiet", "data-act": "forget", onclick: () => send([{ edit: "allow", place: stay.place }]), text: text("edit.forget") });
      return el("li", { "data-code": stay.place }, el("span", { text: names.get(stay.place) ?? stay.place }), " ", el("small", { text: when }), back, free);
    }),
  );
}

/** Names of places that the trip has had; the request knows codes only. @type {Map<string, string>} */
const names = new Map();

export function startEdits() {
  if (boot.readonly) return;
  on(["trip"], (now, from) => {
    for (const stay of now.plan?.itinerary.stays ?? []) names.set(stay.municipality.code, boot.lang === "en" ? stay.municipality.name_en : stay.municipality.name);
    if (from === "plan") {
      forgetVersions();
      byId("changes").hidden = byId("conflicts").hidden = true;
    }
    drawBar();
  });
  byId("undo").addEventListener("click", () => takeBack("undo"));
  byId("redo").addEventListener("click", () => takeBack("redo"));
  byId("unlock-all").addEventListener("click", () => send([{ edit: "unlock" }]));
  byId("fill-rest").addEventListener("click", () => send([{ edit: "fill", on: true }]));
  byId("fill").addEventListener("change", (event) => send([{ edit: "fill", on: /** @type {HTMLInputElement} */ (event.target).checked }]));
  byId("changes-close").addEventListener("click", () => {
    byId("changes").hidden = true;
    byId("undo").focus();
  });
  byId("conflicts-close").addEventListener("click", () => {
    byId("conflicts").hidden = true;
    restoreFocus(pressed.act || pressed.id ? pressed : { code: "", act: "", id: "undo" });
  });
  document.addEventListener("keydown", key);
}
