// @ts-check
/**
 * Whose record lies in this browser. Pupils share machines, and a platform says who is there: when somebody else comes, what the one
 * before has in this browser is put by until he or she comes back, and nobody sees the answers of another.
 */
import { sha256 } from "../answers.mjs";
import { storeUnder, storedUnder } from "../browser_storage.mjs";
import { BOOK } from "../identity.mjs";

const [WHO, PUT_BY] = ["learner", "of."];

/** @returns {string[]} the names of what lies here of whoever was there last */
function ownNames() {
  const beside = [WHO, PUT_BY].map((name) => `${BOOK}.${name}`);
  return Object.keys(localStorage).filter((name) => (name === BOOK || name.startsWith(`${BOOK}.`)) && !beside.some((other) => name.startsWith(other)));
}

/** Make the record in this browser that of one learner. @param {string} id by which the platform knows him or her; empty if it does not say */
export function beLearner(id) {
  const who = id && sha256(id).slice(0, 16);
  const last = storedUnder(WHO);
  if (!who || who === last) return;
  try {
    if (last) {
      const mine = ownNames().map((name) => [name, localStorage.getItem(name)]);
      for (const [name] of mine) localStorage.removeItem(String(name)); // first, since a full browser has no room for both
      localStorage.setItem(`${BOOK}.${PUT_BY}${last}`, JSON.stringify(Object.fromEntries(mine)));
      const back = Object.entries(JSON.parse(storedUnder(PUT_BY + who) ?? "{}"));
      for (const [name, value] of back) localStorage.setItem(name, String(value));
      storeUnder(PUT_BY + who, null);
      storeUnder("erased", new Date().toISOString() + (back.length ? "+" : "")); // the second copy is not this learner's: memory.mjs
    }
    storeUnder(WHO, who);
  } catch {
    // A browser that keeps nothing has nothing of another.
  }
}
