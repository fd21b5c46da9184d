// @ts-check
/**
 * A note shown again, read-only, beside what it is to be compared with.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{task: string, href: string, between?: [string, string][], quiet?: boolean}} Data `quiet` shows nothing where nothing was written
 */
import { remember } from "./memory.mjs";
import { dataOf, drawn, emphasised, h, unique } from "./ui.mjs";
import { writtenIn } from "./written.mjs";

/** @param {View} view */
function render({ model, el, signal }) {
  const { task, href, between, quiet } = /** @type {Data} */ (dataOf(model));
  const [label, about] = [unique("note"), unique("note")];
  const body = h("div", {});
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const section = h("section", { class: "dossier-widget note-box note-again", "aria-labelledby": `${label} ${about}` },
    h("p", { class: "note-task", id: label }, "What you wrote"), h("p", { class: "note-asked", id: about }, ...emphasised(task)), body, fault);
  el.append(section);

  function draw() {
    const text = writtenIn(model.get("work"), between);
    section.hidden = !!quiet && !text;
    body.replaceChildren(text ? h("blockquote", { class: "note-words" }, text) : h("p", { class: "note-none" }, "You wrote nothing yet."),
      h("p", { class: "note-back" }, h("a", { href }, text ? "Change it" : "Write it first")));
  }

  const forget = remember({ model, el, part: "widgets", box: fault });
  const dispose = drawn(model, draw, forget);
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
