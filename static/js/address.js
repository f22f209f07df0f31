/** What the page shows, in its address: a link leads back to it, and so do the browser's back and forward. */

import { set, state } from "./store.js";

/** While a hand moves the slider nothing is written: browsers allow few changes of the address, and each takes time. */
const REST = 400;

/** @type {Record<string, string>} */
let due = {};
let step = false;
let timer = 0;

/**
 * Keep values in the address once the hand rests; empty ones leave it.
 * @param {Record<string, string|number|null>} values
 * @param {{back?: boolean, now?: boolean}} [how] `back`: the browser's back button comes back to what was there before
 */
export function keep(values, { back = false, now = false } = {}) {
  for (const [name, value] of Object.entries(values)) due[name] = String(value ?? "");
  step ||= back;
  clearTimeout(timer);
  if (now) write();
  else timer = window.setTimeout(write, REST);
}

function write() {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(due)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history[step ? "pushState" : "replaceState"](history.state, "", address);
  due = {};
  step = false;
}

/** What an address says, each value only where it can be. @param {string} search */
export function readAddress(search) {
  const query = new URLSearchParams(search);
  const month = Number(query.get("month"));
  const place = query.get("place");
  return {
    month: Number.isInteger(month) && month >= 1 && month <= 12 ? month : null,
    kind: query.get("kind") ?? "",
    place: place && /^\d{5}$/.test(place) ? place : null,
  };
}

/** Follow the browser's back and forward. */
export function startAddress() {
  addEventListener("popstate", () => {
    clearTimeout(timer);
    due = {};
    const { month, kind, place } = readAddress(location.search);
    set({ month: month ?? state.month, kind, place }, "address");
  });
}
