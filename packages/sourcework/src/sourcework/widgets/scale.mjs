// @ts-check
/**
 * Scale of time: instants as milliseconds of UTC, the ticks of an axis at any size from days to centuries, and stretches in words.
 *
 * @typedef {{from: number, to: number}} Stretch from the first instant to the one after the last
 * @typedef {{at: number, words: string}} Tick
 */

export const DAY = 86400000;
const YEAR = 365.2425 * DAY;
/** Steps of an axis: a unit, how many of it, how long that is, and the pixels that its words need. @type {["day" | "month" | "year", number, number, number][]} */
const STEPS = [
  ["day", 1, DAY, 20], ["day", 7, 7 * DAY, 28], ["month", 1, YEAR / 12, 38], ["month", 3, YEAR / 4, 38],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => /** @type {["year", number, number, number]} */ (["year", count, count * YEAR, 48])),
];
const FEW_DAYS = 100 * DAY; // a shorter stretch is called by its days

/** @param {number} year @param {number} [month] from 0 @returns {number} when it begins */
export const begin = (year, month = 0) => Date.parse(`${String(year + Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`);

/** @param {number} at @param {Intl.DateTimeFormatOptions} how */
const written = (at, how) => new Date(at).toLocaleDateString("en-GB", { ...how, timeZone: "UTC" });

/** @param {number} at */
const yearOf = (at) => new Date(at).getUTCFullYear();

/** @param {[string, string]} span the first and the last day @returns {Stretch} */
export const stretchOf = ([first, last]) => ({ from: Date.parse(first), to: Date.parse(last) + DAY });

/**
 * The ticks of an axis, as many as its words leave room for, and above them the months or years in which they lie.
 *
 * @param {Stretch} stretch
 * @param {number} width in pixels
 * @returns {{fine: Tick[], coarse: Tick[]}} of the coarse ones the first may lie before the stretch
 */
export function ticks({ from, to }, width) {
  const [unit, count] = STEPS.find(([, , length, room]) => (length * width) / (to - from) >= room) ?? STEPS[STEPS.length - 1];
  const [first, last] = [yearOf(from), yearOf(to)];
  if (unit === "year") return { fine: between(Math.floor(first / count), Math.floor(last / count), (step) => begin(step * count), { year: "numeric" }), coarse: [] };
  const months = [first * 12 + new Date(from).getUTCMonth(), last * 12 + new Date(to).getUTCMonth()];
  const monthly = (/** @type {number} */ step) => begin(0, step);
  if (unit === "month") {
    return { fine: between(Math.floor(months[0] / count), Math.floor(months[1] / count), (step) => monthly(step * count), { month: "short" }),
      coarse: between(first, last, (year) => begin(year), { year: "numeric" }) };
  }
  const days = between(Math.floor(from / DAY), Math.ceil(to / DAY), (day) => day * DAY, { day: "numeric" });
  return { fine: days.filter(({ words }) => (Number(words) - 1) % count === 0 && (count === 1 || Number(words) < 29)),
    coarse: between(months[0], months[1], monthly, { month: "long", year: "numeric" }) };
}

/**
 * @param {number} first @param {number} last
 * @param {(step: number) => number} at
 * @param {Intl.DateTimeFormatOptions} how
 * @returns {Tick[]}
 */
function between(first, last, at, how) {
  return Array.from({ length: last - first + 1 }, (_, index) => ({ at: at(first + index), words: written(at(first + index), how) }));
}

/**
 * @param {Stretch} stretch
 * @returns {string} its days, months or years: as much as its length makes worth saying
 */
export function worded({ from, to }) {
  /** @type {Intl.DateTimeFormatOptions} */
  const how = to - from < FEW_DAYS ? { day: "numeric", month: "long", year: "numeric" } : to - from < 10 * YEAR ? { month: "long", year: "numeric" } : { year: "numeric" };
  const [first, last] = [written(from, how), written(to - 1, how)];
  return first === last ? first : `${first} to ${last}`;
}
