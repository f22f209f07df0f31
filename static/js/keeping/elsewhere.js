/** The plan was changed elsewhere: in another tab, on another device, by somebody with a link that lets change it. */

import { Problem, get, post } from "../api.js";
import { boot, named, text } from "../boot.js";
import { announce, byId, el } from "../dom.js";
import { inLanguage } from "../form.js";
import { date } from "../format.js";
import { set, state } from "../store.js";

/** @typedef {import("../types.js").Plan} Plan */
/** @typedef {{stays: any[], request: string[], notebook: string[], since: number, sequence: number}} Difference */
/**
 * A change that came too late, to be tried again.
 * @typedef {object} Late
 * @property {() => Promise<unknown>} again makes it on the plan that is then shown
 * @property {(told: Difference) => boolean} merges whether it can be made on top of the other's change
 * @property {number} from the version that it was made on
 */

const url = (/** @type {Plan} */ plan, /** @type {string} */ more = "") => `${boot.urls.plans}/${plan.id}${more}`;

/** @param {number} since @returns {Promise<{latest: Plan, told: Difference}>} */
export async function newest(since) {
  const plan = /** @type {Plan} */ (state.plan);
  const [latest, told] = await Promise.all([get(inLanguage(url(plan))), get(`${url(plan, "/changes")}?since=${since}`).catch(() => ({ stays: [], request: [], notebook: [] }))]);
  return { latest, told };
}

/** Show the other's version; nothing of one's own is lost by it. @param {Plan} latest */
export function take(latest) {
  const code = state.stay === null ? null : state.trip?.stays[state.stay]?.municipality.code;
  const at = latest.itinerary.stays.findIndex((stay) => stay.municipality.code === code);
  set({ plan: latest, trip: latest.itinerary, stay: at < 0 ? null : at, leg: null }, "plan");
}

/** What differs, in lines. @param {Difference} told */
function lines({ stays, request, notebook }) {
  const when = (/** @type {any} */ days) => (days ? `${date(days.arrive)} – ${date(days.depart)}` : "");
  const told = stays.map((change) => text(`elsewhere.${change.kind}`, { name: boot.lang === "en" ? change.name_en : change.name, before: when(change.before), after: when(change.after) }));
  const fields = request.filter((name) => name !== "must" && `field.${name}` in boot.texts);
  if (fields.length) told.push(text("elsewhere.request", { parts: fields.map((name) => named("field", name)).join(text("comma")) }));
  if (notebook.length) told.push(text("elsewhere.notebook"));
  return told.length ? told : [text("elsewhere.small")];
}

/** @param {string} heading @param {string[]} told @param {Node[]} buttons */
function say(heading, told, buttons) {
  const title = el("h4", { id: "elsewhere-title", tabindex: "-1", text: heading });
  byId("elsewhere").replaceChildren(title, el("ul", {}, ...told.map((line) => el("li", { text: line }))), el("p", { class: "elsewhere-choices" }, ...buttons));
  byId("elsewhere").hidden = false;
  announce([heading, ...told].join(" "));
  return title;
}

export function close() {
  byId("elsewhere").hidden = true;
}

/** The other's saved change was just shown. @param {Difference} told */
export function tellTaken(told) {
  say(text("elsewhere.taken"), lines(told), [el("button", { type: "button", class: "link", text: text("edit.close"), onclick: close })]);
}

/** One's own change met another's: show what differs and let the reader choose. @param {Late} late */
export async function choose(late) {
  const { latest, told } = await newest(late.from);
  const choice = (/** @type {string} */ key, /** @type {() => Promise<unknown>} */ work, primary = false) =>
    el("button", {
      type: "button",
      class: primary ? "primary" : "quiet",
      "data-choice": key,
      text: text(`elsewhere.choice.${key}`),
      onclick: async () => {
        close();
        try {
          await work();
        } catch (error) {
          await again(error, late);
        }
      },
    });
  const mine = async () => {
    take(latest);
    const back = await post(inLanguage(url(latest, "/restore")), { sequence: late.from }, undefined, { "If-Match": `"${latest.record?.sequence}-${boot.lang}"` });
    take(back.plan);
    await late.again();
  };
  const variant = async () => {
    const copy = await post(inLanguage(url(latest, "/copies")), { sequence: late.from, name: text("elsewhere.variant") });
    if (boot.guest) return leave(copy);
    const address = new URL(location.href);
    address.searchParams.set("plan", copy.id);
    history.replaceState(history.state, "", address);
    take(copy);
    return late.again();
  };
  const both = async () => {
    take(latest);
    await late.again();
  };
  const merges = late.merges(told);
  const buttons = [merges && choice("both", both, true), choice("mine", mine), choice("theirs", async () => take(latest), !merges), choice("variant", variant)];
  say(text("elsewhere.heading"), [...lines(told), text("elsewhere.safe")], /** @type {Node[]} */ (buttons.filter(Boolean))).focus();
}

/** What was chosen failed: somebody was quicker once more, or the server said no; the choice stands again. @param {unknown} error @param {Late} late */
async function again(error, late) {
  await choose(late);
  if (error instanceof Problem && error.body.error === "changed") return;
  byId("elsewhere").append(el("p", { role: "alert", text: text("error.server") }));
}

/** A copy lies on the own device, not behind the link. @param {Plan} copy */
function leave(copy) {
  location.href = `/${boot.lang}/?plan=${copy.id}`;
}
