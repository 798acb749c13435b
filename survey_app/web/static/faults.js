/** What is said beside a question while it needs a look, and taken back once it got one. */

/**
 * @param {HTMLElement} question
 * @param {string} text
 */
export function sayRequired(question, text) {
  question.querySelector(".choices, textarea, input").before(saidIn(question, text));
  question.scrollIntoView({ block: "center" });
  question.querySelector("input, textarea").focus({ preventScroll: true });
}

/**
 * The same at the top of something that is no question.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function sayBefore(element, text) {
  element.prepend(saidIn(element, text));
  element.scrollIntoView({ block: "center" });
}

/** What stands there already, or a new one. */
function saidIn(element, text) {
  const said = element.querySelector(".required-now") ?? document.createElement("p");
  said.className = "errors required-now";
  said.setAttribute("role", "alert");
  said.textContent = text;
  return said;
}

/**
 * An answer that was changed is no longer called wrong; the server judges it again.
 * @param {HTMLElement | null} question
 */
export function settle(question) {
  if (!question) return;
  question.querySelector(".required-now")?.remove();
  if (!question.classList.contains("has-errors")) return;
  question.classList.remove("has-errors");
  for (const text of question.querySelectorAll("ul.errors")) text.remove();
  for (const field of [question, ...question.querySelectorAll("[aria-describedby]")]) {
    field.removeAttribute("aria-describedby");
  }
  const link = document.querySelector(`#faults [data-goto="${question.dataset.item}"]`);
  link?.closest("li").classList.add("settled");
}
