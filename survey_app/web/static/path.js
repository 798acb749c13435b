/**
 * Which questions are asked, after the answers so far. Pure, like the rules.
 *
 * @typedef {{code: string, rule: object | null, items: Array<{code: string, rule: object | null}>}} Step
 */
import { holds, itemsOf } from "./rules.js";

/**
 * Walks the questionnaire in order. An answer to a question that is not asked decides nothing.
 * @param {Array<Step>} steps
 * @param {Object<string, *>} answers
 * @returns {{steps: Set<string>, items: Set<string>, answers: Object<string, *>}}
 */
export function pathOf(steps, answers) {
  const asked = {};
  const visibleSteps = new Set();
  const visibleItems = new Set();
  for (const step of steps) {
    if (step.rule && !holds(step.rule, asked)) continue;
    visibleSteps.add(step.code);
    for (const item of step.items) {
      if (item.rule && !holds(item.rule, asked)) continue;
      visibleItems.add(item.code);
      if (Object.hasOwn(answers, item.code)) asked[item.code] = answers[item.code];
    }
  }
  return { steps: visibleSteps, items: visibleItems, answers: asked };
}

/**
 * The parts that may still come: those on the path, and those that wait for an answer.
 * @param {Array<Step>} steps
 * @param {ReturnType<typeof pathOf>} path
 * @returns {Array<Step>}
 */
export function stepsAhead(steps, path) {
  const waits = (step) =>
    step.rule && itemsOf(step.rule).some((code) => !Object.hasOwn(path.answers, code));
  return steps.filter((step) => path.steps.has(step.code) || waits(step));
}

/**
 * How many questions have no answer yet, as far as can be told now: in a part that waits for an
 * answer, the questions that are asked of everybody.
 * @param {Array<Step>} steps
 * @param {ReturnType<typeof pathOf>} path
 * @returns {number}
 */
export function questionsLeft(steps, path) {
  let left = 0;
  for (const step of stepsAhead(steps, path)) {
    const reached = path.steps.has(step.code);
    const expected = step.items.filter((item) => (reached ? path.items.has(item.code) : !item.rule));
    left += expected.filter((item) => !Object.hasOwn(path.answers, item.code)).length;
  }
  return left;
}
