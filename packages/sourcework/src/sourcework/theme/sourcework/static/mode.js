// @ts-check
/**
 * Before anything is drawn: sets the colours, so that nobody who reads in the dark is dazzled, and marks a page that is
 * opened at its top, so that what is far below can wait (`book.js` ends it).
 */
(() => {
  const { dataset } = document.documentElement;
  let mode = "auto";
  try {
    mode = ["light", "dark"].includes(localStorage.mode) ? localStorage.mode : mode;
  } catch {
    // Without storage the page has the colours of the system.
  }
  dataset.mode = mode;
  dataset.theme = mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (visit?.type === "navigate" && !location.hash) dataset.fresh = "";
})();
