/**
 * Adds behaviour to the interview that the server rendered: one part per screen, questions that
 * appear when they are asked, progress, and a look back before sending. It draws no question.
 */
import { guardChoices, revealTexts } from "./choices.js";
import { guardLeaving } from "./leaving.js";
import { nearest, openItems, pathOf, questionsLeft, routeOf, stepsAhead } from "./path.js";
import { readAnswers, readSteps } from "./read_form.js";
import { holds } from "./rules.js";
import { sayRequired, settle } from "./faults.js";

const END = "end";
const form = document.getElementById("interview");
const steps = readSteps(form);
const endings = JSON.parse(form.dataset.endings);
const part = (name) => form.querySelector(`[data-${name}]`);
const sectionOf = (code) => form.querySelector(`[data-step="${code}"]`);
const questionOf = (code) => form.querySelector(`[data-item="${code}"]`);

/** The part on the screen. */
let current = steps[0].code;

/** Fills `{name}` in a text that the page brought along. */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The path after the answers so far, and the ending that they lead to, if any. */
function situation() {
  const path = pathOf(steps, readAnswers(form));
  const ending = endings.find((found) => holds(found.when, path.answers));
  return { path, ending };
}

/** The parts a person walks through now, the look back included. */
const routeNow = ({ path }) => [...routeOf(steps, path), END];

function showQuestions(path) {
  for (const step of steps) {
    for (const item of step.items) questionOf(item.code).hidden = !path.items.has(item.code);
  }
}

function showProgress({ path, ending }) {
  const ahead = ending ? routeOf(steps, path) : stepsAhead(steps, path).map((step) => step.code);
  const codes = [...ahead, END];
  const place = fill(form.dataset.part, { part: codes.indexOf(current) + 1, parts: codes.length });
  const left = ending ? 0 : questionsLeft(steps, path);
  const rest = left ? fill(form.dataset.left, { left }) : form.dataset.done;
  sectionOf(current).querySelector("[data-progress]").textContent = `${place} · ${rest}`;
}

function showSummary({ path, ending }) {
  part("ending").hidden = !ending;
  part("ending").textContent = ending ? ending.text : "";
  part("summary").hidden = Boolean(ending);
  const open = ending ? [] : steps.flatMap((step) => openItems(step, path));
  part("missing-list").replaceChildren(...open.map((item) => linkTo(item.code)));
  part("confirm").hidden = !open.some((item) => "index" in questionOf(item.code).dataset);
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
  const codes = routeNow(now);
  if (!codes.includes(current)) current = nearest(current, { steps, codes });
  for (const section of form.querySelectorAll("[data-step]")) {
    section.hidden = section.dataset.step !== current;
  }
  showQuestions(now.path);
  revealTexts(form);
  showProgress(now);
  showSummary(now);
  const last = current === END;
  part("next").hidden = last;
  part("send").hidden = !last;
  part("back").disabled = codes.indexOf(current) === 0;
  form.elements.namedItem("step").value = current;
}

/** Opens a part; `remember` puts it into the history, so that the browser's Back goes back. */
function openPart(code, { remember = true, focus = true } = {}) {
  current = code;
  refresh();
  if (remember) history.pushState({ step: current }, "", `#${current}`);
  if (!focus) return;
  window.scrollTo(0, 0);
  document.getElementById(`title-${current}`).focus({ preventScroll: true });
}

/** The first question of this part that must be answered before going on. */
function requiredHere({ path }) {
  const step = steps.find((found) => found.code === current);
  return step && openItems(step, path).find((item) => item.required);
}

function goOn() {
  const now = situation();
  const missing = requiredHere(now);
  if (missing) return sayRequired(questionOf(missing.code), form.dataset.required);
  if (now.ending) return openPart(END);
  const codes = routeNow(now);
  return openPart(codes[codes.indexOf(current) + 1]);
}

function goBack() {
  const codes = routeNow(situation());
  const before = codes[codes.indexOf(current) - 1];
  if (before) openPart(before);
}

function goTo(code, { remember = true } = {}) {
  const step = steps.find((found) => found.items.some((item) => item.code === code));
  openPart(step.code, { remember, focus: false });
  const question = questionOf(code);
  question.scrollIntoView({ block: "start" });
  question.querySelector("input:checked, input, textarea").focus({ preventScroll: true });
}

function start() {
  form.classList.add("stepped");
  guardChoices(form);
  guardLeaving(form);
  const wrong = form.querySelector(".question.has-errors");
  const sent = form.elements.namedItem("step").value;
  if (wrong) goTo(wrong.dataset.item, { remember: false });
  else openPart(sent || steps[0].code, { remember: false, focus: false });
  // A page that came back from the server is a new start; one that the browser brings back,
  // by Back or by reloading, opens where it was left.
  const comesBack = !sent && history.state?.step;
  const wanted = comesBack ? history.state.step : current;
  history.replaceState({ step: wanted }, "", location.pathname);
  // The browser puts the answers back after this module has run, and before this event.
  window.addEventListener("pageshow", () => {
    if (comesBack) openPart(wanted, { remember: false, focus: false });
    else refresh();
  });
}

form.addEventListener("input", (event) => {
  settle(event.target.closest(".question"));
  refresh();
});
form.addEventListener("change", refresh);
part("next").addEventListener("click", goOn);
part("back").addEventListener("click", goBack);
form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-goto]");
  if (!link) return;
  event.preventDefault();
  goTo(link.dataset.goto);
});
form.addEventListener("keydown", (event) => {
  // Enter in a line of text means "go on"; nothing but the button itself ever sends.
  if (event.key !== "Enter" || !event.target.matches("input, .said textarea")) return;
  event.preventDefault();
  if (event.target.matches("[type=text], textarea") && current !== END) goOn();
});
window.addEventListener("popstate", (event) => {
  if (event.state?.step) openPart(event.state.step, { remember: false });
});

start();
