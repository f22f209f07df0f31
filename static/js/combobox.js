/** A place input with suggestions: the ARIA combobox pattern with a listbox. */

import { get } from "./api.js";
import { boot, count, text } from "./boot.js";
import { announce, el } from "./dom.js";

/** @typedef {{code: string, label: string, detail: string}} Choice */

const WAIT = 120;

/** @param {string} query @param {AbortSignal} signal @returns {Promise<Choice[]>} */
async function lookUp(query, signal) {
  const found = await get(`${boot.urls.municipalities}?${new URLSearchParams({ q: query, limit: "8" })}`, signal);
  return found.features.map((/** @type {any} */ { properties: place }) =>
    boot.lang === "en"
      ? { code: place.code, label: `${place.name_en}, ${place.prefecture_en}`, detail: place.prefecture_name + place.name }
      : { code: place.code, label: place.prefecture_name + place.name, detail: place.name_kana },
  );
}

export class Combobox {
  /** @param {HTMLInputElement} input @param {(choice: Choice) => void} [chosen] */
  constructor(input, chosen) {
    this.input = input;
    this.list = /** @type {HTMLElement} */ (document.getElementById(input.getAttribute("aria-controls") ?? ""));
    this.chosen = chosen;
    /** @type {Choice[]} */
    this.choices = [];
    this.at = -1;
    this.timer = 0;
    this.request = new AbortController();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => document.activeElement === input || this.close(), 100));
    input.addEventListener("focus", () => input.value && input.select());
  }

  /** The code of what was chosen, else what was typed. */
  get value() {
    return this.input.dataset.code || this.input.value.trim();
  }

  /** Ask for nothing more, show nothing more. */
  rest() {
    clearTimeout(this.timer);
    this.request.abort();
    this.close();
  }

  typed() {
    delete this.input.dataset.code;
    clearTimeout(this.timer);
    this.request.abort();
    // what still stands in the list answers other words: nothing of it is chosen
    this.choices = [];
    this.close();
    const query = this.input.value.trim();
    if (query) this.timer = window.setTimeout(() => this.suggest(query), WAIT);
  }

  /** @param {string} query */
  async suggest(query) {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const found = await lookUp(query, signal);
      if (signal.aborted || document.activeElement !== this.input) return;
      this.choices = found;
    } catch {
      return; // the next key asks again; the form itself says when the server is away
    }
    this.show();
  }

  show() {
    this.at = -1;
    const options = this.choices.map((choice, at) =>
      el("li", { id: `${this.list.id}-${at}`, role: "option", "aria-selected": "false", onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => this.choose(choice) }, choice.label, el("small", { text: choice.detail })),
    );
    this.list.replaceChildren(...(options.length ? options : [el("li", { class: "none", text: text("combobox.none") })]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    announce(options.length ? count("combobox.found", options.length) : text("combobox.none"));
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} step */
  move(step) {
    if (!this.choices.length) return;
    const from = Math.max(this.at, step < 0 ? 0 : -1);
    this.at = (from + step + this.choices.length) % this.choices.length;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === this.at)));
    const item = this.list.children[this.at];
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  /** @param {Choice} choice */
  choose(choice) {
    this.fill(choice);
    this.close();
    this.chosen?.(choice);
  }

  /** @param {{code: string, label: string}} choice */
  fill(choice) {
    this.input.value = choice.label;
    this.input.dataset.code = choice.code;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  clear() {
    this.input.value = "";
    delete this.input.dataset.code;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (this.input.value.trim()) this.suggest(this.input.value.trim());
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.choose(this.choices[this.at]);
    } else if (event.key === "Enter" && this.chosen && this.input.value.trim()) {
      // a field that collects places: Enter takes the first, and never sends the form
      event.preventDefault();
      if (this.choices.length && open) this.choose(this.choices[0]);
      else this.suggest(this.input.value.trim());
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}
