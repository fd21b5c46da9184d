// @ts-check
/**
 * The box of a note: what the reader writes beside the text is kept while it is written.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{task: string, anchor: string, lines: number}} Data
 * @typedef {{typed: (work: any) => string, whole: (work: any, typed: string) => string}} Parts of the text of a work: what is typed
 *          of it, and the text once something else is typed
 */
import { remember } from "./memory.mjs";
import { dataOf, drawn, emphasised, h, patch, unique } from "./ui.mjs";
import { writtenText } from "./written.mjs";

const LEAST = 2; // lines of a field below something else
const PAUSE = 400; // milliseconds without a key after which the text is kept

/**
 * @param {View} view
 * @param {Parts} parts
 * @param {(label: string, say: (text: string) => void, flush: () => void) => {el: HTMLElement, draw: () => void} | null} drawAbove
 *        what stands between task and field; it is given the id of the task, and keeps what is typed before it changes the work
 */
export function noteBox({ model, el, signal }, { typed, whole }, drawAbove = () => null) {
  const { task, anchor, lines } = /** @type {Data} */ (dataOf(model));
  const label = unique("note");
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
  const status = h("p", { class: "note-kept", role: "status" });
  const above = drawAbove(label, (text) => {
    status.textContent = text;
  }, flush);
  const rows = above ? LEAST : lines;
  const box = h("textarea", { rows, style: `--lines: ${rows}`, "aria-labelledby": label, class: "note-writing", oninput: () => {
    clearTimeout(waiting);
    waiting = setTimeout(flush, PAUSE);
  }, onchange: flush });
  const paper = h("p", { class: "note-paper", "aria-hidden": "true" });
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const section = h("section", { class: "dossier-widget note-box", "aria-labelledby": label },
    h("p", { class: "note-task", id: label }, ...emphasised(task)), above?.el, box, paper, status, fault);
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
    const text = whole(model.get("work"), box.value.trim() ? box.value : "");
    if (text === writtenText(model.get("work"))) return;
    patch(model, { text: text || undefined });
    status.textContent = text && !fault.textContent ? "Kept in your record." : "";
  }

  function draw() {
    const text = typed(model.get("work"));
    if (waiting === undefined && box.value !== text && (text || box.value.trim())) box.value = text;
    paper.textContent = writtenText(model.get("work"));
    above?.draw();
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
