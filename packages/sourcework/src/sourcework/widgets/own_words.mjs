// @ts-check
/**
 * Words that a reader has marked in an excerpt, as the record has them, and where they stand in a text.
 *
 * Each is an entry of its own among those of widgets, `PLACE/words-ID`, so that two pages, or a file that is joined, lose none of
 * another. `start` and `end` count the characters of the excerpt's words, its lines joined by a line break; `quote` is the words
 * themselves, `before` and `after` a little of what stood around them, by which they are found again in a later edition; `page` is
 * the name of the page on which they were marked. One that was removed stays, empty, lest an older file bring it back.
 *
 * @typedef {{excerpt: string, page: string, line: string, start: number, end: number, quote: string, before: string, after: string, note?: string, removed?: string}} Marked
 * @typedef {Marked & {key: string, place: string, saved: string}} OwnWords `place` is the address of the excerpt in its page
 * @typedef {{start: number, end: number}} Span
 */
import { isObject } from "./responses.mjs";

const FORM = /^([a-z][a-z0-9-]*)\/words-[a-z0-9]+$/;
const AROUND = 32; // characters that are kept of what stands before and after

/** Whether an entry of the record may be of marked words. @param {string} key */
export const isOwnKey = (key) => FORM.test(key);

/** @param {unknown} value @returns {string} */
const wordsIn = (value) => (typeof value === "string" ? value : "");

/**
 * @param {import("./memory.mjs").Reader} record
 * @returns {OwnWords[]} all that is marked, in the order of excerpts and of their words; what makes no sense is passed over
 */
export function ownWords({ widgets = {} }) {
  return Object.entries(widgets).flatMap(([key, entry]) => {
    const place = FORM.exec(key)?.[1];
    const work = isObject(entry) && isObject(entry.work) ? entry.work : {};
    if (!place || !wordsIn(work.quote).trim() || work.removed) return [];
    const [excerpt, page, line, quote, before, after, note] = [work.excerpt, work.page, work.line, work.quote, work.before, work.after, work.note].map(wordsIn);
    const start = Number.isInteger(work.start) ? work.start : 0;
    return [{ key, place, saved: wordsIn(entry.saved), excerpt, page, line, quote, before, after, note, start, end: start + quote.length }];
  }).sort((a, b) => (a.place === b.place ? a.start - b.start || a.end - b.end : a.place < b.place ? -1 : 1));
}

/** @param {string} text @param {Span} span @returns {Pick<Marked, "start" | "end" | "quote" | "before" | "after">} what is kept of a span of a text */
export function quoted(text, { start, end }) {
  return { start, end, quote: text.slice(start, end), before: text.slice(Math.max(0, start - AROUND), start), after: text.slice(end, end + AROUND) };
}

/** @param {string} a @param {string} b @returns {number} how many characters two texts have in common at the beginning */
function common(a, b) {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count += 1;
  return count;
}

/** @param {string} text @returns {string} */
const turned = (text) => [...text].reverse().join("");

/**
 * Find marked words in a text that may be of a later edition: where they stood, or else where they stand now; of several places
 * the one with most of what stood around them, and of such the nearest.
 *
 * @param {string} text
 * @param {Marked} marked
 * @returns {Span | null} none if the words are gone
 */
export function findAgain(text, { start, quote, before, after }) {
  if (text.slice(start, start + quote.length) === quote) return { start, end: start + quote.length };
  let [best, most] = [-1, -1];
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const around = common(turned(text.slice(0, at)), turned(before)) + common(text.slice(at + quote.length), after);
    if (around > most || (around === most && Math.abs(at - start) < Math.abs(best - start))) [best, most] = [at, around];
  }
  return best < 0 ? null : { start: best, end: best + quote.length };
}

/** @param {string} text @param {Span} span @returns {Span} the same without blanks at its ends, and with whole words */
export function wholeWords(text, { start, end }) {
  const word = /[\p{L}\p{N}\p{M}]/u;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  if (start === end) return { start, end };
  while (start > 0 && word.test(text[start]) && word.test(text[start - 1])) start -= 1;
  while (end < text.length && word.test(text[end - 1]) && word.test(text[end])) end += 1;
  return { start, end };
}

/** @param {string} text @returns {Span[]} its sentences, and the parts of them that a comma, colon, semicolon or dash ends */
export function clauses(text) {
  /** @type {Span[]} */ const spans = [];
  let begun = -1; // where signs without a word stand, or a short form as Mr., which go with the words behind them
  for (const { 0: part, index } of text.matchAll(/[^\n]*?[^\s\n](?:[,;:.!?—…]+["'”’)\]]*(?=\s|$|\p{L})|(?=\n|$))/gu)) {
    const { start, end } = wholeWords(text, { start: index, end: index + part.length });
    if (begun < 0) begun = start;
    if (end < text.length && (!/[\p{L}\p{N}]/u.test(part) || /(^|\s)\p{Lu}\p{L}?\.$/u.test(part))) continue;
    spans.push({ start: begun, end });
    begun = -1;
  }
  return spans;
}

/** @param {string} words @returns {string} words as Markdown shows them and not as it reads them */
const plain = (words) => words.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&").replace(/^(\s*(?:\d+(?=[.)]))?)([-+.)])(?=\s)/gm, "$1\\$2");

/**
 * @param {OwnWords[]} all
 * @param {string} book its title
 * @returns {string} what is marked as Markdown: the words, their line, the note, and how to cite them
 */
export function markdownOf(all, book) {
  const parts = all.map(({ excerpt, line, quote, note }) => {
    const cited = excerpt ? `excerpt ${plain(excerpt)} (line ${plain(line)} of the document), in *${plain(book)}*` : `line ${plain(line)} of the document, in *${plain(book)}*`;
    const words = plain(quote).split("\n").map((each) => `> ${each}`).join("\n>\n");
    return [words, `— ${cited}`, ...(note?.trim() ? [plain(note.trim())] : [])].join("\n\n");
  });
  return `# ${plain(book)}: words that I have marked\n\n${parts.join("\n\n---\n\n")}\n`;
}
