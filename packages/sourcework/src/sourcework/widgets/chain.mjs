// @ts-check
/**
 * The transmission chain: the reader drags the edge of a band at each link, or says in words, how likely it is that
 * the story left the link as it came. The band, as wide as what is left, runs down the links, with the years between
 * them to scale, and carries the story's words wherever somebody is known to have told it.
 *
 * `work` holds `links` (link id → step), `second` (none, dependent, independent), `other` (step of the second
 * witness) and `detail` (which detail of the retellings is looked at). A step is 1 to 5.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, actor: string, date: string, year: number, gap: number, what: string, could_change: string,
 *            could_see: string, motive: string, hands_on: boolean, lacking: string, sources: Source[]}} Link
 * @typedef {{word: string, value: number}} Word
 * @typedef {{id: string, teller: string, link: string, line?: number, [detail: string]: any}} Retelling
 * @typedef {{title: string, chain: string, links: Link[], words: Word[], retellings: Retelling[],
 *            details: Record<string, string>}} Data
 * @typedef {{link: Link, word: Word | null, after: number | null, from: number, to: number}} Step `from` and `to` are the
 *          widths of the band, in which a link that is undecided takes nothing away
 * @typedef {{told: Retelling, says: string, last: string, mark: string, word: string}} Telling of one detail; `last` is what was
 *          said of it before
 */
import { capital, cited, dataOf, drawn, frame, h, patch, radios, select, svg, unseen } from "./ui.mjs";

const YEAR = 3; // pixels
const APART = 12; // pixels between two links of the same year
const TRACK = 72; // pixels at least, on which a grip is dragged; the same in the style
const WITNESSES = /** @type {[string, string][]} */ ([
  ["none", "nobody"],
  ["dependent", "somebody who had it from this chain"],
  ["independent", "somebody who saw it too"],
]);

/**
 * What is left of a story after each link; the same as `left_after` in Python.
 *
 * @param {(number | null)[]} reliabilities
 * @returns {(number | null)[]}
 */
export function leftAfter(reliabilities) {
  let left = /** @type {number | null} */ (1);
  return reliabilities.map((each) => {
    left = left === null || each === null ? null : left * each;
    return left;
  });
}

/** @param {any} value @returns {Record<string, any>} */
const dictOf = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});

/** @param {Data} data @param {any} step @returns {Word | null} */
const wordOf = (data, step) => (Number.isInteger(step) ? data.words[step - 1] ?? null : null);

/** @param {Data} data @param {any} work @returns {Step[]} */
function stepsOf(data, work) {
  const chosen = dictOf(work.links);
  const words = data.links.map((link) => (link.hands_on && Object.hasOwn(chosen, link.id) ? wordOf(data, chosen[link.id]) : null));
  const counted = data.links.map((link, index) => (link.hands_on ? words[index]?.value ?? null : 1));
  const after = leftAfter(counted);
  let width = 1;
  return data.links.map((link, index) => {
    const from = width;
    width *= counted[index] ?? 1;
    return { link, word: words[index], after: after[index], from, to: width };
  });
}

/** @param {Data} data @param {any} work */
function secondOf(data, work) {
  const kind = WITNESSES.some(([each]) => each === work.second) ? work.second : "none";
  const word = kind === "independent" ? wordOf(data, work.other) : null;
  const end = stepsOf(data, work).at(-1)?.after ?? null;
  if (kind !== "independent") return { kind, word, end };
  return { kind, word, end: end === null || !word ? null : 1 - (1 - end) * (1 - word.value) };
}

/** @param {number} share */
const parts = (share) => `${Math.round(share * 100)} in 100`;

/** @param {number} years */
function gapWords(years) {
  if (!years) return "";
  return `${Number.isInteger(years) ? years : years.toFixed(1)} ${years === 1 ? "year" : "years"} later`;
}

/**
 * A piece of the band, with its edge: as wide at the top as what came, at the bottom as what goes on.
 *
 * @param {number} from
 * @param {number} to
 * @param {boolean} isDecided
 */
function band(from, to, isDecided) {
  const [top, bottom] = [from, to].map((share) => Math.max(share, 0.02) * 100);
  return svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true",
    class: isDecided ? "chain-band" : "chain-band chain-undecided" },
  svg("polygon", { points: `0,0 ${top},0 ${bottom},100 0,100` }),
  svg("line", { x1: top, y1: 0, x2: bottom, y2: 100 }));
}

/**
 * The edge of the band at one link: a slider whose steps are the words. Where little of the band is left its grip stands aside of
 * the edge, on a track that is wide enough for all of them.
 *
 * @param {Data} data
 * @param {string} name
 * @param {(step: number | undefined) => void} onset
 */
function edge(data, name, onset) {
  const most = data.words.length;
  const grip = h("div", { class: "chain-edge", role: "slider", tabindex: 0, "aria-label": `The edge of the band: ${name}`,
    "aria-valuemin": 1, "aria-valuemax": most, onkeydown, onpointerdown, onpointermove, onpointerup: release, onpointercancel: release },
  h("span", { "aria-hidden": "true" }, "↔"));
  /** @type {number | undefined} */ let step;
  let came = 1; // the width of the band above
  let isHeld = false;

  /** @param {number | undefined} value */
  function set(value) {
    if (value !== step) onset(value);
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const now = step ?? most;
    /** @type {Record<string, number | undefined>} */
    const keys = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + (step ? 1 : 0), ArrowUp: now + (step ? 1 : 0),
      Home: 1, End: most, Delete: undefined, Backspace: undefined };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    const to = keys[event.key];
    set(to === undefined ? to : Math.min(Math.max(to, 1), most));
  }

  /** @param {PointerEvent} event */
  function onpointerdown(event) {
    if (event.button) return;
    isHeld = true;
    grip.setPointerCapture(event.pointerId);
    grip.toggleAttribute("data-held", true);
  }

  /** @param {PointerEvent} event */
  function onpointermove(event) {
    const place = grip.parentElement?.getBoundingClientRect();
    if (!isHeld || !place) return;
    const share = (event.clientX - place.left) / Math.max(place.width * came, Math.min(TRACK, place.width));
    const away = data.words.map(({ value }) => Math.abs(value - share));
    set(away.indexOf(Math.min(...away)) + 1);
  }

  function release() {
    isHeld = false;
    grip.toggleAttribute("data-held", false);
  }

  /** @param {Step} now */
  function show({ word, from, to, after }) {
    step = word ? data.words.indexOf(word) + 1 : undefined;
    came = from;
    for (const [name, share] of Object.entries({ came, to })) grip.parentElement?.style.setProperty(`--${name}`, `${share * 100}%`);
    grip.parentElement?.style.setProperty("--share", String(word?.value ?? 1));
    grip.setAttribute("aria-valuenow", String(step ?? most));
    grip.setAttribute("aria-valuetext", (word?.word ?? "undecided") + (after === null ? "" : `; ${parts(after)} left`));
    grip.toggleAttribute("data-undecided", !word);
  }

  return { grip, show };
}

/** @param {Link} link */
function about(link) {
  const rows = /** @type {[string, string][]} */ ([
    ["What there was to see", link.could_see],
    ["Why speak?", link.motive],
    ["What could change here", link.could_change],
  ]);
  return h("dl", {}, ...rows.filter(([, text]) => text).flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]));
}

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const rows = () => stepsOf(data, model.get("work")).map(({ link, word, after }) =>
    [data.chain, link.id, link.actor, link.year, word?.word ?? "", word?.value ?? "", after ?? ""]);
  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: "Drag the edge of the band at each link, or choose a word there: how likely is it that the story left this link as it came? The wider, the more. The band’s length is the years between.",
    columns: ["chain", "link", "actor", "year", "word", "reliability", "left"],
    rows,
  });
  const options = /** @type {[string, string][]} */ ([["", "undecided"],
    ...data.words.map(({ word, value }, index) => /** @type {[string, string]} */ ([String(index + 1), `${word} (${value})`]))]);
  const step = (/** @type {string} */ value) => (value ? Number(value) : undefined);

  const places = data.links.map((link, index) => {
    const name = `link ${index + 1}, ${link.actor}, ${link.date}`; // one may hand on twice in a day
    const gap = h("div", { class: "chain-gap" });
    const slope = h("div", { class: "chain-slope" });
    const after = h("div", { class: "chain-after" });
    const left = h("p", { class: "chain-left" });
    const judge = (/** @type {number | undefined} */ value) => {
      const links = { ...dictOf(model.get("work").links) };
      if (value) links[link.id] = value;
      else delete links[link.id];
      patch(model, { links });
      tell(`${capital(name)}: ${wordOf(data, value)?.word ?? "undecided"}.`);
    };
    const choice = link.hands_on
      ? select({ label: "It was handed on as it came:", more: ` ${name}`, options, value: "", onchange: (value) => judge(step(value)) })
      : h("p", { class: "chain-aside" }, "The story does not pass through here; it only bears on it.");
    const slider = link.hands_on ? edge(data, name, judge) : null;
    const told = tellings(data, link.id);
    const item = h("li", {}, gap, h("div", { class: "chain-place" }, slope, h("div", { class: "chain-end-of-link" }, after, slider?.grip)), h("div", { class: "chain-link" },
      h("p", { class: "chain-who" }, h("strong", {}, link.actor), ` · ${link.date}`, link.lacking && ` · ${link.lacking}`),
      h("p", {}, link.what),
      h("details", {}, h("summary", {}, "Question this link", unseen(`: ${name}`)), about(link), h("p", { class: "chain-sources" }, ...cited(link.sources))),
      choice, left), told);
    return { link, gap, slope, after, told, left, item, slider, list: choice.querySelector("select") };
  });

  const end = h("p", { class: "chain-end" });
  const witness = radios({ legend: "Add a second witness:", options: WITNESSES, value: "none",
    onchange: (second) => {
      patch(model, { second });
      tell(`The second witness: ${WITNESSES.find(([each]) => each === second)?.[1]}.`);
    } });
  const other = select({ label: "What the second witness says is right:", options, value: "",
    onchange: (value) => {
      patch(model, { other: step(value) });
      tell(`What the second witness says is right: ${wordOf(data, step(value))?.word ?? "undecided"}.`);
    } });
  const reason = h("p", { class: "chain-reason" });
  body.append(h("div", { class: "chain" }, h("ol", {}, ...places.map(({ item }) => item)), end, witness, other, reason,
    h("p", { class: "chain-rule" }, "The numbers beside the words are a rule, not a measurement; another rule would leave more or less. What the rule shows is how fast a story wears, and which link wears it most."),
    data.retellings.length ? drift(data, detailOf(model.get("work"), data), (detail) => {
      patch(model, { detail });
      say(`The retellings now show ${data.details[detail]}.`);
    }) : null));

  const strip = body.querySelector(".chain-drift");

  function draw() {
    const work = dictOf(model.get("work"));
    const steps = stepsOf(data, work);
    steps.forEach((each, index) => {
      const { link, word, after, from, to } = each;
      const { gap, slope, after: below, told, left, slider, list } = places[index];
      const height = index ? Math.max(APART, link.gap * YEAR) : 0;
      gap.replaceChildren(...(index ? [band(from, from, steps[index - 1].after !== null)] : []), h("span", {}, index ? gapWords(link.gap) : ""));
      gap.style.minBlockSize = `${height}px`;
      slope.replaceChildren(band(from, to, after !== null));
      below.replaceChildren(band(to, to, after !== null));
      told?.firstElementChild?.replaceChildren(band(to, to, after !== null));
      slider?.show(each);
      left.textContent = after === null ? "Left after this link: undecided." : `Left after this link: ${parts(after)}.`;
      if (list) list.value = word ? String(data.words.indexOf(word) + 1) : "";
    });
    const second = secondOf(data, work);
    for (const input of witness.querySelectorAll("input")) input.checked = input.value === second.kind;
    const list = /** @type {HTMLSelectElement} */ (other.querySelector("select"));
    list.value = second.word ? String(data.words.indexOf(second.word) + 1) : "";
    other.hidden = second.kind !== "independent";
    end.textContent = ending(steps, second);
    reason.textContent = REASONS[/** @type {keyof typeof REASONS} */ (second.kind)];
    if (strip) updateDrift(strip, data, detailOf(work, data));
  }

  /** @param {string} said */
  function tell(said) {
    const work = dictOf(model.get("work"));
    say(said, ending(stepsOf(data, work), secondOf(data, work)));
  }

  return drawn(model, draw, dispose);
}

const REASONS = {
  none: "",
  dependent: "Somebody who had the story from this chain can be no better than the chain. However many repeat it, nothing is added: it is the same witness, only louder.",
  independent: "Somebody who saw it too could be right where the chain is wrong. Both would have to fail: one minus the chance that both fail is what is left.",
};

/**
 * @param {Step[]} steps
 * @param {{kind: string, word: Word | null, end: number | null}} second
 */
function ending(steps, second) {
  const undecided = steps.filter(({ link, word }) => link.hands_on && !word).length;
  if (undecided) {
    return `${undecided} of ${steps.filter(({ link }) => link.hands_on).length} links ${undecided === 1 ? "is" : "are"} undecided, and so is what arrives.`;
  }
  const alone = /** @type {number} */ (steps.at(-1)?.after);
  const worst = steps.filter(({ word }) => word).sort((a, b) => (a.word?.value ?? 1) - (b.word?.value ?? 1))[0];
  const weakest = worst && worst.word && worst.word.value < 1 ? ` The weakest link is ${worst.link.actor}, ${worst.link.date}.` : "";
  const chain = `By your words, ${parts(alone)} of the story arrives.${weakest}`;
  if (second.kind === "dependent") return `${chain} A second witness who depends on this chain leaves it at ${parts(alone)}.`;
  if (second.kind === "none") return chain;
  return second.end === null
    ? `${chain} Say how good the second witness is.`
    : `${chain} With a second, independent witness it is ${parts(second.end)}.`;
}

/** @param {any} work @param {Data} data */
function detailOf(work, data) {
  return typeof work.detail === "string" && Object.hasOwn(data.details, work.detail) ? work.detail : Object.keys(data.details)[0];
}

/**
 * The retellings in order, one detail at a time, each marked by what became of it.
 *
 * @param {Data} data
 * @param {string} value
 * @param {(detail: string) => void} onchange
 */
function drift(data, value, onchange) {
  const options = /** @type {[string, string][]} */ (Object.entries(data.details));
  return h("div", { class: "chain-drift" },
    radios({ legend: "One story, told again. Follow one detail:", options, value, onchange }),
    h("ol", {}));
}

/** @param {Data} data @param {string} detail @returns {Telling[]} what each retelling makes of one detail */
function followed(data, detail) {
  let last = "";
  return data.retellings.map((told) => {
    const says = told[detail];
    const [mark, word] = says ? (!last ? ["●", "first told"] : says === last ? ["=", "unchanged"] : ["≠", "changed"]) : ["○", "silent"];
    const telling = { told, says, last, mark, word };
    if (says) last = says;
    return telling;
  });
}

/** @param {Element} strip @param {Data} data @param {string} detail */
function updateDrift(strip, data, detail) {
  for (const input of strip.querySelectorAll("input")) input.checked = input.value === detail;
  strip.querySelector("ol")?.replaceChildren(...followed(data, detail).map(({ told, says, mark, word }) =>
    h("li", {}, h("span", { class: "chain-mark", "aria-hidden": "true" }, mark),
      h("span", {}, h("strong", {}, told.teller), `: ${says || "does not say"} `, h("em", {}, `(${word})`)))));
}

/**
 * The story as it is told at one link, on the band: each detail in the words of the retelling, with those that they replace.
 *
 * @param {Data} data
 * @param {string} link
 */
function tellings(data, link) {
  const here = data.retellings.filter((told) => told.link === link);
  if (!here.length) return null;
  const details = Object.entries(data.details).map(([detail, name]) => ({ name, all: followed(data, detail) }));
  const told = here.flatMap((each) => {
    const now = details.map(({ name, all }) => ({ name, telling: /** @type {Telling} */ (all.find(({ told: its }) => its === each)) }));
    const silent = now.filter(({ telling }) => !telling.says && telling.last).map(({ name }) => name);
    return [
      h("p", { class: "chain-teller" }, h("strong", {}, capital(each.teller)), " tells:"),
      h("ul", {}, ...now.filter(({ telling }) => telling.says).map(({ name, telling }) => phrase(name, telling)),
        silent.length ? h("li", { "data-silent": true }, h("span", { "aria-hidden": "true" }, "○ "), `not a word of ${silent.join(", or of ")}`) : null),
      each.words ? h("details", {}, h("summary", {}, `In its own words, from line ${each.line}`), h("blockquote", {}, each.words)) : null,
    ];
  });
  return h("div", { class: "chain-told" }, h("div", {}), h("div", {}, ...told));
}

/** @param {string} name of the detail @param {Telling} telling that says something of it */
function phrase(name, { says, last, mark, word }) {
  const isChanged = last && says !== last;
  return h("li", {}, h("span", { class: "chain-detail" }, h("span", { "aria-hidden": "true" }, `${mark} `), `${name}: `, unseen(`(${word}) `)),
    ...(isChanged ? [h("del", {}, last), " ", h("ins", {}, says)] : [says]));
}

export default { render };
