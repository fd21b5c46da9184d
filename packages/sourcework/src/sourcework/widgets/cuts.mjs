// @ts-check
/**
 * Cuts: a text out of which the reader takes words and marks them with a pen.
 *
 * Words are taken by selecting them, by a tap on the first and one on the last, or with arrow keys and Shift; a pen's button or its
 * letter marks them. Cuts do not overlap: a new one takes the place of those that it touches, and the same pen again rubs out.
 *
 * @typedef {import("./own_words.mjs").Span} Span
 * @typedef {import("./pens.mjs").Pen} Pen
 * @typedef {Span & {pen: string}} Cut in characters of the text, its lines joined by a line break
 * @typedef {{title?: string, text: string}} Line
 * @typedef {{label: string, lines: Line[], pens: Pen[], oncut: (cuts: Cut[]) => void, say: (text: string) => void, how?: string}} Wanted
 *          `label` is the id of what names the text, `how` what to do before how words are taken
 */
import { penDesk, setIndex } from "./pens.mjs";
import { h, unique, unseen } from "./ui.mjs";

const HOW = "Tap the first word and the last, or select them; with keys ← → and, for more, Shift. Then a pen.";
const SHORT = 40; // characters of the words that are said to be taken
/** @type {Record<string, string>} */ const CLOSED_BY = { "[": "]", "(": ")", "\"": "\"", "“": "”" }; // what belongs to the words that it encloses

/**
 * The words of a text, without the marks that stand at their ends.
 *
 * @param {string} text
 * @returns {Span[]}
 */
export function wordsOfText(text) {
  return [...text.matchAll(/[^\s—]+/g)].map(({ 0: word, index }) => {
    const inner = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u.exec(word);
    const start = index + (inner?.index ?? 0);
    return { start, end: start + (inner?.[0] ?? word).length };
  });
}

/**
 * @param {Wanted} wanted
 * @returns {{el: HTMLElement, show: (cuts: Cut[]) => void, focus: () => boolean}} `focus` goes to the text, and says whether it is in sight
 */
export function cutting({ label, lines, pens, oncut, say, how: task = "" }) {
  const [name, how] = [unique("word"), unique("how")];
  const text = lines.map((line) => line.text).join("\n");
  const tray = { name: "pen", legend: "mark as", pens };
  const { el: desk, place, back, buttons } = penDesk({ noun: "Words", trays: [tray], onpress: (_, pen) => press(pen), onundo: undo });
  const words = wordsOfText(text).map((span, index) => ({ ...span, row: text.slice(0, span.start).split("\n").length - 1, tag: unseen(""),
    el: h("span", { class: "cut-piece", role: "option", id: `${name}-${index}`, "aria-selected": "false", onclick: () => tap(index) }) }));
  /** @type {{start: number, end: number, el: HTMLElement}[]} */ const pieces = [];
  const list = h("div", { class: "cut-words", role: "listbox", tabindex: 0, "aria-multiselectable": "true", "aria-labelledby": label, "aria-describedby": how, "data-lm-suppress-shortcuts": "true", onkeydown, onselectstart, onfocus },
    ...lines.map((line, row) => h("div", { role: "group", "aria-label": line.title || null },
      line.title ? h("div", { class: "pen-title unlinked", "aria-hidden": "true" }, line.title) : null, h("div", { class: "cut-line" }, ...drawLine(row)))));
  const el = h("div", { class: "pens cuts" }, h("div", { class: "pen-text" }, h("p", { class: "cut-how", id: how }, [task, HOW].filter(Boolean).join(" ")), list), desk);
  let [from, to] = [0, 0]; // the words that are taken, the one that is moved last
  let isTaken = false;
  /** @type {Cut[]} */ let cuts = [];
  /** @type {Cut[][]} */ let done = [];

  /** @param {number} row @returns {HTMLElement[]} its words, and what stands between them */
  function drawLine(row) {
    const start = lines.slice(0, row).reduce((sum, line) => sum + line.text.length + 1, 0);
    /** @type {HTMLElement[]} */ const drawn = [];
    let at = start;
    /** @param {number} end @param {HTMLElement} [piece] */
    const add = (end, piece = h("span", { class: "cut-piece" })) => {
      if (end === at) return;
      piece.prepend(text.slice(at, end));
      pieces.push({ start: at, end, el: piece });
      drawn.push(piece);
      at = end;
    };
    for (const word of words.filter((each) => each.row === row)) {
      add(word.start);
      word.el.append(word.tag);
      add(word.end, word.el);
    }
    add(start + lines[row].text.length);
    return drawn;
  }

  /** @param {number} one @param {number} other @returns {Span} the words from one to the other, of one line, with what encloses them */
  function spanOf(one, other) {
    const own = words.slice(Math.min(one, other), Math.max(one, other) + 1).filter(({ row }) => row === words[one].row);
    const [start, end] = [own[0].start, own[own.length - 1].end];
    const closed = CLOSED_BY[text[start - 1]];
    return closed && closed === text[end] ? { start: start - 1, end: end + 1 } : { start, end };
  }

  /** @param {Span} one @param {Span} other */
  const meet = (one, other) => one.start < other.end && other.start < one.end;
  /** @param {number} index @returns {Cut | undefined} */
  const cutAt = (index) => cuts.find((cut) => meet(cut, words[index]));
  /** @param {Span} span @returns {string} how its words begin */
  const quoted = ({ start, end }) => {
    const all = text.slice(start, end);
    const begun = all.length > SHORT ? all.slice(0, SHORT).replace(/\s*\S*$/, " …") : all;
    return `“${begun}”`;
  };
  /** @param {string} id */
  const penOf = (id) => pens.find((pen) => pen.id === id)?.text ?? "";

  /** @param {number} one @param {number} other */
  function take(one, other) {
    [from, to, isTaken] = [one, other, true];
    drawTaken();
  }

  /** @param {number} index */
  function tap(index) {
    if (getSelection()?.toString().trim()) return;
    const own = cutAt(index);
    const isBegun = isTaken && from === to && !cutAt(from) && index !== from && words[index].row === words[from].row;
    if (isBegun && !own) take(from, index);
    else if (own) takeSpan(own);
    else take(index, index);
  }

  /** @param {Span} span */
  function takeSpan(span) {
    const inside = words.flatMap((word, index) => (meet(word, span) ? [index] : []));
    if (inside.length) take(inside[0], inside[inside.length - 1]);
  }

  /** What is selected is taken, as long as it is of this text. */
  function onselectstart() {
    const follow = () => {
      const selection = getSelection();
      const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
      if (!range || !list.contains(range.startContainer)) return document.removeEventListener("selectionchange", follow);
      const inside = words.flatMap((word, index) => (range.collapsed || !range.intersectsNode(word.el) ? [] : [index]));
      if (inside.length) take(inside[0], inside[inside.length - 1]);
    };
    document.addEventListener("selectionchange", follow);
  }

  /** @param {Pen} pen */
  function press(pen) {
    if (!isTaken) return say("Take words first: tap the first and the last, or select them.");
    const span = spanOf(from, to);
    const rubs = cuts.some((cut) => cut.pen === pen.id && cut.start === span.start && cut.end === span.end);
    apply(rubs ? [] : [{ pen: pen.id, ...span }], span, rubs ? "no mark" : pen.text);
  }

  /** @param {Cut[]} put @param {Span} span in the place of what touches it @param {string} told */
  function apply(put, span, told) {
    done.push(cuts);
    getSelection()?.removeAllRanges();
    isTaken = false;
    oncut([...cuts.filter((cut) => !meet(cut, span)), ...put].sort((one, other) => one.start - other.start));
    say(`${quoted(span)}: ${told}.`);
  }

  function undo() {
    const before = done.pop();
    if (!before) return;
    oncut(before);
    say("Undone.");
    if (back.disabled) list.focus({ preventScroll: true });
  }

  function onfocus() {
    if (list.matches(":focus-visible") && !isTaken) take(to, to);
  }

  /** @param {number} step @returns {number} the word above or below */
  function beside(step) {
    const box = words[to].el.getBoundingClientRect();
    const boxes = words.map((word) => word.el.getBoundingClientRect());
    const tops = boxes.map(({ top }) => top).filter((top) => (top - box.top) * step > box.height / 2);
    if (!tops.length) return to;
    const near = step > 0 ? Math.min(...tops) : Math.max(...tops);
    const far = boxes.map(({ top, left }) => (Math.abs(top - near) < box.height / 2 ? Math.abs(left - box.left) : Infinity));
    return far.indexOf(Math.min(...far));
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (altKey || list.matches(":disabled *")) return;
    const inRow = words.flatMap(({ row }, index) => (row === words[to].row ? [index] : []));
    const next = { ArrowRight: Math.min(to + 1, words.length - 1), ArrowLeft: Math.max(to - 1, 0), Home: inRow[0], End: inRow[inRow.length - 1] }[key]
      ?? (key === "ArrowDown" ? beside(1) : key === "ArrowUp" ? beside(-1) : undefined);
    const pressed = buttons.find((each) => each.key && each.key === key.toLowerCase());
    const own = cutAt(to);
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") undo();
    else if (ctrlKey || metaKey) return;
    else if (next !== undefined) {
      take(shiftKey ? from : next, next);
      words[to].el.scrollIntoView({ block: "nearest", behavior: "instant" });
    } else if (pressed) press(pressed.pen);
    else if ((key === "Backspace" || key === "Delete") && own) apply([], own, "no mark");
    else return;
    event.preventDefault();
  }

  function drawTaken() {
    const span = isTaken ? spanOf(from, to) : null;
    const pen = span && cuts.find((cut) => meet(cut, span))?.pen;
    for (const piece of pieces) piece.el.toggleAttribute("data-here", !!span && meet(piece, span));
    for (const word of words) word.el.setAttribute("aria-selected", String(!!span && meet(word, span)));
    list.setAttribute("aria-activedescendant", `${name}-${to}`);
    place.textContent = span ? quoted(span) : "No words taken";
    for (const { pen: each, button } of buttons) button.setAttribute("aria-pressed", String(pen === each.id));
  }

  return {
    el,
    focus: () => {
      list.focus();
      return !!el.getClientRects().length;
    },
    show: (shown) => {
      cuts = shown;
      if (!cuts.length && !done.some((before) => before.length)) done = [];
      back.disabled = !done.length;
      for (const piece of pieces) setIndex(piece.el, "pen", pens.findIndex(({ id }) => id === cuts.find((cut) => meet(cut, piece))?.pen));
      for (const tag of list.querySelectorAll(".pen-tag")) tag.remove();
      for (const word of words) word.tag.textContent = "";
      for (const cut of cuts) {
        const inside = pieces.filter((piece) => meet(piece, cut));
        const tag = h("span", { class: "pen-tag", "aria-hidden": "true" }, ` [${penOf(cut.pen)}]`);
        setIndex(tag, "pen", pens.findIndex(({ id }) => id === cut.pen));
        inside[inside.length - 1]?.el.after(tag);
        for (const word of words) if (meet(word, cut)) word.tag.textContent = ` (${penOf(cut.pen)})`;
      }
      drawTaken();
    },
  };
}
