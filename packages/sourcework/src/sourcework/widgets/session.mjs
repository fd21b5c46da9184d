// @ts-check
/**
 * A review: one card after another, each the item's own view, asked anew, with the words that it asks about folded beneath.
 *
 * A script of its own, which the record page asks for when a reader begins: `globalThis.review` then has `begin`, and the cards
 * of the chapters, each a script too.
 *
 * @typedef {{title: string, lines: [number, string][]}} Words the words of an excerpt, line by line, under a title that tells nothing
 * @typedef {{data: any, words: Words[]}} Card
 * @typedef {{id: string, title: string}} Asked an item, and its chapter
 * @typedef {{asked: number, right: number, later: number, late: boolean}} Outcome cards that were answered; of them right at once, and right only later;
 *          whether the time was over before the cards were
 * @typedef {{box: HTMLElement, cards: Record<string, Card>, asked: Asked[], minutes: number, onend: (outcome: Outcome) => void}} Options
 */
import { renderExercise } from "./exercise.mjs";
import { modelOf } from "./own_model.mjs";
import { readAnswer } from "./responses.mjs";
import { h, unique } from "./ui.mjs";

const MINUTE = 60000;

/** @param {Words} words */
const folded = ({ title, lines }) => h("details", { class: "review-words" }, h("summary", {}, `The words: ${title}`),
  h("blockquote", {}, ...lines.map(([line, text]) => h("p", {}, h("span", { class: "review-line" }, `Line ${line}`), " ", text))));

/** Begin a session. @param {Options} options @returns {() => void} ends it */
function begin({ box, cards, asked, minutes, onend }) {
  const over = Date.now() + minutes * MINUTE;
  const queue = asked.map((each) => ({ ...each, again: false }));
  const outcome = { asked: 0, right: 0, later: 0, late: false };
  const place = h("h2", { id: unique("place"), tabindex: -1 });
  const next = h("button", { type: "button", class: "review-next", onclick: forward });
  const card = h("div", {});
  const fold = h("div", {});
  const ready = h("p", { class: "review-ready", role: "status" });
  box.replaceChildren(h("section", { class: "review", "aria-labelledby": place.id }, place, card, fold, ready,
    h("div", { class: "review-tools" }, next, h("button", { type: "button", onclick: end }, "Stop here"))));
  let turn = 0;
  /** @type {import("./responses.mjs").Attempt[]} */ let given = []; // the attempts at this card
  /** @type {AbortController | undefined} */ let shown;

  /** Whether an attempt succeeds; a card that comes again may have told its answer. @param {import("./responses.mjs").Attempt} attempt */
  const succeeds = ({ credit, told }) => credit === 1 && (!told || queue[turn].again);

  function show() {
    leave();
    shown = new AbortController();
    given = [];
    const { id, title, again } = queue[turn];
    const [number, all] = again ? [turn - asked.length + 1, queue.length - asked.length] : [turn + 1, asked.length];
    place.replaceChildren(`${again ? "Once more: " : ""}${number} of ${all}`, h("span", { class: "review-chapter" }, ` ${title}`));
    next.hidden = true;
    ready.textContent = "";
    const model = modelOf(id, cards[id].data, { review: true });
    renderExercise({ model, el: card, signal: shown.signal });
    fold.replaceChildren(...cards[id].words.map(folded));
    const { length } = readAnswer(model.get("work")).attempts;
    model.on("change:work", () => {
      given = readAnswer(model.get("work")).attempts.slice(length);
      if (given.length) tell();
    });
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  }

  function tell() {
    const right = given.some(succeeds);
    next.hidden = false;
    next.textContent = right && turn + 1 === queue.length ? "Finish" : "Next card";
    ready.textContent = right ? "" : "This card comes once more at the end.";
  }

  function count() {
    const { again } = queue[turn];
    const [right, atOnce] = [given.some(succeeds), given.length > 0 && succeeds(given[0])];
    if (given.length && !again) outcome.asked += 1;
    if (atOnce && !again) outcome.right += 1;
    else if (right) outcome.later += 1;
    return right;
  }

  function forward() {
    if (!count()) queue.push({ ...queue[turn], again: true });
    given = [];
    turn += 1;
    outcome.late = turn < queue.length && Date.now() >= over;
    if (turn === queue.length || outcome.late) return end();
    show();
  }

  function end() {
    if (given.length) count();
    leave();
    box.replaceChildren();
    onend(outcome);
  }

  function leave() {
    shown?.abort();
    card.replaceChildren();
  }

  show();
  return leave;
}

/** @type {any} */ (globalThis).review.begin = begin;
