/** The planner page: brings its parts together. */

import { keep, readAddress, startAddress } from "./address.js";
import { Asking, show } from "./asking.js";
import { startAnswer } from "./answer.js";
import { get } from "./api.js";
import { boot, named, text } from "./boot.js";
import { byId, el } from "./dom.js";
import { startDates } from "./dates.js";
import { startEdits } from "./edits.js";
import { TripForm, inLanguage } from "./form.js";
import { startKept } from "./kept.js";
import { startLedger } from "./ledger.js";
import { startMap } from "./map.js";
import { startOffline } from "./offline.js";
import { startOthers } from "./others.js";
import { startOverlay } from "./overlay.js";
import { startPicks } from "./picks.js";
import { startPlace } from "./place.js";
import { startSeason, startSlider } from "./season.js";
import { setSheet, startSheet } from "./sheet.js";
import { startStays } from "./stays.js";
import { on, set, state } from "./store.js";
import { startThrough } from "./through.js";
import { startTimeline } from "./timeline.js";
import { startTips } from "./tip.js";
import { startTrip } from "./trip.js";

const address = new URLSearchParams(location.search);
const said = readAddress(location.search);

/** The form works at once; it does not wait for the map. */
function startForm() {
  return boot.readonly || boot.guest ? null : new Asking(new TripForm());
}

/** What the card of a municipality does with the form. @param {Asking|null} asking @returns {import("./place.js").Uses|null} */
function usesOf(asking) {
  if (!asking) return null;
  const { form } = asking;
  const ask = () => {
    set({ place: null }, "card");
    asking.ask();
  };
  return {
    start(choice) {
      form.places.from.fill(choice);
      byId("question").setAttribute("open", "");
      set({ place: null }, "card");
      setSheet("full");
      form.input("from").focus();
    },
    through(choice) {
      form.drop("avoid", choice.code);
      form.add("must", choice);
      ask();
    },
    again: ask,
    from: () => form.setOut(),
  };
}

/** The other language opens on the same month, place and trip. */
function startLanguage() {
  const link = /** @type {HTMLAnchorElement|null} */ (document.querySelector("a[data-language]"));
  if (!link || boot.readonly || boot.guest) return;
  link.addEventListener("click", () => {
    link.search = location.search;
  });
}

/** @param {{name: [string, string], prefecture: [string, string]}} place */
const fullName = ({ name, prefecture }) => (boot.lang === "en" ? `${name[1]}, ${prefecture[1]}` : prefecture[0] + name[0]);

/** @param {string} message */
function sayOnMap(message) {
  const note = byId("map-note");
  note.textContent = message;
  note.hidden = !message;
}

async function showShared() {
  const [plan, geometry] = await Promise.all([get(boot.shared.plan), get(boot.shared.geometry)]);
  const unshared = plan.unshared ?? [];
  document.body.dataset.unshared = unshared.join(" ");
  if (unshared.length) byId("shared-lead").after(el("p", { class: "hint", text: text("shares.unshared", { parts: unshared.map((/** @type {string} */ part) => named("shares.part", part)).join(text("comma")) }) }));
  show({ ...plan, geometry, links: boot.shared.links });
}

/** Whoever came by a link that lets change the plan reads it as its owner does. */
async function showGuest() {
  show(await get(inLanguage(`${boot.urls.plans}/${boot.guest?.plan}`)));
}

/** Once all stands: a connection that goes, and what others save. */
async function follow() {
  startOffline();
  if (!boot.readonly) (await import("./keeping/live.js")).startLive();
}

async function start() {
  startSlider();
  state.kind = said.kind;
  startAddress();
  startLanguage();
  startTips();
  startSheet();
  startEdits();
  startAnswer();
  startStays();
  startLedger();
  startDates();
  const asking = startForm();
  const uses = usesOf(asking);
  const answered = (/** @type {import("./types.js").Plan} */ plan) => {
    if (asking) asking.answered(plan);
    // what a guest keeps lies on their own device
    else location.href = `/${boot.lang}/?plan=${plan.id}`;
  };
  startOthers(answered);
  startKept(answered);
  startPlace(uses);
  const plan = address.get("plan");
  const shown = boot.readonly ? showShared() : boot.guest ? showGuest() : plan && asking ? asking.restore(plan) : null;
  sayOnMap(text("map.loading"));
  const coming = get(boot.urls.season);
  const drawn = startMap(coming);
  const season = await coming;
  startSeason(season);
  startTimeline(season.wave);
  startThrough(season.places, (code, label) => uses?.through({ code, label }));
  if (asking) startPicks(asking.form, (code) => fullName(season.places[code]));
  // a municipality's own page leads here with it
  const wished = address.get("must") ?? "";
  if (asking && wished in season.places) {
    asking.form.add("must", { code: wished, label: fullName(season.places[wished]) });
    keep({ must: "" }, { now: true });
  }
  startNotebook(drawn.then(({ map }) => map), (code) => (code in season.places ? fullName(season.places[code]) : code));
  const { map, labels } = await drawn;
  startTrip(map, labels);
  startOverlay(map);
  sayOnMap("");
  if (said.place) set({ place: said.place }, "address");
  await shown;
  await follow();
}

/** What is written beside a trip is loaded with the first trip. @param {Promise<any>} map @param {(code: string) => string} nameOf a municipality */
function startNotebook(map, nameOf) {
  let begun = false;
  const begin = async () => {
    if (begun || !state.trip) return;
    begun = true;
    (await import("./notebook/main.js")).start(map, nameOf);
  };
  on(["trip"], begin);
  begin();
}

start().catch((error) => {
  sayOnMap(text("error.network"));
  console.error(error);
});
