/**
 * The rule language in the browser: the same operators and the same truth as on the server.
 * Pure: knows nothing of the page. One table of cases is run against both evaluators.
 *
 * @typedef {number | string} Constant
 * @typedef {number | string | Array<number> | undefined | null} Answer
 * @typedef {Object<string, Answer>} Answers
 */

/** @param {Answer} value @returns {boolean} whether it is a whole number */
const isWhole = (value) => typeof value === "number" && Number.isInteger(value);

/** Nothing but what the server strips; `trim` takes another set of characters for space. */
const BLANK = /^[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/**
 * Whether a value is an answer at all; a blank text and an empty choice are none.
 * @param {Answer} value
 * @returns {boolean}
 */
export function isAnswer(value) {
  if (typeof value === "string") return !BLANK.test(value);
  if (Array.isArray(value)) return value.length > 0;
  return isWhole(value);
}

/** @param {Answer} answer @param {Constant} constant @returns {boolean} */
function equal(answer, constant) {
  if (Array.isArray(answer)) return answer.some((choice) => isWhole(choice) && choice === constant);
  if (typeof answer === "string") return isAnswer(answer) && answer.normalize("NFC") === constant;
  return isWhole(answer) && answer === constant;
}

/**
 * The codes of all items that a rule looks at.
 * @param {object} rule
 * @returns {Array<string>}
 */
export function itemsOf(rule) {
  if ("all" in rule) return rule.all.flatMap(itemsOf);
  if ("any" in rule) return rule.any.flatMap(itemsOf);
  if ("not" in rule) return itemsOf(rule.not);
  return [rule.item];
}

/** A comparison of sizes holds only between whole numbers. */
const sizes = {
  at_least: (answer, constant) => answer >= constant,
  at_most: (answer, constant) => answer <= constant,
  greater: (answer, constant) => answer > constant,
  less: (answer, constant) => answer < constant,
};

/**
 * Whether the rule is true of these answers. A comparison over a missing answer is false.
 * @param {object} rule the JSON shape of a rule
 * @param {Answers} answers
 * @returns {boolean}
 */
export function holds(rule, answers) {
  if ("all" in rule) return rule.all.every((part) => holds(part, answers));
  if ("any" in rule) return rule.any.some((part) => holds(part, answers));
  if ("not" in rule) return !holds(rule.not, answers);
  const answer = Object.hasOwn(answers, rule.item) ? answers[rule.item] : undefined;
  if ("answered" in rule) return isAnswer(answer) === rule.answered;
  if ("in" in rule) return rule.in.some((constant) => equal(answer, constant));
  if ("equals" in rule) return equal(answer, rule.equals);
  if ("not_equals" in rule) return isAnswer(answer) && !equal(answer, rule.not_equals);
  for (const [operator, compare] of Object.entries(sizes)) {
    if (operator in rule) {
      return isWhole(answer) && isWhole(rule[operator]) && compare(answer, rule[operator]);
    }
  }
  throw new Error(`unknown rule: ${JSON.stringify(rule)}`);
}
