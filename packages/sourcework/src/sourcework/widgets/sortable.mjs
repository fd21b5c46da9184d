// @ts-check
/** A list that the reader puts in order, and how much of an order the documents bear out. */
import { h } from "./ui.mjs";

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
 * A list that the reader puts in order: by dragging the grip, by the buttons, or by arrow keys on the grip.
 *
 * @param {{label: string, items: {id: string, words: string, content?: Node}[], order: string[],
 *          onorder: (order: string[]) => void, say: (text: string) => void}} options
 *        `words` name an item in announcements; `content` is what it shows
 * @returns {HTMLOListElement}
 */
export function sortable({ label, items, order, onorder, say }) {
  const byId = new Map(items.map((item) => [item.id, item]));
  const list = h("ol", { class: "widget-sortable", "aria-label": label });
  const ids = () => [...list.children].map((row) => /** @type {HTMLElement} */ (row).dataset.id ?? "");

  /** @param {HTMLLIElement} row @param {number} to */
  function move(row, to) {
    const rows = [...list.children];
    const from = rows.indexOf(row);
    if (to < 0 || to >= rows.length || to === from) return false;
    list.insertBefore(row, to > from ? rows[to].nextSibling : rows[to]);
    return true;
  }

  /** @param {HTMLLIElement} row */
  function settle(row) {
    const place = [...list.children].indexOf(row) + 1;
    onorder(ids());
    say(`${byId.get(row.dataset.id ?? "")?.words} is now number ${place} of ${items.length}.`);
  }

  /** @param {HTMLLIElement} row @param {number} step @param {HTMLElement} focus */
  function step(row, step, focus) {
    if (!move(row, [...list.children].indexOf(row) + step)) return;
    focus.focus();
    settle(row);
  }

  // The list holds the pointer: a row that moves in the page would lose it.
  /** @type {{row: HTMLLIElement, moved: boolean} | undefined} */ let dragged;

  /** @param {HTMLLIElement} row @param {PointerEvent} event */
  function startDrag(row, event) {
    if (event.button) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    row.classList.add("widget-dragged");
    dragged = { row, moved: false };
  }

  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const rows = [...list.children];
    const over = rows.findIndex((each) => event.clientY < each.getBoundingClientRect().bottom);
    dragged.moved = move(dragged.row, over < 0 ? rows.length - 1 : over) || dragged.moved;
  });
  list.addEventListener("lostpointercapture", () => {
    if (!dragged) return;
    const { row, moved } = dragged;
    dragged = undefined;
    row.classList.remove("widget-dragged");
    if (moved) settle(row);
  });

  for (const id of order) {
    const item = byId.get(id);
    if (!item) continue;
    const row = h("li", { "data-id": id });
    const grip = h("button", { type: "button", class: "widget-grip", "aria-label": `Move ${item.words}: arrow keys, or drag`,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        step(row, by, grip);
      },
      onpointerdown: (/** @type {PointerEvent} */ event) => startDrag(row, event) }, "⠿");
    const up = h("button", { type: "button", "aria-label": `${item.words}: earlier`, onclick: () => step(row, -1, up) }, "↑");
    const down = h("button", { type: "button", "aria-label": `${item.words}: later`, onclick: () => step(row, 1, down) }, "↓");
    row.append(grip, h("div", { class: "widget-item" }, item.content ?? item.words), up, down);
    list.append(row);
  }
  return list;
}
