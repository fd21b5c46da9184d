// @ts-check
/**
 * Cuts: the rule of a mark whose passages readers find themselves. A response may name words of the excerpt instead of a passage, as
 * `items/mark.py` says; loaded where there is such a question.
 *
 * @typedef {import("./match.mjs").Pairs & {spans: Record<string, [number, number]>, count: number}} Cuts
 */
import { isObject } from "../responses.mjs";
import { KINDS, WORDINGS, textOf, withDefaults } from "./base.mjs";
import "./mark.mjs";

/** @param {Cuts} rule @param {string} name @returns {[number, number] | null} the first and the last word that a cut names, if it names some */
export function spanNamed({ count }, name) {
  const found = /^(0|[1-9][0-9]{0,5})-(0|[1-9][0-9]{0,5})$/.exec(name);
  const [first, last] = found ? [Number(found[1]), Number(found[2])] : [1, 0];
  return first <= last && last < count ? [first, last] : null;
}

/** @param {Cuts} rule @param {any} response @returns {Record<string, string>} the targets that it gives to passages: to those named, and to those cut */
export function givenTo(rule, response) {
  if (!isObject(response)) return {};
  const names = Object.keys(response);
  const given = Object.fromEntries(names.filter((name) => Object.hasOwn(rule.pairs, name)).map((row) => [row, response[row]]));
  const cuts = names.flatMap((name) => {
    const span = spanNamed(rule, name);
    return span ? [{ name, first: span[0], last: span[1] }] : [];
  }).sort((one, other) => one.first - other.first || one.last - other.last);
  for (const [row, [start, end]] of Object.entries(rule.spans)) {
    const own = cuts.find(({ first, last }) => 2 * (Math.min(end, last) - Math.max(start, first) + 1) > Math.max(end - start, last - first) + 1);
    if (own && !Object.hasOwn(given, row)) given[row] = response[own.name];
  }
  return given;
}

WORDINGS.mark = {
  ...WORDINGS.match,
  words: (response, worded) => (isObject(response) ? Object.entries(response).flatMap(([name, to]) => {
    const [words, target] = [textOf(worded.options)(name) || wordsAt(worded, name), textOf(worded.targets)(to)];
    return words && target ? [/** @type {[string, string]} */ ([words, target])] : [];
  }) : []),
  quotes: true,
};

/** @param {import("./base.mjs").Worded} worded @param {string} name @returns {string} the words of a cut */
function wordsAt({ passages = [] }, name) {
  const text = passages.map((parts) => parts.map((part) => part.text).join("")).join("\n");
  const all = [...text.matchAll(/[^\s—]+/g)];
  const [first, last] = name.split("-").map((each) => all[Number(each)]);
  return first && last ? text.slice(first.index, last.index + last[0].length) : "";
}

/** @param {any} response @returns {boolean} whether it names words instead of passages */
const isCut = (response) => isObject(response) && Object.keys(response).some((name) => /^[0-9]/.test(name));

KINDS.mark = withDefaults({
  ...KINDS.match,
  first: "Tag every passage first.",
  answers: (/** @type {Cuts} */ rule, response) => isObject(response) && Object.keys(response).length > 0
    && Object.entries(response).every(([name, target]) => (Object.hasOwn(rule.pairs, name) || spanNamed(rule, name)) && rule.targets.includes(target)),
  share: (/** @type {Cuts} */ rule, response) => rightIn(rule, response).length / Math.max(Object.keys(rule.pairs).length, Object.keys(response).length),
  feedbackFor: (/** @type {Cuts} */ rule, response) => KINDS.match.feedbackFor(rule, givenTo(rule, response)),
  open: (response, question) => (isCut(response) ? 0 : KINDS.match.open(response, question)),
  again: (/** @type {Cuts} */ rule, response) => KINDS.match.again(rule, givenTo(rule, response)),
  marks: (/** @type {Cuts} */ rule, response) => (isCut(response) ? Object.fromEntries(Object.keys(rule.pairs).map((row) => [row, Number(rightIn(rule, response).includes(row))])) : KINDS.match.marks(rule, response)),
  marked: (mark, remark, response, solved) => (mark || !isCut(response) ? KINDS.match.marked(mark, remark, response, solved)
    : solved ? `${remark.answer}, and not marked so` : "not marked so, or not found"),
  had: (response, id) => (isCut(response) ? JSON.stringify(response) : response?.[id]),
  remarks: (remarks, called, response, worded) => KINDS.match.remarks(remarks, called, givenTo(/** @type {any} */ (worded).rule, response), worded),
  part: (/** @type {Cuts} */ rule, response, share, told) => {
    if (!isCut(response)) return KINDS.match.part(rule, response, share, told);
    const [count, own] = [Object.keys(rule.pairs).length, Object.keys(response).length];
    const many = own > count ? ` with ${own} marks` : "";
    return `${rightIn(rule, response).length} of ${count} passages${many}`;
  },
});

/** @param {Cuts} rule @param {any} response @returns {string[]} the passages that have their target */
function rightIn(rule, response) {
  const given = givenTo(rule, response);
  return Object.keys(rule.pairs).filter((row) => given[row] === rule.pairs[row]);
}
