/** The colours of the style sheets for what draws itself: read once a theme, for reading makes the browser style the page anew. */

/** @type {Map<string, string>} */
const known = new Map();
/** @type {(() => void)[]} */
const listeners = [];

/** @param {string} name of a custom property @returns {string} */
export function css(name) {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    known.set(name, value);
  }
  return value;
}

/** Draw again in other colours. @param {() => void} listener */
export const onTheme = (listener) => listeners.push(listener);

/** Draw all anew in the colours that hold now. */
export function refreshTheme() {
  known.clear();
  for (const listener of listeners) listener();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refreshTheme);
