/** What is said beside a question while it needs a look, and taken back once it got one. */

/**
 * @param {HTMLElement} question
 * @param {string} text
 */
export function sayRequired(question, text) {
  const said = question.querySelector(".required-now") ?? document.createElement("p");
  said.className = "errors required-now";
  said.setAttribute("role", "alert");
  said.textContent = text;
  question.querySelector(".choices, textarea, input").before(said);
  question.scrollIntoView({ block: "center" });
  question.querySelector("input, textarea").focus({ preventScroll: true });
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
