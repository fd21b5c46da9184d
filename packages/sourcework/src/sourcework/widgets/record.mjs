// @ts-check
/**
 * The reader's record: progress, calibration, review, positions; and the answers file, saved, opened, printed, erased.
 *
 * In a page it shows what the browser keeps. In a notebook it shows an answers file that the reader opened, its `work`.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./progress.mjs").Listed} Listed
 * @typedef {{id: string, chapter: string, task: string, href: string, between?: [string, string][]}} Note
 * @typedef {{title: string, book: string, version: string, chapters: Record<string, string>, claims: Record<string, string>, items: Listed[], retired: Listed[], notes: Note[], widgets: string[],
 *            words: Record<string, import("./sheet.mjs").Words>}} Data
 */
import { answersFile, answersName } from "./answers.mjs";
import { arrows } from "./arrows.mjs";
import { keepAllDue } from "./due.mjs";
import { keepFiled, keepPutOff, lastFiled, putOff } from "./filed.mjs";
import { BOOK } from "./identity.mjs";
import { KEPT, attend, eraseRecord, readRecord, setAside, writeRecord } from "./memory.mjs";
import { opening } from "./opening.mjs";
import { markdownOf, ownWords } from "./own_words.mjs";
import { answersByChapter, answersOf, byChapter, calibration, plural, positions, review } from "./progress.mjs";
import { isObject } from "./responses.mjs";
import { CARDS, MINUTES, comesBack, optionWords, reviewFiles, reviewing } from "./review.mjs";
import { answerFolds, unfoldForPaper } from "./sheet.mjs";
import { ankiFile, calendarFile } from "./takeaway.mjs";
import { dataOf, emphasised, formatDay, h, saveText, svg, unique } from "./ui.mjs";
import { volunteering } from "./volunteer.mjs";
import { writtenIn } from "./written.mjs";

const SIZE = 220; // units of the plot's square
const LONG = 90; // characters of a question in a list
const SHOWN = 12; // items to revisit that are listed at once
const MANY = 40; // attempts that no file has, from which on the reader is reminded of one
const REVIEW_RULE = "The rule is FSRS, a published scheduler: a card comes back when you are likely to have begun to forget it. Of each day the first attempt counts: right and sure of it makes the longest way, right a long one, right only later on that day a short one, and what was not right comes back tomorrow.";

/** @param {number} share */
const percent = (share) => `${Math.round(share * 100)} %`;
/** @param {string} text */
const shortened = (text) => (text.length > LONG ? `${text.slice(0, LONG).replace(/\s+\S*$/, "")} …` : text).replaceAll("*", "");
/** @param {{href: string}} item @param {string} text */
const linked = ({ href }, text) => (href ? h("a", { href }, text) : text);

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const inPage = !!el.closest("live-widget");
  const read = () => (inPage ? readRecord() : { record: isObject(model.get("work")) ? model.get("work") : {}, fault: "" });
  /** @param {import("./memory.mjs").Reader} record */
  function write(record) {
    if (inPage) return writeRecord(record);
    model.set("work", record);
    model.save_changes();
    return "";
  }
  const heading = unique("record");
  const status = h("p", { class: "widget-status", role: "status" });
  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };
  const body = h("div", {});
  const cards = h("div", { class: "record-review" });
  const files = inPage ? reviewFiles() : null;
  /** @type {Promise<void> | undefined} */ let worded;
  const player = files && reviewing({ files, chapters: data.chapters, box: cards, agenda, say, calendar: saveDate,
    onturn: (asking) => frame.toggleAttribute("data-asking", asking),
    onleave: () => /** @type {HTMLElement | null} */ (body.querySelector(".record-revisit h2"))?.focus() });
  const file = opening({ ids: [...[...data.items, ...data.retired, ...(data.notes ?? [])].map(({ id }) => id), ...data.widgets], read: () => read().record, write, say, onjoined: draw });
  const paper = h("p", { class: "record-paper" });
  const name = h("input", { type: "text", id: unique("name"), autocomplete: "name", maxlength: 80, oninput: drawPaper });
  const sure = h("button", { type: "button", class: "record-danger", onclick: erase, hidden: true }, "Yes, erase everything");
  const marker = h("button", { type: "button", onclick: saveMarks, hidden: true }, "Save my marks as Markdown");
  const saver = h("button", { type: "button", onclick: save }, "Save my answers to a file");
  const eraser = h("button", { type: "button", onclick: () => ask(sure.hidden) }, "Erase my record");
  const aside = h("div", {});
  const lasting = h("button", { type: "button", onclick: askToLast, hidden: true }, "Ask this browser not to clear my record by itself");
  const frame = h("section", { class: "dossier-widget record", "aria-labelledby": heading },
    h("p", { class: "widget-title", id: heading }, data.title),
    h("p", { class: "widget-how" }, inPage ? "Everything here lies in this browser, on this machine, and is sent to nobody."
      : "In a notebook the record is what you open here: an answers file that you saved from the book."),
    paper, cards, body,
    h("div", { class: "record-tools" },
      h("span", { class: "record-field" }, h("label", { for: name.id, class: "widget-name" }, "Your name (only for the file’s name)"), name),
      saver,
      ...file.parts,
      h("button", { type: "button", onclick: () => print() }, "Print this page"),
      h("button", { type: "button", onclick: saveCards }, "Save cards for Anki"),
      marker,
      ...volunteering({ items: data.items, version: data.version, read: () => read().record, say }),
      lasting, eraser, sure),
    inPage ? h("p", { class: "record-small" }, "After seven days of use in which you do not touch this site, Safari deletes what it keeps, unless the book is on your home screen; any browser may when its disk is full. A file is safe from both.") : null,
    aside, status);
  el.append(frame);

  function save() {
    const as = answersName(name.value);
    saveText(answersFile(read().record, { version: data.version }), as, "application/json");
    if (inPage) keepFiled(new Date().toISOString());
    draw();
    say(`Your answers are saved as ${as}, in the folder where this browser puts its downloads.`);
  }

  /** @returns {import("./review.mjs").Agenda} */
  function agenda() {
    const all = review(data.items, answersOf(read().record));
    const now = Date.now();
    return { due: all.filter(({ due }) => due <= now), next: all.find(({ due }) => due > now)?.due };
  }

  /** @param {number} next when the next review is due */
  function saveDate(next) {
    const as = `${BOOK}-review.ics`;
    saveText(calendarFile(next, `Review: ${data.book}`, Date.now()), as, "text/calendar");
    say(`The date is saved as ${as}; open it with your calendar.`);
  }

  /** Load what a page leaves until there are answers. */
  function loadWords() {
    worded ??= files ? optionWords(files).then((words) => {
      data.words = words;
    }) : Promise.resolve();
    return worded;
  }

  async function saveCards() {
    await loadWords();
    const { count, text } = ankiFile(data.items, answersOf(read().record), data.words, data.book);
    if (!count) return say("There are no cards yet: a card is a question that you have got right, with your answer.");
    const as = `${BOOK}-anki.txt`;
    saveText(text, as, "text/plain");
    say(`${plural(count, "card is", "cards are")} saved as ${as}: the questions that you have got right. In Anki choose File, Import.`);
  }

  function saveMarks() {
    const all = ownWords(read().record);
    const as = `${BOOK}-marks.md`;
    saveText(markdownOf(all, data.book), as, "text/markdown");
    say(`${plural(all.length, "mark is", "marks are")} saved as ${as}, with lines, notes and how to cite them.`);
  }

  /** Ask by a button only: some browsers ask the reader in their turn. */
  async function askToLast() {
    const granted = await navigator.storage.persist().catch(() => false);
    lasting.hidden = granted;
    say(granted ? "This browser will not clear your record by itself. You still can, and then it is gone: a file is safer."
      : "This browser does not promise it. Save your answers to a file, and open the file when you need it.");
    if (granted) eraser.focus(); // the button is gone
  }
  if (inPage) navigator.storage?.persisted?.().then((granted) => {
    lasting.hidden = granted;
  }, () => {});

  /** @param {boolean} asking */
  function ask(asking) {
    sure.hidden = !asking;
    eraser.textContent = asking ? "No, keep it" : "Erase my record";
    say(asking ? "This takes away every answer and the work in every widget of this book, for good. Save a file first if you may want them." : "");
  }

  function erase() {
    const error = inPage ? eraseRecord() : void write({});
    if (inPage) keepFiled("");
    ask(false);
    file.close();
    draw();
    eraser.focus();
    say(error || "Your record is erased.");
  }

  /** @param {string} title @param {...(Node | string | null)} content */
  const part = (title, ...content) => h("section", { class: "record-part" }, h("h2", {}, title), ...content);
  /**
   * A table. Its roles are written out because a narrow page lays rows out as grids, and a browser may then forget what they are.
   *
   * @param {string[]} columns
   * @param {(Node | string)[][]} rows
   */
  const table = (columns, rows) => h("div", { class: "record-scroll", tabindex: "0", role: "group", "aria-label": columns[0] },
    h("table", { class: columns.length > 3 ? "record-wide" : "", role: "table" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...columns.map((each) => h("th", { scope: "col", role: "columnheader" }, each)))),
      h("tbody", { role: "rowgroup" }, ...rows.map(([first, ...rest]) => h("tr", { role: "row" },
        h("th", { scope: "row", role: "rowheader" }, first), ...rest.map((each) => h("td", { role: "cell" }, each)))))));

  /** @param {import("./progress.mjs").Answers} answers @param {import("./memory.mjs").Reader} record */
  function chapters(answers, record) {
    const past = data.items.filter(({ id }) => record.items?.[id]?.work?.read).length;
    const rows = byChapter(data.items, answers);
    const sum = (/** @type {"answered" | "items" | "first" | "scored"} */ name) => rows.reduce((total, row) => total + row[name], 0);
    return part("How far have you come?",
      h("p", {}, `You have answered ${sum("answered")} of ${sum("items")} questions`,
        sum("scored") ? `, and ${sum("first")} of the ${sum("scored")} that are scored were right at the first attempt.` : ".", past ? ` At ${plural(past, "question", "questions")} you read on before you answered.` : ""),
      table(["Chapter", "Answered", "Right at first", "Right now"], rows.map(({ chapter, items, answered, scored, first, now }) => [
        linked({ href: data.chapters[chapter] ? `${chapter}.html` : "" }, data.chapters[chapter] ?? chapter),
        h("span", { class: "record-count" }, h("progress", { max: items, value: answered, "aria-hidden": "true" }), `${answered} of ${items}`),
        scored ? `${first} of ${scored}` : "–", scored ? `${now} of ${scored}` : "–"])));
  }

  /** @param {import("./progress.mjs").Answers} answers */
  function confidence(answers) {
    const levels = calibration(answers);
    if (!levels.length) return part("How well do you know what you know?", h("p", {}, "Nothing yet. Some questions ask how sure you are; answer a few of them."));
    const count = levels.reduce((sum, level) => sum + level.answers, 0);
    const mean = (/** @type {(level: import("./progress.mjs").Level) => number} */ of) =>
      levels.reduce((sum, level) => sum + of(level) * level.answers, 0) / count;
    const [said, right] = [mean((level) => level.confidence / 100), mean((level) => level.right)];
    const gap = Math.round((said - right) * 100);
    const verdict = Math.abs(gap) < 10 ? "On the whole your confidence fits." : gap > 0
      ? `On the whole you were surer than you were right, by ${gap} points of a hundred. Read the feedback of the answers in which you were sure and mistaken: those corrections are known to last.`
      : `On the whole you were right more often than you thought, by ${-gap} points of a hundred. The words bore out more of your readings than you trusted.`;
    return part("How well do you know what you know?",
      h("p", {}, `In ${plural(count, "first answer", "first answers")} you said how sure you were: ${percent(said)} on average. You were right in ${percent(right)}. ${count < 10 ? "That is too few to conclude much." : verdict}`),
      h("div", { class: "record-plot" }, plot(levels), table(["How sure", "Answers", "Right"],
        levels.map((level) => [`${level.confidence} %`, String(level.answers), percent(level.right)]))),
      h("p", { class: "record-small" }, "How to read the plot: each circle is a level of confidence, larger for more answers. On the slanting line you are right as often as you expect. Below it you expected too much, above it too little. Only an answer that is wholly right counts as right."));
  }

  /** @param {import("./progress.mjs").Level[]} levels */
  function plot(levels) {
    const at = (/** @type {number} */ share) => share * SIZE;
    return svg("svg", { viewBox: `-34 -12 ${SIZE + 50} ${SIZE + 50}`, class: "record-chart", role: "img", "aria-label": "Confidence against correctness; the table beside it has the numbers" },
      svg("path", { d: `M0 0V${SIZE}H${SIZE}`, class: "record-axis" }),
      svg("path", { d: `M0 ${SIZE}L${SIZE} 0`, class: "record-even" }),
      ...[0, 0.5, 1].flatMap((share) => [
        svg("text", { x: at(share), y: SIZE + 16, "text-anchor": "middle" }, `${share * 100}`),
        svg("text", { x: -6, y: SIZE - at(share) + 4, "text-anchor": "end" }, `${share * 100}`)]),
      svg("text", { x: SIZE / 2, y: SIZE + 32, "text-anchor": "middle" }, "how sure, %"),
      svg("text", { x: 4, y: -2, "text-anchor": "start" }, "right, %"),
      ...levels.map(({ confidence: sureness, answers, right }) => svg("circle", { cx: at(sureness / 100), cy: SIZE - at(right), r: 4 + 2 * Math.sqrt(answers) })));
  }

  function revisit() {
    const { due, next } = agenda();
    const count = Math.min(CARDS, due.length);
    const list = h("ol", {}, ...due.slice(0, SHOWN).map(({ item }) => h("li", {}, linked(item, shortened(item.stem)), ` (${data.chapters[item.chapter] ?? item.chapter})`)));
    const more = due.length > SHOWN ? h("p", {}, `And ${due.length - SHOWN} more, when these are done.`) : null;
    const own = part("What is it time to revisit?",
      due.length ? h("p", {}, `${plural(due.length, "question is", "questions are")} due.${player ? "" : " Answer again without looking at the page first."}`)
        : h("p", {}, next ? `Nothing is due now. The next question ${comesBack(next)}.` : "Nothing yet: answer some questions first."),
      due.length && player ? h("p", {}, h("button", { type: "button", class: "record-begin", onclick: player.begin }, `Begin: ${plural(count, "card", "cards")}, ${MINUTES} minutes at most`)) : null,
      due.length ? (player ? h("details", { "data-chapter": "due", open: openFolds().has("due") }, h("summary", {}, "In their chapters instead"), list, more) : list) : null,
      player ? null : more,
      next && player ? h("p", {}, h("button", { type: "button", onclick: () => saveDate(next) }, `Save the next date, ${formatDay(next)}, for a calendar`)) : null,
      h("p", { class: "record-small" }, REVIEW_RULE));
    own.classList.add("record-revisit");
    own.querySelector("h2")?.setAttribute("tabindex", "-1");
    return own;
  }

  /** @param {import("./progress.mjs").Answers} answers */
  function opinions(answers) {
    const rows = positions([...data.items, ...data.retired], answers);
    const named = rows.map((each) => ({ ...each, name: data.claims[each.claim] ?? each.claim }));
    const moved = (/** @type {number | undefined} */ before, /** @type {number | undefined} */ after) =>
      (before === undefined || after === undefined ? "–" : after === before ? "unmoved" : `${after > before ? "+" : "−"}${Math.abs(after - before)}`);
    const told = (/** @type {number | undefined} */ estimate) => (estimate === undefined ? "–" : `${estimate} %`);
    return part("Where did you stand, and where do you stand?", ...(rows.length
      ? [arrows(named), table(["Claim", "Before", "After", "Moved"], named.map(({ name: claim, before, after }) => [claim, told(before), told(after), moved(before, after)]))]
      : [h("p", {}, "Nothing yet. Each main chapter asks for an opinion before you read, and again at its end.")]));
  }

  /** @returns {Set<string>} the chapters whose folds the reader has open */
  const openFolds = () => new Set(/** @type {HTMLElement[]} */ ([...body.querySelectorAll("details[open]:not([data-paper])")])
    .map((fold) => fold.dataset.chapter ?? ""));

  /** @param {import("./progress.mjs").Answers} answers */
  function sheet(answers) {
    if (files && answers.size && !worded) loadWords().then(draw);
    const folds = answerFolds(answersByChapter([...data.items, ...data.retired], answers), data, openFolds());
    return part("What have you answered?",
      h("p", {}, folds.length ? "Your last answer to each question, in words. Printing the page opens all the folds." : "Nothing yet."), ...folds);
  }

  /** @param {import("./memory.mjs").Reader} record */
  function writings({ widgets = {} }) {
    const open = openFolds();
    const all = (data.notes ?? []).flatMap((note) => {
      const text = writtenIn(widgets[note.id]?.work, note.between);
      return text ? [{ ...note, text, saved: widgets[note.id].saved }] : [];
    });
    const folds = [...new Set(all.map(({ chapter }) => chapter))].map((chapter) => {
      const own = all.filter((each) => each.chapter === chapter);
      const name = `notes ${chapter}`;
      return h("details", { open: open.has(name), "data-chapter": name },
        h("summary", {}, `${data.chapters[chapter]}: ${own.length} written`),
        h("ul", { class: "sheet-answers" }, ...own.map(({ task, href, text, saved }) => h("li", {},
          h("p", { class: "sheet-stem" }, h(href ? "a" : "span", href ? { href } : {}, ...emphasised(task))),
          h("div", { class: "sheet-answer" }, h("p", { class: "sheet-own" }, text)),
          Date.parse(saved) ? h("p", { class: "record-small" }, `Written on ${formatDay(saved)}.`) : null))));
    });
    return (data.notes ?? []).length ? [part("What have you written?", h("p", {}, folds.length ? "Your notes, in your own words; nobody scores them." : "Nothing yet."), ...folds)] : [];
  }

  /** @param {import("./memory.mjs").Reader} record */
  function marked(record) {
    const all = ownWords(record);
    marker.hidden = !all.length;
    const none = "Nothing yet. Select words of an excerpt, or come to one by keyboard, and a button offers to mark them, with a note.";
    if (!all.length) return inPage ? [part("What have you marked?", h("p", {}, none))] : [];
    /** @param {import("./own_words.mjs").OwnWords} own */
    const where = ({ line, excerpt }) => `line ${line}` + (excerpt && `, excerpt ${excerpt}`);
    /** @param {import("./own_words.mjs").OwnWords} own */
    const href = ({ page, place }) => (inPage && /^[\w-]+$/.test(page) ? `${encodeURIComponent(page)}.html#${place}` : "");
    return [part("What have you marked?", h("p", {}, `${plural(all.length, "place", "places")}, with your notes.`), h("ul", { class: "sheet-answers" }, ...all.map((own) => h("li", {},
      h("p", {}, h("q", {}, own.quote), " ", linked({ href: href(own) }, where(own))),
      own.note ? h("div", { class: "sheet-answer" }, h("p", { class: "sheet-own" }, own.note)) : null))))];
  }

  /** The line that a printed record begins with: whose it is, and of which day. */
  function drawPaper() {
    paper.replaceChildren("Name: ", h("span", { class: "record-blank" }, name.value.trim()), " Date: ", h("span", { class: "record-blank" }, formatDay(Date.now())));
  }

  /**
   * Remind of the file where a record has grown large without one; again, when that was put off, only where as much has come since.
   *
   * @param {import("./progress.mjs").Answers} answers
   * @param {import("./memory.mjs").Reader} record
   */
  function reminder(answers, { widgets = {} }) {
    const filed = lastFiled();
    const made = [...[...answers.values()].flatMap(({ attempts }) => attempts.map(({ at }) => at)), ...Object.values(widgets).map((each) => each?.saved)];
    const since = (/** @type {string} */ time) => made.filter((at) => Date.parse(at) > (Date.parse(time) || 0)).length;
    const after = filed ? ` since ${formatDay(filed)}` : "";
    if (!inPage || since(filed > putOff() ? filed : putOff()) < MANY) return [];
    return [h("p", { class: "record-remind" }, `${since(filed)} answers are in this browser and in no file of yours${after}. `,
      h("button", { type: "button", onclick: () => {
        save();
        saver.focus(); // the button is gone
      } }, "Save a file now"), " ",
      h("button", { type: "button", onclick: () => {
        keepPutOff(new Date().toISOString());
        draw();
        saver.focus(); // the button is gone
      } }, "Not now"))];
  }

  function draw() {
    const { record, fault } = read();
    const answers = answersOf(record);
    const hero = positions([...data.items, ...data.retired], answers).length > 0;
    if (inPage) keepAllDue(Object.fromEntries(review(data.items, answers).map(({ item, due }) => /** @type {const} */ ([item.id, due])).sort(([a], [b]) => (a < b ? -1 : 1))));
    body.replaceChildren(...(fault ? [h("p", { class: "record-fault" }, fault)] : []), ...reminder(answers, record),
      ...(hero ? [opinions(answers), revisit()] : []), chapters(answers, record), confidence(answers), ...(hero ? [] : [revisit(), opinions(answers)]),
      ...writings(record), ...marked(record), sheet(answers));
    file.update();
    const damaged = inPage ? setAside() : [];
    aside.replaceChildren(...damaged.map(({ name, text }) => h("button", { type: "button", onclick: () => saveText(text, `${name}.txt`, "text/plain") },
      "Save the damaged record that was set aside")));
  }

  model.on("change:work", draw);
  if (inPage) attend();
  for (const news of [KEPT, "pageshow"]) addEventListener(news, draw);
  addEventListener("beforeprint", drawPaper);
  const stopUnfolding = unfoldForPaper(body);
  draw();
  drawPaper();
  const dispose = () => {
    player?.dispose();
    stopUnfolding();
    removeEventListener("beforeprint", drawPaper);
    model.off("change:work", draw);
    for (const news of [KEPT, "pageshow"]) removeEventListener(news, draw);
  };
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
