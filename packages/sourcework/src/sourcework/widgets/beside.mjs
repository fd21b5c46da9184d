// @ts-check
/**
 * A classmate's judgement beside the reader's: the dots of both, and where their words are furthest apart. It comes as the table
 * that "Save as a table" wrote.
 *
 * @typedef {import("./judgement.mjs").Data} Data
 * @typedef {import("./judgement.mjs").Piece} Piece
 * @typedef {import("./judgement.mjs").Hypothesis} Hypothesis
 * @typedef {{prior: Record<string, number>, cells: Record<string, Record<string, number>>, left_out: string[], rule: string}} Second
 * @typedef {{piece: Piece, one: Hypothesis, mine: number, theirs: number}} Apart steps of both on one cell
 */
import { dots } from "./dots.mjs";
import { dict, firstRule, heaviest, isDict, Judgement, listed, OPEN, percent } from "./judgement.mjs";
import { tableField } from "./saved_table.mjs";
import { h } from "./ui.mjs";

const [MOST, ASK] = [5, "Ask your classmate for it again; nothing was taken over."];

/**
 * @param {string[][]} table
 * @param {Data} data
 * @returns {{second?: Second, fault?: string}}
 */
export function readSecond([head = [], ...rows], data) {
  const at = (/** @type {string} */ name) => head.indexOf(name);
  const lacking = ["evidence", "hypothesis", "expected"].find((name) => at(name) < 0);
  if (lacking) return { fault: `The first line of this file has no column “${lacking}”. Open a table that “Save as a table” wrote here.` };
  const rule = Object.keys(data.rules).find((name) => rows.every((row) =>
    data.rules[name].some(({ word, value }) => word === row[at("expected")] && value === Number(row[at("likelihood")])))) ?? firstRule(data);
  /** @type {Second} */ const second = { prior: {}, cells: {}, left_out: [], rule };
  for (const [index, row] of rows.entries()) {
    const [piece, one] = [row[at("evidence")], row[at("hypothesis")]];
    const step = data.rules[rule].findIndex(({ word }) => word === row[at("expected")]) + 1;
    if (!step || !data.evidence.some(({ id }) => id === piece) || !data.hypotheses.some(({ id }) => id === one)) {
      return { fault: `Line ${index + 2} of this file is not one of this widget’s. ${ASK}` };
    }
    if (step !== OPEN) (second.cells[piece] ??= {})[one] = step;
    const before = data.priors.findIndex(({ word }) => word === row[at("prior_word")]) + 1; // older tables have none
    if (before && before !== OPEN) second.prior[one] = before;
    if (/^false$/i.test(row[at("included")]) && !second.left_out.includes(piece)) second.left_out.push(piece);
  }
  const isEmpty = !Object.keys(second.cells).length && !Object.keys(second.prior).length;
  return isEmpty ? { fault: `In this table all is open. ${ASK}` } : { second };
}

/**
 * @param {Data} data
 * @param {() => Judgement} judgement
 * @param {{onopen: (second: Second) => void, onaway: () => void, onfault: (fault: string) => void, open: (piece: Piece) => void}} actions
 */
export function beside(data, judgement, { onopen, onaway, onfault, open }) {
  const picture = dots(data.hypotheses.map(({ label }) => label));
  const cells = data.hypotheses.map(() => [h("td", {}), h("td", {})]);
  const [weight, out] = [h("p", {}), h("p", {})];
  const apart = h("ul", {});
  const both = h("div", { class: "hypotheses-both" },
    h("p", { class: "hypotheses-theirs" }, "Your classmate’s hundred dots"),
    picture.el,
    h("table", {},
      h("thead", {}, h("tr", {}, ...["Hypothesis", "You", "Your classmate"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, ...data.hypotheses.map(({ label, short }, index) =>
        h("tr", {}, h("th", { scope: "row" }, h("strong", {}, label), " ", short), ...cells[index])))),
    weight, out,
    h("p", {}, h("strong", {}, "Where your words are furthest apart")),
    apart,
    h("button", { type: "button", onclick: away }, "Put the table away"));
  const field = tableField("A table that a classmate saved here", (rows) => {
    const { second, fault } = readSecond(rows, data);
    if (second) onopen(second);
    else onfault(fault ?? "");
  }, onfault);
  const element = h("section", { class: "hypotheses-beside" },
    h("p", { class: "hypotheses-step" }, "Beside a classmate’s"),
    h("p", {}, "“Save as a table”, below, writes a file. Exchange yours for a classmate’s, and open it here. Yours stays as it is."),
    field, both);

  function away() {
    onaway();
    field.querySelector("input")?.focus();
  }

  function update() {
    const mine = judgement();
    both.hidden = !isDict(mine.work.second);
    if (both.hidden) return;
    const theirs = new Judgement(data, dict(mine.work.second));
    const { share, prior } = theirs.result();
    picture.show(share, prior, share.map(percent));
    mine.result().share.forEach((each, index) => {
      cells[index][0].textContent = percent(each);
      cells[index][1].textContent = percent(share[index]);
    });
    weight.textContent = heaviest(theirs, "your classmate’s");
    const left = data.evidence.filter(({ id }) => theirs.leftOut.has(id)).map(({ number }) => String(number));
    out.textContent = [left.length ? `Left out by your classmate: evidence ${listed(left)}.` : "",
      theirs.rule === mine.rule ? "" : `Your classmate counts by the rule ${theirs.rule}, you by ${mine.rule}.`].filter(Boolean).join(" ");
    out.hidden = !out.textContent;
    const found = furthest(data, mine, theirs);
    apart.replaceChildren(...(found.length ? found : [null]).map((each) => (each ? h("li", {}, ...said(each, mine, theirs)) : h("li", {}, "Nowhere: all your words are the same."))));
  }

  /** @param {Apart} each @param {Judgement} mine @param {Judgement} theirs @returns {(Node | string)[]} */
  function said({ piece, one }, mine, theirs) {
    return [h("button", { type: "button", "aria-label": `Open evidence ${piece.number}, ${piece.title}`, onclick: () => open(piece) }, `${piece.number}. ${piece.title}`),
      ` If ${one.label} is true, it is ${mine.word(piece, one).word} to you, and ${theirs.word(piece, one).word} to your classmate.`];
  }
  return { element, update };
}

/** @param {Data} data @param {Judgement} mine @param {Judgement} theirs @returns {Apart[]} the widest first, a few of them */
function furthest(data, mine, theirs) {
  const all = data.evidence.flatMap((piece) => data.hypotheses.map((one) => ({ piece, one, mine: mine.step(piece, one), theirs: theirs.step(piece, one) })));
  const wide = (/** @type {Apart} */ each) => Math.abs(each.mine - each.theirs);
  return all.filter(wide).sort((a, b) => wide(b) - wide(a)).slice(0, MOST);
}
