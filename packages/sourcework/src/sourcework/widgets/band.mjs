// @ts-check
/**
 * Band: events in lanes along a line of time, which is zoomed and moved; marks that would cover each other are one, with their number.
 *
 * One mark is a stop for Tab. ← → go along its lane, ↑ ↓ to the lanes beside it, Home and End to the lane's ends; + − zoom, Page Up
 * and Page Down move the band, Enter opens a mark of several, P pins. Fingers drag and pinch; a mouse drags, and its wheel zooms
 * with Ctrl.
 *
 * @typedef {import("./scale.mjs").Stretch} Stretch
 * @typedef {{id: string, span: [string, string], called: string, lanes: string[], confidence: string, phase: string, line: string}} Spot
 * @typedef {{id: string, name: string, colour: string, head: HTMLElement}} Lane
 * @typedef {{spot: Spot, at: number}} Mark where in a lane an event is marked
 * @typedef {{marks: Mark[], at: number}} Group marks that are shown as one
 * @typedef {{shown: Set<string>, hidden: Set<string>, pinned: string[], gaps: string[], chosen: Set<string>}} Seen `hidden` are lanes, `gaps` the days between
 *          pinned events, in words
 * @typedef {{words: string, stretch: Stretch}} Place
 */
import { DAY, stretchOf, ticks, worded } from "./scale.mjs";
import { capital, h, unseen } from "./ui.mjs";

const SHORTEST = 2 * DAY;
const ZOOM = 2;
const PAN = 0.6; // of what is shown
const EDGE = 0.05; // of the whole, at both ends
const MOVE = 350; // milliseconds
const DRAG = 6; // pixels from which on a press is no tap
const NOTCH = 60; // of a wheel, which zooms as much as a button
const LEGIBLE = 44; // pixels for a word
const LETTER = 9;

/**
 * Join marks until their middles are `apart` from each other.
 *
 * @param {Mark[]} marks in order of time
 * @param {number} apart
 * @returns {Group[]}
 */
export function grouped(marks, apart) {
  /** @type {Group[]} */ const groups = [];
  for (const mark of marks) {
    let group = { marks: [mark], at: mark.at };
    for (let before = groups.at(-1); before && group.at - before.at < apart; before = groups.at(-1)) {
      groups.pop();
      const joint = [...before.marks, ...group.marks];
      group = { marks: joint, at: joint.reduce((sum, { at }) => sum + at, 0) / joint.length };
    }
    groups.push(group);
  }
  return groups;
}

/** @param {Spot[]} spots @returns {Mark[]} in order of time; those of the same days stand beside each other in them */
function marksOf(spots) {
  const marks = spots.map((spot) => {
    const same = spots.filter(({ span }) => span.join() === spot.span.join());
    const { from, to } = stretchOf(spot.span);
    return { spot, at: from + ((same.indexOf(spot) + 0.5) / same.length) * (to - from) };
  });
  return marks.sort((one, other) => one.at - other.at);
}

/** @param {Spot[]} spots @returns {Stretch} */
function around(spots) {
  const stretches = spots.map(({ span }) => stretchOf(span));
  return { from: Math.min(...stretches.map(({ from }) => from)), to: Math.max(...stretches.map(({ to }) => to)) };
}

/** @param {Spot[]} spots @param {number} end @returns {{words: string, line: string, from: number, to: number}[]} what was so from one event to the next */
function phasesOf(spots, end) {
  const turns = spots.filter(({ phase, line }, index) => phase !== (spots[index - 1]?.phase ?? "") || line !== (spots[index - 1]?.line ?? ""));
  return turns.map(({ phase, line, span }, index) => ({ words: phase, line, from: Date.parse(span[0]), to: turns[index + 1] ? Date.parse(turns[index + 1].span[0]) : end }))
    .filter(({ words }) => words);
}

/**
 * @param {{lanes: Lane[], spots: Spot[], of: string, places: Place[], onchoose: (ids: string[]) => void, onpin: (id: string) => void,
 *          say: (text: string, result?: string) => void}} options `spots` in order of time, one at least; `of` is whose phases stand behind them
 */
export function band({ lanes, spots, of, places, onchoose, onpin, say }) {
  const all = around(spots);
  const edge = Math.max((all.to - all.from) * EDGE, DAY);
  const whole = { from: all.from - edge, to: all.to + edge };
  const phases = phasesOf(spots, whole.to);
  const rows = lanes.map((lane) => ({ lane, marks: marksOf(spots.filter((spot) => spot.lanes.includes(lane.id))),
    groups: /** @type {Group[]} */ ([]), el: h("div", { class: `band-lane timeline-${lane.colour}` }) }));
  /** @type {Seen} */ let seen = { shown: new Set(), hidden: new Set(), pinned: [], gaps: [], chosen: new Set() };
  /** @type {Stretch} */ let view = whole;
  let here = { row: 0, id: "" }; // the mark that Tab comes to
  let [moving, width, isDrawing] = [0, 0, false];

  const told = h("p", { class: "band-told" });
  const back = h("div", { class: "band-back", "aria-hidden": "true" });
  const front = h("div", { class: "band-front", "aria-hidden": "true" });
  const axis = h("div", { class: "band-axis", "aria-hidden": "true" });
  const track = h("div", { class: "band-track", role: "toolbar", "aria-label": "Events on the band", "data-lm-suppress-shortcuts": "true", onkeydown,
    onfocusin: (/** @type {Event} */ event) => take(event.target), onclick: press, onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onpointerdown: touch, onpointermove: drag, onpointerup: leave, onpointercancel: leave },
  back, h("div", { class: "band-lanes" }, ...rows.map(({ el }) => el)), front, axis);
  track.addEventListener("wheel", turn, { passive: false });
  const tool = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {() => Stretch} */ goal) =>
    h("button", { type: "button", "aria-label": name, onclick: () => bringTo(goal()) }, sign);
  const tools = h("div", { class: "band-tools" },
    h("div", { role: "group", "aria-label": "Zoom and move the band" },
      tool("−", "Zoom out", () => zoomed(ZOOM)), tool("+", "Zoom in", () => zoomed(1 / ZOOM)), tool("←", "Earlier", () => moved(-PAN)), tool("→", "Later", () => moved(PAN))),
    h("div", { role: "group", "aria-label": "Bring the band to" }, ...[{ words: "all", stretch: whole }, ...places]
      .map(({ words, stretch }) => h("button", { type: "button", onclick: () => bringTo(stretch) }, capital(words)))));
  const el = h("div", { class: "band" }, tools, told, h("div", { class: "band-frame" },
    h("div", { class: "band-heads", role: "group", "aria-label": "Themes" }, h("span", { class: "band-of", "aria-hidden": "true" }, phases.length ? capital(of) : ""),
      ...lanes.map(({ head }) => head)), track));
  new ResizeObserver(() => {
    width = track.clientWidth;
    draw();
  }).observe(track);

  const pixels = (/** @type {number} */ time) => (time * width) / (view.to - view.from);
  const x = (/** @type {number} */ at) => pixels(at - view.from);
  const isAlong = (/** @type {Stretch} */ { from, to }) => from < view.to && to > view.from;
  /** The room that a mark needs, in pixels: more for a finger. */
  const apart = () => (matchMedia("(pointer: coarse)").matches ? 2.75 : 1.75) * parseFloat(getComputedStyle(document.documentElement).fontSize);

  /** @param {number} times @param {number} [share] where in the band nothing moves @returns {Stretch} */
  function zoomed(times, share) {
    const [chosen] = share === undefined ? spots.filter(({ id, span }) => seen.chosen.has(id) && isAlong(stretchOf(span))) : [];
    const middle = chosen ? around([chosen]) : view;
    const held = share === undefined ? (middle.from + middle.to) / 2 : view.from + share * (view.to - view.from);
    return { from: held - (held - view.from) * times, to: held + (view.to - held) * times };
  }

  /** @param {number} share of what is shown @returns {Stretch} */
  const moved = (share) => ({ from: view.from + share * (view.to - view.from), to: view.to + share * (view.to - view.from) });

  /** @param {Stretch} goal @returns {Stretch} as much of it as there is, and no less than can be read */
  function within({ from, to }) {
    const length = Math.min(Math.max(to - from, SHORTEST), whole.to - whole.from);
    const start = Math.min(Math.max((from + to - length) / 2, whole.from), whole.to - length);
    return { from: start, to: start + length };
  }

  /** @param {Stretch} goal */
  function set(goal) {
    cancelAnimationFrame(moving);
    view = within(goal);
    draw();
  }

  /** Move there before the reader's eyes. @param {Stretch} goal */
  function glide(goal) {
    cancelAnimationFrame(moving);
    const [start, end, began] = [view, within(goal), performance.now()];
    if (!width || matchMedia("(prefers-reduced-motion: reduce)").matches) return set(end);
    const step = (/** @type {number} */ now) => {
      const left = (1 - Math.min(1, Math.max(0, (now - began) / MOVE))) ** 3;
      view = left ? { from: end.from + (start.from - end.from) * left, to: end.to + (start.to - end.to) * left } : end;
      draw();
      if (left) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
  }

  /** Move there, and say what is there. @param {Stretch} goal */
  function bringTo(goal) {
    glide(goal);
    say("", telling(within(goal)));
  }

  /** @param {Stretch} stretch */
  function telling(stretch) {
    const count = spots.filter(({ id, span }) => seen.shown.has(id) && stretchOf(span).from < stretch.to && stretchOf(span).to > stretch.from).length;
    return `${capital(worded(stretch.from <= all.from && stretch.to >= all.to ? all : stretch))}: ${counted(count)}.`;
  }

  /** @param {number} count */
  const counted = (count) => `${count} ${count === 1 ? "event" : "events"}`;

  /** @param {Group} group @returns {string} */
  function nameOf({ marks }) {
    const [{ spot }] = marks;
    if (marks.length > 1) return `${counted(marks.length)}, ${worded(around(marks.map((each) => each.spot)))}`;
    const doubt = spot.confidence === "documented" ? "" : `, ${spot.confidence}`;
    return `${spot.called}${doubt}${seen.pinned.includes(spot.id) ? ", pinned" : ""}`;
  }

  /** @param {EventTarget | null} target @returns {{row: number, group: Group} | null} the mark that was touched */
  function markAt(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    const row = rows.findIndex(({ el: lane }) => lane === button?.parentElement);
    const group = rows[row]?.groups.find(({ marks }) => marks[0].spot.id === button?.dataset.first);
    return group ? { row, group } : null;
  }

  /** @param {EventTarget | null} target */
  function take(target) {
    const found = isDrawing ? null : markAt(target);
    if (found) choose(found.row, found.group);
  }

  /** @param {number} row @param {Group} group */
  function choose(row, group) {
    here = { row, id: group.marks[0].spot.id };
    onchoose(group.marks.map(({ spot }) => spot.id));
  }

  /** @param {Event} event */
  function press({ target }) {
    const found = isDragged ? null : markAt(target);
    if (!found) return;
    choose(found.row, found.group);
    tabStop()?.focus({ preventScroll: true }); // a mouse that is pressed, perhaps to drag, takes no focus
    const { marks } = found.group;
    if (marks.length < 2) return;
    const [from, to] = [marks[0].at, marks[marks.length - 1].at];
    const room = Math.max((to - from) * 0.3, DAY / 2);
    const goal = { from: from - room, to: to + room };
    if (view.to - view.from > SHORTEST) bringTo(goal);
    else say("They lie too close together: the list shows them.");
  }

  /** Go to a mark by a key. @param {number} row @param {Group | undefined} group */
  function go(row, group) {
    if (!group) return;
    here = { row, id: group.marks[0].spot.id };
    if (group.at < view.from || group.at > view.to) set(moved((group.at - (view.from + view.to) / 2) / (view.to - view.from)));
    draw();
    tabStop()?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    const found = markAt(event.target);
    if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
    const { row, group } = found;
    const { groups } = rows[row];
    const place = groups.indexOf(group);
    /** @param {number} by */
    const aside = (by) => {
      let to = row + by;
      while (rows[to] && !rows[to].groups.length) to += by;
      const distance = (/** @type {Group} */ each) => Math.abs(each.at - group.at);
      if (rows[to]) go(to, rows[to].groups.reduce((best, each) => (distance(each) < distance(best) ? each : best)));
    };
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => go(row, groups[place - 1]), ArrowRight: () => go(row, groups[place + 1]), ArrowUp: () => aside(-1), ArrowDown: () => aside(1),
      Home: () => go(row, groups[0]), End: () => go(row, groups[groups.length - 1]),
      PageUp: () => bringTo(moved(-PAN)), PageDown: () => bringTo(moved(PAN)),
      "+": () => bringTo(zoomed(1 / ZOOM)), "=": () => bringTo(zoomed(1 / ZOOM)), "-": () => bringTo(zoomed(ZOOM)),
      p: () => (group.marks.length > 1 ? say(`Open it first: there are ${counted(group.marks.length)} in it.`) : onpin(here.id)),
    };
    const act = keys[event.key.length > 1 ? event.key : event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Fingers, or a mouse that is pressed, by where they are. @type {Map<number, number>} */
  const held = new Map();
  let [start, isDragged] = [0, false];

  /** @param {PointerEvent} event */
  function touch({ pointerId, clientX, button }) {
    if (button) return;
    if (!held.size) [start, isDragged] = [clientX, false];
    held.set(pointerId, clientX);
  }

  /** @param {PointerEvent} event */
  function drag({ pointerId, clientX }) {
    if (!held.has(pointerId) || (held.size < 2 && !isDragged && Math.abs(clientX - start) < DRAG)) return;
    if (!isDragged) [...held.keys()].forEach((each) => track.setPointerCapture(each));
    isDragged = true;
    const left = track.getBoundingClientRect().left;
    const [before, now] = [[...held.values()], [...held.set(pointerId, clientX).values()]];
    const middle = (/** @type {number[]} */ each) => each.reduce((sum, one) => sum + one, 0) / each.length;
    const size = (/** @type {number[]} */ each) => Math.max(24, Math.abs(each[0] - each[each.length - 1]));
    const times = held.size > 1 ? size(before) / size(now) : 1;
    view = within(zoomed(times, (middle(before) - left) / width));
    set(moved((middle(before) - middle(now)) / width));
  }

  /** @param {PointerEvent} event */
  function leave({ pointerId }) {
    held.delete(pointerId);
  }

  /** @param {WheelEvent} event */
  function turn(event) {
    const isAcross = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (event.ctrlKey || event.metaKey) {
      const notches = Math.max(-1, Math.min(1, event.deltaY / NOTCH));
      set(zoomed(ZOOM ** notches, (event.clientX - track.getBoundingClientRect().left) / width));
    } else if (isAcross) set(moved(event.deltaX / width));
    else return; // the page scrolls
    event.preventDefault();
  }

  function draw() {
    if (!width) return;
    told.textContent = telling(view);
    const focused = track.contains(document.activeElement) && document.activeElement instanceof HTMLButtonElement ? document.activeElement : null;
    isDrawing = true;
    const room = (apart() * (view.to - view.from)) / width;
    for (const each of rows) {
      each.el.toggleAttribute("data-hidden", seen.hidden.has(each.lane.id));
      each.groups = seen.hidden.has(each.lane.id) ? [] : grouped(each.marks.filter(({ spot }) => seen.shown.has(spot.id)), room);
      drawLane(each);
    }
    drawBack();
    drawFront();
    drawAxis();
    const tabbed = tabStop();
    if (focused && !focused.isConnected) tabbed?.focus({ preventScroll: true });
    isDrawing = false;
  }

  /** @returns {HTMLElement | undefined} the mark that Tab comes to: the one that was taken last, or the first that is there */
  function tabStop() {
    const buttons = /** @type {HTMLElement[]} */ ([...track.querySelectorAll("button")]);
    const own = buttons.find((each) => each.parentElement === rows[here.row].el && each.dataset.ids?.split(" ").includes(here.id)) ?? buttons[0];
    for (const each of buttons) each.tabIndex = each === own ? 0 : -1;
    return own;
  }

  /** @param {typeof rows[number]} row */
  function drawLane({ lane, groups, el: line }) {
    const there = new Map(/** @type {HTMLElement[]} */ ([...line.children]).map((each) => [each.dataset.ids ?? "", each]));
    const shown = groups.filter(({ at, marks }) => isAlong({ from: at, to: at }) || (marks.length < 2 && isAlong(stretchOf(marks[0].spot.span)))).flatMap((group) => {
      const { marks, at } = group;
      const ids = marks.map(({ spot }) => spot.id).join(" ");
      const span = stretchOf(marks[0].spot.span);
      const isLong = marks.length < 2 && span.to - span.from > DAY && pixels(span.to - span.from) > apart();
      const button = there.get(ids) ?? h("button", { type: "button", "data-ids": ids, "data-first": marks[0].spot.id, tabindex: -1 });
      const bar = isLong ? there.get(`bar ${ids}`) ?? h("i", { "data-ids": `bar ${ids}`, "aria-hidden": "true" }) : null;
      button.style.left = `${x(at)}px`;
      button.className = marks.length > 1 ? "band-mark band-many" : "band-mark";
      const isSure = marks.some(({ spot }) => spot.confidence === "documented");
      for (const [name, holds] of /** @type {[string, boolean][]} */ ([["hollow", !isSure], ["pinned", marks.some(({ spot }) => seen.pinned.includes(spot.id))], ["chosen", marks.some(({ spot }) => seen.chosen.has(spot.id))]])) {
        button.toggleAttribute(`data-${name}`, holds);
      }
      const name = `${lane.name}: ${nameOf(group)}`;
      if (button.lastElementChild?.textContent !== name) {
        button.replaceChildren(h("span", { class: "band-dot", "aria-hidden": "true" }, marks.length > 1 ? h("b", {}, String(marks.length)) : null), " ", unseen(name));
      }
      if (bar) {
        bar.style.left = `${x(span.from)}px`;
        bar.style.width = `${pixels(span.to - span.from)}px`;
        bar.toggleAttribute("data-hollow", !isSure);
      }
      return bar ? [bar, button] : [button];
    });
    for (const each of there.values()) if (!shown.includes(each)) each.remove();
    shown.forEach((each, index) => {
      if (line.children[index] !== each) line.insertBefore(each, line.children[index] ?? null);
    });
  }

  /** @param {string} name @param {Stretch} stretch @param {string} words @param {string} [line] @returns {HTMLElement} a part of the band, its words where they are seen */
  function part(name, { from, to }, words, line) {
    const [left, right] = [Math.max(-9, x(from)), Math.min(width + 9, x(to))]; // its edges lie outside
    const own = h("div", { class: name, "data-line": line }, right - left > LEGIBLE ? h("span", {}, words) : null);
    own.style.left = `${left}px`;
    own.style.width = `${right - left}px`;
    return own;
  }

  function drawBack() {
    back.replaceChildren(...phases.filter(isAlong).map((phase) => part("band-phase", phase, phase.words, phase.line)));
  }

  function drawFront() {
    const pins = spots.filter(({ id }) => seen.pinned.includes(id)).map(({ span }) => stretchOf(span));
    front.replaceChildren(...pins.filter(isAlong).map((pin) => part("band-pin", pin, "")),
      ...pins.slice(1).map((pin, index) => ({ stretch: { from: (pins[index].from + pins[index].to) / 2, to: (pin.from + pin.to) / 2 }, words: seen.gaps[index] }))
        .filter(({ stretch }) => isAlong(stretch)).map(({ stretch, words }) => part("band-gap", stretch, words)));
  }

  function drawAxis() {
    const { fine, coarse } = ticks(view, width);
    /** @param {string} name @param {number} left @param {string} words */
    const tick = (name, left, words) => {
      const own = h("span", { class: name }, words);
      own.style.left = `${left}px`;
      return own;
    };
    axis.replaceChildren(...fine.filter(({ at, words }) => at >= view.from && x(at) + words.length * LETTER < width).flatMap(({ at, words }) => [tick("band-fine", x(at), words), " "]),
      ...coarse.flatMap(({ at, words }, index) => {
        const end = coarse[index + 1] ? x(coarse[index + 1].at) : width;
        const left = Math.max(0, x(at));
        return end - left > words.length * LETTER || end >= width ? [tick("band-coarse", left, words), " "] : [];
      }));
  }

  return {
    el,
    whole,
    set: glide,
    /** @param {Seen} now */
    draw: (now) => {
      seen = now;
      draw();
    },
    /** Have an event in sight, as far into time as the band is. @param {string} id */
    reveal: (id) => {
      const spot = spots.find((each) => each.id === id);
      const row = rows.findIndex(({ lane }) => spot?.lanes.includes(lane.id));
      const mark = rows[row]?.marks.find((each) => each.spot === spot);
      if (!mark) return;
      if (here.id !== id) here = { row, id }; // else it was come to in a lane of its own
      if (mark.at < view.from || mark.at > view.to) set(moved((mark.at - (view.from + view.to) / 2) / (view.to - view.from)));
    },
  };
}
