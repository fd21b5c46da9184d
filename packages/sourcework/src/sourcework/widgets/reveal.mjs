// @ts-check
/**
 * What waits in a page for the answer to an item: a fold that names the item, and that opens for good when the item is answered,
 * or when the reader reads on without. However it is opened before, by its button, a link or the browser's search, the record says so.
 * What waits for a note, which is kept letter by letter, is opened by its button: having written, one has not read on without.
 * Without this script it is a fold like any other.
 */
import { isPassed } from "./doing.mjs";
import { CHANGES, expectReader, keepSoon, recordNow } from "./reading.mjs";
import { writtenText } from "./written.mjs";

const folds = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details[data-after]"));
const news = document.createElement("p");

/** @param {HTMLDetailsElement} fold */
const itemOf = (fold) => fold.dataset.after ?? "";
/** @param {HTMLDetailsElement} fold */
const isShut = (fold) => !fold.hasAttribute("data-opened");
/** @param {HTMLDetailsElement} fold @returns {HTMLElement | null} */
const contentOf = (fold) => fold.querySelector(".dossier-after-content");

/** @param {HTMLDetailsElement} fold */
function open(fold) {
  fold.setAttribute("data-opened", "");
  fold.open = true;
  const excerpt = fold.closest(".dossier-sealed");
  excerpt?.setAttribute("aria-labelledby", `${excerpt.id}-told-title`);
}

/** @param {HTMLDetailsElement} fold @returns {"items" | "widgets"} where the record has that for which a fold waits: ids of items end with a number */
const partOf = (fold) => (/-\d+$/.test(itemOf(fold)) ? "items" : "widgets");

/** @param {HTMLDetailsElement} fold what the reader has done of what it waits for */
const workOf = (fold) => recordNow()[partOf(fold)]?.[itemOf(fold)]?.work;

/** @param {HTMLDetailsElement} fold */
const hasWritten = (fold) => partOf(fold) === "widgets" && !!writtenText(workOf(fold));

/** Offer what a note held back, on the whole bar. @param {HTMLDetailsElement} fold */
function offerGoingOn(fold) {
  fold.setAttribute("data-written", "");
  fold.querySelector(".dossier-after-read")?.replaceChildren("Go on");
}

/** Open what is earned. @returns {boolean} whether there was anything */
function update() {
  const waiting = [...folds].filter(isShut);
  const record = recordNow();
  const earned = waiting.filter((fold) => isPassed(itemOf(fold), record));
  earned.forEach(open);
  for (const fold of waiting) if (hasWritten(fold)) offerGoingOn(fold);
  return earned.length > 0;
}

/** Open a fold before its item is answered, with all that wait for the same. @param {HTMLDetailsElement} fold @param {string} [how] what to warn of */
function readOn(fold, how) {
  const written = hasWritten(fold);
  for (const each of folds) if (itemOf(each) === itemOf(fold) && isShut(each)) open(each);
  keepSoon(({ keepRead }) => keepRead(partOf(fold), itemOf(fold), written ? "seen" : "read"));
  if (!how || written) return contentOf(fold)?.focus({ preventScroll: true }); // the button is gone
  const note = document.createElement("p");
  note.className = "dossier-after-note";
  note.textContent = `${how} This waits for ${fold.dataset.question}; your record says that you have read on without it.`;
  contentOf(fold)?.prepend(note);
  news.textContent = note.textContent;
}

/** A link opens what it leads into, and what that stands in. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const shut = [...folds].filter((fold) => fold !== target && fold.contains(target) && isShut(fold));
  for (const fold of shut) readOn(fold, "A link has brought you here.");
  if (shut.length) target?.scrollIntoView();
}

news.className = "dossier-unseen";
news.setAttribute("role", "status");
document.body.append(news);
if (folds.length) expectReader();
for (const fold of folds) {
  fold.setAttribute("data-waits", "");
  fold.querySelector("summary")?.addEventListener("click", (event) => {
    event.preventDefault();
    // Who has written may press anywhere; who reads on unanswered must mean it.
    const isPressed = !event.detail || hasWritten(fold) || (event.target instanceof Element && event.target.closest(".dossier-after-read"));
    if (isPressed && isShut(fold)) readOn(fold);
  });
  fold.addEventListener("toggle", () => {
    if (fold.open && isShut(fold)) readOn(fold, "A search has opened this.");
  });
}
update();
follow();
addEventListener("hashchange", follow);
for (const change of CHANGES) addEventListener(change, () => {
  if (update()) news.textContent = "What waited for this answer is open now.";
});
