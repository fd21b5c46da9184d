// @ts-check
/**
 * The reader's record: one versioned entry of this browser's storage, for widgets and items of all pages.
 *
 * Each write reads the record anew and changes one entry of it, so that two open pages do not overwrite each other.
 * What cannot be written stays in this page, is written as soon as something can be, and the reader is told.
 *
 * @typedef {Record<string, any>} Work
 * @typedef {{saved: string, work: Work, earlier?: Work}} Entry
 * @typedef {"widgets" | "items"} Part
 * @typedef {{format?: number, widgets?: Record<string, Entry>, items?: Record<string, Entry>}} Reader
 * @typedef {{get: (name: string) => any, set: (name: string, value: any) => void, save_changes: () => void,
 *            on: (name: string, callback: () => void) => void,
 *            off: (name?: string | null, callback?: (() => void) | null) => void}} Model
 */
const RECORD = "stalin-versus-lenin";
const ASIDE = `${RECORD}.damaged.`;
const RECORD_FORMAT = 1;
const PARTS = /** @type {Part[]} */ (["widgets", "items"]);
const HERE = "What you do now stays in this page until you close it: save your answers to a file before that.";
export const FAULTS = {
  forbidden: `This browser does not let the book keep anything. ${HERE}`,
  full: `The storage of this browser is full. ${HERE}`,
  newer: `A newer edition of this book wrote your record, so this one leaves it alone. ${HERE}`,
  damaged: "The record in this browser was damaged. It is set aside as it is, a new one is begun, and the page Your record can save the damaged one to a file.",
};

/** What tells the other widgets of a page that the record has changed; storage tells only other pages. */
export const KEPT = `${RECORD}.kept`;

/**
 * What could not be written, by part and key: one for all modules of a page, each of which holds a copy of this one.
 *
 * @type {Map<string, {part: Part, key: string, entry: Entry}>}
 */
const unsaved = ((/** @type {any} */ page) => (page[Symbol.for(`${RECORD}.unsaved`)] ??= new Map()))(globalThis);

/** @param {unknown} value @returns {value is Record<string, any>} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Read the record as it lies in storage.
 *
 * @returns {{record: Reader, fault: "" | keyof typeof FAULTS, text: string}} `text` is what a damaged record says
 */
function stored() {
  let text;
  try {
    text = localStorage.getItem(RECORD) ?? "{}";
  } catch {
    return { record: {}, fault: "forbidden", text: "" };
  }
  let record;
  try {
    record = JSON.parse(text);
  } catch {
    return { record: {}, fault: "damaged", text };
  }
  if (!isObject(record)) return { record: {}, fault: "damaged", text };
  if ((record.format ?? RECORD_FORMAT) > RECORD_FORMAT) return { record: {}, fault: "newer", text };
  const whole = PARTS.every((part) => record[part] === undefined || isObject(record[part]));
  if (whole) return { record, fault: "", text };
  return { record: { ...record, ...Object.fromEntries(PARTS.map((part) => [part, isObject(record[part]) ? record[part] : {}])) }, fault: "damaged", text };
}

/** @returns {{record: Reader, fault: string}} the record with what this page could not write, and what is wrong with it */
export function readRecord() {
  const { record, fault } = stored();
  return { record: withUnsaved(record), fault: fault ? FAULTS[fault] : "" };
}

/** @param {Reader} record @returns {Reader} */
function withUnsaved(record) {
  const whole = { ...record, format: RECORD_FORMAT, widgets: { ...record.widgets }, items: { ...record.items } };
  for (const { part, key, entry } of unsaved.values()) whole[part][key] = entry;
  return whole;
}

/**
 * @param {Reader} record
 * @returns {string} what the reader must know, empty if all is well
 */
export function writeRecord(record) {
  const before = stored();
  if (before.fault === "forbidden" || before.fault === "newer") return FAULTS[before.fault];
  try {
    if (before.fault === "damaged") localStorage.setItem(ASIDE + new Date().toISOString(), before.text);
    localStorage.setItem(RECORD, JSON.stringify(record));
    unsaved.clear(); // every record that is written has it
  } catch {
    return FAULTS.full;
  }
  return before.fault ? FAULTS.damaged : "";
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
  unsaved.clear();
  try {
    for (const { name } of setAside()) localStorage.removeItem(name);
    localStorage.removeItem(RECORD);
    return "";
  } catch {
    return FAULTS.forbidden;
  }
}

/**
 * @param {Part} part
 * @param {string} key
 * @param {Work} work
 * @returns {string} what the reader must know, empty if all is well
 */
function write(part, key, work) {
  const name = `${part} ${key}`;
  unsaved.set(name, { part, key, entry: { ...readRecord().record[part]?.[key], saved: new Date().toISOString(), work } });
  const fault = writeRecord(withUnsaved(stored().record));
  dispatchEvent(new Event(KEPT));
  return fault;
}

/**
 * Keep the reader's work in this browser, where the widget lives in a page without Python.
 * Elsewhere the notebook keeps it.
 *
 * @param {{model: Model, el: HTMLElement, part: Part, onfault: (text: string) => void, merge?: (kept: Work, own: Work) => Work}} options
 *        `merge` joins what another page has kept with the work of this one; without it the later one stands
 * @returns {() => void} stops keeping
 */
export function remember({ model, el, part, onfault, merge = (_, own) => own }) {
  if (!el.closest("live-widget")) return () => {};
  const key = model.get("key");
  const kept = () => {
    const work = readRecord().record[part]?.[key]?.work;
    return isObject(work) ? work : undefined;
  };
  let adopting = false;
  /** @param {Work} work */
  const adopt = (work) => {
    adopting = true;
    model.set("work", work);
    adopting = false;
  };
  const keep = () => {
    if (adopting) return;
    const before = kept();
    const own = model.get("work");
    const work = before ? merge(before, own) : own;
    const fault = JSON.stringify(work) === JSON.stringify(before) ? "" : write(part, key, work);
    if (fault) onfault(fault);
    if (JSON.stringify(work) !== JSON.stringify(own)) adopt(work);
  };
  /** @param {StorageEvent} event */
  const hear = (event) => {
    if (event.key === RECORD || event.key === null) adopt(kept() ?? {});
  };
  /** What nobody has used yet prints as its fallback, which is made for paper. */
  const label = () => el.toggleAttribute("data-unused", Object.keys(model.get("work") ?? {}).length === 0);
  const first = kept();
  if (first) adopt(first);
  label();
  const { fault } = readRecord();
  if (fault) onfault(fault);
  model.on("change:work", keep);
  model.on("change:work", label);
  addEventListener("storage", hear);
  addEventListener("beforeunload", warn);
  return () => {
    model.off("change:work", keep);
    model.off("change:work", label);
    removeEventListener("storage", hear);
  };
}

/** Ask before a page is closed that holds what could not be written. @param {BeforeUnloadEvent} event */
function warn(event) {
  if (unsaved.size) event.preventDefault();
}
