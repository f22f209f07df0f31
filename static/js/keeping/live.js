/** Sees what others save: asks when the page is looked at again, and now and then while it is. */

import { get } from "../api.js";
import { boot } from "../boot.js";
import { inLanguage } from "../form.js";
import { on, state } from "../store.js";
import { close, newest, take, tellTaken } from "./elsewhere.js";

const EVERY_MS = 15_000;
let looking = false;

export function startLive() {
  setInterval(look, EVERY_MS);
  addEventListener("focus", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  on(["plan"], (_, from) => {
    if (from === "edit") close();
  });
}

/** Nothing is taken from under a hand that writes or drags, nor while an edit is on its way. */
function isBusy() {
  const writing = document.activeElement?.matches("#answer :is(input:not([type=checkbox], [type=radio], [readonly]), textarea, select)");
  return writing || document.body.dataset.state === "loading" || !!document.querySelector("[aria-busy=true], .dragging");
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
