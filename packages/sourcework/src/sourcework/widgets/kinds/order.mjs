// @ts-check
/**
 * Order: options to be put in order.
 *
 * @typedef {{places: Record<string, number>}} Places its rule
 */
import { layAtDates, slideCards } from "../axis.mjs";
import { sortable } from "../sortable.mjs";
import { h } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, areIds, someOr, withDefaults, wordsOf } from "./base.mjs";

/** @param {import("./base.mjs").Question} question */
const shownOrder = ({ options }) => options.map(({ id }) => id);

/** @param {string[]} order @returns {[string, string][]} every pair, the earlier one first */
const pairsOf = (order) => order.flatMap((a, index) => order.slice(index + 1).map((b) => /** @type {[string, string]} */ ([a, b])));

CONTROLS.order = ({ question, label, onanswer, say }) => {
  const given = shownOrder(question);
  const list = sortable({ label: "The first on top", order: given, onorder: onanswer, say,
    items: question.options.map(({ id, text }) => ({ id, words: text.replace(/\.$/, "") })) });
  list.setAttribute("aria-describedby", label);
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  const told = new Map(items.map((item) => [item.dataset.id ?? "", h("div", {})]));
  for (const item of items) item.append(told.get(item.dataset.id ?? "") ?? "");
  const scale = h("p", { class: "axis-scale" });
  const el = h("div", { class: "axis" }, scale, h("p", { class: "axis-end", "aria-hidden": "true" }, "first"), list,
    h("p", { class: "axis-end", "aria-hidden": "true" }, "last"));
  let [drawn, laid] = [false, false]; // nothing slides to where it is shown at first
  return {
    told,
    el,
    folds: !!question.times,
    show: (response, _, settled) => {
      const order = Array.isArray(response) ? response : given;
      const stands = [...list.children].map((item) => /** @type {HTMLElement} */ (item).dataset.id).join() === order.join();
      const slides = drawn;
      drawn = true;
      if (stands && laid === !!settled) return;
      laid = !!settled;
      const change = () => {
        if (!stands) list.append(...order.map((id) => items.find((item) => item.dataset.id === id)).filter((item) => item !== undefined));
        scale.textContent = layAtDates(list, (settled && question.times) || null);
      };
      if (slides) slideCards(list, change);
      else change();
    },
  };
};

/** @param {Places} rule @param {string[]} order @returns {string[]} the same in the order of the key; where nothing decides, it stays */
const inPlace = ({ places }, order) => [...order].sort((a, b) => places[a] - places[b]);

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
  feedbackFor: (/** @type {Places} */ { places }, response) => {
    const misplaced = new Set(pairsOf(response).filter(([a, b]) => places[a] > places[b]).flat());
    return someOr(Object.keys(places).filter((each) => misplaced.has(each)), Object.keys(places));
  },
  part: (/** @type {Places} */ { places }, response, share) => {
    const decided = pairsOf(response).filter(([a, b]) => places[a] !== places[b]);
    const right = decided.filter(([a, b]) => places[a] < places[b]).length;
    return share ? `${right} pairs in order less ${decided.length - right} that are not, of ${decided.length}` : "";
  },
  first: "Put all in order first.",
  given: shownOrder,
  accept: "This order is my answer",
  again: (_, response) => response,
  marks: (/** @type {Places} */ rule, response) => Object.fromEntries(inPlace(rule, response).map((each, at) => [response[at], Number(rule.places[response[at]] === rule.places[each])])),
  marked: (mark, { id }, response, solved) => (mark ? "in place" : solved ? `you had it at number ${response.indexOf(id) + 1}` : "not in place"),
  had: (response, id) => [response].flat().indexOf(id),
  rows: true,
  settled: inPlace,
});
