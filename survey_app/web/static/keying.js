/**
 * Keying a sheet without a mouse: a digit chooses and goes on, 0 or B leaves blank and goes on
 * (0 is the tenth choice where there is one), arrows move. It hides what is not asked; the page works without it.
 */
import { guardChoices, revealTexts } from "./choices.js";
import { openItems, pathOf } from "./path.js";
import { readAnswers, readSteps } from "./read_form.js";

const BLANK = new Set(["0", "b", "B"]);
const TEN = "10";
const form = document.getElementById("keying");
/** Where only some questions stand on the page, their rules cannot be told from it. */
const showsAll = form && !("only" in form.dataset);

const questions = () => [...form.querySelectorAll("[data-item]")].filter((one) => !one.hidden);
const store = () => form.querySelector("[data-store]");
const fieldsOf = (question) => [...question.querySelectorAll("input, textarea")].filter((one) => one.offsetParent);

/** The field of a question that the keyboard goes to. */
function entrance(question) {
  return question.querySelector("input:checked") ?? fieldsOf(question)[0];
}

function go(from, step) {
  const all = questions();
  const next = all[all.indexOf(from) + step];
  const wanted = next ? entrance(next) : step > 0 ? form.querySelector("[name=confirm_blank]") : null;
  wanted?.focus();
  (next ?? wanted)?.scrollIntoView({ block: "center" });
}

function choose(question, code) {
  const box = question.querySelector(`input[value="${CSS.escape(code)}"]`);
  if (!box) return false;
  if (box.type === "checkbox") box.checked = !box.checked;
  else box.checked = true;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function leaveBlank(question) {
  for (const box of question.querySelectorAll("input:checked")) box.checked = false;
  question.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The words beside "other", if that was chosen and they are still to be typed. */
function wordsOf(question) {
  const said = question.querySelector("[data-said-of]:not([hidden]) textarea");
  return said && !said.value ? said : null;
}

function keyOnChoices(event, question) {
  const hasTen = question.querySelector(`input[value="${TEN}"]`);
  const key = event.key === "0" && hasTen ? TEN : event.key;
  if (BLANK.has(key)) {
    leaveBlank(question);
    go(question, 1);
  } else if (/^([1-9]|10)$/.test(key)) {
    if (!choose(question, key)) return true; // nothing that the sheet offers
    if (question.dataset.kind === "multi") return true;
    const words = wordsOf(question);
    if (words) words.focus();
    else go(question, 1);
  } else if (key === "Enter") go(question, 1);
  else return false;
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const question = event.target.closest("[data-item]");
  if (!question) {
    // Enter never sends by accident: only the button does.
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      if (event.target.name === "confirm_blank") store().focus();
    }
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    go(question, event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  if (event.target.matches("textarea, input[type=text]")) {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    go(question, 1);
    return;
  }
  if (keyOnChoices(event, question)) event.preventDefault();
}

/** Shows what is asked after the answers so far, and says how much is open. */
function refresh() {
  revealTexts(form);
  const steps = readSteps(form);
  const path = pathOf(steps, readAnswers(form));
  if (showsAll) {
    for (const one of form.querySelectorAll("[data-item]")) one.hidden = !path.items.has(one.dataset.item);
    for (const section of form.querySelectorAll("[data-step]")) {
      if (section.dataset.step !== "end") section.hidden = !path.steps.has(section.dataset.step);
    }
  }
  const given = readAnswers(form);
  const open = showsAll
    ? steps.flatMap((step) => openItems(step, path))
    : questions().filter((one) => !Object.hasOwn(given, one.dataset.item));
  const { open: some, noneOpen } = form.dataset;
  form.querySelector("[data-open-count]").textContent = open.length
    ? some.replace("{open}", String(open.length))
    : noneOpen;
}

function showKeys() {
  for (const box of form.querySelectorAll(".choice-input[value]")) {
    if (!box.closest("[data-item]")) continue;
    const key = document.createElement("kbd");
    key.textContent = box.value === TEN ? "10 (0)" : box.value;
    box.closest(".choice").querySelector(".choice-text").before(key);
  }
  for (const hint of document.querySelectorAll(".only-keys")) hint.hidden = false;
}

if (form) {
  guardChoices(form);
  showKeys();
  form.addEventListener("input", refresh);
  form.addEventListener("keydown", onKey);
  refresh();
  const faults = document.getElementById("faults");
  const first = form.querySelector(".has-errors input, .has-errors select, .has-errors textarea");
  (first ?? faults ?? form.querySelector("input:not([type=hidden])")).focus();
  // The browser puts answers back after this has run.
  window.addEventListener("pageshow", refresh);
}
