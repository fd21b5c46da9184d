// @ts-check
/**
 * The form with which a teacher writes a question in a notebook: beside it stand what the check says and the question itself, alive.
 *
 * Python keeps what stands in the form and is told of every change; it writes files when it is asked to.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./question_fields.mjs").Kind} Kind
 * @typedef {import("./question_fields.mjs").Draft} Draft
 * @typedef {import("./question_fields.mjs").Form} Form
 * @typedef {{id: string, title: string, line: number, text: string}} Passage
 * @typedef {{name: string, title: string, fault: string, questions: {id: string, stem: string}[]}} Own
 * @typedef {{title: string, folder: string, place: string, partly: string, damage: string, kinds: Kind[], others: string[], labels: Record<string, string>,
 *            objectives: [string, string][], levels: [string, string][], chapters: [string, string][], about: [string, string, string][],
 *            bank: string[], excerpts: Passage[]}} Shown
 * @typedef {{faults: {field: string, text: string}[], asked: any, tried: any, unkept: string}} Checked
 */
import { renderExercise } from "./exercise.mjs";
import { modelOf } from "./own_model.mjs";
import { begun, control, ownField, placed } from "./question_fields.mjs";
import { talking } from "./talking.mjs";
import { dataOf, h, radios, select, unique, unseen } from "./ui.mjs";

const AFTER_TYPING = 300; // milliseconds after the last key before what was typed is checked
const WHERE = "Right answers are written to the machine on which this notebook’s Python runs. If that is Binder or another machine of strangers, do not keep there what your class is to be marked by.";
const partOf = (/** @type {string} */ words, /** @type {HTMLElement} */ inside) => h("fieldset", { class: "question-part" }, h("legend", {}, words), inside);
const fieldOf = (/** @type {(Node | string)[]} */ ...children) => h("div", { class: "question-field" }, ...children);
const ASKED = "The question stands here as soon as it can be asked: with its text, and with all that is to choose from.";
const TRIED = "With its key and remarks the question stands here as soon as nothing is to be mended.";
const MARKED = "A text has no key and no remarks: you mark it by your criteria.";

/** @param {View} view */
function questionDesk({ model, el, signal }) {
  const data = /** @type {Shown} */ (dataOf(model));
  const kept = model.get("work") ?? {};
  const about = { ...Object.fromEntries(data.about.map(([name, , value]) => [name, value])), ...kept.about };
  let assignment = String(kept.assignment ?? "");
  /** @type {Draft} */ let draft = structuredClone(kept.draft ?? {});
  if (!data.kinds.some(({ kind }) => kind === draft.kind)) draft = { ...draft, kind: data.kinds[0].kind };
  /** @type {Own[]} */ let own = [];
  /** @type {Draft | undefined} */ let before; // what a removal took away
  /** @type {Set<string>} */ const touched = new Set(); // places of which the faults are shown
  let all = false; // whether the faults of all are
  /** @type {Checked} */ let checked = { faults: [], asked: null, tried: null, unkept: "" };
  let view = "asked";
  let shown = "";
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
  /** @type {AbortController | undefined} */ let alive;
  const line = talking(/** @type {any} */ (model));
  /** @type {Map<string, import("./question_fields.mjs").Place>} */ const head = new Map(); // of a new assignment
  /** @type {Map<string, import("./question_fields.mjs").Place>} */ const places = new Map(); // of the question
  const everywhere = () => new Map([...head, ...places]);

  const heading = unique("question-desk");
  const status = h("p", { class: "widget-status", role: "status", tabindex: -1 });
  const trouble = h("p", { class: "question-trouble", role: "alert" });
  const where = h("div", {});
  const asks = h("div", {});
  const count = h("summary", {});
  const list = h("ol", { class: "question-faults" });
  const mend = h("details", { class: "question-check" }, count, list);
  const stage = h("div", { class: "question-stage" });
  const doubt = h("div", { class: "question-doubt", hidden: true });
  const back = h("button", { type: "button", hidden: true, onclick: bringBack }, "Bring back what was there");
  const save = h("button", { type: "button", class: "question-save", onclick: () => write(false) }, "Save the question");
  const fresh = h("button", { type: "button", onclick: another }, "Begin another question");
  const out = h("div", {});
  const told = h("pre", { class: "question-told", tabindex: 0, hidden: true, "aria-label": "What was written" });
  el.append(h("section", { class: "dossier-widget question-desk", "aria-labelledby": heading },
    h("p", { class: "widget-title", id: heading }, data.title),
    h("p", { class: "question-warning" }, h("strong", {}, "Where it goes. "), `Your questions are kept in the folder ${data.folder}, beside this notebook. ${WHERE}`),
    data.partly ? h("p", { class: "question-warning" }, data.partly) : null,
    h("div", { class: "question-columns" },
      h("div", { class: "question-form" }, partOf("The assignment", where), partOf("The question", asks)),
      h("div", { class: "question-beside" },
        radios({ legend: "See it", options: [["asked", "as your students will"], ["tried", "with its key and remarks"]], value: view, onchange: (chosen) => {
          view = chosen;
          showQuestion();
        } }),
        stage, mend)),
    trouble, status, doubt,
    h("div", { class: "widget-tools" }, save, fresh, back), out, told));
  for (const each of [where, asks]) each.addEventListener("focusout", ({ target }) => leave(/** @type {HTMLElement} */ (target)));

  const kindOf = () => /** @type {Kind} */ (data.kinds.find(({ kind }) => kind === draft.kind));
  const work = () => ({ assignment, about, draft });
  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };

  /** A control that was left shows its faults from then on. @param {HTMLElement} target */
  function leave(target) {
    for (const [at, place] of everywhere()) if (place.el.contains(target) && !place.el.querySelector(".question-row")) touched.add(at);
    showFaults();
  }

  function changed() {
    clearTimeout(waiting);
    waiting = setTimeout(check, AFTER_TYPING);
  }

  async function check() {
    clearTimeout(waiting);
    const own = (turn += 1);
    try {
      const { content } = await line.ask({ do: "check", work: structuredClone(work()) });
      if (own === turn) take(content);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    trouble.textContent = error instanceof Error ? error.message : String(error);
  }

  /** @param {Checked} content */
  function take(content) {
    checked = content;
    if (content.unkept || trouble.textContent !== data.damage) trouble.textContent = content.unkept;
    showFaults();
    showQuestion();
  }

  /** The faults, in the order of the form. */
  const inOrder = () => {
    const order = [...everywhere().keys()];
    const placeOf = (/** @type {string} */ field) => (order.indexOf(field) + 1 || order.length + 1);
    return [...checked.faults].sort((one, other) => placeOf(one.field) - placeOf(other.field));
  };

  function showFaults() {
    const faults = inOrder();
    const there = everywhere();
    for (const [at, place] of there) {
      const here = faults.filter(({ field }) => field === at).map(({ text }) => text);
      place.fault(all || touched.has(at) ? here.join(" ") : "");
    }
    const words = faults.length ? `The check: ${faults.length} to mend` : "The check: nothing is wrong";
    if (count.textContent !== words) count.textContent = words;
    mend.dataset.faults = String(faults.length);
    list.replaceChildren(...faults.map(({ field, text }) => h("li", {}, there.has(field)
      ? h("button", { type: "button", class: "question-jump", onclick: () => lead(field) }, text) : text)));
  }

  /** Lead to a control, through a fold if it is in one. @param {string} field */
  function lead(field) {
    const place = everywhere().get(field);
    place?.el.closest("details")?.setAttribute("open", "");
    touched.add(field);
    showFaults();
    place?.focus();
    place?.el.scrollIntoView({ block: "nearest" });
  }

  function showQuestion() {
    const question = view === "asked" ? checked.asked : checked.tried;
    const now = `${view} ${draft.kind} ${JSON.stringify(question)}`;
    if (now === shown) return;
    shown = now;
    alive?.abort();
    stage.replaceChildren();
    if (!question) return stage.append(h("p", { class: "question-help" }, view === "asked" ? ASKED : kindOf().written ? MARKED : TRIED));
    alive = new AbortController();
    renderExercise({ model: modelOf(question.id, question), el: stage, signal: alive.signal });
  }

  /** Draw what the question is made of. @param {string} [focus] the place that has the focus then */
  function drawForm(focus) {
    places.clear();
    const kind = kindOf();
    begun(kind, draft);
    draft.excerpts ??= [];
    /** @type {Form} */ const form = { kind, draft, places, changed, redraw: drawForm, removed, renamed: [] };
    const shared = (/** @type {string} */ name, /** @type {any} */ more) => control(form, { name, label: data.labels[name], needed: true, ...more }, draft, name);
    asks.replaceChildren(
      fieldOf(select({ label: "Kind of question", options: data.kinds.map((each) => [each.kind, each.label]), value: kind.kind, onchange: (chosen) => {
        draft.kind = chosen;
        drawForm();
        asks.querySelector("select")?.focus();
      } })),
      data.others.length ? h("p", { class: "question-help" }, `Written in files alone: ${data.others.join(", ")}.`) : "",
      shared("objective", { control: "list", options: data.objectives }),
      shared("level", { control: "list", options: data.levels }),
      passages(form),
      shared("stem", { control: "text" }),
      ...kind.fields.map((field) => ownField(form, field)),
      shared("hint", { control: "text", needed: false, help: "Where to look, without giving the answer." }),
      ...(kind.scored ? [shared("points", { control: "digits" }), control(form, { name: "confidence", label: "Ask also how sure one is", control: "switch", needed: false }, draft, "confidence")] : []));
    showFaults();
    if (focus) places.get(focus)?.focus();
    check();
  }

  /** The passages that the question is about, to be read and copied from. @param {Form} form */
  function passages(form) {
    const chosen = draft.excerpts.map((/** @type {string} */ id) => data.excerpts.find((each) => each.id === id)).filter(Boolean);
    const left = data.excerpts.filter(({ id }) => !draft.excerpts.includes(id));
    const adding = select({ label: data.labels.excerpts, more: ": add one", value: "", options: [["", "add a passage"], ...left.map((each) => /** @type {[string, string]} */ ([each.id, wordsOf(each)]))],
      onchange: (id) => {
        if (!id) return;
        draft.excerpts.push(id);
        form.redraw("excerpts");
      } });
    return placed(form, "excerpts", /** @type {HTMLElement} */ (adding.querySelector("select")), adding, ...chosen.map((/** @type {Passage} */ each) =>
      h("details", { class: "question-passage", open: true }, h("summary", {}, wordsOf(each)), h("blockquote", {}, each.text),
        h("button", { type: "button", onclick: () => {
          removed(`${wordsOf(each)} is removed.`);
          draft.excerpts.splice(draft.excerpts.indexOf(each.id), 1);
          form.redraw("excerpts");
        } }, "Remove", unseen(` ${wordsOf(each)}`)))));
  }

  /** @param {Passage} passage */
  const wordsOf = ({ line: number, title }) => `line ${number}: ${title}`;

  /** @param {string} what */
  function removed(what) {
    before = structuredClone(draft);
    back.hidden = false;
    say(`${what} The button “${back.textContent}” undoes it.`);
  }

  function bringBack() {
    if (!before) return;
    [draft, before] = [before, undefined];
    back.hidden = true;
    drawForm();
    say("It is back.");
    save.focus();
  }

  function another() {
    removed("A new question is begun, of the same kind and about the same passages.");
    const { kind, objective, level, points, excerpts } = draft;
    draft = { kind, objective, level, points, excerpts };
    touched.clear();
    all = false;
    drawForm("stem");
  }

  /** Draw which assignment it is for, or what is to be said of a new one. */
  function drawWhere() {
    const chosen = own.find(({ name }) => name === assignment);
    const pick = select({ label: "It is for", options: [...own.map(({ name, title }) => /** @type {[string, string]} */ ([name, title])), ["", "a new one"]],
      value: chosen ? assignment : "", onchange: (name) => {
        assignment = name;
        drawWhere();
        check();
        where.querySelector("select")?.focus();
      } });
    head.clear();
    where.replaceChildren(fieldOf(pick), chosen?.fault ? h("p", { class: "question-trouble" }, chosen.fault) : "", ...(chosen ? [questions(chosen)] : beginning()));
    drawOut();
  }

  /** What students read of a new assignment. */
  function beginning() {
    const form = /** @type {any} */ ({ places: head, changed });
    return data.about.map(([name, label]) => {
      const field = name === "chapter" ? { control: "list", options: data.chapters } : { control: "text" };
      return control(form, { name, label, needed: true, ...field }, about, `about.${name}`);
    });
  }

  /** The questions that are there, each to be opened. @param {Own} chosen */
  function questions({ questions: there }) {
    return h("details", { class: "question-there" }, h("summary", {}, `Questions in it: ${there.length}`),
      h("ul", {}, ...there.map(({ id, stem }) => h("li", {}, `${stem} `, h("button", { type: "button", onclick: () => open(id) }, "Open", unseen(` ${id}`))))));
  }

  /** @param {string} id */
  async function open(id) {
    try {
      const { content } = await line.ask({ do: "open", assignment, id });
      removed(`${id} is open.`);
      draft = content.draft;
      drawForm("stem");
    } catch (error) {
      fail(error);
    }
  }

  /** Do something that may need a yes. @param {Record<string, any>} message @param {string} yes @param {HTMLElement} from @param {(content: any) => void} done */
  async function ask(message, yes, from, done) {
    trouble.textContent = "";
    doubt.hidden = true;
    try {
      const { content } = await line.ask(message);
      if (!content.doubts) return done(content);
      const agree = h("button", { type: "button", onclick: () => {
        from.focus();
        ask({ ...message, sure: true }, yes, from, done);
      } }, yes);
      const leave = h("button", { type: "button", onclick: () => {
        doubt.hidden = true;
        say("Nothing is written.");
        from.focus();
      } }, "Leave all as it is");
      doubt.replaceChildren(...content.doubts.map((/** @type {string} */ text) => h("p", {}, text)), h("div", { class: "question-row-tools" }, leave, agree));
      doubt.hidden = false;
      say(content.doubts.join(" "));
      leave.focus();
    } catch (error) {
      say("");
      fail(error);
    }
  }

  /** @param {boolean} sure */
  function write(sure) {
    clearTimeout(waiting);
    turn += 1; // what is still asked is of before
    all = true;
    say("Writing …");
    ask({ do: "save", work: structuredClone(work()), sure }, "Replace what is there", save, (content) => {
      take(content);
      if (!content.saved) {
        mend.open = true;
        const [first] = inOrder();
        say(`Nothing is written: ${checked.faults.length} to mend. ${first?.text ?? ""}`);
        return lead(first?.field ?? "");
      }
      draft.id = content.saved;
      assignment = content.name;
      own = content.assignments;
      drawWhere();
      say(`Saved as ${content.saved}: ${own.find(({ name }) => name === assignment)?.title ?? ""}.`);
      tell(content.files);
    });
  }

  /** @param {string[]} lines */
  function tell(lines) {
    told.textContent = lines.join("\n");
    told.hidden = !lines.length;
  }

  /** Draw what makes files and variants of an assignment. */
  function drawOut() {
    const names = own.map(({ name }) => name);
    let [chosen, seed, many] = [names.includes(assignment) ? assignment : names[0] ?? data.bank[0] ?? "", "", "1"];
    const open = !!out.querySelector("details")?.open;
    if (!chosen) return out.replaceChildren();
    const files = h("button", { type: "button", onclick: () => {
      say("Writing …");
      ask({ do: "files", assignment: chosen }, "", files, (content) => done("The files are written.", content));
    } }, "Make the files to hand out");
    const make = h("button", { type: "button", onclick: () => {
      say("Writing …");
      ask({ do: "variants", assignment: chosen, seed, count: many, sure: false }, "Replace the variant", make, (content) => done("The variants are written.", content));
    } }, "Make variants");
    const done = (/** @type {string} */ words, /** @type {any} */ content) => {
      say(words);
      tell(content.lines);
    };
    const entered = (/** @type {string} */ label, /** @type {string} */ value, /** @type {(value: string) => void} */ oninput) => {
      const entry = h("input", { type: "text", id: unique("variant"), value, oninput: () => oninput(entry.value) });
      return fieldOf(h("label", { for: entry.id, class: "widget-name" }, label), entry);
    };
    const onlyOwn = () => {
      files.disabled = !names.includes(chosen);
    };
    onlyOwn();
    out.replaceChildren(h("details", { class: "question-out", open }, h("summary", {}, "Hand it out, and make variants"),
      fieldOf(select({ label: "Of which assignment", options: [...own.map(({ name, title }) => /** @type {[string, string]} */ ([name, title])), ...data.bank.map((name) => /** @type {[string, string]} */ ([name, `${name}, of the book`]))],
        value: chosen, onchange: (name) => {
          chosen = name;
          onlyOwn();
        } })),
      h("p", { class: "question-help" }, "The files are a page, a notebook and a worksheet for students, and apart from them a page for you alone."), files,
      h("p", { class: "question-help" }, "A variant is the same assignment with keys of its own. The same secret word makes the same variants again."),
      entered("Secret word", seed, (value) => (seed = value)), entered("How many", many, (value) => (many = value)), make));
  }

  trouble.textContent = data.damage;
  drawForm();
  drawWhere();
  line.ask({ do: "begin" }).then(({ content }) => {
    own = content.assignments;
    drawWhere();
  }, fail);

  const dispose = () => {
    clearTimeout(waiting);
    alive?.abort();
    line.close();
  };
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render: questionDesk };
