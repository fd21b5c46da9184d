// @ts-check
/**
 * Rival hypotheses: the reader says in words how expected each piece of evidence is under each; the page
 * turns the words into numbers by a rule that it shows, multiplies, and finds the piece that weighs most.
 *
 * `work` holds `prior` (hypothesis → step), `cells` (evidence → hypothesis → step), `left_out` (evidence ids)
 * and `rule`. A step is 1 to 5; 3, the middle, is where every judgement begins.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {{id: string, label: string, short: string, hypothesis: string, excludes: string, explains: string,
 *            holders: string, sources: Source[]}} Hypothesis
 * @typedef {{id: string, number: number, title: string, ask: string, evidence: string, kind: string,
 *            witness: string, depends_on: string, missing: boolean, sources: Source[]}} Piece
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{word: string, value: number}} Word
 * @typedef {{title: string, hypotheses: Hypothesis[], evidence: Piece[], people: Record<string, string>,
 *            rules: Record<string, Word[]>, priors: Word[]}} Data
 * @typedef {{share: number[], prior: number[], changes: Change[]}} Result
 * @typedef {{piece: Piece, points: number, hypothesis: Hypothesis, from: number, to: number}} Change
 */
import { checkbox, cited, dataOf, drawn, frame, h, patch, select, unique } from "./ui.mjs";

const OPEN = 3;
const RULE = "middle"; // the rule at first, if the scales have it; else their first
const COUNTS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

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
function firstRule(data) {
  return Object.hasOwn(data.rules, RULE) ? RULE : Object.keys(data.rules)[0];
}

/** @param {any} value */
function isDict(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {any} value @returns {Record<string, any>} */
function dict(value) {
  return isDict(value) ? value : {};
}

/** What the reader's work says, once it is read with the tables. */
class Judgement {
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
      from: share[index], to: without[index] };
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
function percent(share) {
  const points = share * 100;
  if (points > 0 && points < 1) return "under 1\u00a0%";
  return points > 99 && points < 100 ? "over 99\u00a0%" : `${Math.round(points)}\u00a0%`;
}

/** @param {number} share @returns {string} the odds against all the others together */
function odds(share) {
  const ratio = share >= 0.5 ? share / (1 - share) : (1 - share) / share;
  const figures = ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1).replace(/\.0$/, "");
  const words = ratio >= 100 ? "over 99" : figures;
  return share >= 0.5 ? `${words} to 1` : `1 to ${words}`;
}

/** @param {number} points */
function inPoints(points) {
  return points < 0.5 ? "less than a point" : `${Math.round(points)} ${Math.round(points) === 1 ? "point" : "points"}`;
}

/** @param {string[]} words */
function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** @param {Piece} piece */
function stated(piece) {
  return piece.missing ? `Missing: ${piece.evidence}` : piece.evidence;
}

/** @param {Piece} piece @param {Record<string, string>} people @returns {string} the same, for a narrow cell */
function briefly(piece, people) {
  if (piece.missing) return "missing";
  if (!piece.witness) return "no single witness";
  return piece.depends_on ? `${people[piece.witness]}, from ${people[piece.depends_on]}` : people[piece.witness];
}

/** @param {Piece} piece @param {Record<string, string>} people */
function fromWhom(piece, people) {
  if (piece.missing) return "What is missing has no witness";
  if (!piece.witness) return `${piece.kind}; no single witness`;
  const through = piece.depends_on ? `, who had it from ${people[piece.depends_on]}` : "";
  return `${piece.kind}, from ${people[piece.witness]}${through}`;
}

/** @param {View} view */
function render(view) {
  const { model } = view;
  /** @type {Data} */ const data = dataOf(model);
  const judgement = () => new Judgement(data, dict(model.get("work")));
  const { body, say, dispose } = frame(view, {
    title: data.title,
    how: "Say how likely each hypothesis is before the evidence. Then take the pieces one by one: if this hypothesis "
      + "were true, how expected would the piece be? The page multiplies your words. Last, leave pieces out and see what moves.",
    columns: ["evidence", "hypothesis", "expected", "likelihood", "included"],
    rows: () => table(judgement()),
  });

  /** @param {string} said */
  const tell = (said) => say(`${said} ${summary(judgement())}`.trim());
  const judging = judge(data, judgement, (piece, one, step) => {
    const cells = dict(judgement().work.cells);
    patch(model, { cells: { ...cells, [piece.id]: { ...dict(cells[piece.id]), [one.id]: step } } });
    tell(`Evidence ${piece.number} is ${judgement().word(piece, one).word} if ${one.label} is true.`);
  }, (piece) => say(`Evidence ${piece.number} of ${data.evidence.length}: ${piece.title}.`));
  const parts = [
    priors(data, judgement, (id, step) => {
      patch(model, { prior: { ...dict(judgement().work.prior), [id]: step } });
      const one = data.hypotheses.find((each) => each.id === id);
      tell(`Before the evidence ${one?.label} is now ${data.priors[step - 1].word}.`);
    }),
    judging,
    chart(data, judgement),
    leaveOut(data, judgement, (piece, counts) => {
      const out = data.evidence.filter((each) => each === piece ? !counts : judgement().leftOut.has(each.id));
      patch(model, { left_out: out.length ? out.map((each) => each.id) : undefined });
      tell(`Evidence ${piece.number} ${counts ? "counts again" : "is left out"}.`);
    }, judging.open),
    ruleOfWords(data, judgement, (rule) => {
      patch(model, { rule });
      tell(`The rule is now ${rule}.`);
    }),
  ];
  body.append(h("div", { class: "hypotheses" }, ...parts.map((part) => part.element)));
  return drawn(model, () => parts.forEach((part) => part.update()), dispose);
}

/**
 * @param {Judgement} now
 * @returns {(string | number)[][]} the rows of `frame()` in Python
 */
function table(now) {
  return now.data.evidence.flatMap((piece) => now.data.hypotheses.map((one) => {
    const { word, value } = now.word(piece, one);
    return [piece.id, one.id, word, value, now.leftOut.has(piece.id) ? "False" : "True"];
  }));
}

/** @param {Judgement} now */
function summary(now) {
  const { share } = now.result();
  const shares = now.data.hypotheses.map((one, index) => `${one.label} ${percent(share[index])}`);
  return `Shares: ${shares.join(", ")}.`;
}

/**
 * The hypotheses, with the reader's words on each before the evidence.
 *
 * @param {Data} data
 * @param {() => Judgement} judgement
 * @param {(id: string, step: number) => void} onchange
 */
function priors(data, judgement, onchange) {
  const options = data.priors.map(({ word }, index) => /** @type {[string, string]} */ ([String(index + 1), word]));
  const rows = data.hypotheses.map((one) => {
    const choice = select({ label: `${one.label} before the evidence`, options, value: String(OPEN), hideLabel: true,
      onchange: (value) => onchange(one.id, Number(value)) });
    const row = h("li", {},
      choice,
      h("details", {}, h("summary", {}, h("strong", {}, one.label), " ", one.short),
        h("p", {}, one.hypothesis, " ", one.excludes),
        h("p", {}, h("em", {}, "It would explain: "), one.explains),
        h("p", {}, h("em", {}, "Who comes near it: "), one.holders, " ", ...cited(one.sources))));
    return { one, row, list: /** @type {HTMLSelectElement} */ (choice.querySelector("select")) };
  });
  const element = h("section", { class: "hypotheses-priors" },
    h("p", { class: "hypotheses-step" }, "Before the evidence"),
    h("p", {}, "Your own starting point, and nobody else’s. All begin alike; that too is a choice. ",
      "Open a name to see what it says, what it would explain and who comes near it."),
    h("ol", {}, ...rows.map(({ row }) => row)));
  const update = () => {
    for (const { one, list } of rows) list.value = String(judgement().priorStep(one));
  };
  return { element, update };
}

/**
 * One piece of evidence at a time: five hypotheses, five words each.
 *
 * @param {Data} data
 * @param {() => Judgement} judgement
 * @param {(piece: Piece, one: Hypothesis, step: number) => void} onchange
 * @param {(piece: Piece) => void} onturn to another piece, while the focus stays
 */
function judge(data, judgement, onchange, onturn) {
  let current = data.evidence[0];
  const list = select({ label: "Piece of evidence", value: current.id, hideLabel: true,
    options: data.evidence.map((piece) => [piece.id, `${piece.number}. ${piece.title}`]),
    onchange: (id) => turn(data.evidence.find((piece) => piece.id === id) ?? current) });
  const chooser = /** @type {HTMLSelectElement} */ (list.querySelector("select"));
  const back = h("button", { type: "button", onclick: () => step(-1), "aria-label": "Earlier piece of evidence" }, "←");
  const forth = h("button", { type: "button", onclick: () => step(1), "aria-label": "Next piece of evidence" }, "→");
  const heading = h("p", { class: "hypotheses-evidence", tabindex: -1 });
  const source = h("p", { class: "hypotheses-from" });
  const ask = h("p", {});
  const rows = data.hypotheses.map((one) => likert(one, data.rules[firstRule(data)], (step) => onchange(current, one, step)));
  const grid = h("div", { class: "hypotheses-grid" },
    h("div", { class: "hypotheses-heads", "aria-hidden": "true" }, h("span", {}, "If it were true, this would be"),
      ...data.rules[firstRule(data)].flatMap(({ word }) => [" ", h("span", {}, word)])),
    ...rows.map(({ element }) => element));

  /** @param {number} by */
  function step(by) {
    turn(data.evidence[data.evidence.indexOf(current) + by] ?? current);
  }

  /** @param {Piece} piece */
  function turn(piece) {
    show(piece);
    onturn(piece);
  }

  /** @param {Piece} piece */
  function show(piece) {
    current = piece;
    update();
  }

  function update() {
    const now = judgement();
    const place = data.evidence.indexOf(current);
    chooser.value = current.id;
    // A disabled button would lose the focus.
    back.setAttribute("aria-disabled", String(place === 0));
    forth.setAttribute("aria-disabled", String(place === data.evidence.length - 1));
    heading.replaceChildren(h("span", { class: "hypotheses-count" }, `${current.number} of ${data.evidence.length}`), " ", stated(current));
    source.replaceChildren(`${fromWhom(current, data.people)}. `, ...cited(current.sources),
      now.leftOut.has(current.id) ? " You have left this piece out below." : "");
    ask.textContent = current.ask;
    for (const row of rows) row.set(now.step(current, row.one));
  }

  const element = h("section", { class: "hypotheses-judge" },
    h("p", { class: "hypotheses-step" }, "The evidence, one piece at a time"),
    h("div", { class: "hypotheses-walk" }, back, list, forth),
    heading, source, ask, grid);
  return { element, update, open: (/** @type {Piece} */ piece) => {
    show(piece);
    heading.focus();
  } };
}

/**
 * @param {Hypothesis} one
 * @param {Word[]} words
 * @param {(step: number) => void} onchange
 */
function likert(one, words, onchange) {
  const name = unique("expected");
  const chosen = h("span", { class: "hypotheses-chosen", "aria-hidden": "true" });
  const inputs = words.map((_, index) => h("input", { type: "radio", name, value: index + 1, onchange: () => onchange(index + 1) }));
  const element = h("fieldset", {},
    h("legend", {}, h("strong", {}, one.label), " ", one.short),
    ...inputs.map((input, index) => h("label", { title: words[index].word }, input, h("span", { class: "widget-unseen" }, words[index].word))),
    chosen);
  const set = (/** @type {number} */ step) => {
    inputs.forEach((input, index) => { input.checked = index + 1 === step; });
    chosen.textContent = words[step - 1].word;
  };
  return { one, element, set };
}

/**
 * Bars for the shares, with a tick where each began.
 *
 * @param {Data} data
 * @param {() => Judgement} judgement
 */
function chart(data, judgement) {
  const rows = data.hypotheses.map((one) => {
    const bar = h("div", { class: "hypotheses-bar" });
    const tick = h("div", { class: "hypotheses-tick" });
    const words = h("span", { class: "hypotheses-share" });
    const row = h("li", {},
      h("span", { class: "hypotheses-name" }, h("strong", {}, one.label), " ", one.short),
      h("div", { class: "hypotheses-track", "aria-hidden": "true" }, bar, tick),
      words);
    return { row, bar, tick, words };
  });
  const element = h("section", { class: "hypotheses-chart" },
    h("p", { class: "hypotheses-step" }, "What follows from your words"),
    h("ol", { "aria-label": "Shares after the evidence" }, ...rows.map(({ row }) => row)),
    h("p", { class: "hypotheses-note" }, "Bar: the share after the evidence that you count. Upright line: the share before. ",
      "No bar is the answer. It is what your own words come to, by one rule, among these "
        + `${COUNTS[data.hypotheses.length] ?? data.hypotheses.length} and no others.`));
  const update = () => {
    const { share, prior } = judgement().result();
    rows.forEach(({ bar, tick, words }, index) => {
      bar.style.inlineSize = `${share[index] * 100}%`;
      tick.style.insetInlineStart = `${prior[index] * 100}%`;
      words.textContent = `${percent(share[index])}, odds ${odds(share[index])}; before: ${percent(prior[index])}`;
    });
  };
  return { element, update };
}

/**
 * All judgements, with a switch for each piece of evidence and what it moves.
 *
 * @param {Data} data
 * @param {() => Judgement} judgement
 * @param {(piece: Piece, counts: boolean) => void} onchange
 * @param {(piece: Piece) => void} open
 */
function leaveOut(data, judgement, onchange, open) {
  const weight = h("p", { class: "hypotheses-weight" });
  const shared = h("p", { class: "hypotheses-shared" });
  const rows = data.evidence.map((piece) => {
    const counts = checkbox({ label: `Evidence ${piece.number}, ${piece.title}, counts`, checked: true,
      onchange: (checked) => onchange(piece, checked) });
    counts.lastElementChild?.classList.add("widget-unseen");
    const box = /** @type {HTMLInputElement} */ (counts.querySelector("input"));
    const cells = data.hypotheses.map((one) => h("td", { class: "hypotheses-cell", "data-heading": one.label }));
    const moves = h("td", { class: "hypotheses-moves" });
    const row = h("tr", {},
      h("th", { scope: "row" },
        h("button", { type: "button", "aria-label": `Open evidence ${piece.number}, ${piece.title}`, onclick: () => open(piece) }, `${piece.number}. ${piece.title}`),
        h("span", { class: "hypotheses-path" }, briefly(piece, data.people))),
      ...cells, h("td", { class: "hypotheses-counts" }, counts), moves);
    return { piece, row, box, cells, moves };
  });
  const element = h("section", { class: "hypotheses-all" },
    h("p", { class: "hypotheses-step" }, "Which piece carries the weight?"),
    weight, shared,
    h("table", {},
      h("caption", { class: "widget-unseen" }, "Your words for each piece of evidence under each hypothesis, and what each piece moves"),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, "Evidence"),
        ...data.hypotheses.map((one) => h("th", { scope: "col", class: "hypotheses-cell", title: one.short }, one.label)),
        h("th", { scope: "col" }, "Counts"),
        h("th", { scope: "col" }, "Without it"))),
      h("tbody", {}, ...rows.map(({ row }) => row))));
  const update = () => {
    const now = judgement();
    const { changes } = now.result();
    for (const { piece, row, box, cells, moves } of rows) {
      const change = changes.find((each) => each.piece === piece);
      box.checked = !now.leftOut.has(piece.id);
      row.toggleAttribute("data-out", !box.checked);
      cells.forEach((cell, index) => {
        cell.textContent = now.word(piece, data.hypotheses[index]).word;
        cell.dataset.step = String(now.step(piece, data.hypotheses[index]));
      });
      moves.textContent = change ? moved(now, change) : "left out";
    }
    weight.textContent = heaviest(now, changes);
    shared.textContent = dependence(now);
  };
  return { element, update };
}

/** @param {Judgement} now @param {Change} change */
function moved(now, { piece, points, hypothesis, from, to }) {
  if (!now.tells(piece)) return "no bar moves";
  return points < 0.05 ? "hardly moves" : `${hypothesis.label} ${to > from ? "rises" : "falls"} by ${inPoints(points)}`;
}

/** @param {Judgement} now @param {Change[]} changes */
function heaviest(now, changes) {
  const telling = changes.filter(({ piece }) => now.tells(piece));
  if (!changes.length) return "You have left everything out: the bars stand where they began.";
  if (!telling.length) return "No piece weighs anything yet: each is as expected under one hypothesis as under the others.";
  const top = telling.reduce((best, each) => each.points > best.points + 1e-9 ? each : best);
  const equal = telling.filter((each) => Math.abs(each.points - top.points) <= 1e-9);
  if (equal.length > 1) {
    return `By your words ${listed(equal.map(({ piece }) => `evidence ${piece.number}`))} weigh the same: leave one of them out, and a bar moves by ${inPoints(top.points)}.`;
  }
  return `By your words evidence ${top.piece.number} (${top.piece.title}) weighs most: without it ${top.hypothesis.label} `
    + `goes from ${percent(top.from)} to ${percent(top.to)}.`;
}

/** @param {Judgement} now */
function dependence(now) {
  const shared = now.shared();
  const rule = "Multiplying treats each piece as independent of the rest. Evidence that goes back to one person is then counted twice, and misleads.";
  if (!shared.length) return rule;
  const said = shared.map(([name, ...numbers]) => `${listed(numbers)} go back to ${name}`);
  return `${rule} In your count ${said.join("; ")}. Leave one out, and compare.`;
}

/**
 * @param {Data} data
 * @param {() => Judgement} judgement
 * @param {(rule: string) => void} onchange
 */
function ruleOfWords(data, judgement, onchange) {
  const choice = select({ label: "Rule", value: firstRule(data), options: Object.keys(data.rules).map((rule) => [rule, rule]), onchange });
  const list = /** @type {HTMLSelectElement} */ (choice.querySelector("select"));
  const words = h("p", {});
  const starts = data.priors.map(({ word, value }) => `${word} ${value}`).join(", ");
  const element = h("section", { class: "hypotheses-rule" },
    h("p", { class: "hypotheses-step" }, "How words become numbers"),
    choice, words,
    h("p", {}, `Weights before the evidence: ${starts}. Shares are weights divided by their sum.`));
  const update = () => {
    const { rule } = judgement();
    list.value = rule;
    const numbers = data.rules[rule].map(({ word, value }) => `${word} ${percent(value)}`).join(", ");
    words.textContent = `By this rule: ${numbers}. The rule is a convention. If another turns your order round, your order hung on the rule.`;
  };
  return { element, update };
}

export default { render };
