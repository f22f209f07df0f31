/** Other trips for the same request: alternatives side by side, and the front of value, cost and hours below them. */

import { Problem, post } from "./api.js";
import { boot, count, named, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";
import { inLanguage } from "./form.js";
import { minutes, number, yen } from "./format.js";
import { drawFront } from "./front.js";
import { on, set, state } from "./store.js";
import { about } from "./words.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Itinerary} Itinerary */
/** @typedef {{label: string, labels: string[], itinerary: Itinerary, objective: number, share: number|null, shared: number|null}} Other */

/** The region of a prefecture, by the number at which each begins (JIS X 0401). @type {[number, string][]} */
const REGIONS = [[47, "Okinawa"], [40, "Kyushu"], [36, "Shikoku"], [31, "Chugoku"], [24, "Kinki"], [15, "Chubu"], [8, "Kanto"], [2, "Tohoku"], [1, "Hokkaido"]];

/** @param {Itinerary} trip @returns {string[]} the region of most nights first */
function regionsOf(trip) {
  /** @type {Map<string, number>} */
  const nights = new Map();
  for (const stay of trip.stays) {
    const region = REGIONS.find(([first]) => Number(stay.municipality.prefecture) >= first)?.[1] ?? "";
    nights.set(region, (nights.get(region) ?? 0) + stay.nights);
  }
  return [...nights.keys()].sort((a, b) => (nights.get(b) ?? 0) - (nights.get(a) ?? 0));
}

/** @param {Itinerary} trip */
const costOf = ({ totals }) => totals.fare_jpy + totals.lodging_jpy;

/** @param {number} share */
const percent = (share) => `${number(share * 100)} %`;

/** @param {string} why @param {string} figure */
const roughly = (why, figure) => el("span", {}, about(text(why)), figure);

/**
 * The rows of the comparison: what they are called, how they read, and which way is better (−1 less, 1 more, 0 neither).
 * @type {[string, (other: Other) => Node|string, (other: Other) => number, number][]}
 */
const ROWS = [
  ["others.score", (other) => (other.share === null ? number(other.objective, 1) : el("span", {}, number(other.objective, 1), el("small", { text: percent(other.share) }))), (other) => other.objective, 1],
  ["others.value", ({ itinerary }) => number(itinerary.totals.value, 1), ({ itinerary }) => itinerary.totals.value, 1],
  ["others.cost", ({ itinerary }) => roughly("about.cost", yen(costOf(itinerary))), ({ itinerary }) => costOf(itinerary), -1],
  ["others.travel", ({ itinerary }) => roughly("about.minutes", minutes(itinerary.totals.travel_minutes)), ({ itinerary }) => itinerary.totals.travel_minutes, -1],
  ["total.co2", ({ itinerary }) => roughly("about.co2", `${number(itinerary.totals.co2_kg)} kg`), ({ itinerary }) => itinerary.totals.co2_kg, -1],
  ["others.size", ({ itinerary }) => el("span", {}, count("places", itinerary.totals.stops), el("small", { text: count("nights", itinerary.totals.nights) })), () => 0, 0],
  ["others.regions", ({ itinerary }) => regionsOf(itinerary).map((region) => named("region", region)).join(text("comma")), () => 0, 0],
  ["others.shared", ({ shared }) => (shared === null ? "–" : percent(shared)), () => 0, 0],
];

/** @param {Plan} plan @param {any[]} found @param {string[]} own @returns {Other[]} the best trip first */
function tripsOf(plan, found, own) {
  const best = { label: "best", labels: own, itinerary: plan.itinerary, objective: plan.objective, share: plan.objective > 0 ? 1 : null, shared: null };
  return [best, ...found.map((other) => ({ ...other, labels: other.labels ?? [], share: other.share_of_best ?? null, shared: other.shared_nights ?? null }))];
}

/** Choose a trip: the map, the list and the timeline follow. @param {Itinerary} trip */
function choose(trip) {
  set({ trip, stay: null, leg: null }, "list");
  const { totals } = trip;
  announce(text(trip === state.plan?.itinerary ? "others.now_best" : "others.now", { n: totals.stops, nights: totals.nights, yen: yen(costOf(trip)) }));
}

/** @param {Other} other */
function head(other) {
  const more = other.labels.filter((label) => label !== other.label);
  return el(
    "th",
    { scope: "col" },
    el("button", { type: "button", "aria-pressed": String(other.itinerary === state.trip), onclick: () => choose(other.itinerary) }, named("alternative", other.label)),
    more.length ? el("small", { text: more.map((label) => named("alternative", label)).join(text("comma")) }) : "",
  );
}

/** @param {Other[]} others */
function table(others) {
  const body = ROWS.map(([key, tell, figure, better]) => {
    const figures = others.map(figure);
    const top = better * Math.max(...figures.map((value) => better * value));
    const stands = better !== 0 && figures.filter((value) => value === top).length === 1;
    return el("tr", {}, el("th", { scope: "row", text: text(key) }), ...others.map((other, at) => el("td", { class: stands && figures[at] === top ? "top" : null }, tell(other))));
  });
  return el("table", {}, el("caption", { class: "visually-hidden", text: text("others.heading") }), el("thead", {}, el("tr", {}, el("td", {}), ...others.map(head))), el("tbody", {}, ...body));
}

class Others {
  /** @param {(plan: Plan) => void} kept what shows a plan that was kept */
  constructor(kept) {
    this.kept = kept;
    /** @type {AbortController|null} */
    this.request = null;
    /** Whether a trip is on its way to be made one's own: once is enough. */
    this.keeping = false;
    /** @type {Other[]} */
    this.trips = [];
    /** @type {import("./front.js").Point[]} */
    this.points = [];
    on(["plan"], ({ plan }) => this.begin(plan));
    on(["trip"], () => this.draw());
  }

  /** @param {Plan|null} plan */
  begin(plan) {
    this.request?.abort();
    this.request = null;
    this.points = [];
    this.trips = plan?.alternatives.length ? tripsOf(plan, plan.alternatives, []) : [];
    this.say("");
  }

  draw() {
    const { plan, trip } = state;
    const section = byId("others");
    section.hidden = !plan || ((boot.readonly || plan.request.fill === false) && !this.trips.length);
    if (!plan || !trip) return;
    const elsewhere = trip !== plan.itinerary;
    document.body.dataset.trip = elsewhere ? "other" : "best";
    byId("take").hidden = byId("proof").hidden = elsewhere;
    this.drawShown(plan, trip, elsewhere);
    byId("others-ask").hidden = boot.readonly || this.points.length > 0 || plan.request.fill === false;
    this.redraw("others-table", this.trips.length ? [table(this.trips)] : []);
    byId("others-rule").hidden = this.trips.length < 2;
    this.redraw("front", this.points.length ? drawFront(this.points, trip, choose) : []);
  }

  /** Draw a part anew; what had the focus there has it again. @param {string} id @param {Node[]} parts */
  redraw(id, parts) {
    const part = byId(id);
    const buttons = () => [...part.querySelectorAll("button")];
    const at = buttons().indexOf(/** @type {any} */ (document.activeElement));
    const [left, open] = [part.scrollLeft, part.querySelector("details")?.open];
    part.hidden = !parts.length;
    part.replaceChildren(...parts);
    part.scrollLeft = left;
    const details = part.querySelector("details");
    if (details && open) details.open = true;
    if (at < 0) return;
    // what is said above has taken room: the button is not left behind it
    buttons()[at]?.focus({ preventScroll: true });
    buttons()[at]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** What is shown where it is not the plan's own trip, and the way to keep it. @param {Plan} plan @param {Itinerary} trip @param {boolean} elsewhere */
  drawShown(plan, trip, elsewhere) {
    const bar = byId("shown-other");
    bar.hidden = !elsewhere;
    if (!elsewhere) return;
    const label = this.trips.find((other) => other.itinerary === trip)?.label;
    bar.replaceChildren(
      el("p", {}, text("others.shown"), label ? el("b", { text: named("alternative", label) }) : ""),
      el("p", { class: "hint", text: text(boot.readonly ? "others.shown_shared" : "others.keep_hint") }),
      el(
        "div",
        { class: "pair-of-buttons" },
        boot.readonly ? null : el("button", { type: "button", class: "button", onclick: () => this.keep(plan, trip) }, text("others.keep")),
        el("button", { type: "button", class: "link", onclick: () => this.back(plan) }, text("others.back")),
      ),
    );
  }

  /** Whoever waits on the button that asked is led to the answer. */
  lead() {
    if (document.activeElement === byId("others-ask")) byId("others-table").focus({ preventScroll: true });
  }

  /** @param {Plan} plan */
  back(plan) {
    choose(plan.itinerary);
    // the button pressed is gone
    const best = /** @type {HTMLElement|null} */ (byId("others").querySelector("[aria-pressed=true]"));
    (best ?? byId("answer-title")).focus();
  }

  /** Ask for the alternatives, then for the front; each is shown when it is there. */
  async ask() {
    const { plan } = state;
    if (!plan || this.request) return;
    this.request = new AbortController();
    const { signal } = this.request;
    byId("others").setAttribute("aria-busy", "true");
    this.say(text("others.searching"));
    try {
      const found = await post(`${boot.urls.plans}/${plan.id}/alternatives`, {}, signal);
      this.trips = tripsOf(plan, found.alternatives, found.best.labels);
      this.say(text("others.front_searching"));
      this.draw();
      this.lead();
      const front = await post(`${boot.urls.plans}/${plan.id}/front`, {}, signal);
      this.points = front.points.map((/** @type {any} */ point) => (point.best ? { ...point, itinerary: plan.itinerary } : point));
      this.say(count("others.found", found.alternatives.length));
      this.draw();
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    } finally {
      if (this.request?.signal === signal) this.request = null;
      byId("others").removeAttribute("aria-busy");
    }
  }

  /** @param {Plan} plan @param {Itinerary} trip */
  async keep(plan, trip) {
    if (this.keeping) return;
    this.keeping = true;
    // whoever has chosen does not wait for what is still sought
    this.request?.abort();
    const request = (this.request = new AbortController());
    const stays = trip.stays.map((stay) => ({ code: stay.municipality.code, arrive: stay.arrive, nights: stay.nights, lodging_jpy: stay.lodging_jpy }));
    try {
      const made = await post(inLanguage(`${boot.urls.plans}/${plan.id}/trips`), { stays }, request.signal);
      this.request = null;
      this.kept(made);
      announce(text("others.kept"));
    } catch (error) {
      // another trip was asked for meanwhile
      if (request.signal.aborted) return;
      this.request = null;
      this.failed(error);
    } finally {
      this.keeping = false;
    }
  }

  /** @param {unknown} error */
  failed(error) {
    const name = error instanceof Problem ? error.body.error : "";
    this.say(boot.texts[`problem.${name}`] ?? text(error instanceof Problem ? "error.server" : "error.network"));
  }

  /** @param {string} message */
  say(message) {
    byId("others-said").textContent = message;
  }
}

/** @param {(plan: Plan) => void} kept */
export function startOthers(kept) {
  const others = new Others(kept);
  byId("others-ask").addEventListener("click", () => others.ask());
}
