// @ts-check
/** When the reader saved a file of the record last, and put off the reminder of it, which the record page gives. */
import { BOOK } from "./identity.mjs";

const [FILED, LATER] = ["filed", "later"].map((name) => `${BOOK}.${name}`);

/** @param {string} name */
function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} at */
function keep(name, at) {
  try {
    if (at) localStorage.setItem(name, at);
    else localStorage.removeItem(name);
  } catch {
    // Then the page reminds once too often.
  }
}

/** @returns {string} the time; empty if never */
export const lastFiled = () => kept(FILED);

/** @returns {string} when the reader wanted to hear of it no more for now; empty if never */
export const putOff = () => kept(LATER);

/** Keep that a file was saved at this time, or that there is no record any more. @param {string} at empty for the latter */
export function keepFiled(at) {
  keep(FILED, at);
  keep(LATER, "");
}

/** Keep when the reader put the reminder off. @param {string} at */
export const keepPutOff = (at) => keep(LATER, at);
