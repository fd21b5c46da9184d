// @ts-check
/** Numbers as people type them, with a comma or a point. */

const GROUPED = /^(\d{1,3})((?:[ '’]\d{3})+|(?:,\d{3}){2,}|(?:\.\d{3}){2,}|(?:,\d{3})+(?=\.)|(?:\.\d{3})+(?=,))(?!\d)/;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const TWO_SENSES = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/; // thousands in one country, decimals in another

/**
 * Read what somebody typed: spaces, apostrophes, commas or points may group thousands, the unit may follow. In English a point
 * stands before decimals; a comma may stand before thousands, and elsewhere before decimals.
 *
 * @param {string} text
 * @param {string[]} units words that may stand behind the number
 * @returns {{value?: number, fault?: string, unsure?: boolean}} no value and no fault if nothing was typed; `unsure` says that
 *          somebody may have meant another
 */
export function readNumber(text, units) {
  const typed = text.replace(/\s+/g, " ").trim();
  if (!typed) return {};
  const unit = units.find((each) => each && typed.toLowerCase().endsWith(each.toLowerCase())) ?? "";
  const number = typed.slice(0, typed.length - unit.length).trim().replace(/^([+−–-]) ?/, (_, sign) => (sign === "+" ? "" : "-"));
  const unsure = TWO_SENSES.test(number);
  if (unsure && number.includes(",")) {
    return { fault: `${number} can mean ${number.replace(",", "")} or ${number.replace(",", ".")}: write the one you mean.` };
  }
  const sign = number.startsWith("-") ? "-" : "";
  const ungrouped = number.slice(sign.length).replace(GROUPED, (all) => all.replace(/\D/g, "")).replace(",", ".");
  const value = PLAIN.test(ungrouped) ? Number(sign + ungrouped) : NaN;
  return Number.isFinite(value) ? { value, unsure } : { fault: `“${typed}” is not a number. Write figures, such as 12 or 7.5.` };
}
