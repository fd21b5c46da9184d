// @ts-check
/** A slider that is not set until the reader has touched it. */
import { h } from "./ui.mjs";

/**
 * @param {{min: number, max: number, step: number, labelledby: string, unset: string, valued: (value: number) => string,
 *          said?: (value: number) => string, onset: (value: number) => void}} options `valued` says a value to those who do not see it,
 *        `said` what stands beside it
 * @returns {{input: HTMLInputElement, beside: HTMLElement, show: (value: any) => void}}
 */
export function slider({ min, max, step, labelledby, unset, valued, said = valued, onset }) {
  const input = h("input", { type: "range", min, max, step, "aria-labelledby": labelledby, oninput: () => onset(input.valueAsNumber) });
  const beside = h("span", { class: "exercise-said", "aria-hidden": "true" }); // the slider says it itself
  // A slider at rest fires nothing, though the reader may mean the place where it stands. A key that was pressed elsewhere and
  // brought the focus here means nothing.
  let pressed = "";
  input.addEventListener("keydown", ({ key }) => {
    pressed = key;
  });
  input.addEventListener("keyup", ({ key }) => {
    if (key === pressed && (key === "Enter" || key === " ")) onset(input.valueAsNumber);
    pressed = "";
  });
  for (const touch of ["click", "pointerup"]) input.addEventListener(touch, () => onset(input.valueAsNumber));
  return { input, beside, show: (value) => {
    const given = Number.isFinite(value);
    input.value = String(given ? value : (min + max) / 2);
    input.setAttribute("aria-valuetext", given ? valued(value) : unset);
    input.toggleAttribute("data-unset", !given);
    beside.textContent = given ? said(value) : unset;
  } };
}
