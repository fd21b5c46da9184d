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
  const told = new Map(question.options.map(({ id }) => [id, h("div", {})]));
  const [low, high] = (question.ends ?? []).map((words) => h("p", { class: "exercise-end" }, words));
  return {
    told,
    el: h("fieldset", { class: "exercise-ticks", "data-scale": !!low, "aria-labelledby": label }, low,
      ...question.options.map(({ id, text }, index) => h("div", {}, h("label", {}, boxes[index], h("span", {}, text)), told.get(id))), high),
    show: (response) => {
      for (const box of boxes) box.checked = type === "radio" ? box.value === response : Array.isArray(response) && response.includes(box.value);
    },
  };
}
