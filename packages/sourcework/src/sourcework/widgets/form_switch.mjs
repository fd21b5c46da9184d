// @ts-check
/** Switch between what is touched, a text or a picture, and a form that asks the same. */
import { storeUnder, storedUnder } from "./browser_storage.mjs";
import { checkbox, h } from "./ui.mjs";

const FORM_WANTED = "forms"; // whether this reader wants lists

/**
 * What is touched and the form, of which this reader sees one, here and wherever else there are both.
 *
 * @param {HTMLElement} touched
 * @param {HTMLElement} [form] what of it stands beside the switch
 * @param {(isForm: boolean) => void} [onswitch] hears which of them is seen, at first too
 * @returns {HTMLElement}
 */
export function touchedOrForm(touched, form, onswitch) {
  touched.classList.add("touched");
  const el = h("div", { class: "form-switch" });
  /** @param {boolean} isForm */
  function draw(isForm) {
    el.toggleAttribute("data-form", isForm);
    onswitch?.(isForm);
  }
  const isForm = storedUnder(FORM_WANTED) === "yes";
  el.append(checkbox({ label: "As a form", checked: isForm, onchange: (on) => {
    draw(on);
    storeUnder(FORM_WANTED, on ? "yes" : null);
  } }), touched, ...(form ? [form] : []));
  draw(isForm);
  return el;
}
