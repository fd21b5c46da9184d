// @ts-check
/**
 * Match: rows, each of which belongs to one target.
 *
 * @typedef {{pairs: Record<string, string>, targets: string[]}} Pairs its rule
 */
import { bins } from "../bins.mjs";
import { touchedOrForm } from "../form_switch.mjs";
import { pens } from "../pens.mjs";
import { isObject } from "../responses.mjs";
import { h, select } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, someOr, textOf, withDefaults } from "./base.mjs";

/**
 * @param {import("./base.mjs").Asked} asked
 * @param {(words: string, place: number) => Node | string} [name] the label of a row
 * @param {Node | null} [above] what stands above the rows
 * @returns {import("./base.mjs").Form}
 */
export function targetLists({ question, label, onanswer }, name = (words) => words, above = null) {
  /** @type {Record<string, string>} */ let answer = {};
  const lists = new Map(question.options.map(({ id, text }, index) => [id, select({
    label: name(text, index + 1), value: "",
    options: [["", "choose"], ...question.targets.map((each) => /** @type {[string, string]} */ ([each.id, each.text]))],
    onchange: (value) => {
      const { [id]: _, ...others } = answer;
      onanswer(value ? { ...others, [id]: value } : others);
    },
  })]));
  const told = new Map(question.options.map(({ id }) => [id, h("div", {})]));
  return {
    told,
    el: h("div", { role: "group", "aria-labelledby": label }, above,
      h("ul", { class: "exercise-rows" }, ...[...lists].map(([id, list]) => h("li", {}, list, told.get(id))))),
    show: (response) => {
      answer = isObject(response) ? { ...response } : {};
      for (const [id, list] of lists) /** @type {HTMLSelectElement} */ (list.querySelector("select")).value = answer[id] ?? "";
    },
  };
}

/**
 * The same answered in the text, with a pen for each target, or in lists.
 *
 * @param {import("./base.mjs").Asked} asked
 * @param {{noun: string, paragraphs: (import("../pens.mjs").Piece[] & {title?: string})[], text?: HTMLElement, name?: (words: string, place: number) => Node | string}} wanted
 *        `noun` is what a row is called, `text` stands above the lists
 * @returns {import("./base.mjs").Form}
 */
export function targetPens(asked, { noun, paragraphs, text, name }) {
  /** @type {Record<string, string>} */ let answer = {};
  const marked = pens({
    label: asked.label,
    noun,
    paragraphs,
    trays: [{ name: "target", legend: "what it is", pens: asked.question.targets }],
    onmark: ({ target }, said) => {
      asked.onanswer(Object.fromEntries(Object.entries({ ...answer, ...target }).filter(([, to]) => to)));
      asked.say(said);
    },
  });
  const { el, show, told } = targetLists(asked, name, touchedOrForm(marked.el, text));
  return {
    el,
    told,
    missing: marked.openPart,
    show: (response) => {
      answer = isObject(response) ? response : {};
      show(response);
      marked.show({ target: answer });
    },
  };
}

/**
 * The same answered with slips that are laid into bins, or in lists; what is told of a row stands at the one that is seen.
 *
 * @param {import("./base.mjs").Asked} asked
 * @returns {import("./base.mjs").Form}
 */
function targetBins(asked) {
  const { options, targets } = asked.question;
  /** @type {Record<string, string>} */ let answer = {};
  const { el, show, told = new Map() } = targetLists(asked);
  const sorted = bins({ label: asked.label, slips: options, bins: targets, onlay: (id, to, said) => {
    const { [id]: _, ...others } = answer;
    asked.onanswer(to ? { ...others, [id]: to } : others);
    asked.say(said);
  } });
  const rows = new Map([...told].map(([id, place]) => [id, place.parentElement]));
  return {
    el: touchedOrForm(sorted.el, el, (isForm) => told.forEach((place, id) => (isForm ? rows : sorted.items).get(id)?.append(place))),
    told,
    missing: sorted.openSlip,
    show: (response) => {
      answer = isObject(response) ? response : {};
      show(response);
      sorted.show(answer);
    },
  };
}

CONTROLS.match = (asked) => {
  const { lines, options } = asked.question;
  if (!lines) return targetBins(asked);
  const places = new Map(lines.flatMap(({ parts }) => parts).map(({ id }, place) => [id, place]));
  const inText = [...options].sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
  return targetPens({ ...asked, question: { ...asked.question, options: inText } },
    { noun: "Piece", paragraphs: lines.map(({ number, parts }) => Object.assign([...parts], { title: lines.length > 1 ? `line ${number}` : "" })) });
};

WORDINGS.match = {
  words: (response, { options, targets }) => Object.entries(isObject(response) ? response : {})
    .map(([id, to]) => /** @type {[string, string]} */ ([textOf(options)(id), textOf(targets)(to)])).filter(([row, target]) => row && target),
  shape: "ul",
};

KINDS.match = withDefaults({
  answers: (/** @type {Pairs} */ { pairs, targets }, response) => isObject(response) && Object.keys(response).length > 0
    && Object.entries(response).every(([row, target]) => Object.hasOwn(pairs, row) && targets.includes(target)),
  share: (/** @type {Pairs} */ { pairs }, response) => Object.entries(pairs).filter(([row, target]) => response[row] === target).length / Object.keys(pairs).length,
  feedbackFor: (/** @type {Pairs} */ { pairs }, response) => someOr(Object.keys(pairs).filter((row) => response[row] !== pairs[row]), Object.keys(pairs)),
  first: "Give every row its place first.",
  open: (response, { options }) => options.length - Object.keys(response ?? {}).length,
  again: (/** @type {Pairs} */ { pairs }, response) => Object.fromEntries(Object.entries(response).filter(([row, target]) => pairs[row] === target)),
  marks: (/** @type {Pairs} */ { pairs }, response) => Object.fromEntries(Object.keys(response).map((row) => [row, Number(response[row] === pairs[row])])),
  marked: (mark, { answer }, _, solved) => (mark ? "right" : solved ? `not this one; the answer: ${answer}` : "not this one"),
  rows: true,
  remarks: (remarks, _, response) => remarks.map((remark) => ({ ...remark, ...remark.chosen?.[response[remark.id]] })),
  part: (/** @type {Pairs} */ { pairs }, _, share) => {
    const count = Object.keys(pairs).length;
    return `${Math.round(share * count)} of ${count} rows`;
  },
});
