// @ts-check
/** A list that the reader puts in order, and how much of an order the documents bear out. */
import { edgeScroll } from "./edge_scroll.mjs";
import { h } from "./ui.mjs";

const PULLED = 6; // pixels from which on a press is a drag

/**
 * Pairs that stand as the documents have them, and pairs that the documents decide; the same as `in_order` in Python.
 *
 * @param {string[]} order
 * @param {Record<string, [string, string]>} spans
 * @returns {[number, number]}
 */
export function inOrder(order, spans) {
  let [right, decided] = [0, 0];
  order.forEach((earlier, index) => {
    for (const later of order.slice(index + 1)) {
      if (spans[earlier][1] < spans[later][0]) { right += 1; decided += 1; }
      else if (spans[later][1] < spans[earlier][0]) decided += 1;
    }
  });
  return [right, decided];
}

/**
 * A list that the reader puts in order: by dragging the grip, by taking an item up and tapping the one whose place it takes,
 * by the buttons, or by arrow keys, Home and End on the grip, which is therefore the one stop of a card for Tab.
 *
 * @param {{label: string, items: {id: string, words: string, content?: Node}[], order: string[],
 *          onorder: (order: string[]) => void, say: (text: string) => void}} options
 *        `words` name an item in announcements; `content` is what it shows
 * @returns {HTMLOListElement}
 */
export function sortable({ label, items, order, onorder, say }) {
  const byId = new Map(items.map((item) => [item.id, item]));
  const list = h("ol", { class: "widget-sortable", "aria-label": label });
  const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);
  /** @type {Map<HTMLElement, HTMLElement>} */ const grips = new Map();
  const wordsOf = (/** @type {HTMLElement} */ row) => byId.get(row.dataset.id ?? "")?.words ?? "";

  /** @param {HTMLElement} row @param {number} to */
  function move(row, to) {
    const all = rows();
    const from = all.indexOf(row);
    if (to < 0 || to >= all.length || to === from) return false;
    list.insertBefore(row, to > from ? all[to].nextSibling : all[to]);
    return true;
  }

  /** @param {HTMLElement} row */
  function settle(row) {
    const place = rows().indexOf(row) + 1;
    onorder(rows().map(({ dataset }) => dataset.id ?? ""));
    say(`${wordsOf(row)} is now number ${place} of ${items.length}.`);
  }

  /** @param {HTMLElement} row @param {number} to @param {HTMLElement | undefined} focus */
  function place(row, to, focus) {
    if (!move(row, to)) return;
    focus?.focus();
    settle(row);
  }

  /** @type {HTMLElement | undefined} */ let pressed; // the button of the last step

  /**
   * Move a card one place by its button. The page goes with it, so that the button stays under the pointer; where the page
   * cannot, a second press in one place is meant for the same card nevertheless.
   *
   * @param {MouseEvent} event @param {number} by
   */
  function step({ detail, currentTarget }, by) {
    if (detail < 2 || !pressed) pressed = /** @type {HTMLElement} */ (currentTarget);
    const button = pressed;
    const row = /** @type {HTMLElement} */ (button.parentElement);
    const top = () => button.getBoundingClientRect().top;
    const before = top();
    place(row, rows().indexOf(row) + by, button);
    if (detail) scrollBy({ top: top() - before, behavior: "instant" });
  }

  /** @type {HTMLElement | undefined} */ let taken; // up, and not put down yet

  /** @param {HTMLElement | undefined} row */
  function take(row) {
    taken = row;
    list.toggleAttribute("data-taken", !!row);
    for (const [each, grip] of grips) {
      grip.setAttribute("aria-pressed", String(each === row));
      grip.setAttribute("aria-label", row && row !== each ? `Put ${wordsOf(row)} in the place of: ${wordsOf(each)}` : `Move ${wordsOf(each)}: arrow keys, drag, or press and press its new place`);
    }
  }

  /** @param {HTMLElement} row where the reader pressed */
  function press(row) {
    const up = taken;
    take(up ? undefined : row);
    if (up && up !== row) place(up, rows().indexOf(row), grips.get(up));
    else say(up ? `${wordsOf(row)} stays where it was.` : `${wordsOf(row)} is taken up. Press the card whose place it takes; Escape puts it back.`);
  }

  // The list holds the pointer: a row that moves in the page would lose it.
  /** @type {{row: HTMLElement, start: number, moved: boolean} | undefined} */ let dragged;

  /** @param {HTMLElement} row @param {PointerEvent} event */
  function startDrag(row, event) {
    if (event.button) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    row.classList.add("widget-dragged");
    dragged = { row, start: event.clientY, moved: false };
  }

  /** @param {number} y where in the window the pointer is */
  function dragTo(y) {
    if (!dragged) return;
    const all = rows();
    const over = all.findIndex((each) => y < each.getBoundingClientRect().bottom);
    dragged.moved = move(dragged.row, over < 0 ? all.length - 1 : over) || dragged.moved;
  }
  const edge = edgeScroll(dragTo);

  list.addEventListener("pointermove", ({ clientY }) => {
    if (!dragged) return;
    dragTo(clientY);
    if (Math.abs(clientY - dragged.start) > PULLED) edge.at(clientY);
  });
  list.addEventListener("lostpointercapture", () => {
    edge.end();
    if (!dragged) return;
    const { row, moved } = dragged;
    dragged = undefined;
    row.classList.remove("widget-dragged");
    if (!moved) return press(row);
    take(undefined);
    settle(row);
  });
  list.addEventListener("click", ({ target }) => {
    const row = target instanceof Element && target.closest(".widget-item") && !target.closest("button, a, summary") ? target.closest("li") : null;
    if (taken && row && list.contains(row)) press(row);
  });
  list.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && taken) press(taken);
  });

  for (const id of order) {
    const item = byId.get(id);
    if (!item) continue;
    const row = h("li", { "data-id": id });
    const grip = h("button", { type: "button", class: "widget-grip",
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const to = { ArrowUp: rows().indexOf(row) - 1, ArrowDown: rows().indexOf(row) + 1, Home: 0, End: rows().length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        take(undefined);
        place(row, to, grip);
      },
      onclick: (/** @type {MouseEvent} */ event) => {
        if (!event.detail) press(row); // by key; a pointer has done it when it lets go
      },
      onpointerdown: (/** @type {PointerEvent} */ event) => startDrag(row, event) }, "⠿");
    grips.set(row, grip);
    const up = h("button", { type: "button", tabindex: -1, "aria-label": `${item.words}: earlier`, onclick: (/** @type {MouseEvent} */ event) => step(event, -1) }, "↑");
    const down = h("button", { type: "button", tabindex: -1, "aria-label": `${item.words}: later`, onclick: (/** @type {MouseEvent} */ event) => step(event, 1) }, "↓");
    row.append(grip, h("div", { class: "widget-item" }, item.content ?? item.words), up, down);
    list.append(row);
  }
  take(undefined);
  return list;
}
