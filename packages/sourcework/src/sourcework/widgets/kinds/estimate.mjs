// @ts-check
/**
 * Estimate: how likely the reader thinks a claim is, 0 to 100 per cent.
 *
 * @typedef {{bands: [string, number][]}} Bands its rule
 */
import { readRecord } from "../memory.mjs";
import { readAnswer } from "../responses.mjs";
import { h } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, withDefaults } from "./base.mjs";

CONTROLS.estimate = ({ label, onanswer }) => {
  const slider = h("input", { type: "range", min: 0, max: 100, step: 5, "aria-labelledby": label,
    oninput: () => onanswer(slider.valueAsNumber) });
  const said = h("span", { class: "exercise-said", "aria-hidden": "true" }); // the slider says it itself
  // A slider at rest fires nothing, though the reader may mean the place where it stands.
  slider.addEventListener("keyup", (event) => {
    if (event.key === "Enter" || event.key === " ") onanswer(slider.valueAsNumber);
  });
  for (const touch of ["click", "pointerup"]) slider.addEventListener(touch, () => onanswer(slider.valueAsNumber));
  return {
    el: h("div", { class: "exercise-estimate" }, slider, " ", said, " ",
      h("span", { class: "exercise-ends", "aria-hidden": "true" }, h("span", {}, "0 % impossible"), " ", h("span", {}, "100 % certain"))),
    show: (response) => {
      const given = Number.isFinite(response);
      slider.value = given ? String(response) : "50";
      slider.setAttribute("aria-valuetext", given ? `${response} per cent` : "not yet set");
      said.textContent = given ? `${response} %` : "not yet set";
    },
  };
};

WORDINGS.estimate = { words: (response) => (Number.isFinite(response) ? [`${response} %`] : []) };

KINDS.estimate = withDefaults({
  answers: (_, response) => Number.isFinite(response) && response >= 0 && response <= 100,
  calledFor: (/** @type {Bands} */ { bands }, response) => bands.filter(([, upto]) => response <= upto).slice(0, 1).map(([name]) => name),
  first: "Set the slider first. For 50 % tap it where it stands, or press Enter on it.",
  check: "Keep my answer",
  outcome: (response, { before }, inPage) => {
    const kept = `Kept: ${response} %.`;
    if (!before || !inPage) return kept;
    const first = readAnswer(readRecord().record.items?.[before]?.work).attempts[0];
    return first ? `${kept} Before the chapter you said ${first.response} %.` : `${kept} You gave no estimate before the chapter.`;
  },
});
