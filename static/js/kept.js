/** Keeping and sharing: the panels load what they need when they are opened. */

import { boot } from "./boot.js";
import { byId } from "./dom.js";
import { on, state } from "./store.js";

/** @param {(plan: import("./types.js").Plan) => void} answered shows a plan as if it had just been made */
export function startKept(answered) {
  if (boot.readonly) return;
  startShares();
  if (boot.guest) return;
  const panel = /** @type {HTMLDetailsElement} */ (byId("kept"));
  const draw = async () => {
    if (panel.open) (await import("./keeping/trips.js")).drawTrips(answered);
  };
  panel.addEventListener("toggle", draw);
  on(["plan"], draw);
  const begin = async () => (await import("./keeping/trips.js")).startImport(answered);
  // opened before this script was there
  if (panel.open) begin();
  else panel.addEventListener("toggle", begin, { once: true });
  draw();
}

function startShares() {
  const panel = /** @type {HTMLDetailsElement} */ (byId("shares"));
  /** The plan whose links are listed. */
  let listed = "";
  const draw = async (/** @type {import("./store.js").State} */ { plan }) => {
    panel.hidden = !plan?.record;
    if (!panel.open || !plan?.record || listed === plan.id) return;
    listed = plan.id;
    const { drawOwnCopy, drawShares } = await import("./keeping/shares.js");
    (boot.guest ? drawOwnCopy : drawShares)(byId("shares-body"));
  };
  panel.addEventListener("toggle", () => draw(state));
  on(["plan"], draw);
}
