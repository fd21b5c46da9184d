// @ts-check
/**
 * What a reader has answered to one item: the attempts, each with its time, confidence and score, and the answer in hand.
 *
 * `response` and `confidence` are in hand; `open` says that the reader tries again; `self` holds the criteria that the reader
 * found in a written answer; `revealed` is when the answer was shown last.
 *
 * @typedef {{at: string, response: any, words: string, confidence?: number, credit: number | null, digest: string, told?: boolean}} Attempt
 *          `told` says that the answer had been shown before
 * @typedef {{response?: any, confidence?: number, open?: boolean, revealed?: string, self?: Record<string, boolean>, attempts: Attempt[]}} Answer
 */
import { isObject } from "./memory.mjs";

const DAY_LENGTH = 86400000;
/** Days until an item is due again: after a miss, and after one, two, three or more days in a row with a right first answer. */
export const INTERVALS = [1, 3, 7, 21, 60];

/**
 * Read what lies in a record, whatever it is: what makes no sense is passed over.
 *
 * @param {unknown} work
 * @returns {Answer}
 */
export function readAnswer(work) {
  const kept = isObject(work) ? work : {};
  const attempts = Array.isArray(kept.attempts) ? kept.attempts.filter(isAttempt) : [];
  return { ...kept, self: isObject(kept.self) ? kept.self : {}, attempts };
}

/** @param {unknown} attempt @returns {attempt is Attempt} */
function isAttempt(attempt) {
  return isObject(attempt) && typeof attempt.at === "string" && !Number.isNaN(Date.parse(attempt.at))
    && (attempt.credit === null || Number.isFinite(attempt.credit));
}

/**
 * Join two answers to the same item: all attempts of both, those of the second behind, and what the second has in hand.
 *
 * @param {Record<string, any>} kept
 * @param {Record<string, any>} own
 * @returns {Record<string, any>}
 */
export function joinAnswers(kept, own) {
  const key = (/** @type {Attempt} */ attempt) => `${attempt.at} ${JSON.stringify(attempt.response)}`;
  const attempts = new Map([...readAnswer(kept).attempts, ...readAnswer(own).attempts].map((attempt) => [key(attempt), attempt]));
  const revealed = [kept.revealed, own.revealed].filter((each) => typeof each === "string").sort().at(-1);
  const joined = { ...own, attempts: [...attempts.values()] };
  if (!attempts.size) delete (/** @type {Record<string, any>} */ (joined)).attempts;
  return revealed ? { ...joined, revealed } : joined;
}

/** Whether a response is none: nothing written, ticked or set. @param {any} response */
export function isBlank(response) {
  if (typeof response === "string") return !response.trim();
  if (typeof response === "object" && response !== null) return Object.keys(response).length === 0;
  return response === undefined || response === null;
}

/** @param {Record<string, any>} work @returns {Record<string, any>} the same with its attempts in order of time */
export function byTime(work) {
  const { attempts } = readAnswer(work);
  return attempts.length ? { ...work, attempts: attempts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)) } : work;
}

/**
 * Say when an item is due for review. Only the first attempt of a day counts: what one repeats at once, one has not kept in mind.
 *
 * @param {Attempt[]} attempts in order of time
 * @returns {number | null} milliseconds, as `Date.parse`; null for an item without a scored attempt
 */
export function dueAt(attempts) {
  const scored = attempts.filter(({ credit }) => credit !== null);
  if (!scored.length) return null;
  const firsts = new Map();
  for (const attempt of scored) {
    const day = attempt.at.slice(0, 10);
    if (!firsts.has(day)) firsts.set(day, attempt.credit === 1);
  }
  const results = [...firsts.values()].reverse();
  const missed = results.indexOf(false);
  const streak = missed < 0 ? results.length : missed;
  return Date.parse(scored[scored.length - 1].at) + INTERVALS[Math.min(streak, INTERVALS.length - 1)] * DAY_LENGTH;
}
