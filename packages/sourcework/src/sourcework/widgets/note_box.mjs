// @ts-check
/**
 * A note: what the reader writes beside the text is kept while it is written, and scored by nobody.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{task: string, anchor: string, lines: number}} Data
 */
import { remember } from "./memory.mjs";
import { dataOf, drawn, emphasised, h, patch, unique } from "./ui.mjs";
import { writtenText } from "./written.mjs";

const PAUSE = 400; // milliseconds without a key after which the text is kept

/** @param {View} view */
function render({ model, el, signal }) {
  const { task, anchor, lines } = /** @type {Data} */ (dataOf(model));
  const label = unique("note");
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
  const box = h("textarea", { rows: lines, style: `--lines: ${lines}`, "aria-labelledby": label, class: "note-writing", oninput: () => {
    clearTimeout(waiting);
    waiting = setTimeout(flush, PAUSE);
  }, onchange: flush });
  const paper = h("p", { class: "note-paper", "aria-hidden": "true" });
  const status = h("p", { class: "note-kept", role: "status" });
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const section = h("section", { class: "dossier-widget note-box", "aria-labelledby": label },
    h("p", { class: "note-task", id: label }, ...emphasised(task)), box, paper, status, fault);
  el.append(section);

  /** Links to this note lead to its fallback until it is alive, and then here. */
  function takeAnchor() {
    const anchored = el.closest("live-widget")?.querySelector(`[id="${anchor}"]`);
    anchored?.removeAttribute("id");
    section.id = anchored ? anchor : "";
  }

  function flush() {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    const text = box.value.trim() ? box.value : undefined;
    if ((text ?? "") === writtenText(model.get("work"))) return;
    patch(model, { text });
    status.textContent = text && !fault.textContent ? "Kept in your record." : "";
  }

  function draw() {
    const text = writtenText(model.get("work"));
    if (waiting === undefined && box.value !== text && (text || box.value.trim())) box.value = text;
    paper.textContent = text;
  }

  takeAnchor();
  const forget = remember({ model, el, part: "widgets", box: fault });
  addEventListener("pagehide", flush);
  const dispose = drawn(model, draw, () => {
    flush();
    forget();
    removeEventListener("pagehide", flush);
  });
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
