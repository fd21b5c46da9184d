// @ts-check
/** What a chapter does beyond its widgets, in one script: its steps, what waits in it for an answer, and what it serves ready for use. */
import "./steps.mjs";
import "./reveal.mjs";
import "./served.mjs";
