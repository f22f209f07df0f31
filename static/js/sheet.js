/** The sheet on a narrow page: three heights, by buttons, by dragging its grip, or by what happens. */

import { text } from "./boot.js";
import { announce, byId } from "./dom.js";

const STEPS = ["peek", "half", "full"];
const DRAG = 40;

/** @param {string} step */
export function setSheet(step) {
  document.body.dataset.sheet = step;
  for (const button of document.querySelectorAll("[data-sheet-step]")) {
    const next = STEPS.indexOf(step) + Number(button.getAttribute("data-sheet-step"));
    /** @type {HTMLButtonElement} */ (button).disabled = next < 0 || next >= STEPS.length;
  }
}

/** @param {number} by */
function step(by) {
  const at = STEPS.indexOf(document.body.dataset.sheet ?? "half") + by;
  if (at < 0 || at >= STEPS.length) return;
  setSheet(STEPS[at]);
  announce(text(`sheet.${STEPS[at]}`));
}

export function startSheet() {
  setSheet(document.body.dataset.sheet ?? "half");
  for (const button of document.querySelectorAll("[data-sheet-step]")) {
    button.addEventListener("click", () => step(Number(button.getAttribute("data-sheet-step"))));
  }
  const grip = byId("grip");
  let from = 0;
  grip.addEventListener("pointerdown", (event) => {
    if (/** @type {Element} */ (event.target).closest("button")) return;
    from = event.clientY;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointerup", (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    const way = event.clientY - from;
    if (Math.abs(way) > DRAG) step(way < 0 ? 1 : -1);
  });
}
