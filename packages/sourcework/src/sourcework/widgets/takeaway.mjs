// @ts-check
/**
 * What a reader takes to other tools: the date of the next review for a calendar, and cards for Anki.
 *
 * @typedef {import("./progress.mjs").Listed} Listed
 */
import { BOOK } from "./identity.mjs";
import { readAnswer } from "./responses.mjs";

const LONGEST_LINE = 74; // bytes

/** @param {number} time @returns {string} its day where the reader is, as a calendar writes it */
function day(time) {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((each) => String(each).padStart(2, "0")).join("");
}

/** @param {string} text @returns {string} a text as RFC 5545 escapes it */
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");

/** @param {string} line @returns {string} the line, folded */
function folded(line) {
  let [text, bytes] = ["", 0];
  for (const sign of line) {
    const own = new TextEncoder().encode(sign).length;
    if (bytes + own > LONGEST_LINE) [text, bytes] = [`${text}\r\n `, 1];
    text += sign;
    bytes += own;
  }
  return text;
}

/**
 * @param {number} next when the next review is due
 * @param {string} summary
 * @param {number} now
 * @returns {string} a calendar of one whole day, after RFC 5545
 */
export function calendarFile(next, summary, now) {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//sourcework//${BOOK}//EN`, "BEGIN:VEVENT", `UID:review-${day(next)}@${BOOK}`, `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day(next)}`, `SUMMARY:${escaped(summary)}`, "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR"];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** @param {string} text @returns {string} a text as HTML in one field of a table */
const field = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\*([^*]+)\*/g, "<i>$1</i>").replace(/\s*\n\s*/g, "<br>").replace(/\t/g, " ");

/**
 * Make cards of what the reader has got right: the question, and the answer in the words that the reader's record has.
 *
 * @param {Listed[]} items
 * @param {import("./progress.mjs").Answers} answers
 * @param {Record<string, import("./sheet.mjs").Words>} words
 * @param {string} deck
 * @returns {{count: number, text: string}} the cards as a text that Anki imports, and again without doubling any
 */
export function ankiFile(items, answers, words, deck) {
  const rows = items.flatMap((item) => {
    const right = readAnswer(answers.get(item.id)).attempts.filter(({ credit, digest }) => credit === 1 && digest === item.digest).at(-1);
    if (!right?.words) return [];
    const options = (words[item.id]?.options ?? []).map(([, text]) => `<li>${field(text)}</li>`).join("");
    return [[`${BOOK}/${item.id}`, field(item.stem) + (options && `<ul>${options}</ul>`), field(right.words), `${BOOK} ${item.chapter}`].join("\t")];
  });
  const head = ["#separator:tab", "#html:true", "#notetype:Basic", `#deck:${deck.replace(/\s+/g, " ")}`, "#columns:guid\tFront\tBack\tTags", "#guid column:1", "#tags column:4"];
  return { count: rows.length, text: `${[...head, ...rows].join("\n")}\n` };
}
