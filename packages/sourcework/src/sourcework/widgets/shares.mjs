// @ts-check
/**
 * A hundred points between three causes: one point in a triangle, and three numbers that say the same.
 *
 * `work` holds `points` (cause → whole number, as written; an answer once they are a hundred) and `sure`, per cent. Where
 * the same was asked earlier, the point of then stays in sight.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{task: string, anchor: string, between: [string, string][], sure: boolean, before: string}} Data
 */
import { KEPT, readRecord, remember } from "./memory.mjs";
import { isObject } from "./responses.mjs";
import { capital, dataOf, drawn, emphasised, h, patch, svg, unique } from "./ui.mjs";
import { writtenIn, writtenPoints, writtenSure } from "./written.mjs";

const CORNERS = [[160, 34], [34, 252], [286, 252]];
const EVEN = [34, 33, 33]; // where the point waits

/** @param {number[]} shares @returns {number[]} whole numbers that add up to 100, as near to these shares as can be */
function toHundred(shares) {
  const whole = shares.reduce((sum, share) => sum + share, 0) || 1;
  const exact = shares.map((share) => (share * 100) / whole);
  const points = exact.map(Math.floor);
  const byRest = exact.map((share, index) => ({ index, rest: share - points[index] })).sort((a, b) => b.rest - a.rest);
  const left = 100 - points.reduce((sum, share) => sum + share, 0);
  for (const { index } of byRest.slice(0, left)) points[index] += 1;
  return points;
}

/** @param {number[]} points @returns {number[]} where they lie in the drawing */
const placed = (points) => [0, 1].map((axis) => points.reduce((sum, share, index) => sum + (share * CORNERS[index][axis]) / 100, 0));

/** @param {number} x @param {number} y @returns {number[]} the points of a place, the nearest ones if it lies outside */
function pointsAt(x, y) {
  const [[ax, ay], [bx, by], [cx, cy]] = CORNERS;
  const area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy);
  const a = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area;
  const b = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area;
  return toHundred([a, b, 1 - a - b].map((share) => Math.max(0, share)));
}

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const inPage = !!el.closest("live-widget");
  const label = unique("shares");
  const work = () => model.get("work");
  const now = () => writtenPoints(work(), data.between);
  const earlier = () => (inPage ? readRecord().record.widgets?.[data.before]?.work : model.get("earlier"));

  const status = h("p", { class: "note-kept", role: "status" });
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const ghost = svg("g", { class: "shares-before" });
  const handle = svg("g", { class: "shares-handle", ontouchstart: stay }, svg("circle", { r: 29, class: "shares-grip" }), svg("circle", { r: 9, class: "shares-point" }));
  const drawing = svg("svg", { viewBox: "0 0 320 290", class: "shares-drawing", "aria-hidden": "true", onpointerdown: hold, onpointermove: drag, onpointerup: drop, onpointercancel: drop },
    svg("path", { d: `M${CORNERS.map((corner) => corner.join(" ")).join("L")}Z`, class: "shares-field" }),
    ...data.between.map(([, name], index) => svg("text", { x: [160, 8, 312][index], y: [20, 280, 280][index], "text-anchor": ["middle", "start", "end"][index] }, name)),
    ghost, handle);
  const fields = data.between.map(([, name], index) => number(capital(name), (value) => write(index, value)));
  const sure = data.sure ? number("How sure are you, 0 to 100 %?", (value) => patch(model, { sure: value })) : null;
  const before = h("p", { class: "note-asked" });
  const section = h("section", { class: "dossier-widget note-box shares", "aria-labelledby": label },
    h("p", { class: "note-task", id: label }, ...emphasised(data.task)),
    h("p", { class: "note-asked" }, "Drag the point, or write three numbers that are a hundred together."),
    h("div", { class: "shares-both" }, drawing, h("div", { class: "shares-fields" }, ...fields.map(({ element }) => element), sure?.element, before,
      h("button", { type: "button", onclick: clear }, "Clear"))),
    status, fault);
  el.append(section);
  takeAnchor();

  /** Links to this note lead to its fallback until it is alive, and then here. */
  function takeAnchor() {
    const anchored = el.closest("live-widget")?.querySelector(`[id="${data.anchor}"]`);
    anchored?.removeAttribute("id");
    section.id = anchored ? data.anchor : "";
  }

  /** @param {string} name @param {(value: number | undefined) => void} onnumber */
  function number(name, onnumber) {
    const id = unique("points");
    const input = h("input", { type: "number", id, min: 0, max: 100, inputmode: "numeric", onchange: () => {
      onnumber(input.value === "" ? undefined : Math.min(100, Math.max(0, Math.round(Number(input.value)))));
      draw();
    } });
    return { element: h("p", { class: "shares-row" }, h("label", { for: id }, name), input), input };
  }

  /** @returns {(number | undefined)[]} what stands in the record for each cause, a hundred together or not */
  function written() {
    const points = isObject(work()) && isObject(work().points) ? work().points : {};
    return data.between.map(([id]) => {
      const share = Object.hasOwn(points, id) ? points[id] : undefined;
      return Number.isInteger(share) && share >= 0 && share <= 100 ? share : undefined;
    });
  }

  /** Keep a number as it was written, and leave the others as they are. @param {number} changed @param {number | undefined} value */
  function write(changed, value) {
    set(written().map((share, index) => (index === changed ? value : share)));
  }

  /** @param {(number | undefined)[]} points */
  function set(points) {
    const given = data.between.flatMap(([id], index) => (points[index] === undefined ? [] : [[id, points[index]]]));
    patch(model, { points: given.length ? Object.fromEntries(given) : undefined });
  }

  /** @returns {string} the points, or how many are left or too many */
  function said() {
    if (now().length) return `${capital(writtenIn({ points: work().points }, data.between))}.`;
    const given = written().filter((share) => share !== undefined);
    const left = given.reduce((rest, share) => rest - share, 100);
    if (!given.length) return cleared ? "Your points are cleared." : "";
    const count = Math.abs(left) === 1 ? "1 point" : `${Math.abs(left)} points`;
    if (left < 0) return `That is ${count} too many.`;
    return left ? `${count} ${left === 1 ? "is" : "are"} left.` : "The hundred are shared out: write 0 for the rest.";
  }

  /** A finger on the point does not scroll the page. @param {TouchEvent} event */
  function stay(event) {
    event.preventDefault();
  }

  function clear() {
    cleared = true;
    patch(model, { points: undefined, sure: undefined });
  }

  let cleared = false;
  let [held, moving] = [false, /** @type {number[]} */ ([])];

  /** @param {PointerEvent} event */
  function at(event) {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(/** @type {any} */ (drawing).getScreenCTM()?.inverse());
    moving = pointsAt(place.x, place.y);
    show(moving);
  }

  /** @param {PointerEvent} event */
  function hold(event) {
    held = true;
    drawing.setPointerCapture(event.pointerId);
    if (event.target instanceof Element && !event.target.closest(".shares-handle")) at(event);
  }

  /** @param {PointerEvent} event */
  function drag(event) {
    if (held) at(event);
  }

  /** @param {PointerEvent} event */
  function drop({ type }) {
    if (held && moving.length && type === "pointerup") set(moving);
    [held, moving] = [false, []];
    draw();
  }

  /** @param {number[]} points of the point, none where it waits @param {(number | undefined)[]} [numbers] of the fields */
  function show(points, numbers = points) {
    const [x, y] = placed(points.length ? points : EVEN);
    handle.setAttribute("transform", `translate(${x} ${y})`);
    handle.toggleAttribute("data-open", !points.length);
    fields.forEach(({ input }, index) => {
      input.value = String(numbers[index] ?? "");
    });
  }

  function draw() {
    if (held) return;
    const [points, then] = [now(), earlier()];
    show(points, written());
    if (status.textContent !== said()) status.textContent = said();
    if (sure) sure.input.value = String(writtenSure(work()) ?? "");
    const old = data.before ? writtenPoints(then, data.between) : [];
    const past = data.before ? writtenIn(then, data.between) : "";
    before.textContent = !data.before ? "" : past ? `Before: ${past}.` : "You shared out no points before.";
    const [[x, y], [nx, ny]] = [placed(old.length ? old : EVEN), placed(points.length ? points : old)];
    ghost.replaceChildren(...(old.length ? [svg("path", { d: `M${x} ${y}L${nx} ${ny}` }), svg("circle", { cx: x, cy: y, r: 8 })] : []));
  }

  const forget = remember({ model, el, part: "widgets", box: fault });
  model.on("change:earlier", draw);
  addEventListener(KEPT, draw);
  const dispose = drawn(model, draw, () => {
    forget();
    model.off("change:earlier", draw);
    removeEventListener(KEPT, draw);
  });
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
