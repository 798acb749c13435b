/** What leaves the page: nothing stale, nothing twice, and no answers lost by mistake. */
import { readAnswers } from "./read_form.js";

/** So long a second tap is taken for a slip of the finger; after that, for a new attempt. */
const SLIP_MS = 4000;

/**
 * @param {HTMLFormElement} form
 */
export function guardLeaving(form) {
  let sending = false;
  let changesLanguage = false;

  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    changesLanguage = event.submitter?.name === "language";
    if (!changesLanguage) event.submitter?.replaceChildren(form.dataset.sending);
    setTimeout(() => {
      sending = false;
    }, SLIP_MS);
  });
  form.addEventListener("formdata", (event) => {
    // The other language brings the same page back, with everything that stood on it.
    if (changesLanguage) return;
    for (const name of namesNotAsked(form)) event.formData.delete(name);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && Object.keys(readAnswers(form)).length > 0) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
}

/**
 * The names of what stays behind a changed answer: it was tapped once, but is not asked now.
 * @param {HTMLFormElement} form
 * @returns {Array<string>}
 */
function namesNotAsked(form) {
  const hidden = form.querySelectorAll("[data-item][hidden], .said[hidden], [data-confirm][hidden]");
  return [...hidden].flatMap((place) =>
    [...place.querySelectorAll("[name]")].map((field) => field.name),
  );
}
