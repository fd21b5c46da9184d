// @ts-check
/**
 * Number: a number, counted or calculated.
 *
 * @typedef {{values: [string, number, number][]}} Values its rule
 */
import { readNumber } from "../numbers.mjs";
import { h, unique, unseen } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, someOr, withDefaults } from "./base.mjs";

const OTHERWISE = "otherwise"; // the remark on a number that nobody has foreseen

/** @param {[string, number, number][]} values @param {number} response @returns {string[]} the value that it is, up to a tolerance */
const met = (values, response) =>
  values.filter(([, value, off]) => Math.abs(response - value) <= off + 1e-9).slice(0, 1).map(([id]) => id);

/** @param {any} response @param {import("./base.mjs").Worded} worded */
const withUnit = (response, { unit, one }) => `${response} ${(response === 1 && one) || unit}`;

CONTROLS.number = ({ question, label, onanswer }) => {
  const taken = h("span", { class: "exercise-taken", id: unique("taken") });
  const heard = unseen("");
  heard.setAttribute("aria-live", "polite");
  const box = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 60, "aria-labelledby": label,
    "aria-describedby": taken.id, class: "exercise-number", onchange: () => tell(true), oninput: () => {
      const { value, fault } = read();
      onanswer(value, fault && box.value);
      tell(false);
    } });
  const read = () => readNumber(box.value, [question.unit, question.one ?? ""]);
  /**
   * @param {boolean} settled whether the reader is done with typing, so that a fault is one and all is said aloud; it is seen at once,
   *        lest it move the button that ends the typing
   */
  function tell(settled) {
    const { value, fault, unsure } = read();
    const plain = !unsure && box.value.trim().replace(/[.,]$/, "") === String(value);
    taken.textContent = value === undefined ? fault ?? "" : plain ? "" : `Taken as ${value}.`;
    heard.textContent = settled ? taken.textContent : "";
    box.setAttribute("aria-invalid", String(settled && !!fault));
  }
  return {
    el: h("p", { class: "exercise-line" }, box, " ", h("span", {}, question.unit), " ", taken, heard),
    show: (response, typed) => {
      const { value, fault } = read();
      if (typed === undefined ? value === response && !fault : typed === box.value) return;
      box.value = typed ?? (Number.isFinite(response) ? String(response) : "");
      tell(true);
    },
  };
};

WORDINGS.number = { words: (response, worded) => (Number.isFinite(response) ? [withUnit(response, worded)] : []) };

KINDS.number = withDefaults({
  answers: (_, response) => Number.isFinite(response),
  share: (/** @type {Values} */ { values }, response) => met(values.slice(0, 1), response).length,
  feedbackFor: (/** @type {Values} */ { values }, response) => someOr(met(values, response), [OTHERWISE]),
  first: "Write a number first, in figures.",
  about: ({ text, right }, own) => (own ? `You said ${text}` : right ? `The answer: ${text}` : text),
  remarks: (remarks, called, response, worded) => remarks.filter(({ id }) => id !== OTHERWISE || called.includes(id))
    .map((remark) => (remark.id === OTHERWISE ? { ...remark, text: withUnit(response, worded) } : remark)),
});
