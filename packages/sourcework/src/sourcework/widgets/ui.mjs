// @ts-check
/**
 * What all widgets of the book share: elements (`elements.mjs`), and a frame with its tools.
 *
 * @typedef {import("./memory.mjs").Model} Model
 * @typedef {{model: Model, el: HTMLElement, signal: AbortSignal}} View
 * @typedef {import("./memory.mjs").Work} Work
 * @typedef {{label: string, href: string}} Source a work, with its place in the bibliography or an empty address
 * @typedef {{body: HTMLElement, say: (text: string, result?: string) => void, dispose: () => void}} Frame
 */
import { h } from "./elements.mjs";
import { remember } from "./memory.mjs";
export { h, svg } from "./elements.mjs";

let counted = 0;

/**
 * @param {string} stem
 * @returns {string} an id that no other element of the page has
 */
export function unique(stem) {
  counted += 1;
  return `${stem}-${counted.toString(36)}-${Math.random().toString(36).slice(2, 7)}`;
}

/**
 * What a widget shows. It comes as text: whoever saves a notebook puts the names of its objects in alphabetical order.
 *
 * @param {Model} model
 * @returns {any}
 */
export const dataOf = (model) => JSON.parse(model.get("data"));

/**
 * Change the reader's work: the widget hears of it as of any other change of `work`.
 *
 * @param {Model} model
 * @param {Work} change names and values to set; undefined takes one away
 */
export function patch(model, change) {
  const work = { ...model.get("work"), ...change };
  for (const name of Object.keys(work)) if (work[name] === undefined) delete work[name];
  model.set("work", work);
  model.save_changes();
}

/**
 * Draw what a widget shows now, and again whenever the reader's work changes.
 *
 * @param {Model} model
 * @param {() => void} draw
 * @param {() => void} dispose what else ends with the widget
 * @returns {() => void} ends all of it
 */
export function drawn(model, draw, dispose) {
  model.on("change:work", draw);
  draw();
  return () => {
    model.off("change:work", draw);
    dispose();
  };
}

/**
 * Build the frame of a widget: title, how to use it, body, a line that follows its state, tools.
 *
 * @param {View} view
 * @param {{title: string, how: string, columns: string[], rows: () => (string | number)[][]}} options
 *        `columns` and `rows` are what "Save as a table" writes
 * @returns {Frame}
 */
export function frame({ model, el, signal }, { title, how, columns, rows }) {
  const heading = unique("widget-title");
  const status = h("p", { class: "widget-status", role: "status" });
  /** @param {string} text @param {string} [result] what the body shows already: heard after the text, and not shown twice */
  const say = (text, result) => {
    status.replaceChildren(text, ...(result ? [" ", unseen(result)] : []));
  };
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const body = h("div", { class: "widget-body" });
  const again = h("button", { type: "button" }, "Start again");
  /** @type {Work | undefined} */ let before;
  again.addEventListener("click", () => {
    const [back, old] = [before, model.get("work")];
    before = undefined; // what is set here is not the reader's new work
    model.set("work", back ?? {});
    model.save_changes();
    say(back ? "Your work is back." : "Your work is cleared. The same button brings it back.");
    before = back ? undefined : old;
    again.textContent = before ? "Bring my work back" : "Start again";
  });
  const forget = () => {
    if (!before || !Object.keys(model.get("work")).length) return;
    before = undefined;
    again.textContent = "Start again";
  };
  model.on("change:work", forget);
  const save = h("button", { type: "button", onclick: () => saveText(csv(columns, rows()), `${model.get("key").replaceAll("/", "-")}.csv`, "text/csv") },
    "Save as a table");
  el.append(h("section", { class: "dossier-widget", "aria-labelledby": heading },
    h("p", { class: "widget-title", id: heading }, title),
    h("p", { class: "widget-how" }, how),
    body,
    status,
    fault,
    h("div", { class: "widget-tools" }, again, save)));
  const forgetMemory = remember({ model, el, part: "widgets", box: fault });
  const dispose = () => {
    model.off("change:work", forget);
    forgetMemory();
  };
  signal?.addEventListener("abort", dispose);
  return { body, say, dispose };
}

/**
 * @param {string[]} columns
 * @param {(string | number)[][]} rows
 * @returns {string} CSV after RFC 4180
 */
function csv(columns, rows) {
  const cell = (/** @type {string | number} */ value) => {
    const text = String(value ?? "");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * Save a text as a file of the reader's.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} type its media type
 */
export function saveText(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** @param {string} text @returns {(Node | string)[]} the text with its *emphasis* */
export function emphasised(text) {
  return text.split("*").map((part, index) => (index % 2 ? h("em", {}, part) : part));
}

/** @param {Source[]} sources @returns {(Node | string)[]} the works with their links, a semicolon between them */
export function cited(sources) {
  return sources.flatMap(({ label, href }, index) => [index ? "; " : "", href ? h("a", { href }, label) : label]);
}

/** @param {string | number} time @returns {string} its day, as prose writes it */
export function formatDay(time) {
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

/** @param {string} text @returns {string} the text, as a sentence begins */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} text @returns {HTMLElement} the text, heard and not seen: what tells one control from its like */
export const unseen = (text) => h("span", { class: "widget-unseen" }, text);

/**
 * A labelled list of choices.
 *
 * @param {{label: string | Node, more?: string, options: [string, string][], value: string, onchange: (value: string) => void,
 *          hideLabel?: boolean}} options `options` are values with their words; `more` ends the label, unseen
 * @returns {HTMLElement} the list with its label
 */
export function select({ label, more, options, value, onchange, hideLabel = false }) {
  const id = unique("select");
  const list = h("select", { id, onchange: () => onchange(list.value) },
    ...options.map(([each, words]) => h("option", { value: each }, words)));
  list.value = value;
  return h("span", { class: "widget-list" },
    h("label", { for: id, class: hideLabel ? "widget-unseen" : "widget-name" }, label, more && unseen(more)), list, inWhole(list));
}

/**
 * What is chosen of a list, below it, wherever the list is too narrow for the words: no browser breaks them into lines.
 *
 * @param {HTMLSelectElement} list
 * @returns {HTMLElement}
 */
function inWhole(list) {
  const words = h("span", {});
  const whole = h("span", { class: "widget-chosen", "aria-hidden": "true" }, words); // the list says it itself
  function fit() {
    whole.hidden = !list.value; // then nothing is laid out
    whole.style.padding = getComputedStyle(list).padding; // the room is the same
    words.textContent = list.selectedOptions[0]?.text ?? "";
    whole.hidden = words.getClientRects().length < 2;
    if (whole.hidden) words.textContent = "";
  }
  new ResizeObserver(fit).observe(list);
  list.addEventListener("change", fit);
  // A script that sets the value fires nothing.
  const { get, set } = /** @type {any} */ (Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value"));
  Object.defineProperty(list, "value", { get, set: (value) => {
    if (value === list.value) return;
    set.call(list, value);
    fit();
  } });
  return whole;
}

/**
 * A row of choices of which one holds: radio buttons.
 *
 * @param {{legend: string, options: [string, string][], value: string, onchange: (value: string) => void}} options
 * @returns {HTMLFieldSetElement}
 */
export function radios({ legend, options, value, onchange }) {
  const name = unique("radio");
  return h("fieldset", { class: "widget-radios" }, h("legend", {}, legend),
    ...options.map(([each, words]) => h("label", {},
      h("input", { type: "radio", name, value: each, checked: each === value, onchange: () => onchange(each) }),
      h("span", {}, words))));
}

/**
 * @param {{label: string, checked: boolean, onchange: (checked: boolean) => void}} options
 * @returns {HTMLLabelElement}
 */
export function checkbox({ label, checked, onchange }) {
  const box = h("input", { type: "checkbox", checked, onchange: () => onchange(box.checked) });
  return h("label", { class: "widget-check" }, box, h("span", {}, label));
}
