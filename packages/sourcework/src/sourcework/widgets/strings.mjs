// @ts-check
/**
 * Strings: pegs on a sheet, between which a reader ties strings, from who tells to who hears, and cuts pegs off.
 *
 * A peg is a button: one press takes up a string, the next ties it to another peg, or lets it go on the same. With scissors
 * in hand a press cuts. Arrow keys go from peg to peg, Escape lets go, Delete cuts.
 *
 * @typedef {{from: string, to: string, look?: "" | "faint" | "torn" | "refused"}} Strung `torn` hangs from its beginning, `refused` was not tied
 * @typedef {"string" | "scissors" | "eye"} Tool with an eye a press only takes a peg
 * @typedef {{label: string, pegs: string[], lay: (buttons: Map<string, HTMLButtonElement>) => HTMLElement, run: "aside" | "down",
 *            onhold: (id: string) => void, ontie: (from: string, to: string) => boolean, oncut?: (id: string) => void}} Wanted
 *          `label` is the id of what names the sheet, `lay` puts the pegs on it, strings `run` at their side or from above, there
 *          past pegs that stand below through the middle of the sheet;
 *          `onhold` hears which peg is held, "" for none; `ontie` says whether a string is tied, so that the hand is empty
 * @typedef {{el: HTMLElement, buttons: Map<string, HTMLButtonElement>, held: () => string, hold: (id: string) => void, take: (tool: Tool) => void,
 *            show: (strung: Strung[], lost?: string[], cut?: string) => void}} Strings
 *          `show` draws strings, the pegs that fall, and which of them was cut off
 */
import { h, svg } from "./ui.mjs";

const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity });
const EDGE = 6; // pixels that strings keep from the edge of the sheet
const LANES = [2.5, 6.5]; // pixels from the middle of the gutter, of a string and of a faint one
const BEND = 8; // pixels
const WIDEST = 0.75; // of its control points' distance, how far a curve goes aside

/** @param {Wanted} wanted @returns {Strings} */
export function strings({ label, pegs, lay, run, onhold, ontie, oncut }) {
  const buttons = new Map(pegs.map((id, index) => [id, h("button", { type: "button", class: "peg", "data-peg": id, tabindex: index ? -1 : 0,
    "aria-pressed": "false", "aria-keyshortcuts": oncut ? "Delete" : null, onclick: () => press(id) })]));
  const loose = svg("path", { class: "string-loose" });
  const lines = svg("svg", { "aria-hidden": "true" }, loose);
  const sheet = lay(buttons);
  sheet.classList.add("string-sheet");
  sheet.append(lines);
  const el = h("div", { class: "strings", role: "group", "aria-labelledby": label, "data-lm-suppress-shortcuts": "true", onkeydown, onpointermove, onfocusin }, sheet);
  const drawn = /** @type {Map<string, SVGElement>} */ (new Map());
  let strung = /** @type {Strung[]} */ ([]);
  let tool = /** @type {Tool} */ ("string");
  let held = "";
  new ResizeObserver(draw).observe(sheet);

  /** @param {string} id */
  function hold(id) {
    held = id;
    for (const [each, button] of buttons) button.setAttribute("aria-pressed", String(each === held));
    loose.removeAttribute("d");
    onhold(held);
  }

  /** @param {string} id */
  function press(id) {
    if (tool === "scissors") oncut?.(id);
    else if (held === id) hold("");
    else if (!held || tool === "eye") hold(id);
    else if (ontie(held, id)) hold("");
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    const here = target instanceof HTMLElement ? target.dataset.peg ?? "" : "";
    if (altKey || ctrlKey || metaKey || !here) return;
    if (key in STEPS) {
      const seen = inSight();
      const next = seen.findIndex((each) => each === target) + STEPS[key];
      seen[Math.min(Math.max(next, 0), seen.length - 1)].focus();
    } else if (key === "Escape" && held) hold("");
    else if ((key === "Delete" || key === "Backspace") && oncut) oncut(here);
    else return;
    event.preventDefault();
  }

  const inSight = () => [...buttons.values()].filter((each) => each.getClientRects().length);

  /** Keep one peg in the order of the Tab key. @param {EventTarget | null} peg */
  function keepInReach(peg) {
    for (const each of buttons.values()) each.tabIndex = each === peg ? 0 : -1;
  }

  /** @param {FocusEvent} event */
  function onfocusin({ target }) {
    if (target instanceof HTMLElement && target.dataset.peg) keepInReach(target);
  }

  /** A string in the hand follows the mouse. @param {PointerEvent} event */
  function onpointermove({ clientX, clientY, pointerType }) {
    const from = tool === "string" && pointerType === "mouse" && buttons.get(held);
    if (!from) return;
    const { left, top } = sheet.getBoundingClientRect();
    const [x, y] = endOf(from, true);
    loose.setAttribute("d", `M${x} ${y}L${clientX - left} ${clientY - top}`);
  }

  /** @param {HTMLElement} peg @param {boolean} tells @returns {[number, number]} where its strings begin, or end */
  function endOf(peg, tells) {
    const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = peg;
    if (run === "aside") return [x + width, y + height * (tells ? 0.62 : 0.38)];
    return [x + width / 2, tells ? y + height : y];
  }

  /** @param {string} id @param {number} toY @returns {number} where the pegs end that stand below one, above where its string ends; 0 for none */
  function floorBelow(id, toY) {
    const { offsetTop, offsetHeight } = /** @type {HTMLElement} */ (buttons.get(id));
    const tops = [...buttons.values()].filter((each) => each.offsetTop >= offsetTop + offsetHeight && each.offsetTop + each.offsetHeight < toY);
    return Math.max(0, ...tops.map((each) => each.offsetTop + each.offsetHeight));
  }

  /** From the inner side of a peg down the gutter between two columns, in which nothing hides it. @param {string} id @param {number} floor @param {[number, number]} to @param {boolean} isFaint */
  function downGutter(id, floor, [toX, toY], isFaint) {
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = /** @type {HTMLElement} */ (buttons.get(id));
    const middle = sheet.clientWidth / 2;
    const side = offsetLeft + offsetWidth / 2 < middle ? -1 : 1;
    const [x, y] = [side < 0 ? offsetLeft + offsetWidth : offsetLeft, offsetTop + offsetHeight / 2];
    const down = middle + side * LANES[Number(isFaint)];
    return `M${x} ${y}Q${down} ${y} ${down} ${y + BEND}V${floor}C${down} ${(floor + toY) / 2} ${toX} ${(floor + toY) / 2} ${toX} ${toY}`;
  }

  /** @param {Strung} strung @param {number} longest the way down of the longest */
  function wayOf({ from, to, look }, longest) {
    const [[x, y], [toX, toY]] = [endOf(/** @type {HTMLElement} */ (buttons.get(from)), true), endOf(/** @type {HTMLElement} */ (buttons.get(to)), false)];
    if (look === "torn") return { d: `M${x} ${y}${run === "down" ? "c-2 12 6 18 2 34" : "c16 0 22 8 17 32"}`, at: [x, y], middle: [x, y] };
    const floor = run === "down" ? floorBelow(from, toY) : 0;
    if (floor) return { d: downGutter(from, floor, [toX, toY], look === "faint"), at: [toX, toY], middle: [toX, (floor + toY) / 2] };
    if (run === "down") return { d: `M${x} ${y}C${x} ${(y + toY) / 2} ${toX} ${(y + toY) / 2} ${toX} ${toY}`, at: [toX, toY], middle: [(x + toX) / 2, (y + toY) / 2] };
    const room = (sheet.clientWidth - Math.max(x, toX) - EDGE) / WIDEST;
    const out = room * (0.2 + 0.8 * Math.abs(toY - y) / Math.max(longest, 1));
    return { d: `M${x} ${y}C${x + out} ${y} ${toX + out} ${toY} ${toX} ${toY}`, at: [toX, toY], middle: [Math.max(x, toX) + out * WIDEST, (y + toY) / 2] };
  }

  function draw() {
    if (!sheet.clientWidth) return;
    if (!inSight().some(({ tabIndex }) => !tabIndex)) keepInReach(inSight()[0]);
    const seen = strung.filter(({ from, to }) => buttons.get(from)?.getClientRects().length && buttons.get(to)?.getClientRects().length);
    const high = (/** @type {string} */ id) => buttons.get(id)?.offsetTop ?? 0;
    const longest = Math.max(...seen.map(({ from, to }) => Math.abs(high(from) - high(to))));
    const kept = new Set(seen.map(({ from, to, look = "" }) => `${from} ${to} ${look === "faint"}`));
    for (const [key, line] of drawn) {
      if (kept.has(key)) continue;
      line.remove();
      drawn.delete(key);
    }
    lines.setAttribute("viewBox", `0 0 ${sheet.clientWidth} ${sheet.clientHeight}`);
    for (const each of seen) {
      const { d, at, middle } = wayOf(each, longest);
      const key = `${each.from} ${each.to} ${each.look === "faint"}`;
      const line = drawn.get(key) ?? svg("g", { "data-string": `${each.from} ${each.to}` }, svg("path", { pathLength: 100 }), svg("circle", { r: 4 }), svg("path", { d: "M-7 -7L7 7M-7 7L7 -7", class: "string-cross" }));
      drawn.set(key, line);
      const [way, knot, cross] = line.children;
      way.setAttribute("d", d);
      knot.setAttribute("transform", `translate(${at.join(" ")})`);
      cross.setAttribute("transform", `translate(${middle.join(" ")})`);
      line.setAttribute("class", `string ${each.look ?? ""}`.trim());
      if (!line.isConnected) lines.append(line);
    }
  }

  return {
    el,
    buttons,
    held: () => held,
    hold,
    take: (next) => {
      if (next === tool) return;
      tool = next;
      el.dataset.tool = tool;
      if (held) hold("");
    },
    show: (shown, lost = [], cut = "") => {
      strung = shown;
      for (const [id, button] of buttons) {
        button.toggleAttribute("data-lost", lost.includes(id));
        button.toggleAttribute("data-cut", id === cut);
      }
      draw();
    },
  };
}
