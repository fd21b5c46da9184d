// @ts-check
/** SCORM 2004, 4th edition, by its Run-Time Environment of 2009. */
import { EDITIONS, answerInIds, asDuration, decimal, inOneLine, interaction, resultOf } from "./base.mjs";
import { inWindows } from "./platform.mjs";

const LONG_FILL_IN = 4000; // characters

/** @param {import("./base.mjs").Given} given */
function inOneField(given) {
  const answer = answerInIds(given);
  if (given.form === "numeric") return answer;
  if (given.form === "text") return inOneLine(answer.replace(/^\s*\{/, "({"), LONG_FILL_IN); // a brace would begin the name of a language
  return answer.replaceAll("-", "_"); // Moodle refuses an id with a hyphen; none has a `_` of its own
}

EDITIONS["2004"] = {
  connect: inWindows("API_1484_11", { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit" }),
  room: 64000,
  longest: LONG_FILL_IN,
  text: "long-fill-in",
  elements: { suspended: "cmi.suspend_data", place: "cmi.location", learner: "cmi.learner_id", mode: "cmi.mode", status: "cmi.completion_status" },
  completion: (done, of) => [["cmi.progress_measure", decimal(of ? done / of : 1)], ["cmi.completion_status", done === of ? "completed" : "incomplete"]],
  score: (earned, most) => [["cmi.score.min", "0"], ["cmi.score.max", "100"], ["cmi.score.raw", decimal((100 * earned) / most)], ["cmi.score.scaled", String(Math.round((1e4 * earned) / most) / 1e4)]],
  leaving: (seconds) => [["cmi.session_time", asDuration(seconds)]],
  resumable: [["cmi.exit", "suspend"]],
  named: (id) => id,
  answer: (index, given) => [
    [interaction(index, "learner_response"), inOneField(given)],
    [interaction(index, "result"), resultOf(given.credit, "incorrect")],
    [interaction(index, "timestamp"), new Date(given.at).toISOString().replace(/\d(?=Z)/, "")],
    .../** @type {import("./base.mjs").Told[]} */ (given.latency === undefined ? [] : [[interaction(index, "latency"), asDuration(given.latency / 1000)]]),
  ],
};
