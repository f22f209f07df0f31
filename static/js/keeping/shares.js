/** The links of a plan: made on terms, listed, copied, stopped at once. */

import { get, post, remove } from "../api.js";
import { boot, named, text } from "../boot.js";
import { announce, byId, el } from "../dom.js";
import { inLanguage } from "../form.js";
import { date } from "../format.js";
import { state } from "../store.js";
import { drawTake } from "../take.js";
import { asked, dayInJapan, failed, once } from "./common.js";

/** @typedef {{id: string, frozen: boolean, edits: boolean, expires: string|null, expired: boolean, shown: string[], created: string, links: Record<string, string>}} Share */

const PARTS = ["money", "notes", "bookings"];
const DAYS = ["", "7", "30", "90", "date"];
const address = () => `${boot.urls.plans}/${state.plan?.id}/shares`;

/** @param {HTMLElement} body */
export async function drawShares(body) {
  const said = el("p", { role: "status", class: "said", id: "shares-said" });
  const links = el("ul", { class: "share-list", id: "shares-list" });
  body.replaceChildren(form(links, said), said, el("h4", { text: text("shares.links") }), links);
  await list(links, said);
}

/** @param {HTMLElement} links @param {HTMLElement} said */
function form(links, said) {
  const until = /** @type {HTMLInputElement} */ (el("input", { type: "date", id: "share-date", "aria-label": text("shares.date"), min: tomorrow(), hidden: true }));
  const expires = /** @type {HTMLSelectElement} */ (el("select", { id: "share-expires" }, ...DAYS.map((days) => el("option", { value: days, text: days === "date" ? text("shares.until_date") : days ? text("shares.days", { n: days }) : text("shares.for_good") }))));
  const boxes = PARTS.map((part) => /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", value: part, checked: true })));
  const kinds = ["latest", "frozen", "edits"].map((kind) => /** @type {HTMLInputElement} */ (el("input", { type: "radio", name: "share-kind", value: kind, checked: kind === "latest" })));
  const chosen = () => kinds.find((kind) => kind.checked)?.value;
  const settle = () => {
    until.hidden = expires.value !== "date";
    // whoever changes a plan sees all of it
    for (const box of boxes) box.disabled = chosen() === "edits";
  };
  const submit = once(async () => {
    if (expires.value === "date" && !until.value) {
      said.textContent = text("shares.no_date");
      until.focus();
      return;
    }
    const terms = { frozen: chosen() === "frozen", edits: chosen() === "edits", expires: expires.value === "date" ? until.value : expires.value ? inDays(Number(expires.value)) : null };
    const shown = boxes.filter((box) => box.checked).map((box) => box.value);
    await asked(said, async () => {
      const made = await post(inLanguage(address()), terms.edits ? terms : { ...terms, shown });
      await readLinks();
      await list(links, said);
      said.textContent = text("shares.made");
      // to focus scrolls there and selects
      /** @type {HTMLInputElement|null} */ (links.querySelector(`[data-share="${made.id}"] input`))?.focus();
    });
  });
  const submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    submit();
  };
  return el(
    "form",
    { class: "share-form", onsubmit: submitted, onchange: settle },
    el("fieldset", {}, el("legend", { text: text("shares.kind") }), ...kinds.map((kind) => el("label", {}, kind, ` ${named("shares.kind", kind.value)}`))),
    el("fieldset", {}, el("legend", { text: text("shares.shows") }), ...boxes.map((box) => el("label", {}, box, ` ${named("shares.part", box.value)}`))),
    el("p", { class: "share-until" }, el("label", { for: "share-expires", text: text("shares.until") }), expires, until),
    el("button", { type: "submit", class: "button", text: text("shares.make") }),
  );
}

/** The files that are taken along go by a link that shows all: there may be another now, or none. */
async function readLinks() {
  const { plan } = state;
  if (!plan) return;
  const { links } = await get(inLanguage(`${boot.urls.plans}/${plan.id}`));
  if (state.plan?.id !== plan.id) return;
  state.plan.links = links;
  drawTake(state.plan);
}

let lists = 0;

/** @param {HTMLElement} links @param {HTMLElement} said */
async function list(links, said) {
  const mine = (lists += 1);
  await asked(said, async () => {
    const { shares } = await get(inLanguage(address()));
    // an older answer that comes late shows what is no more
    if (mine !== lists) return;
    links.replaceChildren(...shares.map((/** @type {Share} */ share) => item(share, links, said)));
    said.textContent = shares.length ? "" : text("shares.none");
  });
}

/** @param {Share} share @param {HTMLElement} links @param {HTMLElement} said */
function item(share, links, said) {
  const kind = named("shares.kind", share.edits ? "edits" : share.frozen ? "frozen" : "latest");
  const shown = share.shown.length === PARTS.length ? text("shares.all") : share.shown.length ? text("shares.only", { parts: share.shown.map((part) => named("shares.part", part)).join(text("comma")) }) : text("shares.nothing");
  const time = share.expired ? text("shares.expired") : share.expires ? text("shares.expires", { when: date(dayInJapan(share.expires, -1), true) }) : text("shares.for_good");
  const link = /** @type {HTMLInputElement} */ (el("input", { type: "text", readonly: true, value: new URL(share.links.page, location.href).href, "aria-label": text("shares.address", { kind }), onfocus: () => link.select() }));
  const copy = el("button", { type: "button", class: "tool", text: text("shares.copy"), onclick: () => copyOf(link, said) });
  const stop = el("button", {
    type: "button",
    class: "tool",
    text: text("shares.stop"),
    onclick: once(() =>
      asked(said, async () => {
        await remove(`/api/v1/shares/${share.id}`);
        await readLinks();
        await list(links, said);
        said.textContent = text("shares.stopped");
        byId("shares").querySelector("summary")?.focus();
      }),
    ),
  });
  const first = share.links.page === state.plan?.links.page;
  return el("li", { "data-share": share.id, class: share.expired ? "expired" : "" }, el("b", { text: kind }), first && el("p", { class: "hint", text: text("shares.first") }), el("small", { text: [text("shares.made_on", { when: date(dayInJapan(share.created), true) }), time, shown].join(" · ") }), el("p", { class: "share-address" }, link, copy, stop));
}

/** @param {HTMLInputElement} link @param {HTMLElement} said */
async function copyOf(link, said) {
  try {
    await navigator.clipboard.writeText(link.value);
    said.textContent = text("shares.copied");
  } catch {
    // no right to the clipboard, or no https: the address is selected, and every device can copy that
    link.focus();
    link.select();
  }
}

/** For whoever came by a link that lets change the plan: a trip of their own. @param {HTMLElement} body */
export function drawOwnCopy(body) {
  const said = el("p", { role: "status", class: "said" });
  const copy = once(async () => {
    try {
      const plan = await post(inLanguage(`${boot.urls.plans}/${state.plan?.id}/copies`), {});
      location.href = `/${boot.lang}/?plan=${plan.id}`;
    } catch (error) {
      failed(said, error);
      announce(said.textContent ?? "");
    }
  });
  body.replaceChildren(el("p", { class: "hint", text: text("guest.copy_hint") }), el("button", { type: "button", class: "button", text: text("guest.copy"), onclick: copy }), said);
}

/** @param {number} days @returns {string} the day in Japan so many days from today */
const inDays = (days) => dayInJapan(new Date(Date.now()).toISOString(), days);
const tomorrow = () => inDays(1);
