// @ts-check
/**
 * Handing in by a platform: the answers file, packed and cut into pieces, each of which is the answer to a question that nobody was
 * asked. So it stands in the platform's reports, from which `grading/intake/scorm_reports.py` reads it. In the same breath the
 * platform is told that the task is done: whoever then shuts the lid has handed in, and is seen to have done so.
 *
 * @typedef {import("./base.mjs").Edition} Edition
 * @typedef {import("./base.mjs").Platform} Platform
 */
import { asInteraction } from "./base.mjs";
import { packedText } from "./packing.mjs";

const PIECE_SIGN = "a1"; // what a piece begins with: the number of the form, that of the piece, how many there are
const PIECE_HEAD = 16; // characters that this has at most

/** @param {string} file @param {number} longest @returns {string[]} */
export function piecesOf(file, longest) {
  const packed = packedText(file);
  const own = longest - PIECE_HEAD;
  const count = Math.ceil(packed.length / own);
  return Array.from({ length: count }, (_, index) => `${PIECE_SIGN}.${index + 1}.${count}.${packed.slice(index * own, (index + 1) * own)}`);
}

/**
 * @param {string} file
 * @param {number} first how many interactions come before
 * @param {Edition} edition
 * @param {Platform} platform
 * @returns {boolean | Promise<boolean>} whether the platform took it
 */
export function handedIn(file, first, edition, platform) {
  const pieces = piecesOf(file, edition.longest);
  const before = Number(platform.get("cmi.interactions._count")) - first;
  while (pieces.length < before) pieces.push(`${PIECE_SIGN}.0.0.`); // of a longer file that was handed in before
  const taken = pieces.map((response, index) => {
    const question = { id: `handed-in-${index + 1}`, form: /** @type {const} */ ("text"), points: 0 };
    return platform.tell(asInteraction(edition, first + index, question))
      && platform.tell(edition.answer(first + index, { form: "text", options: [], targets: [], response, credit: null, at: Date.now() }));
  });
  return taken.every(Boolean) && platform.tell(edition.completion(1, 1)) && platform.save();
}
