/** Requests to our own server, and the problems it answers with (RFC 9457). */

import { boot, text } from "./boot.js";

/** An answer that is not what was asked for. */
export class Problem extends Error {
  /** @param {Record<string, any>} body @param {number} status */
  constructor(body, status) {
    super(body.detail || body.title || text("error.server"));
    this.body = body;
    this.status = status;
  }
}

/** @param {Response} response */
async function unwrap(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  let body = {};
  try {
    body = await response.json();
  } catch {
    // a proxy's page rather than our JSON: the status says enough
  }
  throw new Problem(body, response.status);
}

/**
 * Ask, or say that there is no way to the server; who cancelled is told so.
 * @param {string} url @param {RequestInit} options
 */
async function ask(url, options) {
  // whoever came by a link that lets change a plan says so with every request
  const headers = boot.guest ? { ...options.headers, "X-Sasurai-Share": boot.guest.token } : options.headers;
  try {
    return await fetch(url, { ...options, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({ error: "offline", detail: text("problem.offline") }, 0);
  }
}

/** @param {string} url @param {AbortSignal} [signal] */
export async function get(url, signal) {
  return unwrap(await ask(url, { signal, headers: { Accept: "application/json" } }));
}

/** Browsers send cookies on their own; the page's token shows that the page itself asks. */
const token = () => document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";

/** @param {string} url @param {unknown} body @param {AbortSignal} [signal] @param {Record<string, string>} [more] headers */
export async function post(url, body, signal, more = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(), ...more };
  return unwrap(await ask(url, { method: "POST", headers, body: JSON.stringify(body), signal }));
}

/** @param {string} url @param {unknown} body @param {Record<string, string>} more headers */
export async function put(url, body, more) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(), ...more };
  return unwrap(await ask(url, { method: "PUT", headers, body: JSON.stringify(body) }));
}

/** Send a file as it is. @param {string} url @param {File} file */
export async function upload(url, file) {
  const headers = { "Content-Type": "application/octet-stream", Accept: "application/json", "X-CSRFToken": token() };
  return unwrap(await ask(url, { method: "POST", headers, body: file }));
}

/** @param {string} url */
export async function remove(url) {
  return unwrap(await ask(url, { method: "DELETE", headers: { Accept: "application/json", "X-CSRFToken": token() } }));
}
