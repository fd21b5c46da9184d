// @ts-check
/** An answer in words, as an attempt keeps it: what was answered can be read when the question is there no more. */
import { WORDINGS } from "./kinds.mjs";

const WORDS_KEPT = 500; // characters

/** @param {string} kind @param {any} response @param {import("./kinds/base.mjs").Worded} worded @returns {string} */
export function answerInWords(kind, response, worded) {
  const { quotes, shape, words: wordsFor } = WORDINGS[kind];
  const words = wordsFor(response, worded);
  const [open, close] = quotes ? ["“", "”"] : ["", ""];
  const text = shape === "ol" ? words.map((each, index) => `${index + 1}. ${each}`).join(" ")
    : words.map((each) => (typeof each === "string" ? each : `${open}${each[0]}${close}: ${each[1]}`)).join("; ");
  return text.slice(0, WORDS_KEPT);
}
