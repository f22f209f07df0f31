/** Small explanations on hover and focus: one element for the page, so that no scrolling box cuts it. */

import { el } from "./dom.js";

const EDGE = 8;

export function startTips() {
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  document.body.append(tip);
  /** @param {Event} event */
  const show = (event) => {
    const target = /** @type {Element} */ (event.target).closest?.("[data-tip]");
    if (!target) return;
    tip.textContent = target.getAttribute("data-tip");
    tip.hidden = false;
    const box = target.getBoundingClientRect();
    const left = Math.min(Math.max(EDGE, box.left), innerWidth - tip.offsetWidth - EDGE);
    const above = box.top - tip.offsetHeight - EDGE;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 0 ? above : box.bottom + EDGE}px`;
  };
  const hide = () => {
    tip.hidden = true;
  };
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, show);
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", hide, true);
}
