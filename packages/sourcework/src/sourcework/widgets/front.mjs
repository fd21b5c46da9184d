// @ts-check
/**
 * What the first page of a book tells of the reader's record: the guess, where to go on, what of each chapter is done.
 * A link to something behind a door opens it. Without this script the page is whole.
 *
 * @typedef {import("./doing.mjs").Progress} Progress
 * @typedef {Progress & {begun: boolean, ticks: boolean[]}} Drawn
 * @typedef {{cover: HTMLElement, page: string, link: HTMLAnchorElement, steps: import("./doing.mjs").StepAsked[]}} Cover
 */
import { isDoneWith, isStepOver, keepProgress, keptSteps } from "./doing.mjs";
import { h } from "./elements.mjs";
import { CHANGES, expectReader, keepSoon, recordNow } from "./reading.mjs";
import { writtenText } from "./written.mjs";

/** @template {HTMLElement} T @param {string} selector @returns {T[]} */
const all = (selector) => /** @type {T[]} */ ([...document.querySelectorAll(selector)]);

const guessed = all(".first-guess")[0];
const wayIn = all(".way-in")[0];
const covers = all(".cover").map(coverOf);
const goingOn = /** @type {HTMLAnchorElement} */ (h("a", { class: "way-on" }));

/** @param {HTMLElement} cover @returns {Cover} */
function coverOf(cover) {
  const steps = JSON.parse(cover.dataset.steps ?? "[]").map((/** @type {[string, string[]]} */ [anchor, asked]) => ({ anchor, asked }));
  return { cover, page: cover.dataset.page ?? "", link: /** @type {HTMLAnchorElement} */ (cover.querySelector("a")), steps };
}

/** @param {Cover} cover @param {import("./memory.mjs").Reader} record @returns {Drawn} */
function progressOf({ page, steps }, record) {
  const kept = keptSteps(page, record);
  const over = steps.map((step) => isStepOver(step, kept, record));
  const done = over.filter(Boolean).length;
  const here = steps.findIndex(({ anchor }) => anchor && anchor === kept.here?.id);
  const left = over.findIndex((is, index) => !is && index >= here);
  const at = Math.max(0, left < 0 ? over.indexOf(false) : left);
  const begun = done > 0 || here >= 0 || steps.some(({ asked }) => asked.some((id) => isDoneWith(id, record)));
  return { done, of: steps[0]?.anchor ? steps.length : 0, at: at + 1, anchor: steps[at]?.anchor ?? "", over: steps.length > 0 && done === steps.length, begun, ticks: over };
}

/** @param {Cover} cover @param {import("./memory.mjs").Reader} record @returns {string} when something was kept last of a chapter */
function lastKept({ page, steps }, { items, widgets }) {
  const ids = [`${page}/steps`, ...steps.flatMap(({ asked }) => asked)];
  return ids.flatMap((id) => [items?.[id]?.saved, widgets?.[id]?.saved]).map((saved) => String(saved ?? "")).sort().at(-1) ?? "";
}

/** @param {Cover} cover @param {Drawn} progress */
function drawCover({ cover }, { done, of, over, begun, ticks }) {
  cover.querySelectorAll(".cover-ticks, .cover-done").forEach((each) => each.remove());
  if (!begun) return;
  const row = h("span", { class: "cover-ticks", "aria-hidden": "true" }, ...ticks.map((isOver) => h("i", { class: isOver ? "done" : "" })));
  cover.append(...(of ? [row] : []), h("p", { class: "cover-done" }, over ? "✓ Done" : of ? `${done} of ${of} steps done` : "Begun"));
}

/** Lead on from where the reader was last, or to the chapter after one that is done. @param {Drawn[]} progress @param {number} last */
function drawWayIn(progress, last) {
  if (!wayIn) return;
  const start = /** @type {HTMLAnchorElement} */ (wayIn.querySelector(".way-start"));
  const order = [last, ...covers.keys()].filter((index) => index >= 0);
  const next = order.find((index) => !progress[index].over) ?? -1;
  const isOffered = last >= 0 && next >= 0;
  start.hidden = isOffered;
  goingOn.remove();
  if (!isOffered) return;
  const { link } = covers[next];
  const { begun, of, at, anchor } = progress[next];
  goingOn.href = begun && anchor ? `${link.href}#${anchor}` : link.href;
  const step = begun && of ? `, step ${at} of ${of}` : "";
  goingOn.replaceChildren(h("b", {}, begun ? "Continue:" : "Next:"), ` ${link.textContent}${step}`);
  wayIn.prepend(goingOn);
}

/** @param {string} guess @param {boolean} isTold */
function drawGuess(guess, isTold) {
  const said = /** @type {HTMLElement} */ (guessed.querySelector(".guess-said"));
  const title = /** @type {SVGTitleElement} */ (guessed.querySelector("svg > title"));
  const fold = /** @type {HTMLDetailsElement} */ (guessed.querySelector(".guess-after"));
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (guessed.querySelectorAll("button"))) {
    button.setAttribute("aria-pressed", String(button.value === guess));
    button.disabled = isTold;
  }
  guessed.dataset.state = isTold ? "told" : guess ? "guessed" : "asked";
  if (isTold) title.textContent = title.dataset.told ?? "";
  const told = [guess && `You said ${guess}.`, isTold ? title.dataset.told : ""].filter(Boolean).join(" ");
  if (said.textContent !== told) said.textContent = told;
  fold.open = !!guess && !isTold;
}

/** @param {Event} [news] */
function drawFront(news) {
  const record = recordNow();
  if (guessed) drawGuess(writtenText(record.widgets?.[guessed.dataset.guess ?? ""]?.work), isDoneWith(guessed.dataset.until ?? "", record));
  const progress = covers.map((cover) => progressOf(cover, record));
  covers.forEach((cover, index) => drawCover(cover, progress[index]));
  const times = covers.map((cover, index) => (progress[index].begun ? lastKept(cover, record) : ""));
  const last = times.reduce((best, time, index) => (time && (best < 0 || time > times[best]) ? index : best), -1);
  drawWayIn(progress, last);
  const kept = covers.flatMap(({ page }, index) => {
    const { begun, ticks: _ticks, ...rest } = progress[index];
    return begun ? [[page, rest]] : [];
  });
  if (news?.type !== "storage") keepProgress({ last: covers[last]?.page ?? "", pages: Object.fromEntries(kept) });
}

/** Open what a link leads into. */
function openDoors() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let isShut = false;
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    isShut ||= !fold.open;
    fold.open = true;
  }
  if (isShut) target?.scrollIntoView();
}

if (guessed) {
  expectReader();
  guessed.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    drawGuess(button.value, false);
    keepSoon(({ keepWork }) => keepWork("widgets", guessed.dataset.guess ?? "", { text: button.value }));
  });
}
drawFront();
openDoors();
addEventListener("hashchange", openDoors);
for (const news of [...CHANGES, "pageshow"]) addEventListener(news, drawFront);
