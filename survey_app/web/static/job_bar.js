/**
 * The bar of work that a process does: asks how far it is, and loads the page again at its end.
 * Without this module, "Look again" does the same.
 */

const EVERY_MS = 1000;
const job = document.getElementById("job");
const bar = document.getElementById("bar");
const words = document.getElementById("words");

/** @returns {Promise<boolean>} whether the work goes on */
async function look() {
  const answer = await fetch(job.dataset.state, { headers: { Accept: "application/json" } });
  // A page of sign-in, or a refusal: the whole page says it better.
  if (!answer.ok || answer.redirected) return false;
  const told = await answer.json();
  if (told.state !== "running") return false;
  if (told.percent === null) bar.removeAttribute("value");
  else bar.value = told.percent;
  // Said only when it changes: a screen reader repeats every change.
  if (words.textContent !== told.words) words.textContent = told.words;
  return true;
}

async function goOn() {
  let goesOn = true;
  try {
    goesOn = await look();
  } catch {
    // No network for a moment; the work does not need it.
  }
  if (goesOn) setTimeout(goOn, EVERY_MS);
  else location.reload();
}

setTimeout(goOn, EVERY_MS);
