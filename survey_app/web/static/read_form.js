/** Reads the page: which questions there are, and what is answered so far. */

/**
 * The parts and questions in order, with their rules.
 * @param {HTMLFormElement} form
 * @returns {Array<import("./path.js").Step>}
 */
export function readSteps(form) {
  const rule = (element) =>
    element.dataset.visibleWhen ? JSON.parse(element.dataset.visibleWhen) : null;
  return [...form.querySelectorAll("[data-step]")]
    .filter((section) => section.dataset.step !== "end")
    .map((section) => ({
      code: section.dataset.step,
      rule: rule(section),
      items: [...section.querySelectorAll("[data-item]")].map((question) => ({
        code: question.dataset.item,
        rule: rule(question),
        required: "required" in question.dataset,
        invited: question.dataset.kind === "text" && !("required" in question.dataset),
      })),
    }));
}

/**
 * The answers in the types that the rules compare: numbers, texts, lists of numbers.
 * @param {HTMLFormElement} form
 * @returns {Object<string, number | string | Array<number>>}
 */
export function readAnswers(form) {
  const given = valuesOf(form);
  const answers = {};
  for (const question of form.querySelectorAll("[data-item]")) {
    const value = answerOf(question, given);
    if (value !== null) answers[question.dataset.item] = value;
  }
  return answers;
}

/** What is chosen and typed, by name; in one pass, because this is done at every tap. */
function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (field.checked || !["radio", "checkbox"].includes(field.type)) {
      (values[field.name] ??= []).push(field.value);
    }
  }
  return values;
}

function answerOf({ dataset: { kind, item: code } }, given) {
  const values = given[code] ?? [];
  if (kind === "text" || kind === "number") {
    const typed = values[0].trim();
    if (!typed) return null;
    return kind === "number" && /^-?\d{1,9}$/.test(typed) ? Number(typed) : typed;
  }
  if (!values.length) return null;
  return kind === "multi" ? values.map(Number) : Number(values[0]);
}

/**
 * The limits that a typed number does not keep, or null when nothing is wrong with it.
 * @param {HTMLElement} question
 * @returns {{least: string, most: string} | null}
 */
export function numberFault(question) {
  if (question.dataset.kind !== "number") return null;
  const answer = answerOf(question, valuesOf(question.closest("form")));
  const { least, most } = question.dataset;
  const keeps = typeof answer === "number" && answer >= Number(least) && answer <= Number(most);
  return answer === null || keeps ? null : { least, most };
}

/**
 * The answers as they are sent: those on the path, and the words beside "other" where it is chosen.
 * @param {HTMLFormElement} form
 * @param {{answers: Object<string, *>}} path
 * @returns {Object<string, *>}
 */
export function answersToSend(form, path) {
  const answers = { ...path.answers };
  for (const said of form.querySelectorAll("[data-said-of]")) {
    const typed = said.querySelector("[name]");
    const isAsked = Object.hasOwn(answers, said.dataset.saidOf) && !said.hidden;
    if (isAsked && typed.value.trim()) answers[typed.name] = typed.value.trim();
  }
  return answers;
}

/** The part on the screen, and consent to a place that is kept apart. */
const NO_ANSWERS = new Set(["step", "position"]);

/**
 * Everything that is chosen and typed, on the path or not, to be put back later.
 * @param {HTMLFormElement} form
 * @returns {Object<string, Array<string>>}
 */
export function readFields(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (value !== "" && !NO_ANSWERS.has(name)) (fields[name] ??= []).push(value);
  }
  return fields;
}

/**
 * Puts back what `readFields` read.
 * @param {HTMLFormElement} form
 * @param {Object<string, Array<string>>} fields
 */
export function putFields(form, fields) {
  for (const [name, values] of Object.entries(fields)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values[0];
    }
  }
}
