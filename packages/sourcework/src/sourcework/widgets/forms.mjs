// @ts-check
/**
 * How a reader answers an item of each kind: native controls, and nothing of scoring or memory.
 *
 * @typedef {{id: string, text: string}} Choice
 * @typedef {{id: string, kind: string, options: Choice[], targets: Choice[], passages: {text: string, id: string}[][], unit: string, one?: string,
 *            words?: number}} Question `one` is the unit of 1, `words` is how long a written answer may be
 * @typedef {{el: HTMLElement, show: (response: any, typed?: string) => void, say: (response: any) => string}} Form
 *          `show` puts a response into the controls, also none; `say` puts a response into words
 * @typedef {{question: Question, label: string, onanswer: (response: any, typed?: string) => void, say: (text: string) => void}} Asked
 *          `label` is the id of the element that asks the question; `typed` is a text that is no response yet
 */
import { readNumber } from "./numbers.mjs";
import { sortable } from "./sortable.mjs";
import { h, select, unique, unseen } from "./ui.mjs";

const TALL = 300; // words from which an answer gets a tall box

/** @type {Record<string, (asked: Asked) => Form>} */
export const FORMS = {
  choice: (asked) => ticks(asked, "radio"),
  choices: (asked) => ticks(asked, "checkbox"),
  order: inOrderOf,
  match: rows,
  mark: rows,
  number,
  short: writing,
  estimate,
};

/** @param {Choice[]} choices */
const textOf = (choices) => {
  const texts = new Map(choices.map(({ id, text }) => [id, text]));
  return (/** @type {any} */ id) => texts.get(id) ?? "";
};

/** @param {Asked} asked @param {"radio" | "checkbox"} type @returns {Form} */
function ticks({ question, label, onanswer }, type) {
  const name = unique("answer");
  const boxes = question.options.map(({ id }) => h("input", { type, name, value: id, onchange: () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    onanswer(type === "radio" ? chosen[0] : chosen);
  } }));
  const text = textOf(question.options);
  return {
    el: h("fieldset", { class: "exercise-ticks", "aria-labelledby": label },
      ...question.options.map((option, index) => h("label", {}, boxes[index], h("span", {}, option.text)))),
    show: (response) => {
      for (const box of boxes) box.checked = type === "radio" ? box.value === response : Array.isArray(response) && response.includes(box.value);
    },
    say: (response) => [response].flat().map(text).filter(Boolean).join("; "),
  };
}

/** @param {Asked} asked @returns {Form} */
function inOrderOf({ question, label, onanswer, say }) {
  const given = question.options.map(({ id }) => id);
  const list = sortable({ label: "Your order, the first on top", order: given, onorder: onanswer, say,
    items: question.options.map(({ id, text }) => ({ id, words: text.replace(/\.$/, "") })) });
  list.setAttribute("aria-describedby", label);
  const text = textOf(question.options);
  return {
    el: list,
    show: (response) => {
      const order = Array.isArray(response) ? response : given;
      const items = [...list.children];
      if (items.map((item) => /** @type {HTMLElement} */ (item).dataset.id).join() === order.join()) return;
      list.append(...order.map((id) => items.find((item) => /** @type {HTMLElement} */ (item).dataset.id === id)).filter((item) => item !== undefined));
    },
    say: (response) => (Array.isArray(response) ? response.map((id, index) => `${index + 1}. ${text(id)}`).join(" ") : ""),
  };
}

/** @param {number} number @param {string} words @returns {HTMLElement} a passage of the document, by its number and as a quotation */
const passage = (number, words) => h("span", {}, unseen("Passage "), `${number}. `, h("q", {}, words));

/** Rows that each go to one target; of a mark they are passages, shown in their text. @param {Asked} asked @returns {Form} */
function rows({ question, label, onanswer }) {
  /** @type {Record<string, string>} */ let answer = {};
  const isMark = question.passages.length > 0;
  const text = textOf(question.options);
  const target = textOf(question.targets);
  const tags = new Map(question.options.map(({ id }) => [id, h("span", { class: "exercise-tag" })]));
  const lists = new Map(question.options.map(({ id, text: words }, index) => [id, select({
    label: isMark ? passage(index + 1, words) : words, value: "",
    options: [["", "choose"], ...question.targets.map((each) => /** @type {[string, string]} */ ([each.id, each.text]))],
    onchange: (value) => {
      const { [id]: _, ...others } = answer;
      onanswer(value ? { ...others, [id]: value } : others);
    },
  })]));
  const numbers = new Map(question.options.map(({ id }, index) => [id, index + 1]));
  const paragraphs = question.passages.map((parts) => h("p", {}, ...parts.map(({ text: words, id }) =>
    (id ? h("mark", {}, h("sup", {}, unseen("(passage "), String(numbers.get(id)), unseen(") ")), words,
      unseen(` (end of passage ${numbers.get(id)})`), tags.get(id)) : words))));
  return {
    el: h("div", { role: "group", "aria-labelledby": label },
      isMark ? h("blockquote", { class: "exercise-passages" }, ...paragraphs) : null,
      h("ul", { class: "exercise-rows" }, ...[...lists.values()].map((list) => h("li", {}, list)))),
    show: (response) => {
      answer = typeof response === "object" && response !== null && !Array.isArray(response) ? { ...response } : {};
      for (const [id, list] of lists) {
        /** @type {HTMLSelectElement} */ (list.querySelector("select")).value = answer[id] ?? "";
        /** @type {HTMLElement} */ (tags.get(id)).textContent = answer[id] ? ` [${target(answer[id])}]` : "";
      }
    },
    say: (response) => Object.entries(response ?? {}).map(([id, to]) => `${isMark ? "“" : ""}${text(id)}${isMark ? "”" : ""}: ${target(to)}`).join("; "),
  };
}

/** @param {Asked} asked @returns {Form} */
function number({ question, label, onanswer }) {
  const taken = h("span", { class: "exercise-taken", id: unique("taken") });
  const heard = unseen("");
  heard.setAttribute("aria-live", "polite");
  const box = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 60, "aria-labelledby": label,
    "aria-describedby": taken.id, class: "exercise-number", onchange: () => tell(true), oninput: () => {
      const { value, fault } = read();
      onanswer(value, fault && box.value);
      tell(false);
    } });
  const read = () => readNumber(box.value, [question.unit, question.one ?? ""]);
  /**
   * @param {boolean} settled whether the reader is done with typing, so that a fault is one and all is said aloud; it is seen at once,
   *        lest it move the button that ends the typing
   */
  function tell(settled) {
    const { value, fault, unsure } = read();
    const plain = !unsure && box.value.trim().replace(/[.,]$/, "") === String(value);
    taken.textContent = value === undefined ? fault ?? "" : plain ? "" : `Taken as ${value}.`;
    heard.textContent = settled ? taken.textContent : "";
    box.setAttribute("aria-invalid", String(settled && !!fault));
  }
  return {
    el: h("p", { class: "exercise-line" }, box, " ", h("span", {}, question.unit), " ", taken, heard),
    show: (response, typed) => {
      const { value, fault } = read();
      if (typed === undefined ? value === response && !fault : typed === box.value) return;
      box.value = typed ?? (Number.isFinite(response) ? String(response) : "");
      tell(true);
    },
    say: (response) => `${response} ${(response === 1 && question.one) || question.unit}`,
  };
}

/** @param {Asked} asked @returns {Form} */
function writing({ question: { words }, label, onanswer }) {
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
    say: (response) => String(response),
  };
}

/** @param {Asked} asked @returns {Form} */
function estimate({ label, onanswer }) {
  const slider = h("input", { type: "range", min: 0, max: 100, step: 5, "aria-labelledby": label,
    oninput: () => onanswer(slider.valueAsNumber) });
  const said = h("span", { class: "exercise-said", "aria-hidden": "true" }); // the slider says it itself
  // A slider at rest fires nothing, though the reader may mean the place where it stands.
  slider.addEventListener("keyup", (event) => {
    if (event.key === "Enter" || event.key === " ") onanswer(slider.valueAsNumber);
  });
  for (const touch of ["click", "pointerup"]) slider.addEventListener(touch, () => onanswer(slider.valueAsNumber));
  return {
    el: h("div", { class: "exercise-estimate" }, slider, " ", said, " ",
      h("span", { class: "exercise-ends", "aria-hidden": "true" }, h("span", {}, "0 % impossible"), " ", h("span", {}, "100 % certain"))),
    show: (response) => {
      const given = Number.isFinite(response);
      slider.value = given ? String(response) : "50";
      slider.setAttribute("aria-valuetext", given ? `${response} per cent` : "not yet set");
      said.textContent = given ? `${response} %` : "not yet set";
    },
    say: (response) => `${response} %`,
  };
}
