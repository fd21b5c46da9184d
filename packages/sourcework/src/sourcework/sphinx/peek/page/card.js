// @ts-check
/**
 * The card that shows in place what a link leads to, under its link or above it. It comes with the first press, and its style with it.
 */
(() => {
  /** @typedef {{ more: string, entries: Record<string, [title: string, html: string]> }} Page what its places say */
  const LEAST = 180; // pixels of height that a card has, though it cover its link
  const WAIT = 350; // milliseconds that a mouse stays before it opens, and may be away before it closes
  const STYLE = "";
  const floats = "showPopover" in HTMLElement.prototype;

  /** @param {string} name @param {Record<string, string>} attributes @param {string} words */
  function made(name, attributes = {}, words = "") {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = words;
    return element;
  }

  /**
   * @param {{ close?: string, go?: string }} words of its buttons
   * @param {(name: string) => Promise<Page>} pageNamed
   * @param {(target: EventTarget | null) => HTMLAnchorElement | null} linkAt
   * @param {string} QUOTED the selector of links to the words that decide
   */
  function makeCard(words, pageNamed, linkAt, QUOTED) {
    const title = made("strong", { id: "peek-title" });
    const text = made("span");
    const more = /** @type {HTMLAnchorElement} */ (made("a"));
    const close = made("button", { type: "button" }, words.close);
    const card = /** @type {HTMLDialogElement} */ (made(floats ? "span" : "dialog", { class: "peek-card", "aria-labelledby": "peek-title", tabindex: "-1" }));
    const foot = made("span", { class: "peek-foot" });
    document.head.append(made("style", {}, STYLE));
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
    const isOpen = () => (floats ? card.matches(":popover-open") : card.open);

    /** @param {HTMLAnchorElement} to @param {boolean} hold whether it stays, and has the focus */
    async function open(to, hold) {
      const [name, place] = (to.dataset.peek ?? "").split("#");
      const page = await pageNamed(name).catch(() => null);
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
      more.textContent = quote ? words.go ?? "" : page.more;
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

    /** @param {HTMLAnchorElement} to what was pressed */
    function press(to) {
      clearTimeout(timer);
      again ? hide() : void open(to, true);
      again = false;
    }

    /** Open what a mouse stays on, and close it when the mouse has left. @param {HTMLAnchorElement | null} over @param {EventTarget | null} target */
    function point(over, target) {
      if (!floats) return;
      const near = over ?? (target instanceof Node && card.contains(target) ? link : null);
      if (near === wanted) return;
      wanted = near;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (over) void open(over, false);
        else if (!wanted && !held) hide();
      }, WAIT);
    }

    document.addEventListener("pointerdown", (event) => {
      again = isOpen() && held && linkAt(event.target) === link;
    }, true);
    card.addEventListener("beforetoggle", (event) => /** @type {ToggleEvent} */ (event).newState === "closed" && ended());
    card.addEventListener("close", ended);
    card.addEventListener("focusin", () => { held = true; });
    card.addEventListener("focusout", (event) => {
      if (floats && !ending && event.relatedTarget instanceof Node && !card.contains(event.relatedTarget)) hide();
    });
    close.addEventListener("click", hide);
    addEventListener("resize", setPlace);
    return { press, point };
  }

  /** @type {{ peekCard?: typeof makeCard }} */ (globalThis).peekCard = makeCard;
})();
