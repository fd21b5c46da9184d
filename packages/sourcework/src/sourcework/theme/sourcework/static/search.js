// @ts-check
/**
 * What Sphinx's search lacks: it looks for no number, though readers of history look for years; it stops where
 * nothing can be stored; it takes what every object has (constructor) for words of the book; it puts pages that fit
 * alike by the alphabet; its summaries glue the end of a cell or a heading to what follows; and it says nothing aloud.
 * It waits for its index, which is loaded here, and only when there is something to look for.
 */
(() => {
  const MARKED = "sphinx_highlight_terms"; // what Sphinx stores the words under, for the page that one goes to
  const FOUND = "Search finished, found ${resultCount} page(s) matching the search query.";
  const NOTHING = "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.";
  // What begins or ends more than a few words of a sentence.
  const BLOCK_TAG = /<(?!\/?(?:a|abbr|b|bdi|bdo|cite|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|u|var|wbr)\b)(?=\/?[a-z])/gi;
  const query = new URLSearchParams(location.search).get("q");
  const index = document.querySelector("[data-index]")?.getAttribute("data-index");
  if (!index || !query) return;
  // @ts-expect-error -- constants of Sphinx's scripts
  const [search, documentation, options, scorer] = [Search, Documentation, DOCUMENTATION_OPTIONS, Scorer];

  try {
    localStorage.setItem(MARKED, query);
  } catch {
    const storage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
    Object.defineProperty(window, "localStorage", { value: storage });
  }

  const parse = search._parseQuery;
  /** @param {string} text */
  search._parseQuery = (text) => {
    const parsed = parse(text);
    const [, terms, , marked] = parsed;
    for (const number of text.match(/(?<![\p{L}\p{N}_])\d+(?![\p{L}\p{N}_])/gu) ?? []) {
      terms.add(number);
      marked.add(number);
    }
    localStorage.setItem(MARKED, [...marked].join(" "));
    return parsed;
  };
  const textOf = search.htmlToText;
  /** @param {string} html @param {string} anchor */
  search.htmlToText = (html, anchor) => textOf(withoutWaiting(html).replace(BLOCK_TAG, " $&"), anchor);
  /** A summary shows nothing that waits in its page for an answer, or that a step has found. @param {string} html */
  function withoutWaiting(html) {
    if (!/data-(?:after|sealed)=|class="step-found"/.test(html)) return html;
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const fold of page.querySelectorAll("[data-after], [data-sealed], .step-found")) fold.remove();
    return page.documentElement.outerHTML;
  }
  const plain = Object.create(null, { hasOwnProperty: { value: Object.prototype.hasOwnProperty } });
  const take = search.setIndex;
  /** @param {{terms: object, titleterms: object}} index */
  search.setIndex = (index) => {
    for (const words of [index.terms, index.titleterms]) Object.setPrototypeOf(words, plain);
    take(index);
  };
  // Pages that fit as well as each other come in the order of the book.
  const pages = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#site-nav li a")]).map(({ pathname }) => pathname);
  /** @param {[string, string, string, string, number]} result its page first, its score last */
  scorer.score = ([page, , , , score]) => score - pages.findIndex((pathname) => pathname.endsWith(`/${page}.html`)) / pages.length;
  documentation.TRANSLATIONS[FOUND] = "Pages with all these words: ${resultCount}.";
  documentation.TRANSLATIONS[NOTHING] = "Nothing in the book has all these words. Look for fewer of them, or for a part of one.";
  document.querySelector(".search-summary")?.setAttribute("role", "status");
  // Summaries are fetched, page by page, and from a disk nothing can be fetched.
  if (location.protocol === "file:") options.SHOW_SEARCH_SUMMARY = false;

  const load = () => {
    const script = document.createElement("script");
    script.src = index;
    document.head.append(script);
  };
  // An index that the browser kept from another day would lead to places that are gone.
  if (location.protocol === "file:") load();
  else fetch(index, { cache: "no-cache" }).then((answer) => answer.text()).then(load, load);
})();
