// @ts-check
/** What a reader wrote under a note, as the record has it: text, and never anything but text. */
import { isObject } from "./responses.mjs";

/** @param {any} work @returns {string} the words; empty if there are none, or the work is damaged */
export function writtenText(work) {
  const text = isObject(work) ? work.text : "";
  return typeof text === "string" && text.trim() ? text : "";
}

/**
 * @param {any} work
 * @param {[string, string][]} between ids and names of the causes
 * @returns {number[]} the points of each cause, which add up to 100; none if they are not shared out, or the work is damaged
 */
export function writtenPoints(work, between) {
  const points = isObject(work) && isObject(work.points) ? work.points : {};
  const shares = between.map(([id]) => (Object.hasOwn(points, id) ? points[id] : undefined));
  const whole = shares.every((share) => Number.isInteger(share) && share >= 0);
  return whole && shares.reduce((sum, share) => sum + share, 0) === 100 ? shares : [];
}

/** @param {any} work @returns {number | undefined} how sure the reader is of the points, per cent */
export function writtenSure(work) {
  const sure = isObject(work) ? work.sure : undefined;
  return Number.isInteger(sure) && sure >= 0 && sure <= 100 ? sure : undefined;
}

/**
 * @param {any} work
 * @param {[string, string][]} [between] of a note that is shared out
 * @returns {string} in words what was written, or how the points are shared out; empty if there is nothing
 */
export function writtenIn(work, between) {
  if (!between) return writtenText(work);
  const sure = writtenSure(work);
  const shares = writtenPoints(work, between).map((share, index) => `${between[index][1]} ${share}`).join(", ");
  return [shares, sure === undefined ? "" : `${sure}\u00a0% sure`].filter(Boolean).join("; ");
}
