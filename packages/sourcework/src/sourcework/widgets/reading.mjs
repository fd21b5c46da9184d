// @ts-check
/**
 * The reader's record for the script of chapters: read at once, and written by a script that is loaded when something is to be
 * kept, since a page that is only read has no need of it.
 *
 * @typedef {import("./memory.mjs").Reader} Reader
 * @typedef {{keepRead: typeof import("./memory.mjs").keepRead, keepWork: typeof import("./memory.mjs").keepWork}} Keeper
 */
import { BOOK } from "./identity.mjs";
import { understood } from "./record_text.mjs";

const shared = /** @type {any} */ (globalThis);
const own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const FIRST_SIGNS = ["pointerdown", "keydown"];
let keeper = /** @type {Promise<Keeper> | undefined} */ (undefined);

/** What tells of a change in the record, in this page and in others. */
export const CHANGES = [`${BOOK}.kept`, "storage"];

/** @returns {Reader} the record as it is stored, with what this page could not write */
export function recordNow() {
  let text = "{}";
  try {
    text = localStorage.getItem(BOOK) ?? text;
  } catch {
    // Where nothing is kept there is what this page holds.
  }
  const { record } = understood(text);
  const parts = { items: { ...record.items }, widgets: { ...record.widgets } };
  for (const { part, key, entry } of shared[Symbol.for(`${BOOK}.page`)]?.held?.values() ?? []) parts[/** @type {"items"} */ (part)][key] = entry;
  return parts;
}

/** @returns {Promise<Keeper>} what writes the record; asked for again after a failure */
function loadKeeper() {
  keeper ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("keep.js", own?.src ?? location.href).href;
    script.onload = () => resolve(shared[Symbol.for(`${BOOK}.keep`)]);
    script.onerror = () => {
      keeper = undefined;
      reject(new Error("keep.js cannot be loaded"));
    };
    document.head.append(script);
  });
  return keeper;
}

/** Keep something, as soon as what writes is there. @param {(keeper: Keeper) => void} write */
export function keepSoon(write) {
  loadKeeper().then(write, () => {}); // without a network it is tried again with the next
}

/** Load what writes when a reader begins to do something. */
export function expectReader() {
  const begin = () => {
    for (const sign of FIRST_SIGNS) removeEventListener(sign, begin, true);
    loadKeeper().catch(() => {});
  };
  for (const sign of FIRST_SIGNS) addEventListener(sign, begin, true);
}
