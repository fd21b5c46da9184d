// @ts-check
/** SCORM 2004, 4th edition, by its Run-Time Environment of 2009. */
import { EDITIONS, decimal, inOneLine, interaction, resultOf } from "./base.mjs";

const LONG_FILL_IN = 4000; // characters

/** @param {number} seconds */
const duration = (seconds) => `PT${decimal(seconds)}S`;

/** @param {import("./base.mjs").Given} given */
function inIds({ form, response }) {
  if (form === "numeric") return decimal(response);
  if (form === "text") return inOneLine(String(response).replace(/^\s*\{/, "({"), LONG_FILL_IN); // a brace would begin the name of a language
  if (form === "matching") return Object.entries(response).map((pair) => pair.join("[.]")).join("[,]");
  return [response].flat().join("[,]");
}

EDITIONS["2004"] = {
  api: "API_1484_11",
  calls: { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit" },
  room: 64000,
  longest: LONG_FILL_IN,
  text: "long-fill-in",
  elements: { suspended: "cmi.suspend_data", place: "cmi.location", learner: "cmi.learner_id", mode: "cmi.mode", status: "cmi.completion_status" },
  completion: (done, of) => [["cmi.progress_measure", decimal(of ? done / of : 1)], ["cmi.completion_status", done === of ? "completed" : "incomplete"]],
  score: (earned, most) => [["cmi.score.min", "0"], ["cmi.score.max", decimal(most)], ["cmi.score.raw", decimal(earned)], ["cmi.score.scaled", decimal(earned / most)]],
  leaving: (seconds) => [["cmi.session_time", duration(seconds)], ["cmi.exit", "suspend"]],
  named: (id) => id,
  answer: (index, given) => [
    [interaction(index, "learner_response"), inIds(given)],
    [interaction(index, "result"), resultOf(given.credit, "incorrect")],
    [interaction(index, "timestamp"), new Date(given.at).toISOString().replace(/\d(?=Z)/, "")],
    .../** @type {import("./base.mjs").Told[]} */ (given.latency === undefined ? [] : [[interaction(index, "latency"), duration(given.latency / 1000)]]),
  ],
};
