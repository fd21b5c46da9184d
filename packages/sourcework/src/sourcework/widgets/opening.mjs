// @ts-check
/**
 * Open an answers file: read it, say what joining it would bring, and join it only when the reader says so.
 *
 * @typedef {import("./memory.mjs").Reader} Reader
 * @typedef {import("./answers.mjs").Counts} Counts
 */
import { joinRecords, readAnswersFile } from "./answers.mjs";
import { isOwnKey } from "./own_words.mjs";
import { plural } from "./progress.mjs";
import { formatDay, h, unique } from "./ui.mjs";

const LARGE = 1 << 20; // bytes of a file that takes a while
const STRANGE = 150; // entries that are of nothing here: of older editions and of teachers a record may have so many, and not more
const LONGEST = 1 << 16; // characters of such an entry
const FORMS = /** @type {["items" | "widgets", RegExp][]} */ ([["items", /^[a-z][a-z0-9-]*\/[a-z]+-\d+$/], ["widgets", /^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)?$/]]);
const RULE = "Joining overwrites nothing: all attempts of both sides are kept, and of two states of a widget the later one stands and the other is kept beside it.";

/**
 * @param {{ids: string[], read: () => Reader, write: (record: Reader) => string | Promise<string>, say: (text: string) => void, onjoined: () => void}} options
 *        `ids` of the questions and widgets that are here; `write` gives what the reader must know, empty if all is well
 * @returns {{parts: HTMLElement[], update: () => void, close: () => void}} a field and the question that it leads to; `update` counts
 *          anew, after the record has changed
 */
export function opening({ ids, read, write, say, onjoined }) {
  const names = new Set(ids);
  const known = { has: (/** @type {string} */ id) => names.has(id) || isOwnKey(id) };
  /** @type {{name: string, record: Reader, left: number, saved: string, fault: string} | undefined} */ let asked;
  let turn = 0; // a file that is chosen while another is read takes its place
  const chosen = h("input", { type: "file", accept: ".json,application/json", id: unique("file"), onchange: choose });
  const [asks, told] = [unique("asks"), unique("told")];
  const about = h("div", { id: told });
  const question = h("div", { class: "opening-question", role: "group", tabindex: -1, hidden: true, "aria-labelledby": asks, "aria-describedby": told,
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && leave() },
    h("p", { class: "opening-asks", id: asks }, "Join these answers with your record?"),
    about,
    h("div", { class: "opening-buttons" },
      h("button", { type: "button", onclick: join }, "Join them with my record"),
      h("button", { type: "button", onclick: leave }, "Leave my record as it is")));

  async function choose() {
    const file = chosen.files?.[0];
    if (!file) return;
    turn += 1;
    const own = turn;
    const long = file.size > LARGE;
    if (long) say("The file is being read.");
    const text = await file.text().catch(() => null);
    chosen.value = "";
    close();
    if (text === null) return say("This file could not be read; choose it again. Nothing was changed.");
    let told = 0;
    const { record: whole, fault, saved = "" } = await readAnswersFile(text, (share) => {
      const tenth = Math.floor(share * 10);
      if (!long || own !== turn || tenth === told) return;
      told = tenth;
      say(`The file is being read: ${tenth}0 % of it so far.`);
    });
    if (own !== turn) return;
    const { record, left } = sifted(whole);
    const { entries, brings } = weighed(record);
    const none = `There are no answers ${left ? "to questions of this book " : ""}in this file.`;
    if (!entries) return say(`${fault || none} Nothing was changed.`);
    if (!brings) return say([fault, `All of this file is in your record already: ${plural(entries, "entry", "entries")}. Nothing was changed.`].filter(Boolean).join(" "));
    asked = { name: file.name, record, left, saved, fault };
    update();
    question.hidden = false;
    question.focus();
    say("The file is read, and nothing is joined yet.");
  }

  /** Leave out what is no entry of this book. @param {Reader} whole @returns {{record: Reader, left: number}} the rest, and how many are left out */
  function sifted(whole) {
    const here = read();
    const record = { items: /** @type {Record<string, any>} */ ({}), widgets: /** @type {Record<string, any>} */ ({}) };
    const strange = /** @type {["items" | "widgets", string][]} */ ([]);
    let [room, left] = [STRANGE, 0];
    for (const [part, form] of FORMS) {
      const own = here[part] ?? {};
      room -= Object.keys(own).filter((id) => !known.has(id)).length;
      for (const [id, entry] of Object.entries(whole[part] ?? {})) {
        const short = JSON.stringify(entry).length <= LONGEST;
        if (names.has(id) || (short && (isOwnKey(id) || Object.hasOwn(own, id)))) record[part][id] = entry;
        else if (short && form.test(id)) strange.push([part, id]);
        else left += 1;
      }
    }
    if (strange.length > room) left += strange.length;
    else for (const [part, id] of strange) record[part][id] = whole[part]?.[id];
    return { record, left };
  }

  /** @param {Reader} record */
  function weighed(record) {
    const { counts } = joinRecords(read(), record);
    const brings = counts.added + counts.newer + counts.older;
    return { counts, brings, entries: brings + counts.same };
  }

  function update() {
    if (!asked) return;
    const { name, record, left, saved, fault } = asked;
    const { counts, entries } = weighed(record);
    const marks = Object.keys(record.widgets ?? {}).filter(isOwnKey).length;
    const [answers, widgets] = [record.items, record.widgets].map((part) => Object.keys(part ?? {}).length);
    const consists = [answers ? plural(answers, "question", "questions") : "", widgets > marks ? plural(widgets - marks, "widget", "widgets") : "", marks ? plural(marks, "marked passage", "marked passages") : ""].filter(Boolean).join(" and ");
    about.replaceChildren(...(fault ? [h("p", { class: "record-fault" }, fault)] : []),
      h("p", {}, h("bdi", { class: "opening-name" }, name), ` holds ${plural(entries, "entry", "entries")} (${consists}). ${savedOn(saved)}`),
      left ? h("p", {}, `${plural(left, "entry", "entries")} more in it ${left === 1 ? "is" : "are"} of no question or widget of this book, and ${left === 1 ? "is" : "are"} left out.`) : "",
      h("ul", {}, ...kinds(counts).map((each) => h("li", {}, each))),
      h("p", { class: "record-small" }, RULE));
  }

  async function join() {
    if (!asked) return;
    const { fault, record } = asked;
    const { record: both, counts } = joinRecords(read(), record);
    close();
    chosen.focus();
    const error = await write(both);
    const joined = counts.newer + counts.older;
    const done = `${plural(counts.added, "entry is", "entries are")} new; ${plural(joined, "entry stood", "entries stood")} on both sides, and what was on either is kept.`;
    onjoined();
    say([fault, error || done].filter(Boolean).join(" "));
  }

  function leave() {
    close();
    chosen.focus();
    say("Your record is as it was. Nothing was joined.");
  }

  function close() {
    asked = undefined;
    question.hidden = true;
  }

  const field = h("span", { class: "record-field" }, h("label", { for: chosen.id, class: "widget-name" }, "Open an answers file"), chosen);
  return { parts: [field, question], update, close };
}

/** @param {string} saved */
function savedOn(saved) {
  const time = Date.parse(saved);
  if (Number.isNaN(time)) return "It does not say when it was saved.";
  return `It was saved on ${formatDay(time)} at ${new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`;
}

/** @param {Counts} counts @returns {string[]} */
function kinds({ added, newer, older, same }) {
  return [
    added && `${plural(added, "is", "are")} new`,
    newer && `${plural(newer, "is", "are")} newer than yours`,
    older && `${plural(older, "is", "are")} older than yours, with something that yours does not have`,
    same && `${plural(same, "is", "are")} the same here`,
  ].filter((each) => typeof each === "string");
}
