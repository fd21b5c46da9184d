// @ts-check
/**
 * The record of a package as a platform keeps it: as one text, of which there is room for so many characters. If there is not room
 * for all, what is shortest goes first, since what is longest is written text, which earns no points.
 *
 * @typedef {import("../memory.mjs").Reader} Reader
 * @typedef {import("../memory.mjs").Part} Part
 * @typedef {import("../memory.mjs").Entry} Entry
 * @typedef {import("./asked.mjs").Question} Question
 */
import { answerInWords } from "../in_words.mjs";
import { PARTS } from "../record_text.mjs";
import { readAnswer } from "../responses.mjs";
import { packedText, unpackedText } from "./packing.mjs";

const FORM = "1."; // of what is kept, so that a later edition can read it
// What such a text is made of: it is known on both sides, and so it is not kept. Whoever changes it gives the form a new number.
const KNOWN = `"number":2,"name":"","of":8,"passed":{"":"2026-1"}},"points":{"":{"read":"202"seen":"202"self":{"":true,"":false}},"typed":"","open":true,"reason":"","revealed":"202"waits":true,"told":true,"read":true,"confidence":50,"confidence":75,"confidence":100,"words-{"widgets":{"/steps":{"saved":"2026-12-01T","work":{"here":{"id":"","note":"","text":""},"items":{"/choice-1":{"saved":"2026-11-30T12:00:00.000Z","work":{"response":["","attempts":[{"at":"2026-12-01T10:00:00.000Z","response":{"","digest":"","credit":0},"credit":0.5},"credit":1}],"response":"/choices-2":{"/match-1":{"/mark-1":{"/number-1":{"/estimate-1":{"/short-1":{"/order-1":{"saved":"2026-12-0`;

/**
 * Take from an answer the words that can be found again, or find them.
 *
 * @param {Entry} entry
 * @param {Question | undefined} question
 * @param {boolean} back
 * @returns {Entry}
 */
function inWordsOrNot(entry, question, back) {
  const { attempts } = readAnswer(entry.work);
  if (!question || !attempts.length) return entry;
  return { ...entry, work: { ...entry.work, attempts: attempts.map(({ at, response, words, ...rest }) => {
    const own = rest.digest === question.digest ? answerInWords(question.kind, response, question) : "";
    const kept = back ? words ?? own : words === own ? undefined : words;
    return { at, response, ...(kept === undefined ? {} : { words: kept }), ...rest };
  }) } };
}

/** @param {Reader} record @param {Map<string, Question>} questions @param {boolean} back @returns {Reader} */
const converted = (record, questions, back) => ({ ...record, items: Object.fromEntries(Object.entries(record.items ?? {}).map(([id, entry]) => [id, inWordsOrNot(entry, questions.get(id), back)])) });

/**
 * @param {Reader} record
 * @param {Map<string, Question>} questions
 * @param {number} room characters
 * @returns {{text: string, left: number}} how many entries of the record found no room
 */
export function suspended(record, questions, room) {
  const lean = converted(record, questions, false);
  const all = PARTS.flatMap((part) => Object.entries(lean[part] ?? {}).map(([key, entry]) => ({ part, key, entry, length: JSON.stringify(entry).length })))
    .sort((one, other) => one.length - other.length);
  const packed = (/** @type {number} */ count) => {
    const kept = /** @type {Record<Part, Record<string, Entry>>} */ ({ widgets: {}, items: {} });
    for (const { part, key, entry } of all.slice(0, count)) kept[part][key] = entry;
    return count ? FORM + packedText(JSON.stringify(kept), KNOWN) : "";
  };
  let text = packed(all.length);
  if (text.length <= room) return { text, left: 0 };
  let [fits, above] = [0, all.length];
  text = "";
  while (above - fits > 1) {
    const middle = (fits + above) >> 1;
    const tried = packed(middle);
    if (tried.length <= room) [fits, text] = [middle, tried];
    else above = middle;
  }
  return { text, left: all.length - fits };
}

/** @param {string} text @param {Map<string, Question>} questions @returns {Reader | null} nothing if that is not what was kept */
export function resumed(text, questions) {
  if (!text.startsWith(FORM)) return null;
  try {
    return converted(JSON.parse(unpackedText(text.slice(FORM.length), KNOWN)), questions, true);
  } catch {
    return null;
  }
}
