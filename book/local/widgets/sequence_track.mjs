// @ts-check
/**
 * Track of the sequence: where two men stood, downwards in order of date. Every date can be pressed and says what it is and why
 * the mark stands there; the ends and the turns of each line have their names on them.
 *
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, clue: string, when: string, lenin: string, stalin: string, reason: string, sources: Source[]}} Judged
 * @typedef {"lenin" | "stalin"} Man
 */
import { capital, cited, h, svg, unseen } from "./ui.mjs";

const MEN = /** @type {Man[]} */ (["stalin", "lenin"]);
const PAD = 14; // pixels beside the outermost positions

/**
 * Where a line begins and ends, and where it turns: at the first point of the stretch after which it goes the other way.
 *
 * @param {number[]} places
 * @returns {Record<number, "begins" | "turns" | "ends">} by the number of the point
 */
export function corners(places) {
  /** @type {Record<number, "begins" | "turns" | "ends">} */ const found = {};
  let [way, since] = [0, 0]; // where the line went last, and the point since which it stands
  places.forEach((place, point) => {
    const next = Math.sign(place - places[since]);
    if (!next) return;
    if (way && next !== way) found[since] = "turns";
    [way, since] = [next, point];
  });
  if (places.length) found[places.length - 1] = "ends";
  if (places.length) found[0] = "begins";
  return found;
}

/**
 * @param {Judged[]} judged in order of date
 * @param {string[]} positions from one side to the other
 * @returns {HTMLElement}
 */
export function track(judged, positions) {
  const names = judged.map(() => /** @type {string[]} */ ([]));
  for (const man of MEN) {
    const rows = judged.flatMap((piece, row) => (piece[man] ? [row] : []));
    for (const [point, corner] of Object.entries(corners(rows.map((row) => positions.indexOf(judged[row][man])))))
      names[rows[Number(point)]].push(`${capital(man)}’s line ${corner}`);
  }
  const reason = h("div", { class: "sequence-reason", "aria-live": "polite" }, h("p", {}, "Press a date: it says what it is, and why the mark stands there."));
  /** @param {Judged} piece @param {HTMLElement} pressed */
  function tell({ when, clue, lenin, stalin, reason: why, sources }, pressed) {
    for (const row of rows) row.setAttribute("aria-pressed", String(row === pressed));
    const stood = [lenin && `Lenin: ${lenin}`, stalin && `Stalin: ${stalin}`].filter(Boolean).join("; ");
    reason.replaceChildren(h("p", {}, h("strong", {}, `${when}. `), clue), h("p", {}, h("strong", {}, `${stood}. `), why, " ", ...cited(sources)));
  }
  const rows = judged.map((piece, index) => {
    const row = h("button", { type: "button", "aria-pressed": "false", onclick: () => tell(piece, row) }, h("strong", {}, piece.when), " ",
      names[index].length ? h("span", {}, `${names[index].join(", ")}: ${piece.clue}`) : unseen(piece.clue));
    return row;
  });
  const list = h("ol", {}, ...rows.map((row) => h("li", {}, row)));
  const drawing = svg("svg", { "aria-hidden": "true" });
  const plot = h("div", { class: "sequence-plot" }, drawing, list);
  function draw() {
    const { width, height, top } = drawing.getBoundingClientRect();
    if (!width) return;
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const x = (/** @type {string} */ word) => PAD + (positions.indexOf(word) * (width - 2 * PAD)) / (positions.length - 1);
    const y = rows.map((row) => row.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2 - top);
    drawing.replaceChildren(
      ...positions.map((word) => svg("line", { class: "sequence-rule", x1: x(word), x2: x(word), y1: 0, y2: height })),
      ...MEN.map((man) => {
        const points = judged.flatMap((piece, row) => (piece[man] ? [{ x: x(piece[man]), y: y[row] }] : []));
        return svg("g", { class: `sequence-${man}` }, svg("polyline", { points: points.map((point) => `${point.x},${point.y}`).join(" ") }),
          ...points.map((point) => (man === "lenin"
            ? svg("circle", { cx: point.x, cy: point.y, r: 7 })
            : svg("rect", { x: point.x - 6, y: point.y - 6, width: 12, height: 12 }))));
      }));
  }
  new ResizeObserver(draw).observe(plot);
  return h("div", { class: "sequence-track" },
    h("p", { class: "sequence-key" }, "● Lenin, ■ Stalin; on the left against the committee in Tiflis, on the right with it"), plot, reason);
}
