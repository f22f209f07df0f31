/** The question: reading the form, filling it again, and saying what is wrong beside the field. */

import { boot, text } from "./boot.js";
import { Combobox } from "./combobox.js";
import { byId, el } from "./dom.js";
import { date } from "./format.js";
import { set } from "./store.js";

const NUMBERS = ["days", "budget", "max_leg_hours", "min_nights", "max_nights", "rest_days_per_week", "remote_days_per_week", "people", "max_stops", "max_per_prefecture"];

/** The fields of the API where they are called otherwise here. @type {Record<string, string>} */
const FIELD = { origin: "from", destination: "to", budget_jpy: "budget" };

/** A limit as people write it: 1,000,000,000 or 0.5. @param {string} limit */
const number = (limit) => Number(limit || 0).toLocaleString("en-US");

export class TripForm {
  constructor() {
    this.form = /** @type {HTMLFormElement} */ (byId("plan"));
    /** @type {Record<string, Combobox>} */
    this.places = {};
    /** @type {Record<string, {code: string, label: string}[]>} */
    this.lists = { must: [], avoid: [] };
    for (const name of ["from", "to"]) this.places[name] = new Combobox(this.input(name));
    for (const name of ["must", "avoid"]) {
      this.places[name] = new Combobox(this.input(name), (choice) => this.add(name, choice));
    }
    this.example = JSON.stringify(this.read());
    this.form.addEventListener("input", (event) => this.clearError(/** @type {HTMLInputElement} */ (event.target).name));
  }

  /** @param {string} name */
  input(name) {
    return /** @type {HTMLInputElement} */ (byId(`f-${name}`));
  }

  /** @param {string} name @param {{code: string, label: string}} choice */
  add(name, choice) {
    if (!this.lists[name].some((known) => known.code === choice.code)) this.lists[name].push(choice);
    this.places[name].clear();
    this.showTokens(name);
  }

  /** @param {string} name */
  showTokens(name) {
    const tokens = this.lists[name].map((choice, at) =>
      el("li", {}, choice.label, el("button", { type: "button", "aria-label": text("form.remove", { name: choice.label }), onclick: () => this.remove(name, at), text: "×" })),
    );
    this.form.querySelector(`[data-places=${name}] .tokens`)?.replaceChildren(...tokens);
    set({ [name]: this.lists[name].map((choice) => choice.code).join() }, "form");
    this.form.querySelector("[data-picked]")?.replaceChildren(...["must", "avoid"].filter((list) => this.lists[list].length).map((list) => el("span", { text: text(`pick.count_${list}`, { n: this.lists[list].length }) })));
  }

  /** Take a place out of a list. @param {string} name @param {string} code @returns {boolean} whether it was there */
  drop(name, code) {
    const left = this.lists[name].filter((choice) => choice.code !== code);
    const there = left.length < this.lists[name].length;
    this.lists[name] = left;
    if (there) this.showTokens(name);
    return there;
  }

  /** Where, when and how the trip sets out, as the fields stand. */
  setOut() {
    const from = this.places.from;
    return { code: from.value, label: this.input("from").value.trim(), date: this.input("start").value, modes: new FormData(this.form).getAll("modes").map(String) };
  }

  /** @param {string} name @param {number} at */
  remove(name, at) {
    this.lists[name].splice(at, 1);
    this.showTokens(name);
    this.input(name).focus();
  }

  /** The request to send: the worked example goes by rounds, so that it is the same trip every time. @returns {Record<string, any>} */
  asked() {
    const request = this.read();
    return JSON.stringify(request) === this.example ? { ...request, iterations: Number(this.form.dataset.rounds) } : request;
  }

  /** The request as the API takes it. @returns {Record<string, any>} */
  read() {
    const data = new FormData(this.form);
    /** @type {Record<string, any>} */
    const request = { from: this.places.from.value, to: this.places.to.value || null, start: data.get("start") };
    for (const name of NUMBERS) {
      const value = String(data.get(name) ?? "").trim();
      request[name] = value === "" ? null : Number(value);
    }
    request.modes = data.getAll("modes");
    request.pace = data.get("pace");
    request.kinds = data.getAll("kinds");
    request.skills = [...data.getAll("skills"), ...String(data.get("skills_other") ?? "").split(/[、,;；\n]/).map((word) => word.trim()).filter(Boolean)];
    for (const name of ["must", "avoid"]) {
      const typed = this.places[name].value;
      request[name] = [...this.lists[name].map((choice) => choice.code), ...(typed ? [typed] : [])];
    }
    return Object.fromEntries(Object.entries(request).filter(([name, value]) => value !== null || name === "to"));
  }

  /** Show a request that was asked before. @param {Record<string, any>} request @param {Record<string, string>} names code → name */
  fill(request, names) {
    const label = (/** @type {string} */ code) => ({ code, label: names[code] ?? code });
    this.places.from.fill(label(request.from));
    if (request.to && request.to !== request.from) this.places.to.fill(label(request.to));
    for (const name of ["start", "modes", "kinds", "skills", "pace", ...NUMBERS]) if (name in request) this.set(name, request[name]);
    for (const name of ["must", "avoid"]) {
      this.lists[name] = (request[name] ?? []).map((/** @type {any} */ place) => label(place.place ?? place));
      this.showTokens(name);
    }
  }

  /** Put a value into a field of any kind. @param {string} name @param {any} value */
  set(name, value) {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll(`[name=${name}]:is([type=checkbox], [type=radio])`));
    for (const box of boxes) box.checked = [value ?? []].flat().includes(box.value);
    // skills without a chip are kept as words
    if (name === "skills") this.input("skills_other").value = (value ?? []).filter((/** @type {string} */ skill) => ![...boxes].some((box) => box.value === skill)).join("、");
    if (name in this.lists) {
      this.lists[name] = this.lists[name].filter((choice) => value.includes(choice.code));
      this.showTokens(name);
    } else if (!boxes.length) {
      this.input(name).value = value ?? "";
    }
  }

  /** What was asked, in one line. */
  summary() {
    const start = this.input("start").value;
    return text("form.summary", { from: this.input("from").value, start: start ? date(start, true) : "", days: this.input("days").value });
  }

  /** The fewest nights of a working stay at the chosen pace. */
  shortest() {
    const pace = String(new FormData(this.form).get("pace"));
    return boot.pace_nights[pace] ?? 1;
  }

  /** What the browser can already see. @returns {boolean} */
  check() {
    this.clearErrors();
    for (const place of Object.values(this.places)) place.rest();
    if (!this.input("from").value.trim()) this.error("from", text("error.from"));
    if (!this.input("start").value) this.error("start", text("error.start"));
    for (const name of NUMBERS) {
      const input = this.input(name);
      if (!input.checkValidity()) this.error(name, text("error.number", { min: number(input.min), max: number(input.max) }));
    }
    const [low, high] = [Number(this.input("min_nights").value || 0), Number(this.input("max_nights").value || 30)];
    if (low > high) this.error("min_nights", text("error.nights"));
    else if (!this.input("min_nights").value && this.shortest() > high) this.error("max_nights", text("error.pace_nights", { nights: this.shortest() }));
    if (Number(this.input("rest_days_per_week").value) + Number(this.input("remote_days_per_week").value) > 6) this.error("rest_days_per_week", text("error.week"));
    if (!this.form.querySelector("[name=modes]:checked")) this.error("modes", text("error.modes"));
    return this.focusError();
  }

  /** @param {string} field @param {string} message @param {(string|{code: string, name: string})[]} [candidates] */
  error(field, message, candidates = []) {
    const name = FIELD[field] ?? field.replace(/[[.].*$/, "");
    const place = document.getElementById(`f-${name}-error`);
    const target = place ?? byId("form-error");
    const buttons = candidates.map((candidate) => this.candidate(name, candidate));
    target.replaceChildren(message, ...(buttons.length ? [el("span", { class: "candidates" }, ...buttons)] : []));
    target.hidden = false;
    if (!place) return;
    const input = this.input(name);
    input?.setAttribute("aria-invalid", "true");
    place.closest("details")?.setAttribute("open", "");
  }

  /** @param {string} name @param {string|{code: string, name: string}} candidate */
  candidate(name, candidate) {
    const label = typeof candidate === "string" ? candidate : candidate.name;
    const code = typeof candidate === "string" ? (candidate.match(/\b\d{5}\b/)?.[0] ?? "") : candidate.code;
    const choose = () => {
      const choice = { code, label: label.replace(/\s*\(?\d{5}\)?\s*/, "") };
      if (name in this.lists) this.add(name, choice);
      else this.places[name]?.fill(choice);
      this.clearError(name);
      this.input(name).focus();
    };
    return el("button", { type: "button", class: "candidate", onclick: choose, text: label });
  }

  focusError() {
    const first = /** @type {HTMLElement|null} */ (this.form.querySelector("[aria-invalid=true]"));
    first?.focus();
    return !this.form.querySelector(".error:not([hidden])");
  }

  clearErrors() {
    for (const message of this.form.querySelectorAll(".error")) /** @type {HTMLElement} */ (message).hidden = true;
    for (const input of this.form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }

  /** @param {string} name */
  clearError(name) {
    const message = document.getElementById(`f-${name}-error`);
    if (message) message.hidden = true;
    document.getElementById(`f-${name}`)?.removeAttribute("aria-invalid");
  }

  /** @param {boolean} busy */
  busy(busy) {
    const submit = /** @type {HTMLButtonElement} */ (this.form.querySelector("[type=submit]"));
    // not `disabled`: that would throw the keyboard's focus away
    submit.setAttribute("aria-disabled", String(busy));
    this.form.setAttribute("aria-busy", String(busy));
    byId("cancel").hidden = !busy;
    byId("progress").hidden = !busy;
  }
}

/** The language the API shall answer in. @param {string} url */
export const inLanguage = (url) => `${url}${url.includes("?") ? "&" : "?"}lang=${boot.lang}`;
