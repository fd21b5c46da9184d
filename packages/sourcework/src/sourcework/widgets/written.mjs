// @ts-check
/** What a reader wrote under a note, as the record has it: text, and never anything but text. */
import { isObject } from "./responses.mjs";

/** @param {any} work @returns {string} the words; empty if there are none, or the work is damaged */
export function writtenText(work) {
  const text = isObject(work) ? work.text : "";
  return typeof text === "string" && text.trim() ? text : "";
}
