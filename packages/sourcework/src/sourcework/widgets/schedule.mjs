// @ts-check
/**
 * When an item is due for review: FSRS-6, the Free Spaced Repetition Scheduler, with its default weights.
 *
 * The formulas are those of "The Algorithm", https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm; the model is that
 * of Jarrett Ye, Jingyong Su and Yilong Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling",
 * KDD 2022, https://doi.org/10.1145/3534678.3539081. The tests hold them against the published implementation.
 * Nothing of it is kept: a record has the attempts, they are replayed, and the same record always gives the same dates.
 *
 * @typedef {import("./responses.mjs").Attempt} Attempt
 * @typedef {{stability: number, difficulty: number}} Memory days until recall is as likely as `RECALL`; from 1, easy, to 10
 */
const WEIGHTS = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729,
  0.5425, 0.0912, 0.0658, 0.1542];
const RECALL = 0.9; // how likely a reader shall still know the answer when it is due
const DAY_LENGTH = 86400000;
const CALENDAR_END = 8.64e15; // of JavaScript's calendar
const LONGEST_INTERVAL = 36500; // days
const AGAIN = 1;
const HARD = 2;
const GOOD = 3;
const EASY = 4;
/** From where on a reader counts as sure, per cent. */
export const SURE_ENOUGH = 80;

/** @param {number} low @param {number} value @param {number} high */
const clamped = (low, value, high) => Math.min(high, Math.max(low, value));
/** @param {number} grade */
const firstDifficulty = (grade) => WEIGHTS[4] - Math.exp(WEIGHTS[5] * (grade - 1)) + 1;

/** @param {number} days since the last review @param {number} stability @returns {number} how likely recall is */
const likelihood = (days, stability) => (1 + (RECALL ** (-1 / WEIGHTS[20]) - 1) * days / stability) ** -WEIGHTS[20];

/**
 * @param {Memory | undefined} before none at the first review
 * @param {number} grade 1 again, 2 hard, 3 good, 4 easy
 * @param {number} days since the last review, at least one
 * @returns {Memory}
 */
export function reviewed(before, grade, days) {
  if (!before) return { stability: WEIGHTS[grade - 1], difficulty: clamped(1, firstDifficulty(grade), 10) };
  const { stability: old, difficulty } = before;
  const forgotten = 1 - likelihood(days, old);
  const stability = grade === AGAIN
    ? Math.min(WEIGHTS[11] * difficulty ** -WEIGHTS[12] * ((old + 1) ** WEIGHTS[13] - 1) * Math.exp(WEIGHTS[14] * forgotten),
      old / Math.exp(WEIGHTS[17] * WEIGHTS[18]))
    : old * (1 + Math.exp(WEIGHTS[8]) * (11 - difficulty) * old ** -WEIGHTS[9] * (Math.exp(WEIGHTS[10] * forgotten) - 1)
      * (grade === HARD ? WEIGHTS[15] : 1) * (grade === EASY ? WEIGHTS[16] : 1));
  const moved = difficulty - WEIGHTS[6] * (grade - GOOD) * (10 - difficulty) / 9;
  return { stability: Math.max(0.001, stability), difficulty: clamped(1, WEIGHTS[7] * firstDifficulty(EASY) + (1 - WEIGHTS[7]) * moved, 10) };
}

/** @param {number} stability @returns {number} whole days until the next review */
export const interval = (stability) => clamped(1, Math.round(stability), LONGEST_INTERVAL);

/**
 * Grade one day by its first attempt: what one repeats at once, one has not kept in mind. Right and sure is *easy*, right is *good*; right
 * only later on that day is *hard*, and *again* is what was not right, or only after the answer had been shown.
 *
 * @param {Attempt[]} day the scored attempts of a day, in order of time
 */
export function gradeOf(day) {
  const right = (/** @type {Attempt} */ { credit, told }) => credit === 1 && !told;
  if (right(day[0])) return (day[0].confidence ?? 0) >= SURE_ENOUGH ? EASY : GOOD;
  return day.some(right) ? HARD : AGAIN;
}

/**
 * Say when an item is due for review, by replaying its days.
 *
 * @param {Attempt[]} attempts in order of time
 * @returns {number | null} milliseconds, as `Date.parse`; null for an item without a scored attempt
 */
export function dueAt(attempts) {
  /** @type {Map<number, Attempt[]>} */ const days = new Map();
  for (const attempt of attempts) {
    if (attempt.credit === null) continue;
    const day = Math.floor(Date.parse(attempt.at) / DAY_LENGTH);
    days.set(day, [...days.get(day) ?? [], attempt]);
  }
  /** @type {Memory | undefined} */ let memory;
  let [before, last] = [0, 0];
  for (const [day, own] of days) {
    memory = reviewed(memory, gradeOf(own), Math.max(1, day - before));
    [before, last] = [day, Date.parse(own[own.length - 1].at)];
  }
  return memory ? Math.min(CALENDAR_END, last + interval(memory.stability) * DAY_LENGTH) : null;
}
