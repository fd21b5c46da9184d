// @ts-check
/** When the reader saved a file of the record last, and put off the reminder of it, which the record page gives. */
import { storeUnder, storedUnder } from "./browser_storage.mjs";

const [FILED, LATER] = ["filed", "later"];

/** @returns {string} the time; empty if never */
export const lastFiled = () => storedUnder(FILED) ?? "";

/** @returns {string} when the reader wanted to hear of it no more for now; empty if never */
export const putOff = () => storedUnder(LATER) ?? "";

/** Keep that a file was saved at this time, or that there is no record any more. @param {string} at empty for the latter */
export function keepFiled(at) {
  storeUnder(FILED, at || null);
  storeUnder(LATER, null);
}

/** Keep when the reader put the reminder off. @param {string} at */
export const keepPutOff = (at) => storeUnder(LATER, at);
