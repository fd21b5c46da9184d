// @ts-check
/**
 * Editions that a package can be of, those of SCORM and cmi5: how each reaches the platform, and what it calls the things that a page
 * tells it. An edition is a module of this folder, which adds it here, and a line of `../scorm.mjs`.
 *
 * @typedef {[element: string, value: string]} Told
 * @typedef {"choice" | "sequencing" | "matching" | "numeric" | "text"} Form of an answer
 * @typedef {object} Given an answer to a question
 * @property {Form} form
 * @property {string[]} options ids of its options, in the order in which a page shows them
 * @property {string[]} targets ids of what rows are given to, likewise
 * @property {any} response nothing if there is no answer yet
 * @property {number | null} credit a share of the points, 0 to 1; null where none are given here
 * @property {number} at when it was given, in milliseconds since 1970
 * @property {number} [latency] milliseconds from when the question came into view
 * @typedef {{get: (element: string) => string, tell: (all: Told[]) => boolean, save: () => boolean | Promise<boolean>, leave: () => void, back?: string}} Platform
 *          `tell` and `save` say whether the platform took it; `back` is where it wants the reader to go at the end
 * @typedef {{platform: Platform | null, found: boolean}} Connection there is no platform where none was found, and where it does not begin
 * @typedef {object} Edition
 * @property {() => Connection} connect
 * @property {number} room characters that a platform keeps of what is to be suspended
 * @property {number} longest characters of one answer
 * @property {string} text the type of interaction that a written answer is
 * @property {Record<"suspended" | "place" | "learner" | "mode" | "status", string>} elements
 * @property {(done: number, of: number) => Told[]} completion
 * @property {(earned: number, most: number) => Told[]} score
 * @property {(seconds: number) => Told[]} leaving
 * @property {Told[]} resumable said from the first, since a browser that dies does not leave: it is gone on with later
 * @property {(id: string) => string} named what an interaction is called
 * @property {(index: number, given: Given) => Told[]} answer
 */

export const EDITIONS = /** @type {Record<string, Edition>} */ ({});

/** @param {number} index @param {string} name */
export const interaction = (index, name) => `cmi.interactions.${index}.${name}`;

/** @param {string} text @param {number} longest @returns {string} the text in one line */
export function inOneLine(text, longest) {
  const whole = text.replace(/\s+/g, " ").trim();
  return whole.length > longest ? `${whole.slice(0, longest - 2)} …` : whole;
}

/**
 * @param {Edition} edition
 * @param {number} index
 * @param {{id: string, form: Form, points: number}} question
 * @returns {Told[]} what a platform is told of a question before it is answered
 */
export const asInteraction = ({ text, named }, index, { id, form, points }) =>
  [[interaction(index, "id"), named(id)], [interaction(index, "type"), form === "text" ? text : form], [interaction(index, "weighting"), decimal(points)]];

/** @param {number | null} credit @param {string} wrong @returns {string} */
export const resultOf = (credit, wrong) => (credit === null ? "neutral" : credit === 1 ? "correct" : credit ? decimal(credit) : wrong);

/** @param {number} number @returns {string} with two places at most, and none of its own accord */
export const decimal = (number) => String(Math.round(number * 100) / 100);

/** @param {Given} given @returns {string} an answer by the ids of options, as SCORM 2004 and xAPI write it */
export function answerInIds({ form, response }) {
  if (form === "numeric") return decimal(response);
  if (form === "text") return String(response);
  if (form === "matching") return Object.entries(response).map((pair) => pair.join("[.]")).join("[,]");
  return [response].flat().join("[,]");
}

/** @param {number} seconds @returns {string} as ISO 8601 has it */
export const asDuration = (seconds) => `PT${decimal(seconds)}S`;
