// @ts-check
/**
 * cmi5, the profile of xAPI for what a platform launches (its first edition, "Quartz", of 2016). The platform names itself in the address
 * of the page and is reached over the network: what it has is asked for before anything is shown, and it is told while the reader works.
 * What it was told is kept there beside the record, so that no later session says the same again.
 *
 * @typedef {import("./base.mjs").Told} Told
 * @typedef {import("./base.mjs").Given} Given
 * @typedef {import("./asked.mjs").Question} Question
 * @typedef {Record<typeof LAUNCHED_WITH[number], string>} Launch
 * @typedef {{contextTemplate?: any, launchMode?: string, masteryScore?: number, returnURL?: string}} LaunchData
 * @typedef {{suspended: string, place: string, told: Record<string, string>}} Kept
 * @typedef {{verb: string, object?: object, result?: Record<string, any>, at?: number, own?: boolean}} Said a statement; `own` is one of those that cmi5 defines
 */
import { EDITIONS, answerInIds, asDuration, decimal, interaction } from "./base.mjs";

const LAUNCHED_WITH = /** @type {const} */ (["endpoint", "fetch", "actor", "registration", "activityId"]);
const [LAUNCH_DATA, RECORD_STATE, PREFERENCES] = ["LMS.LaunchData", "sourcework.record", "cmi5LearnerPreferences"];
const CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/";
const PROGRESS_EXTENSION = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";
const SURVIVES = 60_000; // characters that a browser still sends while it closes a page

/** @returns {{questions: Question[], iri: string}} */
const packageHere = () => JSON.parse(document.getElementById("scorm-package")?.textContent ?? "{}");

/** @returns {Launch | null} nothing if no platform launched the page */
function launchOf() {
  const given = new URLSearchParams(location.search);
  return LAUNCHED_WITH.every((name) => given.get(name)) ? /** @type {Launch} */ (Object.fromEntries(given)) : null;
}

/**
 * An answer for which the page waits, since nothing may be shown before it.
 *
 * @param {string} method
 * @param {string} address
 * @param {Record<string, string>} headers
 * @returns {string} empty where there is no such document
 * @throws {Error} if the platform refuses
 */
function awaited(method, address, headers) {
  const request = new XMLHttpRequest();
  request.open(method, address, false);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send();
  if (request.status === 404) return "";
  if (request.status >= 300) throw new Error(`the platform says ${request.status}`);
  return request.responseText;
}

/** @param {Launch} launch @returns {import("./base.mjs").Platform} @throws {Error} if the platform does not let the session begin */
function sessionOf(launch) {
  const token = JSON.parse(awaited("POST", launch.fetch, {}))["auth-token"];
  if (!token) throw new Error("the platform has given its token before");
  const headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3" };
  const agent = JSON.parse(launch.actor);
  const base = launch.endpoint.replace(/\/*$/, "/");
  const resource = (/** @type {string} */ name, /** @type {Record<string, string>} */ query = {}) => [base + name, ...(Object.keys(query).length ? [new URLSearchParams(query)] : [])].join("?");
  const stateCalled = (/** @type {string} */ stateId) =>
    resource("activities/state", { activityId: launch.activityId, agent: launch.actor, registration: launch.registration, stateId });

  const about = /** @type {LaunchData} */ (JSON.parse(awaited("GET", stateCalled(LAUNCH_DATA), headers) || "{}"));
  awaited("GET", resource("agents/profile", { agent: launch.actor, profileId: PREFERENCES }), headers);
  const kept = /** @type {Kept} */ ({ suspended: "", place: "", told: {}, ...JSON.parse(awaited("GET", stateCalled(RECORD_STATE), headers) || "{}") });
  const { contextTemplate: template = {}, launchMode = "Normal", masteryScore, returnURL } = about;
  const isNormal = launchMode === "Normal";
  const { questions, iri } = packageHere();
  const start = Date.now();
  /** @type {Map<string, string>} */ const now = new Map();
  /** @type {Map<string, object>} */ const waiting = new Map(); // statements that the platform has not confirmed, by their ids
  let [inState, line] = [JSON.stringify(kept), Promise.resolve(true)];

  /** @param {Said} said */
  function say({ verb, object, result, at = Date.now(), own = false }) {
    const isDone = result && ("completion" in result || "success" in result);
    const categories = own ? ["cmi5", ...(isDone ? ["moveon"] : [])].map((name) => ({ id: CATEGORY + name })) : [];
    const around = template.contextActivities ?? {};
    const id = crypto.randomUUID();
    waiting.set(id, {
      id,
      actor: agent,
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { "en-US": verb } },
      object: object ?? { objectType: "Activity", id: launch.activityId },
      ...(result ? { result } : {}),
      context: { ...template, registration: launch.registration, contextActivities: { ...around, category: [...(around.category ?? []), ...categories] } },
      timestamp: new Date(Math.max(at, start)).toISOString(),
    });
  }

  /** @param {string} method @param {string} address @param {string} body @returns {Promise<boolean>} whether the platform took it */
  const sent = (method, address, body) =>
    fetch(address, { method, body, keepalive: body.length < SURVIVES, headers: { ...headers, "Content-Type": "application/json" } })
      .then(({ ok }) => ok, () => false);

  /** @returns {Promise<boolean>} begun at once, since the page may be about to close */
  async function flush() {
    const [ids, state] = [[...waiting.keys()], JSON.stringify(kept)];
    const both = [
      ids.length ? sent("POST", resource("statements"), JSON.stringify([...waiting.values()])) : true,
      state === inState ? true : sent("PUT", stateCalled(RECORD_STATE), state),
    ];
    const [areTaken, isKept] = await Promise.all(both);
    if (areTaken) for (const id of ids) waiting.delete(id);
    if (isKept) inState = state;
    return areTaken && isKept;
  }

  /** @param {string} element @param {string} value @returns {boolean} whether it is something that the platform was never told */
  function isNew(element, value) {
    const is = kept.told[element] !== value;
    kept.told[element] = value;
    return is;
  }

  /** @param {number} index @param {string} value */
  function sayAnswer(index, value) {
    const question = questions[index];
    const given = /** @type {Given} */ (JSON.parse(value));
    const { id = now.get(interaction(index, "id")) } = question ?? {};
    const { credit, latency } = given;
    const result = {
      response: answerInIds(given),
      ...(credit === null ? {} : { score: { scaled: credit }, success: credit === 1 }),
      ...(latency === undefined ? {} : { duration: asDuration(latency / 1000) }),
    };
    say({ verb: "answered", object: { objectType: "Activity", id: `${iri}#${encodeURI(String(id))}`, definition: definitionOf(question) }, result, at: given.at });
  }

  function sayWhatIsNew() {
    for (const [element, value] of now) {
      const [, index] = /^cmi\.interactions\.(\d+)\.answer$/.exec(element) ?? [];
      if (index !== undefined && isNew(element, String(JSON.parse(value).at))) sayAnswer(Number(index), value);
    }
    const [score, progress, isDone] = [now.get("score"), now.get("progress"), now.get("status") === "completed"];
    const duration = asDuration((Date.now() - start) / 1000);
    if (score && isNew("score", score)) say({ verb: "scored", result: { score: { scaled: Number(score) } } });
    if (progress && !isDone && kept.told.status !== "completed" && isNew("progress", progress)) say({ verb: "progressed", result: { extensions: { [PROGRESS_EXTENSION]: Number(progress) } } });
    if (isDone && isNew("status", "completed")) say({ verb: "completed", result: { completion: true, duration }, own: true });
    if (typeof masteryScore === "number" && Number(score ?? -1) >= masteryScore && isNew("passed", "true")) say({ verb: "passed", result: { success: true, score: { scaled: Number(score) }, duration }, own: true });
  }

  say({ verb: "initialized", own: true });
  return {
    get: (element) => ({ suspended: kept.suspended, place: kept.place, learner: JSON.stringify(agent.account ?? agent), mode: launchMode.toLowerCase(), status: kept.told.status ?? "" })[element] ?? "",
    tell: (all) => {
      for (const [element, value] of all) now.set(element, value);
      return true;
    },
    save: () => {
      if (isNormal) {
        kept.suspended = now.get("suspended") ?? kept.suspended;
        kept.place = now.get("place") ?? kept.place;
        sayWhatIsNew();
      }
      line = line.then(flush);
      return line;
    },
    leave: () => {
      say({ verb: "terminated", result: { duration: asDuration((Date.now() - start) / 1000) }, own: true });
      void flush();
    },
    ...(/^https?:/.test(returnURL ?? "") ? { back: returnURL } : {}),
  };
}

/** @param {Question | undefined} question @returns {object} as xAPI describes what is asked, without what is right */
function definitionOf(question) {
  const worded = (/** @type {import("../kinds/base.mjs").Choice[]} */ all) => all.map(({ id, text }) => ({ id, description: { [document.documentElement.lang || "und"]: text || id } }));
  const type = { type: INTERACTION, interactionType: !question || question.form === "text" ? "long-fill-in" : question.form };
  if (question?.form === "matching") return { ...type, source: worded(question.options), target: worded(question.targets) };
  return question?.form === "choice" || question?.form === "sequencing" ? { ...type, choices: worded(question.options) } : type;
}

EDITIONS.cmi5 = {
  connect: () => {
    const launch = launchOf();
    if (!launch) return { platform: null, found: false };
    try {
      return { platform: sessionOf(launch), found: true };
    } catch {
      return { platform: null, found: true };
    }
  },
  room: 64_000,
  longest: 60_000,
  text: "long-fill-in",
  elements: { suspended: "suspended", place: "place", learner: "learner", mode: "mode", status: "status" },
  completion: (done, of) => [["progress", String(Math.floor(of ? (100 * done) / of : 100))], ["status", done === of ? "completed" : "incomplete"]],
  score: (earned, most) => [["score", decimal(earned / most)]],
  leaving: () => [],
  resumable: [],
  named: (id) => id,
  answer: (index, given) => [[interaction(index, "answer"), JSON.stringify(given)]],
};
