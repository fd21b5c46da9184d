// @ts-check
/**
 * Sheet of lives: a bar each from birth to death, those who died first at the top, under the line of a year; above them how many of
 * all whose death is dated were alive in each year. The line is dragged, or moved by the slider at its head. It is a picture of a list
 * that says the same: of all this only the slider is heard.
 *
 * @typedef {{id: string, name: string, born: string, died: string, isViolent: boolean}} Life
 * @typedef {{year: number, shown: Set<string>, called: Set<string>, chosen: string}} Told
 */
import { begin, ticks } from "./scale.mjs";
import { h, svg, unique } from "./ui.mjs";

const OPEN = 8; // years for which a line goes on that has no known end
const ROOMY = 40; // hundredths of the sheet before the first year of the slider, for words
const DRAG = 6; // pixels from which on a press is no tap

/** @param {string} date partial ISO @returns {number} the year with its part that has gone; of a year alone its middle */
function yearsOf(date) {
  const [year, month, day] = date.split("-").map(Number);
  return year + (month ? (month - 1 + (day ? day / 31 : 0.5)) / 12 : 0.5);
}

/**
 * @param {{people: Life[], first: number, last: number, alive: (died: string, year: number) => string, onyear: (year: number) => void,
 *          onchoose: (id: string) => void}} options `first` and `last` year that can be looked at; `alive` says how somebody is in a year
 */
export function lives({ people, first, last, alive, onyear, onchoose }) {
  const births = people.filter(({ born }) => born).map(({ born }) => Number(born.slice(0, 4)));
  const begins = Math.floor(Math.min(first - OPEN, ...births) / 10) * 10;
  const ends = last + 1;
  const share = (/** @type {number} */ years) => (Math.max(0, Math.min(1, (years - begins) / (ends - begins))) * 100);
  const percent = (/** @type {number} */ years) => `${share(years)}%`;
  const byDeath = [...people].sort((one, other) => (one.died || "9999").localeCompare(other.died || "9999") || one.born.localeCompare(other.born));
  const rows = byDeath.map((person) => ({ person, ...bar(person) }));

  const id = unique("year");
  const number = h("span", { class: "people-year", "aria-hidden": "true" }); // the slider says it itself
  const input = h("input", { id, type: "range", min: first, max: last, step: 1, oninput: () => onyear(input.valueAsNumber) });
  const curve = svg("svg", { class: "lives-curve", viewBox: `0 0 ${ends - begins} 100`, preserveAspectRatio: "none" });
  const most = h("span", { class: "lives-most" });
  const axis = h("div", { class: "lives-axis" });
  const picture = h("div", { class: "lives-picture", "aria-hidden": "true", onclick: (/** @type {MouseEvent} */ event) => tap(event), onpointerdown, onpointermove, onpointerup: drop, onpointercancel: drop },
    h("div", { class: "lives-count" }, curve, most), h("div", { class: "lives-rows" }, ...rows.map(({ row }) => row)), axis, h("div", { class: "lives-line" }));
  const el = h("div", { class: "lives" }, h("div", { class: "lives-head", "data-beside": share(first) > ROOMY }, h("label", { for: id, class: "widget-name" }, "The year"), " ", number),
    h("div", { class: "lives-plot" }, h("div", { class: "lives-slider" }, input), picture));
  el.style.setProperty("--share", String(share(first) / 100));
  el.style.setProperty("--first", percent(first + 0.5));
  el.style.setProperty("--last", percent(last + 0.5));
  new ResizeObserver(drawAxis).observe(axis);

  /** @param {Life} person */
  function bar({ id: who, name, born, died, isViolent }) {
    const known = Math.min(first, died ? yearsOf(died) : first); // then they lived, by all that we know
    const [from, to] = [born ? yearsOf(born) : known, died ? yearsOf(died) : Math.max(first, born ? yearsOf(born) : first)];
    const line = (/** @type {string} */ kind, /** @type {number} */ left, /** @type {number} */ right) => {
      const own = h("i", { class: kind });
      own.style.setProperty("--from", percent(left));
      own.style.setProperty("--to", percent(right));
      return own;
    };
    const age = h("span", { class: "lives-age" });
    const words = h("span", { class: "lives-name" }, name);
    words.style.setProperty("--from", percent(born ? from : from - OPEN));
    const row = h("div", { class: "lives-row", "data-id": who }, line("lives-life", from, to), line("lives-lived", from, to),
      born ? null : line("lives-open", from - OPEN, from), died ? null : line("lives-open", to, to + OPEN),
      died && isViolent && yearsOf(died) < ends ? line("lives-cross", to, to) : null, words, " ", age);
    return { row, age };
  }

  function drawAxis() {
    axis.replaceChildren(...ticks({ from: begin(begins), to: begin(ends) }, axis.clientWidth).fine.filter(({ words }) => Number(words) >= begins && Number(words) < ends).flatMap(({ words }) => {
      const tick = h("span", {}, words);
      tick.style.insetInlineStart = percent(Number(words));
      return [tick, " "];
    }));
  }

  /** @param {Life[]} shown */
  function drawCurve(shown) {
    const dated = shown.filter(({ died }) => died);
    const years = Array.from({ length: ends - first }, (_, index) => first + index);
    const steps = years.flatMap((year) => {
      const height = 100 - (90 * dated.filter(({ died }) => alive(died, year) === "yes").length) / Math.max(1, dated.length);
      return [`${year - begins} ${height}`, `${year + 1 - begins} ${height}`];
    });
    curve.replaceChildren(svg("path", { class: "lives-area", d: `M${first - begins} 100L${steps.join("L")}L${ends - begins} 100Z` }),
      svg("path", { class: "lives-fall", d: `M${steps.join("L")}`, "vector-effect": "non-scaling-stroke" }));
    most.textContent = `alive, of ${dated.length}`;
  }

  /** The press of a mouse or finger, and whether it has gone on. */
  let [start, isHeld, isDragged] = [0, false, false];

  /** @param {PointerEvent} event */
  function onpointerdown({ clientX, button }) {
    [start, isHeld, isDragged] = [clientX, !button, false];
  }

  /** @param {PointerEvent} event */
  function onpointermove({ clientX, pointerId }) {
    if (!isHeld || (!isDragged && Math.abs(clientX - start) < DRAG)) return;
    if (!isDragged) picture.setPointerCapture(pointerId);
    isDragged = true;
    const { left, width } = picture.getBoundingClientRect();
    const year = Math.floor(begins + ((clientX - left) / width) * (ends - begins));
    onyear(Math.min(last, Math.max(first, year)));
  }

  function drop() {
    isHeld = false;
  }

  /** @param {MouseEvent} event */
  function tap({ target }) {
    const row = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".lives-row")) : null;
    if (row?.dataset.id && !isDragged) onchoose(row.dataset.id);
  }

  /** @param {Life} person @param {number} year */
  function standing({ born, died }, year) {
    switch (alive(died, year)) {
      case "yes": return born ? String(year - Number(born.slice(0, 4))) : "alive";
      case "that year": return "dies";
      case "no": return `† ${died.slice(0, 4)}`;
      default: return "?";
    }
  }

  let drawn = "";

  /** @param {Told} told */
  function draw({ year, shown, called, chosen }) {
    input.value = String(year);
    number.textContent = String(year);
    el.style.setProperty("--year", percent(year + 0.5));
    for (const { person, row, age } of rows) {
      row.hidden = !shown.has(person.id);
      row.dataset.alive = alive(person.died, year);
      row.toggleAttribute("data-called", called.has(person.id));
      row.toggleAttribute("data-chosen", chosen === person.id);
      age.textContent = standing(person, year);
    }
    const now = [...shown].join();
    if (now !== drawn) drawCurve(people.filter((person) => shown.has(person.id)));
    drawn = now;
  }

  return { el, draw };
}
