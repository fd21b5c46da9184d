// @ts-check
/**
 * The review on the record page: begins a session, for which it asks for the script and the cards only then, and ends it with a full stop.
 *
 * @typedef {import("./progress.mjs").Listed} Listed
 * @typedef {{item: Listed, due: number}} Due
 * @typedef {{session: string, words: string, cards: Record<string, string>}} Files the addresses of the script, of the words of options, and of the cards by chapter
 * @typedef {{due: Due[], next: number | undefined}} Agenda what is due now, and when the next one will be
 */
import { plural } from "./progress.mjs";
import { formatDay, h } from "./ui.mjs";

/** Cards of one session, and its minutes. */
export const CARDS = 8;
export const MINUTES = 5;

/** @param {number} time @returns {string} when a card comes back, in words */
export const comesBack = (time) => (formatDay(time) === formatDay(Date.now()) ? "comes back later today" : `comes back on ${formatDay(time)}`);

/** @returns {Files | null} where the page has them; none in a notebook */
export function reviewFiles() {
  const text = /** @type {HTMLElement | null} */ (document.querySelector("template[data-review]"))?.dataset.review;
  return text ? JSON.parse(text) : null;
}

/** @param {string} address @returns {Promise<void>} */
function run(address) {
  return new Promise((resolve, reject) => {
    document.head.append(h("script", { src: address, onload: () => resolve(), onerror: () => reject(new Error(address)) }));
  });
}

/** @param {Files} files @returns {Promise<Record<string, import("./sheet.mjs").Words>>} by item the words of its options; none if they cannot be had */
export async function optionWords({ words }) {
  const page = /** @type {{review?: {choices?: Record<string, import("./sheet.mjs").Words>}}} */ (/** @type {unknown} */ (globalThis));
  if (!page.review?.choices) await run(words).catch(() => {});
  return page.review?.choices ?? {};
}

/**
 * @param {{files: Files, chapters: Record<string, string>, box: HTMLElement, agenda: () => Agenda, say: (text: string) => void,
 *          onturn: (asking: boolean) => void, onleave: () => void, calendar: (next: number) => void}} options
 *        `onturn` hears that cards are shown, or no longer; `onleave` that the end was closed
 * @returns {{begin: () => Promise<void>, dispose: () => void}}
 */
export function reviewing({ files, chapters, box, agenda, say, onturn, onleave, calendar }) {
  const page = /** @type {{review: {begin?: Function, cards?: Record<string, Record<string, any>>, style?: string}}} */ (/** @type {unknown} */ (globalThis));
  page.review ??= {};
  let dispose = () => {};
  let loading = false;

  async function begin() {
    const items = agenda().due.slice(0, CARDS).map(({ item }) => item);
    if (loading || !items.length) return;
    loading = true;
    try {
      const wanted = new Set(items.map(({ chapter }) => chapter).filter((chapter) => !page.review.cards?.[chapter]).map((chapter) => files.cards[chapter]));
      await Promise.all([...page.review.begin ? [] : [files.session], ...wanted].map(run));
    } catch {
      return say("The cards could not be loaded. Each question is in its chapter: see the list.");
    } finally {
      loading = false;
    }
    dress();
    const cards = Object.assign({}, ...Object.values(page.review.cards ?? {}));
    const asked = items.filter(({ id }) => cards[id]).map(({ id, chapter }) => ({ id, title: chapters[chapter] ?? chapter }));
    if (!asked.length) return say("These questions are in their chapters only: see the list.");
    onturn(true);
    dispose = page.review.begin?.({ box, cards, asked, minutes: MINUTES, onend: end });
  }

  /** Give the cards their style, once. */
  function dress() {
    if (!page.review.style) return;
    document.head.append(h("style", {}, page.review.style));
    page.review.style = "";
  }

  /** @param {{asked: number, right: number, later: number, late: boolean}} outcome */
  function end({ asked, right, later, late }) {
    onturn(false);
    const { due, next } = agenda();
    const left = Math.min(CARDS, due.length);
    const second = later ? `, ${later} the second time` : "";
    const heading = h("h2", { tabindex: -1 }, late ? "Five minutes are over." : due.length ? "Enough for now." : next && formatDay(next) === formatDay(Date.now()) ? "Done for now." : "Done for today.");
    const close = () => {
      box.replaceChildren();
      onleave();
    };
    box.replaceChildren(h("section", { class: "review-end" }, heading,
      h("p", {}, asked ? `You answered ${plural(asked, "card", "cards")}: ${right} right at once${second}.` : "You answered none.",
        due.length ? ` ${plural(due.length, "card is", "cards are")} still due.` : "", next ? ` The next card ${comesBack(next)}.` : ""),
      h("div", { class: "review-tools" },
        left ? h("button", { type: "button", onclick: begin }, `Go on with ${left} more`) : null,
        next ? h("button", { type: "button", onclick: () => calendar(next) }, "Save the date for a calendar") : null,
        h("button", { type: "button", onclick: close }, "Back to the record"))));
    heading.focus();
  }

  return { begin, dispose: () => dispose() };
}
