// @ts-check
/** Mark: a match whose rows are passages of one excerpt, marked in their text with a pen for each target. */
import { h, unseen } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, textOf, withDefaults } from "./base.mjs";
import { targetPens } from "./match.mjs";

CONTROLS.mark = (asked) => {
  const { options, passages, targets } = asked.question;
  const tags = new Map(options.map(({ id }) => [id, h("span", { class: "exercise-tag" })]));
  const numbers = new Map(options.map(({ id }, index) => [id, index + 1]));
  const text = h("blockquote", { class: "exercise-passages" }, ...passages.map((parts) => h("p", {}, ...parts.map(({ text: words, id }) =>
    (id ? h("mark", {}, h("sup", {}, unseen("(passage "), String(numbers.get(id)), unseen(") ")), words,
      unseen(` (end of passage ${numbers.get(id)})`), tags.get(id)) : words)))));
  const form = targetPens(asked, { noun: "Passage", paragraphs: passages, text,
    name: (words, place) => h("span", {}, unseen("Passage "), `${place}. `, h("q", {}, words)) });
  return {
    ...form,
    show: (response) => {
      form.show(response);
      for (const [id, tag] of tags) {
        const to = textOf(targets)(response?.[id]);
        tag.textContent = to && ` [${to}]`;
      }
    },
  };
};

WORDINGS.mark = { ...WORDINGS.match, quotes: true };

KINDS.mark = withDefaults({ ...KINDS.match, first: "Tag every passage first." });
