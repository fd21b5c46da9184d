// @ts-check
/**
 * What a record says of its reader: pure functions from answers to progress, calibration, review and positions.
 *
 * @typedef {{id: string, chapter: string, kind: string, digest: string, stem: string, unit: string, one?: string, href: string, scored: boolean,
 *            points: number, claim: string, moment: string, until?: string, by?: string, there?: string}} Listed
 *          one that is retired has until when it was asked, and the question that has come in its place, with its address
 * @typedef {Map<string, import("./responses.mjs").Answer>} Answers
 * @typedef {{chapter: string, items: number, answered: number, scored: number, first: number, now: number}} Progress
 * @typedef {{confidence: number, answers: number, right: number}} Level
 * @typedef {{id: string, item?: Listed, place: number, attempts: number, last: import("./responses.mjs").Attempt}} Given
 *          `place` is the item's in its chapter, from 1, of one that is retired no place; there is no item where the bank has none with that id
 */
import { byTime, readAnswer, shownBy } from "./responses.mjs";
import { dueAt } from "./schedule.mjs";

/** @param {number} count @param {string} one @param {string} many @returns {string} the number with its word */
export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {import("./memory.mjs").Reader} record @returns {Answers} the answers that hold at least one attempt */
export function answersOf(record) {
  const all = Object.entries(record.items ?? {}).map(([id, entry]) => /** @type {const} */ ([id, readAnswer(entry?.work)]));
  return new Map(all.filter(([, { attempts }]) => attempts.length));
}

/**
 * Count by chapter: items, those answered, those of them that are scored, those right at the first attempt, before the reader had read
 * on in the page, and those ever right without having been shown on that day: a late success counts.
 *
 * @param {Listed[]} items
 * @param {Answers} answers
 * @returns {Progress[]}
 */
export function byChapter(items, answers) {
  return [...new Set(items.map(({ chapter }) => chapter))].map((chapter) => {
    const own = items.filter((item) => item.chapter === chapter);
    const answered = own.filter(({ id }) => answers.has(id));
    const scored = answered.filter(({ scored: is }) => is).map(({ id }) => readAnswer(answers.get(id)));
    return { chapter, items: own.length, answered: answered.length, scored: scored.length,
      first: scored.filter(({ attempts }) => attempts[0].credit === 1 && !attempts[0].read).length,
      now: scored.filter(({ attempts, revealed }) => attempts.some(({ at, credit, told }) => credit === 1 && !(told && shownBy(revealed, at)))).length };
  });
}

/**
 * Hold confidence against correctness: of the first attempts that came with a confidence, the share that was wholly right, by level.
 *
 * @param {Answers} answers
 * @returns {Level[]} by rising confidence, 0 to 100; `right` is a share, 0 to 1
 */
export function calibration(answers) {
  /** @type {Map<number, number[]>} */ const levels = new Map();
  for (const { attempts: [first] } of answers.values()) {
    if (!Number.isFinite(first.confidence) || first.credit === null) continue;
    const level = Number(first.confidence);
    levels.set(level, [...levels.get(level) ?? [], first.credit === 1 ? 1 : 0]);
  }
  return [...levels].sort(([a], [b]) => a - b).map(([confidence, credits]) =>
    ({ confidence, answers: credits.length, right: credits.reduce((sum, each) => sum + each, 0) / credits.length }));
}

/**
 * @param {Listed[]} items
 * @param {Answers} answers
 * @returns {{item: Listed, due: number}[]} the scored items that were answered, the most urgent first
 */
export function review(items, answers) {
  return items.flatMap((item) => {
    const due = dueAt(answers.get(item.id)?.attempts ?? []);
    return due === null ? [] : [{ item, due }];
  }).sort((a, b) => a.due - b.due);
}

/**
 * @param {Listed[]} items
 * @param {Answers} answers
 * @returns {{claim: string, chapter: string, before: number | undefined, after: number | undefined}[]}
 *          per claim the first estimate before the chapter and the last one after it, per cent
 */
export function positions(items, answers) {
  const estimates = items.filter(({ claim }) => claim);
  return [...new Set(estimates.map(({ claim }) => claim))].map((claim) => {
    const own = estimates.filter((item) => item.claim === claim);
    const attempts = (/** @type {string} */ moment) =>
      own.filter((item) => item.moment === moment).flatMap(({ id }) => answers.get(id)?.attempts ?? []).map(({ response }) => response).filter((response) => Number.isFinite(response));
    return { claim, chapter: own[0].chapter, before: attempts("before")[0], after: attempts("after").at(-1) };
  }).filter(({ before, after }) => before !== undefined || after !== undefined);
}

/**
 * Set the last attempt at each answered item beside the item, in the order of the bank, those retired behind the others of their chapter.
 *
 * @param {Listed[]} items
 * @param {Answers} answers
 * @returns {{chapter: string, given: Given[]}[]} only chapters with answers; last, without a name, what this edition does not have
 */
export function answersByChapter(items, answers) {
  const known = new Set(items.map(({ id }) => id));
  const chapters = [...new Set(items.map(({ chapter }) => chapter))].map((chapter) =>
    ({ chapter, asked: items.filter((item) => item.chapter === chapter).map((item) => ({ id: item.id, item })) }));
  const gone = [...answers.keys()].filter((id) => !known.has(id)).sort().map((id) => ({ id, item: undefined }));
  return [...chapters, { chapter: "", asked: gone }].map(({ chapter, asked }) => ({ chapter, given: asked.flatMap((each, index) => {
    const answer = answers.get(each.id);
    const attempts = answer ? readAnswer(byTime(answer)).attempts : [];
    const last = attempts.at(-1);
    return last ? [{ ...each, place: index + 1, attempts: attempts.length, last }] : [];
  }) })).filter(({ given }) => given.length);
}
