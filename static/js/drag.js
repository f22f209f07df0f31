/** Dragging stays and their edges on the timeline; the arrow keys do the same. */

import { count, text } from "./boot.js";
import { announce, el } from "./dom.js";
import { date, dayNumber, isoDay } from "./format.js";
import { editable, send } from "./edits.js";

const EDGE = 9;
/** A finger needs more of an edge than a mouse. */
const FINGER_EDGE = 20;
const SLACK = 4;
/** Milliseconds without a key after which the new days are sent. */
const PAUSE = 700;

/** @typedef {{move: number, longer: number, first: number}} By days: later by, longer by, and the first day later by */

/**
 * Let a bar be dragged.
 * @param {HTMLElement} bar @param {import("./types.js").Stay} stay @param {number} days of the whole track
 */
export function draggable(bar, stay, days) {
  if (!editable()) return;
  bar.classList.add("draggable");
  bar.dataset.act = "bar";
  bar.dataset.code = stay.municipality.code;
  bar.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight");
  bar.setAttribute("aria-describedby", "timeline-keys");
  bar.append(el("i", { class: "edge start", "aria-hidden": "true" }), el("i", { class: "edge end", "aria-hidden": "true" }));
  const hand = new Hand(bar, stay, days);
  bar.addEventListener("pointerdown", (event) => hand.down(event));
  bar.addEventListener("keydown", (event) => hand.key(event));
  bar.addEventListener("blur", () => hand.settle());
  bar.addEventListener("click", (event) => hand.click(event), true);
}

class Hand {
  /** @param {HTMLElement} bar @param {import("./types.js").Stay} stay @param {number} days */
  constructor(bar, stay, days) {
    this.bar = bar;
    this.stay = stay;
    this.days = days;
    this.label = /** @type {HTMLElement} */ (bar.querySelector("span"));
    this.before = { left: bar.style.left, width: bar.style.width, text: this.label.textContent };
    /** @type {By} */
    this.by = { move: 0, longer: 0, first: 0 };
    this.timer = 0;
    this.dragged = false;
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    const box = this.bar.getBoundingClientRect();
    const edge = event.pointerType === "touch" ? FINGER_EDGE : EDGE;
    const wide = box.width > 3 * edge;
    const part = wide && event.clientX < box.left + edge ? "start" : wide && event.clientX > box.right - edge ? "end" : "all";
    const perDay = /** @type {HTMLElement} */ (this.bar.parentElement).getBoundingClientRect().width / this.days;
    this.dragged = false;
    const move = (/** @type {PointerEvent} */ now) => {
      if (!this.dragged && Math.abs(now.clientX - event.clientX) < SLACK) return;
      if (!this.dragged) this.bar.setPointerCapture(event.pointerId);
      this.dragged = true;
      const by = Math.round((now.clientX - event.clientX) / perDay);
      this.show(part === "all" ? { move: by, longer: 0, first: 0 } : part === "end" ? { move: 0, longer: by, first: 0 } : { move: 0, longer: -by, first: by });
    };
    const end = (/** @type {Event} */ last) => {
      for (const [name, listener] of ends) this.bar.removeEventListener(name, /** @type {EventListener} */ (listener));
      document.removeEventListener("keydown", escape, true);
      if (last.type === "pointerup" && this.dragged) this.commit();
      else this.reset();
    };
    const escape = (/** @type {KeyboardEvent} */ pressed) => pressed.key === "Escape" && end(pressed);
    /** @type {[string, (event: any) => void][]} */
    const ends = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
    for (const [name, listener] of ends) this.bar.addEventListener(name, /** @type {EventListener} */ (listener));
    document.addEventListener("keydown", escape, true);
  }

  /** A drag is no choice. @param {Event} event */
  click(event) {
    if (!this.dragged) return;
    this.dragged = false;
    event.stopImmediatePropagation();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape" && this.timer) {
      event.stopPropagation();
      this.reset();
      announce(text("edit.drag_cancelled"));
    } else if (event.key === "Enter" && this.timer) {
      event.preventDefault();
      this.settle();
    } else if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const { move, longer, first } = this.by;
      this.show(event.shiftKey ? { move, longer: longer + step, first } : { move: move + step, longer, first });
      announce(this.said());
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.settle(), PAUSE);
    }
  }

  /** Send what the keys have asked for. */
  settle() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.commit();
  }

  /** @param {By} by */
  show(by) {
    this.by = { ...by, longer: Math.max(by.longer, 1 - this.stay.nights) };
    if (by.first) this.by.first = -this.by.longer;
    const { arrive, nights } = this.wanted();
    const [from, length] = [dayNumber(arrive) - dayNumber(this.stay.arrive), nights];
    const day = parseFloat(this.before.width) / this.stay.nights;
    this.bar.style.left = `${parseFloat(this.before.left) + from * day}%`;
    this.bar.style.width = `${length * day}%`;
    this.bar.classList.add("dragging");
    this.label.textContent = this.said();
  }

  wanted() {
    return { arrive: isoDay(dayNumber(this.stay.arrive) + this.by.move + this.by.first), nights: this.stay.nights + this.by.longer };
  }

  said() {
    const { arrive, nights } = this.wanted();
    return `${date(arrive)}–${date(isoDay(dayNumber(arrive) + nights))} ${count("nights", nights)}`;
  }

  reset() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.by = { move: 0, longer: 0, first: 0 };
    this.bar.style.left = this.before.left;
    this.bar.style.width = this.before.width;
    this.bar.classList.remove("dragging");
    this.label.textContent = this.before.text;
  }

  commit() {
    const { arrive, nights } = this.wanted();
    const place = this.stay.municipality.code;
    if (arrive === this.stay.arrive && nights === this.stay.nights) {
      this.reset();
      return;
    }
    this.bar.focus();
    const edit = nights === this.stay.nights ? { edit: "move", place, arrive } : { edit: "resize", place, nights, arrive };
    send([edit]).then((done) => done || this.reset());
  }
}
