// @ts-check
/** Short: a written answer, which the reader judges with a model and a rubric. */
import { quotations } from "../quotations.mjs";
import { checkbox, emphasised, h, unique } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, withDefaults } from "./base.mjs";

const TALL = 300; // words from which an answer gets a tall box

CONTROLS.short = ({ question: { words }, label, onanswer }) => {
  const count = words ? h("p", { class: "exercise-count", id: unique("count") }) : null;
  const box = h("textarea", { rows: words && words > TALL ? 24 : 6, "aria-labelledby": label, "aria-describedby": count?.id,
    class: "exercise-writing", oninput: () => {
      countWords();
      onanswer(box.value);
    } });
  function countWords() {
    if (count) count.textContent = `${box.value.match(/\S+/g)?.length ?? 0} of ${words?.toLocaleString("en-GB")} words`;
  }
  return {
    el: count ? h("div", {}, box, count) : box,
    show: (response) => {
      const text = typeof response === "string" ? response : "";
      if (box.value !== text) box.value = text;
      countWords();
    },
  };
};

WORDINGS.short = {
  words: (response) => (typeof response === "string" && response ? [response] : []),
  shape: "text",
};

/** @param {import("./base.mjs").Samples} samples */
const composed = ({ title, answers }) => h("details", { class: "exercise-samples" }, h("summary", {}, title),
  h("ul", {}, ...answers.map(({ level, answer, remark }) => h("li", {},
    h("p", { class: "exercise-about" }, level), h("blockquote", {}, h("p", {}, ...emphasised(answer))), h("p", {}, ...emphasised(remark))))));

KINDS.short = withDefaults({
  answers: (_, response) => typeof response === "string" && response.trim() !== "",
  first: "Write an answer first.",
  check: "Compare with a model answer",
  again: (_, response) => response,
  pause: 400,
  outcome: () => "Your answer stands beside a model. Tick what you find in your own.",
  judged: ({ self = {} }, { item, judge, say }) => [
    h("p", { class: "exercise-about" }, "A model answer"), h("blockquote", {}, h("p", {}, ...emphasised(item.model))),
    h("p", { class: "exercise-about" }, "My own answer"),
    h("ul", { class: "exercise-remarks" }, ...item.remarks.map(({ id, feedback, words }) => h("li", {},
      checkbox({ label: feedback, checked: self[id] === true, onchange: (found) => {
        const count = Object.values(judge(id, found)).filter(Boolean).length;
        say(`You found ${count} of ${item.remarks.length} in your answer.`);
      } }), quotations(words)))),
    ...(item.samples ? [composed(item.samples)] : [])],
});
