// @ts-check
/**
 * One item: the reader answers, checks, sees why, tries again, and may be shown the answer.
 *
 * `work` is an answer as `responses.mjs` describes it. A response that has not been checked is the reader's draft;
 * `typed` is what the reader wrote for a number and is none.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {import("./kinds/base.mjs").Remark} Remark
 * @typedef {import("./kinds/base.mjs").Told & {anchor: string, label: string, level: string, stem: string, hints: string[], digest: string,
 *            confidence: boolean, predict: boolean, rule: import("./scoring.mjs").Rule | null,
 *            reason: {ask: string, model: string} | null,
 *            reveal: {text: string, events: {date: string, title: string}[], sources: Source[]} | null}} Item
 *          an item without a rule is graded elsewhere
 */
import { saveAnswers } from "./answers.mjs";
import { keepDue } from "./due.mjs";
import { answerInWords } from "./in_words.mjs";
import { CONTROLS, KINDS, WORDINGS } from "./kinds.mjs";
import { remember } from "./memory.mjs";
import { quotations } from "./quotations.mjs";
import { compared, reasonBox } from "./reason.mjs";
import { isBlank, joinAnswers, readAnswer, shownBy } from "./responses.mjs";
import { SURE_ENOUGH, dueAt } from "./schedule.mjs";
import { answered, credit, feedbackFor } from "./scoring.mjs";
import { sureness } from "./sureness.mjs";
import { cited, dataOf, drawn, emphasised, formatDay, h, patch, unique, unseen } from "./ui.mjs";

const SURPRISE = "You were sure of it, and so this is the best chance to learn: what surprises us we remember.";
const GAP = 20; // pixels about what is scrolled to
const BAR = 80; // that the bar of a page takes of the window
const LOW = 320; // of a window in which nothing stays; the same in the style
const HIGH = 640; // of one in which the buttons stay too; the same in the style

/** @param {number} number */
const rounded = (number) => String(Math.round(number * 100) / 100);

/** @param {View} view */
export function renderExercise({ model, el, signal }) {
  const item = /** @type {Item} */ (dataOf(model));
  const rule = item.rule;
  const isGraded = !rule;
  const kind = KINDS[item.kind];
  const wording = WORDINGS[item.kind];
  const isScored = !!rule && !!kind.share;
  const answer = () => readAnswer(model.get("work"));
  const inPage = !!el.closest("live-widget");
  const inReview = !!model.get("review"); // one card of a session, in which nothing may tell
  const stemId = unique("stem");
  const labelId = unique("question");

  /** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
  /** @type {{response: any, typed?: string} | undefined} */ let draft;
  /** @type {string[]} */ let kept = []; // what was right and stays so while the reader tries again
  let remarkedOn = ""; // the answer whose remarks stand there
  let isAnew = false; // whether the reader has just asked to try again, and was told so
  function flush() {
    clearTimeout(waiting);
    const change = draft;
    draft = undefined;
    if (!change) return;
    patch(model, change);
    if (isGraded && rescue.hidden) sayKept(change.response);
  }

  /** Say once that the answer is kept, and what of it is still open. @param {any} response */
  function sayKept(response) {
    const left = kind.open(response, item);
    const text = isBlank(response) ? "No answer is kept yet." : left ? `Kept so far; ${left} still open.` : "Your answer is kept.";
    if (status.textContent !== text) say(text);
  }

  /** @param {any} response @param {string} [typed] */
  function onanswer(response, typed) {
    draft = { response, typed };
    if (!kind.pause) return flush();
    clearTimeout(waiting);
    waiting = setTimeout(flush, kind.pause);
  }

  const status = h("p", { class: "widget-status", role: "status", tabindex: -1 });
  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };
  const form = CONTROLS[item.kind]({ question: item, label: stemId, onanswer, say });
  const controls = h("fieldset", { class: "exercise-controls" }, form.el);
  const reason = item.reason && reasonBox({ ask: item.reason.ask, onwritten: (text) => patch(model, { reason: text.trim() ? text : undefined }) });
  if (reason) controls.append(reason.el);
  const sure = item.confidence ? sureness({ form, patch: (change) => patch(model, change), onanswer, say }) : null;
  if (sure) {
    controls.append(sure.el);
    sure.el.id = unique("sure");
    controls.setAttribute("aria-owns", sure.el.id); // it stands among the options, and is none
  }
  const check = h("button", { type: "button", class: "exercise-check", onclick: checkAnswer }, checkLabel());
  const once = h("p", { class: "exercise-once", id: unique("once"), hidden: true }, "You commit once: then you see how it was.");
  if (item.predict) check.setAttribute("aria-describedby", once.id);
  const again = h("button", { type: "button", onclick: tryAgain }, "Try again");
  const show = h("button", { type: "button", onclick: () => {
    patch(model, { revealed: new Date().toISOString() });
    const all = lastOf(answer())?.credit === 1;
    if (all) for (const fold of section.querySelectorAll("details:is(.exercise-others, .exercise-remark)")) fold.setAttribute("open", "");
    const shown = all ? "All remarks are shown." : "The answer is shown.";
    const others = !all && why.querySelector(".exercise-others") ? " The other answers stand in a fold below." : "";
    say(`${result()} ${shown}${others}`);
    status.focus(); // the button is gone
  } });
  /** @type {HTMLElement[]} */ const hints = item.hints.map((text, index) => h("details", { class: "exercise-hint", hidden: index > 0,
    ontoggle: () => hints[index + 1]?.removeAttribute("hidden") },
    h("summary", {}, item.hints.length > 1 ? `Hint ${index + 1} of ${item.hints.length}` : "Hint"), h("p", {}, ...emphasised(text))));
  const tools = h("div", { class: "exercise-tools" }, check, again, show);
  const changed = h("p", { class: "exercise-changed" });
  const why = h("div", { class: "exercise-why" });
  const fault = h("p", { role: "alert" });
  const rescue = h("div", { class: "exercise-fault", hidden: true }, fault,
    h("button", { type: "button", onclick: saveAnswers }, "Save my answers to a file"));
  const section = h("section", { class: "dossier-widget exercise", "aria-labelledby": labelId },
    h("p", { class: "exercise-label" }, h("span", { id: labelId }, item.label), " ", item.level ? h("span", {}, item.level) : null),
    changed,
    h("p", { class: "exercise-stem", id: stemId }, ...emphasised(item.stem)),
    controls,
    ...hints,
    once,
    tools, status, why, rescue);
  el.append(section);
  takeAnchor();

  /** Links to this question lead to its fallback until it is alive, and then here. */
  function takeAnchor() {
    const anchored = el.closest("live-widget")?.querySelector(`[id="${item.anchor}"]`);
    anchored?.removeAttribute("id");
    section.id = anchored ? item.anchor : "";
  }

  function checkLabel() {
    if (isGraded) return kind.accept;
    return kind.check || (item.predict ? "Commit my answer" : "Check");
  }

  /** The last attempt at the question as it now stands. @param {import("./responses.mjs").Answer} now */
  const lastOf = ({ attempts }) => attempts.filter(({ digest }) => digest === item.digest).at(-1);

  /** Whether the answer was shown since the last attempt. @param {import("./responses.mjs").Answer} now */
  const isShown = (now) => !!now.revealed && now.revealed >= (lastOf(now)?.at ?? "");

  /** What is in hand; what was given and never touched is an answer too. @param {import("./responses.mjs").Answer} now */
  const inHand = ({ response }) => (response === undefined ? kind.given(item) : response);

  /** Whether the right answer is told. @param {import("./responses.mjs").Answer} now */
  const isTold = (now) => isScored && (item.predict || isShown(now));

  /** @param {import("./responses.mjs").Answer} now */
  function isChecked(now) {
    const last = lastOf(now);
    return !!last && !now.open && JSON.stringify(last.response) === JSON.stringify(inHand(now));
  }

  function checkAnswer() {
    flush();
    reason?.flush();
    const now = answer();
    const response = inHand(now);
    if (isGraded) {
      onanswer(response);
      return status.focus(); // the button is gone
    }
    if (isChecked(now)) return tell(result());
    if (!isComplete(response)) return tell(missing(), document.activeElement?.closest("li, label, fieldset") ?? status);
    const at = new Date().toISOString();
    const attempt = { at, response, words: answerInWords(item.kind, response, item), digest: item.digest,
      credit: rule ? credit(rule, response) : null, ...(typeof now.reason === "string" ? { reason: now.reason } : {}), ...(sure && now.confidence !== undefined ? { confidence: now.confidence } : {}), ...(isToldBy(now, at) ? { told: true } : {}),
      ...(now.read ? { read: true } : {}), ...(isWaitedFor() ? { waits: true } : {}) };
    patch(model, { response, open: undefined, attempts: [...now.attempts, attempt] });
    tell(result());
    if (item.predict) status.focus({ preventScroll: true }); // the button is gone
  }

  /** Whether the answer was shown on the day of an attempt: on demand, or because one commits to it once. @param {import("./responses.mjs").Answer} now @param {string} at */
  const isToldBy = (now, at) => shownBy(now.revealed, at) || (isScored && item.predict && now.attempts.some((each) => each.credit !== 1 && shownBy(each.at, at)));

  /** Whether something in the page waits for a right answer, for which there is a second try. */
  const isWaitedFor = () => isScored && !item.predict && !!document.querySelector(`details[data-after="${item.id}"]:not([open])`);

  /** What a verdict speaks of: the list that has been put in order, the first row with a remark, or what stands below. */
  function spokenOf() {
    if (controls.disabled && kind.settled) return form.el;
    const remark = form.el.querySelector("div.exercise-remark");
    return remark?.parentElement?.parentElement ?? why.querySelector(".exercise-remark, p") ?? status;
  }

  /**
   * Say it, and scroll the least that shows it and what it speaks of. Where the one is a screen above the other, what is said stays
   * at the foot of the window until the reader goes on, and with it the button that has the focus, or it takes the focus itself.
   *
   * @param {string} text @param {Element} [at] what it speaks of
   */
  function tell(text, at = spokenOf()) {
    say(text);
    section.dataset.verdict = "";
    addEventListener("click", goOn, true);
    addEventListener("focusin", goOn, true);
    const stays = innerHeight >= HIGH ? tools.offsetHeight : 0;
    const beside = status.offsetHeight + stays + GAP;
    section.style.setProperty("--said", `${status.offsetHeight}px`);
    if (!stays && tools.contains(document.activeElement)) status.focus({ preventScroll: true });
    const fits = at.clientHeight + beside + BAR < innerHeight;
    const seen = /** @type {HTMLElement} */ (fits || innerHeight >= LOW ? at : status);
    seen.style.scrollMarginBlock = why.contains(seen) ? `${beside}px ${GAP}px` : `${GAP}px ${seen === status ? GAP : beside}px`;
    seen.scrollIntoView({ block: fits ? "nearest" : "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  }

  /** Let what was said go back to its place. @param {Event} event */
  function goOn({ type, target }) {
    if (target === status || (type === "focusin" && tools.contains(/** @type {Node} */ (target)))) return; // a button that is pressed stays under the finger
    delete section.dataset.verdict;
    removeEventListener("click", goOn, true);
    removeEventListener("focusin", goOn, true);
  }

  /** Put the focus where the answer is missing. @returns {string} what to do first */
  function missing() {
    const part = form.missing?.();
    if (part) return `${kind.first} Still open: ${part}`;
    const open = [...form.el.querySelectorAll("select")].find((list) => !list.value);
    const row = open?.labels[0]?.textContent;
    if (!row) focusFirst();
    open?.focus();
    return row ? `${kind.first} Still open: ${row}` : kind.first;
  }

  /** @param {any} response */
  const isComplete = (response) => !!rule && answered(rule, response) && !kind.open(response, item);

  function tryAgain() {
    const last = lastOf(answer());
    const response = rule && last ? kind.again(rule, last.response) : undefined;
    kept = rule && last && !kind.settled ? Object.entries(kind.marks(rule, last.response)).filter(([, mark]) => mark === 1).map(([id]) => id) : [];
    isAnew = true;
    patch(model, { open: true, confidence: undefined, response, typed: undefined });
    focusFirst();
    say(`Answer again. ${kept.length && !isBlank(response) ? "What was right stands as it was. " : ""}Your earlier attempt is kept in your record.`);
  }

  function focusFirst() {
    if (form.missing?.()) return;
    const all = form.el.matches("textarea") ? [form.el] : [...form.el.querySelectorAll("input, select, textarea, button")];
    /** @type {HTMLElement | undefined} */ (all.find((each) => !each.matches("[aria-describedby]")) ?? all[0])?.focus(); // the first that is open
  }

  function result() {
    const now = answer();
    const last = lastOf(now);
    if (!last) return "";
    if (!rule || !kind.share) return kind.outcome(last.response, item, inPage);
    const share = last.credit ?? 0;
    const points = `${rounded(share * item.points)} of ${item.points} ${item.points === 1 ? "point" : "points"}`;
    if (share === 1) return `Right: ${points}.`;
    const part = kind.part(rule, last.response, share, isTold(now));
    const where = !form.told ? "See why below." : kind.rows ? "Each row says why." : "See why at your answer.";
    return [`${share ? "Partly right" : isTold(now) ? "Not this time" : "Not yet"}: ${[part, points].filter(Boolean).join(", ")}.`, isTold(now) && kind.settled ? "All stand now where they belong." : "",
      (last.confidence ?? 0) >= SURE_ENOUGH ? SURPRISE : "", where].filter(Boolean).join(" ");
  }

  /** Ask anew what is due for review, or asked in one, without the old answer in view. */
  function reopen() {
    const now = answer();
    const due = dueAt(now.attempts);
    if (!inReview && (due === null || due > Date.now() || !lastOf(now) || now.open)) return;
    patch(model, { open: true, response: undefined, typed: undefined, confidence: undefined, reason: undefined });
  }

  /** @param {Remark} remark @param {boolean} tell whether the answer may be given away @param {string} [about] what stands above it */
  const remarked = ({ feedback, solved, next, words }, tell, about = "") => [
    about ? h("p", { class: "exercise-about" }, wording.quotes ? h("q", {}, about) : about) : null,
    h("p", {}, ...emphasised(tell && solved ? `${feedback} ${solved}` : feedback)), quotations(words),
    next ? h("p", { class: "exercise-next" }, h("strong", {}, "Next time: "), ...emphasised(next)) : null];

  /** @param {Remark} remark @param {boolean} tell @param {string} [more] its class besides */
  const folded = (remark, tell, more = "") =>
    h("details", { class: `exercise-remark ${more}`.trim() }, h("summary", {}, "Why", unseen(`: ${remark.text}`)), ...remarked(remark, tell));

  /**
   * Say of each option, at its row, what became of it, and why; what has no row goes below.
   *
   * @param {import("./responses.mjs").Answer} now
   * @returns {Node[]} what goes below
   */
  function remarks(now) {
    const last = lastOf(now);
    if (!rule || !last) return [];
    if (kind.judged) return kind.judged(now, { item, judge, say });
    const solved = isTold(now);
    const tell = !isScored || solved || last.credit === 1;
    const called = feedbackFor(rule, last.response);
    const marks = kind.marks(rule, last.response);
    const own = (/** @type {Remark} */ { id }) => called.includes(id) && !(kind.rows && marks[id] === 1);
    const [mine, answers, others] = /** @type {HTMLElement[][]} */ ([[], [], []]);
    for (const remark of kind.remarks(item.remarks, called, last.response, item)) {
      const { id, right } = remark;
      const row = form.told?.get(id);
      if (row && id in marks) row.append(marked(marks[id], kind.marked(marks[id], remark, last.response, solved)));
      else if (row && solved && right) row.append(marked(1, kind.missed));
      if (own(remark) || (solved && right)) {
        if (row) row.append(form.folds ? folded(remark, tell, "exercise-own") : h("div", { class: "exercise-remark" }, ...remarked(remark, tell)));
        else (own(remark) ? mine : answers).push(h("li", { class: "exercise-remark" }, ...remarked(remark, tell, kind.about(remark, own(remark)))));
      } else if (row && kind.rows && tell) {
        row.append(folded(remark, tell));
      } else if (solved) others.push(h("li", { class: "exercise-remark" }, ...remarked(remark, tell, kind.about(remark, false))));
    }
    form.el.querySelector(".exercise-own")?.setAttribute("open", "");
    return [h("ul", { class: "exercise-remarks" }, ...mine, ...answers),
      ...(others.length ? [h("details", { class: "exercise-others" }, h("summary", {}, "The other answers"), h("ul", { class: "exercise-remarks" }, ...others))] : [])];
  }

  /** @param {number} mark @param {string} words */
  const marked = (mark, words) => h("p", { class: "exercise-mark", "data-mark": mark === 1 ? "right" : mark ? "part" : "open" }, words);

  /**
   * Clear the rows. Of an answer that the reader is changing those stay which are as they were; after *Try again* they say that they are right.
   *
   * @param {import("./responses.mjs").Answer} now @param {boolean} open
   */
  function clearRows(now, open) {
    const last = lastOf(now);
    for (const [id, row] of form.told ?? []) {
      const same = !!last && !open && kind.had(last.response, id) === kind.had(inHand(now), id);
      if (!same || now.open) row.replaceChildren(...(same && kept.includes(id) ? [marked(1, "right")] : []));
    }
  }

  /** Tell those who do not see where it stands what a control is marked as. */
  function describeRows() {
    for (const row of form.told?.values() ?? []) {
      const control = row.parentElement?.querySelector("input, select, .bin-slip");
      const mark = row.querySelector(".exercise-mark");
      if (!control) continue;
      if (mark) mark.id = unique("told");
      if (mark) control.setAttribute("aria-describedby", mark.id);
      else control.removeAttribute("aria-describedby");
    }
  }

  /** @param {string} id @param {boolean} found @returns {Record<string, boolean>} what the reader found in his or her answer */
  function judge(id, found) {
    const now = answer();
    const self = { ...now.self, [id]: found };
    remarkedOn = aboutOf({ ...now, self }); // the box says so already
    patch(model, { self });
    return self;
  }

  /** What the remarks are about. @param {import("./responses.mjs").Answer} now */
  const aboutOf = (now) => `${lastOf(now)?.at} ${isTold(now)} ${JSON.stringify(now.self)}`;

  function revealed() {
    const { reveal } = item;
    if (!reveal) return [];
    return [h("div", { class: "exercise-reveal" }, h("p", { class: "exercise-about" }, "What the papers have"),
      h("p", {}, ...emphasised(reveal.text), ...(reveal.sources.length ? [" (", ...cited(reveal.sources), ")"] : [])),
      h("ul", {}, ...reveal.events.map(({ date, title }) => h("li", {}, h("strong", {}, date), `: ${title}`))))];
  }

  // What the finger is on stays where it is when a remark above it goes; from a field that one has typed in it has gone.
  form.el.addEventListener("change", ({ target }) => {
    if (!(target instanceof Element) || !target.matches("select, [type='radio'], [type='checkbox']")) return;
    const top = () => target.getBoundingClientRect().top;
    const before = top();
    requestAnimationFrame(() => scrollBy({ top: top() - before, behavior: "instant" }));
  }, true);

  function draw() {
    const now = answer();
    const last = lastOf(now);
    const checked = isChecked(now);
    const committed = item.predict && !!last && !now.open;
    const old = now.attempts.at(-1);
    changed.textContent = !old || isGraded || inReview ? "" : !last
      ? `This question has changed since you answered it on ${formatDay(old.at)}. Your answer is kept in your record: ${old.words || "see there"}.`
      : now.open && !isAnew ? `Your answer of ${formatDay(old.at)} is kept. Here you answer again.` : "";
    changed.hidden = !changed.textContent;
    const given = committed ? last.response : now.response;
    const open = checked || committed;
    const settled = open && !!rule && isTold(now) && kind.settled;
    form.show(settled ? settled(rule, last?.response) : given, committed ? undefined : now.typed, !!settled);
    section.toggleAttribute("data-unused", !checked && !(rule ? answered(rule, given) : given !== undefined));
    reason?.show(committed ? last.reason : now.reason);
    sure?.show(given, open ? last?.confidence : now.confidence, open);
    if (kind.settled) for (const [id, row] of form.told ?? []) row.parentElement?.style.setProperty("--own", settled ? last?.response.indexOf(id) : ""); // for paper
    controls.disabled = committed || !!settled;
    once.hidden = committed || !item.predict;
    check.hidden = committed || (isGraded && (!kind.accept || given !== undefined));
    again.hidden = committed || !checked || !isScored;
    show.hidden = committed || !checked || !isScored || isShown(now);
    show.textContent = last?.credit === 1 ? "Show all remarks" : "Show the answer";
    drawRemarks(now, open, committed || !isScored || isShown(now) || last?.credit === 1);
    if (open && !status.textContent) say(result());
    if (inPage && isScored) keepDue(item.id, dueAt(now.attempts));
    if (!open && /^(Right|Partly|Not|Kept)/.test(status.textContent ?? "")) say("");
    section.dataset.state = open ? (last?.credit === null ? "kept" : last?.credit === 1 ? "right" : last?.credit ? "part" : "open") : "";
  }

  /** What is about the same answer stays, with its folds as the reader has opened them and the focus where it is.
   * @param {import("./responses.mjs").Answer} now @param {boolean} open @param {boolean} solved */
  function drawRemarks(now, open, solved) {
    const about = open ? aboutOf(now) : "";
    if (about && about === remarkedOn) return;
    remarkedOn = about;
    clearRows(now, open);
    why.replaceChildren(...(open ? [...remarks(now), ...(solved && item.reason ? [compared(lastOf(now)?.reason, item.reason.model)] : []),
      ...(solved ? revealed() : [])] : []));
    describeRows();
  }

  const forget = remember({ model, el, part: "items", merge: joinAnswers, box: fault, onfault: (text) => {
    rescue.hidden = !text;
  } });
  form.el.addEventListener("focusout", flush);
  form.el.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter" || check.hidden || !(target instanceof Element) || !target.matches(".exercise-number")) return;
    if (item.predict) check.focus(); // what is committed once is not committed by a slip
    else checkAnswer();
  });
  addEventListener("pagehide", flush);
  if (reason) addEventListener("pagehide", reason.flush);
  if (inPage && !isGraded) reopen();
  const dispose = drawn(model, draw, () => {
    flush();
    reason?.flush();
    forget();
    removeEventListener("pagehide", flush);
    if (reason) removeEventListener("pagehide", reason.flush);
  });
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render: renderExercise };
