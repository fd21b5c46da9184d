// @ts-check
/** The controls of a mark whose passages readers find themselves, and say where they begin and end. */
import { cutting, wordsOfText } from "../cuts.mjs";
import { touchedOrForm } from "../form_switch.mjs";
import { isObject } from "../responses.mjs";
import { CONTROLS } from "./base.mjs";
import { givenTo, spanNamed } from "./cuts.mjs";
import { passageName, taggedText } from "./mark.mjs";
import { targetLists } from "./match.mjs";

CONTROLS.mark = (asked) => {
  const { options, passages, rule, targets } = asked.question;
  const lines = passages.map((parts) => ({ text: parts.map(({ text }) => text).join("") }));
  const words = wordsOfText(lines.map(({ text }) => text).join("\n"));
  const { text, show: tag } = taggedText(asked.question);
  const cut = cutting({
    label: asked.label, lines, pens: targets, say: asked.say,
    how: `Find ${options.length} passages, and say where each begins and ends. A mark counts for a passage if more than half of its words are the passage’s, and more than half of the passage’s are in it. The points are shared among the ${options.length}, or among your marks if these are more.`,
    oncut: (cuts) => asked.onanswer(Object.fromEntries(cuts.map(({ pen, start, end }) => {
      const own = words.flatMap((word, index) => (word.start < end && start < word.end ? [index] : []));
      return [`${own[0]}-${own[own.length - 1]}`, pen];
    }))),
  });
  const lists = targetLists(asked, passageName, touchedOrForm(cut.el, text));
  return {
    el: lists.el,
    told: lists.told,
    missing: () => (cut.focus() ? `${options.length} passages` : ""),
    show: (response) => {
      const given = givenTo(rule, response);
      lists.show(given);
      tag(given);
      cut.show(Object.entries(isObject(response) ? response : {}).flatMap(([name, pen]) => {
        const span = rule.spans[name] ?? spanNamed(rule, name);
        return span && typeof pen === "string" ? [{ pen, start: words[span[0]].start, end: words[span[1]].end }] : [];
      }));
    },
  };
};
