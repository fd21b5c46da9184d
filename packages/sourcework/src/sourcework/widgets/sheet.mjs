// @ts-check
/**
 * What the reader answered, question by question: to look over, to print and to hand in.
 *
 * @typedef {import("./progress.mjs").Listed} Listed
 * @typedef {import("./progress.mjs").Given} Given
 * @typedef {import("./responses.mjs").Attempt} Attempt
 * @typedef {{options: [string, string][], targets: [string, string][]}} Words the ids of an item's options and targets, with their words
 */
import { WORDINGS } from "./kinds.mjs";
import { isObject } from "./responses.mjs";
import { emphasised, formatDay, h } from "./ui.mjs";

const UNSAID = "Your answer is in your record, but this page has no words for it.";

/**
 * Show all answers, a fold for each chapter.
 *
 * @param {{chapter: string, given: Given[]}[]} chapters
 * @param {{chapters: Record<string, string>, words: Record<string, Words>}} data titles of chapters, words of items
 * @param {Set<string>} open the chapters whose folds are open
 * @returns {HTMLElement[]}
 */
export function answerFolds(chapters, { chapters: titles, words }, open) {
  return chapters.map(({ chapter, given }) => h("details", { open: open.has(chapter), "data-chapter": chapter },
    h("summary", {}, `${chapter ? titles[chapter] ?? chapter : "Questions that this edition does not have"}: ${given.length} answered`),
    h("ul", { class: "sheet-answers" }, ...given.map((each) => answerGiven(each, words[each.id])))));
}

/** @param {Given} given @param {Words} [words] */
function answerGiven({ id, item, place, attempts, last }, words) {
  const isOld = !!item && item.digest !== last.digest;
  const name = !item ? id : item.until ? "A question of an earlier edition" : `Question ${place}`;
  const before = isOld ? ", in an older edition of the question" : "";
  const often = attempts > 1 ? ` (attempt ${attempts})` : "";
  return h("li", {},
    h("p", { class: "sheet-stem" }, item?.href ? h("a", { href: item.href }, name) : name, ...(item ? [". ", ...emphasised(item.stem)] : [])),
    h("div", { class: "sheet-answer" }, (item && !isOld && inWords(item, last.response, words)) || recalled(last)),
    typeof last.reason === "string" ? h("p", { class: "sheet-own" }, last.reason) : null,
    h("p", { class: "record-small" }, `Answered on ${formatDay(last.at)}${before}${often}: ${inCredit(last, isOld ? undefined : item)}.`, ...left(item)));
}

/** Say until when a question was asked that is retired, and which one is asked in its place. @param {Listed} [item] @returns {(Node | string)[]} */
function left({ until, by, there } = /** @type {Listed} */ ({})) {
  if (!until) return [];
  return [` It was asked until ${until}`, ...(by ? ["; in its place there is ", there ? h("a", { href: there }, by) : by] : []), "."];
}

/**
 * Put a response into the words of the bank.
 *
 * @param {Listed} item
 * @param {any} response
 * @param {Words} [words]
 * @returns {Node | null} null if the bank has no words for it
 */
function inWords({ kind, unit, one }, response, { options, targets } = { options: [], targets: [] }) {
  const wording = WORDINGS[kind];
  const choices = (/** @type {[string, string][]} */ pairs) => pairs.map(([id, text]) => ({ id, text }));
  // Rows come in the order in which the question shows them, and not in that of the answering.
  const shown = isObject(response) ? options.filter(([id]) => Object.hasOwn(response, id)) : [];
  const given = shown.length ? { ...Object.fromEntries(shown), ...response } : response;
  const words = wording?.words(given, { options: choices(options), targets: choices(targets), unit, one }) ?? [];
  if (!words.length) return null;
  const { shape, quotes } = wording;
  if (!shape || shape === "text") return h("p", shape ? { class: "sheet-own" } : {}, ...words.flat());
  return h(shape, {}, ...words.map((each) => h("li", {}, ...(typeof each === "string" ? [each]
    : [quotes ? h("q", {}, each[0]) : each[0].replace(/\.$/, ""), ": ", h("strong", {}, each[1])]))));
}

/**
 * What an attempt itself keeps of an answer: its words of then, or the reader's own text, of which they are the beginning.
 *
 * @param {Attempt} attempt
 */
function recalled({ words, response }) {
  const kept = typeof words === "string" ? words : "";
  const text = typeof response === "string" && response.startsWith(kept) && kept ? response : kept;
  return h("p", { class: text ? "sheet-own" : "record-small" }, text || UNSAID);
}

/** @param {Attempt} attempt @param {Listed} [item] the item, if its points are those of the attempt @returns {string} */
function inCredit({ credit, told }, item) {
  if (credit === null) return "not scored";
  const share = Math.min(1, Math.max(0, credit));
  const word = share === 1 ? "right" : share ? "partly right" : "not right";
  const points = item ? `, ${Math.round(share * item.points * 100) / 100} of ${item.points} ${item.points === 1 ? "point" : "points"}` : "";
  return `${word}${points}${told ? ", after the answer was shown" : ""}`;
}

/**
 * Open all folds for paper, and close again those that the reader had closed.
 *
 * @param {HTMLElement} place what holds the folds
 * @returns {() => void} stops doing so
 */
export function unfoldForPaper(place) {
  const folds = (/** @type {string} */ which) => /** @type {HTMLDetailsElement[]} */ ([...place.querySelectorAll(`details${which}`)]);
  const unfold = () => {
    for (const fold of folds(":not([open])")) {
      fold.dataset.paper = "";
      fold.open = true;
    }
  };
  const foldAgain = () => {
    for (const fold of folds("[data-paper]")) {
      delete fold.dataset.paper;
      fold.open = false;
    }
  };
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", foldAgain);
  return () => {
    removeEventListener("beforeprint", unfold);
    removeEventListener("afterprint", foldAgain);
  };
}
