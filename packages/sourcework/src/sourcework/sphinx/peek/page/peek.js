// @ts-check
/**
 * Opens in place what a link of the class `peek` leads to: by a tap or click, by Enter and Space, and, under a
 * mouse that stays, without either. What is to be shown comes with a script for each page that is led to, named in
 * `data-peek`; until it is there, and if it fails to come, a link is a link.
 */
(() => {
  /** @typedef {{ more: string, entries: Record<string, [title: string, html: string]> }} Page what its places say */
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const files = (script.dataset.peek ?? "").split(" ");
  const WAIT = 350; // milliseconds that a mouse stays before it opens, and may be away before it closes
  const floats = "showPopover" in HTMLElement.prototype;
  if (!floats && !("HTMLDialogElement" in window)) return;

  const title = made("strong", { id: "peek-title" });
  const text = made("span");
  const more = /** @type {HTMLAnchorElement} */ (made("a"));
  const close = made("button", { type: "button" }, script.dataset.close);
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

  /** @param {EventTarget | null} target @returns {HTMLAnchorElement | null} */
  const linkAt = (target) => (target instanceof Element ? target.closest("a.peek") : null);
  const isOpen = () => (floats ? card.matches(":popover-open") : card.open);

  /** @param {string} name of a page @returns {Promise<Page>} */
  function load(name) {
    const pages = /** @type {{ peeks?: Record<string, Page> }} */ (globalThis);
    const there = pages.peeks?.[name];
    if (there) return Promise.resolve(there);
    const file = files.find((each) => each.includes(`/${name}.js`));
    return new Promise((resolve, reject) => {
      if (!file) return reject();
      const loading = document.createElement("script");
      loading.addEventListener("load", () => (pages.peeks?.[name] ? resolve(pages.peeks[name]) : reject()));
      loading.addEventListener("error", reject);
      loading.src = file;
      document.head.append(loading);
    });
  }

  /** @param {HTMLAnchorElement} to @param {boolean} hold whether it stays, and has the focus */
  async function open(to, hold) {
    const address = new URL(to.href);
    const name = address.pathname.split("/").pop()?.replace(/\.html$/, "") ?? "";
    const page = await load(decodeURIComponent(name)).catch(() => null);
    const entry = page?.entries[decodeURIComponent(address.hash.slice(1))];
    if (!page || !entry) {
      if (hold) location.assign(to.href);
      return;
    }
    if (!hold && (wanted !== to || (isOpen() && (held || link === to)))) return;
    hide();
    [link, held] = [to, hold];
    [title.textContent, text.innerHTML] = entry;
    more.textContent = page.more;
    more.href = to.href;
    to.after(card);
    floats ? card.showPopover() : card.showModal();
    to.setAttribute("aria-expanded", "true");
    place();
    if (hold) card.focus({ preventScroll: true });
  }

  function hide() {
    if (isOpen()) floats ? card.hidePopover() : card.close();
  }

  /** Under the link, or above it where there is more room. */
  function place() {
    if (!link || !floats || !isOpen()) return;
    const line = link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = card;
    const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
    const below = line.bottom + height + 12 < innerHeight || line.top < innerHeight - line.bottom;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? line.bottom + 6 : line.top - height - 6) + scrollY}px`;
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

  for (const each of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.peek"))) {
    for (const [key, value] of [["role", "button"], ["aria-haspopup", "dialog"], ["aria-expanded", "false"]]) each.setAttribute(key, value);
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

  card.addEventListener("beforetoggle", (event) => /** @type {ToggleEvent} */ (event).newState === "closed" && ended());
  card.addEventListener("close", ended);
  card.addEventListener("focusin", () => { held = true; });
  card.addEventListener("focusout", (event) => {
    if (floats && !ending && event.relatedTarget instanceof Node && !card.contains(event.relatedTarget)) hide();
  });
  close.addEventListener("click", hide);
  addEventListener("resize", place);
})();
