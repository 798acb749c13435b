/**
 * Adds behaviour to the interview that the server rendered: one part per screen, questions that
 * appear when they are asked, progress, and a look back before sending. It draws no question.
 */
import { holds } from "./rules.js";
import { pathOf, questionsLeft, stepsAhead } from "./path.js";
import { readAnswers, readSteps } from "./read_form.js";
import { guardChoices } from "./choices.js";

const form = document.getElementById("interview");
const steps = readSteps(form);
const endings = JSON.parse(form.dataset.endings);
const part = (name) => form.querySelector(`[data-${name}]`);
const sectionOf = (code) => form.querySelector(`[data-step="${code}"]`);
const questionOf = (code) => form.querySelector(`[data-item="${code}"]`);

let current = "";
let sent = false;

/** Fills `{name}` in a text that the page brought along. */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The path after the answers so far, and the ending that they lead to, if any. */
function situation() {
  const path = pathOf(steps, readAnswers(form));
  const ending = endings.find((found) => holds(found.when, path.answers));
  return { path, ending };
}

/** The parts a person walks through now, the look back included. */
function route({ path }) {
  const codes = steps.map((step) => step.code).filter((code) => path.steps.has(code));
  return [...codes, "end"];
}

/** Questions on the path of this part that have no answer. */
function openIn(step, path) {
  return step.items.filter((item) => path.items.has(item.code) && !(item.code in path.answers));
}

function showQuestions(path) {
  for (const step of steps) {
    for (const item of step.items) {
      questionOf(item.code).hidden = !path.items.has(item.code);
    }
  }
}

function showProgress({ path, ending }) {
  const left = ending ? 0 : questionsLeft(steps, path);
  const ahead = ending ? steps.filter((step) => path.steps.has(step.code)) : stepsAhead(steps, path);
  const codes = [...ahead.map((step) => step.code), "end"];
  const place = fill(form.dataset.part, { part: codes.indexOf(current) + 1, parts: codes.length });
  const rest = left ? fill(form.dataset.left, { left }) : form.dataset.done;
  sectionOf(current).querySelector("[data-progress]").textContent = `${place} · ${rest}`;
}

function showSummary({ path, ending }) {
  const text = part("ending");
  text.hidden = !ending;
  text.textContent = ending ? ending.text : "";
  part("summary").hidden = Boolean(ending);
  const open = ending ? [] : steps.flatMap((step) => openIn(step, path));
  part("missing").textContent = open.length ? fill(form.dataset.left, { left: open.length }) : "";
  part("missing-list").replaceChildren(...open.map((item) => linkTo(item.code)));
  part("send").textContent = ending ? form.dataset.finish : form.dataset.submit;
}

function linkTo(code) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#q-${code}`;
  link.dataset.goto = code;
  link.textContent = questionOf(code).querySelector("legend, .legend").textContent;
  row.append(link);
  return row;
}

/** Brings the page in line with the answers; cheap enough for every tap. */
function refresh() {
  const now = situation();
  const codes = route(now);
  if (!codes.includes(current)) current = codes[0];
  for (const section of form.querySelectorAll("[data-step]")) {
    section.hidden = section.dataset.step !== current;
  }
  showQuestions(now.path);
  showProgress(now);
  showSummary(now);
  const last = current === "end";
  part("next").hidden = last;
  part("send").hidden = !last;
  part("back").disabled = codes.indexOf(current) === 0;
  form.elements.namedItem("step").value = current;
}

/** Opens a part; `remember` puts it into the history, so that the browser's Back goes back. */
function open(code, { remember = true, focus = true } = {}) {
  current = code;
  refresh();
  if (remember) history.pushState({ step: current }, "", `#${current}`);
  if (!focus) return;
  window.scrollTo(0, 0);
  document.getElementById(`title-${current}`).focus({ preventScroll: true });
}

/** The first question of this part that must be answered before going on. */
function requiredHere() {
  const { path } = situation();
  const step = steps.find((found) => found.code === current);
  return step && openIn(step, path).find((item) => "required" in questionOf(item.code).dataset);
}

function sayRequired(code) {
  const question = questionOf(code);
  let text = question.querySelector(".required-now");
  if (!text) {
    text = document.createElement("p");
    text.className = "errors required-now";
    text.setAttribute("role", "alert");
    question.querySelector("legend, .legend").after(text);
  }
  text.textContent = form.dataset.required;
  question.scrollIntoView({ block: "center" });
  question.querySelector("input, textarea").focus({ preventScroll: true });
}

function next() {
  const now = situation();
  const missing = requiredHere();
  if (missing) return sayRequired(missing.code);
  if (now.ending) return open("end");
  const codes = route(now);
  return open(codes[codes.indexOf(current) + 1]);
}

function back() {
  const codes = route(situation());
  const before = codes[codes.indexOf(current) - 1];
  if (before) open(before);
}

function goTo(code) {
  const step = steps.find((found) => found.items.some((item) => item.code === code));
  if (!step) return;
  open(step.code, { focus: false });
  const question = questionOf(code);
  question.scrollIntoView({ block: "start" });
  const target = question.querySelector("input:checked, input, textarea");
  if (target) target.focus({ preventScroll: true });
}

function start() {
  form.classList.add("stepped");
  guardChoices(form);
  const wrong = form.querySelector(".question.has-errors");
  const asked = form.elements.namedItem("step").value;
  const first = wrong ? wrong.closest("[data-step]").dataset.step : asked || steps[0].code;
  const faults = document.getElementById("faults");
  open(first, { remember: false, focus: false });
  history.replaceState({ step: current }, "", location.pathname);
  if (faults) faults.focus();
}

form.addEventListener("input", refresh);
form.addEventListener("change", (event) => {
  const question = event.target.closest(".question");
  if (question) question.querySelector(".required-now")?.remove();
  refresh();
});
part("next").addEventListener("click", next);
part("back").addEventListener("click", back);
form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-goto]");
  if (!link) return;
  event.preventDefault();
  goTo(link.dataset.goto);
});
form.addEventListener("keydown", (event) => {
  // Enter in a line of text means "go on", never "send".
  if (event.key === "Enter" && event.target.matches("input[type=text]")) {
    event.preventDefault();
    if (current !== "end") next();
  }
});
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("popstate", (event) => {
  if (event.state?.step) open(event.state.step, { remember: false });
});
window.addEventListener("pageshow", () => {
  sent = false;
  refresh();
});

start();
