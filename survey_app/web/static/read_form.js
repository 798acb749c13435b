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
  const answers = {};
  for (const question of form.querySelectorAll("[data-item]")) {
    const value = answerOf(question);
    if (value !== null) answers[question.dataset.item] = value;
  }
  return answers;
}

function answerOf(question) {
  const kind = question.dataset.kind;
  const code = question.dataset.item;
  if (kind === "text" || kind === "number") {
    const typed = question.querySelector(`[name="${code}"]`).value.trim();
    if (!typed) return null;
    return kind === "number" && /^-?\d{1,9}$/.test(typed) ? Number(typed) : typed;
  }
  const chosen = [...question.querySelectorAll(`[name="${code}"]:checked`)];
  if (!chosen.length) return null;
  return kind === "multi" ? chosen.map((box) => Number(box.value)) : Number(chosen[0].value);
}
