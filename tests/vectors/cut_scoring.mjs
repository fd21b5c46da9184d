// @ts-check
/** Scoring as where readers cut passages themselves, for the cases of `scoring.json`. */
import { answered, credit, feedbackFor } from "./scoring.mjs";
import "./kinds/cuts.mjs";

/** @type {((rule: any, response: any) => any)[]} */ export const said = [answered, credit, feedbackFor];
