// @ts-check
/**
 * Strings on an axis of days: each person stands on the day of the first word that we have, and a string runs from who told
 * to who heard, never back in time. They are those of the page, which one begins by cutting, one's own, or those of the papers.
 *
 * @typedef {import("./knowledge.mjs").Person} Person
 * @typedef {import("./knowledge.mjs").Shows} Shows
 * @typedef {import("./knowledge.mjs").Read} Read
 * @typedef {import("./strings.mjs").Strung} Strung
 * @typedef {{label: string, line: number, people: Person[], dayOf: (date: string) => string, read: () => Read, left: () => string,
 *            change: (change: Record<string, any>) => void, say: (text: string) => void}} Wanted
 *          `left` says what is left without who is cut off
 */
import { strings } from "./strings.mjs";
import { capital, cited, formatDay, h, radios, unseen } from "./ui.mjs";

const YEAR = 365.25 * 86400000;

/** Whether a word, by its partial date, is known to be later than another. @param {string} one @param {string} other */
const isLater = (one, other) => {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared) > other.slice(0, shared);
};

/** @param {string} day in words @returns {string} with what a sentence puts before it */
const dated = (day) => `${/^\d+ \D/.test(day) ? "on" : "in"} ${day}`;

/**
 * Why no string runs from one person to another; empty if one can.
 *
 * @param {Person} teller
 * @param {Person} hearer
 * @param {Record<string, string>} informants of all who have one
 * @param {Map<string, Person>} people
 * @param {(date: string) => string} dayOf
 * @returns {string}
 */
export function refusal(teller, hearer, informants, people, dayOf) {
  const [tells, hears] = [capital(teller.name), capital(hearer.name)];
  if (people.keys().next().value === hearer.id) return `No string ends at ${hearer.name}: the wish is said to be his own.`;
  const last = hearer.told || hearer.died;
  if (teller.told && last && isLater(teller.told, last)) {
    const then = hearer.told ? `spoke of it ${dated(dayOf(hearer.told))}` : `died ${dated(formatDay(Date.parse(hearer.died)))}`;
    return `That string would run back in time. ${hears} ${then}, and we have no word of ${teller.name} before ${dayOf(teller.told)}.`;
  }
  for (let above = teller.id, steps = 0; above && steps <= people.size; above = informants[above], steps += 1) {
    if (above === hearer.id) return `That string would close a ring: on your strings ${tells} had it from ${hearer.name}. Take that string off first.`;
  }
  return "";
}

/** @param {Wanted} wanted */
export function dayStrings({ label, line, people: known, dayOf, read, left, change, say }) {
  const people = new Map(known.map((person) => [person.id, person]));
  const all = [...known].sort((one, other) => Number(isLater(one.told, other.told)) - Number(isLater(other.told, one.told)));
  const person = (/** @type {string} */ id) => /** @type {Person} */ (people.get(id));
  const nameOf = (/** @type {string} */ id) => people.get(id)?.name ?? "nobody";
  const onPage = new Set(all.flatMap(({ id, by_page: from }) => (from ? [id, from] : [])));
  const rows = all.map(({ id, told }) => ({ id, told, el: h("div", { class: "day-row" },
    h("span", { class: "day-date", "aria-hidden": "true" }, told ? dayOf(told) : "no word")) }));
  const said = h("p", { class: "string-said" });
  const scissors = h("button", { type: "button", "aria-pressed": "false", onclick: () => takeScissors(!hasScissors) }, h("span", { "aria-hidden": "true" }, "✂ "), "Scissors");
  const back = h("button", { type: "button", onclick: undo }, "Undo");
  const begin = h("button", { type: "button", class: "string-next", onclick: () => {
    show("own");
    focus();
  } }, "Tie your own");
  const open = h("button", { type: "button", class: "string-next", onclick: () => {
    change({ seen: true });
    show("papers");
    /** @type {HTMLElement | null} */ (whose.querySelector("input:checked"))?.focus();
  } }, "Show the papers");
  const whose = radios({ legend: "Strings of", options: [["page", `line ${line}`], ["own", "yours"], ["papers", "the papers"]], value: "page",
    onchange: (value) => show(/** @type {Shows} */ (value)) });
  const board = strings({ label, pegs: all.map(({ id }) => id), run: "aside", onhold, ontie, oncut,
    lay: (buttons) => h("div", { class: "day-sheet" }, ...rows.map(({ id, el }) => {
      el.append(/** @type {HTMLElement} */ (buttons.get(id)));
      return el;
    })) });
  const el = h("div", { class: "string-task" }, whose, board.el, h("div", { class: "string-desk" }, said, h("div", { class: "string-tools" }, scissors, back, begin, open)));
  let hasScissors = false;
  /** @type {Strung | undefined} */ let refused;
  let drawnOf = ""; // whose strings were drawn last
  let ending = ""; // what a gesture did that leaves the hand empty
  let done = /** @type {Record<string, any>[]} */ ([]); // what stood before each change

  /** @param {string} text @param {(Node | string)[]} [more] what is only read */
  function tell(text, more = []) {
    said.replaceChildren(text, ...more);
    say(text);
  }

  /** @param {Shows} shows */
  function show(shows) {
    takeScissors(false);
    change({ shows });
    tell(state());
  }

  /** @param {"had" | "cut" | "struck"} name @param {any} value */
  function set(name, value) {
    done.push({ [name]: read()[name] || undefined });
    change({ [name]: value });
  }

  function undo() {
    change(done.pop() ?? {});
    tell(`Undone. ${state()}`);
    if (back.disabled) focus();
  }

  const focus = () => [...board.buttons.values()].find(({ tabIndex }) => !tabIndex)?.focus();

  /** @param {boolean} inHand */
  function takeScissors(inHand) {
    hasScissors = inHand;
    scissors.setAttribute("aria-pressed", String(inHand));
    board.take(inHand ? "scissors" : read().shows === "own" ? "string" : "eye");
    if (inHand) said.textContent = "The scissors are in your hand: cut one person off, and see what falls.";
  }

  /** What there is to do now. */
  function state() {
    const { had, shows, cut, struck } = read();
    const strung = all.slice(1).filter(({ id }) => had[id]).length;
    if (shows === "page" && !cut) return `These are the strings of line ${line}, from a sickbed to your screen. ${hasScissors ? "The scissors are in your hand: cut" : "Take the scissors: cut"} one person off, and see what falls.`;
    if (shows === "page" || struck) return left();
    if (shows === "papers") return "Take a person, and read how far the paper goes. Your own strings are dotted where the papers have others.";
    return strung ? `${strung} of ${all.length - 1} hang on a string of yours. The same two again take one off.`
      : "From whom did each have it? Take one who told, then one who heard it there. Each stands on the day of the first word that we have.";
  }

  /** @param {string} id */
  function onhold(id) {
    refused = undefined;
    draw();
    if (!id) {
      tell([ending, state()].filter(Boolean).join(" "));
      ending = "";
      return;
    }
    const { name, told, statement, note, sources } = person(id);
    if (read().shows === "papers") return tell(`${capital(name)}. ${note} `, cited(sources));
    const says = [told && `${dayOf(told)}:`, statement.replace(/\.$/, "")].filter(Boolean).join(" ");
    const asks = read().shows === "own" ? " Who heard it from there?" : "";
    const whole = says && ` ${capital(says)}.`;
    tell(`${capital(name)}.${whole}${asks}`);
  }

  /** @param {string} from @param {string} to */
  function ontie(from, to) {
    const { had } = read();
    const isOff = had[to] === from;
    const why = isOff ? "" : refusal(person(from), person(to), had, people, dayOf);
    if (why) {
      refused = { from, to, look: "refused" };
      draw();
      tell(why);
      return false;
    }
    set("had", { ...had, [to]: isOff ? "" : from });
    const day = person(to).told ? `, by ${dayOf(person(to).told)} at the latest` : "";
    ending = isOff ? `The string from ${nameOf(from)} to ${nameOf(to)} is off.` : capital(`${nameOf(to)} had it from ${nameOf(from)}${day}.`);
    return true;
  }

  /** @param {string} id */
  function oncut(id) {
    refused = undefined;
    const { shows, cut, struck } = read();
    const isTied = (shows === "page" ? cut : struck) === id;
    set(shows === "page" ? "cut" : "struck", isTied ? undefined : id);
    tell(isTied ? `${capital(nameOf(id))} is tied in again.` : left());
  }

  /** Draw what the reader's work is now. */
  function draw() {
    const { had, shows, seen, cut, struck, informants, lost } = read();
    if (drawnOf !== shows) {
      drawnOf = shows;
      done = [];
      takeScissors(shows === "page");
      said.textContent = state();
    }
    const isPage = shows === "page";
    const gone = isPage ? cut : struck;
    let before = 0;
    for (const { id, told, el: row } of rows) {
      row.hidden = isPage && !onPage.has(id);
      const at = told && !row.hidden ? Date.parse(told) / YEAR : before;
      row.style.setProperty("--years", String(before ? Math.round(at - before) : 0));
      before = at;
      const one = person(id);
      const hung = strungIn(one, informants[id], shows === "papers" ? had[id] : undefined, shows);
      const fate = id === gone ? "(cut off) " : lost.includes(id) ? "(fallen) " : "";
      board.buttons.get(id)?.replaceChildren(h("b", {}, capital(one.name)), " ", unseen(`(${told ? dayOf(told) : "no word that we have"})`), " ", h("span", {}, hung), " ",
        unseen(fate), h("span", { class: "day-words" }, one.statement));
    }
    const strung = /** @type {Strung[]} */ (all.filter(({ id }) => informants[id]).map(({ id }) => ({ from: informants[id], to: id, look: lost.includes(informants[id]) ? "torn" : "" })));
    if (shows === "papers") strung.push(.../** @type {Strung[]} */ (all.filter(({ id }) => had[id] && had[id] !== informants[id]).map(({ id }) => ({ from: had[id], to: id, look: "faint" }))));
    board.show(refused ? [...strung, refused] : strung, lost, gone);
    whose.hidden = isPage && !Object.values(had).some(Boolean) && !seen;
    for (const input of whose.querySelectorAll("input")) {
      input.checked = input.value === shows;
      input.parentElement?.toggleAttribute("hidden", input.value === "papers" && !seen);
    }
    back.disabled = !done.length;
    begin.hidden = !isPage;
    open.hidden = shows !== "own" || seen || !Object.values(had).some(Boolean);
  }

  /** @param {Person} one @param {string} from @param {string | undefined} own what the reader had said, where something else is shown @param {Shows} shows */
  function strungIn({ told, learned, knew }, from, own, shows) {
    const day = shows === "papers" && learned !== told ? knew : "";
    const beside = own === undefined || (!own && !from) ? "" : own === from ? "as yours" : own ? `you: ${nameOf(own)}` : "";
    return (from ? [`from ${nameOf(from)}`, day, beside] : [beside]).filter(Boolean).join(", ");
  }

  return { el, draw };
}
