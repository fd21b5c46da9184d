// @ts-check
/** When the reader saved a file of the record last, so that the record page can remind of it. */
import { BOOK } from "./identity.mjs";

const FILED = `${BOOK}.filed`;

/** @returns {string} the time; empty if never */
export function lastFiled() {
  try {
    return localStorage.getItem(FILED) ?? "";
  } catch {
    return "";
  }
}

/** Keep that a file was saved at this time, or that there is no record any more. @param {string} at empty for the latter */
export function keepFiled(at) {
  try {
    if (at) localStorage.setItem(FILED, at);
    else localStorage.removeItem(FILED);
  } catch {
    // Then the page reminds once too often.
  }
}
