// @ts-check
/**
 * Pens: the parts of a text, each of which is marked with a pen out of every tray.
 *
 * A part is a radio button: a tap or an arrow key takes the next one, a pen's button or its letter marks it. With a pen
 * of the last tray a part is done and the next one that is open comes by itself; a pen of another tray is kept in hand.
 *
 * @typedef {{id: string, text: string}} Pen
 * @typedef {{name: string, legend: string, pens: Pen[]}} Tray `name` is its key in marks
 * @typedef {Record<string, Record<string, string>>} Marks by tray, the pen of each part; in a change, "" rubs it out
 * @typedef {{id?: string, text: string}} Piece of a paragraph; what has an id is a part
 * @typedef {{label: string, noun: string, paragraphs: (Piece[] & {title?: string, after?: Node})[], trays: Tray[],
 *            onmark: (change: Marks, said: string) => void, beside?: Node | null}} Wanted
 *          `label` is the id of what names the text, `noun` what a part is called, `after` stands below its paragraph,
 *          `beside` with the pens: what a mark changes
 * @typedef {{el: HTMLElement, show: (marks: Marks, other?: {name: string, marks: Marks}) => void, openPart: () => string}} Pens
 *          `show` draws marks, and another reader's under those parts that both have marked; `openPart` goes to the first
 *          part that is open and says which it is, if the text is in sight
 */
import { h, unique, unseen } from "./ui.mjs";

/**
 * @param {Wanted} wanted
 * @returns {Pens}
 */
export function pens({ label, noun, paragraphs, trays, onmark, beside = null }) {
  const name = unique("part");
  const last = trays[trays.length - 1];
  const parts = paragraphs.flat().filter(({ id }) => id).map(drawPart);
  const { el: desk, place, back, buttons } = penDesk({ noun, trays, onpress: press, onundo: undo, beside });
  const texts = paragraphs.map((paragraph) => h("section", {},
    paragraph.title ? h("p", { class: "pen-title unlinked" }, paragraph.title) : null,
    h("p", {}, ...paragraph.map(({ id, text }) => parts.find((part) => part.id === id)?.el ?? text)), paragraph.after));
  const el = h("div", { class: "pens", role: "group", "aria-labelledby": label, "data-lm-suppress-shortcuts": "true", onkeydown },
    h("div", { class: "pen-text" }, ...texts),
    desk);
  let here = parts[0];
  /** @type {Marks} */ let marks = {};
  /** @type {Record<string, string>} */ const inHand = {};
  /** @type {{part: Part, change: Marks}[]} */ let done = [];

  /** @typedef {ReturnType<typeof drawPart>} Part */
  /** @param {Piece} piece @param {number} index */
  function drawPart({ id = "", text }, index) {
    const radio = h("input", { type: "radio", name, value: id, onchange: () => go(part) });
    const tag = h("span", { class: "pen-tag" });
    const words = h("span", { class: "pen-words" }, text);
    const part = { id, number: index + 1, radio, tag, el: h("label", { class: "pen-part", "data-part": id }, radio,
      h("span", { class: "pen-number", "aria-hidden": "true" }, String(index + 1)), " ", words, tag) };
    return part;
  }

  /** @param {Part} part @param {Tray} tray */
  const penOf = (part, tray) => tray.pens.find(({ id }) => id === marks[tray.name]?.[part.id]);
  /** @param {Part} part @param {Marks} [all] @returns {string} its pens in words */
  const worded = (part, all = marks) => [...trays].reverse().map((tray) => tray.pens.find(({ id }) => id === all[tray.name]?.[part.id])?.text).filter(Boolean).join(" · ");

  /** @param {Part} part @param {Marks} change @returns {string} what it is once it is changed */
  function said(part, change) {
    const now = Object.fromEntries(trays.map(({ name: tray }) => [tray, { ...marks[tray], ...change[tray] }]));
    return `${noun} ${part.number}: ${worded(part, now) || "no mark"}.`;
  }

  /** @param {Part} part */
  function go(part) {
    here = part;
    part.radio.checked = true;
    for (const each of parts) each.el.toggleAttribute("data-here", each === part);
    place.textContent = `${noun} ${part.number} of ${parts.length}`;
    for (const { tray, pen, button } of buttons) {
      const own = penOf(part, tray)?.id;
      button.setAttribute("aria-pressed", String((own ?? (penOf(part, last) ? "" : inHand[tray.name])) === pen.id));
    }
  }

  /** @param {Tray} tray @param {Pen} pen */
  function press(tray, pen) {
    const had = penOf(here, tray);
    const isNew = tray === last && !had;
    const rubs = had === pen || (!had && inHand[tray.name] === pen.id && !isNew && !penOf(here, last));
    if (tray !== last) inHand[tray.name] = rubs ? "" : pen.id;
    /** @type {Marks} */ const change = { [tray.name]: { [here.id]: rubs ? "" : pen.id } };
    for (const other of isNew ? trays : []) {
      const carried = other.pens.find(({ id }) => id === inHand[other.name]);
      if (carried && other !== last && !penOf(here, other)) change[other.name] = { [here.id]: carried.id };
    }
    apply(change);
    const next = isNew && parts.find((part) => part.number > here.number && !penOf(part, last));
    if (next) move(next);
    else go(here);
  }

  /** @param {Marks} change of the part that is taken */
  function apply(change) {
    const [part, old] = [here, Object.fromEntries(Object.keys(change).map((tray) => [tray, { [here.id]: marks[tray]?.[here.id] ?? "" }]))];
    done.push({ part, change: old });
    onmark(change, said(part, change));
  }

  function undo() {
    const step = done.pop();
    if (!step) return;
    move(step.part);
    onmark(step.change, `Undone. ${said(step.part, step.change)}`);
    if (back.disabled) here.radio.focus();
  }

  /** Take another part, and keep it in sight. @param {Part} part */
  function move(part) {
    const isFocused = document.activeElement === here.radio;
    go(part);
    if (isFocused) part.radio.focus({ preventScroll: true });
    part.el.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    if (altKey || here.radio.matches(":disabled") || (target instanceof HTMLInputElement && target.type !== "radio")) return;
    const focused = parts.find(({ radio }) => radio === target);
    if (focused && focused !== here) go(focused);
    const pressed = buttons.find((each) => each.key && each.key === key.toLowerCase());
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") undo();
    else if (ctrlKey || metaKey) return;
    else if (pressed) press(pressed.tray, pressed.pen);
    else if (key === "Backspace" || key === "Delete") apply(Object.fromEntries(trays.map((tray) => [tray.name, { [here.id]: "" }])));
    else return;
    event.preventDefault();
  }

  return {
    el,
    show: (shown, other) => {
      marks = shown;
      if (!trays.some((tray) => Object.keys(marks[tray.name] ?? {}).length)) done = [];
      back.disabled = !done.length;
      for (const part of parts) {
        const [own, theirs] = [worded(part), other && penOf(part, last) && other.marks[last.name]?.[part.id] ? worded(part, other.marks) : ""];
        const same = own === theirs;
        part.tag.replaceChildren(...(own ? [" [", own, ...(theirs ? [h("span", {}, same ? " =" : " ≠ ", unseen(same ? ` as ${other?.name} has it` : ` ${other?.name}: `), same ? "" : theirs)] : []), "]"] : []));
        setIndex(part.el, "pen", last.pens.findIndex((pen) => pen === penOf(part, last)));
        setIndex(part.el, "other", theirs ? last.pens.findIndex(({ id }) => id === other?.marks[last.name]?.[part.id]) : -1);
      }
      go(here);
    },
    openPart: () => {
      const open = parts.find((part) => !penOf(part, last));
      if (!open || !el.getClientRects().length) return "";
      go(open);
      open.radio.focus();
      return `${noun} ${open.number}`;
    },
  };
}

/**
 * The desk beside a text: what is in hand, the way back, and the trays.
 *
 * @param {{noun: string, trays: Tray[], onpress: (tray: Tray, pen: Pen) => void, onundo: () => void, beside?: Node | null}} wanted
 */
export function penDesk({ noun, trays, onpress, onundo, beside = null }) {
  const last = trays[trays.length - 1];
  const keys = penLetters(trays.flatMap((tray) => tray.pens));
  const buttons = trays.flatMap((tray) => tray.pens.map((pen, index) => {
    const key = keys.get(pen) ?? "";
    const button = h("button", { type: "button", value: pen.id, "data-pen": tray === last ? index : null, "aria-keyshortcuts": key || null, onclick: () => onpress(tray, pen) }, pen.text,
      ...(key ? [" ", h("kbd", { class: "pen-key", "aria-hidden": "true" }, key)] : []));
    return { tray, pen, key, button };
  }));
  const place = h("p", { class: "pen-place" });
  const back = h("button", { type: "button", class: "pen-back", onclick: onundo }, "Undo");
  const el = h("div", { class: "pen-desk" }, h("div", { class: "pen-head" }, place, back),
    ...trays.map((tray) => h("div", { class: "pen-tray", role: "group", "aria-label": `${noun}: ${tray.legend}` },
      h("span", { class: "pen-legend", "aria-hidden": "true" }, tray.legend), ...buttons.filter((each) => each.tray === tray).map(({ button }) => button))),
    beside);
  return { el, place, back, buttons };
}

/** @param {HTMLElement} element @param {string} name @param {number} number less than none takes it away */
export function setIndex(element, name, number) {
  if (number < 0) delete element.dataset[name];
  else element.dataset[name] = String(number);
}

/** A letter for each pen, out of its own words; one that every keyboard has, if there is one. @param {Pen[]} all @returns {Map<Pen, string>} */
export function penLetters(all) {
  const taken = new Set();
  return new Map(all.map((pen) => {
    const free = [...pen.text.toLowerCase()].filter((each) => /\p{L}/u.test(each) && !taken.has(each));
    const letter = free.find((each) => /[a-z]/.test(each)) ?? free[0] ?? "";
    taken.add(letter);
    return [pen, letter];
  }));
}
