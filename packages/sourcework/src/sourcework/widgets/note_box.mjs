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

/** @param {HTMLElement} el @returns {HTMLElement | null | undefined} the box as the page has it already, in which one may have begun to write */
const servedIn = (el) => el.closest("live-widget")?.querySelector("[data-usable]");

/**
 * @param {View} view
 * @param {Parts} parts
 * @param {(label: string, say: (text: string) => void, flush: () => void) => {el: HTMLElement, draw: () => void} | null} drawAbove
 *        what stands between task and field; it is given the id of the task, and keeps what is typed before it changes the work
 */
export function noteBox({ model, el, signal }, { typed, whole }, drawAbove = () => null) {
  const { task, anchor, lines } = /** @type {Data} */ (dataOf(model));
  const served = servedIn(el);
  const label = unique("note");
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
  const status = h("p", { class: "note-kept", role: "status" });
  const above = drawAbove(label, (text) => {
    status.textContent = text;
  }, flush);
  const rows = above ? LEAST : lines;
  const box = served?.querySelector("textarea") ?? h("textarea", { rows, "aria-labelledby": label, class: "note-writing" });
  const paper = h("p", { class: "note-paper", "aria-hidden": "true" });
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const section = served ?? h("section", { class: "note-box" }, h("p", { class: "note-task", id: label }, ...emphasised(task)), above?.el, box);
  section.classList.add("dossier-widget");
  section.setAttribute("aria-labelledby", label);
  section.querySelector("label")?.setAttribute("id", label);
  section.append(paper, status, fault);
  if (!served) el.append(section);
  box.style.setProperty("--lines", String(rows));
  box.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(flush, PAUSE);
  };
  box.onchange = flush;

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
    served?.toggleAttribute("data-written", !!paper.textContent);
    above?.draw();
  }

  if (!served) takeAnchor();
  const early = box.value.trim() ? box.value : "";
  const forget = remember({ model, el, part: "widgets", box: fault });
  const kept = typed(model.get("work"));
  if (early && early !== kept) {
    box.value = [kept, early].filter(Boolean).join("\n");
    waiting = setTimeout(flush, PAUSE);
  }
  addEventListener("pagehide", flush);
  const dispose = drawn(model, draw, () => {
    flush();
    forget();
    removeEventListener("pagehide", flush);
    for (const each of [paper, status, fault]) each.remove();
  });
  signal?.addEventListener("abort", dispose);
  return dispose;
}
