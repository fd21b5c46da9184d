// @ts-check
/**
 * What a reader marks in an excerpt, with a note to each. Loaded when words are selected in one, when one is come to by keyboard,
 * and where something is marked already.
 *
 * It works on whatever has the words of the document by the line, each line a paragraph with its number: an excerpt, and the sheet
 * of the whole. Tags of voices, numbers and what is only said to a reader are no words; marks are drawn around the pieces of text
 * between them.
 *
 * @typedef {import("./own_words.mjs").OwnWords} OwnWords
 * @typedef {import("./own_words.mjs").Span} Span
 * @typedef {{draw: () => void, offer: (span: Span | null) => void}} Desk
 */
import { h } from "./elements.mjs";
import { KEPT, attend, keepWork, readRecord } from "./memory.mjs";
import { clauses, findAgain, ownWords, quoted, wholeWords } from "./own_words.mjs";

const SURFACES = ".dossier-excerpt[id], .sheet-lines";
const NUMBER = ".dossier-line, .sheet-number";
const NO_WORDS = `${NUMBER}, .dossier-tag, .dossier-unseen, .dossier-mend, .peek-card, button`;
const SETTLED = 400; // milliseconds after which a selection is one, or is gone
const SHORT = 50; // characters of the words that are said to be marked
const LONGEST = 2000; // characters of a note
/** What the build says: the ids of excerpts by their addresses, and the style. */
const told = /** @type {{ownWords?: {ids: Record<string, string>, style: string}}} */ (/** @type {unknown} */ (globalThis)).ownWords;
const pageName = decodeURIComponent(location.pathname.split("/").pop() ?? "").replace(/\.html$/, "");
/** @type {Map<HTMLElement, Desk>} */ const desks = new Map();
let count = 0;

/** @param {Element | null | undefined} element @returns {HTMLElement | null} */
const surfaceOf = (element) => element?.closest?.(SURFACES) ?? null;
/** @param {HTMLElement} surface @returns {string} its address, under which the record has what is marked in it */
const placeOf = (surface) => surface.id || "document";

/** @param {HTMLElement} surface @returns {HTMLElement[]} its lines; an excerpt that waits for an answer has two sets, of which one is shown */
function linesOf(surface) {
  const all = /** @type {HTMLElement[]} */ ([...surface.querySelectorAll("p")].filter((each) => each.querySelector(NUMBER)));
  const fold = /** @type {HTMLDetailsElement | null} */ (surface.querySelector("details.dossier-after"));
  return fold ? all.filter((each) => fold.contains(each) === fold.open) : all;
}

/**
 * The words of a surface: their text, and the pieces of the page that have it.
 *
 * @param {HTMLElement} surface
 * @returns {{text: string, pieces: {node: Text, start: number}[], lines: {number: string, start: number, end: number, last: HTMLElement}[]}}
 */
function wordsOf(surface) {
  let text = "";
  const [pieces, lines] = [/** @type {{node: Text, start: number}[]} */ ([]), /** @type {{number: string, start: number, end: number, last: HTMLElement}[]} */ ([])];
  for (const line of linesOf(surface)) {
    if (text) text += "\n";
    const start = text.length;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      if (node.parentElement?.closest(NO_WORDS)) continue;
      // The blank between the number and the words is none of theirs.
      const blank = text.length === start ? node.data.length - node.data.trimStart().length : 0;
      if (node.data.length > blank) pieces.push({ node, start: text.length - blank });
      text += node.data.slice(blank);
    }
    lines.push({ number: (line.querySelector(NUMBER)?.textContent ?? "").replace(/\D+/g, ""), start, end: text.length, last: line });
  }
  return { text, pieces, lines };
}

/** @param {ReturnType<typeof wordsOf>} words @param {Span} span @returns {string} the numbers of the lines that it touches */
function lineNumber({ lines }, { start, end }) {
  const own = lines.filter((each) => each.start < end && start < each.end).map(({ number }) => number);
  return own.length > 1 ? `${own[0]}–${own.at(-1)}` : own[0] ?? "";
}

/** @param {HTMLElement} surface @param {Selection | null} selection @returns {Span | null} what of the words is selected */
function selected(surface, selection) {
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const { text, pieces } = wordsOf(surface);
  let [start, end] = [-1, -1];
  for (const { node, start: at } of pieces) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    if (from >= to) continue;
    if (start < 0) start = Math.max(0, at + from);
    end = at + to;
  }
  const span = wholeWords(text, { start, end });
  return start >= 0 && span.end > span.start ? span : null;
}

/** @param {string} words @returns {string} how they begin, quoted */
const begun = (words) => (words.length > SHORT ? `“${words.slice(0, SHORT).replace(/\s+\S*$/, "")} …”` : `“${words}”`);

/** Take the marks out of the page; the text is one again. @param {HTMLElement} surface */
function unmark(surface) {
  for (const mark of surface.querySelectorAll("mark.own-mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
}

/** Draw a mark around each piece of text that has some of it. @param {HTMLElement} surface @param {Span} span @param {string} key */
function mark(surface, { start, end }, key) {
  for (const { node, start: at } of wordsOf(surface).pieces) {
    const [from, to] = [Math.max(0, start - at), Math.min(node.data.length, end - at)];
    if (from >= to) continue;
    const own = from ? node.splitText(from) : node;
    if (to - from < own.data.length) own.splitText(to - from);
    const around = h("mark", { class: "own-mark", "data-own": key });
    own.replaceWith(around);
    around.append(own);
  }
}

/** @param {HTMLElement} surface @returns {Desk} what stands below its words */
function deskOf(surface) {
  const there = desks.get(surface);
  if (there) return there;
  count += 1;
  const id = `own-words-${count}`;
  const status = h("p", { class: "own-said", role: "status" });
  const list = h("ul", { class: "own-list" });
  const parts = h("ul", { class: "own-parts" });
  const lost = h("p", { class: "own-gone" });
  const panel = h("div", { class: "own-panel", id, "data-shut": true }, list, lost,
    h("fieldset", {}, h("legend", {}, "Mark a sentence, or a part of one"), parts));
  const opener = h("button", { type: "button", class: "own-opener", "aria-expanded": "false", "aria-controls": id, onclick: () => open(isShut()) });
  const adder = h("button", { type: "button", class: "own-add", hidden: true, onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => {
    if (pending) add(pending);
    getSelection()?.removeAllRanges();
    opener.focus({ preventScroll: true }); // the button is gone
  } }, "Mark these words");
  const box = h("div", { class: "own-words", role: "group", "aria-label": "Your marks in these lines" }, opener, adder, status, panel);
  /** @type {Span | null} */ let pending = null;
  let shown = "";

  const own = () => ownWords(readRecord().record).filter(({ place }) => place === placeOf(surface));
  const isShut = () => panel.hasAttribute("data-shut"); // on paper it is open
  const say = (/** @type {string} */ text) => {
    status.textContent = [text, readRecord().fault].filter(Boolean).join(" ");
  };

  /** @param {boolean} wide */
  function open(wide) {
    panel.toggleAttribute("data-shut", !wide);
    opener.setAttribute("aria-expanded", String(wide));
    if (wide) offerParts();
  }

  /** @param {Span} span */
  function add(span) {
    offer(null);
    const words = wordsOf(surface);
    const found = quoted(words.text, span);
    if (own().some((each) => each.quote === found.quote && findAgain(words.text, each)?.start === span.start)) return say("These words are marked already.");
    const name = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
    keepWork("widgets", `${placeOf(surface)}/words-${name}`, { ...found, line: lineNumber(words, span), page: pageName, excerpt: told?.ids[placeOf(surface)] ?? "" });
    draw();
    say(`Marked: ${begun(found.quote)}`);
  }

  /** @param {OwnWords} marked */
  function remove({ key, quote }) {
    keepWork("widgets", key, { quote: "", before: "", after: "", note: "", removed: new Date().toISOString() });
    draw();
    say(`No longer marked: ${begun(quote)}`);
  }

  /** @param {Span | null} span that is selected, for which there is a button */
  function offer(span) {
    pending = span;
    adder.hidden = !span;
  }

  /** A box for each part of the text, ticked where it is marked as a whole. */
  function offerParts() {
    const { text } = wordsOf(surface);
    const marked = own().flatMap((each) => {
      const span = findAgain(text, each);
      return span ? [{ ...each, ...span }] : [];
    });
    const focused = [...parts.querySelectorAll("input")].indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    parts.replaceChildren(...clauses(text).map((span) => {
      const there = marked.find(({ start, end }) => start === span.start && end === span.end);
      return h("li", {}, h("label", {}, h("input", { type: "checkbox", checked: !!there, onchange: (/** @type {Event} */ event) => {
        const box = /** @type {HTMLInputElement} */ (event.target);
        const kept = own().find((each) => each.key === there?.key);
        if (box.checked) add(span);
        else if (kept) remove(kept);
      } }), h("span", {}, text.slice(span.start, span.end))));
    }));
    if (focused >= 0) parts.querySelectorAll("input")[focused]?.focus({ preventScroll: true });
  }

  /** @param {OwnWords} marked @param {boolean} gone */
  function row(marked, gone) {
    const paper = h("p", { class: "own-note" }, marked.note);
    const field = h("textarea", { rows: 2, maxlength: LONGEST, id: `${id}-${marked.key}`, oninput: () => keepWork("widgets", marked.key, { note: field.value }) });
    field.value = marked.note ?? "";
    return h("li", { "data-key": marked.key },
      h("p", {}, h("q", {}, marked.quote), ` line ${marked.line}`, gone ? " (this edition has these words no longer)" : ""),
      h("label", { for: field.id }, "Your note"), field, paper,
      h("button", { type: "button", "aria-label": `Remove the mark: ${begun(marked.quote)}`, onclick: () => {
        remove(marked);
        opener.focus({ preventScroll: true }); // the button is gone
      } }, "Remove"));
  }

  /** Draw what is kept, if it is something else than what is shown. */
  function draw() {
    const all = own();
    const { text } = wordsOf(surface);
    const now = JSON.stringify([!!linesOf(surface)[0]?.closest(".dossier-after"), all.map(({ key, note }) => [key, note])]);
    if (now === shown) return;
    shown = now;
    unmark(surface);
    const spans = all.map((each) => findAgain(text, each));
    all.forEach(({ key }, index) => {
      const span = spans[index];
      if (span) mark(surface, span, key);
    });
    opener.textContent = all.length ? `Your marks: ${all.length}` : "Mark words";
    // What is there stays: somebody may write in it.
    const there = new Map(/** @type {HTMLElement[]} */ ([...list.children]).map((each) => [each.dataset.key, each]));
    const rows = all.map((each, index) => {
      const old = there.get(each.key);
      const [field, paper] = [old?.querySelector("textarea"), old?.querySelector(".own-note")];
      if (!old || !field || !paper) return row(each, !spans[index]);
      paper.textContent = each.note ?? "";
      if (field !== document.activeElement) field.value = each.note ?? "";
      return old;
    });
    if (rows.length !== there.size || rows.some((each, index) => each !== list.children[index])) list.replaceChildren(...rows);
    const gone = spans.filter((span) => !span).length;
    lost.textContent = gone ? "What this edition has no longer is kept with its note, here and in your record." : "";
    if (!isShut()) offerParts();
    place();
  }

  /** Below the words that are shown, which are others once an excerpt is told in full. */
  function place() {
    const last = linesOf(surface).at(-1);
    const words = last?.closest("blockquote") ?? last;
    if (words && words.nextElementSibling !== box) words.after(box);
  }

  const desk = { draw, offer };
  desks.set(surface, desk);
  draw();
  return desk;
}

/** A desk wherever something is marked; and all anew, when the record has changed or an excerpt was opened. */
function drawAll() {
  const places = new Set(ownWords(readRecord().record).map(({ place }) => place));
  for (const surface of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(SURFACES))) if (places.has(placeOf(surface))) deskOf(surface);
  for (const { draw } of desks.values()) draw();
}

let leaving = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

/** Offer to mark what is selected. What is selected no longer is offered a moment more: a touch on the button may end the selection first. */
function noticeSelection() {
  clearTimeout(leaving);
  const selection = getSelection();
  const node = selection?.rangeCount ? selection.getRangeAt(0).startContainer : null;
  const surface = surfaceOf(node instanceof Element ? node : node?.parentElement);
  const span = surface && selected(surface, selection);
  if (surface && span) {
    const desk = deskOf(surface);
    for (const each of desks.values()) each.offer(each === desk ? span : null);
  } else leaving = setTimeout(() => desks.forEach((each) => each.offer(null)), SETTLED);
}

/** Come to by keyboard: what a finger presses must not be moved by a button above it. @param {Element | null} element that has the focus */
function noticeFocus(element) {
  const surface = element?.matches(":focus-visible") && surfaceOf(element);
  if (surface && !desks.has(surface)) deskOf(surface);
}

attend();
if (told) document.head.append(h("style", {}, told.style));
drawAll();
noticeSelection();
noticeFocus(document.activeElement);
document.addEventListener("selectionchange", noticeSelection);
document.addEventListener("focusin", (event) => noticeFocus(/** @type {Element} */ (event.target)));
document.addEventListener("toggle", drawAll, true);
for (const news of [KEPT, "pageshow"]) addEventListener(news, drawAll);
