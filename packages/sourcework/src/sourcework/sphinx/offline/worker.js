// @ts-check
/**
 * The service worker: it keeps one edition of the book, whole, and shows it with or without a network.
 *
 * - An edition is stored under its version only when every file has the digest of its list. A server
 *   in the midst of a change cannot give a mixture: storing fails, and what was kept stays.
 * - A new edition waits until no page of the old one is open, or until a reader asks for it.
 * - What a server sends with a file is not kept: the type goes by the ending, and the policy is the edition's.
 *   A mistake in a server's settings cannot outlast itself.
 * - A page gets its files from where it came from itself: from its own edition, although another may have
 *   taken over since, or from the server, if it is a page that was not kept.
 *
 * The list is filled in by `offline/__init__.py`; without files, the worker leaves all to the server, deletes
 * what was kept, and goes.
 */
/** @type {{version: string, files: Record<string, string>}} the SHA-256 of each file in base 64, by its address */
const EDITION = { version: "", files: {} };
/** @type {{policy: string, types: Record<string, string>}} what is sent with files, by the ending of the name */
const SENT = { policy: "", types: {} };
/** @type {Record<string, RegExp>} what a server has to call the files whose type browsers go by */
const CALLED = { html: /^text\/html\b/i, css: /^text\/css\b/i, js: /^(text|application)\/(x-)?(java|ecma)script\b/i };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
const BOOK = `${"the book"} at ${scope}, edition `; // other books may live on the same host
const NAME = BOOK + EDITION.version;
const SERVER = "server";
const FILES = new Map(Object.entries(EDITION.files));
const LAST_RESORT = `${scope}offline.html`;
const TAKEN_OVER = `${scope}?taken-over`;
/** @type {Map<string, string>} what is noted of pages, for as long as the worker does not rest */
const notes = new Map();

const kept = () => caches.open(NAME);

/** @returns {Promise<string[]>} the editions that were kept before this one; a newer one may be on its way */
async function older() {
  await kept();
  const names = (await caches.keys()).filter((name) => name.startsWith(BOOK));
  return names.slice(0, names.indexOf(NAME));
}

/** @param {string} path */
const ending = (path) => path.slice(path.lastIndexOf(".") + 1);

/**
 * @param {Response} response
 * @param {string} path
 * @returns {Promise<Response | undefined>} the file with headers of our own, if its body is the right one
 */
async function intact(response, path) {
  const body = await response.arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  if (btoa(String.fromCharCode(...found)) !== FILES.get(path)) return undefined;
  const type = SENT.types[ending(path)] ?? "application/octet-stream";
  // Made anew also because browsers refuse to show a page from a response that was redirected.
  return new Response(body, { headers: { "Content-Type": type, "Content-Security-Policy": SENT.policy } });
}

/**
 * Get a file of this edition: what is stored already, from another edition if it is the same there, and
 * else from the server.
 *
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function get(path) {
  const url = new URL(path, scope);
  for (const cacheName of [NAME, undefined]) {
    const there = await caches.match(url, { cacheName, ignoreVary: true });
    const response = there && await intact(there, path);
    if (response) return response;
  }
  const sent = await fetch(url, { cache: "reload" });
  const called = CALLED[ending(path)]?.test(sent.headers.get("Content-Type") ?? "") ?? true;
  const response = called && await intact(sent, path);
  if (!response) throw new Error(`${url} is not of the edition ${EDITION.version}`);
  return response;
}

/**
 * Store all or nothing, one file after the other: readers on slow lines need theirs for the page. Where the
 * line broke, the next attempt goes on from there.
 */
async function install() {
  const back = await caches.has(NAME); // an edition that comes back may be the one that readers have
  try {
    const cache = await kept();
    for (const path of FILES.keys()) await cache.put(new URL(path, scope), await get(path));
  } catch (error) {
    const broken = error instanceof TypeError; // what a browser throws when a server cannot be reached
    if (!back && !broken) await caches.delete(NAME);
    throw error;
  }
}

/**
 * Store something beside the edition; where there is no room, do without.
 *
 * @param {string | URL} address
 * @param {Response} response
 */
async function keep(address, response) {
  try {
    await (await kept()).put(address, response);
  } catch {
    // A full disk takes nothing from the reader but what it would have kept.
  }
}

/** Take over, and note of the open pages where they came from: from the edition before, if there was one. */
async function activate() {
  let before = SERVER;
  for (const name of await older()) {
    if (await caches.match(TAKEN_OVER, { cacheName: name })) before = name;
  }
  for (const { id } of await worker.clients.matchAll({ includeUncontrolled: true })) {
    await note(id, await cameFrom(id, before));
  }
  await tidy();
  await keep(TAKEN_OVER, new Response());
}

/** Delete the older editions of which no page is open; one that waits to take over needs its own. */
async function tidy() {
  if (worker.registration.installing || worker.registration.waiting) return;
  const open = await worker.clients.matchAll({ includeUncontrolled: true });
  const shown = await Promise.all(open.map(({ id }) => cameFrom(id)));
  for (const name of await older()) {
    if (!shown.includes(name)) await caches.delete(name);
  }
}

/**
 * Leave nothing behind on a machine that kept the book, and lead its open pages to what the server has there:
 * one that an edition gave a moment ago would stand without its files.
 */
async function end() {
  for (const name of [...await older(), NAME]) await caches.delete(name);
  await worker.registration.unregister();
  for (const client of await worker.clients.matchAll({ type: "window" })) {
    await client.navigate(client.url).catch(() => {}); // closed in the meantime
  }
}

/** @param {string} id of a client */
const noteOf = (id) => `${scope}?page=${id}`;

/**
 * Note where a page came from; kept with the edition, because workers forget when they rest.
 *
 * @param {string} id
 * @param {string} from an edition, or the server
 */
async function note(id, from) {
  notes.set(id, from);
  await keep(noteOf(id), new Response(from));
}

/**
 * @param {string} id
 * @param {string} otherwise
 * @returns {Promise<string>} where a page came from: what is noted, and otherwise from this edition
 */
async function cameFrom(id, otherwise = NAME) {
  return notes.get(id) ?? await (await caches.match(noteOf(id)))?.text() ?? otherwise;
}

/**
 * @param {string} path
 * @param {string} from
 * @returns {Promise<Response | undefined>} a file of an edition
 */
async function find(path, from) {
  const url = new URL(path, scope);
  const found = await caches.match(url, { cacheName: from, ignoreVary: true });
  if (found || from !== NAME || !FILES.has(path)) return found;
  const own = await get(path);
  await keep(url, own.clone());
  return own;
}

/**
 * @param {FetchEvent} event
 * @param {string} path
 * @returns {Promise<Response>} a page: of this edition, or from the server, or the words that there is none
 */
async function page(event, path) {
  const own = await find(path, NAME).catch(() => undefined);
  if (own) return own;
  const other = await fetch(event.request).catch(() => undefined);
  if (other?.type === "basic" && event.resultingClientId) await note(event.resultingClientId, SERVER);
  if (other) return other;
  return await caches.match(LAST_RESORT) ? Response.redirect(LAST_RESORT) : Response.error();
}

/**
 * @param {FetchEvent} event
 * @param {string} path
 * @returns {Promise<Response>} a file that a page asks for
 */
async function part(event, path) {
  const from = await cameFrom(event.clientId).catch(() => SERVER); // where nothing is kept any more
  const found = from !== SERVER && await find(path, from);
  return found || fetch(event.request);
}

worker.addEventListener("install", (event) => {
  const stored = install();
  stored.catch(() => {}); // the browser is told below; no reader's console needs to be
  event.waitUntil(stored);
});
worker.addEventListener("activate", (event) => event.waitUntil(FILES.size ? activate() : end()));
worker.addEventListener("message", ({ data }) => data === "show" && worker.skipWaiting());
worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const address = origin + pathname;
  const visit = event.request.mode === "navigate";
  if (!FILES.size) event.waitUntil(end());
  else if (visit) event.waitUntil(tidy());
  if (!FILES.size || event.request.method !== "GET" || !address.startsWith(scope)) return;
  const asked = address.slice(scope.length).replace(/(^|\/)$/, "$1index.html");
  // Some servers give a page without its ending, too.
  const path = visit && !FILES.has(asked) && FILES.has(`${asked}.html`) ? `${asked}.html` : asked;
  if (path.startsWith("lite/") && !visit) return; // notebooks have a worker of their own
  event.respondWith(visit ? page(event, path) : part(event, path));
});
