// @ts-check
/**
 * When items are due, beside the record, so that the head of every page can count them without the record and without the scheduler.
 *
 * It is made anew of the record wherever an item is shown or the record is drawn, and says nothing that the record does not.
 */
import { BOOK } from "./identity.mjs";
import { isObject } from "./responses.mjs";

/** Where it lies, and the event that tells of a change; `book.js` reads it. */
const DUE = `${BOOK}.due`;

/** @returns {Record<string, number>} by id of an item, milliseconds */
function keptDue() {
  try {
    const kept = JSON.parse(localStorage.getItem(DUE) ?? "{}");
    return isObject(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** Keep when all items are due. @param {Record<string, number>} all */
export function keepAllDue(all) {
  if (JSON.stringify(all) === JSON.stringify(keptDue())) return;
  try {
    if (Object.keys(all).length) localStorage.setItem(DUE, JSON.stringify(all));
    else localStorage.removeItem(DUE);
  } catch {
    return; // a browser that keeps nothing has nothing due
  }
  dispatchEvent(new Event(DUE));
}

/** Keep when one item is due. @param {string} id @param {number | null} due null if it is not, being unanswered */
export function keepDue(id, due) {
  const { [id]: _before, ...others } = keptDue();
  keepAllDue(due === null ? others : Object.fromEntries(Object.entries({ ...others, [id]: due }).sort(([a], [b]) => (a < b ? -1 : 1))));
}
