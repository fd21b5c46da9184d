// @ts-check
/**
 * Order: options to be put in order.
 *
 * @typedef {{places: Record<string, number>}} Places its rule
 */
import { sortable } from "../sortable.mjs";
import { CONTROLS, KINDS, WORDINGS, areIds, someOr, withDefaults, wordsOf } from "./base.mjs";

/** @param {import("./base.mjs").Question} question */
const shownOrder = ({ options }) => options.map(({ id }) => id);

/** @param {string[]} order @returns {[string, string][]} every pair, the earlier one first */
const pairsOf = (order) => order.flatMap((a, index) => order.slice(index + 1).map((b) => /** @type {[string, string]} */ ([a, b])));

CONTROLS.order = ({ question, label, onanswer, say }) => {
  const given = shownOrder(question);
  const list = sortable({ label: "Your order, the first on top", order: given, onorder: onanswer, say,
    items: question.options.map(({ id, text }) => ({ id, words: text.replace(/\.$/, "") })) });
  list.setAttribute("aria-describedby", label);
  return {
    el: list,
    show: (response) => {
      const order = Array.isArray(response) ? response : given;
      const items = /** @type {HTMLElement[]} */ ([...list.children]);
      if (items.map((item) => item.dataset.id).join() === order.join()) return;
      list.append(...order.map((id) => items.find((item) => item.dataset.id === id)).filter((item) => item !== undefined));
    },
  };
};

WORDINGS.order = {
  words: (response, { options }) => wordsOf(response, options),
  shape: "ol",
};

KINDS.order = withDefaults({
  answers: (/** @type {Places} */ { places }, response) => areIds(response, Object.keys(places)) && response.length === Object.keys(places).length,
  share: (/** @type {Places} */ { places }, response) => {
    const decided = pairsOf(response).filter(([a, b]) => places[a] !== places[b]);
    return Math.max(0, decided.reduce((sum, [a, b]) => sum + (places[a] < places[b] ? 1 : -1), 0) / decided.length);
  },
  calledFor: (/** @type {Places} */ { places }, response) => {
    const misplaced = new Set(pairsOf(response).filter(([a, b]) => places[a] > places[b]).flat());
    return someOr(Object.keys(places).filter((each) => misplaced.has(each)), Object.keys(places));
  },
  first: "Put all in order first.",
  given: shownOrder,
  accept: "This order is my answer",
  keeps: true,
});
