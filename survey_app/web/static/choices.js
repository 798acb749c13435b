/** Small courtesies of choices: a limit on how many, and the line beside "other". */

/**
 * Refuses the choice beyond the limit and says why, instead of taking another one away.
 * @param {HTMLFormElement} form
 */
export function guardChoices(form) {
  for (const question of form.querySelectorAll("[data-max-choices]")) limit(form, question);
}

function limit(form, question) {
  const most = Number(question.dataset.maxChoices);
  const text = document.createElement("p");
  text.className = "errors";
  text.setAttribute("role", "status");
  question.querySelector(".choices").before(text);
  question.addEventListener("input", (event) => {
    if (event.target.type !== "checkbox") return;
    const chosen = question.querySelectorAll("input[type=checkbox]:checked").length;
    if (chosen > most) event.target.checked = false;
    text.textContent = chosen > most ? form.dataset.tooMany.replace("{most}", String(most)) : "";
  });
}

/**
 * Shows the line for "other, namely" only while that choice is made.
 * @param {HTMLFormElement} form
 */
export function revealTexts(form) {
  for (const said of form.querySelectorAll("[data-said-of]")) {
    const codes = said.dataset.saidWhen.split(" ");
    const chosen = form.querySelectorAll(`[name="${said.dataset.saidOf}"]:checked`);
    said.hidden = ![...chosen].some((box) => codes.includes(box.value));
  }
}
