// @ts-check
/**
 * The sequence: the reader puts the pieces of an affair in order, opens the evidence of a few, commits, and sees them slide to
 * their dates. Two rails stand beside the cards: the page's order, and the reader's, which becomes that of the dates. A track
 * shows where two men stood, for what has been opened and, after committing, for all.
 *
 * `work` holds `order` and `opened` (lists of ids), `view` (time, person, plan), `committed` (when) and `rail` (what the cards
 * show since: dates, mine, page).
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, event: string, line: string, clue: string, what: string, when: string, span: [string, string],
 *            people: string[], lenin: string, stalin: string, reason: string, sources: Source[]}} Piece
 * @typedef {{article: string, plan: string, provision: string, sources: Source[]}} Provision
 * @typedef {{title: string, documents: number, positions: string[], fragments: Piece[], plans: Provision[]}} Data
 *          `documents` is how many may be opened
 */
import { layAtDates, slideCards } from "./axis.mjs";
import { rails } from "./sequence_rails.mjs";
import { track } from "./sequence_track.mjs";
import { inOrder, sortable } from "./sortable.mjs";
import { cited, dataOf, drawn, frame, h, patch, radios, svg, unseen } from "./ui.mjs";

const VIEWS = /** @type {[string, string][]} */ ([["time", "by time"], ["person", "by person"], ["plan", "by plan"]]);
const RAILS = /** @type {[string, string][]} */ ([["dates", "the dates"], ["mine", "my order"], ["page", "as the page tells it"]]);

/** @param {any} list @param {Set<string>} known @returns {string[]} */
const knownIn = (list, known) => (Array.isArray(list) ? [...new Set(list.filter((each) => known.has(each)))] : []);

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const pieces = new Map(data.fragments.map((piece) => [piece.id, piece]));
  const known = new Set(pieces.keys());
  const spans = Object.fromEntries(data.fragments.map(({ id, span }) => [id, span]));
  const dates = Object.fromEntries(data.fragments.map(({ id, when, span }) => [id, { date: when, span }]));
  const read = () => {
    const work = model.get("work") ?? {};
    const chosen = knownIn(work.order, known);
    return {
      order: [...chosen, ...[...known].filter((id) => !chosen.includes(id))],
      opened: new Set(knownIn(work.opened, known)),
      view: VIEWS.some(([each]) => each === work.view) ? work.view : "time",
      committed: typeof work.committed === "string",
      rail: RAILS.some(([each]) => each === work.rail) ? work.rail : "dates",
    };
  };
  const byDate = (/** @type {string[]} */ ids) => [...ids].sort((a, b) => (spans[a][0] < spans[b][0] ? -1 : spans[a][0] > spans[b][0] ? 1 : 0));
  const left = () => Math.max(0, data.documents - read().opened.size);
  /** @param {string} id */
  const pieceOf = (id) => /** @type {Piece} */ (pieces.get(id));

  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: `The pieces stand in the order of the lines to which they belong, whether or not the line tells of them; those to which no line belongs come last. Put the earliest on top. You may open the evidence of ${data.documents} pieces: choose those that help you to place others. Then commit, and the cards slide to their dates.`,
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

  /** @type {Map<string, {evidence: HTMLElement, opener: HTMLButtonElement, place: HTMLElement}>} */
  const parts = new Map();
  const items = data.fragments.map((piece) => {
    const evidence = h("div", { class: "sequence-evidence" });
    const words = piece.clue.replace(/\.$/, "");
    const place = h("p", { class: "sequence-place", hidden: true });
    const opener = h("button", { type: "button", onclick: () => open(piece.id) }, "Open", unseen(` the evidence: ${words}`));
    parts.set(piece.id, { evidence, opener, place });
    const where = piece.line ? `belongs to line ${piece.line}` : "belongs to no line";
    return { id: piece.id, words,
      content: h("div", {}, h("p", {}, piece.clue, " ", h("span", { class: "sequence-where" }, where)), place, evidence, opener) };
  });
  const list = sortable({ label: "The pieces, the earliest first", items, order: read().order, say: tell,
    onorder: (order) => patch(model, { order }) });
  const settle = h("button", { type: "button", onclick: () => {
    const { order, opened } = read();
    const dated = byDate(order.filter((id) => opened.has(id)));
    patch(model, { order: order.map((id) => (opened.has(id) ? /** @type {string} */ (dated.shift()) : id)) });
    tell("The opened pieces stand in the documents’ order, in the places that they held.");
  } }, "Put the opened pieces right");
  const score = h("p", { class: "sequence-score" });
  const commit = h("button", { type: "button", class: "sequence-commit", onclick: () => {
    patch(model, { committed: new Date().toISOString() });
    score.tabIndex = -1;
    score.focus(); // the button is gone
    say("The cards stand at their dates.");
  } }, "Commit my order");
  const chosen = radios({ legend: "The cards show", options: RAILS, value: "dates",
    onchange: (rail) => {
      patch(model, { rail });
      say(`The cards show ${RAILS.find(([each]) => each === rail)?.[1]}.`);
    } });
  const scale = h("p", { class: "axis-scale" });
  const beside = rails(data.fragments);
  const cards = h("fieldset", { class: "axis" }, list);
  for (const event of ["focusin", "pointerdown"]) list.addEventListener(event, ({ target }) => beside.light(target instanceof Element ? target.closest("li")?.dataset.id : undefined));
  const moves = new MutationObserver(drawRails); // a card that is dragged moves its string
  moves.observe(list, { childList: true });
  const views = radios({ legend: "Look at what is opened", options: VIEWS, value: "time",
    onchange: (view) => {
      patch(model, { view });
      say(`What is opened is shown ${VIEWS.find(([each]) => each === view)?.[1]}.`);
    } });
  const shown = h("div", { class: "sequence-view" });
  body.append(h("div", { class: "sequence" }, score, chosen, scale, h("div", { class: "sequence-desk" }, beside.el, cards),
    h("div", { class: "sequence-tools" }, settle, commit), views, shown));

  /** @param {string} id */
  function open(id) {
    const { opened } = read();
    if (!left()) return;
    patch(model, { opened: [...opened, id] });
    const { when, what } = pieceOf(id);
    const lines = /** @type {HTMLElement} */ (parts.get(id)?.evidence);
    lines.tabIndex = -1;
    lines.focus();
    tell(`${when}: ${what}`);
  }

  function scored() {
    const { order, committed } = read();
    if (!committed) return left() ? `${left()} of ${data.documents} documents can still be opened.` : "No document is left to open: commit your order.";
    const [right, decided] = inOrder(order, spans);
    const told = data.fragments.filter(({ line }) => line).map(({ id }) => id);
    const [toldRight, toldDecided] = inOrder(told, spans);
    const [before] = inOrder([...known], spans);
    return `Of the ${decided} pairs that the documents decide, your order has ${right} right; the cards as you were given them had ${before}. Of the ${told.length} pieces that belong to lines of the page, ${toldRight} of ${toldDecided} pairs stand right there: see how much depends on the others.`;
  }

  /** @param {string} first */
  function tell(first) {
    say(first, scored());
  }

  /** @param {Piece[]} seen in order of date */
  function byTime(seen) {
    const judged = seen.filter(({ lenin, stalin }) => lenin || stalin);
    if (!judged.length) return [h("p", {}, "Open the evidence: where a piece shows how Lenin or Stalin stood towards the Georgian committee, it appears here.")];
    return [track(judged, data.positions), table(judged)];
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

  const standing = () => [...list.children].map((row) => /** @type {HTMLElement} */ (row).dataset.id ?? "");

  function drawRails() {
    const { opened, committed, rail } = read();
    const shows = committed ? rail : "mine";
    beside.draw({ order: standing(), sure: (id) => committed || opened.has(id), dated: shows === "dates", name: { dates: "dates", mine: "yours", page: "cards" }[shows] ?? "" });
  }

  /** @param {string[]} order @param {boolean} dated */
  function lay(order, dated) {
    if (standing().join() === order.join() && list.hasAttribute("data-dated") === dated) return;
    const rows = new Map([...list.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.id, row]));
    const focus = /** @type {HTMLElement | null} */ (list.contains(document.activeElement) ? document.activeElement : null);
    const change = () => {
      if (standing().join() !== order.join()) list.append(...order.map((id) => /** @type {Element} */ (rows.get(id))));
      scale.textContent = layAtDates(list, dated ? dates : null);
    };
    if (list.isConnected) slideCards(list, change);
    else change();
    focus?.focus();
  }

  /** @param {string} id @param {boolean} seen @param {boolean} committed */
  function drawPiece(id, seen, committed) {
    const { evidence, opener, place } = /** @type {{evidence: HTMLElement, opener: HTMLButtonElement, place: HTMLElement}} */ (parts.get(id));
    const { when, what, sources } = pieceOf(id);
    opener.hidden = seen || committed || !left();
    place.hidden = !committed;
    const state = committed ? "folded" : seen ? "opened" : "";
    if (evidence.dataset.state === state) return;
    evidence.dataset.state = state;
    const said = [what, " ", ...cited(sources)];
    evidence.replaceChildren(...(committed ? [h("details", {}, h("summary", {}, seen ? "Evidence, opened" : "Evidence", unseen(`: ${pieceOf(id).clue}`)), h("p", {}, ...said))]
      : seen ? [h("p", {}, h("strong", {}, `${when}. `), ...said)] : []));
  }

  function draw() {
    const { order, opened, view, committed, rail } = read();
    const dated = byDate(order);
    cards.disabled = committed;
    lay(!committed || rail === "mine" ? order : rail === "page" ? [...known] : dated, committed && rail === "dates");
    for (const [index, id] of dated.entries()) {
      drawPiece(id, opened.has(id), committed);
      const had = order.indexOf(id);
      const { place } = parts.get(id) ?? {};
      if (place) place.textContent = had === index ? "✓ in place" : `✗ you had it at number ${had + 1}`;
    }
    const seen = dated.filter((id) => committed || opened.has(id)).map(pieceOf);
    for (const input of views.querySelectorAll("input")) input.checked = input.value === view;
    for (const input of chosen.querySelectorAll("input")) input.checked = input.value === rail;
    settle.disabled = opened.size < 2;
    settle.hidden = commit.hidden = committed;
    chosen.hidden = !committed;
    score.textContent = scored();
    drawRails();
    shown.replaceChildren(...(view === "plan" ? byPlan() : view === "person" ? byPerson(seen) : byTime(seen)));
  }

  return drawn(model, draw, () => {
    moves.disconnect();
    dispose();
  });
}

export default { render };
