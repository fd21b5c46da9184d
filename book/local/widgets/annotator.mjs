// @ts-check
/**
 * The annotator: the reader codes the dictations clause by clause, then sees the coding beside the book's,
 * which comes with reasons, or beside a second reader's, whose saved table is opened from a file.
 *
 * `work` holds `codes` and `about` (clause id → code, person), the same of the second reader as `second` and
 * `second_about`, `beside` (nobody, book, second) and `notes` (whether the mended and the missing are shown).
 * Older work has no `second_about`.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, excerpt: string, text: string, about: string, code: string, reason: string, sources: Source[]}} Clause
 * @typedef {{title: string, codes: Record<string, string>, people: Record<string, string>, excerpts: Record<string, string>,
 *            clauses: Clause[], mended: {verbatim: string, reading: string, why: string}[],
 *            omitted: {note: string, sources: Source[]}[]}} Data
 * @typedef {Record<string, string>} Codes
 * @typedef {{codes: Codes, about: Codes}} Coding
 * @typedef {{row: {clause: Clause, number: number}, nodes: (Node | string)[]}} Told
 */
import { touchedOrForm } from "./form_switch.mjs";
import { pens } from "./pens.mjs";
import { parseTable } from "./saved_table.mjs";
import { checkbox, cited, dataOf, drawn, frame, h, patch, radios, select, unseen } from "./ui.mjs";

const COLUMNS = ["clause", "excerpt", "text", "about", "code", "reference_about", "reference"];
const BESIDE = /** @type {[string, string][]} */ ([["nobody", "my coding alone"], ["book", "beside the book’s"], ["second", "beside a second reader’s"]]);

/**
 * Cohen's kappa; the same as `kappa` in Python.
 *
 * @param {string[]} one
 * @param {string[]} other
 * @returns {number | null}
 */
export function kappa(one, other) {
  if (!one.length) return null;
  const share = (/** @type {string[]} */ codes, /** @type {string} */ code) => codes.filter((each) => each === code).length / codes.length;
  const observed = one.filter((code, index) => code === other[index]).length / one.length;
  const chance = [...new Set(one)].reduce((sum, code) => sum + share(one, code) * share(other, code), 0);
  return Math.abs(1 - chance) < 1e-12 ? null : (observed - chance) / (1 - chance);
}

/** @param {any} work @param {Record<string, string>} allowed @returns {Codes} */
function chosen(work, allowed) {
  const entries = typeof work === "object" && work !== null ? Object.entries(work) : [];
  return Object.fromEntries(entries.filter(([, code]) => typeof code === "string" && Object.hasOwn(allowed, code)));
}

/**
 * @param {string} text
 * @param {Data} data
 * @returns {{codes?: Codes, about?: Codes, error?: string}}
 */
function readSecond(text, data) {
  const [head = [], ...rows] = parseTable(text.replace(/^\uFEFF/, ""));
  const [clause, code, about] = ["clause", "code", "about"].map((column) => head.indexOf(column));
  if (clause < 0 || code < 0) {
    return { error: `The first line of this file has no column “${clause < 0 ? "clause" : "code"}”. Open a table that “Save as a table” wrote here.` };
  }
  const known = new Set(data.clauses.map(({ id }) => id));
  const odd = rows.findIndex((row) => !known.has(row[clause]) || (row[code] && !Object.hasOwn(data.codes, row[code]))
    || (row[about] && !Object.hasOwn(data.people, row[about])));
  if (odd >= 0) {
    const said = [clause, code, about].filter((column) => column >= 0).map((column) => `“${rows[odd][column] ?? ""}”`).join(", ");
    return { error: `Line ${odd + 2} of this file is not one of this widget’s (${said}). Nothing was taken over; ask for the table again.` };
  }
  const chosenIn = (/** @type {number} */ column) => Object.fromEntries(rows.filter((row) => row[column]).map((row) => [row[clause], row[column]]));
  const codes = chosenIn(code);
  return Object.keys(codes).length ? { codes, about: about < 0 ? undefined : chosenIn(about) } : { error: "This table has no codes yet. Ask the second reader to save it after coding." };
}

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const read = () => {
    const work = model.get("work") ?? {};
    return {
      codes: chosen(work.codes, data.codes),
      about: chosen(work.about, data.people),
      second: chosen(work.second, data.codes),
      secondAbout: work.second_about ? chosen(work.second_about, data.people) : null,
      beside: BESIDE.some(([each]) => each === work.beside) ? work.beside : "nobody",
      notes: work.notes === true,
    };
  };
  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: "Tap a clause, then a pen that says what it does; the next clause comes by itself. Whom it is about stays as you said last, until you say otherwise. Then look at the clauses that you have coded through other eyes.",
    columns: COLUMNS,
    rows: () => {
      const { codes, about } = read();
      return data.clauses.map(({ id, excerpt, text, about: whom, code }) => [id, excerpt, text, about[id] ?? "", codes[id] ?? "", whom, code]);
    },
  });

  /** @param {"codes" | "about"} name @param {string} id @param {string} value @param {string} said */
  function choose(name, id, value, said) {
    const now = { .../** @type {Codes} */ (read()[name]) };
    if (value) now[id] = value;
    else delete now[id];
    patch(model, { [name]: now });
    tell(said);
  }

  /** @param {Record<string, string>} names */
  const asPens = (names) => Object.entries(names).map(([id, name]) => ({ id, text: name }));

  /** @param {Codes} now @param {Codes} change @returns {Codes} */
  const withMarks = (now, change) => Object.fromEntries(Object.entries({ ...now, ...change }).filter(([, value]) => value));

  const undecided = /** @type {[string, string]} */ (["", "–"]);
  const rows = data.clauses.map((clause, index) => {
    const number = index + 1;
    const code = select({ label: `What clause ${number} does`, options: [undecided, ...Object.entries(data.codes)], value: "",
      onchange: (value) => choose("codes", clause.id, value, value ? `Clause ${number}: ${data.codes[value]}.` : `Clause ${number} is no longer coded.`) });
    const about = select({ label: "about", more: ` whom clause ${number} is`, options: [undecided, ...Object.entries(data.people)], value: "",
      onchange: (value) => choose("about", clause.id, value, value ? `Clause ${number} is about ${data.people[value]}.` : `Whom clause ${number} is about is open again.`) });
    const other = h("p", { class: "annotator-other" });
    const printed = h("p", { class: "annotator-printed" });
    const item = h("li", {}, h("blockquote", {}, h("span", { class: "annotator-number" }, String(number)), " ", clause.text),
      h("div", { class: "annotator-choices" }, code, about), printed, other);
    return { clause, number, item, other, printed,
      code: /** @type {HTMLSelectElement} */ (code.querySelector("select")),
      about: /** @type {HTMLSelectElement} */ (about.querySelector("select")) };
  });
  const order = [...new Set(data.clauses.map(({ excerpt }) => excerpt))]; // saved notebooks sort the names in an object
  const groups = order.map((id) => h("section", {},
    h("p", { class: "annotator-title" }, data.excerpts[id]),
    h("ol", {}, ...rows.filter(({ clause }) => clause.excerpt === id).map(({ item }) => item))));

  const beside = radios({ legend: "Show", options: BESIDE, value: "nobody",
    onchange: (value) => {
      patch(model, { beside: value });
      tell(`Your coding stands ${value === "nobody" ? "alone" : BESIDE.find(([each]) => each === value)?.[1]}.`);
    } });
  const file = h("input", { type: "file", accept: ".csv,text/csv", onchange: open });
  const opener = h("label", { class: "annotator-file" }, h("span", { class: "widget-name" }, "A table that another reader saved here"), file);
  const agreement = h("p", { class: "annotator-agreement" });
  const balance = h("div", { class: "annotator-balance" });
  const reasons = new Map(order.map((id) => [id, h("div", { class: "annotator-reasons" })]));
  const text = pens({
    label: body.closest("section")?.getAttribute("aria-labelledby") ?? "",
    noun: "Clause",
    paragraphs: order.map((id) => Object.assign(data.clauses.filter(({ excerpt }) => excerpt === id).flatMap(({ id: clause, text: words }) => [{ id: clause, text: words }, { text: " " }]),
      { title: data.excerpts[id], after: reasons.get(id) })),
    trays: [{ name: "about", legend: "about", pens: asPens(data.people) }, { name: "codes", legend: "what it does", pens: asPens(data.codes) }],
    onmark: (change, said) => {
      const now = read();
      patch(model, Object.fromEntries(Object.entries(change).map(([name, marks]) => [name, withMarks(now[/** @type {"codes" | "about"} */ (name)], marks)])));
      tell(said);
    },
    beside: balance,
  });
  const notes = h("div", { class: "annotator-notes" },
    h("p", { class: "annotator-title" }, "Mended, so that the sentence can be read"),
    h("ul", {}, ...data.mended.map(({ verbatim, reading, why }) => h("li", {}, h("i", {}, verbatim), " → ", h("i", {}, reading), `: ${why}`))),
    h("p", { class: "annotator-title" }, "Cut, left out, or lost on the way"),
    h("ul", {}, ...data.omitted.map(({ note, sources }) => h("li", {}, note, " ", ...cited(sources)))));
  const notesSwitch = checkbox({ label: "Show what was mended, cut or left out", checked: false,
    onchange: (checked) => {
      patch(model, { notes: checked });
      say(checked ? "The notes are shown below the clauses." : "The notes are hidden.");
    } });
  body.append(h("div", { class: "annotator" }, touchedOrForm(text.el, h("div", { class: "annotator-form" }, ...groups)), notesSwitch, notes, beside, opener, agreement));

  async function open() {
    const picked = file.files?.[0];
    if (!picked) return;
    const { codes, about, error } = readSecond(await picked.text(), data);
    file.value = "";
    if (error) {
      say(error);
      return;
    }
    patch(model, { second: codes, second_about: about, beside: "second" });
    tell("The second reader’s table is open.");
  }

  /** @returns {Coding} the other coding that is looked at */
  function otherCoding() {
    const { beside: which, second, secondAbout } = read();
    const book = (/** @type {"code" | "about"} */ name) => Object.fromEntries(data.clauses.map((clause) => [clause.id, clause[name]]));
    if (which === "book") return { codes: book("code"), about: book("about") };
    return which === "second" ? { codes: second, about: secondAbout ?? {} } : { codes: {}, about: {} };
  }

  /**
   * Say how two codings of one clause compare; a person that one of them has not named makes no difference.
   *
   * @param {string} id
   * @param {Coding} other
   */
  function compared(id, other) {
    const { codes, about } = read();
    if (codes[id] !== other.codes[id]) return "≠ different from yours";
    if (about[id] && about[id] === other.about[id]) return "= the same as yours";
    if (about[id] && other.about[id]) return "≠ the same code, another person";
    return "= the same code as yours";
  }

  /** @param {Coding} coding */
  function agreed({ codes: other, about: persons }) {
    const { codes, about, beside: which } = read();
    if (which === "nobody") return "";
    const name = which === "book" ? "the book" : "the second reader";
    if (which === "second" && !Object.keys(other).length) return "No second reader yet: open the table that another reader saved.";
    const both = data.clauses.map(({ id }) => id).filter((id) => codes[id] && other[id]);
    if (!both.length) return `You and ${name} have no coded clause in common yet.`;
    const same = both.filter((id) => codes[id] === other[id]).length;
    const value = kappa(both.map((id) => codes[id]), both.map((id) => other[id]));
    const begin = both.length === 1
      ? `You and ${name} ${same ? "agree" : "disagree"} on the code of the one clause that both have coded.`
      : `You and ${name} agree on the code of ${same} of ${both.length} clauses.`;
    const named = both.filter((id) => about[id] && persons[id]);
    const alike = named.filter((id) => about[id] === persons[id]).length;
    const end = named.length > 1 ? ` On the person you agree in ${alike} of the ${named.length} clauses where both name one.`
      : !named.length ? "" : alike ? " You agree on the person, too." : " You differ on the person.";
    if (value === null) return `${begin}${end} Both use one code throughout, so that chance alone would do as much: Cohen’s κ of the codes is undefined.`;
    const over = both.length === 1 ? "this one clause" : `these ${both.length} clauses`;
    const meaning = value <= 0 ? "no more than chance would bring about" : value === 1 ? "full agreement" : `${Math.round(value * 100)} hundredths of the way from chance to full agreement`;
    return `${begin}${end} Cohen’s κ of the codes is ${value.toFixed(2)} over ${over}, persons left aside: ${meaning}. With so few clauses, one more or less moves it a good deal.`;
  }

  /** @param {Coding} other @param {string} which */
  function balances(other, which) {
    const { codes, about, secondAbout } = read();
    const persons = which === "second" && !secondAbout ? about : other.about;
    const sides = /** @type {[string, Codes, Codes][]} */ ([["You", codes, about]]);
    if (which !== "nobody") sides.push([which === "book" ? "The book" : "The second reader", other.codes, persons]);
    return ["stalin", "trotsky"].map((person) => sides.map(([side, theirs, whom]) => {
      const count = (/** @type {string} */ code) => data.clauses.filter(({ id }) =>
        theirs[id] === code && (whom[id] === person || whom[id] === "both")).length;
      return { side, person, praise: count("praise"), criticism: count("criticism") };
    }));
  }

  /** @param {{side: string, person: string, praise: number, criticism: number}} row */
  function bar({ side, person, praise, criticism }) {
    const signs = (/** @type {string} */ name, /** @type {string} */ sign, /** @type {number} */ count) => h("span", { "aria-hidden": "true", class: `annotator-${name}` }, sign.repeat(count));
    return h("li", {}, h("span", { class: "annotator-side" }, side, unseen(`, of ${data.people[person]}`)), unseen(": criticism "), h("span", {}, h("span", { "aria-hidden": "true" }, "−"), String(criticism)), signs("blame", "−", criticism),
      signs("praise", "+", praise), unseen(", praise "), h("span", {}, h("span", { "aria-hidden": "true" }, "+"), String(praise)));
  }

  /**
   * Below a text, its clauses that are coded twice: where the two differ in sight, the others in a fold that stays as the reader has it.
   *
   * @param {HTMLElement} box @param {Told[]} told @param {Coding} other
   */
  function drawReasons(box, told, other) {
    const differs = (/** @type {Told} */ { row }) => compared(row.clause.id, other).startsWith("≠");
    const list = (/** @type {Told[]} */ some) => h("ul", {}, ...some.map(({ row, nodes }) => h("li", {}, h("b", {}, `Clause ${row.number}. `), ...nodes)));
    const [differing, alike] = [told.filter(differs), told.filter((each) => !differs(each))];
    const isOpen = !!box.querySelector("details")?.open;
    box.replaceChildren(...(differing.length ? [list(differing)] : []),
      ...(alike.length ? [h("details", { open: isOpen }, h("summary", {}, `Where the codes agree: ${alike.length}`), list(alike))] : []));
  }

  function draw() {
    const { codes, about, beside: which, notes: shown } = read();
    const other = otherCoding();
    const coded = (/** @type {string} */ code, /** @type {string} */ whom) => data.codes[code] + (whom ? `, about ${data.people[whom]}` : "");
    const told = /** @type {Told[]} */ ([]);
    for (const row of rows) {
      const { id, reason, sources } = row.clause;
      row.code.value = codes[id] ?? "";
      row.about.value = about[id] ?? "";
      row.printed.textContent = codes[id] ? `Coded: ${coded(codes[id], about[id])}.` : "Not coded.";
      row.other.hidden = which === "nobody" || !other.codes[id] || !codes[id]; // first one's own judgement
      const beside = () => [h("strong", {}, `${compared(id, other)}: ${coded(other.codes[id], other.about[id])}.`),
        ...(which === "book" ? [" ", reason, " ", ...cited(sources)] : [])];
      row.other.replaceChildren(...(row.other.hidden ? [] : beside()));
      if (!row.other.hidden) told.push({ row, nodes: beside() });
    }
    for (const [id, box] of reasons) drawReasons(box, told.filter(({ row }) => row.clause.excerpt === id), other);
    text.show({ codes, about }, which === "nobody" ? undefined : { name: which === "book" ? "the book" : "the second reader", marks: { codes: other.codes, about: other.about } });
    for (const input of beside.querySelectorAll("input")) input.checked = input.value === which;
    opener.hidden = which !== "second";
    notes.hidden = !shown;
    /** @type {HTMLInputElement} */ (notesSwitch.querySelector("input")).checked = shown;
    agreement.textContent = agreed(other);
    balance.replaceChildren(...balances(other, which).map((sides) => h("div", {},
      h("p", {}, h("strong", {}, data.people[sides[0].person])), h("ul", {}, ...sides.map(bar)))));
  }

  /** @param {string} said */
  function tell(said) {
    const [coded, all] = [Object.keys(read().codes).length, data.clauses.length];
    const state = coded < all ? `${coded} of ${all} clauses ${coded === 1 ? "is" : "are"} coded.` : `All ${all} clauses are coded.`;
    say(`${said} ${state}`, agreed(otherCoding()));
  }

  return drawn(model, draw, dispose);
}

export default { render };
