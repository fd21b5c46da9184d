// @ts-check
/** What writes the record for the script of chapters, which loads this when a reader first does something to be kept. */
import { BOOK } from "./identity.mjs";
import { attend, keepRead, keepWork } from "./memory.mjs";

attend();
/** @type {any} */ (globalThis)[Symbol.for(`${BOOK}.keep`)] = { keepRead, keepWork };
