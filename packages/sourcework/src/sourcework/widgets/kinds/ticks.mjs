// @ts-check
/** Boxes to tick: radio buttons or checkboxes, one an option. */
import { h, unique } from "../ui.mjs";

/**
 * @param {import("./base.mjs").Asked} asked
 * @param {"radio" | "checkbox"} type
 * @returns {import("./base.mjs").Form}
 */
export function ticks({ question, label, onanswer }, type) {
  const name = unique("answer");
  const boxes = question.options.map(({ id }) => h("input", { type, name, value: id, onchange: () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    onanswer(type === "radio" ? chosen[0] : chosen);
  } }));
  return {
    el: h("fieldset", { class: "exercise-ticks", "aria-labelledby": label },
      ...question.options.map((option, index) => h("label", {}, boxes[index], h("span", {}, option.text)))),
    show: (response) => {
      for (const box of boxes) box.checked = type === "radio" ? box.value === response : Array.isArray(response) && response.includes(box.value);
    },
  };
}
