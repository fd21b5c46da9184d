// @ts-check
/** A note: what the reader writes beside the text, scored by nobody. */
import { noteBox } from "./note_box.mjs";
import { writtenText } from "./written.mjs";

/** @param {import("./ui.mjs").View} view */
const render = (view) => noteBox(view, { typed: writtenText, whole: (_, text) => text });

export default { render };
