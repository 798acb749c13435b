/** What keeps an interview or a re-check from going on or from being finished, said at its place. */
import { sayBefore, sayRequired } from "../faults.js";
import { END } from "../walk.js";
import { place, say } from "./page.js";

/**
 * Without the server at hand, a number out of its limits is said where it was typed.
 * @param {import("../walk.js").Walk} walk
 * @returns {boolean} whether the part on the screen has none
 */
export function numbersKeepLimits(walk) {
  const here = walk.wrongNumbers().find(({ code }) => {
    const section = walk.question(code).closest("[data-step]");
    return section.dataset.step === walk.current;
  });
  if (here) sayRequired(walk.question(here.code), here.text);
  return !here;
}

/**
 * @param {import("../walk.js").Walk} walk
 * @returns {boolean} whether nothing is missing; else it is on the screen and said
 */
export function isComplete(walk) {
  const now = walk.situation();
  const [wrong] = walk.wrongNumbers(now);
  const missing = walk.openQuestions(now).find((item) => item.required);
  const first = wrong ?? (missing && { code: missing.code, text: walk.form.dataset.required });
  if (first) {
    walk.goTo(first.code);
    sayRequired(walk.question(first.code), first.text);
    return false;
  }
  return isConfirmed(walk) && isHowKnown(walk);
}

function isConfirmed(walk) {
  const confirm = place(walk.form, "confirm");
  if (confirm.hidden || walk.form.elements.confirm_blank.checked) return true;
  walk.open(END);
  sayBefore(confirm, say("confirm_missing"));
  return false;
}

/** What is asked at the end and is no answer of the respondent: how they were reached. */
function isHowKnown(walk) {
  const question = walk.form.querySelector("[data-step=end] fieldset.question");
  if (!question || question.querySelector(":checked")) return true;
  walk.open(END);
  sayRequired(question, walk.form.dataset.required);
  return false;
}
