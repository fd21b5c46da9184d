// @ts-check
/**
 * Opens in place what a link leads to: a word of the glossary, a person, a work, a line of the document; and under a remark
 * the line that holds the words it quotes. By a tap or click, by Enter and Space, and, under a mouse that stays, without
 * either. What is to be shown comes with a script for each page that is led to, and the card that shows it with one more;
 * until they are there, and if they fail to come, a link is a link. Numbers of lines become links here, in what is there and in what comes.
 */
(() => {
  /** @typedef {{ more: string, entries: Record<string, [title: string, html: string]> }} Page what its places say */
  /** @typedef {{ files?: Record<string, string>, card?: string, close?: string, go?: string, lines?: { page: string, numbers: number[], words: string[] } }} Offered */
  /** @typedef {{ press(to: HTMLAnchorElement): void, point(over: HTMLAnchorElement | null, target: EventTarget | null): void }} Card */
  /** @typedef {(offered: Offered, page: (name: string) => Promise<Page>, linkAt: (target: EventTarget | null) => HTMLAnchorElement | null, QUOTED: string) => Card} Maker */
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
  if (!("showPopover" in HTMLElement.prototype) && !("HTMLDialogElement" in window)) return;

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

  /** @template T @param {string | undefined} file @param {() => T | undefined} found what it leaves behind @returns {Promise<T>} */
  function load(file, found) {
    return new Promise((resolve, reject) => {
      const there = found();
      if (there || !file) return there ? resolve(there) : reject();
      const loading = document.createElement("script");
      loading.addEventListener("load", () => resolve(/** @type {T} */ (found())));
      loading.addEventListener("error", reject);
      loading.src = new URL(file, script.src).href;
      document.head.append(loading);
    });
  }

  const left = /** @type {{ peeks?: Record<string, Page>, peekCard?: Maker }} */ (globalThis);
  const pageNamed = (/** @type {string} */ name) => load(files[name], () => left.peeks?.[name]);
  /** @type {Promise<Card> | undefined} */
  let card;

  /** @param {(card: Card) => void} then @param {() => void} [otherwise] */
  function withCard(then, otherwise = () => {}) {
    card ??= load(OFFERED.card, () => left.peekCard).then((make) => make(OFFERED, pageNamed, linkAt, QUOTED));
    card.then(then, otherwise);
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
    const link = document.createElement("a");
    link.className = "peek";
    link.href = `${lines?.page}.html#line-${number}`;
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

  document.addEventListener("click", (event) => {
    const to = linkAt(event.target);
    if (!to || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    withCard(({ press }) => press(to), () => location.assign(to.href));
  });
  document.addEventListener("keydown", (event) => {
    const to = event.key === " " ? linkAt(event.target) : null;
    if (!to) return;
    event.preventDefault();
    to.click();
  });
  document.addEventListener("pointerover", ({ pointerType, target }) => {
    const over = linkAt(target);
    if (pointerType === "mouse" && (over || card)) withCard(({ point }) => point(over, target));
  });

  if (article) {
    prepare(article);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) {
        const box = node instanceof Element ? node : node.parentElement;
        if (box?.isConnected && !box.matches(".peek-card")) prepare(box);
      }
    }).observe(article, { childList: true, subtree: true });
  }
})();
