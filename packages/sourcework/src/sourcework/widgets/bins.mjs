// @ts-check
/**
 * Bins: slips, each of which is laid into one of several bins.
 *
 * Slips and the bars that name the bins are buttons. A press takes a slip in hand, the next one on a bar lays it there, and
 * the next loose slip comes to hand by itself; or a press takes a bin, into which every slip goes that is pressed then. A
 * slip can be dragged, by a finger at its grip. A bin's letter lays a slip, ← and → carry it from bin to bin, ↑ and ↓ go
 * from button to button. While something is in hand the bars stay in the window, stacked at its edges.
 *
 * @typedef {import("./pens.mjs").Pen} Bin
 * @typedef {{label: string, slips: {id: string, text: string}[], bins: Bin[], onlay: (id: string, to: string, said: string) => void}} Wanted
 *          `label` is the id of what asks; `onlay` hears the bin that a slip is laid into, "" where it is taken out
 * @typedef {{el: HTMLElement, items: Map<string, HTMLElement>, show: (laid: Record<string, string>) => void, openSlip: () => string}} Bins
 *          `items` are the slips with what stands below them; `openSlip` goes to the first loose one and says which it is, if they are in sight
 */
import { slideCards } from "./axis.mjs";
import { penLetters } from "./pens.mjs";
import { h, unseen } from "./ui.mjs";

const DRAGGED = 6; // pixels from which on a press is a drag
const TALLEST = 0.5; // of the window, that stacked bars may take

/** @param {Wanted} wanted @returns {Bins} */
export function bins({ label, slips, bins: named, onlay }) {
  const letters = penLetters(named);
  const slipButtons = new Map(slips.map(({ id, text }) => [id, h("button", { type: "button", class: "bin-slip", "aria-pressed": "false", tabindex: -1,
    onclick: () => pressSlip(id), onpointerdown: (/** @type {PointerEvent} */ event) => startDrag(id, event) },
    h("span", { class: "bin-grip", "aria-hidden": "true" }, "⠿"), " ", h("span", {}, text), unseen(""))]));
  const items = new Map([...slipButtons].map(([id, button]) => [id, h("li", { "data-slip": id }, button)]));
  const loose = h("ul", { class: "bin-slips", "aria-label": "Not laid yet" });
  const all = named.map((bin) => {
    const key = letters.get(bin) ?? "";
    const count = h("span", { class: "bin-count" });
    return { ...bin, key, count, list: h("ul", { class: "bin-slips", "aria-label": bin.text }),
      bar: h("button", { type: "button", class: "bin-bar", value: bin.id, "aria-pressed": "false", "aria-keyshortcuts": key || null, tabindex: -1, onclick: () => pressBin(bin.id) },
        h("span", {}, bin.text), " ", count, ...(key ? [" ", h("kbd", { class: "pen-key", "aria-hidden": "true" }, key)] : [])) };
  });
  const place = h("p", { class: "bin-place unlinked" });
  const back = h("button", { type: "button", class: "pen-back", onclick: undo }, "Undo");
  const head = h("div", { class: "bin-head" }, place, back);
  const el = h("div", { class: "bins", role: "group", "aria-labelledby": label, "data-lm-suppress-shortcuts": "true", onkeydown, onfocusin, onpointermove, onpointerup, onlostpointercapture },
    loose, head, ...all.flatMap(({ bar, list }) => [bar, list]));
  let laid = /** @type {Record<string, string>} */ ({});
  let hand = { slip: "", bin: "" };
  let done = /** @type {{id: string, to: string}[]} */ ([]);
  let drag = /** @type {{id: string, x: number, y: number, moved: boolean} | null} */ (null);
  let isDrawn = false;
  new ResizeObserver(stack).observe(el);

  const inSight = () => /** @type {HTMLButtonElement[]} */ ([...el.querySelectorAll(".bin-slip, .bin-bar")]);
  const wordsOf = (/** @type {string} */ id) => slips.find((slip) => slip.id === id)?.text.replace(/\.$/, "") ?? "";
  const nameOf = (/** @type {string} */ id) => named.find((bin) => bin.id === id)?.text ?? "";
  const open = () => slips.filter(({ id }) => !laid[id]).map(({ id }) => id);
  const ofButton = (/** @type {EventTarget | null} */ target) => [...slipButtons].find(([, button]) => button === target)?.[0] ?? "";

  let given = ""; // the slip that came to hand when another was laid

  /** @param {string} slip @param {string} [bin] */
  function take(slip, bin = "") {
    hand = { slip, bin };
    given = "";
    for (const [id, button] of slipButtons) button.setAttribute("aria-pressed", String(id === slip));
    for (const { id, bar } of all) bar.setAttribute("aria-pressed", String(id === bin));
    el.toggleAttribute("data-held", !!(slip || bin));
    const left = open().length;
    place.textContent = slip ? `In hand: ${wordsOf(slip)}` : bin ? `Into “${nameOf(bin)}”: press its slips` : left ? `${left} to lay: press a slip, then its bin` : "All are laid";
  }

  /** @param {string} id @param {string} to @param {string} [before] what is said first @param {string} [next] what is in hand then */
  function lay(id, to, before = "", next = "") {
    const from = laid[id] ?? "";
    if (from === to) return;
    if (!before) done.push({ id, to: from });
    const left = open().length - Number(!from) + Number(!to);
    const held = next && ` In hand: ${wordsOf(next)}.`;
    onlay(id, to, `${before}${wordsOf(id)}: ${nameOf(to) || "not laid"}. ${left ? left + " to lay." : "All are laid."}${held}`);
  }

  /** The other loose slip after one, or the first. @param {string} id */
  function nextOf(id) {
    const places = slips.map((slip) => slip.id);
    const others = open().filter((each) => each !== id);
    return others.find((each) => places.indexOf(each) > places.indexOf(id)) ?? others[0] ?? "";
  }

  /** Lay a slip, and take the next one if it was loose and in hand. @param {string} id @param {string} to */
  function layAndGoOn(id, to) {
    const wasHeld = hand.slip === id;
    const next = laid[id] ? "" : nextOf(id);
    lay(id, laid[id] === to ? "" : to, "", wasHeld ? next : "");
    if (wasHeld) take(next);
    if (next) keepInSight(next);
    given = wasHeld ? next : "";
    return next;
  }

  /** @param {string} id */
  const keepInSight = (id) => slipButtons.get(id)?.scrollIntoView({ block: "nearest", behavior: "instant" });

  /** @param {string} id */
  function pressSlip(id) {
    if (id === given) return void (given = ""); // it came to hand by itself: who presses it means to take it
    if (!hand.bin) {
      take(hand.slip === id ? "" : id);
      return keepInSight(id); // the bars have come to the edges
    }
    lay(id, laid[id] === hand.bin ? "" : hand.bin);
    take("", hand.bin);
  }

  /** @param {string} id */
  function pressBin(id) {
    if (hand.slip) layAndGoOn(hand.slip, id);
    else take("", hand.bin === id ? "" : id);
  }

  function undo() {
    const step = done.pop();
    if (!step) return;
    take("");
    lay(step.id, step.to, "Undone. ");
    if (back.disabled) slipButtons.get(step.id)?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    const id = ofButton(target) || hand.slip;
    const isMod = ctrlKey || metaKey;
    const bin = !isMod && all.find((each) => each.key && each.key === key.toLowerCase());
    if (altKey) return;
    if (isMod && key.toLowerCase() === "z") undo();
    else if (isMod) return;
    else if (bin && id) {
      const next = layAndGoOn(id, bin.id);
      if (next && ofButton(target)) slipButtons.get(next)?.focus();
    } else if (key === "ArrowDown" || key === "ArrowUp" || key === "Home" || key === "End") walk(target, key);
    else if ((key === "ArrowLeft" || key === "ArrowRight") && ofButton(target)) carry(id, key === "ArrowRight" ? 1 : -1);
    else if ((key === "Delete" || key === "Backspace") && ofButton(target)) lay(id, "");
    else if (key === "Escape" && (hand.slip || hand.bin)) take("");
    else return;
    event.preventDefault();
  }

  /** @param {EventTarget | null} from @param {"ArrowDown" | "ArrowUp" | "Home" | "End"} key */
  function walk(from, key) {
    const buttons = inSight();
    const at = buttons.findIndex((each) => each === from) + { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[key];
    buttons[Math.min(Math.max(at, 0), buttons.length - 1)].focus();
  }

  /** Carry a slip to the bin before or after the one where it is. @param {string} id @param {number} by */
  function carry(id, by) {
    const order = ["", ...named.map((bin) => bin.id)];
    const to = order[order.indexOf(laid[id] ?? "") + by];
    if (to !== undefined) lay(id, to);
    keepInSight(id);
  }

  /** @param {FocusEvent} event */
  function onfocusin({ target }) {
    if (target instanceof HTMLElement && target.matches(".bin-slip, .bin-bar")) keepInReach(target);
  }

  /** Keep one button in the order of the Tab key. @param {Element} button */
  function keepInReach(button) {
    for (const each of inSight()) each.tabIndex = each === button ? 0 : -1;
  }

  /** @param {string} id @param {PointerEvent} event */
  function startDrag(id, { button, pointerType, target, clientX, clientY }) {
    const isGrip = target instanceof Element && !!target.closest(".bin-grip");
    if (!button && (isGrip || pointerType !== "touch")) drag = { id, x: clientX, y: clientY, moved: false };
  }

  /** @param {PointerEvent} event */
  function onpointermove({ clientX, clientY, pointerId, buttons }) {
    if (!drag) return;
    const [right, down] = [clientX - drag.x, clientY - drag.y];
    const item = /** @type {HTMLElement} */ (items.get(drag.id));
    if (!drag.moved && (!buttons || Math.hypot(right, down) < DRAGGED)) return;
    if (!drag.moved) {
      drag.moved = true;
      el.setPointerCapture(pointerId);
      take(drag.id);
      item.classList.add("bin-dragged");
    }
    item.style.translate = `${right}px ${down}px`;
    const over = binAt(clientX, clientY);
    for (const { id, bar } of all) bar.toggleAttribute("data-over", id === over);
  }

  /** What a point is over: a bin, the loose slips, which are "", or nothing. @param {number} x @param {number} y */
  function binAt(x, y) {
    const within = (/** @type {Element} */ each) => {
      const { left, right, top, bottom } = each.getBoundingClientRect();
      return left <= x && x <= right && top <= y && y <= bottom;
    };
    return (all.find(({ bar }) => within(bar)) ?? all.find(({ list }) => within(list)))?.id ?? (within(loose) ? "" : null);
  }

  /** @param {PointerEvent} event */
  function onpointerup({ clientX, clientY }) {
    const dropped = drag?.moved ? drag.id : "";
    const to = binAt(clientX, clientY);
    endDrag();
    if (!dropped) return;
    if (to !== null) lay(dropped, to);
    take("");
  }

  /** A finger is let go by the grip when the whole takes it over, which ends nothing. @param {PointerEvent} event */
  function onlostpointercapture({ target }) {
    if (target === el) endDrag();
  }

  function endDrag() {
    const item = drag && items.get(drag.id);
    drag = null;
    item?.classList.remove("bin-dragged");
    item?.style.removeProperty("translate");
    for (const { bar } of all) bar.removeAttribute("data-over");
  }

  /** Say how far from the edges of the window each bar stays, and a slip from there, if all together leave room for slips. */
  function stack() {
    const rows = [{ bar: head, list: null }, ...all];
    const heights = rows.map(({ bar }) => bar.offsetHeight);
    const total = heights.reduce((sum, height) => sum + height, 0);
    const apart = (/** @type {HTMLElement | null} */ each, /** @type {number} */ above, /** @type {number} */ below) => {
      each?.style.setProperty("--above", `${above}px`);
      each?.style.setProperty("--below", `${below}px`);
    };
    let above = 0;
    apart(loose, 0, total);
    rows.forEach(({ bar, list }, index) => {
      const below = total - above - heights[index];
      apart(bar, above, below);
      above += heights[index];
      apart(list, above, below);
    });
    el.toggleAttribute("data-tall", total > innerHeight * TALLEST);
  }

  function laySlips() {
    for (const { id } of slips) {
      const bin = all.find((each) => each.id === laid[id]);
      const item = /** @type {HTMLElement} */ (items.get(id));
      (bin?.list ?? loose).append(item);
      /** @type {HTMLElement} */ (item.querySelector(".widget-unseen")).textContent = bin ? ` (laid: ${bin.text})` : "";
    }
    for (const { list, count } of all) {
      const held = list.children.length;
      count.replaceChildren(...(held ? [String(held), unseen(" in it")] : []));
    }
  }

  return {
    el,
    items,
    show: (shown) => {
      const moves = !isDrawn || slips.some(({ id }) => (laid[id] ?? "") !== (shown[id] ?? ""));
      laid = shown;
      if (moves) {
        const focused = el.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
        if (isDrawn) slideCards(el, laySlips, () => items);
        else laySlips();
        focused?.focus({ preventScroll: true });
        isDrawn = true;
      }
      if (!Object.keys(laid).length) done = [];
      back.disabled = !done.length;
      if (!inSight().some(({ tabIndex }) => !tabIndex)) keepInReach(inSight()[0]);
      take(hand.slip, hand.bin);
    },
    openSlip: () => {
      const [first] = open();
      if (!first || !el.getClientRects().length) return "";
      slipButtons.get(first)?.focus();
      return wordsOf(first);
    },
  };
}
