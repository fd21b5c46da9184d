// @ts-check
/**
 * The people: all lives on a sheet under the line of a year, and the same people as a list: who could be asked in that year, and whom
 * the reader calls as a witness. Who is chosen on the sheet is shown in the list, and the other way round.
 *
 * `work` holds `year`, `chapter`, `fate`, and `called`: for each witness the step of trust, 0 while there is none.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, name: string, born: string, died: string, role: string, fate: string, end: string, witness: string,
 *            chapters: string[], sources: Source[]}} Person
 * @typedef {{title: string, first: number, last: number, start: number, chapters: Record<string, string>, fates: Record<string, string>,
 *            words: string[], texts: {year: number, title: string}[], people: Person[]}} Data
 */
import { lives } from "./lives.mjs";
import { checkbox, cited, dataOf, drawn, frame, h, patch, select, unseen } from "./ui.mjs";

const PEACEFUL = ["natural", "unknown", ""]; // manners of death that no cross stands for
const NAMES = new Intl.ListFormat("en-GB");

/**
 * Whether somebody could be asked in a year; the same as `alive` in Python.
 *
 * @param {string} died partial ISO date, empty if not known
 * @param {number} year
 * @returns {"yes" | "no" | "that year" | "unknown"}
 */
export function alive(died, year) {
  if (!died) return "unknown";
  const last = Number(died.slice(0, 4));
  return year < last ? "yes" : year === last ? "that year" : "no";
}

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const ids = new Set(data.people.map(({ id }) => id));
  const read = () => {
    const work = model.get("work") ?? {};
    const called = work.called && typeof work.called === "object" ? work.called : {};
    return {
      year: Number.isInteger(work.year) && work.year >= data.first && work.year <= data.last ? work.year : data.start,
      chapter: Object.hasOwn(data.chapters, work.chapter) ? work.chapter : "",
      fate: Object.hasOwn(data.fates, work.fate) ? work.fate : "",
      called: /** @type {Record<string, number>} */ (Object.fromEntries(Object.entries(called).filter(([id]) => ids.has(id)))),
    };
  };
  const shown = () => {
    const { chapter, fate } = read();
    return data.people.filter((person) => (!chapter || person.chapters.includes(chapter)) && (!fate || person.fate === fate));
  };
  const word = (/** @type {unknown} */ step) => (Number.isInteger(step) ? data.words[Number(step) - 1] ?? "" : "");
  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: "A bar is a life, and who died first stands at the top; × is a death that was not a natural one. Drag the line of the year through them: at the edge stands how old each is then. "
      + "Call the witnesses whom you would hear, and say how far you trust what each hands on.",
    columns: ["person", "name", "alive", "marked", "trust"],
    rows: () => {
      const { year, called } = read();
      return shown().map(({ id, name, died }) => [id, name, alive(died, year), id in called ? "True" : "False", word(called[id])]);
    },
  });

  let chosen = "";
  const sheet = lives({ people: data.people.map((person) => ({ ...person, isViolent: !PEACEFUL.includes(person.fate) })), first: data.first, last: data.last, alive,
    onyear: (year) => {
      if (year !== read().year) go(year);
    },
    onchoose: (id) => {
      choose(id);
      bring(rows.find(({ person }) => person.id === id)?.item);
    } });
  const texts = select({ label: "Go to a year in which a text came out", value: "", options: [["", "choose"],
    ...data.texts.map(({ year, title }, index) => /** @type {[string, string]} */ ([String(index), `${year}: ${title}`]))],
    onchange: (index) => {
      if (index) go(data.texts[Number(index)].year);
    } });
  const options = (/** @type {string} */ all, /** @type {Record<string, string>} */ words) =>
    /** @type {[string, string][]} */ ([["", all], ...Object.entries(words)]);
  const chapter = select({ label: "Where they appear", options: options("in any chapter", data.chapters), value: "",
    onchange: (value) => change({ chapter: value || undefined }, `Where they appear: ${data.chapters[value] ?? "in any chapter"}.`) });
  const fate = select({ label: "How they died", options: options("in any way", data.fates), value: "",
    onchange: (value) => change({ fate: value || undefined }, `How they died: ${data.fates[value] ?? "in any way"}.`) });
  const summary = h("p", { class: "people-summary" });
  const rows = data.people.map((person) => ({ person, ...row(person) }));
  const list = h("ul", {}, ...rows.map(({ item }) => item));
  body.append(h("div", { class: "people" }, summary, sheet.el, h("div", { class: "people-selects" }, texts, chapter, fate), list));

  /** Show somebody on the sheet and in the list. @param {string} id */
  function choose(id) {
    chosen = id;
    draw();
  }

  /** Have somebody in sight within the list, while the page stays where it is. @param {HTMLElement | undefined} item */
  function bring(item) {
    if (item) list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top;
  }

  /** @param {number} year */
  function go(year) {
    change({ year }, "");
  }

  /** @param {import("./ui.mjs").Work} work @param {string} said */
  function change(work, said) {
    patch(model, work);
    say(said, told());
  }

  function told() {
    const { year, called } = read();
    const people = shown();
    if (!people.length) return "Nobody fits. Choose another chapter or another manner of death.";
    const living = people.filter(({ died }) => alive(died, year) === "yes");
    const ages = living.filter(({ born }) => born).map(({ born }) => year - Number(born.slice(0, 4)));
    const dying = people.filter(({ died }) => Number(died.slice(0, 4)) === year).map(({ name }) => name);
    const unknown = people.filter(({ died }) => !died).length;
    const witnesses = data.people.filter(({ id }) => id in called);
    const heard = witnesses.filter(({ died }) => alive(died, year) === "yes").length;
    const first = `In ${year}: ${living.length} of the ${people.length} shown could still be asked`;
    const doubt = unknown ? `; for ${unknown} we have no date of death` : "";
    const own = witnesses.length ? ` Of your own witnesses: ${heard} of ${witnesses.length}.` : "";
    const old = ages.length > 1 ? ` They are ${Math.min(...ages)} to ${Math.max(...ages)} years old.` : "";
    const fallen = dying.length ? ` In this year ${dying.length === 1 ? "dies" : "die"} ${NAMES.format(dying)}.` : "";
    return `${first}${doubt}.${old}${fallen}${own}`;
  }

  /** @param {Person} person */
  function row(person) {
    const state = h("span", { class: "people-state" });
    const call = checkbox({ label: `Call ${person.name}`, checked: false, onchange: (checked) => {
      const { called } = read();
      if (checked) called[person.id] = 0;
      else delete called[person.id];
      change({ called }, `You ${checked ? "call" : "no longer call"} ${person.name}.`);
    } });
    const trust = select({ label: `How far I trust what ${person.name} hands on`, value: "", options: [["0", "not yet said"],
      ...data.words.map((each, step) => /** @type {[string, string]} */ ([String(step + 1), each]))],
      onchange: (step) => change({ called: { ...read().called, [person.id]: Number(step) } },
        `How far you trust ${person.name}: ${word(Number(step)) || "not yet said"}.`) });
    const point = () => {
      if (chosen !== person.id) choose(person.id);
    };
    const item = h("li", { onfocusin: point, onclick: point },
      h("p", {}, h("strong", {}, person.name), " ", state),
      h("p", { class: "people-role" }, person.role),
      h("details", {}, h("summary", {}, "As a witness", unseen(`: ${person.name}`)), h("p", {}, person.witness),
        h("p", { class: "people-role" }, person.end, " ", ...cited(person.sources))),
      h("div", { class: "people-call" }, call, trust));
    return { item, state, call, trust };
  }

  /** @param {Person} person @param {number} year */
  function stands({ died, born }, year) {
    const age = born ? `, ${year - Number(born.slice(0, 4))} in this year` : "";
    switch (alive(died, year)) {
      case "yes": return `alive${age}`;
      case "that year": return "dies in this year";
      case "no": return `dead since ${died.slice(0, 4)}`;
      default: return "date of death not known to us";
    }
  }

  function draw() {
    const { year, called, chapter: where, fate: how } = read();
    const visible = new Set(shown());
    for (const { person, item, state, call, trust } of rows) {
      item.hidden = !visible.has(person);
      item.toggleAttribute("data-chosen", chosen === person.id);
      state.textContent = stands(person, year);
      /** @type {HTMLInputElement} */ (call.querySelector("input")).checked = person.id in called;
      trust.hidden = !(person.id in called);
      const step = word(called[person.id]) ? called[person.id] : 0;
      /** @type {HTMLSelectElement} */ (trust.querySelector("select")).value = String(step);
    }
    sheet.draw({ year, shown: new Set([...visible].map(({ id }) => id)), called: new Set(Object.keys(called)), chosen });
    /** @type {HTMLSelectElement} */ (chapter.querySelector("select")).value = where;
    /** @type {HTMLSelectElement} */ (fate.querySelector("select")).value = how;
    summary.textContent = told();
  }

  return drawn(model, draw, dispose);
}

export default { render };
