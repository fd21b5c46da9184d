// @ts-check
/**
 * Rails of the sequence: on the left the pieces of which the page tells, by its lines; on the right the order of the cards, or the
 * dates to scale. A string joins the two places of a piece. It is a picture of what the cards say, and stays in sight beside them.
 *
 * @typedef {{id: string, line: string, span: [string, string]}} Railed
 * @typedef {{order: string[], sure: (id: string) => boolean, name: string, dated: boolean}} Standing what stands on the right rail: `sure`
 *          says whose date is known, `dated` that the rail is one of time
 */
import { h, svg } from "./ui.mjs";

const [PAGE, RIGHT] = [18, 56]; // where the rails are, of 64 units
const HEIGHT = 340;
const EDGE = 8; // units above and below a rail

/**
 * @param {Railed[]} pieces in the order of the page
 * @returns {{el: HTMLElement, draw: (standing: Standing) => void, light: (id: string | undefined) => void}} `light` shows the string of one piece
 */
export function rails(pieces) {
  const told = pieces.filter(({ line }) => line);
  const days = pieces.map(({ span }) => Date.parse(span[0]));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const at = (/** @type {number} */ share) => EDGE + share * (HEIGHT - 2 * EDGE);
  const left = new Map(told.map(({ id }, index) => [id, at((index + 0.5) / told.length)]));
  const strings = new Map(pieces.map(({ id }) => [id, svg("line", { x1: PAGE, x2: RIGHT, y1: left.get(id) ?? 0, hidden: !left.has(id) })]));
  const dots = new Map(pieces.map(({ id }) => [id, svg("circle", { cx: RIGHT, r: 4 })]));
  const lines = told.flatMap(({ id, line }, index) => [
    svg("circle", { cx: PAGE, cy: left.get(id), r: 3 }),
    line === told[index - 1]?.line ? null : svg("text", { x: 0, y: (left.get(id) ?? 0) + 3.5 }, line)]);
  const el = h("div", { class: "sequence-rails", "aria-hidden": "true" },
    h("p", {}, h("span", {}, "page"), " ", h("span", { class: "sequence-right" })),
    svg("svg", { viewBox: `0 0 64 ${HEIGHT}` },
      ...[PAGE, RIGHT].map((x) => svg("line", { class: "sequence-rail", x1: x, x2: x, y1: 0, y2: HEIGHT })),
      ...[...strings].filter(([id]) => left.has(id)).map(([, string]) => string), ...lines, ...dots.values()));
  const head = /** @type {HTMLElement} */ (el.querySelector(".sequence-right"));
  return {
    el,
    draw: ({ order, sure, name, dated }) => {
      head.textContent = name;
      order.forEach((id, index) => {
        const piece = pieces.findIndex((each) => each.id === id);
        const y = at(dated ? (days[piece] - first) / (last - first) : (index + 0.5) / order.length);
        strings.get(id)?.setAttribute("y2", String(y));
        dots.get(id)?.setAttribute("cy", String(y));
        for (const each of [strings.get(id), dots.get(id)]) each?.toggleAttribute("data-sure", sure(id));
      });
    },
    light: (lit) => {
      for (const all of [strings, dots]) for (const [id, each] of all) each.toggleAttribute("data-lit", id === lit);
    },
  };
}
