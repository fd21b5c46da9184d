// @ts-check
/**
 * Item and response give score and feedback: pure functions, the same as in `scoring.py`, which says what each kind earns.
 *
 * @typedef {{kind: string, credits?: Record<string, number>, right?: string[], wrong?: string[], places?: Record<string, number>,
 *            pairs?: Record<string, string>, targets?: string[], values?: [string, number, number][],
 *            bands?: [string, number][], criteria?: string[]}} Rule
 */

/** @param {unknown} value @returns {value is string[]} */
const isList = (value) => Array.isArray(value) && value.every((each) => typeof each === "string");
/** @param {unknown} response @param {string[]} known */
const areIds = (response, known) =>
  isList(response) && response.every((each) => known.includes(each)) && new Set(response).size === response.length;
/** @param {number} value @param {number} other @param {number} off */
const isWithin = (value, other, off) => Math.abs(value - other) <= off + 1e-9;

/**
 * Say whether a response answers a question of this rule at all; no answer is no zero.
 *
 * @param {Rule} rule
 * @param {any} response
 * @returns {boolean}
 */
export function answered(rule, response) {
  switch (rule.kind) {
    case "choice": return typeof response === "string" && Object.hasOwn(rule.credits ?? {}, response);
    case "choices": return areIds(response, [...rule.right ?? [], ...rule.wrong ?? []]) && response.length > 0;
    case "order": return areIds(response, Object.keys(rule.places ?? {})) && response.length === Object.keys(rule.places ?? {}).length;
    case "match": return typeof response === "object" && response !== null && !Array.isArray(response)
      && Object.keys(response).length > 0
      && Object.entries(response).every(([row, target]) => Object.hasOwn(rule.pairs ?? {}, row) && (rule.targets ?? []).includes(target));
    case "short": return typeof response === "string" && response.trim() !== "";
    case "number": return Number.isFinite(response);
    default: return Number.isFinite(response) && response >= 0 && response <= 100;
  }
}

/**
 * Return the share of the points that a response earns, 0 to 1; null if there is no answer or the kind earns no points.
 *
 * @param {Rule} rule
 * @param {any} response
 * @returns {number | null}
 */
export function credit(rule, response) {
  if (!answered(rule, response)) return null;
  const { credits = {}, right = [], wrong = [], places = {}, pairs = {}, values = [] } = rule;
  switch (rule.kind) {
    case "choice": return credits[response];
    case "choices": {
      const chosen = /** @type {string[]} */ (response);
      return Math.max(0, (chosen.filter((each) => right.includes(each)).length - chosen.filter((each) => wrong.includes(each)).length) / right.length);
    }
    case "order": {
      const decided = pairsOf(response).filter(([a, b]) => places[a] !== places[b]);
      return Math.max(0, decided.reduce((sum, [a, b]) => sum + (places[a] < places[b] ? 1 : -1), 0) / decided.length);
    }
    case "match": return Object.entries(pairs).filter(([row, target]) => response[row] === target).length / Object.keys(pairs).length;
    case "number": return isWithin(response, values[0][1], values[0][2]) ? 1 : 0;
    default: return null;
  }
}

/**
 * Return the ids of the options whose feedback this response calls for, in their order.
 *
 * @param {Rule} rule
 * @param {any} response
 * @returns {string[]}
 */
export function feedbackFor(rule, response) {
  if (!answered(rule, response)) return [];
  const { right = [], wrong = [], places = {}, pairs = {}, values = [], bands = [] } = rule;
  /** @param {string[]} some @param {string[]} otherwise */
  const someOr = (some, otherwise) => (some.length ? some : otherwise);
  switch (rule.kind) {
    case "choice": return [response];
    case "choices": return someOr(wrong.filter((each) => response.includes(each)), right.filter((each) => response.includes(each)));
    case "order": {
      const misplaced = new Set(pairsOf(response).filter(([a, b]) => places[a] > places[b]).flat());
      return someOr(Object.keys(places).filter((each) => misplaced.has(each)), Object.keys(places));
    }
    case "match": return someOr(Object.keys(pairs).filter((row) => response[row] !== pairs[row]), Object.keys(pairs));
    case "number": return [values.find(([, other, off]) => isWithin(response, other, off))?.[0] ?? "otherwise"];
    case "estimate": return bands.filter(([, upto]) => response <= upto).slice(0, 1).map(([name]) => name);
    default: return [];
  }
}

/** @param {string[]} order @returns {[string, string][]} every pair, the earlier one first */
function pairsOf(order) {
  return order.flatMap((a, index) => order.slice(index + 1).map((b) => /** @type {[string, string]} */ ([a, b])));
}
