/** The season's panel: month slider, the year's wave in its track, kind of work, legend. */

import { keep } from "./address.js";
import { text } from "./boot.js";
import { openPlaces, startDemand, wave } from "./demand.js";
import { byId, el, svg } from "./dom.js";
import { monthName } from "./format.js";
import { seasonOf, steps } from "./hues.js";
import { startPlay } from "./play.js";
import { on, set, state } from "./store.js";
import { onTheme } from "./theme.js";

const [WIDTH, HEIGHT] = [1200, 100];

/** The country never rests: the track shows the part above three quarters of its quietest days; one kind may. */
function drawWave() {
  const values = wave();
  const floor = 0.75 * Math.min(...values);
  const top = Math.max(...values, 1e-9) - floor;
  const line = values.map((value, slot) => `${((slot / (values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - ((value - floor) / top) * (HEIGHT - 8)).toFixed(1)}`);
  const chart = byId("wave");
  chart.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  const defs = svg("defs");
  const parts = [];
  for (let month = 1; month <= 12; month += 1) {
    defs.append(svg("clipPath", { id: `wave-${month}` }, svg("rect", { x: (month - 1) * 100, y: 0, width: 100, height: HEIGHT })));
    parts.push(svg("polygon", { class: `wave ${seasonOf(month)}`, "data-month": month, points: `0,${HEIGHT} ${line.join(" ")} ${WIDTH},${HEIGHT}`, "clip-path": `url(#wave-${month})` }));
  }
  chart.replaceChildren(defs, ...parts);
  markMonth();
}

function markMonth() {
  for (const part of document.querySelectorAll("#wave polygon")) part.classList.toggle("now", Number(part.getAttribute("data-month")) === state.month);
}

function drawLegend() {
  const colours = steps(state.month);
  const legend = byId("legend");
  if (legend.dataset.steps === colours.join()) return;
  legend.dataset.steps = colours.join();
  const swatches = colours.map((fill) => {
    const swatch = el("i");
    swatch.style.backgroundColor = fill;
    return swatch;
  });
  legend.replaceChildren(el("span", { text: text("season.few") }), ...swatches, el("span", { text: text("season.many") }));
}

function say() {
  const name = byId("month-name");
  name.textContent = text("season.now", { month: monthName(state.month), n: openPlaces() });
  byId("month").setAttribute("aria-valuetext", name.textContent);
}

function show() {
  /** @type {HTMLInputElement} */ (byId("month")).value = String(state.month);
  // on the card alone, which shows it: on the body all of the page would be styled anew
  byId("place").dataset.season = seasonOf(state.month);
  drawLegend();
  markMonth();
  say();
}

function startKind() {
  const choice = /** @type {HTMLSelectElement} */ (byId("kind"));
  const known = () => [...choice.options].some((option) => option.value === state.kind);
  const follow = () => {
    if (!known()) set({ kind: "" }, "address");
    choice.value = state.kind;
  };
  choice.addEventListener("change", () => set({ kind: choice.value }, "hand"));
  on(["kind"], (_, from) => {
    follow();
    if (from !== "address") keep({ kind: state.kind }, { back: from === "hand" });
  });
  follow();
}

function startNote() {
  const why = byId("season-why");
  why.addEventListener("click", () => {
    const note = byId("season-note");
    note.hidden = !note.hidden;
    why.setAttribute("aria-expanded", String(!note.hidden));
  });
}

/** The slider counts from the first moment, though the map is not there yet. */
export function startSlider() {
  const slider = /** @type {HTMLInputElement} */ (byId("month"));
  state.month = Number(slider.value);
  slider.addEventListener("input", () => set({ month: Number(slider.value) }, "slider"));
}

/** @param {import("./demand.js").SeasonLayer} layer */
export function startSeason(layer) {
  startKind();
  startDemand(layer);
  drawWave();
  show();
  on(["month"], (_, from) => {
    show();
    // one way back for a run of steps: the address waits until the hand rests
    if (from !== "address") keep({ month: state.month }, { back: from === "slider" });
  });
  on(["demand"], () => {
    drawWave();
    say();
  });
  onTheme(show);
  startNote();
  startPlay();
}
