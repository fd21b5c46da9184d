// @ts-check
/**
 * Where a student hands in: what is answered and what is open, and the answers as a file.
 *
 * `work` is `saved`, when the answers were last saved to a file, and `of`, which answers these were. In a package that a learning
 * platform shows they are handed in there: `handed` says when, and `of` which.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{id: string, anchor: string, kind: string, rows: number, stem: string}} Asked `rows` of a match, each of which needs an answer
 * @typedef {{title: string, assignment: string, version: string, due: string, widgets: string[], questions: Asked[]}} HandedIn
 */
import { answersFile, answersName, sha256 } from "./answers.mjs";
import { BOOK } from "./identity.mjs";
import { KEPT, readRecord, remember, writeRecord } from "./memory.mjs";
import { opening } from "./opening.mjs";
import { plural } from "./progress.mjs";
import { isBlank, isObject, readAnswer } from "./responses.mjs";
import { dataOf, drawn, formatDay, h, patch, saveText, unique } from "./ui.mjs";

const STEM = 70; // characters of a question in the list of open ones
const ELSEWHERE = "In a notebook nothing is handed in here: hand in the notebook that was made for it, or answer in the page.";

const [LOCAL, TAKEN] = [
  "Your answers lie in this browser, on this machine, until you save them to a file. The file is what you hand in.",
  "Your learning platform keeps your answers while you work. They count as handed in when you press the button here, and you can hand in again.",
];

/** @returns {{handIn: (file: string) => Promise<string>} | undefined} the platform that shows this page, as `scorm.mjs` finds it; it says what is wrong */
const platformHere = () => /** @type {any} */ (globalThis)[Symbol.for(`${BOOK}.platform`)];

/** @param {string} stem */
const begun = (stem) => (stem.length > STEM ? `${stem.slice(0, STEM).replace(/\s+\S*$/, "")} …` : stem).replaceAll("*", "");
/** @param {string | number} time */
const clock = (time) => new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {HandedIn} */ (dataOf(model));
  if (!el.closest("live-widget")) {
    el.append(h("p", { class: "dossier-widget" }, ELSEWHERE));
    return undefined;
  }
  const platform = platformHere();
  const heading = unique("hand-in");
  const status = h("p", { class: "widget-status", role: "status" });
  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };
  const state = h("p", { class: "hand-in-state" });
  const open = h("ul", { class: "hand-in-open" });
  const fault = h("p", { role: "alert" });
  const name = h("input", { type: "text", id: unique("name"), autocomplete: "name", maxlength: 80 });
  const file = opening({ ids: [...data.questions.map(({ id }) => id), ...data.widgets, model.get("key")], read: () => readRecord().record, write: writeRecord, say, onjoined: draw });
  el.append(h("section", { class: "dossier-widget hand-in", "aria-labelledby": heading },
    h("p", { class: "widget-title", id: heading }, `Hand in: ${data.title}`),
    h("p", { class: "widget-how" }, platform ? TAKEN : LOCAL),
    due(), state, open,
    h("div", { class: "hand-in-tools" },
      h("span", { class: "record-field" }, h("label", { for: name.id, class: "widget-name" }, "Your name (only for the file’s name)"), name),
      platform ? h("button", { type: "button", class: "hand-in-save", onclick: give }, "Hand in") : null,
      h("button", { type: "button", class: platform ? "" : "hand-in-save", onclick: save }, "Save my answers to a file"),
      h("button", { type: "button", onclick: () => print() }, "Print")),
    status, fault,
    h("details", {}, h("summary", {}, "Go on with answers from another browser or machine"),
      h("p", {}, "Save a file there, bring it here, and open it. Nothing that is here is lost."), ...file.parts)));

  function due() {
    const time = Date.parse(data.due);
    if (Number.isNaN(time)) return null;
    const past = time < Date.now();
    return h("p", { class: past ? "hand-in-late" : "" }, past ? "The due date has passed, " : "Due on ", `${formatDay(time)} at ${clock(time)} of this machine’s clock`,
      past ? ". You can still save and hand in; what a late answer loses is said above." : ".");
  }

  /** What of the record belongs to this assignment. */
  function own() {
    const { record } = readRecord();
    const pick = (/** @type {Record<string, any>} */ part, /** @type {string[]} */ keys) =>
      Object.fromEntries(keys.filter((key) => isObject(part[key]?.work)).map((key) => [key, part[key]]));
    return { items: pick(record.items ?? {}, data.questions.map(({ id }) => id)), widgets: pick(record.widgets ?? {}, data.widgets) };
  }

  /** @param {Record<string, any>} items @param {Asked} question @returns {string} what is missing, empty if nothing is */
  function missing(items, { id, rows }) {
    const { response, attempts } = readAnswer(items[id]?.work);
    const given = response ?? attempts.at(-1)?.response;
    if (isBlank(given)) return "open";
    const left = rows && isObject(given) ? rows - Object.keys(given).length : 0;
    return left > 0 ? `${left} of ${rows} still open` : "";
  }

  /** @param {{items: Record<string, any>, widgets: Record<string, any>}} answers @returns {string} a digest of what was answered */
  function digestOf({ items, widgets }) {
    const works = [items, widgets].map((part) => Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { work }]) => [key, work]));
    return sha256(JSON.stringify(works)).slice(0, 16);
  }

  function save() {
    const answers = own();
    const as = answersName(name.value, data.assignment);
    saveText(fileOf(answers), as, "application/json");
    patch(model, { saved: new Date().toISOString(), ...(platform ? {} : { of: digestOf(answers) }) });
    say(`Saved as ${as}, with ${counted(answers)}, in the folder where this browser puts its downloads. ${platform ? "This copy is yours." : "Now hand this file in where your teacher asked for it."}`);
  }

  async function give() {
    const answers = own();
    const wrong = await platform?.handIn(fileOf(answers));
    if (wrong) return say(wrong);
    patch(model, { handed: new Date().toISOString(), of: digestOf(answers) });
    say(`Handed in, with ${counted(answers)}.`);
  }

  /** @param {ReturnType<typeof own>} answers */
  const fileOf = (answers) => answersFile(answers, { assignment: data.assignment, version: data.version });

  /** @param {ReturnType<typeof own>} answers */
  const counted = ({ items }) => plural(data.questions.filter((question) => missing(items, question) !== "open").length, "answer", "answers");

  /** Whether there are answers that no file has, or that the platform was not given. */
  function isUnsaved() {
    const answers = own();
    const any = data.questions.some((question) => missing(answers.items, question) !== "open");
    const { of, handed } = model.get("work") ?? {};
    return any && (digestOf(answers) !== of || (!!platform && !handed));
  }

  function draw() {
    const { items } = own();
    const left = data.questions.map((question) => ({ question, lacks: missing(items, question) })).filter(({ lacks }) => lacks);
    const done = data.questions.length - left.length;
    const work = model.get("work") ?? {};
    const saved = platform ? work.handed : work.saved;
    const when = saved && `${formatDay(Date.parse(saved))} at ${clock(saved)}`;
    const answered = `${done} of ${data.questions.length} answered.`;
    const [ahead, behind] = platform
      ? [saved ? `Since you handed in on ${when} something has changed: hand in again.` : "Not handed in yet.", `All of it was handed in on ${when}.`]
      : ["There are answers that no file holds yet: save them before you hand in.", `All of it is in the file that you saved on ${when}.`];
    const kept = isUnsaved() ? ahead : saved ? behind : "";
    state.textContent = [answered, kept].filter(Boolean).join(" ");
    state.dataset.saved = String(!isUnsaved() && !!saved);
    open.replaceChildren(...left.map(({ question, lacks }) => h("li", {},
      h("a", { href: `#${question.anchor}` }, `Question ${data.questions.indexOf(question) + 1}`), ` (${lacks}): ${begun(question.stem)}`)));
    open.hidden = !left.length;
    file.update();
  }

  /** @param {BeforeUnloadEvent} event */
  const warn = (event) => {
    if (!platform && isUnsaved()) event.preventDefault();
  };
  const forget = remember({ model, el, part: "widgets", box: fault });
  const noticing = new AbortController();
  addEventListener(KEPT, draw, { signal: noticing.signal });
  addEventListener("beforeunload", warn, { signal: noticing.signal });
  const dispose = drawn(model, draw, () => {
    noticing.abort();
    forget();
  });
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
