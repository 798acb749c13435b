/**
 * Which questions are asked, after the answers so far. Pure, like the rules.
 *
 * @typedef {object} Question
 * @property {string} code
 * @property {object | null} rule
 * @property {boolean} [required] must be answered before going on
 * @property {boolean} [invited] free words, welcome but never missed
 *
 * @typedef {{code: string, rule: object | null, items: Array<Question>}} Step
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
 * The parts on the path, in order.
 * @param {Array<Step>} steps
 * @param {ReturnType<typeof pathOf>} path
 * @returns {Array<string>}
 */
export function routeOf(steps, path) {
  return steps.map((step) => step.code).filter((code) => path.steps.has(code));
}

/**
 * The last part before this one that is on the route; the first one when there is none.
 * @param {string} code
 * @param {{steps: Array<Step>, codes: Array<string>}} among
 * @returns {string}
 */
export function nearest(code, { steps, codes }) {
  const place = steps.findIndex((step) => step.code === code);
  const before = steps.slice(0, Math.max(place, 0)).map((step) => step.code);
  return before.filter((found) => codes.includes(found)).pop() ?? codes[0];
}

/**
 * The parts that may still come: those on the path, and those that wait for an answer which somebody
 * can still give. A question that is asked no more is waited for no more.
 * @param {Array<Step>} steps
 * @param {ReturnType<typeof pathOf>} path
 * @returns {Array<Step>}
 */
export function stepsAhead(steps, path) {
  const possible = new Set(path.items);
  const isOpen = (code) => possible.has(code) && !Object.hasOwn(path.answers, code);
  const waits = (rule) => rule !== null && itemsOf(rule).some(isOpen);
  return steps.filter((step) => {
    if (!path.steps.has(step.code) && !waits(step.rule)) return false;
    for (const item of step.items) if (!item.rule || waits(item.rule)) possible.add(item.code);
    return true;
  });
}

/**
 * The questions of a part that are asked and have no answer.
 * @param {Step} step
 * @param {ReturnType<typeof pathOf>} path
 * @returns {Array<Question>}
 */
export function openItems(step, path) {
  return step.items.filter(
    (item) => path.items.has(item.code) && !item.invited && !Object.hasOwn(path.answers, item.code),
  );
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
    const expected = path.steps.has(step.code)
      ? openItems(step, path)
      : step.items.filter((item) => !item.rule && !item.invited);
    left += expected.length;
  }
  return left;
}
