/**
 * Keeps the planner readable without a connection: the page with what it is made of, and this device's own plans.
 * `KEEP`, the list of what to keep, is written before these lines by the server (planner/web/offline.py). Offices' pages,
 * calendars, other people's trips and answers to anything but GET are never handled here, so never kept.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const SHELL = `sasurai-shell-${KEEP.version}`;
const PAGES = `sasurai-pages-${KEEP.version}`;
/** Plans outlive a new version of the program; the number counts changes of their form. */
const PLANS = "sasurai-plans-1";

const MOST_PAGES = 40;
const MOST_PLANS = 60;
const PAGE = /^\/(ja|en)\/(calendar|about|offline|places\/\d{5})?$/;
const PLAN = /^\/api\/v1\/plans(\/[0-9a-f]{32})?$/;

const shell = new Set(KEEP.shell.map((part) => part.split("?")[0]));

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  if (request.method === "DELETE" && PLAN.test(pathname)) event.respondWith(forget(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (pathname === "/" || PAGE.test(pathname)) event.respondWith(openPage(event));
  } else if (shell.has(pathname)) event.respondWith(openPart(request));
  // a plan that is read by a link is another device's
  else if (PLAN.test(pathname) && !request.headers.has("X-Sasurai-Share")) event.respondWith(openPlan(event));
});

async function install() {
  const [parts, pages] = await Promise.all([caches.open(SHELL), caches.open(PAGES)]);
  // the parts carry their content in their address: what the browser has already is right
  await Promise.all([parts.addAll(KEEP.shell), pages.addAll(KEEP.pages.map((page) => new Request(page, { cache: "reload" })))]);
  await worker.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("sasurai-") && ![SHELL, PAGES, PLANS].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
async function openPart(request) {
  const cache = await caches.open(SHELL);
  const found = await cache.match(request);
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    // an office published while this version was being kept: the season of a minute before, rather than no map
    const older = await cache.match(request, { ignoreSearch: true });
    if (!older) throw error;
    return older;
  }
}

/**
 * The network's page; without a network the kept one, or the page that says what can be done.
 * @param {FetchEvent} event
 */
async function openPage(event) {
  const { pathname } = new URL(event.request.url);
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keepPage(event.request, answer.clone()));
    return answer;
  } catch (error) {
    if (pathname === "/") return Response.redirect(worker.navigator.language.startsWith("ja") ? "/ja/" : "/en/");
    const cache = await caches.open(PAGES);
    const found = (await cache.match(keyOf(event.request))) ?? (await cache.match(`/${pathname.slice(1, 3)}/offline`));
    if (!found) throw error;
    return found;
  }
}

/** The planner is one page, whatever month or trip its address names. @param {Request} request */
function keyOf(request) {
  const { pathname } = new URL(request.url);
  return pathname.length === 4 ? pathname : request.url;
}

/** @param {Request} request @param {Response} answer */
async function keepPage(request, answer) {
  if (!answer.ok || answer.redirected || answer.headers.get("Cache-Control")?.includes("no-store")) return;
  // a newer version's page needs parts that its own worker will keep
  if (!(await answer.clone().text()).includes(`/static/${KEEP.build}/`)) return;
  await keep(PAGES, keyOf(request), answer, MOST_PAGES);
}

/** @param {FetchEvent} event */
async function openPlan(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    // kept before it is shown: whoever reads it may be without a connection the next moment
    if (answer.ok) await keep(PLANS, request, answer.clone(), MOST_PLANS).catch(() => undefined);
    // deleted elsewhere, or no longer this device's
    else if ([404, 410].includes(answer.status)) event.waitUntil(drop(request.url));
    return answer;
  } catch (error) {
    const cache = await caches.open(PLANS);
    // better in the other language than not at all
    const found = (await cache.match(request)) ?? (await cache.match(request, { ignoreSearch: true }));
    if (!found) throw error;
    return found;
  }
}

/** @param {Request} request */
async function forget(request) {
  const answer = await fetch(request);
  if (answer.ok) await drop(request.url);
  return answer;
}

/** @param {string} url */
async function drop(url) {
  const cache = await caches.open(PLANS);
  await cache.delete(url, { ignoreSearch: true, ignoreVary: true });
}

/** The oldest make room. @param {string} name @param {RequestInfo} key @param {Response} answer @param {number} most */
async function keep(name, key, answer, most) {
  const cache = await caches.open(name);
  await cache.put(key, answer);
  const known = await cache.keys();
  await Promise.all(known.slice(0, Math.max(0, known.length - most)).map((old) => cache.delete(old)));
}
