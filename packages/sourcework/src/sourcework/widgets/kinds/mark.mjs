// @ts-check
/** Mark: a match whose rows are passages of one excerpt, marked in their text with a pen for each target. */
import { h, unseen } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, textOf, withDefaults } from "./base.mjs";
import { targetPens } from "./match.mjs";

/** @param {import("./base.mjs").Question} question @returns {{text: HTMLElement, show: (response: any) => void}} the text for lists */
export function taggedText({ options, passages, targets }) {
  const tags = new Map(options.map(({ id }) => [id, h("span", { class: "exercise-tag" })]));
  const numbers = new Map(options.map(({ id }, index) => [id, index + 1]));
  const text = h("blockquote", { class: "exercise-passages" }, ...passages.map((parts) => h("p", {}, ...parts.map(({ text: words, id }) =>
    (id ? h("mark", {}, h("sup", {}, unseen("(passage "), String(numbers.get(id)), unseen(") ")), words,
      unseen(` (end of passage ${numbers.get(id)})`), tags.get(id)) : words)))));
  return {
    text,
    show: (response) => {
      for (const [id, tag] of tags) {
        const to = textOf(targets)(response?.[id]);
        tag.textContent = to && ` [${to}]`;
      }
    },
  };
}

/** @param {string} words @param {number} place */
export const passageName = (words, place) => h("span", {}, unseen("Passage "), `${place}. `, h("q", {}, words));

CONTROLS.mark = (asked) => {
  const { text, show } = taggedText(asked.question);
  const form = targetPens(asked, { noun: "Passage", paragraphs: asked.question.passages, text, name: passageName });
  return {
    ...form,
    show: (response) => {
      form.show(response);
      show(response);
    },
  };
};

WORDINGS.mark = { ...WORDINGS.match, quotes: true };

KINDS.mark = withDefaults({ ...KINDS.match, first: "Tag every passage first." });
