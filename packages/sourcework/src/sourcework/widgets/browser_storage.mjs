// @ts-check
/** Storage of the browser: what it keeps of this book beside the record, such as how a reader wants to see it. */
import { BOOK } from "./identity.mjs";

/** @param {string} name @returns {string | null} null if nothing is kept under it, or nowhere */
export function storedUnder(name) {
  try {
    return localStorage.getItem(`${BOOK}.${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string | null} value null to forget it */
export function storeUnder(name, value) {
  try {
    if (value === null) localStorage.removeItem(`${BOOK}.${name}`);
    else localStorage.setItem(`${BOOK}.${name}`, value);
  } catch {
    // Then it holds until the page is left.
  }
}
