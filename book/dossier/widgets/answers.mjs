// @ts-check
/**
 * The answers file: the reader's record as JSON, with a checksum that finds damage; the same as `answers.py` in Python.
 *
 * @typedef {import("./memory.mjs").Reader} Reader
 * @typedef {import("./memory.mjs").Entry} Entry
 */
import { isObject, readRecord } from "./memory.mjs";
import { byTime, joinAnswers } from "./responses.mjs";
import { saveText } from "./ui.mjs";

export const ANSWERS_FORMAT = "stalin-versus-lenin-answers/1";

/**
 * SHA-256 after FIPS 180-4; `crypto.subtle` does not exist on plain http.
 *
 * @param {string} text
 * @returns {string} 64 hexadecimal digits of the text's UTF-8
 */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, index) => padded.setUint8(index, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
  padded.setUint32(length - 4, bytes.length << 3);
  const { first, constants } = primes();
  const state = [...first];
  const words = new Uint32Array(64);
  const turn = (/** @type {number} */ word, /** @type {number} */ by) => (word >>> by) | (word << (32 - by));
  for (let block = 0; block < length; block += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = padded.getUint32(block + 4 * t);
    for (let t = 16; t < 64; t += 1) {
      const [a, b] = [words[t - 15], words[t - 2]];
      words[t] = (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)) + words[t - 16] + words[t - 7];
    }
    let [a, b, c, d, e, f, g, last] = state;
    for (let t = 0; t < 64; t += 1) {
      const one = (last + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[t] + words[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, last] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, last].forEach((word, index) => {
      state[index] = (state[index] + word) | 0;
    });
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The constants of SHA-256: fractions of the roots of the first 64 primes. */
function primes() {
  /** @type {number[]} */ const found = [];
  for (let n = 2; found.length < 64; n += 1) if (found.every((prime) => n % prime)) found.push(n);
  const fraction = (/** @type {number} */ root) => ((root - Math.floor(root)) * 0x100000000) | 0;
  return { first: found.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))), constants: found.map((prime) => fraction(Math.cbrt(prime))) };
}

/** @returns {string} 32 random hexadecimal digits */
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Write an answers file.
 *
 * @param {Reader} record
 * @param {{assignment?: string, version?: string}} [about]
 * @returns {string} JSON; `payload` is the answers as one string, and `sha256` the checksum of exactly that string
 */
export function answersFile(record, { assignment = "", version = "" } = {}) {
  const payload = JSON.stringify({ widgets: record.widgets ?? {}, items: record.items ?? {} });
  return JSON.stringify({ format: ANSWERS_FORMAT, assignment, items_version: version, attempt: randomId(),
    saved: new Date().toISOString(), payload, sha256: sha256(payload) }, null, 1);
}

/**
 * Read an answers file.
 *
 * @param {string} text
 * @returns {{record: Reader, fault: string}} the answers, or why there are none; a wrong checksum is told and its answers given
 */
export function readAnswersFile(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return { record: {}, fault: "This is not an answers file: it is cut off, or something else." };
  }
  if (!isObject(file) || typeof file.payload !== "string" || !String(file.format).startsWith("stalin-versus-lenin-answers/")) {
    return { record: {}, fault: "This is not an answers file of this book." };
  }
  if (file.format !== ANSWERS_FORMAT) return { record: {}, fault: "A newer edition of this book wrote this file; open it there." };
  let answers;
  try {
    answers = JSON.parse(file.payload);
  } catch {
    return { record: {}, fault: "The answers in this file are damaged and cannot be read." };
  }
  const part = (/** @type {unknown} */ entries) => Object.fromEntries(Object.entries(isObject(entries) ? entries : {})
    .filter(([, entry]) => isObject(entry) && isObject(entry.work)));
  const record = { widgets: part(answers?.widgets), items: part(answers?.items) };
  const sound = file.sha256 === sha256(file.payload);
  return { record, fault: sound ? "" : "The checksum does not fit: this file was damaged or changed by hand after it was saved." };
}

/**
 * Join the answers of a file with those that are there. Nothing is lost: attempts are joined, and of two states of a
 * widget the later one stands while the other is kept beside it as `earlier`.
 *
 * @param {Reader} here
 * @param {Reader} there
 * @returns {{record: Reader, added: number, joined: number}} how many entries are new, and how many stood on both sides and differed
 */
export function joinRecords(here, there) {
  let [added, joined] = [0, 0];
  /** @param {Record<string, Entry>} own @param {Record<string, Entry>} other @param {(a: Entry, b: Entry) => Entry} join */
  const part = (own, other, join) => {
    const all = { ...own };
    for (const [key, entry] of Object.entries(other)) {
      const mine = own[key];
      if (mine && JSON.stringify(mine.work) === JSON.stringify(entry.work)) continue;
      if (mine) joined += 1;
      else added += 1;
      all[key] = mine ? join(mine, entry) : entry;
    }
    return all;
  };
  const widgets = part(here.widgets ?? {}, there.widgets ?? {}, (mine, other) => {
    const [older, newer] = sooner(mine, other);
    return { ...newer, earlier: older.work };
  });
  const items = part(here.items ?? {}, there.items ?? {}, (mine, other) => {
    const [older, newer] = sooner(mine, other);
    return { ...newer, work: byTime(joinAnswers(older.work, newer.work)) };
  });
  return { record: { ...here, format: here.format ?? 1, widgets, items }, added, joined };
}

/** @param {Entry} a @param {Entry} b @returns {[Entry, Entry]} the one that was saved earlier first */
function sooner(a, b) {
  return String(a.saved) <= String(b.saved) ? [a, b] : [b, a];
}

/** Save the record, with what this page could not keep, to a file. @param {unknown} [_event] @param {string} [version] */
export function saveAnswers(_event, version = "") {
  saveText(answersFile(readRecord().record, { version }), `answers-${new Date().toISOString().slice(0, 10)}.json`, "application/json");
}
