// @ts-check
/**
 * Rival hypotheses: the reader says in words how expected each piece of evidence is under each; the page
 * turns the words into numbers by a rule that it shows, multiplies, and shares a hundred dots out by the result.
 *
 * `work` holds `prior` (hypothesis → step), `cells` (evidence → hypothesis → step), `left_out` (evidence ids),
 * `rule`, and as `second` the same of a classmate, whose saved table is opened from a file. A step is 1 to 5; 3, the middle,
 * is where every judgement begins.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./judgement.mjs").Hypothesis} Hypothesis
 * @typedef {import("./judgement.mjs").Piece} Piece
 * @typedef {import("./judgement.mjs").Word} Word
 * @typedef {import("./judgement.mjs").Data} Data
 * @typedef {import("./judgement.mjs").Change} Change
 */
import { beside } from "./beside.mjs";
import { dots, inDots } from "./dots.mjs";
import { dict, firstRule, heaviest, inPoints, Judgement, listed, odds, OPEN, percent } from "./judgement.mjs";
import { checkbox, cited, dataOf, drawn, frame, h, patch, select, unique } from "./ui.mjs";

const LEGEND = "A hundred dots, shared out by your words. Rings: where they stood before the evidence.";
const COUNTS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

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
      + "were true, how expected would the piece be? The page multiplies your words and shares a hundred dots out by them. Last, leave pieces out and see what moves.",
    columns: ["evidence", "hypothesis", "expected", "likelihood", "included", "prior_word"],
    rows: () => table(judgement()),
  });

  /** @param {string} said */
  const tell = (said) => say(`${said} ${summary(judgement())}`.trim());
  const judging = judge(data, judgement, (piece, one, step) => {
    const cells = dict(judgement().work.cells);
    patch(model, { cells: { ...cells, [piece.id]: { ...dict(cells[piece.id]), [one.id]: step } } });
    tell(`Evidence ${piece.number} is ${judgement().word(piece, one).word} if ${one.label} is true.`);
  }, (piece) => say(`Evidence ${piece.number} of ${data.evidence.length}: ${piece.title}.`));
  const picture = foot(data, judgement);
  const parts = [
    priors(data, judgement, (id, step) => {
      patch(model, { prior: { ...dict(judgement().work.prior), [id]: step } });
      const one = data.hypotheses.find((each) => each.id === id);
      tell(`Before the evidence ${one?.label} is now ${data.priors[step - 1].word}.`);
    }),
    judging,
    picture,
    chart(data, judgement),
    leaveOut(data, judgement, (piece, counts) => {
      const out = data.evidence.filter((each) => each === piece ? !counts : judgement().leftOut.has(each.id));
      patch(model, { left_out: out.length ? out.map((each) => each.id) : undefined });
      tell(`Evidence ${piece.number} ${counts ? "counts again" : "is left out"}.`);
    }, judging.open, picture.without),
    beside(data, judgement, {
      onopen: (second) => {
        patch(model, { second });
        say(`Your classmate’s table is open. ${summary(new Judgement(data, second))}`);
      },
      onaway: () => {
        patch(model, { second: undefined });
        say("Your classmate’s table is put away.");
      },
      onfault: (fault) => say(fault),
      open: judging.open,
    }),
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
    return [piece.id, one.id, word, value, now.leftOut.has(piece.id) ? "False" : "True", now.data.priors[now.priorStep(one) - 1].word];
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
 * The hundred dots, in sight wherever the reader works, and a line that says what moved.
 *
 * @param {Data} data
 * @param {() => Judgement} judgement
 */
function foot(data, judgement) {
  const picture = dots(data.hypotheses.map(({ label }) => label));
  const line = h("p", {}, LEGEND);
  const element = h("div", { class: "hypotheses-foot", "aria-hidden": "true" }, line, picture.el); // the list of shares and the status say it
  /** @type {number[] | undefined} */ let last; // of the dots, before the gesture
  /** @type {any} */ let theirs; // the classmate's table, which moves none of these dots
  /** @type {Piece | undefined} */ let away; // the piece whose weight is taken away to look

  function draw() {
    const { share, prior, changes } = judgement().result();
    const change = changes.find(({ piece }) => piece === away);
    const shown = change?.without ?? share;
    picture.show(shown, prior, shown.map((each) => percent(each).replace("under ", "<").replace("over ", ">")));
    element.toggleAttribute("data-without", Boolean(change));
    if (change) line.textContent = looked(change);
    return share;
  }

  function update() {
    if (away) line.textContent = LEGEND;
    away = undefined;
    const now = inDots(draw());
    const { second } = judgement().work;
    const isOwn = JSON.stringify(second) === JSON.stringify(theirs);
    theirs = second;
    if (last && isOwn) line.textContent = travelled(data, now.map((count, index) => count - /** @type {number[]} */ (last)[index]));
    last = now;
  }

  /** @param {Piece | undefined} piece without which the dots are shown, until it is given back */
  function without(piece) {
    if (piece === away) return;
    const had = away;
    away = piece;
    draw();
    if (had && !piece) line.textContent = `Evidence ${had.number} has its weight again.`;
  }
  return { element, update, without };
}

/** @param {Change} change @returns {string} what is seen while a piece is away */
function looked({ piece, points, hypothesis, from, to }) {
  const what = points < 0.05 ? "no dot moves" : `${hypothesis.label} ${percent(from)} → ${percent(to)}`;
  return `Without evidence ${piece.number}, ${piece.title}: ${what}.`;
}

/** @param {Data} data @param {number[]} won @returns {string} */
function travelled(data, won) {
  const labels = data.hypotheses.map(({ label }) => label);
  const all = won.reduce((sum, count) => sum + Math.max(count, 0), 0);
  if (!all) return "No dot moves.";
  const to = labels.flatMap((label, index) => (won[index] > 0 ? [won[index] === all ? label : `${label} (${won[index]})`] : []));
  const from = labels.flatMap((label, index) => (won[index] < 0 ? [`${-won[index]} from ${label}`] : []));
  return `${all} ${all === 1 ? "dot goes" : "dots go"} to ${listed(to)}: ${listed(from)}.`;
}

/**
 * The shares in numbers.
 *
 * @param {Data} data
 * @param {() => Judgement} judgement
 */
function chart(data, judgement) {
  const rows = data.hypotheses.map((one) => {
    const words = h("span", { class: "hypotheses-share" });
    return { row: h("li", {}, h("span", { class: "hypotheses-name" }, h("strong", {}, one.label), " ", one.short), " ", words), words };
  });
  const element = h("section", { class: "hypotheses-chart" },
    h("p", { class: "hypotheses-step" }, "What follows from your words"),
    h("ol", { "aria-label": "Shares after the evidence" }, ...rows.map(({ row }) => row)),
    h("p", { class: "hypotheses-note" }, "No share is the answer. It is what your own words come to, by one rule, among these "
      + `${COUNTS[data.hypotheses.length] ?? data.hypotheses.length} and no others.`));
  const update = () => {
    const { share, prior } = judgement().result();
    rows.forEach(({ words }, index) => {
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
 * @param {(piece: Piece | undefined) => void} look without a piece, as long as the reader is at its row
 */
function leaveOut(data, judgement, onchange, open, look) {
  const weight = h("p", { class: "hypotheses-weight" });
  const shared = h("p", { class: "hypotheses-shared" });
  const rows = data.evidence.map((piece) => {
    const counts = checkbox({ label: `Evidence ${piece.number}, ${piece.title}, counts`, checked: true,
      onchange: (checked) => onchange(piece, checked) });
    counts.lastElementChild?.classList.add("widget-unseen");
    const box = /** @type {HTMLInputElement} */ (counts.querySelector("input"));
    const cells = data.hypotheses.map((one) => h("td", { class: "hypotheses-cell", "data-heading": one.label }));
    const moves = h("td", { class: "hypotheses-moves", id: unique("moves") });
    box.setAttribute("aria-describedby", moves.id);
    const row = h("tr", { onmouseenter: () => look(piece), onmouseleave: () => look(undefined), onfocusout: () => look(undefined),
      onfocusin: (/** @type {FocusEvent} */ { target }) => { if (/** @type {Element} */ (target).matches(":focus-visible")) look(piece); } },
      h("th", { scope: "row" },
        h("button", { type: "button", "aria-label": `Open evidence ${piece.number}, ${piece.title}`, onclick: () => open(piece) }, `${piece.number}. ${piece.title}`),
        h("span", { class: "hypotheses-path" }, briefly(piece, data.people))),
      ...cells, h("td", { class: "hypotheses-counts" }, counts), moves);
    return { piece, row, box, cells, moves };
  });
  const element = h("section", { class: "hypotheses-all" },
    h("p", { class: "hypotheses-step" }, "Which piece carries the weight?"),
    h("p", { class: "hypotheses-look" }, "Point at a piece, or go to it by key: as long as you are there, the dots lie as if it had never been found."),
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
    weight.textContent = heaviest(now, "your");
    shared.textContent = dependence(now);
  };
  return { element, update };
}

/** @param {Judgement} now @param {Change} change */
function moved(now, { piece, points, hypothesis, from, to }) {
  if (!now.tells(piece)) return "no dot moves";
  return points < 0.05 ? "hardly moves" : `${hypothesis.label} ${to > from ? "rises" : "falls"} by ${inPoints(points)}`;
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
