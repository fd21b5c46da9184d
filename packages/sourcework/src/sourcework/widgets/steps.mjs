// @ts-check
/**
 * A chapter in steps: one section at a time, with a bar that says where one is, what is done and what is left, and with a way on.
 * A link, an address or the browser's search shows the step that it leads into; one switch shows the whole chapter.
 * What is done is read off the record; where the reader is, and what was passed by, is kept there when the reader goes on.
 * Without this script, and on paper, the chapter is whole.
 *
 * @typedef {{section: HTMLElement, parts: HTMLElement[], name: string, minutes: number, asked: HTMLElement[], found: HTMLDetailsElement | null}} Step
 */
import { storeUnder, storedUnder } from "./browser_storage.mjs";
import { isDoneWith, isStepOver, keepProgress, keptSteps, readProgress } from "./doing.mjs";
import { h } from "./elements.mjs";
import { CHANGES, expectReader, keepSoon, recordNow } from "./reading.mjs";
import { isObject } from "./responses.mjs";

const WHOLE = "whole"; // whether this reader wants chapters whole
/** @param {Element | null} heading */
const headingOf = (heading) => [...(heading?.childNodes ?? [])].filter((node) => !(node instanceof Element && node.matches(".headerlink"))).map((node) => node.textContent).join("").trim();

/** @param {HTMLElement} head @param {number} index @returns {Step} with what stands before all steps as a part of the first; what is asked in a deeper part need not be done */
function stepOf(head, index) {
  const section = /** @type {HTMLElement} */ (head.parentElement);
  const all = /** @type {HTMLElement[]} */ ([...section.parentElement?.children ?? []]);
  const before = index ? [] : all.slice(0, all.indexOf(section)).filter((each) => !each.matches("h1, .handout-name"));
  const parts = [...before, section];
  const asked = parts.flatMap((part) => [...part.querySelectorAll(/** @type {"section"} */ ("[data-key]"))]).filter((each) => !each.closest(".deeper"));
  return { section, parts, asked, name: headingOf(section.querySelector("h2")), minutes: Number(head.dataset.minutes), found: section.querySelector(":scope > details.step-found") };
}

/** @param {HTMLElement} asked */
const isDone = ({ dataset: { key = "" } }) => isDoneWith(key, recordNow());

/** @returns {boolean[]} which steps are over */
function stepsOver() {
  const record = recordNow();
  const kept = keptSteps(pageName, record);
  return steps.map(({ asked, section }) => isStepOver({ anchor: section.id, asked: asked.map(({ dataset }) => dataset.key ?? "") }, kept, record));
}

/** @param {HTMLElement} part @param {boolean} hidden */
function putAway(part, hidden) {
  part.toggleAttribute("data-away", hidden);
  if (!hidden) part.removeAttribute("hidden");
  else part.setAttribute("hidden", "onbeforematch" in part ? "until-found" : "");
}

/** Say what is done and where the reader is, here and in the list of sections. @param {Event} [news] */
function drawSteps(news) {
  const over = stepsOver();
  const left = steps.reduce((sum, { minutes }, index) => sum + (over[index] ? 0 : minutes), 0);
  const at = isWhole ? `${over.filter(Boolean).length} of ${steps.length} steps done` : `Step ${here + 1} of ${steps.length}`;
  where.replaceChildren(h("span", {}, at), " · ", h("span", {}, left ? `${left} min left` : "all done"));
  for (const [index, tick] of [...ticks.children].entries()) tick.className = [over[index] ? "done" : "", index === here && !isWhole ? "here" : ""].join(" ").trim();
  for (const [index, { section, minutes, found }] of steps.entries()) {
    const line = /** @type {HTMLElement | null} */ (document.querySelector(`#page-toc a[href="#${CSS.escape(section.id)}"]`));
    if (line) {
      line.querySelector(".step-told")?.remove();
      line.append(h("small", { class: "step-told" }, over[index] ? " ✓ done" : ` ${minutes} min`));
      if (index === here && !isWhole) line.setAttribute("aria-current", "step");
      else if (line.getAttribute("aria-current") === "step") line.removeAttribute("aria-current"); // where one reads is another's to say
    }
    if (found && over[index] && !found.dataset.opened) {
      found.open = true;
      found.dataset.opened = "";
    }
  }
  next.hidden = over.every(Boolean) && here === steps.length - 1;
  if (news?.type !== "storage") noteProgress(over); // what is done in another page that one tells, or both would for ever
}

/** Keep for the list of pages how far this chapter is, once something of it is kept. @param {boolean[]} over */
function noteProgress(over) {
  const done = over.filter(Boolean).length;
  if (!done && !recordNow().widgets?.[stepsKey]) return;
  const { pages } = readProgress();
  const at = Math.max(here, 0);
  keepProgress({ last: pageName, pages: { ...pages, [pageName]: { done, of: steps.length, at: at + 1, anchor: steps[at].section.id, over: done === steps.length } } });
}

/** @param {number} index */
function showStep(index) {
  here = index;
  for (const [at, { parts }] of steps.entries()) for (const part of parts) putAway(part, !isWhole && at !== here);
  document.documentElement.dataset.steps = isWhole ? "whole" : "";
  drawSteps();
}

/** Go to a step, and begin at its top. @param {number} index */
function go(index) {
  const { section } = steps[index];
  const left = index > here ? steps[here].section.id : "";
  const now = new Date().toISOString();
  keepSoon(({ keepWork }) => keepWork("widgets", stepsKey, {
    here: { id: section.id, number: index + 1, name: steps[index].name },
    of: steps.length,
    ...(left ? { passed: { ...keptSteps(pageName, recordNow()).passed, [left]: now } } : {}),
  }));
  showStep(index);
  if (location.hash !== `#${section.id}`) history.pushState(null, "", `#${section.id}`);
  const heading = section.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  (index || isWhole ? section : document.body).scrollIntoView();
}

/** @param {Node | null} target @returns {number} in which step something stands; -1 for none */
const stepAt = (target) => steps.findIndex(({ parts }) => parts.some((part) => part.contains(target)));

/** Show the step that the address leads into. */
function followSteps() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const index = stepAt(target);
  if (!target || index < 0) return;
  showStep(index);
  target.closest("details.deeper")?.setAttribute("open", "");
  target.scrollIntoView();
}

/** @param {Step} step @returns {HTMLElement[]} what has waited for a note that is written, and has not been opened */
const offered = ({ parts }) => parts.flatMap((part) => [...part.querySelectorAll(/** @type {"details"} */ ("details[data-written]:not([data-opened])"))]).filter((fold) => !fold.closest(".deeper"));

/** Lead to the first thing of this step that is not done, or that a note has earned, or to the next step. */
function lead() {
  const [first] = [...steps[here].asked.filter((each) => !isDone(each)), ...offered(steps[here])]
    .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  if (!first) return go(Math.min(here + 1, steps.length - 1));
  if (first.matches("details")) {
    first.querySelector("summary")?.click(); // it gives its content the focus
    return first.scrollIntoView({ block: "start" });
  }
  const box = /** @type {HTMLElement} */ (first.closest("live-widget") ?? first);
  box.setAttribute("tabindex", "-1");
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}

/** @param {number} index @param {string} word @param {string} name */
function way(index, word, name) {
  const link = h("a", { href: `#${steps[index].section.id}`, class: name }, h("small", {}, word), ` ${steps[index].name}`);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(index);
  });
  return link;
}

/** @returns {HTMLElement | string} at the end of the last step, the way to the page after this */
function onward() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".prev-next > .next"));
  const [word, title] = link?.querySelector("span")?.childNodes ?? [];
  return link ? h("a", { href: link.href, class: "step-next" }, h("small", {}, word.textContent ?? ""), ` ${title?.textContent?.trim()}`) : "";
}

/** @param {number} index the ways back and on at the end of a step */
function foot(index) {
  const ways = [index ? way(index - 1, "Back", "step-back") : "", index < steps.length - 1 ? way(index + 1, `Next, ${steps[index + 1].minutes} min`, "step-next") : onward()];
  steps[index].section.append(h("nav", { class: "step-foot d-print-none", "aria-label": `Step ${index + 1} of ${steps.length}` }, ways[0], " ", ways[1]));
  for (const part of steps[index].parts) part.addEventListener("beforematch", () => showStep(index));
}

function offer() {
  const start = keptSteps(pageName, recordNow()).here;
  const index = isObject(start) ? steps.findIndex(({ section }) => section.id === start.id) : -1;
  if (index < 1 || location.hash) return;
  const link = way(index, "Go on where you were:", "step-resume");
  bar.after(link);
  addEventListener("hashchange", () => link.remove(), { once: true });
  link.addEventListener("click", () => link.remove());
}

const heads = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".step-head")]);
const pageName = heads[0]?.dataset.page ?? "";
const stepsKey = `${pageName}/steps`;
const steps = heads.map(stepOf);
const ticks = h("span", { class: "step-ticks", "aria-hidden": "true" }, ...steps.map(() => h("span", {})));
const where = h("p", { class: "step-where" });
const next = h("button", { type: "button", accesskey: "n", title: "The next thing to do (key N, with those that your browser asks for)" }, "Next to do");
const switcher = h("button", { type: "button", "aria-pressed": "false" }, "Whole chapter");
const bar = h("nav", { class: "step-bar d-print-none", "aria-label": "Steps of this chapter" }, ticks, where, next, switcher);
let [here, isWhole] = [0, storedUnder(WHOLE) === "yes"];

if (steps.length) {
  expectReader();
  steps.forEach((_, index) => foot(index));
  document.querySelector(".bd-article h1, h1")?.after(bar);
  switcher.addEventListener("click", () => {
    isWhole = !isWhole;
    storeUnder(WHOLE, isWhole ? "yes" : "no");
    switcher.setAttribute("aria-pressed", String(isWhole));
    showStep(here);
    if (isWhole && here) steps[here].section.scrollIntoView();
  });
  next.addEventListener("click", lead);
  switcher.setAttribute("aria-pressed", String(isWhole));
  showStep(0);
  offer();
  followSteps();
  for (const news of ["hashchange", "popstate"]) addEventListener(news, followSteps);
  for (const news of CHANGES) addEventListener(news, drawSteps);
}
