/** Asking for a trip: idle → loading → planned, infeasible, or idle again with what went wrong. */

import { Problem, get, post } from "./api.js";
import { boot, named, text } from "./boot.js";
import { announce, byId } from "./dom.js";
import { inLanguage } from "./form.js";
import { number, placeName, yen } from "./format.js";
import { showConflict } from "./relax.js";
import { setSheet } from "./sheet.js";
import { set, state } from "./store.js";

/** @typedef {import("./form.js").TripForm} TripForm */

/** Hours of a leg: what the form begins with, and what a trip by hand allows where nobody chose otherwise. */
const USUAL_LEG_HOURS = 12;
const A_DAY = 24;

/** @param {"idle"|"loading"|"planned"|"infeasible"} name */
function enter(name) {
  document.body.dataset.state = name;
  byId("infeasible").hidden = name !== "infeasible";
}

/** @param {import("./types.js").Plan} plan */
export function show(plan) {
  enter("planned");
  const start = plan.itinerary.legs[0]?.date ?? plan.request.start;
  // a stay that was chosen in the trip shown before is chosen in this one
  const code = (state.first?.itinerary ?? state.trip)?.stays[state.stay ?? -1]?.municipality.code;
  const at = plan.itinerary.stays.findIndex(({ municipality }) => municipality.code === code);
  set({ plan, trip: plan.itinerary, first: null, stay: at < 0 ? null : at, leg: null, month: Number(start.slice(5, 7)) }, "plan");
  const { totals } = plan.itinerary;
  announce(text("state.planned", { n: totals.stops, nights: totals.nights, fares: yen(totals.fare_jpy) }));
}

export class Asking {
  /** @param {TripForm} form */
  constructor(form) {
    this.form = form;
    /** @type {AbortController|null} */
    this.request = null;
    /** @type {Element|null} what had the focus when the trip was asked for */
    this.asker = null;
    /** A trip was asked for here: an earlier one that comes late is no longer wanted. */
    this.begun = false;
    form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    byId("begin-empty").addEventListener("click", () => this.ask(this.empty()));
    byId("cancel").addEventListener("click", () => this.request?.abort());
  }

  /** @param {Record<string, any>} [instead] fields that are asked otherwise than the form says */
  async ask(instead = {}) {
    if (this.request) return;
    if (!this.form.check()) {
      announce(text("error.form"));
      return;
    }
    this.begun = true;
    this.request = new AbortController();
    this.asker = document.activeElement;
    const plan = await this.answer({ ...this.form.asked(), ...instead }, this.request.signal);
    const elsewhere = this.isElsewhere();
    this.request = null;
    this.form.busy(false);
    if (plan) this.answered(plan, elsewhere);
  }

  /** A trip without a stay, laid out by hand: what was wished for lies beside it, and nothing limits what is put in. */
  empty() {
    const { must = [], max_leg_hours: longest } = this.form.read();
    return { fill: false, max_leg_hours: longest === USUAL_LEG_HOURS ? A_DAY : longest, must: [], parked: must.map((/** @type {string} */ place) => ({ place })), max_per_prefecture: null };
  }

  /** @param {Record<string, any>} asked @param {AbortSignal} signal @returns {Promise<import("./types.js").Plan|null>} null where it failed, and the page says why */
  async answer(asked, signal) {
    const before = /** @type {any} */ (document.body.dataset.state);
    const clock = this.loading();
    try {
      await this.first(asked, signal);
      return await post(inLanguage(boot.urls.plans), asked, signal);
    } catch (error) {
      set({ first: null });
      this.failed(error, before);
      return null;
    } finally {
      clearInterval(clock);
    }
  }

  /**
   * A first trip on the map at once, while the search for a better one and the proof go on. What it fails for the answer tells.
   * @param {Record<string, any>} asked @param {AbortSignal} signal
   */
  async first(asked, signal) {
    if (asked.fill === false) return;
    try {
      const first = await post(inLanguage(boot.urls.preview), asked, signal);
      if (!first) return;
      set({ first });
      const names = first.itinerary.stays.map((/** @type {import("./types.js").Stay} */ stay) => placeName(stay.municipality));
      byId("first-trip").textContent = text("state.first", { places: names.join(text("comma")) });
      announce(byId("first-trip").textContent ?? "");
    } catch (error) {
      if (signal.aborted) throw error;
    }
  }

  loading() {
    enter("loading");
    byId("first-trip").textContent = "";
    this.form.busy(true);
    announce(text("state.loading"));
    const begun = performance.now();
    const tell = () => {
      byId("progress-text").textContent = text("state.progress", { seconds: number((performance.now() - begun) / 1000) });
    };
    tell();
    byId("progress").scrollIntoView({ block: "nearest" });
    return setInterval(tell, 1000);
  }

  /** Whether the reader has gone on to something else while the trip was sought: it is not taken from under their hand. */
  isElsewhere() {
    const now = document.activeElement;
    return !!now && now !== document.body && now !== this.asker && !this.form.form.querySelector(".actions")?.contains(now);
  }

  /** @param {import("./types.js").Plan} plan @param {boolean} [elsewhere] */
  answered(plan, elsewhere = false) {
    const address = new URL(location.href);
    address.searchParams.set("plan", plan.id);
    history.replaceState(history.state, "", address);
    if (elsewhere && this.form.form.contains(document.activeElement)) byId("asked").textContent = this.form.summary();
    else this.collapse();
    show(plan);
    if (elsewhere) return;
    set({ place: null }, "card");
    setSheet("half");
    byId("sheet-body").scrollTop = 0;
    byId("answer-title").focus({ preventScroll: true });
  }

  collapse() {
    byId("asked").textContent = this.form.summary();
    byId("question").removeAttribute("open");
  }

  /** @param {unknown} error @param {"idle"|"planned"|"infeasible"} before */
  failed(error, before) {
    if (error instanceof DOMException && error.name === "AbortError") {
      enter(before === "planned" ? "planned" : "idle");
      announce(text("state.cancelled"));
      return;
    }
    if (error instanceof Problem && error.body.error === "no_feasible_itinerary") {
      this.infeasible(error.body);
      return;
    }
    enter(before === "planned" ? "planned" : "idle");
    this.tell(error);
  }

  /** @param {unknown} error */
  tell(error) {
    if (!(error instanceof Problem)) this.form.error("form", text("error.network"));
    else if (error.body.error === "unknown_place") this.unknownPlace(error.body);
    else if (error.body.field) this.form.error(error.body.field, this.reason(error));
    else this.form.error("form", boot.texts[`problem.${error.body.error}`] ?? error.message);
    this.form.focusError();
    announce(text("error.form"));
  }

  /** @param {Problem} error */
  reason(error) {
    const detail = String(error.body.detail ?? "").replace(/^\w+: /, "");
    if (boot.lang === "en") return detail;
    const shown = document.getElementById(`f-${error.body.field}-error`);
    return shown ? text("error.field") : text("error.named_field", { field: named("field", error.body.field) });
  }

  /** The field whose words the server did not know. @param {Record<string, any>} body */
  unknownPlace(body) {
    const told = String(body.detail ?? "");
    const field = ["from", "to", "must", "avoid"].find((name) => {
      const typed = this.form.input(name).value.trim();
      return typed && !this.form.input(name).dataset.code && told.includes(typed);
    });
    const candidates = body.candidates ?? [];
    this.form.error(field ?? body.field ?? "from", text(candidates.length ? "error.which_place" : "error.unknown_place"), candidates);
  }

  /** @param {Record<string, any>} body */
  infeasible(body) {
    enter("infeasible");
    set({ plan: null, trip: null, stay: null, leg: null }, "plan");
    const { lists } = this.form;
    const label = (/** @type {string} */ code) => [...lists.must, ...lists.avoid].find((choice) => choice.code === code)?.label ?? code;
    showConflict(body, { asked: this.form.read(), label, apply: (changes) => this.relax(changes) });
    announce(text("infeasible.heading"));
    byId("infeasible-title").focus();
  }

  /** @param {Record<string, any>} changes */
  relax(changes) {
    for (const [name, value] of Object.entries(changes)) this.form.set(name, name === "must" ? value.map((/** @type {any} */ must) => must.place ?? must) : value);
    this.ask();
  }

  /** Show again the plan that the address names, if it is this device's. @param {string} id */
  async restore(id) {
    try {
      const plan = await get(inLanguage(`${boot.urls.plans}/${encodeURIComponent(id)}`));
      if (this.begun) return;
      this.form.fill(plan.request, namesOf(plan));
      this.collapse();
      show(plan);
    } catch (error) {
      if (this.begun) return;
      if (error instanceof Problem && error.body.error === "offline") {
        // it may be read again once there is a connection: the address keeps it
        this.form.error("form", text("offline.not_kept"));
        return;
      }
      const address = new URL(location.href);
      address.searchParams.delete("plan");
      history.replaceState(history.state, "", address);
    }
  }
}

/** The names of the places that a plan mentions. @param {any} plan @returns {Record<string, string>} */
function namesOf(plan) {
  const places = plan.itinerary.legs.flatMap((/** @type {any} */ leg) => [leg.origin, leg.destination]).filter(Boolean);
  return Object.fromEntries(places.map((/** @type {any} */ place) => [place.code, boot.lang === "en" ? `${place.name_en}, ${place.prefecture_en}` : place.prefecture_name + place.name]));
}
