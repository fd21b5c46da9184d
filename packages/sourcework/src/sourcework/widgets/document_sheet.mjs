// @ts-check
/**
 * The whole document as a sheet, over which a reader lays one layer at a time: voices, times, standing, chapters, slips. Everything is
 * read off the list below the sheet. A passage takes its colour when that for which it waits on its page is answered or read past;
 * its standing and its slips are laid over it when its chapter is worked through. From line to line go the arrow keys; a line opens
 * what is known of it, in place. Without this script the sheet is plain, and the list is a fold.
 *
 * @typedef {{key: string, label: string, tag: string, colour: string, line: string, rank?: number}} Mark what a layer says of a stretch
 * @typedef {{title: string, page: string, colour: string, waits: string[]}} ChapterOfSheet
 * @typedef {{name: string, needs: "open" | "done", says: string, mark: (voice: HTMLElement, passage: HTMLElement, stretch: HTMLElement) => Mark | null}} Layer
 */
import { storeUnder, storedUnder } from "./browser_storage.mjs";
import { h } from "./elements.mjs";
import { isPassed } from "./doing.mjs";
import { CHANGES, recordNow } from "./reading.mjs";

const CHOICE = "sheet"; // the layer that was looked at last
const LINES = ["solid", "dashed", "dotted", "double", "wavy"];
const KINDS = /** @type {Record<string, [string, string, string]>} */ ({
  narrator: ["the page’s own prose", "faint", "none"],
  quoted: ["words quoted as somebody’s own", "blue", "solid"],
  remembered: ["words out of somebody’s memory", "ochre", "dotted"],
  gloss: ["words put in between", "violet", "dashed"],
});
const STANDING = /** @type {Record<string, [string, string]>} */ ({
  own: ["faint", "none"],
  documented: ["green", "solid"],
  reported: ["ochre", "dotted"],
  contested: ["red", "wavy"],
});

const sheet = /** @type {HTMLElement} */ (document.querySelector("[data-sheet]"));
const chapters = /** @type {Record<string, ChapterOfSheet>} */ (JSON.parse(sheet.dataset.sheet ?? "{}"));
const lines = /** @type {HTMLElement[]} */ ([...sheet.querySelectorAll(".sheet-line")]);
const numbers = /** @type {HTMLAnchorElement[]} */ (lines.map((line) => line.querySelector(".sheet-number")));
const stretches = /** @type {HTMLElement[]} */ ([...sheet.querySelectorAll(".sheet-words > [data-v]")]);
const passages = /** @type {HTMLElement[]} */ ([...sheet.querySelectorAll(".sheet-list > li")]);
const voices = new Map(passages.flatMap((passage) => voicesOf(passage).map((voice) => [voice.dataset.v, { voice, passage }])));
const years = [...new Set([...voices.values()].map(({ voice }) => yearOf(voice)).filter(Boolean))].sort();

/** @param {HTMLElement} passage @returns {HTMLElement[]} */
function voicesOf(passage) {
  return [...passage.querySelectorAll(/** @type {"li"} */ (".sheet-voices > li"))];
}

/** @param {HTMLElement} voice */
function yearOf({ dataset: { date = "" } }) {
  return date.slice(0, 4);
}

/** @param {string} role of the drawings' colours */
const colourOf = (role) => `var(--figure-${role})`;

/** @type {Record<string, Layer>} */
const LAYERS = {
  voice: {
    name: "Voice",
    needs: "open",
    says: "Who speaks here, and by whose mouth.",
    mark(voice) {
      const [label, colour, line] = KINDS[voice.dataset.kind ?? ""] ?? KINDS.quoted;
      return { key: label, label, tag: voice.dataset.short ?? "", colour: colourOf(colour), line };
    },
  },
  time: {
    name: "Time",
    needs: "open",
    says: "When the words were first said or written, as far as that is known. Dashes: only the year is known. Dots: only about when.",
    mark(voice) {
      const year = yearOf(voice);
      if (!year) return null;
      const exact = voice.dataset.precision ?? "";
      const tag = exact === "decade" ? `the ${year.slice(0, 3)}0s` : exact === "about" ? `about ${year}` : year;
      const share = years.length > 1 ? Math.round((100 * years.indexOf(year)) / (years.length - 1)) : 0;
      const colour = `color-mix(in oklab, ${colourOf("blue")} ${share}%, ${colourOf("red")})`;
      return { key: tag, label: tag, tag, colour, line: { year: "dashed", decade: "dotted", about: "dotted" }[exact] ?? "solid", rank: Number(year) };
    },
  },
  standing: {
    name: "Standing",
    needs: "done",
    says: "How sure it is whose words these are, and what they tell. Laid over a chapter’s passages when the chapter is worked through.",
    mark(voice) {
      const key = voice.dataset.standing ?? "";
      const [colour, line] = STANDING[key];
      return { key, label: voice.querySelector("small")?.textContent ?? "", tag: key === "own" ? "" : key, colour: colourOf(colour), line };
    },
  },
  chapter: {
    name: "Chapter",
    needs: "open",
    says: "Where in this book the words are taken apart.",
    mark(_, passage) {
      const name = passage.dataset.chapter ?? "";
      const rank = Object.keys(chapters).indexOf(name);
      const { title, colour } = chapters[name];
      return { key: name, label: title, tag: title, colour: colourOf(colour), line: LINES[rank % LINES.length], rank };
    },
  },
  slips: {
    name: "Slips",
    needs: "done",
    says: "What went wrong on the way, and what to know before using the words. Laid over a chapter’s passages when the chapter is worked through.",
    mark(_, passage, stretch) {
      if (stretch.dataset.n) return { key: "mended", label: "a place that this book mends, with the number of its note", tag: stretch.dataset.n, colour: colourOf("red"), line: "dashed" };
      const notes = passage.querySelectorAll(".sheet-slips > li:not([data-n])").length;
      if (!notes) return null;
      return { key: "noted", label: "words with which to take care", tag: `${notes} note${notes > 1 ? "s" : ""}`, colour: colourOf("ochre"), line: "dotted" };
    },
  },
};

let layer = "";
const all = h("input", { type: "checkbox" });
const legend = h("ul", { class: "sheet-legend" });
const says = h("p", { class: "sheet-says" });
const status = h("p", { class: "sheet-status", role: "status" });
const radios = [["", "Plain"], ...Object.entries(LAYERS).map(([key, { name }]) => [key, name])].map(([key, name]) =>
  h("label", {}, h("input", { type: "radio", name: "sheet-layer", value: key, onchange: () => choose(key) }), h("span", {}, name)));

/** Say of each passage whether it has its colour, and whether its chapter is worked through. */
function openPassages() {
  const record = recordNow();
  const passed = (/** @type {string[]} */ waits) => waits.every((each) => isPassed(each, record));
  const done = Object.fromEntries(Object.entries(chapters).map(([name, { waits }]) => [name, all.checked || passed(waits)]));
  for (const passage of passages) {
    const waits = (passage.dataset.waits ?? "").split(" ").filter(Boolean);
    const isDone = done[passage.dataset.chapter ?? ""];
    passage.toggleAttribute("data-open", isDone || passed(waits));
    passage.toggleAttribute("data-done", isDone);
  }
}

/** @param {string} key */
function choose(key) {
  storeUnder(CHOICE, key);
  layer = key;
  drawSheet();
}

/** Lay the layer over the sheet, and say what its colours mean. */
function drawSheet() {
  const chosen = LAYERS[layer];
  sheet.dataset.layer = layer;
  for (const each of sheet.querySelectorAll(".sheet-lines :is(.sheet-tag, .sheet-heard), .sheet-notes")) each.remove();
  const used = /** @type {Map<string, Mark>} */ (new Map());
  const tagged = new Set();
  let before = "";
  for (const stretch of stretches) {
    const { voice, passage } = /** @type {{voice: HTMLElement, passage: HTMLElement}} */ (voices.get(stretch.dataset.v));
    const mark = chosen && stretch.textContent?.trim() && passage.hasAttribute(`data-${chosen.needs}`) ? chosen.mark(voice, passage, stretch) : null;
    stretch.toggleAttribute("data-on", !!mark);
    stretch.style.setProperty("--c", mark?.colour ?? "");
    stretch.style.setProperty("--l", mark?.line ?? "");
    if (!mark) continue;
    used.set(mark.key, mark);
    // A word for each change of voice; of slips one for each passage.
    const own = `${stretch.closest(".sheet-line")?.id} ${layer === "slips" ? passages.indexOf(passage) : ""} ${mark.tag}`;
    const again = layer === "slips" ? tagged.has(own) : own === before;
    if (mark.tag && !again) stretch.prepend(h("span", { class: "dossier-tag sheet-tag" }, mark.tag), h("span", { class: "sheet-heard dossier-unseen" }, ": "));
    tagged.add(own);
    before = own;
  }
  if (layer === "slips") for (const line of lines) addNotes(line);
  drawLegend([...used.values()]);
  tell(chosen);
}

/** @param {HTMLElement} line the slips of its passages are told below it */
function addNotes(line) {
  const notes = passagesOf(line).filter((passage) => passage.hasAttribute("data-done")).flatMap((passage) => [...passage.querySelectorAll(".sheet-slips > li")]);
  if (notes.length) line.append(h("ul", { class: "sheet-notes" }, ...notes.map((note) => note.cloneNode(true))));
}

/** @param {Mark[]} marks */
function drawLegend(marks) {
  marks.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  legend.replaceChildren(...marks.map(({ label, colour, line }) => {
    const sample = h("span", { class: "sheet-sample", "aria-hidden": "true" }, "abc");
    sample.style.setProperty("--c", colour);
    sample.style.setProperty("--l", line);
    return h("li", {}, sample, " ", label);
  }));
}

/** @param {Layer | undefined} chosen */
function tell(chosen) {
  const has = passages.filter((passage) => passage.hasAttribute(`data-${chosen?.needs ?? "open"}`)).length;
  says.textContent = chosen?.says ?? "Read it once straight through, before anything is taken apart.";
  const rest = Object.entries(chapters).find(([name, { page }]) => page && passages.some((passage) => passage.dataset.chapter === name && !passage.hasAttribute("data-open")));
  const [next] = rest ? [rest[1]] : [];
  const told = has === passages.length ? `All ${has} passages have their colour.` : `${has || "None"} of ${passages.length} passages ${has === 1 ? "has its" : "have their"} colour. The others take it as you work through the chapters`;
  status.replaceChildren(told, ...(next && has < passages.length ? [": go on with ", h("a", { href: `${next.page}.html` }, next.title), "."] : has < passages.length ? ["."] : []));
}

/** @param {HTMLElement} line @returns {HTMLElement[]} the passages of which it has words, in their order */
function passagesOf(line) {
  const here = [...line.querySelectorAll(/** @type {"span"} */ ("[data-v]"))].map((stretch) => voices.get(stretch.dataset.v)?.passage);
  return /** @type {HTMLElement[]} */ ([...new Set(here)].filter(Boolean));
}

/** Open what is known of a line below it, or close it. @param {HTMLElement} line */
function toggleLine(line) {
  const number = /** @type {HTMLElement} */ (line.querySelector(".sheet-number"));
  const there = document.getElementById(`${line.id}-told`);
  number.setAttribute("aria-expanded", String(!there));
  if (there) return there.remove();
  const told = h("div", { class: "sheet-told", id: `${line.id}-told`, role: "group", "aria-label": `What is known of line ${number.dataset.line}` }, h("ol", { class: "sheet-list" }, ...passagesOf(line).map((passage) => passage.cloneNode(true))));
  line.after(told);
  told.scrollIntoView({ block: "nearest" });
}

/** @param {number} index */
function goToLine(index) {
  const to = numbers[Math.max(0, Math.min(index, numbers.length - 1))];
  for (const each of numbers) each.tabIndex = each === to ? 0 : -1;
  to.focus({ preventScroll: true });
  to.closest("p")?.scrollIntoView({ block: "nearest" });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const at = numbers.indexOf(/** @type {HTMLAnchorElement} */ (target));
  const told = target.closest(".sheet-told");
  if (event.key === "Escape" && (told || at >= 0)) {
    const line = told ? lines.find(({ id }) => told.id === `${id}-told`) : lines[at];
    if (line && document.getElementById(`${line.id}-told`)) toggleLine(line);
    return /** @type {HTMLElement | null | undefined} */ (line?.querySelector(".sheet-number"))?.focus();
  }
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: numbers.length }[event.key];
  if (to === undefined && event.key !== " ") return;
  event.preventDefault();
  to === undefined ? toggleLine(lines[at]) : goToLine(to);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {Element} */ (event.target);
  const line = /** @type {HTMLElement | null} */ (target.closest(".sheet-line"));
  if (!line || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || target.closest(".sheet-notes") || String(getSelection())) return;
  const number = target.closest(".sheet-number");
  if (!number && !target.closest("[data-v]")) return;
  event.preventDefault();
  toggleLine(line);
}

/** @param {HTMLElement} passage a word for what it does not tell yet */
function addWait(passage) {
  const { title, page } = chapters[passage.dataset.chapter ?? ""];
  passage.querySelector(".sheet-place")?.after(h("p", { class: "sheet-waits" }, " Who speaks, and when, waits for your work in ", page ? h("a", { href: `${page}.html` }, title) : title, "."));
}

for (const [index, number] of numbers.entries()) {
  number.dataset.line = lines[index].id.slice("line-".length);
  number.tabIndex = index ? -1 : 0;
  for (const [key, value] of [["role", "button"], ["aria-expanded", "false"]]) number.setAttribute(key, value);
}
passages.forEach(addWait);
sheet.dataset.live = "";
sheet.prepend(
  h("fieldset", { class: "sheet-tools d-print-none" }, h("legend", { class: "dossier-unseen" }, "Lay over the page"), ...radios),
  h("div", { class: "sheet-key" }, says, legend, status),
  h("p", { class: "sheet-help d-print-none" }, "Tap a line for its passages and their chapter. Keys: ", h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " line, ", h("kbd", {}, "Enter"), " what is known of it, ", h("kbd", {}, "Esc"), " close."));
const fold = /** @type {HTMLElement} */ (sheet.querySelector(".sheet-all"));
fold.querySelector("summary")?.replaceChildren("As a list, passage by passage: who speaks, when, and how that is known");
fold.before(h("p", { class: "sheet-rest d-print-none" }, h("label", {}, all, " Show all of it now. It tells what the chapters ask.")));
sheet.addEventListener("keydown", onKey);
sheet.addEventListener("click", onClick);
all.addEventListener("change", () => {
  openPassages();
  drawSheet();
});
openPassages();
const chosen = storedUnder(CHOICE);
layer = chosen !== null && (chosen === "" || chosen in LAYERS) ? chosen : passages.some((passage) => passage.hasAttribute("data-open")) ? "voice" : "";
for (const label of radios) {
  const radio = /** @type {HTMLInputElement} */ (label.firstChild);
  radio.checked = radio.value === layer;
}
drawSheet();
for (const change of CHANGES) addEventListener(change, () => {
  openPassages();
  drawSheet();
});
