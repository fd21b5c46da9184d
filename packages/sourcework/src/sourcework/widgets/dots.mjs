// @ts-check
/**
 * A hundred dots, shared out among a few columns: a dot that one loses goes to another, in sight. Rings show where the dots
 * stood at first. It is a picture; the numbers have to be said beside it.
 */
import { h, svg } from "./elements.mjs";

const [DOTS, ACROSS, COLUMN] = [100, 10, 12]; // how many, how many beside each other, and the room for them with what parts them

/**
 * Whole dots for shares of 1: none is lost in rounding.
 *
 * @param {number[]} shares
 * @returns {number[]}
 */
export function inDots(shares) {
  const exact = shares.map((share) => share * DOTS);
  const counts = exact.map((each) => Math.floor(each + 1e-9));
  const order = exact.map((each, index) => ({ index, rest: each - counts[index] })).sort((a, b) => b.rest - a.rest || a.index - b.index);
  const missing = DOTS - counts.reduce((sum, each) => sum + each, 0);
  for (const { index } of order.slice(0, missing)) counts[index] += 1;
  return counts;
}

/** @param {number} column @param {number} place from below @returns {[number, number]} */
const placeOf = (column, place) => [column * COLUMN + 1.5 + (place % ACROSS), ACROSS - 0.5 - Math.floor(place / ACROSS)];

/**
 * @param {string[]} columns their labels
 * @returns {{el: HTMLElement, show: (shares: number[], first: number[], said: string[]) => void}} `said` stands below each column
 */
export function dots(columns) {
  const rings = svg("g", { class: "dots-rings" });
  const circles = Array.from({ length: DOTS }, () => svg("circle", { r: 0.42 }));
  /** @type {SVGElement[][]} */ const stacks = columns.map(() => []);
  let isDealt = false;
  const says = columns.map(() => h("span", { class: "dots-said" }));
  const el = h("div", { class: "dots", "aria-hidden": "true", style: `--columns: ${columns.length}` },
    svg("svg", { viewBox: `0 0 ${columns.length * COLUMN} ${ACROSS}` }, rings, ...circles),
    h("div", { class: "dots-columns" }, ...columns.map((label, index) => h("div", {}, h("strong", {}, label), " ", says[index]))));

  /** @param {number} column @param {number} place */
  function settle(column, place) {
    const [x, y] = placeOf(column, place);
    stacks[column][place].style.transform = `translate(${x}px, ${y}px)`;
  }

  return { el, show: (shares, first, said) => {
    const wanted = inDots(shares);
    const free = isDealt ? stacks.flatMap((stack, column) => stack.splice(wanted[column])) : [...circles];
    isDealt = true;
    free.forEach((dot, index) => { dot.style.transitionDelay = `${Math.min(index * 8, 240)}ms`; });
    stacks.forEach((stack, column) => {
      const from = stack.length;
      stack.push(...free.splice(0, wanted[column] - from));
      for (let place = from; place < stack.length; place += 1) settle(column, place);
    });
    rings.replaceChildren(...inDots(first).flatMap((count, column) => Array.from({ length: count }, (_, place) => {
      const [cx, cy] = placeOf(column, place);
      return svg("circle", { cx, cy, r: 0.36 });
    })));
    says.forEach((each, index) => { each.textContent = said[index]; });
  } };
}
