// @ts-check
/**
 * The sequence: the reader puts the pieces of an affair in order, opens the evidence for one after another,
 * and sees where two men stood. A track is drawn for what has been opened and for nothing else.
 *
 * `work` holds `order` and `opened` (lists of ids) and `view` (time, person, plan).
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, event: string, line: string, clue: string, what: string, when: string, span: [string, string],
 *            people: string[], lenin: string, stalin: string, reason: string, sources: Source[]}} Piece
 * @typedef {{article: string, plan: string, provision: string, sources: Source[]}} Provision
 * @typedef {{title: string, positions: string[], fragments: Piece[], plans: Provision[]}} Data
 */
import { inOrder, sortable } from "./sortable.mjs";
import { cited, dataOf, drawn, frame, h, patch, radios, svg, unseen } from "./ui.mjs";

const VIEWS = /** @type {[string, string][]} */ ([["time", "by time"], ["person", "by person"], ["plan", "by plan"]]);
const STEP = 34; // units of the drawing between two positions
const ROW = 44; // units between two pieces

/** @param {any} list @param {Set<string>} known @returns {string[]} */
const knownIn = (list, known) => (Array.isArray(list) ? [...new Set(list.filter((each) => known.has(each)))] : []);

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const pieces = new Map(data.fragments.map((piece) => [piece.id, piece]));
  const known = new Set(pieces.keys());
  const spans = Object.fromEntries(data.fragments.map(({ id, span }) => [id, span]));
  const read = () => {
    const work = model.get("work") ?? {};
    const chosen = knownIn(work.order, known);
    return {
      order: [...chosen, ...[...known].filter((id) => !chosen.includes(id))],
      opened: new Set(knownIn(work.opened, known)),
      view: VIEWS.some(([each]) => each === work.view) ? work.view : "time",
    };
  };
  /** @param {string} id */
  const pieceOf = (id) => /** @type {Piece} */ (pieces.get(id));

  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: "The pieces stand in the order of the lines to which they belong, whether or not the line tells of them; those to which no line belongs come last. Put the earliest on top. Open the evidence for a piece when guessing does not help.",
    columns: ["position", "fragment", "event", "date", "opened", "lenin", "stalin"],
    rows: () => {
      const { order, opened } = read();
      return order.map((id, index) => {
        const { event, span, lenin, stalin } = pieceOf(id);
        const seen = opened.has(id);
        return [index + 1, id, event, seen ? span[0] : "", seen ? "True" : "False", seen ? lenin : "", seen ? stalin : ""];
      });
    },
  });

  /** @type {Map<string, {evidence: HTMLElement, opener: HTMLButtonElement}>} */
  const parts = new Map();
  const items = data.fragments.map((piece) => {
    const evidence = h("div", { class: "sequence-evidence" });
    const words = piece.clue.replace(/\.$/, "");
    const opener = h("button", { type: "button", onclick: () => open(piece.id) }, "Open the evidence", unseen(`: ${words}`));
    parts.set(piece.id, { evidence, opener });
    const where = piece.line ? `belongs to line ${piece.line}` : "belongs to no line";
    return { id: piece.id, words,
      content: h("div", {}, h("p", {}, piece.clue, " ", h("span", { class: "sequence-where" }, where)), evidence, opener) };
  });
  const list = sortable({ label: "The pieces, the earliest first", items, order: read().order, say: tell,
    onorder: (order) => patch(model, { order }) });
  const settle = h("button", { type: "button", onclick: () => {
    const { order, opened } = read();
    const dated = order.filter((id) => opened.has(id)).sort((a, b) => (spans[a][0] < spans[b][0] ? -1 : 1));
    patch(model, { order: order.map((id) => (opened.has(id) ? /** @type {string} */ (dated.shift()) : id)) });
    tell("The opened pieces stand in the documents’ order, in the places that they held.");
  } }, "Put the opened pieces right");
  const score = h("p", { class: "sequence-score" });
  const views = radios({ legend: "Look at what is opened", options: VIEWS, value: "time",
    onchange: (view) => {
      patch(model, { view });
      say(`What is opened is shown ${VIEWS.find(([each]) => each === view)?.[1]}.`);
    } });
  const shown = h("div", { class: "sequence-view" });
  body.append(h("div", { class: "sequence" }, list, h("div", { class: "sequence-tools" }, settle), score, views, shown));

  /** @param {string} id */
  function open(id) {
    const { opened } = read();
    patch(model, { opened: [...opened, id] });
    const { when, what } = pieceOf(id);
    const lines = /** @type {HTMLElement} */ (parts.get(id)?.evidence);
    lines.tabIndex = -1;
    lines.focus();
    tell(`${when}: ${what}`);
  }

  function scored() {
    const { order, opened } = read();
    const [right, decided] = inOrder(order, spans);
    return `${right} of the ${decided} pairs that the documents decide ${right === 1 ? "stands as they have it" : "stand as they have them"}. Opened: ${opened.size} of ${order.length}.`;
  }

  /** @param {string} first */
  function tell(first) {
    say(first, scored());
  }

  /** @param {Piece[]} seen in order of date */
  function byTime(seen) {
    const judged = seen.filter(({ lenin, stalin }) => lenin || stalin);
    if (!judged.length) return [h("p", {}, "Open the evidence: where a piece shows how Lenin or Stalin stood towards the Georgian committee, it appears here.")];
    return [track(judged), table(judged)];
  }

  /** @param {Piece[]} judged */
  function track(judged) {
    const x = (/** @type {string} */ word) => 30 + data.positions.indexOf(word) * STEP;
    const y = (/** @type {number} */ row) => 20 + row * ROW;
    const height = y(judged.length - 1) + 20;
    const lane = (/** @type {"lenin" | "stalin"} */ who) => {
      const points = judged.flatMap((piece, row) => (piece[who] ? [{ x: x(piece[who]), y: y(row) }] : []));
      const line = svg("polyline", { points: points.map((point) => `${point.x},${point.y}`).join(" ") });
      const marks = points.map((point) => (who === "lenin"
        ? svg("circle", { cx: point.x, cy: point.y, r: 7 })
        : svg("rect", { x: point.x - 6, y: point.y - 6, width: 12, height: 12 })));
      return svg("g", { class: `sequence-${who}` }, line, ...marks);
    };
    const rules = data.positions.map((word) => svg("line", { class: "sequence-rule", x1: x(word), x2: x(word), y1: 4, y2: height - 4 }));
    return h("div", { class: "sequence-track", "aria-hidden": "true" },
      h("div", { class: "sequence-plot" },
        svg("svg", { viewBox: `0 0 200 ${height}` }, ...rules, lane("stalin"), lane("lenin")),
        h("ol", {}, ...judged.map(({ when }) => h("li", {}, when)))),
      h("p", { class: "sequence-key" }, "● Lenin, ■ Stalin; on the left against the committee in Tiflis, on the right with it"));
  }

  /** @param {Piece[]} judged */
  function table(judged) {
    const head = ["Date", "Lenin", "Stalin", "Why"].map((word) => h("th", { scope: "col" }, word));
    const rows = judged.map(({ when, lenin, stalin, reason, sources }) => h("tr", {},
      h("td", {}, when), h("td", {}, lenin || "–"), h("td", {}, stalin || "–"), h("td", {}, reason, " ", ...cited(sources))));
    return h("details", {}, h("summary", {}, "The same in words, with reasons"),
      h("p", {}, "Where each stands towards the committee in Tiflis is a judgement from the piece beside it; a line between two marks is a guess about the time between."),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)));
  }

  /** @param {Piece[]} seen */
  function byPerson(seen) {
    const people = [...new Set(seen.flatMap((piece) => piece.people))].sort();
    if (!people.length) return [h("p", {}, "Open the evidence: the people in it appear here, each with what he or she took part in.")];
    return people.map((name) => h("div", {}, h("p", { class: "sequence-name" }, name),
      h("ul", {}, ...seen.filter((piece) => piece.people.includes(name)).map(({ when, what }) => h("li", {}, h("strong", {}, `${when}: `), what)))));
  }

  function byPlan() {
    const articles = [...new Set(data.plans.map(({ article }) => article))];
    const cell = (/** @type {string} */ article, /** @type {string} */ plan) => {
      const found = data.plans.find((each) => each.article === article && each.plan === plan);
      return h("div", {}, h("strong", {}, `${plan === "union" ? "Union" : "Autonomisation"}: `), found?.provision ?? "–", " ", ...cited(found?.sources ?? []));
    };
    return articles.map((article) => h("div", { class: "sequence-article" }, h("p", { class: "sequence-name" }, article),
      cell(article, "autonomisation"), cell(article, "union")));
  }

  function draw() {
    const { order, opened, view } = read();
    const rows = new Map([...list.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.id, row]));
    const there = [...list.children].map((row) => /** @type {HTMLElement} */ (row).dataset.id);
    if (there.join() !== order.join()) {
      const focus = /** @type {HTMLElement | null} */ (list.contains(document.activeElement) ? document.activeElement : null);
      list.append(...order.map((id) => /** @type {Element} */ (rows.get(id))));
      focus?.focus();
    }
    for (const [id, { evidence, opener }] of parts) {
      const seen = opened.has(id);
      const { when, what, sources } = pieceOf(id);
      if (seen !== opener.hidden) {
        opener.hidden = seen;
        evidence.replaceChildren(...(seen ? [h("p", {}, h("strong", {}, `${when}. `), what, " ", ...cited(sources))] : []));
      }
    }
    const seen = [...opened].map(pieceOf).sort((a, b) => (a.span[0] < b.span[0] ? -1 : 1));
    for (const input of views.querySelectorAll("input")) input.checked = input.value === view;
    settle.disabled = opened.size < 2;
    score.textContent = model.get("work")?.order || read().opened.size ? scored() : ""; // not before a piece is touched
    shown.replaceChildren(...(view === "plan" ? byPlan() : view === "person" ? byPerson(seen) : byTime(seen)));
  }

  return drawn(model, draw, dispose);
}

export default { render };
