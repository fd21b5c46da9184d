// @ts-check
/**
 * Who told us: the reader ties a string from each quotation to one of as many heads, until the question is answered; told, the
 * strings run to the heads from which we have the quotations, so far as we could trace them, beside the reader's own.
 *
 * `work` holds `tied`, the letter of a head for the id of each quotation.
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./strings.mjs").Strung} Strung
 * @typedef {{title: string, task: string, until: string, heads: string[], slips: {id: string, title: string, words: string}[], ends: number[], told: string}} Data
 *          `ends` has for each slip the number of its head, and `told` says it, once the question `until` is answered, or at once if there is none
 */
import { isPassed } from "./doing.mjs";
import { remember } from "./memory.mjs";
import { CHANGES, recordNow } from "./reading.mjs";
import { strings } from "./strings.mjs";
import { capital, dataOf, drawn, h, patch, svg, unique, unseen } from "./ui.mjs";

const COUNTED = ["no", "one", "two", "three", "four"];

/** @param {View} view */
function render({ model, el, signal }) {
  const { title, task, until, heads, slips, ends, told } = /** @type {Data} */ (dataOf(model));
  const label = unique("tellers");
  const isSlip = (/** @type {string} */ id) => slips.some((slip) => slip.id === id);
  const read = () => {
    const tied = model.get("work")?.tied;
    const all = tied && typeof tied === "object" ? tied : {};
    return /** @type {Record<string, string>} */ (Object.fromEntries(slips.filter(({ id }) => heads.includes(all[id])).map(({ id }) => [id, all[id]])));
  };
  const status = h("p", { class: "widget-unseen", role: "status" });
  const said = h("p", { class: "string-said" });
  const fault = h("p", { class: "widget-fault", role: "alert" });
  const whose = new Map(slips.map(({ id }) => [id, unseen("")])); // beside each quotation: which it is, and where its string ends
  let before = ""; // what was tied or untied a moment ago, for those who do not see it
  const board = strings({ label, pegs: [...slips.map(({ id }) => id), ...heads], run: "down", onhold, ontie, lay: (buttons) => {
    const all = [...buttons.values()];
    slips.forEach(({ id, words }, index) => {
      all[index].append(h("q", {}, words), /** @type {HTMLElement} */ (whose.get(id)));
    });
    return h("div", {}, h("div", { class: "teller-slips" }, ...all.slice(0, slips.length)), h("div", { class: "teller-heads" }, ...all.slice(slips.length)));
  } });
  const section = h("section", { class: "dossier-widget tellers", "aria-labelledby": label },
    h("p", { class: "widget-title", id: label }, title), h("p", { class: "teller-task" }, task), board.el, said, status, fault);
  el.append(section);

  /** @param {string} text */
  function tell(text) {
    said.textContent = text;
    status.textContent = text;
  }

  /** @param {string[]} to where strings end */
  function ending(to) {
    const count = new Set(to).size;
    return `${to.length === 1 ? "ends" : "end"} at ${COUNTED[count]} ${count === 1 ? "head" : "heads"}.`;
  }

  /** How many strings end at how many heads. */
  function counted() {
    const to = Object.values(read());
    if (!to.length) return "Take a quotation, then a head. Two quotations may end at one.";
    return capital(`${COUNTED[to.length]} ${to.length === 1 ? "string" : "strings"} ${ending(to)}`);
  }

  /** @param {string} id */
  function onhold(id) {
    const slip = slips.find((each) => each.id === id);
    if (!id) {
      said.textContent = counted();
      status.textContent = before + counted();
      before = "";
      return;
    }
    tell(slip ? `In your hand: “${slip.words}”. Which head told us of it?` : `In your hand: head ${id}. Which quotation did it tell?`);
  }

  /** @param {string} one @param {string} other */
  function ontie(one, other) {
    if (isSlip(one) === isSlip(other)) {
      board.hold(other);
      return false;
    }
    const [slip, head] = isSlip(one) ? [one, other] : [other, one];
    const { [slip]: had, ...rest } = read();
    const now = had === head ? "untied" : `tied to head ${head}`;
    before = `“${slips.find(({ id }) => id === slip)?.words}” is ${now}. `;
    patch(model, { tied: had === head ? rest : { ...rest, [slip]: head } });
    return true;
  }

  /** The letter of each head that is told: that at which most of the reader's own strings end, lest they cross. @param {Record<string, string>} tied */
  function toldHeads(tied) {
    const free = [...heads];
    return [...new Set(ends)].sort().map((end) => {
      const own = slips.filter((_, index) => ends[index] === end).map(({ id }) => tied[id]);
      const often = (/** @type {string} */ head) => own.filter((each) => each === head).length;
      const best = free.reduce((most, head) => (often(head) > often(most) ? head : most));
      free.splice(free.indexOf(best), 1);
      return best;
    });
  }

  function draw() {
    const tied = read();
    const isTold = !until || isPassed(until, recordNow());
    const traced = isTold ? toldHeads(tied) : [];
    const own = /** @type {Strung[]} */ (Object.entries(tied).map(([from, to]) => ({ from, to, look: isTold ? "faint" : "" })));
    const ours = slips.flatMap(({ id: from }, index) => (isTold ? [{ from, to: traced[ends[index]] }] : []));
    section.classList.toggle("tellers-told", isTold);
    const shown = isTold ? ours : own;
    for (const { id, title: which } of slips) {
      const to = shown.find(({ from }) => from === id)?.to;
      const end = to ? `, tied to head ${to}` : "";
      whose.get(id)?.replaceChildren(`, ${which}${end}`);
    }
    for (const head of heads) {
      const count = shown.filter(({ to }) => to === head).length;
      const button = board.buttons.get(head);
      button?.replaceChildren(svg("svg", { viewBox: "0 0 48 48", "aria-hidden": "true" }, svg("circle", { cx: 24, cy: 15, r: 11 }), svg("path", { d: "M4 47C4 32 12 29 24 29S44 32 44 47" })), head);
      button?.setAttribute("aria-label", `Head ${head}, ${COUNTED[count]} ${count === 1 ? "string" : "strings"}`);
      button?.toggleAttribute("data-empty", !count);
    }
    for (const button of board.buttons.values()) button.disabled = isTold;
    board.show([...own, ...ours]);
    const to = Object.values(tied);
    const yours = to.length ? ` Yours, dotted, ${ending(to)}` : "";
    if (isTold && said.textContent !== told + yours) tell(told + yours);
    else if (isTold) return;
    else if (!board.held()) said.textContent = counted();
  }

  for (const news of CHANGES) addEventListener(news, draw);
  const forget = remember({ model, el, part: "widgets", box: fault });
  const dispose = drawn(model, draw, () => {
    for (const news of CHANGES) removeEventListener(news, draw);
    forget();
  });
  signal?.addEventListener("abort", dispose);
  return dispose;
}

export default { render };
