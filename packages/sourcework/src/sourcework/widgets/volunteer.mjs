// @ts-check
/**
 * The file for the author: what a reader answered, without anything that says who it was, shown before it is saved, and
 * sent nowhere. In Python `volunteers/files.py` reads it.
 *
 * @typedef {import("./memory.mjs").Reader} Reader
 * @typedef {import("./progress.mjs").Listed} Listed
 * @typedef {{response?: any, reason?: string, confidence?: number, seconds?: number, told?: true, read?: true}} Given one attempt; without
 *          its response where that is a text which the reader keeps; `seconds` since the attempt before it, at whatever question
 * @typedef {{count: number, sure: number, timed: number, texts: number}} Counts of attempts, of those with a sureness or seconds, and of texts
 */
import { randomId } from "./answers.mjs";
import { BOOK } from "./identity.mjs";
import { answersOf, plural } from "./progress.mjs";
import { byTime, readAnswer } from "./responses.mjs";
import { checkbox, h, saveText, unique } from "./ui.mjs";

const PAUSE = 30 * 60; // seconds after which a reader was doing something else
const NAME = /^[\w.:,/-]{1,60}$/; // what an id of an option can be, and hardly a sentence

/**
 * Take out of a record what may go into the file: attempts at questions that are as they were when the reader first met them.
 *
 * @param {Reader} record
 * @param {Listed[]} items
 * @param {boolean} texts whether what the reader wrote goes in too
 * @returns {{answers: Record<string, Given[]>, counts: Counts}}
 */
export function givenTo(record, items, texts) {
  const all = answersOf(record);
  const times = [...all.values()].flatMap(({ attempts }) => attempts.map(({ at }) => Date.parse(at))).sort((a, b) => a - b);
  const before = new Map(times.map((time, index) => [time, times[index - 1]]));
  const counts = { count: 0, sure: 0, timed: 0, texts: 0 };
  /** @type {Record<string, Given[]>} */ const answers = {};
  for (const { id, digest, scored } of items) {
    const { attempts } = readAnswer(byTime(all.get(id) ?? {}));
    if (attempts[0]?.digest !== digest) continue;
    answers[id] = attempts.filter((each) => each.digest === digest).map(({ at, response, reason, confidence, told, read }) => {
      const time = Date.parse(at);
      const seconds = Math.round((time - (before.get(time) ?? 0)) / 1000);
      const written = typeof response === "string" && !scored;
      const isSure = Number.isFinite(confidence);
      counts.count += 1;
      counts.sure += Number(isSure);
      counts.timed += Number(seconds <= PAUSE);
      counts.texts += Number(written) + Number(!!reason);
      return { ...((written ? texts : isPlain(response)) ? { response } : {}), ...(reason && texts ? { reason } : {}), ...(isSure ? { confidence } : {}),
        ...(seconds <= PAUSE ? { seconds } : {}), ...(told ? { told } : {}), ...(read ? { read } : {}) };
    });
  }
  return { answers, counts };
}

/** Whether a response is made of numbers and ids, and says nothing else. @param {unknown} response @returns {boolean} */
function isPlain(response) {
  if (typeof response === "string") return NAME.test(response);
  if (typeof response !== "object" || response === null) return Number.isFinite(response);
  return Object.entries(response).flat().every(isPlain);
}

/**
 * Offer the file: a button, and what opens at it.
 *
 * @param {{items: Listed[], version: string, read: () => Reader, say: (text: string) => void}} options
 * @returns {HTMLElement[]}
 */
export function volunteering({ items, version, read, say }) {
  const [asks, told] = [unique("volunteer"), unique("told")];
  const about = h("div", { id: told });
  const opener = h("button", { type: "button", onclick: open }, "A file for the author");
  const panel = h("div", { class: "opening-question", role: "group", tabindex: -1, hidden: true, "aria-labelledby": asks, "aria-describedby": told,
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && leave() });

  function open() {
    const record = read(); // what is shown is what will be saved
    const { counts } = givenTo(record, items, false);
    if (!counts.count) return say("There is nothing to put into a file for the author yet: answer some questions first.");
    const file = randomId();
    const whole = h("pre", { class: "record-whole", tabindex: 0, role: "region", "aria-label": "The whole file" });
    const show = (/** @type {boolean} */ texts) => {
      whole.textContent = JSON.stringify({ format: `${BOOK}-volunteer/1`, edition: version, file, answers: givenTo(record, items, texts).answers }, null, 1);
    };
    show(false);
    about.replaceChildren(
      h("p", {}, "With it you can help to make the questions better. It is sent to nobody: you save it, and then send it yourself, if you like. In it are:"),
      h("ul", {},
        h("li", {}, `${plural(counts.count, "attempt", "attempts")}, question by question: what you chose, and whether you had seen the answer before`),
        h("li", {}, `how sure you were, of ${counts.sure} of them`),
        h("li", {}, `how many seconds had passed since the attempt before, of ${counts.timed} of them; no day and no hour`),
        h("li", {}, "the edition of the book, and a random number of this one file, so that it is counted once")),
      h("p", {}, "Your name is not in it, nor are your notes, your marks and what you did in other widgets."));
    panel.replaceChildren(
      h("p", { class: "opening-asks", id: asks }, "A file for the author, without your name"),
      about,
      counts.texts ? checkbox({ label: `Put in what I wrote in words of my own, too (${plural(counts.texts, "text", "texts")}). Read it again first: it may say who I am.`, checked: false, onchange: show }) : "",
      h("details", {}, h("summary", {}, "Show the whole file"), whole),
      h("div", { class: "opening-buttons" },
        h("button", { type: "button", onclick: () => {
          const as = `${BOOK}-for-the-author-${file.slice(0, 8)}.json`;
          saveText(whole.textContent ?? "", as, "application/json");
          close();
          say(`It is saved as ${as}. Nothing was sent.`);
        } }, "Save this file"),
        h("button", { type: "button", onclick: leave }, "Save nothing")));
    panel.hidden = false;
    panel.focus();
  }

  function leave() {
    close();
    say("Nothing was saved.");
  }

  function close() {
    panel.hidden = true;
    panel.replaceChildren();
    opener.focus();
  }

  return [opener, panel];
}
