// @ts-check
/** The kinds of item that a book can ask, a line each; what a kind is says `kinds/base.mjs`. */
export { CONTROLS, KINDS, WORDINGS } from "./kinds/base.mjs";
import "./kinds/choice.mjs";
import "./kinds/choices.mjs";
import "./kinds/order.mjs";
import "./kinds/match.mjs";
import "./kinds/mark.mjs";
import "./kinds/number.mjs";
import "./kinds/short.mjs";
import "./kinds/estimate.mjs";
