/** A form in a dialog, made of a list of fields: typed text stays until it is kept, and errors stand beside their field. */

import { boot, text } from "../boot.js";
import { Combobox } from "../combobox.js";
import { el } from "../dom.js";
import { fieldOf, reason } from "./book.js";

/**
 * @typedef {object} Field
 * @property {string} name as the API calls it
 * @property {string} label
 * @property {"text"|"date"|"time"|"number"|"url"|"textarea"|"select"|"town"} type
 * @property {boolean} [required]
 * @property {any} [value]
 * @property {string} [shown] of a town: its name
 * @property {string} [hint]
 * @property {number} [min]
 * @property {number} [max]
 * @property {[string, string][]} [options] value, label
 */

let forms = 0;

/**
 * Open a form; it closes when `save` is done, and stays with what was typed when that fails.
 * @param {{title: string, note?: string, fields: Field[], save: (values: Record<string, any>) => Promise<boolean>,
 *   remove?: () => Promise<boolean>, extra?: (dialog: HTMLDialogElement, values: () => Record<string, any>) => Node|null}} asked
 * @returns {HTMLDialogElement}
 */
export function openForm({ title, note, fields, save, remove, extra }) {
  const id = `book-form-${(forms += 1)}`;
  const opener = /** @type {HTMLElement|null} */ (document.activeElement);
  const again = opener?.dataset.again;
  const inputs = fields.map((field) => control(field, `${id}-${field.name}`));
  const values = () => Object.fromEntries(fields.map((field, at) => [field.name, read(field, inputs[at].input)]));
  const failed = el("p", { class: "error", role: "alert", hidden: true });
  const keep = /** @type {HTMLButtonElement} */ (el("button", { type: "submit", class: "primary", text: text("book.save") }));
  const form = /** @type {HTMLFormElement} */ (
    el(
      "form",
      { novalidate: true },
      el("h3", { id, text: title }),
      note ? el("p", { class: "hint", text: note }) : null,
      ...inputs.map(({ block }) => block),
      failed,
      el("p", { class: "book-buttons" }, keep, el("button", { type: "button", class: "quiet", onclick: () => dialog.close(), text: text("book.cancel") }), remove && el("button", { type: "button", class: "quiet danger", onclick: () => act(remove), text: text("book.delete") })),
    )
  );
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "book-dialog", "aria-labelledby": id }, form));
  const more = extra?.(dialog, values);
  if (more) form.insertBefore(more, failed);

  /** @param {() => Promise<boolean>} work */
  const act = async (work) => {
    for (const { error, input } of inputs) {
      error.hidden = true;
      input.removeAttribute("aria-invalid");
    }
    failed.hidden = true;
    keep.setAttribute("aria-disabled", "true");
    try {
      if (await work()) dialog.close();
      else if (elsewhere()) {
        // the choice that stands there now holds what was typed
        dialog.close();
        document.getElementById("elsewhere-title")?.focus();
      }
      // a conflict is told in the list of conflicts, behind this dialog: it is told here too
      else tell("", conflictTexts() || text("book.error.any"));
    } catch (error) {
      tell(fieldOf(error), reason(error));
    } finally {
      keep.removeAttribute("aria-disabled");
    }
  };
  /** @param {string} name @param {string} message */
  const tell = (name, message) => {
    const at = fields.findIndex((field) => field.name === name);
    const place = at < 0 ? failed : inputs[at].error;
    place.textContent = message;
    place.hidden = false;
    if (at < 0) return;
    inputs[at].input.setAttribute("aria-invalid", "true");
    inputs[at].input.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (keep.getAttribute("aria-disabled")) return;
    const lacking = fields.find((field, at) => field.required && !String(read(field, inputs[at].input) ?? "").trim());
    if (lacking) tell(lacking.name, text("book.error.needed"));
    else act(() => save(values()));
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    // lists are drawn anew by what was kept
    const back = opener?.isConnected ? opener : again ? document.querySelector(`[data-again="${again}"]`) : null;
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    else document.getElementById("book")?.querySelector("summary")?.focus();
  });
  document.body.append(dialog);
  for (const { input } of inputs) if (input.getAttribute("role") === "combobox") combine(/** @type {HTMLInputElement} */ (input));
  dialog.showModal();
  return dialog;
}

/** Whether the page asks what shall become of a change that met another's. */
const elsewhere = () => document.getElementById("elsewhere")?.hidden === false;

/** What the list of conflicts says, where an edit was refused. */
function conflictTexts() {
  const box = document.getElementById("conflicts");
  if (!box || box.hidden) return "";
  return [...box.querySelectorAll("li")].map((line) => line.textContent).join(" ");
}

/** @type {WeakMap<Element, Combobox>} */
const towns = new WeakMap();

/** @param {HTMLInputElement} input */
function combine(input) {
  towns.set(input, new Combobox(input));
}

/** @param {Field} field @param {string} id */
function control(field, id) {
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const described = `${id}-error${field.hint ? ` ${id}-hint` : ""}`;
  const input = /** @type {HTMLInputElement} */ (make(field, id, described));
  const holder = field.type === "town" ? el("div", { class: "combobox", "data-combobox": true }, input, el("ul", { id: `${id}-list`, role: "listbox", "aria-label": field.label, hidden: true })) : input;
  const block = el("div", { class: `field book-${field.type}` }, el("label", { for: id, text: field.label }), holder, field.hint ? el("p", { class: "hint", id: `${id}-hint`, text: field.hint }) : null, error);
  return { block, input, error };
}

/** @param {Field} field @param {string} id @param {string} described */
function make(field, id, described) {
  const common = { id, name: field.name, "aria-describedby": described, required: field.required };
  if (field.type === "textarea") return el("textarea", { ...common, rows: 3, maxlength: 4000, text: field.value ?? "" });
  if (field.type === "select") {
    return el("select", common, ...(field.options ?? []).map(([value, label]) => el("option", { value, text: label, selected: value === (field.value ?? "") })));
  }
  if (field.type === "town") {
    const shown = field.shown ?? field.value ?? "";
    return el("input", { ...common, type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`, autocomplete: "off", spellcheck: "false", value: shown, "data-code": field.value || null });
  }
  const more = field.type === "number" ? { inputmode: "numeric", min: field.min ?? 0, max: field.max, step: 1 } : field.type === "url" ? { placeholder: "https://", maxlength: 500 } : field.type === "text" ? { maxlength: 120 } : {};
  // dates and times lie in the year's order of the reader's device
  return el("input", { ...common, type: field.type, value: field.value ?? "", autocomplete: "off", ...more, lang: boot.lang });
}

/** @param {Field} field @param {HTMLElement} input @returns {any} null where nothing was typed */
function read(field, input) {
  if (field.type === "town") return towns.get(input)?.value || null;
  const { value } = /** @type {HTMLInputElement} */ (input);
  if (field.type === "number") return value.trim() === "" ? null : Number(value);
  return value.trim() === "" ? null : value;
}

/** Leave out what is empty. @param {Record<string, any>} values */
export const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
