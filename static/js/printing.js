/** On paper: the map in its light colours and with all of the trip in view, whatever the screen shows. */

import { state } from "./store.js";
import { refreshTheme } from "./theme.js";

/** @param {any} map @param {() => void} fit brings the trip into view */
export function startPrinting(map, fit) {
  /** @type {{center: any, zoom: number, retina: boolean, pictures: Picture[]}|null} */
  let before = null;
  const paper = matchMedia("print");

  /** The style sheets lay out the map for the page from this attribute on. @param {boolean} on */
  const change = (on) => {
    document.documentElement.toggleAttribute("data-print", on);
    // paper is finer than most screens
    L.Browser.retina = on || before?.retina;
    refreshTheme();
    map.invalidateSize({ animate: false, pan: false });
  };
  // all of it is drawn before this returns: the browser takes its picture of the page right after
  const lay = () => {
    if (before) return;
    before = { center: map.getCenter(), zoom: map.getZoom(), retina: L.Browser.retina, pictures: [] };
    change(true);
    if (state.trip) fit();
    before.pictures = pictures(map.getContainer());
  };
  const clear = () => {
    // as long as the page has the size of the paper, the map cannot be put back
    if (!before || paper.matches) return;
    for (const { canvas, picture } of before.pictures) {
      picture.remove();
      canvas.hidden = false;
    }
    change(false);
    map.setView(before.center, before.zoom, { animate: false });
    before = null;
  };
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", clear);
  // a page that is only shown as on paper has no such events
  paper.addEventListener("change", ({ matches }) => (matches ? lay() : clear()));
  document.getElementById("print")?.addEventListener("click", () => print());
}

/** @typedef {{canvas: HTMLCanvasElement, picture: HTMLCanvasElement}} Picture */

/**
 * What is drawn while a page is about to be printed goes to paper stroke by stroke, and what was wiped first covers all
 * that lies below it; so a picture of each canvas takes its place.
 * @param {HTMLElement} container @returns {Picture[]}
 */
function pictures(container) {
  return [...container.querySelectorAll("canvas")].map((canvas) => {
    const picture = /** @type {HTMLCanvasElement} */ (canvas.cloneNode());
    if (canvas.width && canvas.height) picture.getContext("2d")?.drawImage(canvas, 0, 0);
    canvas.before(picture);
    canvas.hidden = true;
    return { canvas, picture };
  });
}
