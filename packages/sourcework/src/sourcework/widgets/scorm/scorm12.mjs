// @ts-check
/** SCORM 1.2, by its Run-Time Environment of 2001. Answers are letters there: the first option that a page shows is `a`. */
import { EDITIONS, decimal, inOneLine, interaction, resultOf } from "./base.mjs";
import { inWindows } from "./platform.mjs";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const FEEDBACK = 255; // characters of an answer

/** @param {number} seconds @returns {string} hours, minutes and seconds */
const timespan = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part, index) => String(Math.floor(part)).padStart(index ? 2 : 4, "0")).join(":");

/** @param {string[]} all @returns {(id: string) => string} a letter; what is in no list stays what it is */
const lettersOf = (all) => (id) => LETTERS[all.indexOf(id)] ?? id;

/** @param {import("./base.mjs").Given} given */
function inLetters({ form, options, targets, response }) {
  const [letter, target] = [lettersOf(options), lettersOf(targets)];
  if (form === "numeric") return decimal(response);
  if (form === "text") return String(response);
  if (form === "matching") return Object.entries(response).map(([row, to]) => `${letter(row)}.${target(to)}`).join(",");
  return [response].flat().map(letter).join(",");
}

EDITIONS["1.2"] = {
  connect: inWindows("API", { begin: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit" }),
  room: 4096,
  longest: FEEDBACK,
  text: "fill-in",
  elements: { suspended: "cmi.suspend_data", place: "cmi.core.lesson_location", learner: "cmi.core.student_id", mode: "cmi.core.lesson_mode", status: "cmi.core.lesson_status" },
  completion: (done, of) => [["cmi.core.lesson_status", done === of ? "completed" : "incomplete"]],
  score: (earned, most) => [["cmi.core.score.min", "0"], ["cmi.core.score.max", "100"], ["cmi.core.score.raw", decimal((100 * earned) / most)]],
  leaving: (seconds) => [["cmi.core.session_time", timespan(Math.max(1, seconds))]],
  resumable: [["cmi.core.exit", "suspend"]],
  named: (id) => id.replaceAll("/", "-"),
  answer: (index, given) => [
    [interaction(index, "student_response"), inOneLine(inLetters(given), FEEDBACK)],
    [interaction(index, "result"), resultOf(given.credit, "wrong")],
    [interaction(index, "time"), new Date(given.at).toTimeString().slice(0, 8)],
    .../** @type {import("./base.mjs").Told[]} */ (given.latency === undefined ? [] : [[interaction(index, "latency"), timespan(given.latency / 1000)]]),
  ],
};
