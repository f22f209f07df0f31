/** The year as a film: a button that moves the month slider on, and stops as soon as a hand takes part. */

import { text } from "./boot.js";
import { byId, calm } from "./dom.js";
import { set, state } from "./store.js";

const STEP = 900;
const YEAR = 12;

let timer = 0;
let left = 0;

/** @param {boolean} playing */
function say(playing) {
  const button = byId("play");
  button.dataset.playing = String(playing);
  button.setAttribute("aria-label", text(playing ? "season.pause" : "season.play"));
}

export function pause() {
  if (!timer) return;
  clearInterval(timer);
  timer = 0;
  say(false);
}

function step() {
  set({ month: (state.month % YEAR) + 1 }, "play");
  left -= 1;
  if (left <= 0) pause();
}

function play() {
  left = YEAR;
  say(true);
  timer = window.setInterval(step, STEP);
  step();
}

export function startPlay() {
  const button = byId("play");
  // who asks for less motion has the slider
  button.hidden = calm();
  say(false);
  button.addEventListener("click", () => (timer ? pause() : play()));
  // the button's own keys and clicks stop by themselves; to tab away from it is to take part
  const own = (/** @type {Event} */ event) => button.contains(/** @type {Node} */ (event.target)) && /** @type {KeyboardEvent} */ (event).key !== "Tab";
  const stop = (/** @type {Event} */ event) => !own(event) && pause();
  for (const name of ["pointerdown", "keydown", "wheel"]) addEventListener(name, stop, { capture: true, passive: true });
  document.addEventListener("visibilitychange", pause);
}
