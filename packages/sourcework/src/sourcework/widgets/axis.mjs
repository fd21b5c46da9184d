// @ts-check
/**
 * Axis of time: cards stand at their dates, and the time between two of them is a gap on the screen.
 *
 * @typedef {{date: string, span: [string, string]}} Dated a date as prose has it, and the first and the last day that it can mean
 */
import { h } from "./elements.mjs";

const ROOM = 14; // rem that all gaps have together
const CLOSEST = 0.35; // rem between two strokes of a gap
const UNITS = /** @type {[string, number][]} */ ([["day", 1], ["week", 7], ["month", 365.25 / 12], ["year", 365.25], ["decade", 3652.5]]); // with their days
const SLIDE = 600; // milliseconds in which cards go to their places

/** @param {string} from @param {string} to ISO dates */
const daysFrom = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

/** @param {number} days @param {boolean} exact whether both dates are known to the day */
function distance(days, exact) {
  const [unit, length] = UNITS[days <= 90 ? 0 : days <= 730 ? 2 : 3];
  const count = exact ? Math.round(days / length) : Math.floor(days / length);
  return `${exact ? (length > 1 ? "about " : "") : "at least "}${count} ${unit}${count === 1 ? "" : "s"} later`;
}

/**
 * The gaps before each of some dates, which follow each other as far as they decide it.
 *
 * @param {(Dated | undefined)[]} dates
 * @returns {{days: number, words: string}[]}
 */
export function gapsBetween(dates) {
  let [end, exact] = ["", false]; // the last day that anything so far can mean, and whether that is known to the day
  return dates.map((each) => {
    if (!each) return { days: 0, words: "" };
    const [first, last] = each.span;
    const [before, known] = [end, exact && first === last];
    if (last > end) [end, exact] = [last, first === last];
    if (!before) return { days: 0, words: "" };
    if (first > before) return { days: daysFrom(before, first), words: distance(daysFrom(before, first), known) };
    return { days: 0, words: known && first === before ? "the same day" : "the dates leave the order open" };
  });
}

/**
 * Lay cards at their dates, or take the gaps away again.
 *
 * @param {HTMLElement} list of cards in their order, each with the id of what it shows
 * @param {Record<string, Dated> | null} dates by id
 * @returns {string} what a stroke of the gaps is, if there are any
 */
export function layAtDates(list, dates) {
  const cards = /** @type {HTMLElement[]} */ ([...list.children]);
  for (const old of list.querySelectorAll(".axis-date")) old.remove();
  list.toggleAttribute("data-dated", !!dates);
  if (!dates) return "";
  const gaps = gapsBetween(cards.map(({ dataset }) => dates[dataset.id ?? ""]));
  const rem = ROOM / gaps.reduce((sum, { days }) => sum + days, 0);
  const [unit, length] = UNITS.find(([, days]) => days * rem >= CLOSEST) ?? UNITS[UNITS.length - 1];
  list.style.setProperty("--stroke", `${(length * rem).toFixed(3)}rem`);
  cards.forEach((card, index) => {
    const { days, words } = gaps[index];
    const dated = dates[card.dataset.id ?? ""];
    card.style.setProperty("--gap", `${(days ? days * rem : 0).toFixed(3)}rem`);
    if (dated) card.prepend(h("p", { class: "axis-date" }, h("strong", {}, dated.date), words && `, ${words}`));
  });
  return Number.isFinite(rem) ? `The space between two cards is the time between them: one stroke is a ${unit}.` : "";
}

/**
 * Slide cards from where they stand to where a change puts them; whoever wants less motion sees them there at once.
 *
 * @param {HTMLElement} within
 * @param {() => void} change what else changes before the next frame moves them too
 * @param {() => Map<unknown, Element>} [cards] those that slide, each under what it is known by afterwards, though it be made anew
 */
export function slideCards(within, change, cards = () => new Map([...within.children].map((card) => [card, card]))) {
  const places = () => {
    const { left, top } = within.getBoundingClientRect();
    return new Map([...cards()].map(([name, card]) => {
      const own = card.getBoundingClientRect();
      return [name, { card, x: own.left - left, y: own.top - top }];
    }));
  };
  const from = places();
  change();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  queueMicrotask(() => {
    for (const [name, { card, x, y }] of places()) {
      const old = from.get(name);
      if (old && (old.x !== x || old.y !== y)) card.animate({ translate: [`${old.x - x}px ${old.y - y}px`, "0 0"] }, { duration: SLIDE, easing: "ease-in-out" });
    }
  });
}
