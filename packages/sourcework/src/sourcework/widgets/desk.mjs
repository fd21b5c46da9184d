// @ts-check
/**
 * The form with which a teacher grades a class in a notebook: files go to Python in pieces, a zip comes back.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{title: string, piece: number, assignments: {name: string, title: string}[]}} Shown
 */
import { talking } from "./talking.mjs";
import { checkbox, dataOf, h, select, unique } from "./ui.mjs";

const WHERE = {
  here: "In the page that you are reading there is no Python, and nothing can be graded. Run this page as a notebook: on your own machine, on your school’s hub, or in the browser.",
  there: "The files go to the machine on which this notebook’s Python runs. If that is Binder or another machine that is neither yours nor your school’s, do not choose files with students in them.",
};
const OWN = "It is of no platform that the program knows. Say, in “Columns of the gradebook”, which column says who, and which takes the points.";
const FIELDS = [
  { part: "submissions", label: "The zip with the class’s work", accept: ".zip,application/zip" },
  { part: "gradebook", label: "The gradebook, if it is to be filled", accept: ".csv,.txt,.xls,text/csv" },
  { part: "marking", label: "The marking sheet, if you have filled it", accept: ".csv,text/csv" },
  { part: "keys", label: "The assignment’s keys, keys.yml, where they are not here", accept: ".yml,.yaml" },
];

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Shown} */ (dataOf(model));
  const heading = unique("desk");
  const title = h("p", { class: "widget-title", id: heading }, data.title);
  if (el.closest("live-widget")) {
    el.append(h("section", { class: "dossier-widget desk", "aria-labelledby": heading }, title, h("p", {}, WHERE.here)));
    return undefined;
  }
  const line = talking(/** @type {any} */ (model));
  const asked = { assignment: data.assignments[0]?.name ?? "", attempts: "", column: "", who: ["", ""], team: "", replace: false, scale: false, likeness: false };
  const status = h("p", { class: "widget-status", role: "status" });
  const told = h("pre", { class: "desk-told", tabindex: 0, hidden: true, "aria-label": "What the program says" });
  const result = h("p", { class: "desk-result" });
  const go = h("button", { type: "button", class: "desk-go", onclick: () => busy("Grading …", grade) }, "Grade");
  const away = h("button", { type: "button", onclick: () => busy("", clear) }, "Delete all files here");
  const columns = /** @type {HTMLDetailsElement} */ (h("details", { class: "desk-columns", hidden: true }));
  const files = FIELDS.map(({ part, label, accept }) => {
    const chosen = h("input", { type: "file", accept, id: unique(part), onchange: () => busy("", () => take(part, chosen)) });
    return { chosen, field: h("p", { class: "desk-field" }, h("label", { for: chosen.id, class: "widget-name" }, label), chosen) };
  });
  const controls = [go, away, ...files.map(({ chosen }) => chosen)];
  el.append(h("section", { class: "dossier-widget desk", "aria-labelledby": heading }, title,
    h("p", { class: "desk-warning" }, h("strong", {}, "Students’ data. "), WHERE.there),
    select({ label: "Assignment", options: data.assignments.map(({ name, title: shown }) => [name, shown]), value: asked.assignment,
      onchange: (value) => (asked.assignment = value) }),
    ...files.slice(0, 2).map(({ field }) => field),
    columns,
    files[2].field,
    h("details", {}, h("summary", {}, "More"),
      ...files.slice(3).map(({ field }) => field),
      select({ label: "Of several files of a student, what counts", options: [["", "what the assignment says"], ["last", "the last one"], ["best", "the best one"]],
        value: "", onchange: (value) => (asked.attempts = value) }),
      checkbox({ label: "Replace points that are in the column already", checked: false, onchange: (on) => (asked.replace = on) }),
      checkbox({ label: "Scale to the column’s points", checked: false, onchange: (on) => (asked.scale = on) }),
      checkbox({ label: "Compare written answers with each other: a list of places to look at, no verdict", checked: false,
        onchange: (on) => (asked.likeness = on) })),
    h("div", { class: "widget-tools" }, go, away),
    status, told, result));

  /** @param {string} text @param {() => Promise<string>} act gives what to say when it is done */
  async function busy(text, act) {
    for (const each of controls) each.disabled = true;
    status.textContent = text;
    try {
      status.textContent = await act();
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
    for (const each of controls) each.disabled = false;
  }

  /** @param {string} part @param {HTMLInputElement} chosen */
  async function take(part, chosen) {
    const file = chosen.files?.[0];
    if (!file) {
      await line.ask({ do: "drop", part });
      if (part === "gradebook") offerColumns("", []);
      return "This file is not used.";
    }
    for (let at = 0; at === 0 || at < file.size; at += data.piece) {
      status.textContent = `Reading ${file.name}: ${Math.round((100 * at) / (file.size || 1))} %`;
      const piece = await file.slice(at, at + data.piece).arrayBuffer();
      await line.ask({ do: "take", part, name: file.name, first: at === 0 }, [piece]);
    }
    if (part !== "gradebook") return `${file.name} is here.`;
    offerColumns("", []);
    const { platform, headings } = (await line.ask({ do: "headings" })).content;
    offerColumns(platform, headings);
    const more = platform ? "" : OWN;
    return `${file.name} is here. ${more}`.trimEnd();
  }

  /**
   * Offer the headings of the gradebook; where no platform is known somebody has to say what the columns are.
   *
   * @param {string} platform @param {string[]} headings
   */
  function offerColumns(platform, headings) {
    Object.assign(asked, { column: "", who: ["", ""], team: "" });
    const names = [...new Set(headings)].map((name) => /** @type {[string, string]} */ ([name, name]));
    /** @param {string} label @param {string} without @param {(value: string) => void} onchange */
    const choose = (label, without, onchange) => select({ label, options: [["", without], ...names], value: "", onchange });
    columns.replaceChildren(h("summary", {}, "Columns of the gradebook"),
      choose("The column that takes the points", "the one with the assignment’s title", (name) => (asked.column = name)),
      choose("The column that says who, in a list of your own", "as the platform has it", (name) => (asked.who[0] = name)),
      choose("A second one, where last and first names stand apart", "none", (name) => (asked.who[1] = name)),
      choose("The column that says what team", "as the platform has it", (name) => (asked.team = name)));
    columns.hidden = !names.length;
    columns.open = !platform;
  }

  async function grade() {
    show([]);
    const { lines, name, size } = (await line.ask({ do: "grade", asked })).content;
    show(lines);
    if (!size) return "Nothing was graded.";
    const pieces = [];
    for (let at = 0; at < size; at += data.piece) pieces.push((await line.ask({ do: "give", from: at })).buffers[0]);
    offer(name, new Blob(/** @type {any[]} */ (pieces), { type: "application/zip" }));
    return "Done. Save the results, and read what the program says.";
  }

  async function clear() {
    await line.ask({ do: "clear" });
    for (const { chosen } of files) chosen.value = "";
    offerColumns("", []);
    show([]);
    return "All files are deleted here.";
  }

  let address = "";
  /** @param {string[]} lines what is said; with none, results are taken away too */
  function show(lines) {
    told.textContent = lines.join("\n");
    told.hidden = !lines.length;
    result.replaceChildren();
    if (address) URL.revokeObjectURL(address);
    address = "";
  }

  /** @param {string} name @param {Blob} blob */
  function offer(name, blob) {
    address = URL.createObjectURL(blob);
    result.replaceChildren(h("a", { href: address, download: name }, `Save the results: ${name}`), ` (${Math.ceil(blob.size / 1024)} KiB)`);
  }

  const dispose = () => {
    show([]);
    line.close();
  };
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
