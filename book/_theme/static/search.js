// @ts-check
/**
 * What Sphinx's search lacks: it looks for no number, though readers of history look for years; it stops where
 * nothing can be stored; it puts pages that fit alike by the alphabet; and it says nothing aloud. It waits for its
 * index, which is loaded here, and only when there is something to look for.
 */
(() => {
  const MARKED = "sphinx_highlight_terms"; // what Sphinx stores the words under, for the page that one goes to
  const FOUND = "Search finished, found ${resultCount} page(s) matching the search query.";
  const NOTHING = "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.";
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
  // Pages that fit as well as each other come in the order of the book.
  const pages = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#site-nav a")]).map(({ pathname }) => pathname);
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
