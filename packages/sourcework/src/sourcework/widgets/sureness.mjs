// @ts-check
/**
 * How sure the reader is, said in the gesture of the choice: a finger slides along the option, or ← → on it; a slider does the same.
 * It is asked and never demanded.
 *
 * @typedef {{form: import("./kinds/base.mjs").Form, patch: (change: Record<string, any>) => void, onanswer: (response: any) => void,
 *            say: (text: string) => void}} Choosing
 */
import { slider } from "./slider.mjs";
import { h, unique } from "./ui.mjs";

const SURE = /** @type {Record<number, string>} */ ({ 20: "mostly guessing", 40: "doubtful", 60: "more likely right than wrong", 80: "fairly sure", 100: "certain" });
const STEP = 20; // per cent between two levels, and the lowest
const SLIDES = 12; // pixels sideways from which a touch is no tap

/** @param {number} value */
const inWords = (value) => `${SURE[value] ?? ""}, ${value} %`;

/** @param {Choosing} choosing @returns {{el: HTMLElement, show: (response: any, level: number | undefined, closed: boolean) => void}} */
export function sureness({ form, patch, onanswer, say }) {
  const label = unique("sure");
  /** @type {number | undefined} */ let now;
  const set = (/** @type {number} */ level) => {
    if (level !== now) patch({ confidence: level });
  };
  const { input, beside, show } = slider({ min: STEP, max: 100, step: STEP, labelledby: label, unset: "not said", valued: inWords, onset: set });
  const slides = !!form.el.querySelector("[type=radio]");
  const ends = h("span", { class: "exercise-ends", "aria-hidden": "true" }, slides ? "Slide along your answer, or ← → on it. You need not say." : "You need not say.");
  const el = h("div", { class: "exercise-sure" }, h("span", { id: label }, "How sure are you?"), beside, input, ends);
  for (const [id, told] of form.told ?? []) {
    const radio = /** @type {HTMLInputElement | null | undefined} */ (told.parentElement?.querySelector("[type=radio]"));
    if (radio) slideAlong(radio, id);
  }

  /** @param {HTMLInputElement} radio @param {string} id */
  function slideAlong(radio, id) {
    const option = radio.closest("label");
    if (!option) return;
    option.classList.add("exercise-slides");
    /** @param {number} level */
    function choose(level) {
      if (!radio.checked) onanswer(id);
      set(level);
    }
    radio.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (!by) return;
      event.preventDefault();
      choose(Math.min(100, Math.max(STEP, (now ?? 60) + by)));
      say(`${inWords(now ?? 0)}.`);
    });
    let start = NaN;
    option.addEventListener("pointerdown", (event) => {
      start = radio.matches(":disabled") ? NaN : event.clientX;
    });
    option.addEventListener("pointermove", (event) => {
      if (Number.isNaN(start) || !event.buttons || Math.abs(event.clientX - start) < SLIDES) return;
      if (!option.hasPointerCapture(event.pointerId)) option.setPointerCapture(event.pointerId);
      const { left, width } = option.getBoundingClientRect();
      choose(Math.min(100, Math.max(STEP, STEP * Math.ceil((100 / STEP) * (event.clientX - left) / width))));
    });
    for (const end of ["pointerup", "pointercancel"]) option.addEventListener(end, () => {
      start = NaN;
    });
  }

  return { el, show: (response, level, closed) => {
    now = level;
    show(level);
    input.hidden = ends.hidden = closed;
    const row = slides ? form.told?.get(response) : undefined;
    el.hidden = (slides && !row) || (closed && level === undefined);
    if (row && row.previousElementSibling !== el) row.before(el);
  } };
}
