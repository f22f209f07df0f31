/** What to take along: the files, the link, and a calendar that follows the trip. */

import { get, post, remove, Problem } from "./api.js";
import { boot, text } from "./boot.js";
import { announce, byId, el } from "./dom.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {{https: string, webcal: string}} FeedLinks */

const FILES = ["gpx", "ics", "geojson", "kml", "csv", "pdf", "html", "json"];
const ALARM_HOURS = ["6", "12", "24"];
const LANGUAGE = boot.lang === "ja" ? "" : `?lang=${boot.lang}`;

/** @param {Plan} plan */
export function drawTake(plan) {
  const { links } = plan;
  const files = FILES.filter((name) => links[name]).map((name) => file(links[name], name.toUpperCase(), `file.${name}`));
  if (links.pdf) files.splice(FILES.indexOf("pdf") + 1, 0, file(withQuery(links.pdf, "paper", "a5"), "PDF A5", "file.pdf_a5"));
  const page = links.page && el("p", { class: "share" }, el("a", { href: links.page, text: text(boot.readonly || boot.guest ? "share.this" : "share.link") }));
  byId("take").replaceChildren(el("h3", { text: text("take.heading") }), el("ul", { class: "files" }, ...files), calendar(plan), page || "");
}

/** @param {string} href @param {string} name @param {string} key */
const file = (href, name, key) => el("li", {}, el("a", { class: "file", href, download: true }, el("b", { text: name }), el("small", { text: text(key) })));

/** @param {string} address @param {string} name @param {string} value @returns {string} the address with the parameter, or without it where the value is empty */
function withQuery(address, name, value) {
  const [path, query = ""] = address.split("?");
  const asked = new URLSearchParams(query);
  if (value) asked.set(name, value);
  else asked.delete(name);
  return asked.size ? `${path}?${asked}` : path;
}

/** @param {Plan} plan */
function calendar(plan) {
  const body = el("div", { class: "feed" });
  if (plan.links.feed) {
    const https = new URL(plan.links.feed, location.href).href;
    showFeed(body, { https, webcal: https.replace(/^https?:/, "webcal:") });
  } else if (boot.readonly) {
    return "";
  }
  const details = /** @type {HTMLDetailsElement} */ (el("details", { class: "subscribe" }, el("summary", { text: text("feed.heading") }), el("p", { class: "hint", text: text("feed.hint") }), body));
  // an address is asked for only by whoever looks for one
  if (!plan.links.feed) details.addEventListener("toggle", () => details.open && load(body, `${boot.urls.plans}/${plan.id}/feed`), { once: true });
  return details;
}

/** @param {HTMLElement} body @param {string} url */
async function load(body, url) {
  try {
    showOwn(body, url, await get(url));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) showNone(body, url);
    else body.replaceChildren(el("p", { class: "hint", text: text("error.server") }));
  }
}

/** @param {HTMLElement} body @param {string} url */
function showNone(body, url) {
  const make = async () => {
    showOwn(body, url, await post(url, {}));
    announce(text("feed.made"));
    body.querySelector("input")?.focus();
  };
  body.replaceChildren(button("feed.make", body, make));
}

/** @param {HTMLElement} body @param {string} url @param {{links: FeedLinks}} feed */
function showOwn(body, url, feed) {
  showFeed(body, { https: feed.links.https + LANGUAGE, webcal: feed.links.webcal + LANGUAGE });
  body.append(
    el(
      "p",
      { class: "feed-change" },
      button("feed.renew", body, async () => {
        showOwn(body, url, await post(url, {}));
        announce(text("feed.renewed"));
        body.querySelector("input")?.focus();
      }),
      button("feed.stop", body, async () => {
        await remove(url);
        showNone(body, url);
        announce(text("feed.stopped"));
        body.querySelector("button")?.focus();
      }),
    ),
  );
}

/** @param {HTMLElement} body @param {FeedLinks} links */
function showFeed(body, links) {
  const address = /** @type {HTMLInputElement} */ (el("input", { type: "text", readonly: true, value: links.https, "aria-label": text("feed.address"), onfocus: () => address.select() }));
  const copy = el("button", { type: "button", class: "button", text: text("feed.copy"), onclick: () => copyOf(address) });
  const open = el("a", { class: "button", href: links.webcal, text: text("feed.open") });
  const choices = ["", ...ALARM_HOURS].map((hours) => el("option", { value: hours, text: hours ? text("feed.alarm_hours", { n: hours }) : text("feed.alarm_none") }));
  const choose = (/** @type {string} */ hours) => {
    address.value = withQuery(links.https, "alarm", hours);
    open.setAttribute("href", withQuery(links.webcal, "alarm", hours));
  };
  const alarm = el("select", { onchange: (/** @type {any} */ event) => choose(event.target.value) }, ...choices);
  body.replaceChildren(el("p", {}, open), el("p", {}, el("label", {}, text("feed.alarm"), " ", alarm)), el("p", { class: "feed-address" }, address, copy));
}

/** @param {HTMLInputElement} address */
async function copyOf(address) {
  try {
    await navigator.clipboard.writeText(address.value);
    announce(text("feed.copied"));
  } catch {
    // no right to the clipboard, or no https: the address is selected, and every device can copy that
    address.focus();
    address.select();
  }
}

/** @param {string} key @param {HTMLElement} body @param {() => Promise<void>} action */
function button(key, body, action) {
  const node = /** @type {HTMLButtonElement} */ (
    el("button", {
      type: "button",
      class: "button",
      text: text(key),
      onclick: async () => {
        node.disabled = true;
        try {
          await action();
        } catch {
          node.disabled = false;
          body.append(el("p", { class: "hint", role: "alert", text: text("error.server") }));
        }
      },
    })
  );
  return node;
}
