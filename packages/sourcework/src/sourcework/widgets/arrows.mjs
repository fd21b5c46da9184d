// @ts-check
/** What the evidence did to the reader: each opinion before and after, as an arrow on a scale; a table beside it has the numbers. */
import { h, svg } from "./ui.mjs";

const FULL_SCALE = 300; // units from nought to a hundred per cent
const ARROW_HEAD = 9; // units of an arrow's head

/** @param {{name: string, before: number | undefined, after: number | undefined}[]} opinions @returns {HTMLElement} */
export function arrows(opinions) {
  return h("ul", { class: "record-arrows" }, ...opinions.map(({ name, before, after }) =>
    h("li", {}, h("p", {}, name, h("strong", {}, ` ${inSentence(before, after)}`)), drawing(before, after))));
}

/** @param {number | undefined} before @param {number | undefined} after */
function inSentence(before, after) {
  if (before === undefined) return `You came to ${after} %.`;
  if (after === undefined) return `You begin with ${before} %.`;
  return before === after ? `You stayed at ${before} %.` : `You went from ${before} to ${after} %.`;
}

/** @param {number | undefined} before @param {number | undefined} after */
function drawing(before, after) {
  const at = (/** @type {number} */ share) => share * FULL_SCALE / 100;
  const [from, to] = [at(before ?? after ?? 0), at(after ?? before ?? 0)];
  const back = to > from ? -ARROW_HEAD : ARROW_HEAD;
  const moves = Math.abs(to - from) > ARROW_HEAD;
  return svg("svg", { viewBox: `-14 -12 ${FULL_SCALE + 28} 40`, class: "record-arrow", "aria-hidden": "true" },
    svg("path", { d: `M0 0H${FULL_SCALE}M0 -4V4M${FULL_SCALE / 2} -4V4M${FULL_SCALE} -4V4`, class: "record-axis" }),
    ...[0, 50, 100].map((each) => svg("text", { x: at(each), y: 22, "text-anchor": "middle" }, `${each}`)),
    before === undefined ? null : svg("circle", { cx: from, cy: 0, r: 5, class: "record-from" }),
    moves ? svg("path", { d: `M${from} 0H${to + back}`, class: "record-way" }) : null,
    after === undefined ? null : moves ? svg("path", { d: `M${to} 0l${back} -${ARROW_HEAD - 2}v${2 * ARROW_HEAD - 4}z`, class: "record-to" })
      : svg("circle", { cx: to, cy: 0, r: 8, class: "record-stays" }));
}
