// @ts-check
/**
 * A note with pens: what the reader marks in a text is quoted in the note, before what the reader types.
 *
 * `text` of the work is all of it, so that whatever shows notes shows the quoted words. `marks` says where they stand: it counts for
 * as long as the text begins with its words, and otherwise the text is the reader's own.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./own_words.mjs").Marked} Marked
 * @typedef {Marked & {pen: string}} Mark
 * @typedef {{marked: {number: number, text: string}[], pens: import("./pens.mjs").Pen[]}} Data
 */
import { cutting } from "./cuts.mjs";
import { noteBox } from "./note_box.mjs";
import { findAgain, quoted } from "./own_words.mjs";
import { touchedOrForm } from "./form_switch.mjs";
import { isObject } from "./responses.mjs";
import { dataOf, h, patch } from "./ui.mjs";
import { writtenText } from "./written.mjs";

/** @param {View} view */
function render(view) {
  const { model } = view;
  const { marked, pens } = /** @type {Data} */ (dataOf(model));
  const text = marked.map((line) => line.text).join("\n");

  /** @param {Mark[]} marks @returns {string} a line for each pen, with the words that it has marked */
  const inWords = (marks) => pens.flatMap(({ id, text: name }) => {
    const own = marks.filter(({ pen }) => pen === id).map(({ quote }) => `“${quote}”`);
    return own.length ? [`${name}: ${own.join("; ")}`] : [];
  }).join("\n");

  /** @param {any} work @returns {{marks: Mark[], typed: string}} */
  function partsOf(work) {
    const written = writtenText(work);
    const kept = /** @type {Mark[]} */ (isObject(work) && Array.isArray(work.marks) ? work.marks : []);
    const marks = kept.filter((mark) => isObject(mark) && typeof mark.quote === "string" && pens.some(({ id }) => id === mark.pen));
    const begun = inWords(marks);
    return begun && written.startsWith(begun) ? { marks, typed: written.slice(begun.length).replace(/^\n{1,2}/, "") } : { marks: [], typed: written };
  }

  /** @param {Mark[]} marks @param {string} typed */
  const joined = (marks, typed) => [inWords(marks), typed].filter((part) => part.trim()).join("\n\n");

  return noteBox(view, {
    typed: (work) => partsOf(work).typed,
    whole: (work, typed) => joined(partsOf(work).marks, typed),
  }, (label, say, flush) => {
    const { el, show } = cutting({ label, pens, lines: marked.map(({ number, text: words }) => ({ title: marked.length > 1 ? `line ${number}` : "", text: words })), say,
      oncut: (cuts) => {
        flush();
        const marks = cuts.map(({ pen, ...span }) => /** @type {Mark} */ ({ pen, ...quoted(text, span) }));
        patch(model, { marks: marks.length ? marks : undefined, text: joined(marks, partsOf(model.get("work")).typed) || undefined });
      } });
    return {
      el: h("div", {}, touchedOrForm(el), h("p", { class: "note-asked" }, "In words of your own")),
      draw: () => show(partsOf(model.get("work")).marks.flatMap((mark) => {
        const span = findAgain(text, { ...mark, before: String(mark.before ?? ""), after: String(mark.after ?? "") });
        return span ? [{ pen: mark.pen, ...span }] : [];
      })),
    };
  });
}

export default { render };
