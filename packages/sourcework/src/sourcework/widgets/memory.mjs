// @ts-check
/**
 * The reader's record: one versioned entry of this browser's storage, for widgets and items of all pages.
 *
 * Each write reads the record anew and joins with it what this page holds. Of two pages that write at the same instant the one
 * that came first hears that something of its own is missing, and writes again: so that nothing is lost, without a lock.
 * What cannot be written stays in this page and in the copy, is written as soon as something can be, and the reader is told.
 *
 * @typedef {Record<string, any>} Work
 * @typedef {{saved: string, work: Work, earlier?: Work}} Entry
 * @typedef {"widgets" | "items"} Part
 * @typedef {{format?: number, widgets?: Record<string, Entry>, items?: Record<string, Entry>}} Reader
 * @typedef {{part: Part, key: string, entry: Entry, filed?: boolean}} Held `filed` says that the reader has a file with it
 * @typedef {{get: (name: string) => any, set: (name: string, value: any) => void, save_changes: () => void,
 *            on: (name: string, callback: () => void) => void,
 *            off: (name?: string | null, callback?: (() => void) | null) => void}} Model
 */
import { copyEntries, readCopy } from "./copy.mjs";
import { BOOK } from "./identity.mjs";
import { PARTS, RECORD_FORMAT, understood } from "./record_text.mjs";
import { isObject, joinEntries } from "./responses.mjs";

const RECORD = BOOK; // other books may live on the same host, and each has a record of its own
const ASIDE = `${RECORD}.damaged.`;
const ERASED = `${RECORD}.erased`; // when the record was erased last, with a sign behind it as soon as there is one again
const SIGN = "+";
const TURN = 60; // milliseconds within which pages write again what others have overwritten; twice as many each time
const LONGEST_TURN = 4000;
const PATIENCE = 1000; // milliseconds within which the copy is made, or the reader is told that there is none
const SHUT = ["forbidden", "newer"]; // faults under which this page writes nothing
const HERE = "What you do now stays in this page until you close it: save your answers to a file before that.";
export const FAULTS = {
  forbidden: `This browser does not let the book keep anything. ${HERE}`,
  full: `The storage of this browser is full. ${HERE}`,
  second: "The storage of this browser is full. What does not fit into it is kept in a second place only: save your answers to a file.",
  newer: `A newer edition of this book wrote your record, so this one leaves it alone. ${HERE}`,
  damaged: "The record in this browser was damaged. It is set aside as it is, a new one is begun, and the page Your record can save the damaged one to a file.",
  cleared: "What this browser had kept of this book was cleared while this page was open. What the page shows is kept again as soon as you answer more, or you can save it to a file.",
};

/** What tells all that a page shows of the record that it has changed, in this page or in another. */
export const KEPT = `${RECORD}.kept`;

/**
 * What a page knows of the record, one for all modules of the page, each of which holds a copy of this one: what it has written or
 * shows, by part and key, and what of it the copy does not have; whether there was a record, what was shown of it, and when it was
 * erased; why something cannot be written, and which fault the reader has heard.
 *
 * @type {{held: Map<string, Held>, uncopied: Map<string, Held>, version: number, seen: boolean, erased: string, fault: string, heard: string, turn: number, waiting?: ReturnType<typeof setTimeout>, shown?: string, copy?: typeof copyEntries}}
 */
const page = ((/** @type {any} */ all) => (all[Symbol.for(`${RECORD}.page`)] ??= { held: new Map(), uncopied: new Map(), version: 0, seen: false, erased: "", fault: "", heard: "", turn: TURN }))(globalThis);

/**
 * @typedef {{record: Reader, fault: "" | keyof typeof FAULTS, text: string | null, erased: string, signed: boolean}} Stored
 *          `text` is what the record says, none if there is none; `signed` says that there was one after `erased`
 */

/** Read the record as it lies in storage. @returns {Stored} */
function stored() {
  let [text, mark] = /** @type {(string | null)[]} */ ([null, null]);
  try {
    [text, mark] = [localStorage.getItem(RECORD), localStorage.getItem(ERASED)];
  } catch {
    return { record: NONE, fault: "forbidden", text, erased: "", signed: false };
  }
  return { ...parsed(text ?? "{}"), text, erased: (mark ?? "").replace(SIGN, ""), signed: !!mark?.endsWith(SIGN) };
}

/** @type {Reader} */ const NONE = {};
let last = { text: "", is: /** @type {Pick<Stored, "record" | "fault">} */ ({ record: {}, fault: "damaged" }) };

/** @param {string} text @returns {Pick<Stored, "record" | "fault">} */
function parsed(text) {
  if (text !== last.text) last = { text, is: understood(text) };
  return last.is;
}

/** @param {Reader} record @param {Held} held @returns {Entry} */
const joined = (record, { part, key, entry }) => joinEntries(part, record[part]?.[key], entry);

/** @param {Reader} record @returns {Held[]} what this page holds and the record does not have */
const missing = (record) => [...page.held.values()].filter((each) => JSON.stringify(joined(record, each)) !== JSON.stringify(record[each.part]?.[each.key]));

/** @param {Held} held */
const nameOf = ({ part, key }) => `${part} ${key}`;

/** Whether there is something that nothing has but this page. */
const hasAlone = () => missing(stored().record).some((each) => page.uncopied.has(nameOf(each)));

/** @param {Held} held */
function hold(held) {
  page.held.set(nameOf(held), held);
  page.version += 1;
}

function holdNothing() {
  page.held.clear();
  page.uncopied.clear();
  page.version += 1;
}

/** @returns {{record: Reader, fault: string}} the record with what this page could not write, and what is wrong with it */
export function readRecord() {
  notice();
  const { record, fault } = stored();
  if (record !== whole.of || page.version !== whole.version) whole = { of: record, version: page.version, is: withHeld(record) };
  return { record: whole.is, fault: fault ? FAULTS[fault] : page.fault };
}

/** The record as it was read last: all widgets of a page ask for it at once. */
let whole = { of: /** @type {Reader | undefined} */ (undefined), version: 0, is: /** @type {Reader} */ ({}) };

/** @param {Reader} record @param {Iterable<Held>} [held] @returns {Reader} */
function withHeld(record, held = page.held.values()) {
  const both = { ...record, format: RECORD_FORMAT, widgets: { ...record.widgets }, items: { ...record.items } };
  for (const each of held) both[each.part][each.key] = joined(record, each);
  return both;
}

/**
 * Notice what happened to the record elsewhere: that it was erased, or that the browser's storage was cleared.
 *
 * @param {boolean} [removed] whether somebody took away the record and nothing else: it is erased
 */
function notice(removed = false) {
  const now = stored();
  if (now.fault === "forbidden") return;
  const gone = now.text === null;
  if (now.erased > page.erased || (gone && (removed || now.signed))) {
    holdNothing();
    page.fault = "";
  } else if (gone && page.seen && page.held.size) {
    page.fault = FAULTS.cleared;
    page.uncopied = new Map(page.held); // the copy may have gone too
  } else if (!gone && page.fault === FAULTS.cleared) page.fault = "";
  page.erased = now.erased;
  page.seen = !gone;
}

/** Mark the record as erased, here and in the copy. */
function markErased() {
  page.erased = new Date().toISOString();
  localStorage.setItem(ERASED, page.erased);
  page.copy?.(page.erased, []).catch(() => {});
}

/** Copy what the copy does not have; of what the reader has in a file, only what is written. */
async function copy() {
  const { record, fault } = stored();
  if ([FAULTS.forbidden, FAULTS.cleared].includes(page.fault) || SHUT.includes(fault) || !page.uncopied.size) return;
  const left = new Set(missing(record).map(nameOf));
  const all = [...page.uncopied].filter(([name, { filed }]) => !filed || !left.has(name));
  try {
    await page.copy?.(page.erased, all.map(([, each]) => each));
  } catch {
    return; // the next answer tries again
  }
  for (const [name, each] of all) if (page.uncopied.get(name) === each) page.uncopied.delete(name);
  if (page.fault === FAULTS.full && !hasAlone()) page.fault = FAULTS.second;
}

/** @param {StorageEvent} event */
function hear({ key, newValue }) {
  notice(key === RECORD && newValue === null);
  // By turns, lest pages that hear of the same writing overwrite each other again.
  page.waiting ??= setTimeout(settle, Math.random() * page.turn);
}

/**
 * Write what other pages have overwritten. What was cleared waits for the reader's next answer: to bring back at once what
 * somebody has just cleared would be against his or her will.
 */
function settle() {
  clearTimeout(page.waiting);
  page.waiting = undefined;
  notice();
  if (page.fault !== FAULTS.cleared && missing(stored().record).length) {
    save();
    page.turn = Math.min(2 * page.turn, LONGEST_TURN); // on a slow machine short turns would meet again and again
  } else page.turn = TURN;
  showNews();
  copy().then(showNews);
}

function showNews() {
  if (state() !== page.shown) show();
}

const state = () => `${page.fault} ${stored().text}`;

/** Tell all that show something of the record. */
function show() {
  page.shown = state();
  dispatchEvent(new Event(KEPT));
}

/** Begin to follow the record in this page, and join with it what only the copy has. */
export function attend() {
  if (page.copy) return;
  page.copy = copyEntries;
  notice();
  page.shown = state();
  addEventListener("storage", hear);
  for (const turn of ["pageshow", "focus", "pagehide"]) addEventListener(turn, settle);
  addEventListener("beforeunload", warn);
  restore().catch(() => {}); // without a copy there is nothing to join
}

/** Join with the record what a crash took from it: the copy has it still. */
async function restore() {
  const { since, all } = await readCopy();
  const now = stored();
  if (SHUT.includes(now.fault)) return;
  if (now.text === null && now.signed) markErased(); // by an earlier edition, which knows of no copy
  else if (now.erased > since) page.copy?.(now.erased, []).catch(() => {});
  else {
    if (since > now.erased) eraseBefore(since, now);
    const record = withHeld(stored().record);
    for (const each of all) {
      const entry = joined(record, each);
      if (JSON.stringify(entry) !== JSON.stringify(record[each.part]?.[each.key])) hold({ ...each, entry });
    }
    if (missing(stored().record).length) save();
  }
  show();
}

/**
 * The browser ended before it had written that the record is erased: erase what was there before.
 *
 * @param {string} since
 * @param {Stored} now
 */
function eraseBefore(since, { record, text }) {
  const left = PARTS.map((part) => [part, Object.fromEntries(Object.entries(record[part] ?? {}).filter(([, entry]) => String(entry?.saved) > since))]);
  holdNothing();
  page.erased = since;
  if (text !== null) localStorage.setItem(RECORD, JSON.stringify({ ...record, ...Object.fromEntries(left) }));
  localStorage.setItem(ERASED, since + (text === null ? "" : SIGN));
}

/**
 * Write what this page holds into the record; if not all of it fits, as much as does, what was saved last before the rest.
 *
 * @returns {string} what the reader must know, empty if all is well
 */
function save() {
  const before = stored();
  if (before.fault && SHUT.includes(before.fault)) return FAULTS[before.fault];
  let [text, full] = ["", false];
  /** @param {Reader} record @param {Held[]} all @returns {Reader} what is written */
  const fit = (record, all) => {
    const whole = withHeld(record, all);
    const written = JSON.stringify(whole);
    try {
      localStorage.setItem(RECORD, written);
      text = written;
      return whole;
    } catch {
      full = true;
      const half = all.length >> 1;
      return half ? fit(fit(record, all.slice(0, half)), all.slice(half)) : record;
    }
  };
  try {
    if (before.text === null && before.signed) markErased(); // by an earlier edition, which knows of no copy
    if (before.fault === "damaged") localStorage.setItem(ASIDE + new Date().toISOString(), before.text ?? "");
    fit(before.record, [...page.held.values()].sort((a, b) => (String(a.entry.saved) > String(b.entry.saved) ? -1 : 1)));
    if (text) page.seen = localStorage.getItem(RECORD) === text;
  } catch {
    full = true;
  }
  if (full) page.fault = hasAlone() ? FAULTS.full : FAULTS.second;
  else if (!page.seen) return (page.fault = FAULTS.forbidden); // it has taken the text and not kept it
  else page.fault = before.fault ? FAULTS.damaged : "";
  try {
    if (text) localStorage.setItem(ERASED, page.erased + SIGN);
  } catch {
    // The record is written: of its erasing by an earlier edition the copy would not know.
  }
  return page.fault;
}

/**
 * Keep entries, with all that this page could not keep before.
 *
 * @param {Held[]} all
 * @param {(fault: string) => void} [tell] hears what the reader must know before all others do
 * @returns {Promise<string>} what the reader must know, empty if all is well
 */
async function keepEntries(all, tell = () => {}) {
  notice();
  for (const each of all) {
    hold(each);
    page.uncopied.set(nameOf(each), each);
  }
  let fault = save();
  if (!fault && navigator.vendor) navigator.storage?.persist?.().catch(() => {}); // of Google and of Apple: they decide without asking the reader
  const copied = copy();
  if (fault === FAULTS.full) {
    await Promise.race([copied, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    fault = page.fault;
  }
  tell(fault);
  show();
  copied.then(showNews); // if it took longer
  return fault;
}

/**
 * Keep what a record has that was opened from a file, joined with what is kept.
 *
 * @param {Reader} record
 * @returns {Promise<string>} what the reader must know, empty if all is well
 */
export function writeRecord(record) {
  const now = readRecord().record;
  return keepEntries(PARTS.flatMap((part) => Object.entries(record[part] ?? {})
    .filter(([key, entry]) => JSON.stringify(entry) !== JSON.stringify(now[part]?.[key])).map(([key, entry]) => ({ part, key, entry, filed: true }))));
}

/**
 * Keep what changes in the work of an entry, beside the rest of it.
 *
 * @param {Part} part
 * @param {string} key
 * @param {Work} change
 */
export function keepWork(part, key, change) {
  const before = readRecord().record[part]?.[key];
  const entry = isObject(before) ? before : undefined;
  const work = isObject(entry?.work) ? entry.work : {};
  keepEntries([{ part, key, entry: { ...entry, saved: later(entry?.saved), work: { ...work, ...change } } }]);
}

/**
 * Keep when a reader first read on.
 *
 * @param {Part} part
 * @param {string} key of an item or a note
 * @param {"read" | "seen"} as without answering, or having written
 */
export function keepRead(part, key, as) {
  if (!readRecord().record[part]?.[key]?.work?.[as]) keepWork(part, key, { [as]: new Date().toISOString() });
}

/** @returns {{name: string, text: string}[]} the damaged records that were set aside */
export function setAside() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(ASIDE))
      .map((name) => ({ name, text: localStorage.getItem(name) ?? "" }));
  } catch {
    return [];
  }
}

/** Take away the record and all that was set aside. @returns {string} what the reader must know */
export function eraseRecord() {
  holdNothing();
  page.fault = "";
  page.seen = false;
  try {
    for (const { name } of setAside()) localStorage.removeItem(name);
    localStorage.removeItem(RECORD);
    localStorage.removeItem(`${RECORD}.progress`); // how far each chapter is: doing.mjs
    markErased();
    show();
    return "";
  } catch {
    return FAULTS.forbidden;
  }
}

/** @param {unknown} before when an entry was saved last @returns {string} now, and in any case later, whatever the clock says */
function later(before) {
  const now = new Date().toISOString();
  const next = Date.parse(String(before)) + 1;
  return String(before) >= now && Number.isFinite(new Date(next).getTime()) ? new Date(next).toISOString() : now;
}

/**
 * Keep the reader's work in this browser, where the widget lives in a page without Python.
 * Elsewhere the notebook keeps it.
 *
 * @param {{model: Model, el: HTMLElement, part: Part, box: HTMLElement, onfault?: (text: string) => void, merge?: (kept: Work, own: Work) => Work}} options
 *        `box` is an alert that says what the reader must know; `merge` joins what another page has kept with the work of this one;
 *        without it the later one stands
 * @returns {() => void} stops keeping
 */
export function remember({ model, el, part, box, onfault = () => {}, merge = (_, own) => own }) {
  if (!el.closest("live-widget")) return () => {};
  attend();
  const key = model.get("key");
  const kept = () => {
    const { record, fault } = readRecord();
    const entry = record[part]?.[key];
    return { entry: isObject(entry?.work) ? entry : undefined, fault };
  };
  let [adopting, told] = [false, ""];
  /** @param {Work} work */
  const adopt = (work) => {
    adopting = true;
    model.set("work", work);
    adopting = false;
  };
  /** Say a fault in the box, aloud where no other box of the page has said it. @param {string} fault */
  const tell = (fault) => {
    if (fault === told) return;
    if (fault && fault === page.heard) box.removeAttribute("role");
    else box.setAttribute("role", "alert");
    box.textContent = told = page.heard = fault;
    onfault(fault);
  };
  const keep = () => {
    if (adopting) return;
    const before = kept().entry;
    const own = model.get("work");
    const work = before ? merge(before.work, own) : own;
    if (JSON.stringify(work) !== JSON.stringify(own)) adopt(work);
    if (JSON.stringify(work) !== JSON.stringify(before?.work)) keepEntries([{ part, key, entry: { ...before, saved: later(before?.saved), work } }], tell);
  };
  const follow = () => {
    const { entry, fault } = kept();
    const work = entry?.work ?? {};
    if (entry) hold({ part, key, entry });
    if (JSON.stringify(work) !== JSON.stringify(model.get("work") ?? {})) adopt(work);
    if (!fault || Object.keys(work).length) tell(fault);
  };
  /** What nobody has used yet prints as its fallback, which is made for paper. */
  const label = () => el.toggleAttribute("data-unused", Object.keys(model.get("work") ?? {}).length === 0);
  follow();
  tell(kept().fault);
  label();
  model.on("change:work", keep);
  model.on("change:work", label);
  addEventListener(KEPT, follow);
  return () => {
    model.off("change:work", keep);
    model.off("change:work", label);
    removeEventListener(KEPT, follow);
  };
}

/** Ask before a page is closed that has something alone. @param {BeforeUnloadEvent} event */
function warn(event) {
  if (hasAlone()) event.preventDefault();
}
