// @ts-check
/**
 * Estimate: how likely the reader thinks a claim is, 0 to 100 per cent.
 *
 * @typedef {{bands: [string, number][]}} Bands its rule
 */
import { readRecord } from "../memory.mjs";
import { readAnswer } from "../responses.mjs";
import { slider } from "../slider.mjs";
import { h } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, withDefaults } from "./base.mjs";

CONTROLS.estimate = ({ label, onanswer }) => {
  const { input, beside, show } = slider({ min: 0, max: 100, step: 5, labelledby: label, unset: "not yet set",
    valued: (value) => `${value} per cent`, said: (value) => `${value} %`, onset: onanswer });
  return {
    el: h("div", { class: "exercise-estimate" }, input, " ", beside, " ",
      h("span", { class: "exercise-ends", "aria-hidden": "true" }, h("span", {}, "0 % impossible"), " ", h("span", {}, "100 % certain"))),
    show,
  };
};

WORDINGS.estimate = { words: (response) => (Number.isFinite(response) ? [`${response} %`] : []) };

KINDS.estimate = withDefaults({
  answers: (_, response) => Number.isFinite(response) && response >= 0 && response <= 100,
  feedbackFor: (/** @type {Bands} */ { bands }, response) => bands.filter(([, upto]) => response <= upto).slice(0, 1).map(([name]) => name),
  first: "Set the slider first. For 50 % tap it where it stands, or press Enter on it.",
  check: "Keep my answer",
  outcome: (response, { before }, inPage) => {
    const kept = `Kept: ${response} %.`;
    if (!before || !inPage) return kept;
    const first = readAnswer(readRecord().record.items?.[before]?.work).attempts[0];
    return first ? `${kept} Before the chapter you said ${first.response} %.` : `${kept} You gave no estimate before the chapter.`;
  },
});
