// @ts-check
/**
 * What the frame of the page does beyond HTML: colours, full screen, print, the keys of the search, the
 * place in the text. Menus and the phone's drawer are popovers and need no script.
 */
(() => {
  const root = document.documentElement;
  const own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const MODES = { auto: "as the system has them", light: "light", dark: "dark" };
  const SIGNS = ["beforeprint", "click", "focusin", "keydown", "pointerdown", "scroll", "touchstart", "wheel"]; // of a reader
  const MOVES = [...SIGNS, "pointermove"];
  const system = matchMedia("(prefers-color-scheme: dark)");

  /** @param {string} mode a key of MODES */
  function show(mode) {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
    for (const name of document.querySelectorAll("[data-mode-name]")) {
      name.textContent = MODES[/** @type {keyof typeof MODES} */ (mode)];
    }
  }

  function nextMode() {
    const modes = Object.keys(MODES);
    const mode = modes[(modes.indexOf(root.dataset.mode ?? "auto") + 1) % modes.length];
    show(mode);
    try {
      localStorage.setItem("mode", mode);
    } catch {
      // Without storage the choice holds for this page.
    }
  }

  function fullScreen() {
    const asked = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
    asked.catch(() => {}); // the browser may refuse; nothing is lost
  }

  /** @type {Record<string, () => void>} */
  const ACTS = { mode: nextMode, "full-screen": fullScreen, print: () => print() };

  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const act = target.closest?.("[data-act]")?.getAttribute("data-act");
    if (act) ACTS[act]?.();
    const over = /** @type {HTMLElement | null} */ (target.closest?.("a")?.closest("[popover]") ?? null);
    if (over?.matches(":popover-open")) over.hidePopover();
  });

  /** The search has the keys Ctrl + K, which other books of this kind have too. */
  document.addEventListener("keydown", (event) => {
    // Browsers that fill in a field send an event without a key.
    if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const nav = document.getElementById("site-nav");
    if (nav && getComputedStyle(nav).display === "none") nav.showPopover?.();
    /** @type {HTMLInputElement | null | undefined} */ (nav?.querySelector("[name=q]"))?.focus();
  });

  /** A link at each heading, for whoever wants to cite it; without a script the list of sections has the same. */
  function linkHeadings() {
    for (const heading of document.querySelectorAll(".bd-article section[id] > :is(h1, h2, h3, h4)")) {
      const link = document.createElement("a");
      link.className = "headerlink";
      link.href = `#${heading.parentElement?.id}`;
      link.title = "Link to this heading";
      link.textContent = "#";
      heading.append(link);
    }
  }

  /** Mark in the list what the reader is at: the last heading that has passed the upper third. */
  function follow() {
    const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#page-toc a[href^='#']")]);
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    if (!links.length || !("IntersectionObserver" in window)) return;
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      const at = headings.findLastIndex((heading) => seen.has(heading));
      if (at < 0) return;
      for (const [index, link] of links.entries()) {
        index === at ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current");
      }
      keepInView(links[at]);
    }, { rootMargin: "0px 0px -66% 0px" });
    for (const heading of headings) if (heading) observer.observe(heading);
  }

  /** Scroll the list alone, and only if the link has left it. @param {HTMLAnchorElement} link */
  function keepInView(link) {
    const list = /** @type {HTMLElement} */ (link.closest("#page-toc"));
    const [box, { top, bottom, height }] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (top < box.top || bottom > Math.min(box.bottom, innerHeight)) list.scrollTop += top - box.top - (box.height - height) / 2;
  }

  /** What scrolls sideways must be reachable by keyboard. */
  function reach() {
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
        else target.removeAttribute("tabindex");
      }
    });
    const wide = ".bd-article :is(.output.text_html, .table-box)";
    for (const element of document.querySelectorAll(wide)) observer.observe(element);
  }

  /** Do something at the first sign of a reader. @param {() => void} act @param {string[]} [signs] */
  function atFirst(act, signs = SIGNS) {
    const done = () => {
      for (const sign of signs) removeEventListener(sign, done, true);
      act();
    };
    for (const sign of signs) addEventListener(sign, done, true);
  }

  /** Load something when there is a reader; from a disk, where nothing is weighed, at once. @param {() => void} bring */
  function forReader(bring) {
    location.protocol === "file:" ? bring() : atFirst(bring, MOVES);
  }

  /**
   * Scripts of the type `later` are for a reader who does something, and wait for that. A link within the book that is
   * pressed before they are there is pressed once more when they are: they may open it in place.
   */
  function bringScripts() {
    const waiting = /** @type {NodeListOf<HTMLScriptElement>} */ (document.querySelectorAll("script[type='later']"));
    if (!waiting.length) return;
    /** @type {HTMLElement | undefined} */ let pressed;
    let missing = waiting.length;
    const hold = (/** @type {MouseEvent} */ event) => {
      const link = /** @type {Element} */ (event.target).closest?.("a[href*='#']");
      if (!(link instanceof HTMLElement) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      pressed = link;
    };
    const come = () => {
      if (--missing) return;
      removeEventListener("click", hold, true);
      pressed?.click();
    };
    const bring = () => {
      addEventListener("click", hold, true);
      for (const each of waiting) {
        const script = document.createElement("script");
        script.onload = script.onerror = () => {
          each.remove();
          come();
        };
        script.src = each.src;
        each.after(script);
      }
    };
    forReader(bring);
  }

  /**
   * The style for paper is loaded as soon as there is somebody who may print. Where printing is the first thing that
   * is done, it waits: Chromium would wait for the link too, other browsers do not.
   */
  function offerPaper() {
    const [given] = document.querySelectorAll("[data-for-paper]");
    const addresses = [...(given?.textContent ?? "").matchAll(/\bhref="?([^"\s>]+)/g)].map(([, address]) => address);
    /** @type {HTMLLinkElement[]} */
    const links = [];
    const bring = () => {
      while (addresses.length) links.push(Object.assign(document.createElement("link"), { rel: "stylesheet", media: "print", href: addresses.shift() }));
      document.head.append(...links);
    };
    forReader(bring);
    addEventListener("beforeprint", () => links.filter(({ sheet }) => !sheet).forEach(readNow));
  }

  /** @param {HTMLLinkElement} link */
  function readNow({ href }) {
    const request = new XMLHttpRequest();
    try {
      request.open("GET", href, false);
      request.send();
    } catch {
      return; // without a network the page is printed as it stands
    }
    if (request.status !== 200) return;
    const style = new CSSStyleSheet({ media: "print" });
    style.replaceSync(request.responseText);
    document.adoptedStyleSheets.push(style);
  }

  /**
   * In a page that was just opened the style leaves what is far below to be laid out later. Lay it out piece by
   * piece once the first screen is drawn. Whatever a reader does before that has all of it laid out at once, so
   * that nothing moves under the hand, and a link within the page leads to its place; what is looked at stays.
   */
  function finishLayout() {
    if (root.dataset.fresh === undefined) return;
    const pieces = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".bd-article :is(section, .dossier-answer)")]);
    const waiting = [...pieces];
    const end = () => {
      if (root.dataset.fresh === undefined) return;
      const seen = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      const before = seen?.getBoundingClientRect().top ?? 0;
      delete root.dataset.fresh;
      for (const piece of pieces) piece.style.removeProperty("content-visibility");
      if (seen && scrollY) scrollBy(0, seen.getBoundingClientRect().top - before);
    };
    const next = () => {
      if (root.dataset.fresh === undefined) return;
      const piece = waiting.shift();
      if (!piece) return end();
      if (piece.closest("[hidden]")) return setTimeout(next);
      piece.style.contentVisibility = "visible";
      piece.getBoundingClientRect();
      setTimeout(next);
    };
    atFirst(end);
    requestAnimationFrame(() => setTimeout(next));
  }

  /**
   * Mark in the text the words of the search that has led here, once. Sphinx's search has stored them; its own
   * way to mark them would rewrite the text, and stumbles over drawings.
   */
  function markWords() {
    const stored = "sphinx_highlight_terms";
    let words = "";
    try {
      words = localStorage.getItem(stored) ?? "";
      if (!words || document.querySelector("[data-index]")) return;
      localStorage.removeItem(stored);
    } catch {
      return;
    }
    const article = document.querySelector(".bd-article");
    if (!article || !("highlights" in CSS)) return;
    const found = new Highlight();
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      const text = node.nodeValue?.toLowerCase() ?? "";
      for (const word of words.split(/\s+/)) {
        for (let at = text.indexOf(word); word && at >= 0; at = text.indexOf(word, at + 1)) {
          found.add(new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + word.length }));
        }
      }
    }
    CSS.highlights.set("found", found);
  }

  /** Say how many questions are due for review. When each is, lies beside the record: `due.mjs` writes it. */
  function countDue() {
    for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-due]"))) {
      const count = dueNow(link.dataset.due ?? "");
      link.hidden = !count;
      const number = link.querySelector("span");
      if (number) number.textContent = String(count);
    }
  }

  /** @param {string} book @returns {number} of a book whose record was cleared, none */
  function dueNow(book) {
    try {
      const times = Object.values(JSON.parse((localStorage.getItem(book) && localStorage.getItem(`${book}.due`)) || "{}"));
      return times.filter((time) => Number(time) <= Date.now()).length;
    } catch {
      return 0;
    }
  }

  /** Count anew when an answer is given here or in another window, and when the reader comes back. */
  function followDue() {
    const book = /** @type {HTMLElement | null} */ (document.querySelector("[data-due]"))?.dataset.due;
    if (!book) return;
    for (const sign of [`${book}.due`, "storage", "pageshow", "focus"]) addEventListener(sign, countDue);
    countDue();
  }

  /** @param {string} book @returns {any} how far each chapter is: `doing.mjs` writes it; of a book whose record was cleared, nothing */
  function progressNow(book) {
    try {
      return JSON.parse((localStorage.getItem(book) && localStorage.getItem(`${book}.progress`)) || "{}");
    } catch {
      return {};
    }
  }

  /** Tell in the list of pages what is done, and lead from its head to where the reader was last. @param {string} book */
  function showProgress(book) {
    const { last, pages = {} } = progressNow(book);
    document.querySelectorAll("#site-nav .nav-done, #site-nav .nav-on").forEach((each) => each.remove());
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("#site-nav li > a"))) {
      const page = link.pathname.replace(/^.*\//, "").replace(/\.html$/, "");
      const { done, of, at, anchor, over } = pages[page] ?? {};
      if (done === undefined || link.host !== location.host) continue;
      const told = document.createElement("small");
      told.className = "nav-done";
      told.textContent = over ? " ✓ done" : of ? ` ${done} of ${of}` : " begun";
      if (page === last && !over && link.getAttribute("href") !== "#") {
        const on = document.createElement("a");
        on.className = "nav-on";
        on.href = link.href + (anchor ? `#${anchor}` : "");
        const step = of ? `, step ${at} of ${of}` : "";
        on.textContent = `Continue: ${link.textContent}${step}`;
        document.querySelector("#site-nav ul")?.before(on);
      }
      link.append(told);
    }
  }

  function followProgress() {
    const book = /** @type {HTMLElement | null} */ (document.querySelector("[data-due]"))?.dataset.due;
    if (!book) return;
    const show = () => showProgress(book);
    for (const sign of [`${book}.progress`, "storage", "pageshow"]) addEventListener(sign, show);
    show();
  }

  /** Load what marks words of the document when a reader selects some or comes to them by keyboard, and where some are marked. */
  function expectMarks() {
    const words = ".dossier-excerpt, .sheet-lines";
    const book = /** @type {HTMLElement | null} */ (document.querySelector("[data-due]"))?.dataset.due;
    if (!book || !document.querySelector(words)) return;
    const signs = ["focusin", "selectionchange"];
    const begin = () => {
      for (const sign of signs) document.removeEventListener(sign, notice);
      const script = document.createElement("script");
      script.src = new URL("marks.js", own?.src ?? location.href).href;
      script.onerror = listen; // without a network it is tried again with the next
      document.head.append(script);
    };
    const notice = (/** @type {Event} */ { type, target }) => {
      const node = type === "focusin" ? /** @type {Element} */ (target).matches(":focus-visible") && /** @type {Element} */ (target) : getSelection()?.isCollapsed ? null : getSelection()?.anchorNode;
      if (node && (node instanceof Element ? node : node.parentElement)?.closest(words)) begin();
    };
    const listen = () => signs.forEach((sign) => document.addEventListener(sign, notice));
    listen();
    try {
      if (localStorage.getItem(book)?.includes("/words-")) begin();
    } catch {
      // Where nothing is kept nothing is marked.
    }
  }

  /** Better no button than one that fails: from a disk nothing asks a server for files, and some telephones have no full screen. */
  function leaveOut() {
    const server = location.protocol === "file:" ? ".needs-server" : "";
    const screen = document.fullscreenEnabled ? "" : "[data-act='full-screen']";
    const unfit = [server, screen].filter(Boolean).join();
    for (const each of unfit ? document.querySelectorAll(unfit) : []) each.remove();
  }

  leaveOut();
  system.addEventListener("change", () => show(root.dataset.mode ?? "auto"));
  show(root.dataset.mode ?? "auto");
  linkHeadings();
  follow();
  reach();
  finishLayout();
  offerPaper();
  bringScripts();
  markWords();
  followDue();
  followProgress();
  expectMarks();
})();
