// @ts-check
/**
 * Evidence slips: pieces of evidence on a claim, one slip each, which the reader lays for or against it before the book does.
 *
 * A slip is laid by pressing a pile, by dragging it aside, or with ← → or a letter; a slip that lies is taken up again by a press.
 * Once all lie, and the reader wants to see, those that the book has on the other side slide over. What is missing is never laid.
 *
 * `work` holds `laid`, pairs of evidence and side in the order of laying, and when the reader has `seen` the book's side of all that
 * was laid, or `read` it without laying all.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {"for" | "against"} Side
 * @typedef {{id: string, number: number, bearing: Side | "missing", evidence?: string, kind?: string, sources?: import("./ui.mjs").Source[]}} Piece
 *          with its words where no table of the page has them
 * @typedef {{words: Node[], about: Node[], text: string}} Told what a slip says, and of what kind it is and where it stands
 */
import { slideCards } from "./axis.mjs";
import { isObject } from "./responses.mjs";
import { cited, dataOf, drawn, frame, h, patch, unique, unseen } from "./ui.mjs";

/** @type {Side[]} */ const SIDES = ["against", "for"];
/** @type {Record<Side, {sign: string, words: string, arrow: string, key: string, step: number}>} */
const PILES = {
  against: { sign: "−", words: "Against it", arrow: "←", key: "ArrowLeft", step: -1 },
  for: { sign: "+", words: "For it", arrow: "→", key: "ArrowRight", step: 1 },
};
const COUNTS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const DRAGGED = 8; // pixels from which on a press is a drag
const LET_GO = 56; // pixels aside from which on a slip that is let go is laid

/** @param {number} number */
const inWords = (number) => COUNTS[number] ?? String(number);
/** @param {number} number */
const slipsLie = (number) => `${number ? inWords(number) : "no"} ${number === 1 || !number ? "slip lies" : "slips lie"}`;

/**
 * How far the reader and the book agree.
 *
 * @param {number} same of the slips that are laid
 * @param {number} laid
 * @param {number} all
 */
function agreement(same, laid, all) {
  if (!laid) return "This is where the book lays them; you have laid none.";
  if (laid < all) {
    const those = laid === 1 ? "it" : same === laid ? "all of them" : `${inWords(same)} of them`;
    return `You laid ${inWords(laid)} of ${inWords(all)} slips; the book lays ${those} on the ${laid === 1 && !same ? "other" : "same"} side.`;
  }
  const those = same === all ? (all === 1 ? "the one slip" : `all ${inWords(all)} slips`) : same ? `${inWords(same)} of ${inWords(all)} slips` : "no slip";
  return `You and the book lay ${those} on the same side.`;
}

/** @param {Piece} piece @param {HTMLTableRowElement | undefined} row of the page's own table @returns {Told} */
function told({ evidence = "", kind = "", sources = [] }, row) {
  const copied = [...row?.cells ?? []].map((cell) => [...cell.cloneNode(true).childNodes]);
  const [words, what, where] = row ? copied.slice(1) : [[document.createTextNode(evidence)], [document.createTextNode(kind)], [h("span", {}, ...cited(sources))]];
  return { words, about: [...what, document.createTextNode(" · "), ...where], text: row?.cells[1].textContent ?? evidence };
}

/** @param {any} work @param {Piece[]} pieces @returns {[string, Side][]} what is laid, in the order of laying */
function laidIn(work, pieces) {
  const laid = Array.isArray(work?.laid) ? work.laid : [];
  const known = pieces.filter(({ bearing }) => bearing !== "missing").map(({ id }) => id);
  return [...new Map(laid.filter((/** @type {any} */ pair) => Array.isArray(pair) && pair.length === 2 && known.includes(pair[0]) && SIDES.includes(pair[1])))];
}

/** @param {View} view */
function render(view) {
  const { model, el } = view;
  const { title, claim, pieces } = /** @type {{title: string, claim: string, pieces: Piece[]}} */ (dataOf(model));
  const rows = el.closest("live-widget")?.querySelector(".dossier-slips tbody")?.getElementsByTagName("tr") ?? [];
  const tells = new Map(pieces.map((piece, index) => [piece.id, told(piece, rows[index])]));
  const open = pieces.filter(({ bearing }) => bearing !== "missing");
  const missing = pieces.filter(({ bearing }) => bearing === "missing");
  const laid = () => laidIn(model.get("work"), pieces);
  const sideOf = (/** @type {Piece} */ { id }) => laid().find(([each]) => each === id)?.[1];
  const next = () => open.find((piece) => !sideOf(piece));
  const isTold = () => {
    const work = model.get("work");
    return isObject(work) && !!(work.seen || work.read);
  };
  const { body, say, dispose } = frame(view, {
    title,
    how: "Before you see where the book has it, lay each slip on its pile: press the pile, drag the slip aside, or use the keys ← and →.",
    columns: ["evidence", "side", "reference"],
    rows: () => open.map((piece) => [piece.id, sideOf(piece) ?? "", piece.bearing]),
  });

  const name = unique("claim");
  const place = h("p", { class: "slips-place" });
  const back = h("button", { type: "button", class: "slips-quiet", onclick: undo }, "Undo");
  const on = h("button", { type: "button", class: "slips-quiet", onclick: () => show("read") }, "Read on without laying");
  const words = h("div", { class: "slips-words" });
  const card = h("div", { class: "slips-card", tabindex: 0, role: "group", "aria-keyshortcuts": "ArrowLeft ArrowRight A F", onpointerdown,
    ondragstart: (/** @type {Event} */ event) => event.preventDefault() }, words);
  const see = h("button", { type: "button", class: "slips-see", onclick: () => show("seen") }, "See the book’s side");
  const done = h("div", { class: "slips-done" }, h("p", {}, "Press one to take it up again, or go on:"), see);
  const result = h("p", { class: "slips-result", tabindex: -1 });
  const piles = SIDES.map((side) => {
    const { sign, words: label, arrow } = PILES[side];
    const list = h("ul", {});
    const head = h("p", { class: "slips-head" }, `${sign} ${label}`);
    const button = h("button", { type: "button", class: "slips-lay", onclick: () => lay(side) },
      h("span", { class: "slips-sign", "aria-hidden": "true" }, sign), " ", label, " ", h("span", { class: "slips-arrow", "aria-hidden": "true" }, arrow));
    return { side, list, button, head, el: h("section", { class: "slips-pile", "data-side": side, "aria-label": label }, button, head, list) };
  });
  const holes = missing.length ? h("section", { class: "slips-missing", "aria-label": "Missing" }, h("p", { class: "slips-head" }, "○ Missing: no slip to lay"),
    h("ul", {}, ...missing.map((piece) => h("li", {}, ...slip(piece))))) : null;
  const desk = h("div", { class: "slips-desk" }, h("div", { class: "slips-tools" }, place, back, on), card, done);
  const whole = h("div", { class: "slips", role: "group", "aria-labelledby": name, "data-lm-suppress-shortcuts": "true", onkeydown },
    h("p", { class: "slips-claim", id: name }, h("span", {}, "The claim: "), h("strong", {}, claim)), desk, result, h("div", { class: "slips-piles" }, ...piles.map((pile) => pile.el)), holes);
  body.append(whole);

  /** @param {Piece} piece @param {boolean} [isNumbered] @returns {Node[]} its number and words, and below them what it is */
  function slip({ id, number }, isNumbered = true) {
    const { words: said, about } = /** @type {Told} */ (tells.get(id));
    return [h("p", {}, isNumbered ? h("span", { class: "slips-number" }, `${number}. `) : null, ...copies(said)), h("p", { class: "slips-about" }, ...copies(about))];
  }

  const slips = () => new Map([.../** @type {NodeListOf<HTMLElement>} */ (whole.querySelectorAll("[data-slip]"))].map((each) => [each.dataset.slip, each]));

  /** @param {Piece} piece @returns {string} */
  const heard = ({ id, number }) => `Piece ${number}: ${tells.get(id)?.text ?? ""}`;

  /** @param {Side} side */
  function lay(side) {
    const piece = next();
    if (!piece) return;
    const hadFocus = whole.contains(document.activeElement);
    slideCards(whole, () => patch(model, { laid: [...laid(), [piece.id, side]] }), slips);
    const after = next();
    say(`Piece ${piece.number} lies ${side} it.`, after ? heard(after) : "All slips are laid.");
    if (!after && hadFocus) see.focus({ preventScroll: true });
  }

  /** @param {Piece} piece */
  function takeUp(piece) {
    slideCards(whole, () => patch(model, { laid: laid().filter(([id]) => id !== piece.id) }), slips);
    say(`Piece ${piece.number} is taken up again.`);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function undo() {
    const last = laid().pop();
    const piece = open.find(({ id }) => id === last?.[0]);
    if (piece) takeUp(piece);
  }

  /** @param {"seen" | "read"} how */
  function show(how) {
    slideCards(whole, () => patch(model, { [how]: new Date().toISOString() }), slips);
    say("");
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (altKey || isTold() || !(target instanceof Element) || !target.closest(".slips-desk, .slips-lay")) return;
    const side = SIDES.find((each) => key === PILES[each].key || key.toLowerCase() === each[0]);
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z") undo();
    else if (ctrlKey || metaKey) return;
    else if (side) lay(side);
    else if (key === "Backspace" || key === "Delete") undo();
    else return;
    event.preventDefault();
  }

  /** Follow a pointer that drags the slip. @param {PointerEvent} down */
  function onpointerdown(down) {
    if (down.button || !next()) return;
    const ended = new AbortController();
    let by = 0;
    /** @param {number} x @param {number} y @returns {Side | undefined} the pile on which a slip would lie that is let go here */
    const below = (x, y) => {
      const pile = document.elementsFromPoint(x, y).find((each) => each instanceof HTMLElement && each.dataset.side && whole.contains(each));
      return /** @type {Side | undefined} */ (/** @type {HTMLElement | undefined} */ (pile)?.dataset.side) ?? (Math.abs(by) < LET_GO ? undefined : SIDES[by < 0 ? 0 : 1]);
    };
    /** @param {Side | undefined} side */
    const aim = (side) => piles.forEach((pile) => pile.el.toggleAttribute("data-aimed", pile.side === side));
    const end = () => {
      ended.abort();
      aim(undefined);
      card.removeAttribute("data-dragged");
    };
    const settle = { signal: ended.signal };
    addEventListener("pointermove", (event) => {
      if (event.pointerId !== down.pointerId) return;
      by = event.clientX - down.clientX;
      const downBy = event.pointerType === "mouse" ? event.clientY - down.clientY : 0;
      if (!card.hasAttribute("data-dragged") && Math.max(Math.abs(by), Math.abs(downBy)) < DRAGGED) return;
      card.setAttribute("data-dragged", "");
      card.style.translate = `${by}px ${downBy}px`;
      aim(below(event.clientX, event.clientY));
    }, settle);
    addEventListener("pointerup", (event) => {
      if (event.pointerId !== down.pointerId) return;
      const isDragged = card.hasAttribute("data-dragged");
      const side = isDragged ? below(event.clientX, event.clientY) : undefined;
      if (isDragged) card.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true }); // on a link
      end();
      if (side) lay(side);
      card.style.translate = "";
    }, settle);
    addEventListener("pointercancel", () => {
      end();
      card.style.translate = "";
    }, settle);
  }

  /** @param {Piece} piece */
  function lying(piece) {
    const { text } = /** @type {Told} */ (tells.get(piece.id));
    return h("li", { "data-slip": piece.id }, h("button", { type: "button", class: "slips-laid", onclick: () => takeUp(piece) },
      unseen("Take up again: piece "), h("span", {}, `${piece.number}. ${text}`)));
  }

  /** @param {Piece} piece of which the book's side is told */
  function compared(piece) {
    const own = sideOf(piece);
    const side = /** @type {Side} */ (piece.bearing);
    const { sign } = PILES[side];
    const same = own === side;
    const { text } = /** @type {Told} */ (tells.get(piece.id));
    const sum = !own ? `${sign} not laid` : same ? "= you too" : `≠ you: ${own} it; the book: ${side} it`;
    return h("li", { "data-slip": piece.id, "data-same": String(same) }, h("details", { open: !same },
      h("summary", {}, `${piece.number}. ${sum}`, same ? h("span", { class: "slips-begun" }, ` ${text}`) : ""), ...slip(piece, false)));
  }

  function draw() {
    const all = isTold();
    const piece = next();
    const order = laid().map(([id]) => id);
    whole.toggleAttribute("data-told", all);
    body.previousElementSibling?.toggleAttribute("hidden", all); // how to lay them
    desk.hidden = all;
    card.hidden = !piece;
    done.hidden = !!piece;
    back.disabled = !order.length;
    on.hidden = !piece;
    place.textContent = piece ? `Slip ${order.length + 1} of ${open.length}` : "All slips are laid";
    if (piece && card.dataset.slip !== piece.id) {
      card.dataset.slip = piece.id;
      card.setAttribute("aria-label", heard(piece));
      words.replaceChildren(...slip(piece));
    } else if (!piece) delete card.dataset.slip;
    result.textContent = all ? agreement(open.filter((each) => sideOf(each) === each.bearing).length, order.length, open.length) : "";
    for (const { side, list, button, head } of piles) {
      button.hidden = !piece || all;
      head.hidden = !button.hidden;
      const own = open.filter((each) => (all ? each.bearing : sideOf(each)) === side);
      list.replaceChildren(...own.map((each) => (all ? compared(each) : lying(each))));
      if (piece) button.setAttribute("aria-label", `Lay piece ${piece.number} ${side} it; ${slipsLie(own.length)} there`);
    }
  }

  return drawn(model, draw, dispose);
}

/** @param {Node[]} nodes @returns {Node[]} */
const copies = (nodes) => nodes.map((node) => node.cloneNode(true));

export default { render };
