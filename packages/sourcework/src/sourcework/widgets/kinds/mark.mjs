// @ts-check
/** Mark: a match whose rows are passages of one excerpt, marked in their text with a pen for each target. */
import { pens, pensOrForm } from "../pens.mjs";
import { isObject } from "../responses.mjs";
import { h, unseen } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, textOf, withDefaults } from "./base.mjs";
import { targetLists } from "./match.mjs";

CONTROLS.mark = (asked) => {
  const { options, passages, targets } = asked.question;
  const tags = new Map(options.map(({ id }) => [id, h("span", { class: "exercise-tag" })]));
  const numbers = new Map(options.map(({ id }, index) => [id, index + 1]));
  const text = h("blockquote", { class: "exercise-passages" }, ...passages.map((parts) => h("p", {}, ...parts.map(({ text: words, id }) =>
    (id ? h("mark", {}, h("sup", {}, unseen("(passage "), String(numbers.get(id)), unseen(") ")), words,
      unseen(` (end of passage ${numbers.get(id)})`), tags.get(id)) : words)))));
  /** @type {Record<string, string>} */ let answer = {};
  const marked = pens({
    label: asked.label,
    noun: "Passage",
    paragraphs: passages,
    trays: [{ name: "target", legend: "what it is", pens: targets }],
    onmark: ({ target }, said) => {
      asked.onanswer(Object.fromEntries(Object.entries({ ...answer, ...target }).filter(([, to]) => to)));
      asked.say(said);
    },
  });
  const { el, show, told } = targetLists(asked, (words, place) => h("span", {}, unseen("Passage "), `${place}. `, h("q", {}, words)), pensOrForm(marked.el, text));
  return {
    el,
    told,
    missing: marked.openPart,
    show: (response) => {
      answer = isObject(response) ? response : {};
      show(response);
      marked.show({ target: answer });
      for (const [id, tag] of tags) {
        const to = textOf(targets)(response?.[id]);
        tag.textContent = to && ` [${to}]`;
      }
    },
  };
};

WORDINGS.mark = { ...WORDINGS.match, quotes: true };

KINDS.mark = withDefaults({ ...KINDS.match, first: "Tag every passage first." });
