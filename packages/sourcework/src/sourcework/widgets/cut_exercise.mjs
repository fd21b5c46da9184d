// @ts-check
/** An item whose passages readers find and cut themselves: as any other, with a rule and controls of its own. */
import { renderExercise } from "./exercise.mjs";
import "./kinds/cut_controls.mjs";

export default { render: renderExercise };
