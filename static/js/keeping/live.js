/** Sees what others save: asks when the page is looked at again, and now and then while it is. */

import { Problem, get, put } from "../api.js";
import { boot, text } from "../boot.js";
import { announce, byId } from "../dom.js";
import { inLanguage } from "../form.js";
import { sent, waiting } from "../outbox.js";
import { on, set, state } from "../store.js";
import { choose, close, newest, take, tellTaken } from "./elsewhere.js";

const EVERY_MS = 15_000;
let looking = false;

export function startLive() {
  setInterval(look, EVERY_MS);
  addEventListener("focus", look);
  addEventListener("online", async () => {
    await send();
    await look();
  });
  document.addEventListener("visibilitychange", look);
  on(["plan"], (_, from) => {
    if (from === "edit") close();
    if (from === "plan") remember();
  });
  remember();
}

/** Show what still waits on this device beside the plan as the server has it; then send it. */
function remember() {
  const { plan } = state;
  const found = plan?.record && waiting(plan.id);
  byId("outbox-note").hidden = !found;
  if (!plan?.record || !found) return;
  const named = found.name === undefined ? plan.record : { ...plan.record, name: found.name };
  set({ plan: { ...plan, record: named, ...(found.notebook ? { notebook: found.notebook } : {}) } }, "edit");
  send();
}

let sending = false;

/** Send what waits for the plan that is shown, with the version it was written on. */
async function send() {
  const { plan } = state;
  const found = plan?.record && waiting(plan.id);
  if (sending || !plan?.record || !found || !navigator.onLine) return;
  sending = true;
  try {
    if (found.name !== undefined) {
      await put(inLanguage(`${boot.urls.plans}/${plan.id}/name`), { name: found.name }, {});
      sent(plan.id, "name");
    }
    if (found.notebook) await sendNotes(plan, found.notebook, Number(found.from));
    if (waiting(plan.id)) return;
    byId("outbox-note").hidden = true;
    announce(text("offline.sent"));
  } catch {
    // still no way to the server: it waits on
  } finally {
    sending = false;
  }
}

/** @param {import("../types.js").Plan} plan @param {any} notebook @param {number} from */
async function sendNotes(plan, notebook, from) {
  const write = async (/** @type {number|undefined} */ sequence) => {
    const told = await put(inLanguage(`${boot.urls.plans}/${plan.id}/notebook`), notebook, { "If-Match": `"${sequence}-${boot.lang}"` });
    sent(plan.id, "notebook");
    set({ plan: told.plan, trip: told.plan.itinerary }, "edit");
  };
  try {
    await write(from);
  } catch (error) {
    if (!(error instanceof Problem) || error.body.error !== "changed") throw error;
    // whatever is chosen, it no longer waits
    sent(plan.id, "notebook");
    await choose({ again: () => write(state.plan?.record?.sequence), merges: (told) => !told.notebook.length, from });
  }
}

/** Nothing is taken from under a hand that writes, drags or chooses, nor while an edit is on its way. */
function isBusy() {
  const writing = document.activeElement?.matches("#answer :is(input:not([type=checkbox], [type=radio], [readonly]), textarea, select)");
  return writing || document.body.dataset.state === "loading" || !!document.querySelector("[aria-busy=true], .dragging, #elsewhere:not([hidden]) [data-choice]");
}

async function look() {
  const { plan } = state;
  if (looking || !plan?.record || document.hidden || !navigator.onLine || isBusy()) return;
  looking = true;
  try {
    const { record } = await get(inLanguage(`${boot.urls.plans}/${plan.id}`));
    const seen = state.plan?.record?.sequence ?? 0;
    if (state.plan?.id !== plan.id || record.sequence <= seen || isBusy()) return;
    const { latest, told } = await newest(seen);
    if (state.plan?.id !== plan.id || state.plan.record?.sequence !== seen || isBusy()) return;
    take(latest);
    tellTaken(told);
  } catch {
    // not now: the next look tries again
  } finally {
    looking = false;
  }
}
