/** Dates, hours and yen as people write them: 9月3日(金), 5時間20分, ¥14,200. */

import { boot, text } from "./boot.js";

const JA_WEEK = "日月火水木金土";
const EN_WEEK = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const EN_MONTH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY = 86_400_000;

/** @param {string} iso @returns {number} whole days since 1970 */
export function dayNumber(iso) {
  return Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY);
}

/** @param {number} day @returns {string} YYYY-MM-DD */
export function isoDay(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** @param {string} iso @param {boolean} [year] */
export function date(iso, year = false) {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  const [y, m, d, w] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), day.getUTCDay()];
  if (boot.lang === "ja") return `${year ? `${y}年` : ""}${m + 1}月${d}日(${JA_WEEK[w]})`;
  return `${EN_WEEK[w]} ${d} ${EN_MONTH[m]}${year ? ` ${y}` : ""}`;
}

/** @param {string} value MM-DD, `--MM-DD` or YYYY-MM-DD */
export function monthDay(value) {
  const [month, day] = value.slice(-5).split("-").map(Number);
  return boot.lang === "ja" ? `${month}月${day}日` : `${day} ${EN_MONTH[month - 1]}`;
}

/** @param {number} month 1–12 */
export function monthName(month) {
  return boot.lang === "ja" ? `${month}月` : EN_MONTH[month - 1];
}

/** @param {number|null|undefined} amount */
export function yen(amount) {
  return amount === null || amount === undefined ? text("unknown") : `¥${Math.round(amount).toLocaleString("en-US")}`;
}

/** @param {number} amount */
export function minutes(amount) {
  const hours = Math.floor(amount / 60);
  const rest = Math.round(amount % 60);
  if (boot.lang === "ja") return `${hours ? `${hours}時間` : ""}${rest || !hours ? `${rest}分` : ""}`;
  return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
}

/** @param {number} value @param {number} [digits] */
export function number(value, digits = 0) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
}

/** @param {{name: string, name_en: string}} place */
export function placeName(place) {
  return boot.lang === "en" && place.name_en ? place.name_en : place.name;
}

/** @param {{title: string, title_en?: string}} window */
export function windowTitle(window) {
  return boot.lang === "en" && window.title_en ? window.title_en : window.title.replace(/\(([^()]*)\)/g, "（$1）");
}
