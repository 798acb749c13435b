/** Whether the interview is made by telephone: asked where a number of the respondent is known. */
import { copyOf, place } from "./page.js";

/**
 * Adds the question to the consent. It has no name in the form: it is no answer of the respondent.
 * @param {HTMLElement} section
 * @param {boolean} known what was chosen before
 * @param {(byPhone: boolean) => void} changed
 */
export function askByPhone(section, known, changed) {
  section.append(copyOf("by-phone"));
  const box = place(section, "by-phone");
  box.checked = known;
  box.addEventListener("change", () => changed(box.checked));
}
