// @ts-check
/**
 * Kinds of item: what each says of itself. A kind is a module of this folder, which adds it here, and a line of `kinds.mjs`.
 *
 * @typedef {import("../responses.mjs").Answer} Answer
 * @typedef {{id: string, text: string}} Choice
 * @typedef {{id: string, text: string}} Part of a text; what an option is about has its id
 * @typedef {{options: Choice[], targets: Choice[], unit: string, one?: string, passages?: Part[][]}} Worded what an answer has its words from; `one`
 *          is the unit of 1
 * @typedef {Worded & {id: string, kind: string, rule?: Rule, passages: Part[][], lines?: {number: number, parts: Part[]}[], words?: number,
 *            times?: Record<string, import("../axis.mjs").Dated>, ends?: [string, string]}} Question
 *          `rule` is there in practice, `lines` are of the document, cut at what the rows of a match are about; `words` is how long a written answer may be;
 *          `times` say when options were that are put in order, `ends` are those of the scale on which options stand
 * @typedef {{id: string, text: string, answer: string, right: boolean, feedback: string, solved?: string, next?: string, words: import("../quotations.mjs").Quotation[], chosen?: Record<string, Partial<Remark>>}} Remark
 *          `chosen` is what is told otherwise of a row, by the target that was given to it
 * @typedef {{title: string, answers: {level: string, answer: string, remark: string}[]}} Samples composed answers at several levels
 * @typedef {Question & {points: number, remarks: Remark[], model: string, samples?: Samples, before: string}} Told a question with what
 *          is told about answers to it; `before` is the id of the estimate that this one comes back to
 * @typedef {any} Rule by what a response is scored: `kind`, and what the kind needs
 * @typedef {{el: HTMLElement, show: (response: any, typed?: string, settled?: boolean) => void, told?: Map<string, HTMLElement>, folds?: boolean,
 *            missing?: () => string}} Form
 *          `show` puts a response into the controls, also none; `settled` says that it is where all belongs; `folds` whether remarks are folded, but the first; `told` are the places, one an option below its control, where it is said
 *          what became of it; `missing` goes to the first place without an answer and says which it is, where that is no list
 * @typedef {{question: Question, label: string, onanswer: (response: any, typed?: string) => void, say: (text: string) => void}} Asked
 *          `label` is the id of the element that asks the question; `typed` is a text that is no response yet
 * @typedef {{item: Told, judge: (id: string, found: boolean) => Record<string, boolean>, say: (text: string) => void}} Judging
 *          `judge` keeps whether the reader finds a criterion met, and gives all of them
 * @typedef {object} Wording
 * @property {(response: any, worded: Worded) => (string | [string, string])[]} words the answer in words, line by line, or rows with their targets;
 *           nothing if it has none, whatever it is
 * @property {"text" | "ul" | "ol"} [shape] of the words, where they are not one line: a text of the reader's own, or a list
 * @property {boolean} [quotes] whether options are words of the document, and are shown as such
 * @typedef {object} Own what each kind has to say
 * @property {(rule: Rule, response: any) => boolean} answers whether a response answers a question of this rule at all
 * @property {string} first what to do before an answer can be checked
 * @typedef {object} Defaults what a kind may say otherwise
 * @property {((rule: Rule, response: any) => number)} [share] of the points, 0 to 1, for a response that answers; a kind without is not scored
 * @property {(rule: Rule, response: any) => string[]} feedbackFor ids of the options whose feedback a response calls for that answers, in their order
 * @property {string} check label of the button, if it does not check
 * @property {(question: Question) => any} given the response that stands before the reader has touched anything, and
 * @property {string} accept label of the button that makes it the answer, where nothing is checked
 * @property {(response: any, question: Question) => number} open how many rows are still without an answer
 * @property {(rule: Rule, response: any) => any} again with what *Try again* begins: what was right of the last answer, or nothing
 * @property {number} pause milliseconds without a key until a draft is kept
 * @property {(rule: Rule, response: any, share: number, told: boolean) => string} part what the share of the points consists of, in words; `told` says that
 *           the answer is told
 * @property {(response: any, item: Told, inPage: boolean) => string} outcome what is said of an answer that is not scored
 * @property {(rule: Rule, response: any) => Record<string, number>} marks of each thing that the reader did, by its option, how right it is, 0 to 1
 * @property {(mark: number, remark: Remark, response: any, solved: boolean) => string} marked the same in words; `solved` says that the answer is told
 * @property {(response: any, id: string) => any} had what a response has of an option
 * @property {boolean} rows whether a response has something of each option
 * @property {string} missed what is said of an option that is right and was not chosen, when the answer is told
 * @property {(rule: Rule, response: any) => any} [settled] what the controls show when the answer is told
 * @property {(remark: Remark, own: boolean) => string} about what stands above a remark that has no row
 * @property {(remarks: Remark[], called: string[], response: any, worded: Worded) => Remark[]} remarks those that can be shown
 * @property {(now: Answer, judging: Judging) => Node[]} [judged] what stands instead of remarks, where the reader is the judge
 * @typedef {Own & Defaults} Kind
 */
import { isObject } from "../responses.mjs";

/** @type {Defaults} */
const DEFAULTS = {
  feedbackFor: () => [],
  check: "",
  given: () => undefined,
  accept: "",
  open: () => 0,
  again: () => undefined,
  pause: 0,
  part: () => "",
  outcome: () => "Your answer is kept.",
  marks: () => ({}),
  marked: (mark) => (mark === 1 ? "right" : mark ? "partly right" : "not this one"),
  had: (response, id) => (isObject(response) ? response[id] : [response].flat().includes(id)),
  rows: false,
  missed: "the answer",
  about: ({ text }) => text,
  remarks: (remarks) => remarks,
};

/** How a kind is answered and scored. @type {Record<string, Kind>} */
export const KINDS = {};

/** Its native controls, by which it is answered. @type {Record<string, (asked: Asked) => Form>} */
export const CONTROLS = {};

/** How an answer is told; apart, since the record needs nothing else. @type {Record<string, Wording>} */
export const WORDINGS = {};

/** @param {Own & Partial<Defaults>} own @returns {Kind} */
export const withDefaults = (own) => ({ ...DEFAULTS, ...own });

/** @param {Choice[]} choices @returns {(id: any) => string} gives a text, empty if there is none */
export const textOf = (choices) => {
  const texts = new Map(choices.map(({ id, text }) => [id, text]));
  return (id) => texts.get(id) ?? "";
};

/** @param {any} response @param {string[]} known */
export const areIds = (response, known) =>
  Array.isArray(response) && response.every((each) => known.includes(each)) && new Set(response).size === response.length;

/** @param {string[]} some @param {string[]} otherwise */
export const someOr = (some, otherwise) => (some.length ? some : otherwise);

/** @param {any} ids @param {Choice[]} options @returns {string[]} the words of those that are known */
export const wordsOf = (ids, options) => (Array.isArray(ids) ? ids.map(textOf(options)).filter(Boolean) : []);
