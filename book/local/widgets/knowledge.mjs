// @ts-check
/**
 * Who could know what, when: strings from who told to who heard, on an axis of days, as the page has them, by the reader and by
 * the papers, and what falls when one person is cut off; below, four events in the order that the document implies, then on
 * their days in the papers.
 *
 * `work` holds `order` (ids), `placed` and `seen` (what the reader has uncovered), `had` (an informant for each
 * person) and `struck` (whose word is not taken); of the strings also `shows` (whose are shown) and `cut` (who was cut off
 * those of the page). Older work has neither.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, event: string, words: string, page: [string, string], by_page: string, papers: string, by_papers: string,
 *            sources: Source[]}} Placing
 * @typedef {{id: string, name: string, died: string, informant: string, by_page: string, learned: string, told: string, statement: string, knew: string,
 *            note: string, sources: Source[]}} Person
 * @typedef {{title: string, line: number, placings: Placing[], people: Person[], days: {date: string, label: string}[]}} Data
 * @typedef {"page" | "own" | "papers"} Shows whose strings
 * @typedef {{order: string[], had: Record<string, string>, placed: boolean, seen: boolean, struck: string, cut: string, shows: Shows,
 *            informants: Record<string, string>, lost: string[]}} Read the work; the informants of those strings that are shown, and who is lost of them
 */
import { dayStrings, refusal } from "./day_strings.mjs";
import { touchedOrForm } from "./form_switch.mjs";
import { inOrder, sortable } from "./sortable.mjs";
import { capital, cited, dataOf, drawn, frame, h, patch, select, unique } from "./ui.mjs";

const DAY = 86400000;
const START = Date.parse("1923-01-01");
const DAYS = 90; // January to March 1923
const MONTHS = ["January", "February", "March 1923"];

/**
 * Who falls silent if one person's word is struck out; the same as `lost_without` in Python.
 *
 * @param {string} struck
 * @param {Record<string, string>} informants
 * @returns {string[]}
 */
export function lostWithout(struck, informants) {
  const lost = new Set(Object.hasOwn(informants, struck) ? [struck] : []);
  for (let before = -1; lost.size > before;) {
    before = lost.size;
    for (const [name, informant] of Object.entries(informants)) if (lost.has(informant)) lost.add(name);
  }
  return [...lost].sort();
}

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const people = new Map(data.people.map((person) => [person.id, person]));
  const placings = new Map(data.placings.map((placing) => [placing.id, placing]));
  const papers = Object.fromEntries(data.people.map(({ id, informant }) => [id, informant]));
  const page = Object.fromEntries(data.people.map(({ id, by_page: informant }) => [id, informant]));
  const asked = data.people.slice(1); // of the first nobody can ask from whom he had it
  const days = new Map(data.days.map(({ date, label }) => [date, label]));
  const nameOf = (/** @type {string} */ id) => people.get(id)?.name ?? "";
  const dayOf = (/** @type {string} */ date) => days.get(date) ?? date;

  /** @returns {Read} */
  function read() {
    const work = model.get("work") ?? {};
    const chosen = [...new Set(Array.isArray(work.order) ? work.order.filter((/** @type {string} */ id) => placings.has(id)) : [])];
    const all = work.had && typeof work.had === "object" ? work.had : {};
    const had = /** @type {Record<string, string>} */ (Object.fromEntries(data.people.map(({ id }) => [id, people.has(all[id]) && all[id] !== id ? all[id] : ""])));
    const seen = work.seen === true;
    const [struck, cut] = [work.struck, work.cut].map((id) => (people.has(id) ? id : ""));
    const latest = seen ? "papers" : struck || Object.values(had).some(Boolean) ? "own" : "page";
    const shows = work.shows === "page" || work.shows === "own" || (work.shows === "papers" && seen) ? work.shows : latest;
    const informants = { page, own: had, papers }[/** @type {Shows} */ (shows)];
    return { order: [...chosen, ...[...placings.keys()].filter((id) => !chosen.includes(id))], had, placed: work.placed === true, seen, struck, cut, shows, informants,
      lost: lostWithout(shows === "page" ? cut : struck, informants) };
  }
  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: "First take the scissors to the strings of the page. Then tie your own, and hold them against the papers. At last lay four events in the order that lines 16 and 26 imply.",
    columns: ["person", "name", "reader", "papers", "learned", "told", "left"],
    rows: () => {
      const { had, seen, struck } = read();
      const lost = lostWithout(struck, seen ? papers : had);
      return data.people.map(({ id, name, informant, learned, told }) =>
        [id, name, had[id], seen ? informant : "", seen ? learned : "", told, lost.includes(id) ? "False" : "True"]);
    },
  });

  const list = sortable({ label: "Four events, the earliest first", order: shuffled(), onorder: (order) => patch(model, { order }),
    items: data.placings.map(({ id, words }) => ({ id, words: words.replace(/\.$/, "") })),
    say: (moved) => say(moved, paired()) });
  const place = h("button", { type: "button", onclick: () => {
    patch(model, { placed: true });
    track.tabIndex = -1;
    track.focus();
    say("The papers’ days are laid beside the page’s.", `${data.placings.map(({ words, by_papers: day }) => `${words.replace(/\.$/, "")}: ${day}`).join(". ")}.`);
  } }, "Lay the papers’ dates beside the page’s");
  const score = h("p", { class: "knowledge-score" });
  const track = h("div", { class: "knowledge-track" });

  const step = h("p", { class: "knowledge-step", id: unique("step") }, "1. From whom did each have the request of March 1923?");
  const board = dayStrings({ label: step.id, line: data.line, people: data.people, dayOf, read, left, change: (change) => patch(model, change), say: (text) => say("", text) });
  const choices = asked.map((person) => {
    const { name, told, statement } = person;
    const options = /** @type {[string, string][]} */ ([["", "no paper shows, or I cannot say"],
      ...data.people.filter(({ id }) => id !== person.id).map(({ id, name: other }) => [id, other])]);
    const list = select({ label: `From whom did ${name} have it?`, options, value: "", onchange: (informant) => {
      const { had } = read();
      const why = informant && refusal(/** @type {Person} */ (people.get(informant)), person, had, people, dayOf);
      if (why) {
        draw();
        return say(why);
      }
      patch(model, { had: { ...had, [person.id]: informant } });
      say(capital(informant ? `${name} had it from ${nameOf(informant)}.` : `${name}: from nobody that you can name.`));
    } });
    return { id: person.id, list, item: h("li", {}, h("p", {}, h("strong", {}, name), h("br"), told ? `${dayOf(told)}: ${statement}` : statement), list) };
  });
  const show = h("button", { type: "button", onclick: () => {
    patch(model, { seen: true, shows: "papers" });
    trees.tabIndex = -1;
    trees.focus();
    say("The papers are open.", alike());
  } }, "Open the papers");
  const strike = select({ label: "Strike out the word of", value: "", options: [["", "nobody"],
    .../** @type {[string, string][]} */ (data.people.map(({ id, name }) => [id, name]))],
    onchange: (struck) => {
      patch(model, { struck: struck || undefined, shows: read().seen ? "papers" : "own" });
      say(struck ? `The word of ${nameOf(struck)} is struck out.` : "Nobody’s word is struck out.", left());
    } });
  const rest = h("p", { class: "knowledge-left" });
  const trees = h("div", { class: "knowledge-trees" });
  const words = h("div", { class: "knowledge-trees" });
  const fold = h("details", {}, h("summary", {}, "The same in words"), words);
  const same = h("p", { class: "knowledge-left" });
  board.el.append(same, fold);
  body.append(h("div", { class: "knowledge" },
    step, touchedOrForm(board.el, h("div", {}, h("ul", { class: "knowledge-people" }, ...choices.map(({ item }) => item)),
      h("div", { class: "knowledge-tools" }, show), trees, h("div", { class: "knowledge-tools" }, strike), rest)),
    h("p", { class: "knowledge-step" }, "2. In what order does the page put four events?"), list,
    h("div", { class: "knowledge-tools" }, place), score, track));

  /** The order before the reader's own: by the alphabet, so that it suggests nothing. */
  function shuffled() {
    const { order } = read();
    if (Array.isArray(model.get("work")?.order)) return order;
    return [...order].sort((a, b) => (a < b ? -1 : 1));
  }

  function paired() {
    const spans = Object.fromEntries(data.placings.map(({ id, page }) => [id, page]));
    const [right, decided] = inOrder([...list.children].map((row) => /** @type {HTMLElement} */ (row).dataset.id ?? ""), spans);
    return `${right} of the ${decided} pairs that the page’s words decide ${right === 1 ? "stands as it has it" : "stand as it has them"}.`;
  }

  function alike() {
    const { had } = read();
    const shown = asked.filter(({ informant }) => informant);
    const same = shown.filter(({ id }) => had[id] === papers[id]).length;
    return `Of ${shown.length} ${shown.length === 1 ? "person" : "people"} the papers show the informant; you named the same for ${same}.`;
  }

  /** What is left without whose word is struck out, or who is cut off. */
  function left() {
    const { shows, struck, cut, informants, lost } = read();
    const without = shows === "page" ? cut : struck;
    if (!without) return "";
    const spoke = data.people.filter(({ id, told }) => told && (shows !== "page" || informants[id]));
    const remain = spoke.filter(({ id }) => !lost.includes(id));
    const whose = { page: `By line ${data.line}`, own: "By your own tree", papers: "By the papers" }[shows];
    const count = `${whose}, without the word of ${nameOf(without)} ${remain.length || "none"} of ${spoke.length} statements ${remain.length > 1 ? "are" : "is"} left`;
    return remain.length ? `${count}: ${remain.map(({ name }) => name).join("; ")}.` : `${count}.`;
  }

  function drawTrack() {
    const at = (/** @type {string} */ day) => ((Date.parse(day) - START) / DAY / DAYS) * 100;
    const rows = data.placings.map(({ words, page, papers: day, by_page: said, by_papers: dated, sources }) => {
      const hollow = h("span", { class: "knowledge-page", "aria-hidden": "true" });
      hollow.style.insetInlineStart = `${at(page[0])}%`;
      hollow.style.inlineSize = `calc(${at(page[1]) - at(page[0])}% + 0.7rem)`;
      const filled = h("span", { class: "knowledge-papers", "aria-hidden": "true" });
      filled.style.insetInlineStart = `${at(page[0])}%`;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        filled.style.insetInlineStart = `${at(day)}%`;
      }));
      return h("li", {}, h("p", {}, words), h("div", { class: "knowledge-lane" }, hollow, filled),
        h("p", { class: "knowledge-small" }, `the page: ${said}; the papers: ${dated}, `, ...cited(sources)));
    });
    return [h("div", { class: "knowledge-months", "aria-hidden": "true" }, ...MONTHS.map((month) => h("span", {}, month))),
      h("ul", {}, ...rows),
      h("p", { class: "knowledge-small", "aria-hidden": "true" }, "hollow: by the words of the page; filled: by the papers")];
  }

  /**
   * @param {Record<string, string>} informants
   * @param {string[]} lost
   * @param {boolean} dated whether the papers' days are told
   */
  function tree(informants, lost, dated) {
    const told = new Set();
    /** @param {string} above @returns {HTMLElement | null} */
    const branch = (above) => {
      const here = data.people.filter(({ id }) => informants[id] === above && !told.has(id));
      for (const { id } of here) told.add(id);
      return here.length ? h("ul", {}, ...here.map(leaf)) : null;
    };
    /** @param {Person} person */
    const leaf = (person) => h("li", { class: lost.includes(person.id) ? "knowledge-lost" : "" },
      h("span", {}, h("strong", {}, person.name), dated && person.knew ? `, ${person.knew}` : "", lost.includes(person.id) ? " (struck out)" : ""),
      dated ? h("p", { class: "knowledge-small" }, person.note, " ", ...cited(person.sources)) : null,
      branch(person.id));
    const whole = branch("");
    const circles = data.people.filter(({ id }) => !told.has(id)).map(({ name }) => name);
    return [whole, circles.length ? h("p", {}, `These lead back to themselves: ${circles.join("; ")}.`) : null]
      .filter((each) => each !== null);
  }

  /** @param {string[]} lost */
  function grid(lost) {
    const days = data.days.map(({ date }) => date);
    const cell = (/** @type {Person} */ { died, learned, told }, /** @type {string} */ day) => {
      const [sign, words] = day === told ? ["●", "says so"] : day === learned ? ["○", "learns of it"]
        : learned && day > learned && (!told || day < told) && (!died || day <= died) ? ["–", "knows"] : ["", ""];
      return h("td", {}, h("span", { "aria-hidden": "true" }, sign), words ? h("span", { class: "widget-unseen" }, words) : null);
    };
    return h("table", { class: "knowledge-grid" }, h("caption", {}, "○ learns of it, – knows, ● first says so"),
      h("thead", {}, h("tr", {}, h("td", {}), ...data.days.map(({ label }) => h("th", { scope: "col" }, label)))),
      h("tbody", {}, ...asked.map((person) => h("tr", { class: lost.includes(person.id) ? "knowledge-lost" : "" },
        h("th", { scope: "row" }, person.name), ...days.map((day) => cell(person, day))))));
  }

  function draw() {
    const { order, had, placed, seen, struck, shows } = read();
    const there = [...list.children].map((row) => /** @type {HTMLElement} */ (row).dataset.id ?? "");
    if (Array.isArray(model.get("work")?.order) && there.join() !== order.join()) {
      const rows = new Map([...list.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.id, row]));
      list.append(...order.map((id) => /** @type {Element} */ (rows.get(id))));
    }
    score.textContent = model.get("work")?.order ? paired() : "";
    place.hidden = placed;
    if (placed !== track.hasChildNodes()) track.replaceChildren(...(placed ? drawTrack() : []));
    for (const { id, list: choice } of choices) {
      /** @type {HTMLSelectElement} */ (choice.querySelector("select")).value = had[id];
    }
    show.hidden = seen;
    /** @type {HTMLSelectElement} */ (strike.querySelector("select")).value = struck;
    rest.textContent = struck ? left() : "";
    same.textContent = shows === "papers" ? alike() : "";
    trees.replaceChildren(...inWords(true));
    words.replaceChildren(...inWords(false));
    fold.hidden = !words.hasChildNodes();
    board.draw();
  }

  /** The strings in words. @param {boolean} counts whether to say how many are the papers’ */
  function inWords(counts) {
    const { had, seen, struck } = read();
    const own = h("div", {}, h("p", { class: "knowledge-step" }, "Your tree"), ...tree(had, seen ? [] : lostWithout(struck, had), false));
    if (!seen) return Object.values(had).some(Boolean) ? [own] : [];
    const lost = lostWithout(struck, papers);
    return [counts ? h("p", {}, alike()) : "", own, h("div", {}, h("p", { class: "knowledge-step" }, "The papers’ tree"), ...tree(papers, lost, true)), grid(lost)];
  }

  return drawn(model, draw, dispose);
}

export default { render };
