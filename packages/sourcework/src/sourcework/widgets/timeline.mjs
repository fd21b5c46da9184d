// @ts-check
/**
 * The time line: a band of all events, and the same events as a list downwards, with the phases of a life behind both. What is chosen in
 * one is shown in the other. Pinned events stand beside each other with the days between them.
 *
 * `work` holds `hidden` (themes that are off), `person`, `period`, and `pinned` (event ids).
 *
 * @typedef {import("./ui.mjs").View} View
 * @typedef {import("./ui.mjs").Source} Source
 * @typedef {{id: string, date: string, when: string, span: [string, string], precision: string, title: string, what: string,
 *            people: string[], themes: string[], confidence: string, phase: string, line: string, sources: Source[]}} Happening
 * @typedef {{title: string, themes: Record<string, string>, colours: Record<string, string>, last: string, of: string, people: Record<string, string>, periods: Record<string, string>,
 *            stretches: {words: string, span: [string, string]}[], events: Happening[]}} Data
 */
import { band } from "./band.mjs";
import { begin, DAY, stretchOf } from "./scale.mjs";
import { checkbox, cited, dataOf, drawn, frame, h, patch, select, unseen } from "./ui.mjs";

const FARTHEST = 4; // rem between two events, however far apart

/**
 * The least and the most days from one date to a later one; the same as `days_between` in Python.
 *
 * @param {[string, string]} one the first and the last day that the date can mean
 * @param {[string, string]} other
 * @returns {[number, number]}
 */
export function daysBetween(one, other) {
  const days = (/** @type {string} */ from, /** @type {string} */ to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);
  return [Math.max(days(one[1], other[0]), 0), days(one[0], other[1])];
}

/** @param {[number, number]} days */
function inWords([least, most]) {
  const count = (/** @type {number} */ days) => `${days} ${days === 1 ? "day" : "days"}`;
  return least === most ? count(most) : `between ${least} and ${count(most)}: the dates say no more`;
}

/** @param {[number, number]} days @returns {string} the same, where there is little room */
const inShort = ([least, most]) => (least === most ? inWords([least, most]) : `${least}–${most} days`);

/** @param {string} date partial ISO @returns {import("./scale.mjs").Stretch} all that it can mean */
function meant(date) {
  const [year, month, day] = date.split("-").map(Number);
  if (day) return stretchOf([date, date]);
  return month ? { from: begin(year, month - 1), to: begin(year, month) } : { from: begin(year), to: begin(year + 1) };
}

/** @param {any} list @returns {Set<string>} */
const strings = (list) => new Set(Array.isArray(list) ? list.filter((each) => typeof each === "string") : []);

/** @param {View} view */
function render({ model, el, signal }) {
  const data = /** @type {Data} */ (dataOf(model));
  const themes = Object.keys(data.themes);
  const read = () => {
    const work = model.get("work") ?? {};
    return {
      hidden: strings(work.hidden),
      pinned: strings(work.pinned),
      person: typeof work.person === "string" && Object.hasOwn(data.people, work.person) ? work.person : "",
      period: typeof work.period === "string" && Object.hasOwn(data.periods, work.period) ? work.period : "",
    };
  };
  const shown = () => {
    const { hidden, person, period } = read();
    return data.events.filter((event) => event.themes.some((theme) => !hidden.has(theme))
      && (!person || event.people.includes(person))
      && (period === "later" ? event.date.slice(0, 4) > data.last : event.date.startsWith(period)));
  };
  const { body, say, dispose } = frame({ model, el, signal }, {
    title: data.title,
    how: "Drag the band or pinch it, or use its buttons; by keyboard, arrows go from mark to mark, and in the list from event to event; + and − zoom, P pins. A number is so many events: press it, and they come apart. "
      + "Pin two events, and the days between them are counted. A hollow mark: reported or contested, not documented.",
    columns: ["event", "date", "precision", "title", "themes", "confidence", "pinned"],
    rows: () => shown().map(({ id, date, precision, title, themes: all, confidence }) =>
      [id, date, precision, title, all.join("; "), confidence, read().pinned.has(id) ? "True" : "False"]),
  });

  /** @type {string[]} */ let chosen = [];
  const boxes = themes.map((theme) => checkbox({ label: data.themes[theme], checked: true, onchange: (checked) => {
    const { hidden } = read();
    if (checked) hidden.delete(theme);
    else hidden.add(theme);
    change({ hidden: [...hidden] });
  } }));
  const lined = data.events.length ? band({
    lanes: themes.map((theme, index) => ({ id: theme, name: data.themes[theme], colour: data.colours[theme], head: boxes[index] })),
    spots: data.events.map((event) => ({ ...event, called: `${event.title}, ${event.when}`, lanes: event.themes })),
    of: data.of, places: data.stretches.map(({ words, span }) => ({ words, stretch: stretchOf(span) })), onpin: pinOrNot, say,
    onchoose: (ids) => {
      choose(ids);
      bring(rows.find(({ event }) => event.id === ids[0])?.item);
    },
  }) : null;
  const person = select({ label: "Who was in it", options: [["", "anybody"], .../** @type {[string, string][]} */ (Object.entries(data.people))], value: "",
    onchange: (value) => change({ person: value || undefined }) });
  const period = select({ label: "When", options: [["", "at any time"], .../** @type {[string, string][]} */ (Object.entries(data.periods))], value: "",
    onchange: (value) => change({ period: value || undefined }) });
  const card = h("p", {});
  const cardPin = h("button", { type: "button", "aria-pressed": "false", onclick: () => pinOrNot(chosen[0]) }, "Pin this event");
  const pins = h("div", { class: "timeline-pins" });
  const lanes = h("div", { class: "timeline-rail", "aria-hidden": "true" }, ...themes.map(() => h("span")));
  const listed = el.closest("live-widget")?.querySelectorAll(".live-widget-fallback tbody tr");
  const rows = data.events.map((event, index) => ({ event, ...row(event, listed?.[index]) }));
  const list = h("ol", { class: "timeline-events", "data-lm-suppress-shortcuts": "true", onkeydown: walk, onfocusin: (/** @type {FocusEvent} */ { target }) => keepInReach(rowOf(target)) },
    ...rows.map(({ item }) => item));
  let reached = rows[0]; // the row in which Tab stops
  let [drawnPeriod, hadWork] = ["", false]; // to which the band was brought, and whether there was something to begin again
  body.append(h("div", { class: "timeline" },
    ...(lined ? [lined.el, h("div", { class: "timeline-card" }, card, cardPin)] : []), pins, h("div", { class: "timeline-selects" }, period, person), list));

  /** @param {import("./ui.mjs").Work} work */
  function change(work) {
    patch(model, work);
    const count = shown().length;
    say(count ? `${count} of ${data.events.length} events ${count === 1 ? "is" : "are"} shown.` : "No event fits. Choose other themes, another time or anybody.");
  }

  /** @param {Happening} event @param {Element} [told] what the page tells of it without a script: its day, itself, how sure it is, who says so */
  function row(event, told) {
    const what = told?.children[1].textContent ?? event.what;
    const links = /** @type {HTMLAnchorElement[] | undefined} */ (told && [...told.children[3].children].filter((each) => each.matches("a")));
    const sources = links?.map((link) => ({ label: link.textContent ?? "", href: link.getAttribute("href") ?? "" })) ?? event.sources;
    const called = `${event.title}, ${event.when}`;
    const pin = h("button", { type: "button", "aria-pressed": "false", tabindex: -1, onclick: () => pinOrNot(event.id) }, "Pin", unseen(` ${called}`));
    const gap = h("div", { class: "timeline-gap" });
    const names = event.themes.map((theme) => data.themes[theme]).join(", ");
    const more = h("summary", { tabindex: -1 }, "More", unseen(`: ${called}`));
    const item = h("li", { onclick: () => point(event) }, gap, rail(event), h("div", { class: "timeline-event" },
      h("p", {}, h("strong", {}, event.when), ` · ${event.title}`),
      h("p", { class: "timeline-small" }, names),
      h("details", {}, more,
        h("p", {}, what),
        h("p", { class: "timeline-small" }, `${event.confidence}: `, ...cited(sources)),
        event.phase ? h("p", { class: "timeline-small" }, `${data.of}: ${event.phase}.`) : null)), pin);
    return { item, pin, more, gap };
  }

  /** @param {Happening} event that the reader came to in the list */
  function point({ id }) {
    if (chosen.length !== 1 || chosen[0] !== id) choose([id]);
  }

  /** @param {EventTarget | null} target */
  const rowOf = (target) => rows.find(({ item }) => item.contains(/** @type {Node | null} */ (target))) ?? reached;

  /** Keep one row in the order of the Tab key. @param {typeof rows[number] | undefined} row */
  function keepInReach(row) {
    for (const each of [reached, row]) for (const stop of each ? [each.more, each.pin] : []) stop.tabIndex = each === row ? 0 : -1;
    reached = row ?? reached;
  }

  /** Go from event to event by a key, on the same button. @param {KeyboardEvent} event */
  function walk(event) {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    const own = rowOf(target);
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[key];
    if (by === undefined || altKey || ctrlKey || metaKey || (target !== own.more && target !== own.pin)) return;
    event.preventDefault();
    const seen = rows.filter(({ item }) => !item.hidden);
    const to = seen[Math.min(Math.max(seen.indexOf(own) + by, 0), seen.length - 1)];
    (target === own.pin ? to.pin : to.more).focus();
    point(to.event);
  }

  /** @param {string} id */
  function pinOrNot(id) {
    const { pinned } = read();
    if (!pinned.delete(id)) pinned.add(id);
    patch(model, { pinned: [...pinned] });
    say(pinText());
  }

  /** Show events in the band and in the list. @param {string[]} ids of one place */
  function choose(ids) {
    chosen = ids;
    keepInReach(rows.find(({ event }) => event.id === ids[0]));
    if (ids.length === 1) lined?.reveal(ids[0]);
    draw();
  }

  /** Have an event in sight within the list, while the page stays where it is. @param {HTMLElement | undefined} item */
  function bring(item) {
    if (!item || item.hidden) return;
    const scroll = () => {
      list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top;
    };
    scroll();
    requestAnimationFrame(scroll); // what was not laid out before is as high as it is now
  }

  /** @param {Happening} event */
  function rail(event) {
    const mark = event.confidence === "documented" ? "timeline-mark" : "timeline-mark timeline-hollow";
    const all = /** @type {HTMLElement} */ (lanes.cloneNode(true));
    all.dataset.line = event.line;
    for (const theme of event.themes) all.children[themes.indexOf(theme)]?.append(h("i", { class: `${mark} timeline-${data.colours[theme]}` }));
    return all;
  }

  function pinnedEvents() {
    const { pinned } = read();
    return data.events.filter(({ id }) => pinned.has(id));
  }

  function pinText() {
    const events = pinnedEvents();
    if (!events.length) return "Nothing is pinned.";
    if (events.length === 1) return `Pinned: ${events[0].title}. Pin another to count the days.`;
    return events.slice(1).map((event, index) => `From ${events[index].title} to ${event.title}: ${inWords(daysBetween(events[index].span, event.span))}.`).join(" ");
  }

  function drawPins() {
    const events = pinnedEvents();
    const parts = events.flatMap((event, index) => {
      const gap = index ? [h("li", { class: "timeline-days" }, inWords(daysBetween(events[index - 1].span, event.span)))] : [];
      return [...gap, h("li", {}, h("strong", {}, event.when), ` · ${event.title}`)];
    });
    pins.hidden = !events.length;
    pins.replaceChildren(h("p", { class: "timeline-title" }, "Pinned"), h("ol", {}, ...parts));
  }

  function drawCard() {
    const shown = data.events.filter(({ id }) => chosen.includes(id));
    cardPin.hidden = shown.length !== 1;
    cardPin.setAttribute("aria-pressed", String(shown.length === 1 && read().pinned.has(shown[0].id)));
    if (!shown.length) card.textContent = "Choose a mark: it is shown here and in the list.";
    else if (shown.length > 1) card.textContent = `${shown.length} events, from ${shown[0].when} on: the list has them.`;
    else card.replaceChildren(h("strong", {}, shown[0].when), ` · ${shown[0].title}`);
  }

  function draw() {
    const { hidden, pinned, person: who, period: when } = read();
    const visible = new Set(shown());
    /** @type {Happening | undefined} */ let last;
    for (const { event, item, pin, gap } of rows) {
      item.hidden = !visible.has(event);
      pin.setAttribute("aria-pressed", String(pinned.has(event.id)));
      item.toggleAttribute("data-chosen", chosen.includes(event.id));
      if (item.hidden) continue;
      const days = last ? daysBetween(last.span, event.span)[0] : 0;
      gap.style.blockSize = `${Math.min(days / 30, FARTHEST)}rem`;
      last = event;
    }
    boxes.forEach((box, index) => {
      /** @type {HTMLInputElement} */ (box.querySelector("input")).checked = !hidden.has(themes[index]);
    });
    /** @type {HTMLSelectElement} */ (person.querySelector("select")).value = who;
    /** @type {HTMLSelectElement} */ (period.querySelector("select")).value = when;
    keepInReach(reached?.item.hidden ? rows.find(({ item }) => !item.hidden) : reached);
    drawPins();
    drawCard();
    drawBand(visible, when);
  }

  /** @param {Set<Happening>} visible @param {string} when */
  function drawBand(visible, when) {
    const { hidden } = read();
    const events = pinnedEvents();
    lined?.draw({ shown: new Set([...visible].map(({ id }) => id)), hidden, chosen: new Set(chosen), pinned: events.map(({ id }) => id),
      gaps: events.slice(1).map((event, index) => inShort(daysBetween(events[index].span, event.span))) });
    const isCleared = hadWork && !Object.keys(model.get("work") ?? {}).length;
    hadWork = !isCleared && (hadWork || Object.keys(model.get("work") ?? {}).length > 0);
    if (when === drawnPeriod && !isCleared) return;
    if (lined && when) lined.set(when === "later" ? { from: begin(Number(data.last) + 1), to: lined.whole.to } : meant(when));
    else lined?.set(lined.whole);
    drawnPeriod = when;
  }

  return drawn(model, draw, dispose);
}

export default { render };
