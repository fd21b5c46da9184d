// @ts-check
/**
 * What a package asks and what a record has of it: the row of its questions, its steps, its score.
 *
 * @typedef {import("../memory.mjs").Reader} Reader
 * @typedef {import("./base.mjs").Form} Form
 * @typedef {import("../doing.mjs").StepAsked} StepAsked
 * @typedef {import("../kinds/base.mjs").Worded & {id: string, kind: string, anchor: string, digest: string, points: number, form: Form, scored: boolean, core: boolean}} Question
 *          `scored` says whether answers earn points in this package, `core` whether it stands in no part that need not be done
 * @typedef {object} Asked
 * @property {string} edition of SCORM
 * @property {string} page whose steps these are
 * @property {StepAsked[]} steps
 * @property {Question[]} questions
 * @property {string[]} keys of what else of the record belongs to the package
 * @property {string} handIn the key of the place where answers are handed in; empty in a chapter
 * @property {string[]} pages that are in the package beside this one
 */
import { isStepOver, keptSteps } from "../doing.mjs";
import { isObject, readAnswer } from "../responses.mjs";

/** @param {Asked} asked @param {Reader} record @returns {Reader} what of a record belongs to a package: what it names, and all under the name of its page */
export function ownRecord({ questions, keys, page }, record) {
  const named = new Set([...keys, ...questions.map(({ id }) => id)]);
  const isOwn = (/** @type {string} */ key) => named.has(key) || (!!page && key.startsWith(`${page}/`));
  const pick = (/** @type {Record<string, any>} */ part) => Object.fromEntries(Object.entries(part).filter(([key, entry]) => isOwn(key) && isObject(entry?.work)));
  return { widgets: pick(record.widgets ?? {}), items: pick(record.items ?? {}) };
}

/** @param {Asked} asked @param {Reader} record @returns {{done: number, of: number}} of what has to be done */
export function doneOf({ page, steps, handIn }, record) {
  if (handIn) return { done: record.widgets?.[handIn]?.work?.handed ? 1 : 0, of: 1 };
  const kept = keptSteps(page, record);
  return { done: steps.filter((step) => isStepOver(step, kept, record)).length, of: steps.length };
}

/**
 * The answer to a question that counts: the best that was given before the answer was shown, or else the last.
 *
 * @param {Question} question
 * @param {Reader} record
 * @returns {{response: any, credit: number | null, at: number} | null}
 */
export function answerTo({ id, digest }, record) {
  const entry = record.items?.[id];
  const { attempts, response } = readAnswer(entry?.work);
  const own = attempts.filter((attempt) => attempt.digest === digest);
  const [best] = own.filter(({ told }) => !told).sort((one, other) => (other.credit ?? 0) - (one.credit ?? 0));
  const given = best ?? own.at(-1);
  if (given) return { response: given.response, credit: given.told && given.credit !== null ? 0 : given.credit, at: Date.parse(given.at) };
  const at = Date.parse(String(entry?.saved));
  return attempts.length || response === undefined || Number.isNaN(at) ? null : { response, credit: null, at };
}

/** @param {Asked} asked @param {Reader} record @returns {{earned: number, most: number} | null} nothing before something was answered, or where no points are given */
export function scoreOf({ questions }, record) {
  const scored = questions.filter(({ scored: is, core }) => is && core);
  const answers = scored.map((question) => answerTo(question, record));
  if (!answers.some((answer) => answer?.credit !== null && answer !== null)) return null;
  const earned = scored.reduce((sum, { points }, index) => sum + points * (answers[index]?.credit ?? 0), 0);
  return { earned, most: scored.reduce((sum, { points }) => sum + points, 0) };
}
