// @ts-check
/**
 * What a reader has answered to one item: the attempts, each with its time, confidence and score, and the answer in hand.
 *
 * `response`, `confidence` and `reason` are in hand, `typed` what was written instead of a number; `open` says that the reader tries again; `self` holds the criteria that the reader
 * found in a written answer; `revealed` is when the answer was shown last, `read` when the reader first read on in the page without answering.
 *
 * @typedef {import("./memory.mjs").Entry} Entry
 * @typedef {{at: string, response: any, words: string, confidence?: number, credit: number | null, digest: string, told?: boolean, read?: boolean, waits?: boolean, reason?: string}} Attempt
 *          `told` says that the answer had been shown before, on that day; `read` that the reader had read on in the page; `waits` that a
 *          second try is open while something in the page still waits for the answer; `reason` is the sentence in which the reader said why
 * @typedef {{response?: any, typed?: string, confidence?: number, reason?: string, open?: boolean, revealed?: string, read?: string, self?: Record<string, boolean>, attempts: Attempt[]}} Answer
 */
const TRIES = 2; // after which what waits in a page for a right answer waits no more

/** @param {unknown} value @returns {value is Record<string, any>} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Read what lies in a record, whatever it is: what makes no sense is passed over.
 *
 * @param {unknown} work
 * @returns {Answer}
 */
export function readAnswer(work) {
  const kept = isObject(work) ? work : {};
  const attempts = Array.isArray(kept.attempts) ? kept.attempts.filter(isAttempt) : [];
  const [typed, revealed] = [kept.typed, kept.revealed].map((text) => (typeof text === "string" ? text : undefined));
  return { ...kept, typed, revealed, self: isObject(kept.self) ? kept.self : {}, attempts };
}

/** @param {unknown} attempt @returns {attempt is Attempt} */
function isAttempt(attempt) {
  return isObject(attempt) && typeof attempt.at === "string" && !Number.isNaN(Date.parse(attempt.at))
    && (attempt.credit === null || Number.isFinite(attempt.credit));
}

/**
 * Join two answers to the same item: all attempts of both, those of the second behind, and what the second has in hand.
 *
 * @param {Record<string, any>} kept
 * @param {Record<string, any>} own
 * @returns {Record<string, any>}
 */
export function joinAnswers(kept, own) {
  const key = (/** @type {Attempt} */ attempt) => `${attempt.at} ${JSON.stringify(attempt.response)}`;
  const attempts = new Map([...readAnswer(kept).attempts, ...readAnswer(own).attempts].map((attempt) => [key(attempt), attempt]));
  const revealed = [kept.revealed, own.revealed].filter((each) => typeof each === "string").sort().at(-1);
  const joined = { ...own, attempts: [...attempts.values()] };
  if (!attempts.size) delete (/** @type {Record<string, any>} */ (joined)).attempts;
  const read = [kept.read, own.read].filter((each) => typeof each === "string").sort()[0];
  return { ...joined, ...(revealed ? { revealed } : {}), ...(read ? { read } : {}) };
}

/**
 * Say whether what waits in a page for an answer may open: the item is answered, shown, or read past. A wrong answer opens it when
 * no second try is open, or when that was made too; whatever an earlier edition kept does.
 *
 * @param {unknown} work
 */
export function isEarned(work) {
  const { attempts, read, revealed } = readAnswer(work);
  return !!read || !!revealed || attempts.length >= TRIES || attempts.some(({ credit, waits }) => !waits || credit === 1);
}

/** Whether a response is none: nothing written, ticked or set. @param {any} response */
export function isBlank(response) {
  if (typeof response === "string") return !response.trim();
  if (typeof response === "object" && response !== null) return Object.keys(response).length === 0;
  return response === undefined || response === null;
}

/** @param {Record<string, any>} work @returns {Record<string, any>} the same with its attempts in order of time */
export function byTime(work) {
  const { attempts } = readAnswer(work);
  return attempts.length ? { ...work, attempts: attempts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) } : work;
}

/** @param {unknown} saved @returns {string} when an entry was saved; before all others, if that makes no sense */
const when = (saved) => (typeof saved === "string" && Number.isFinite(Date.parse(saved)) ? saved : "");

/** @param {Entry} a @param {Entry} b @returns {[Entry, Entry]} the one that was saved earlier first; whoever compares two finds the same */
export function sooner(a, b) {
  const [[one, first], [other, second]] = [a, b].map((entry) => [when(entry.saved), JSON.stringify(entry)]);
  const order = one === other ? first.length - second.length || (first < second ? -1 : 1) : one < other ? -1 : 1;
  return order < 0 ? [a, b] : [b, a];
}

/**
 * Join what two pages of this browser have of one entry: of an item all attempts, of a widget the later state. Whoever joins the
 * two, in whichever order and however often, gets the same.
 *
 * @param {import("./memory.mjs").Part} part
 * @param {Entry | undefined} there what lies there, which may make no sense
 * @param {Entry} own
 * @returns {Entry}
 */
export function joinEntries(part, there, own) {
  if (!isObject(there) || !isObject(there.work)) return own;
  if (JSON.stringify(there) === JSON.stringify(own)) return there;
  const [older, newer] = sooner(there, own);
  return part === "items" ? { ...newer, work: byTime(joinAnswers(older.work, newer.work)) } : newer;
}

/** Whether an answer that was given at one time was shown on that day, or may have been. @param {string | undefined} shown when last @param {string} at */
export const shownBy = (shown, at) => !!shown && shown.slice(0, 10) >= at.slice(0, 10);
