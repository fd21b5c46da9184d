// @ts-check
/** What a chapter does beyond its widgets, in one script: its steps, and what waits in it for an answer. */
import "./steps.mjs";
import "./reveal.mjs";
