// @ts-check
/**
 * Opens in place what a link leads to: a word of the glossary, a person, a work, a line of the document; and under a remark
 * the line that holds the words it quotes. By a tap or click, by Enter and Space, and, under a mouse that stays, without
 * either. What is to be shown comes with a script for each page that is led to; until it is there, and if it fails to come,
 * a link is a link. Numbers of lines become links here, in what is there and in what comes.
 */
(() => {
  /** @typedef {{ more: string, entries: Record<string, [title: string, html: string]> }} Page what its places say */
  /** @typedef {{ files?: Record<string, string>, close?: string, go?: string, lines?: { page: string, numbers: number[], words: string[] } }} Offered */
  /** @type {Offered} */
  const OFFERED = {};
  const { files = {}, lines } = OFFERED;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const article = document.querySelector(".bd-article");
  // Where no line number becomes a link: what is one already, what is pressed or typed, and what is no sentence.
  const APART = "a, button, label, summary, code, pre, h1, h2, h3, h4, svg, script, style, select, textarea, [role='button'], [contenteditable], .widget-sortable, .unlinked, .dossier-title, .sheet, .peek-card";
  const SENTENCES = ".dossier-line, .dossier-question, live-widget";
  const QUOTED = ":is(.exercise-words, .dossier-question-words) > li > a"; // a link to the words that decide, under a remark
  const here = pageOf(location.href);
  const [one, several] = lines?.words ?? [];
  const AND = "\\s*(?:[,–-]|(?<=\\s)(?:to|and|or)(?=\\s))+\\s*"; // what joins the numbers of several
  const LINES = new RegExp(`(?<![\\p{L}\\p{N}])(?:${several}\\s+\\d+(?:${AND}\\d+)*|${one}\\s+\\d+)(?![\\p{L}\\p{N}])`, "iu");
  const LEAST = 180; // pixels of height that a card has, though it cover its link
  const WAIT = 350; // milliseconds that a mouse stays before it opens, and may be away before it closes
  const floats = "showPopover" in HTMLElement.prototype;
  if (!floats && !("HTMLDialogElement" in window)) return;

  const title = made("strong", { id: "peek-title" });
  const text = made("span");
  const more = /** @type {HTMLAnchorElement} */ (made("a"));
  const close = made("button", { type: "button" }, OFFERED.close);
  const card = /** @type {HTMLDialogElement} */ (made(floats ? "span" : "dialog", { class: "peek-card", "aria-labelledby": "peek-title", tabindex: "-1" }));
  const foot = made("span", { class: "peek-foot" });
  foot.append(more, close);
  card.append(title, text, foot);
  if (floats) {
    card.setAttribute("popover", "auto");
    card.setAttribute("role", "dialog");
  }

  /** @type {HTMLAnchorElement | null} */
  let link = null; // of what is open, or was
  /** @type {HTMLAnchorElement | null} */
  let wanted = null; // what the mouse is on
  let held = false; // until the reader closes it
  let ending = false;
  let again = false; // whether a press has closed what its click would open
  let timer = 0;

  /** @param {string} name @param {Record<string, string>} attributes @param {string} words */
  function made(name, attributes = {}, words = "") {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = words;
    return element;
  }

  /** @param {string} address */
  function pageOf(address) {
    return decodeURIComponent(new URL(address, location.href).pathname.split("/").pop()?.replace(/\.html$/, "") ?? "");
  }

  /** @param {string} text @returns {number} the line of the document that it names first; 0 for none */
  function lineIn(text) {
    const number = lines ? Number(text.match(LINES)?.[0].match(/\d+/)?.[0] ?? 0) : 0;
    return lines?.numbers.includes(number) ? number : 0;
  }

  /** @param {EventTarget | null} target @returns {HTMLAnchorElement | null} */
  const linkAt = (target) => (target instanceof Element ? target.closest("a[data-peek]") : null);
  const isOpen = () => (floats ? card.matches(":popover-open") : card.open);

  /** @param {string} name of a page @returns {Promise<Page>} */
  function load(name) {
    const pages = /** @type {{ peeks?: Record<string, Page> }} */ (globalThis);
    const there = pages.peeks?.[name];
    if (there) return Promise.resolve(there);
    const file = files[name];
    return new Promise((resolve, reject) => {
      if (!file) return reject();
      const loading = document.createElement("script");
      loading.addEventListener("load", () => (pages.peeks?.[name] ? resolve(pages.peeks[name]) : reject()));
      loading.addEventListener("error", reject);
      loading.src = new URL(file, script.src).href;
      document.head.append(loading);
    });
  }

  /** @param {HTMLAnchorElement} to @param {boolean} hold whether it stays, and has the focus */
  async function open(to, hold) {
    const [name, place] = (to.dataset.peek ?? "").split("#");
    const page = await load(name).catch(() => null);
    const entry = page?.entries[place];
    if (!page || !entry) {
      if (hold) location.assign(to.href);
      return;
    }
    if (!hold && (wanted !== to || (isOpen() && (held || link === to)))) return;
    hide();
    [link, held] = [to, hold];
    [title.textContent, text.innerHTML] = entry;
    const quote = to.matches(QUOTED) ? to.parentElement?.querySelector("q")?.textContent ?? "" : "";
    more.textContent = quote ? OFFERED.go ?? "" : page.more;
    card.classList.toggle("peek-line", place.startsWith("line-"));
    more.href = to.href;
    to.after(card);
    floats ? card.showPopover() : card.showModal();
    to.setAttribute("aria-expanded", "true");
    if (quote) markQuote(quote);
    setPlace();
    if (hold) card.focus({ preventScroll: true });
  }

  function hide() {
    if (isOpen()) floats ? card.hidePopover() : card.close();
  }

  /** Under the link, or above it where there is more room; as high as the room is, lest its foot or its head be out of sight. */
  function setPlace() {
    if (!link || !floats || !isOpen()) return;
    const line = link.getClientRects()[0];
    card.style.maxHeight = "";
    const [above, below] = [line.top - 14, innerHeight - line.bottom - 14];
    const isBelow = card.offsetHeight <= below || below >= above;
    if (card.offsetHeight > (isBelow ? below : above)) card.style.maxHeight = `${Math.max(LEAST, isBelow ? below : above)}px`;
    const { offsetWidth: width, offsetHeight: height } = card;
    const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
    const top = Math.max(8, Math.min(isBelow ? line.bottom + 6 : line.top - height - 6, innerHeight - height - 8));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  /** What has been open gives the focus back, if it had it. */
  function ended() {
    if (ending || !link) return;
    ending = true;
    held = false;
    link.setAttribute("aria-expanded", "false");
    if (card.contains(document.activeElement)) link.focus({ preventScroll: true });
    ending = false;
  }

  /** Mark the quoted words, which a page may give with other marks and blanks than the document. @param {string} quote */
  function markQuote(quote) {
    const whole = text.textContent ?? "";
    const places = [...whole.matchAll(/[\p{L}\p{N}]/gu)].map(({ index }) => index);
    const letters = (/** @type {string} */ words) => (words.match(/[\p{L}\p{N}]/gu) ?? []).join("");
    const [sought, first] = [letters(quote), letters(whole).indexOf(letters(quote))];
    if (!sought || first < 0 || text.children.length) return;
    const [begin, end] = [places[first], places[first + sought.length - 1] + 1];
    const mark = made("mark", {}, whole.slice(begin, end));
    text.replaceChildren(whole.slice(0, begin), mark, whole.slice(end));
    card.scrollTop = mark.offsetTop - 60;
  }

  /** Have links open in place that lead to something offered. @param {Element} root */
  function offer(root) {
    for (const each of /** @type {NodeListOf<HTMLAnchorElement>} */ ((root.closest("a") ?? root).parentElement?.querySelectorAll("a[href*='#']:not([data-peek])") ?? [])) {
      const page = pageOf(each.href);
      const line = each.matches(QUOTED) ? lineIn(each.textContent ?? "") : 0;
      if (line && lines) each.dataset.peek = `${lines.page}#line-${line}`;
      else if (page in files && page !== here && !each.closest(".peek-card, nav")) each.dataset.peek = `${page}${decodeURIComponent(each.hash)}`;
      else continue;
      for (const [key, value] of [["role", "button"], ["aria-haspopup", "dialog"], ["aria-expanded", "false"]]) each.setAttribute(key, value);
    }
  }

  /** @param {number} number @param {(string | Node)[]} words */
  function lineLink(number, words) {
    const link = made("a", { class: "peek", href: `${lines?.page}.html#line-${number}` });
    link.append(...words);
    return link;
  }

  /** Make links of the numbers of lines. @param {Element} root */
  function linkLines(root) {
    if (!lines || here === lines.page) return;
    for (const box of root.querySelectorAll(".dossier-line:not(:has(a))")) {
      const number = Number(box.textContent?.match(/\d+/)?.[0]);
      if (lines.numbers.includes(number) && !box.closest("label, button, a")) box.append(lineLink(number, [...box.childNodes]));
    }
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (LINES.test(walker.currentNode.nodeValue ?? "") && !walker.currentNode.parentElement?.closest(APART)) texts.push(/** @type {Text} */ (walker.currentNode));
    for (const node of texts) linkNumbers(node);
  }

  /** @param {Text} node */
  function linkNumbers(node) {
    const whole = node.nodeValue ?? "";
    const pieces = /** @type {(string | Node)[]} */ ([]);
    let end = 0;
    for (const found of whole.matchAll(new RegExp(LINES, "giu"))) {
      for (const each of found[0].matchAll(/(?:^\D+)?\d+/g)) {
        const [start, number] = [found.index + each.index, Number(each[0].match(/\d+/)?.[0])];
        if (!lines?.numbers.includes(number)) continue;
        pieces.push(whole.slice(end, start), lineLink(number, [each[0]]));
        end = start + each[0].length;
      }
    }
    if (pieces.length) node.replaceWith(...pieces, whole.slice(end));
  }

  /** @param {Element} root */
  function prepare(root) {
    if (article?.querySelector(SENTENCES)) linkLines(root);
    offer(root);
  }

  document.addEventListener("pointerdown", (event) => {
    again = isOpen() && held && linkAt(event.target) === link;
  }, true);
  document.addEventListener("click", (event) => {
    const to = linkAt(event.target);
    if (!to || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    clearTimeout(timer);
    again ? hide() : void open(to, true);
    again = false;
  });
  document.addEventListener("keydown", (event) => {
    const to = event.key === " " ? linkAt(event.target) : null;
    if (!to) return;
    event.preventDefault();
    to.click();
  });
  document.addEventListener("pointerover", (event) => {
    if (!floats || event.pointerType !== "mouse") return;
    const over = linkAt(event.target);
    const near = over ?? (event.target instanceof Node && card.contains(event.target) ? link : null);
    if (near === wanted) return;
    wanted = near;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (over) void open(over, false);
      else if (!wanted && !held) hide();
    }, WAIT);
  });

  if (article) {
    prepare(article);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) {
        const box = node instanceof Element ? node : node.parentElement;
        if (box?.isConnected && box !== card) prepare(box);
      }
    }).observe(article, { childList: true, subtree: true });
  }

  card.addEventListener("beforetoggle", (event) => /** @type {ToggleEvent} */ (event).newState === "closed" && ended());
  card.addEventListener("close", ended);
  card.addEventListener("focusin", () => { held = true; });
  card.addEventListener("focusout", (event) => {
    if (floats && !ending && event.relatedTarget instanceof Node && !card.contains(event.relatedTarget)) hide();
  });
  close.addEventListener("click", hide);
  addEventListener("resize", setPlace);
})();
