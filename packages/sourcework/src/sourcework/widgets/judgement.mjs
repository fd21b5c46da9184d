// @ts-check
/**
 * What a reader's work on rival hypotheses says once it is read with the tables: words, shares, and the piece that weighs most.
 *
 * @typedef {{id: string, label: string, short: string, hypothesis: string, excludes: string, explains: string,
 *            holders: string, sources: Source[]}} Hypothesis
 * @typedef {{id: string, number: number, title: string, ask: string, evidence: string, kind: string,
 *            witness: string, depends_on: string, missing: boolean, sources: Source[]}} Piece
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{word: string, value: number}} Word
 * @typedef {{title: string, hypotheses: Hypothesis[], evidence: Piece[], people: Record<string, string>,
 *            rules: Record<string, Word[]>, priors: Word[]}} Data
 * @typedef {{share: number[], prior: number[], changes: Change[]}} Result
 * @typedef {{piece: Piece, points: number, hypothesis: Hypothesis, from: number, to: number, without: number[]}} Change `without` has
 *          the share of each hypothesis if the piece is left out
 */

export const OPEN = 3;
const RULE = "middle"; // the rule at first, if the scales have it; else their first

/**
 * The share of each hypothesis after the evidence, by Bayes' rule; the same as `posterior` in Python.
 *
 * @param {number[]} prior a weight above 0 for each hypothesis, in any unit
 * @param {number[][]} rows for each piece of evidence its likelihood under each hypothesis
 * @returns {number[]} shares that add up to 1
 */
export function posterior(prior, rows) {
  const weights = prior.map((weight, column) => weight * rows.reduce((all, row) => all * row[column], 1));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

/**
 * @param {any} work
 * @param {...string} path
 * @returns {number} the step that the reader chose; what is not there, or no step, is open
 */
function stepOf(work, ...path) {
  let found = work;
  for (const name of path) found = isDict(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return Number.isInteger(found) && found >= 1 && found <= 5 ? found : OPEN;
}

/** @param {Data} data */
export function firstRule(data) {
  return Object.hasOwn(data.rules, RULE) ? RULE : Object.keys(data.rules)[0];
}

/** @param {any} value */
export function isDict(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {any} value @returns {Record<string, any>} */
export function dict(value) {
  return isDict(value) ? value : {};
}

/** What the reader's work says, once it is read with the tables. */
export class Judgement {
  /** @param {Data} data @param {any} work */
  constructor(data, work) {
    this.data = data;
    this.work = work;
    this.rule = typeof work.rule === "string" && Object.hasOwn(data.rules, work.rule) ? work.rule : firstRule(data);
    this.leftOut = new Set(Array.isArray(work.left_out) ? work.left_out.map(String) : []);
    this.counted = data.evidence.filter((piece) => !this.leftOut.has(piece.id));
  }

  /** @param {Piece} piece @param {Hypothesis} one */
  step(piece, one) {
    return stepOf(this.work, "cells", piece.id, one.id);
  }

  /** @param {Piece} piece @param {Hypothesis} one */
  word(piece, one) {
    return this.data.rules[this.rule][this.step(piece, one) - 1];
  }

  /** @param {Hypothesis} one */
  priorStep(one) {
    return stepOf(this.work, "prior", one.id);
  }

  /** @param {Piece} piece whether its words differ from hypothesis to hypothesis */
  tells(piece) {
    const steps = this.data.hypotheses.map((one) => this.step(piece, one));
    return new Set(steps).size > 1;
  }

  /** @param {Piece[]} pieces */
  share(pieces) {
    const prior = this.data.hypotheses.map((one) => this.data.priors[this.priorStep(one) - 1].value);
    const rows = pieces.map((piece) => this.data.hypotheses.map((one) => this.word(piece, one).value));
    return posterior(prior, rows);
  }

  /** @returns {Result} */
  result() {
    const share = this.share(this.counted);
    return { share, prior: this.share([]), changes: this.counted.map((piece) => this.change(piece, share)) };
  }

  /**
   * @param {Piece} piece
   * @param {number[]} share
   * @returns {Change} what leaving this piece out does to the share that it moves most
   */
  change(piece, share) {
    const without = this.share(this.counted.filter((each) => each !== piece));
    const moves = share.map((each, index) => Math.abs(each - without[index]));
    const index = moves.indexOf(Math.max(...moves));
    return { piece, points: moves[index] * 100, hypothesis: this.data.hypotheses[index],
      from: share[index], to: without[index], without };
  }

  /** @returns {string[][]} people to whom two or more pieces that tell and count go back, with the pieces' numbers */
  shared() {
    const pieces = this.counted.filter((piece) => this.tells(piece) && !piece.missing);
    return Object.keys(this.data.people).flatMap((person) => {
      const his = pieces.filter((piece) => piece.witness === person || piece.depends_on === person);
      return his.length > 1 ? [[this.data.people[person], ...his.map((piece) => String(piece.number))]] : [];
    });
  }
}

/** @param {number} share */
export function percent(share) {
  const points = share * 100;
  if (points > 0 && points < 1) return "under 1\u00a0%";
  return points > 99 && points < 100 ? "over 99\u00a0%" : `${Math.round(points)}\u00a0%`;
}

/** @param {number} share @returns {string} the odds against all the others together */
export function odds(share) {
  const ratio = share >= 0.5 ? share / (1 - share) : (1 - share) / share;
  const figures = ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1).replace(/\.0$/, "");
  const words = ratio >= 100 ? "over 99" : figures;
  return share >= 0.5 ? `${words} to 1` : `1 to ${words}`;
}

/** @param {number} points */
export function inPoints(points) {
  return points < 0.5 ? "less than a point" : `${Math.round(points)} ${Math.round(points) === 1 ? "point" : "points"}`;
}

/** @param {string[]} words */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/**
 * @param {Judgement} now
 * @param {string} whose words they are
 * @returns {string} which piece weighs most, by these words
 */
export function heaviest(now, whose) {
  const { changes } = now.result();
  const telling = changes.filter(({ piece }) => now.tells(piece));
  if (!changes.length) return "Everything is left out: the dots stand where they began.";
  if (!telling.length) return `By ${whose} words no piece weighs anything: each is as expected under one hypothesis as under the others.`;
  const top = telling.reduce((best, each) => each.points > best.points + 1e-9 ? each : best);
  const equal = telling.filter((each) => Math.abs(each.points - top.points) <= 1e-9);
  if (equal.length > 1) {
    return `By ${whose} words ${listed(equal.map(({ piece }) => `evidence ${piece.number}`))} weigh the same: leave one of them out, and a share moves by ${inPoints(top.points)}.`;
  }
  return `By ${whose} words evidence ${top.piece.number} (${top.piece.title}) weighs most: without it ${top.hypothesis.label} `
    + `goes from ${percent(top.from)} to ${percent(top.to)}.`;
}
