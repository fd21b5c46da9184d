// @ts-check
/**
 * The reader's record as the text that storage keeps.
 *
 * @typedef {import("./memory.mjs").Part} Part
 * @typedef {import("./memory.mjs").Reader} Reader
 */
import { isObject } from "./responses.mjs";

export const RECORD_FORMAT = 1;
export const PARTS = /** @type {Part[]} */ (["widgets", "items"]);

/** @param {string} text @returns {{record: Reader, fault: "" | "damaged" | "newer"}} what of it makes sense, and what is wrong with it */
export function understood(text) {
  let record;
  try {
    record = JSON.parse(text);
  } catch {
    return { record: {}, fault: "damaged" };
  }
  if (!isObject(record)) return { record: {}, fault: "damaged" };
  if ((record.format ?? RECORD_FORMAT) > RECORD_FORMAT) return { record: {}, fault: "newer" };
  const whole = PARTS.every((part) => record[part] === undefined || isObject(record[part]));
  if (whole) return { record, fault: "" };
  return { record: { ...record, ...Object.fromEntries(PARTS.map((part) => [part, isObject(record[part]) ? record[part] : {}])) }, fault: "damaged" };
}
