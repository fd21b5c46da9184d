// @ts-check
/**
 * What of a chapter is done, as the record says: of one thing that it asks, of a step, of the whole; and beside the record how far
 * each chapter is, so that the list of pages can tell it without the record.
 *
 * @typedef {import("./memory.mjs").Reader} Reader
 * @typedef {{anchor: string, asked: string[]}} StepAsked
 * @typedef {{done: number, of: number, at: number, anchor: string, over: boolean}} Progress `at` is the number of the step where one goes on, `anchor` its place
 */
import { BOOK } from "./identity.mjs";
import { isEarned, isObject } from "./responses.mjs";

/** Where it lies, and the event that tells of a change; `book.js` reads it. */
const PROGRESS = `${BOOK}.progress`;

/** @param {string} id of a question, which ends with a number, or of a note @param {Reader} record @returns {boolean} whether what waits for it is open */
export function isPassed(id, { items, widgets }) {
  if (/-\d+$/.test(id)) return isEarned(items?.[id]?.work);
  const work = widgets?.[id]?.work;
  return isObject(work) && !!(work.read || work.seen);
}

/** @param {string} id of a question, a note or a widget @param {Reader} record */
export function isDoneWith(id, record) {
  const work = record.widgets?.[id]?.work;
  return isPassed(id, record) || (isObject(work) && !!(isObject(work.points) || String(work.text ?? "").trim()));
}

/** @param {string} page @param {Reader} record @returns {Record<string, any>} what the record keeps of the steps of a page */
export function keptSteps(page, { widgets }) {
  const work = widgets?.[`${page}/steps`]?.work;
  return isObject(work) ? work : {};
}

/** @param {StepAsked} step @param {Record<string, any>} kept @param {Reader} record */
export const isStepOver = ({ anchor, asked }, { passed }, record) => (asked.length ? asked.every((id) => isDoneWith(id, record)) : isObject(passed) && !!passed[anchor]);

/** @returns {{last: string, pages: Record<string, Progress>}} which chapter was in hand last, and how far each is */
export function readProgress() {
  try {
    const kept = JSON.parse(localStorage.getItem(PROGRESS) ?? "{}");
    return { last: String(kept.last ?? ""), pages: isObject(kept.pages) ? kept.pages : {} };
  } catch {
    return { last: "", pages: {} };
  }
}

/** @param {{last: string, pages: Record<string, Progress>}} progress */
export function keepProgress(progress) {
  if (JSON.stringify(progress) === JSON.stringify(readProgress())) return;
  try {
    localStorage.setItem(PROGRESS, JSON.stringify(progress));
  } catch {
    return; // a browser that keeps nothing has nothing to go on with
  }
  dispatchEvent(new Event(PROGRESS));
}
