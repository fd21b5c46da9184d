// @ts-check
/** A sentence that says why, beside an answer: it is kept, set beside another, and never scored. */
import { emphasised, h, unique } from "./ui.mjs";

const PAUSE = 400; // milliseconds without a key until it is kept

/**
 * @param {{ask: string, onwritten: (text: string) => void}} options
 * @returns {{el: HTMLElement, show: (text: unknown) => void, flush: () => void}} `show` leaves alone what is not kept yet
 */
export function reasonBox({ ask, onwritten }) {
  const label = unique("reason");
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
  function flush() {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    onwritten(box.value);
  }
  const box = h("textarea", { rows: 2, class: "exercise-writing", "aria-labelledby": label, onfocusout: flush, oninput: () => {
    clearTimeout(waiting);
    waiting = setTimeout(flush, PAUSE);
  } });
  return {
    el: h("div", { class: "exercise-reason" }, h("p", { id: label }, ...emphasised(ask)), box),
    show: (text) => {
      const written = typeof text === "string" ? text : "";
      if (waiting === undefined && box.value !== written) box.value = written;
    },
    flush,
  };
}

/** @param {unknown} own what the reader wrote @param {string} model @returns {HTMLElement} the two, one beside the other */
export const compared = (own, model) => h("div", { class: "exercise-compared" },
  typeof own === "string" && own.trim() ? h("div", {}, h("p", { class: "exercise-about" }, "Your reason"), h("p", { class: "exercise-own" }, own)) : null,
  h("div", {}, h("p", { class: "exercise-about" }, "A reason to compare it with"), h("p", {}, ...emphasised(model))));
