// @ts-check
/**
 * Item and response give score and feedback: pure functions, the same as in `scoring.py`, which says what each kind earns.
 *
 * @typedef {{kind: string, [key: string]: any}} Rule
 */
import { KINDS } from "./kinds.mjs";

/**
 * Say whether a response answers a question of this rule at all; no answer is no zero.
 *
 * @param {Rule} rule
 * @param {any} response
 * @returns {boolean}
 */
export const answered = (rule, response) => KINDS[rule.kind].answers(rule, response);

/**
 * Return the share of the points that a response earns, 0 to 1; null if there is no answer or the kind earns no points.
 *
 * @param {Rule} rule
 * @param {any} response
 * @returns {number | null}
 */
export const credit = (rule, response) => (answered(rule, response) ? KINDS[rule.kind].share?.(rule, response) ?? null : null);

/**
 * Return the ids of the options whose feedback this response calls for, in their order.
 *
 * @param {Rule} rule
 * @param {any} response
 * @returns {string[]}
 */
export const feedbackFor = (rule, response) => (answered(rule, response) ? KINDS[rule.kind].feedbackFor(rule, response) : []);
