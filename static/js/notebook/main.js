/** The notebook on the page: loaded once there is a trip to write beside. */

import { boot, text } from "../boot.js";
import { byId, el } from "../dom.js";
import { editable, send } from "../edits.js";
import { on, state } from "../store.js";
import { startBook } from "./book.js";
import { isBooked, legMore, stayMore } from "./bookings.js";
import { drawMarks } from "./marks.js";
import { drawPanel, startPanel } from "./panel.js";
import { drawPins, startPlaceButtons, startPlaces } from "./places.js";
import { drawToday } from "./today.js";

/** What the list of stays does not say itself stands below each of its parts. */
function drawBeside() {
  const { trip } = state;
  if (!trip) return;
  for (const item of document.querySelectorAll("#stays > li[data-index]")) {
    item.querySelector(".stay-book")?.remove();
    const stay = trip.stays[Number(item.getAttribute("data-index"))];
    item.querySelector(".stop")?.append(stayMore(stay));
    const lock = item.querySelector("[data-act=lock][aria-pressed=true]");
    // it would lock itself again at once
    if (lock instanceof HTMLButtonElement && isBooked(stay)) {
      lock.disabled = true;
      lock.title = text("book.held");
    }
  }
  for (const details of document.querySelectorAll("details.leg[data-leg]")) {
    const at = Number(details.getAttribute("data-leg"));
    details.querySelector(".leg-book")?.remove();
    if (trip.legs[at]) details.append(legMore(trip.legs[at], at));
  }
}

/** An empty trip says how it is filled. */
function drawEmpty() {
  document.getElementById("book-empty")?.remove();
  // nothing to sum up, to prove or to compare yet
  byId("answer").classList.toggle("empty-trip", !state.trip?.stays.length);
  if (boot.readonly || !editable() || state.trip?.stays.length) return;
  const fill = el("button", { type: "button", class: "button", onclick: () => send([{ edit: "fill", on: true }]), text: text("book.empty.fill") });
  byId("stays").before(el("div", { class: "book-empty", id: "book-empty" }, el("p", {}, el("b", { text: text("book.empty.title") })), el("p", { text: text("book.empty.how") }), fill));
}

function draw() {
  if (!state.trip) return;
  drawBeside();
  drawEmpty();
  drawPanel();
  drawPins();
  drawMarks();
  drawToday();
}

/** @param {Promise<any>} map once it is drawn @param {(code: string) => string} nameOf a municipality */
export function start(map, nameOf) {
  startBook(nameOf);
  startPanel();
  startPlaceButtons();
  on(["trip"], draw);
  draw();
  map.then((drawn) => {
    startPlaces(drawn);
    drawPins();
  });
}
