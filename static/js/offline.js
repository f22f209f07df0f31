/** Without a connection: a worker keeps the page and this device's plans; the page says what then cannot be done. */

import { get } from "./api.js";
import { boot } from "./boot.js";
import { byId } from "./dom.js";
import { inLanguage } from "./form.js";
import { on, state } from "./store.js";

/** Several edits in a row are kept once. */
const QUIET_MS = 800;

/** Begin last: what is shown now comes before what is kept for later. */
export async function startOffline() {
  const say = () => {
    byId("offline-note").hidden = navigator.onLine;
  };
  say();
  addEventListener("online", say);
  addEventListener("offline", say);
  if (boot.readonly || boot.guest || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    await controlled();
  } catch {
    // no https, or a private window: all else works without
    return;
  }
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keepPlan, QUIET_MS);
  };
  soon();
  on(["plan"], soon);
}

/** Wait until requests of this page pass through the worker. */
async function controlled() {
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
}

/** Ask for the plan shown once more, so that the worker keeps it: it never keeps the answer to a POST. */
async function keepPlan() {
  const { plan } = state;
  if (!plan?.record) return;
  try {
    await get(inLanguage(`${boot.urls.plans}/${plan.id}`));
    document.body.dataset.kept = `${plan.id}-${plan.record.sequence}`;
  } catch {
    // not now: the next change of the plan tries again
  }
}
