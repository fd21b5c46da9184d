// @ts-check
/**
 * The answers file: the reader's record as JSON, with a checksum that finds damage; the same as `answers.py` in Python.
 *
 * @typedef {import("./memory.mjs").Reader} Reader
 * @typedef {import("./memory.mjs").Entry} Entry
 * @typedef {{added: number, newer: number, older: number, same: number}} Counts how many entries of a file are not here; were saved
 *          later or earlier than the one here, and bring something; bring nothing
 */
import { BOOK } from "./identity.mjs";
import { readRecord } from "./memory.mjs";
import { byTime, isObject, joinAnswers, sooner } from "./responses.mjs";
import { saveText } from "./ui.mjs";

const ANSWERS = `${BOOK}-answers/`;
const ANSWERS_FORMAT = `${ANSWERS}1`;
const PIECE = 1 << 20; // bytes of which the digest is made at one go
const LONGEST_NAME = 40; // characters of the reader's name in a file's name

/**
 * SHA-256 after FIPS 180-4; `crypto.subtle` does not exist on plain http.
 *
 * @param {string} text
 * @returns {string} 64 hexadecimal digits of the text's UTF-8
 */
export function sha256(text) {
  const work = digesting(text);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** @param {string} text @returns {Generator<number, string, undefined>} after each piece which share is done, and at last the digest */
function* digesting(text) {
  const bytes = new TextEncoder().encode(text);
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new DataView(new ArrayBuffer(length));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
  padded.setUint32(length - 4, bytes.length << 3);
  const { first, constants } = primes();
  const state = [...first];
  const words = new Uint32Array(64);
  const turn = (/** @type {number} */ word, /** @type {number} */ by) => (word >>> by) | (word << (32 - by));
  for (let block = 0; block < length; block += 64) {
    if (block && block % PIECE === 0) yield block / length;
    for (let t = 0; t < 16; t += 1) words[t] = padded.getUint32(block + 4 * t);
    for (let t = 16; t < 64; t += 1) {
      const [a, b] = [words[t - 15], words[t - 2]];
      words[t] = (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)) + words[t - 16] + words[t - 7];
    }
    let [a, b, c, d, e, f, g, last] = state;
    for (let t = 0; t < 64; t += 1) {
      const one = (last + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[t] + words[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      last = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
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
export function randomId() {
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
 * @param {(share: number) => void} [onshare] hears, of a long file, which share of it is read
 * @returns {Promise<{record: Reader, fault: string, saved?: string}>} the answers, and when they were saved, or why there are none; a wrong
 *          checksum is told and its answers given
 */
export async function readAnswersFile(text, onshare = () => {}) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return { record: {}, fault: "This is not an answers file: it is cut off, or something else." };
  }
  if (!isObject(file) || typeof file.payload !== "string" || !String(file.format).startsWith(ANSWERS)) {
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
  const work = digesting(file.payload);
  let step = work.next();
  while (!step.done) {
    onshare(step.value);
    await new Promise((resolve) => setTimeout(resolve)); // so that the page is drawn, and can be used
    step = work.next();
  }
  const sound = file.sha256 === step.value;
  return { record, saved: String(file.saved ?? ""),
    fault: sound ? "" : "The checksum does not fit: this file was damaged or changed by hand after it was saved." };
}

/**
 * Join the answers of a file with those that are there. Nothing is lost: attempts are joined, and of two states of a
 * widget the later one stands while the other is kept beside it as `earlier`.
 *
 * @param {Reader} here
 * @param {Reader} there
 * @returns {{record: Reader, counts: Counts}}
 */
export function joinRecords(here, there) {
  const counts = { added: 0, newer: 0, older: 0, same: 0 };
  /** @param {Record<string, Entry>} own @param {Record<string, Entry>} other @param {(older: Entry, newer: Entry) => Entry} join */
  const part = (own, other, join) => {
    const all = { ...own };
    for (const [key, entry] of Object.entries(other)) {
      const mine = isObject(own[key]?.work) ? own[key] : undefined;
      const both = mine ? join(...sooner(mine, entry)) : entry;
      const kind = kindOf(mine, entry, both);
      counts[kind] += 1;
      if (kind !== "same") all[key] = both;
    }
    return all;
  };
  const widgets = part(here.widgets ?? {}, there.widgets ?? {}, (older, newer) => ({ ...newer, earlier: older.work }));
  const items = part(here.items ?? {}, there.items ?? {}, (older, newer) => ({ ...newer, work: byTime(joinAnswers(older.work, newer.work)) }));
  return { record: { ...here, format: here.format ?? 1, widgets, items }, counts };
}

/** @param {Entry | undefined} mine @param {Entry} other @param {Entry} both what joining makes of the two @returns {keyof Counts} */
function kindOf(mine, other, both) {
  if (!mine) return "added";
  const brings = JSON.stringify([both.work, both.earlier]) !== JSON.stringify([mine.work, mine.earlier]);
  if (!brings || JSON.stringify(mine.work) === JSON.stringify(other.work)) return "same";
  return String(other.saved) > String(mine.saved) ? "newer" : "older";
}

/**
 * Name an answers file. Of the reader's name letters, digits and hyphens are left, of any script: what every disk and mail takes.
 *
 * @param {string} [reader]
 * @param {string} [what] what the answers are to
 * @returns {string} for example `the-bixby-letter-answers-anna-2026-11-24.json`, with the reader's own day
 */
export function answersName(reader = "", what = BOOK) {
  const plain = reader.normalize("NFKD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").normalize("NFC").toLowerCase();
  const safe = [...plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")].slice(0, LONGEST_NAME).join("").replace(/^-+|-+$/g, "");
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  return [`${what}-answers`, safe, `${day}.json`].filter(Boolean).join("-");
}

/** Save the record, with what this page could not keep, to a file. */
export function saveAnswers() {
  saveText(answersFile(readRecord().record), answersName(), "application/json");
}
