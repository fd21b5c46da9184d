// @ts-check
/**
 * Controls of the form in which a teacher writes a question, made of the fields that Python has found in the record of its kind.
 *
 * A place in the draft, as `options.0.feedback`, has one control, and below it what the check says of it.
 *
 * @typedef {{name: string, label: string, control: string, needed: boolean, help?: string, options?: [string, string][], fields?: Field[], one?: string,
 *            least?: number, first?: Row[]}} Field
 * @typedef {{kind: string, label: string, scored: boolean, written: boolean, key: string, rows: string, fields: Field[]}} Kind
 * @typedef {Record<string, any> & {id: string}} Row
 * @typedef {Record<string, any>} Draft
 * @typedef {{el: HTMLElement, focus: () => void, fault: (text: string) => void}} Place
 * @typedef {{kind: Kind, draft: Draft, places: Map<string, Place>, changed: () => void, redraw: (focus?: string) => void,
 *            removed: (what: string) => void, renamed: (() => void)[]}} Form `changed` hears of what was typed, `redraw` of what changes the form itself,
 *          `renamed` that targets have other words
 */
import { checkbox, h, select, unique, unseen } from "./ui.mjs";

const WORDS = "A phrase as it stands in a passage; each on a line of its own.";
const MORE = "More";
const LOWEST = 100; // of the numbers in the ids of rows, which have three digits and mean nothing
const IDS = 900;

/**
 * Put what the check says below a control.
 *
 * @param {Form} form
 * @param {string} at its place
 * @param {HTMLElement} taking what takes the focus
 * @param {...(HTMLElement | null)} children what stands there, the control among it
 * @returns {HTMLElement}
 */
export function placed(form, at, taking, ...children) {
  const told = h("p", { class: "question-fault", id: unique("fault") });
  const el = h("div", { class: "question-field" }, ...children, told);
  form.places.set(at, { el, focus: () => taking.focus(), fault: (text) => {
    told.textContent = text;
    for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", told.id]]) {
      if (text) taking.setAttribute(name, value);
      else taking.removeAttribute(name);
    }
  } });
  return el;
}

/** @param {HTMLElement} el @returns {HTMLElement} the control in a label or beside one */
const taking = (el) => /** @type {HTMLElement} */ (el.querySelector("select, input"));

/**
 * A field in which something is typed, chosen, or switched on.
 *
 * @param {Form} form
 * @param {Field} field
 * @param {Record<string, any>} of what has the value
 * @param {string} at its place
 * @param {string} [whose] the row or group that it belongs to, heard and not seen
 * @returns {HTMLElement}
 */
export function control(form, field, of, at, whose = "") {
  const { name } = field;
  const value = String(of[name] ?? "");
  const set = (/** @type {any} */ typed) => {
    of[name] = typed;
    form.changed();
  };
  const more = whose && `, ${whose}`;
  if (field.control === "switch" || field.control === "list") {
    const options = /** @type {[string, string][]} */ ([["", "choose"], ...(field.options ?? [])]);
    const el = field.control === "list" ? select({ label: field.label, more, options, value, onchange: set }) : checkbox({ label: field.label, checked: !!of[name], onchange: set });
    return placed(form, at, taking(el), el);
  }
  const id = unique("field");
  const entry = field.control === "digits" ? h("input", { id, type: "text", inputmode: "decimal", value, class: "question-number" }) : h("textarea", { id, rows: 1 });
  entry.value = value;
  entry.addEventListener("input", () => set(entry.value));
  const help = field.control === "words" ? WORDS : field.help;
  return placed(form, at, entry, h("label", { for: id, class: "widget-name" }, field.label, field.needed || field.control === "words" ? null : h("span", { class: "question-may" }, " (may be empty)"), more && unseen(more)),
    help ? h("p", { class: "question-help" }, help) : null, entry);
}

/** @param {Form} form @param {Field[]} fields @param {Record<string, any>} of @param {string} at @param {string} whose @returns {HTMLElement[]} those needed, and the others in a fold */
function inside(form, fields, of, at, whose) {
  const open = fields.filter((field) => field.needed || field.control === "words");
  const folded = fields.filter((field) => !open.includes(field));
  const made = (/** @type {Field} */ field) => control(form, field, of, `${at}.${field.name}`, whose);
  return [...open.map(made), ...(folded.length ? [h("details", {}, h("summary", {}, MORE, unseen(`, ${whose}`)), ...folded.map(made))] : [])];
}

/** @param {Form} form @param {Field} field @returns {HTMLElement} the field of a kind, of whatever sort it is */
export function ownField(form, field) {
  const { draft } = form;
  if (field.control === "rows") return rows(form, field);
  if (field.control !== "group") return control(form, field, draft, field.name);
  const of = (draft[field.name] ??= {});
  return h("fieldset", { class: "question-row" }, h("legend", {}, field.label), field.help ? h("p", { class: "question-help" }, field.help) : null,
    ...inside(form, field.fields ?? [], of, field.name, field.label));
}

/** @param {Draft} draft @returns {string} an id that no row of it has, and that tells nothing */
function newId(draft) {
  const taken = Object.values(draft).flatMap((each) => (Array.isArray(each) ? each.map((row) => row?.id) : []));
  let id = "";
  do id = `o${LOWEST + Math.floor(Math.random() * IDS)}`; while (taken.includes(id));
  return id;
}

/** Give a draft the rows with which its kind begins. @param {Kind} kind @param {Draft} draft */
export function begun(kind, draft) {
  for (const field of kind.fields.filter((each) => each.control === "rows")) {
    const list = (draft[field.name] ??= structuredClone(field.first ?? []));
    while (list.length < (field.least ?? 0)) list.push({ id: newId(draft) });
  }
}

/** @param {Form} form @param {Field} field @returns {HTMLElement} */
function rows(form, field) {
  const { draft, kind } = form;
  /** @type {Row[]} */ const list = draft[field.name];
  const one = (field.one ?? "").toLowerCase();
  const keyed = kind.rows === field.name ? kind.key : "";
  const name = unique("right");
  const add = h("button", { type: "button", onclick: () => {
    list.push({ id: newId(draft) });
    form.redraw(`${field.name}.${list.length - 1}`);
  } }, `Add another ${one}`);
  const all = h("fieldset", { class: "question-rows" }, h("legend", {}, field.label),
    field.help ? h("p", { class: "question-help" }, field.help) : null, keyed ? h("p", { class: "question-help" }, KEYS[keyed]) : null,
    ...list.map((row, index) => rowOf(form, field, row, index, keyed && marker({ form, field, list, row, index, name, keyed }))), add);
  if (field.name === "targets") all.addEventListener("input", () => form.renamed.forEach((tell) => tell()));
  if (keyed !== "one" && keyed !== "several") return all;
  return placed(form, "key", all.querySelector(".question-key input") ?? add, all);
}

/** @type {Record<string, string>} */
const KEYS = {
  one: "Mark the right one.",
  several: "Mark all that are right.",
  ranked: "Write them in the right order; your students get them in another.",
  pairs: "Say of each where it belongs.",
};

/** @param {Form} form @param {Field} field @param {Row} row @param {number} index @param {HTMLElement | ""} key @returns {HTMLElement} */
function rowOf(form, field, row, index, key) {
  const at = `${field.name}.${index}`;
  const words = `${field.one} ${index + 1}`;
  const list = /** @type {Row[]} */ (form.draft[field.name]);
  const away = h("button", { type: "button", class: "question-away", disabled: list.length <= (field.least ?? 0), onclick: () => {
    form.removed(`${words} is removed.`);
    list.splice(index, 1);
    form.redraw(`${field.name}.${Math.max(index - 1, 0)}`);
  } }, "Remove", unseen(` ${words}`));
  const el = h("fieldset", { class: "question-row", tabindex: -1 }, h("legend", {}, words), key || null,
    ...inside(form, field.fields ?? [], row, at, words), h("div", { class: "question-row-tools" }, ...movers(form, field, list, index), away));
  form.places.set(at, { el, focus: () => /** @type {HTMLElement | null} */ (el.querySelector("textarea, input[type=text]"))?.focus(), fault: () => {} });
  return el;
}

/** @param {Form} form @param {Field} field @param {Row[]} list @param {number} index @returns {HTMLElement[]} the buttons that move a row where the order of the rows is the key */
function movers(form, field, list, index) {
  if (form.kind.rows !== field.name || form.kind.key !== "ranked") return [];
  return /** @type {[string, number, string][]} */ ([["↑", -1, "up"], ["↓", 1, "down"]]).map(([sign, by, way]) => h("button", {
    type: "button", disabled: !list[index + by], "aria-label": `Move ${field.one} ${index + 1} ${way}`, onclick: () => {
      [list[index], list[index + by]] = [list[index + by], list[index]];
      form.redraw(`${field.name}.${index + by}`);
    } }, sign));
}

/**
 * What marks the key at a row.
 *
 * @param {{form: Form, field: Field, list: Row[], row: Row, index: number, name: string, keyed: string}} options
 * @returns {HTMLElement | ""}
 */
function marker({ form, field, list, row, index, name, keyed }) {
  const words = `${field.one} ${index + 1}`;
  if (keyed === "one" || keyed === "several") {
    const box = h("input", { type: keyed === "one" ? "radio" : "checkbox", name, checked: !!row.right, onchange: () => {
      if (keyed === "one") for (const each of list) each.right = false;
      row.right = box.checked;
      form.changed();
    } });
    return h("label", { class: "widget-check question-key" }, box, h("span", {}, "This is right", unseen(`: ${words}`)));
  }
  if (keyed === "ranked") {
    return index ? checkbox({ label: "At the same place as the one above: nothing decides", checked: !!row.tied, onchange: (on) => {
      row.tied = on;
      form.changed();
    } }) : "";
  }
  const named = () => /** @type {Row[]} */ (form.draft.targets ?? []).map(({ id, text }, n) => /** @type {[string, string]} */ ([id, text || `number ${n + 1}`]));
  const el = select({ label: "Belongs to", more: `, ${words}`, options: [["", "choose"], ...named()], value: row.target ?? "", onchange: (target) => {
    row.target = target;
    form.changed();
  } });
  const chosen = /** @type {HTMLSelectElement} */ (taking(el));
  form.renamed.push(() => named().forEach(([, text], n) => (chosen.options[n + 1].text = text)));
  return placed(form, `${field.name}.${index}.target`, chosen, el);
}
