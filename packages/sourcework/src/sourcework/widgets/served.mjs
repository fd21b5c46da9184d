// @ts-check
/** What a page serves ready for use comes alive at once where the record has something for it, and else when the reader moves. */
import { recordNow } from "./reading.mjs";

const served = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-usable]"));

if (served.length) customElements.whenDefined("live-widget").then(() => {
  const { widgets } = recordNow();
  for (const each of served) if (widgets?.[each.dataset.key ?? ""]) /** @type {any} */ (each.closest("live-widget")).mount();
});
