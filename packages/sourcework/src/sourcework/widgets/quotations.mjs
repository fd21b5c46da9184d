// @ts-check
/**
 * The words of the document that decide, under a remark.
 *
 * @typedef {{quote: string, where: string, href: string}} Quotation
 */
import { h } from "./ui.mjs";

/** @param {Quotation[]} words each links to the very words in its excerpt */
export const quotations = (words) => h("ul", { class: "exercise-words" }, ...words.map(({ quote, where, href }) => {
  const very = encodeURIComponent(quote).replaceAll("-", "%2D");
  return h("li", {}, h("q", {}, quote), " ", href ? h("a", { href: `${href}:~:text=${very}` }, where) : where);
}));
