// @ts-check
/**
 * A page in a package of SCORM or cmi5: what a platform has of its reader is joined with what lies in this browser before anything is shown,
 * and the platform is told what the reader does: the record, what is done, the score, each answer. It is in the package's page
 * alone, before all other scripts. Without a platform the page works as it does elsewhere, and says so.
 */
import { saveAnswers } from "./answers.mjs";
import { keptSteps } from "./doing.mjs";
import { h } from "./elements.mjs";
import { BOOK } from "./identity.mjs";
import { KEPT, readRecord, writeRecord } from "./memory.mjs";
import { answerTo, doneOf, ownRecord, scoreOf } from "./scorm/asked.mjs";
import { EDITIONS, asInteraction } from "./scorm/base.mjs";
import { handedIn } from "./scorm/handing_in.mjs";
import { beLearner } from "./scorm/learner.mjs";
import { resumed, suspended } from "./scorm/suspended.mjs";
import "./scorm/scorm12.mjs";
import "./scorm/scorm2004.mjs";
import "./scorm/cmi5.mjs";

const PAUSE = 500; // milliseconds without a change until the platform is told
const STYLE = `
.platform-note { background: var(--pst-color-surface); border-inline-start: 4px solid var(--pst-color-border); font: 0.95rem/1.4 var(--sans, system-ui, sans-serif); margin: 0 0 1rem; padding: 0.5rem 0.9rem; }
.platform-note[data-fault] { border-color: var(--pst-color-danger); }
.platform-note > p { margin: 0; }
.platform-note button { background: none; border: 1px solid currentcolor; color: inherit; cursor: pointer; font: inherit; margin-block-start: 0.5rem; min-block-size: 2.75rem; padding: 0.25rem 0.9rem; }
@media print { .platform-note { display: none; } }`;
const WELL = "Your learning platform keeps what you do here.";
const NOWHERE = "No learning platform was found: this page was opened outside of one. All of it works. What you do is kept in this browser only, and nobody is told.";
const REFUSED = "Your learning platform does not answer. All of this page works, and what you do is kept in this browser only. To have it kept by the platform, close the page and open it there again.";
const LOOKED_AT = "Your learning platform shows this page to be looked at, and may not keep what you do now: save your answers to a file.";
const UNREADABLE = "What your learning platform has of your answers cannot be read here, so it is left as it is. What you do now is kept in this browser only: save your answers to a file.";
const UNTAKEN = "Your learning platform did not take all of what you did. It is kept in this browser: save your answers to a file.";

/** @param {number} left @param {number} room */
function fullOf(left, room) {
  const which = left === 1 ? "longest entry is" : `${left} longest entries are`;
  return `Your learning platform keeps ${room.toLocaleString("en-GB")} characters of one reader, and what you wrote is longer: the ${which} kept in this browser only. Save your answers to a file, so that you have a copy.`;
}

const asked = /** @type {import("./scorm/asked.mjs").Asked} */ (JSON.parse(document.getElementById("scorm-package")?.textContent ?? "{}"));
const edition = EDITIONS[asked.edition];
const questions = new Map(asked.questions.map((question) => [question.id, question]));
const { platform, found } = edition.connect();
/** @type {Map<string, number>} */ const seen = new Map(); // when questions came into view
/** @type {Map<string, number>} */ const latencies = new Map();
const said = h("p", { role: "status" });
const rescue = h("button", { type: "button", hidden: true, onclick: saveAnswers }, "Save my answers to a file");
const exit = h("button", { type: "button", hidden: !platform?.back, onclick: goBack }, "Leave, and go back to your platform");
const note = h("aside", { class: "platform-note d-print-none", "aria-label": "Learning platform" }, said, rescue, exit);
let [isShut, isOver, wasDone] = [false, !platform, false];
/** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;

/** @param {string} text @param {boolean} [isFault] */
function say(text, isFault = false) {
  note.toggleAttribute("data-fault", isFault);
  rescue.hidden = !isFault;
  if (said.textContent !== text) said.textContent = text;
}

/** Take over what the platform has, before anything is shown of the record. */
function resume() {
  if (!platform) return say(found ? REFUSED : NOWHERE);
  beLearner(platform.get(edition.elements.learner));
  wasDone = /^(?:completed|passed)$/.test(platform.get(edition.elements.status));
  const text = platform.get(edition.elements.suspended);
  const record = text ? resumed(text, questions) : {};
  isShut = !record;
  if (record) writeRecord(record);
}

/** Tell the platform what the reader has done since. */
function tellPlatform() {
  clearTimeout(waiting);
  waiting = undefined;
  if (!platform || isOver) return;
  const record = ownRecord(asked, readRecord().record);
  const { text, left } = suspended(record, questions, edition.room);
  const [{ done, of }, score, place] = [doneOf(asked, record), scoreOf(asked, record), keptSteps(asked.page, record).here?.id];
  const taken = platform.tell([
    ...edition.resumable,
    .../** @type {import("./scorm/base.mjs").Told[]} */ (text && !isShut ? [[edition.elements.suspended, text]] : []),
    .../** @type {import("./scorm/base.mjs").Told[]} */ (place ? [[edition.elements.place, String(place)]] : []),
    ...(wasDone && done < of ? [] : edition.completion(done, of)),
    ...(score ? edition.score(score.earned, score.most) : []),
  ]);
  for (const [index, question] of asked.questions.entries()) tellAnswer(index, question, record);
  const [saved, mode] = [platform.save(), platform.get(edition.elements.mode)];
  const report = (/** @type {boolean} */ isSaved) => {
    if (isShut) say(UNREADABLE, true);
    else if (mode && mode !== "normal") say(LOOKED_AT, true);
    else if (!taken || !isSaved) say(UNTAKEN, true);
    else say(left ? fullOf(left, edition.room) : WELL, !!left);
  };
  if (typeof saved === "boolean") report(saved);
  else saved.then(report);
}

/** Tell a question and its answer; a platform need not keep these. @param {number} index @param {import("./scorm/asked.mjs").Question} question @param {import("./memory.mjs").Reader} record */
function tellAnswer(index, question, record) {
  if (!platform?.tell(asInteraction(edition, index, question))) return;
  const answer = answerTo(question, record);
  if (!answer) return;
  const since = seen.get(question.id) ?? Infinity;
  if (answer.at > since && !latencies.has(question.id)) latencies.set(question.id, answer.at - since);
  const { form, options, targets } = question;
  platform.tell(edition.answer(index, { ...answer, form, options: options.map(({ id }) => id), targets: targets.map(({ id }) => id), latency: latencies.get(question.id) }));
}

function tellSoon() {
  beLast();
  clearTimeout(waiting);
  waiting = setTimeout(tellPlatform, PAUSE);
}

/** End the session, so that it can be gone on with later. */
function leave() {
  if (!platform || isOver) return;
  tellPlatform();
  platform.tell(edition.leaving(performance.now() / 1000));
  platform.leave();
  isOver = true;
}

/** End the session, and go where the platform wants the reader to go. */
function goBack() {
  leave();
  location.assign(String(platform?.back));
}

/** Hear of the end after all widgets, which then keep what is being written. */
function beLast() {
  removeEventListener("pagehide", leave);
  addEventListener("pagehide", leave);
}

/** Keep the page where it is, since the session ends with it: other pages open beside it. @param {MouseEvent} event */
function follow(event) {
  const link = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest("a[href]")) : null;
  if (!link || link.href.split("#")[0] === location.href.split("#")[0] || link.hasAttribute("download") || !/^(?:https?|file):$/.test(link.protocol)) return;
  const name = /\/([^/]*)\.html$/.exec(link.pathname)?.[1];
  if (link.host === location.host && name !== undefined && !asked.pages.includes(name)) {
    event.preventDefault();
    return say("That page of the book is not in this package.");
  }
  link.target = "_blank";
}

function begin() {
  document.head.append(h("style", {}, STYLE));
  document.querySelector("main")?.prepend(note);
  const view = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const question = asked.questions.find(({ anchor }) => target.contains(document.getElementById(anchor)));
      if (isIntersecting && question && !seen.has(question.id)) seen.set(question.id, Date.now());
    }
  });
  for (const { anchor } of asked.questions) {
    const widget = document.getElementById(anchor)?.closest("live-widget");
    if (widget) view.observe(widget);
  }
  tellPlatform();
}

resume();
if (asked.handIn && platform) {
  /** @type {any} */ (globalThis)[Symbol.for(`${BOOK}.platform`)] = {
    handIn: async (/** @type {string} */ file) => {
      const { text } = suspended(ownRecord(asked, readRecord().record), questions, edition.room);
      if (text && !isShut) platform.tell([[edition.elements.suspended, text]]); // the rest of it may come too late
      return (await handedIn(file, asked.questions.length, edition, platform)) ? "" : UNTAKEN;
    },
  };
}
document.addEventListener("DOMContentLoaded", begin);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && waiting && tellPlatform());
document.addEventListener("click", follow, true);
addEventListener(KEPT, tellSoon);
for (const sign of ["focusin", "beforeunload"]) addEventListener(sign, beLast);
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
beLast();
