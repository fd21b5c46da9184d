// @ts-check
/**
 * Choice: one option is right.
 *
 * @typedef {{credits: Record<string, number>}} Credits its rule
 */
import { CONTROLS, KINDS, WORDINGS, withDefaults, wordsOf } from "./base.mjs";
import { ticks } from "./ticks.mjs";

CONTROLS.choice = (asked) => ticks(asked, "radio");

WORDINGS.choice = { words: (response, { options }) => wordsOf([response], options) };

KINDS.choice = withDefaults({
  answers: (/** @type {Credits} */ { credits }, response) => typeof response === "string" && Object.hasOwn(credits, response),
  share: (/** @type {Credits} */ { credits }, response) => credits[response],
  feedbackFor: (_, response) => [response],
  first: "Choose an answer first.",
  marks: (/** @type {Credits} */ { credits }, response) => ({ [response]: credits[response] }),
});
