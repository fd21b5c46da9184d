// @ts-check
/**
 * Choices: one option or more are right.
 *
 * @typedef {{right: string[], wrong: string[]}} Sorted its rule
 */
import { CONTROLS, KINDS, WORDINGS, areIds, someOr, withDefaults, wordsOf } from "./base.mjs";
import { ticks } from "./ticks.mjs";

CONTROLS.choices = (asked) => ticks(asked, "checkbox");

WORDINGS.choices = {
  words: (response, { options }) => wordsOf(response, options),
  shape: "ul",
};

KINDS.choices = withDefaults({
  answers: (/** @type {Sorted} */ { right, wrong }, response) => areIds(response, [...right, ...wrong]) && response.length > 0,
  share: (/** @type {Sorted} */ { right, wrong }, response) => {
    const chosen = (/** @type {string[]} */ ids) => ids.filter((each) => response.includes(each)).length;
    return Math.max(0, (chosen(right) - chosen(wrong)) / right.length);
  },
  feedbackFor: (/** @type {Sorted} */ { right, wrong }, response) => someOr(wrong.filter((each) => response.includes(each)), right.filter((each) => response.includes(each))),
  first: "Choose one answer or more first.",
  part: (/** @type {Sorted} */ { right, wrong }, response, _, told) => {
    const left = right.filter((each) => !response.includes(each)).length;
    const over = wrong.filter((each) => response.includes(each)).length;
    return [left && `${left} right ${left === 1 ? "one" : "ones"} ${told ? "" : "still "}missing`, over && `${over} too many`].filter(Boolean).join(", ");
  },
  again: (/** @type {Sorted} */ { right }, response) => right.filter((each) => response.includes(each)),
  marks: (/** @type {Sorted} */ { right }, response) => Object.fromEntries(response.map((/** @type {string} */ each) => [each, Number(right.includes(each))])),
  missed: "right, and not ticked",
});
