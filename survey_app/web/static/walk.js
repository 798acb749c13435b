/**
 * Walks through the interview that the server rendered: one part per screen, questions that appear
 * when they are asked, progress, and a look back at the end. It draws no question, and it knows
 * neither the browser's history nor where answers are kept: whoever uses it is told.
 */
import { guardChoices, revealTexts } from "./choices.js";
import { sayRequired, settle } from "./faults.js";
import { nearest, openItems, pathOf, questionsLeft, routeOf, stepsAhead } from "./path.js";
import { numberFault, readAnswers, readSteps } from "./read_form.js";
import { holds } from "./rules.js";

export const END = "end";

/** Fills `{name}` in a text that the page brought along. */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Touches only what changes: everything else would be laid out again. */
function hide(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

export class Walk {
  /**
   * @param {HTMLFormElement} form
   * @param {object} told who wants to know
   * @param {(part: string) => void} [told.opened] a part was opened by going on, back or to a link
   * @param {(item: string) => void} [told.answered] an answer was given or taken back
   * @param {(items: Set<string>) => void} [told.shown] these questions stand on the screen now
   * @param {(next: string) => boolean} [told.leaves] whether "next" may open the next part
   */
  constructor(form, told = {}) {
    const nothing = () => {};
    this.form = form;
    this.told = { opened: nothing, answered: nothing, shown: nothing, leaves: () => true, ...told };
    this.steps = readSteps(form);
    this.questions = new Map(
      [...form.querySelectorAll("[data-item]")].map((element) => [element.dataset.item, element]),
    );
    this.sections = [...form.querySelectorAll("[data-step]")];
    this.endings = JSON.parse(form.dataset.endings);
    /** The part on the screen. */
    this.current = this.steps[0].code;
    form.classList.add("stepped");
    guardChoices(form);
    this.#listen();
  }

  /** The path after the answers so far, and the ending that they lead to, if any. */
  situation() {
    const path = pathOf(this.steps, readAnswers(this.form));
    const ending = this.endings.find((found) => holds(found.when, path.answers));
    return { path, ending };
  }

  /** The parts a person walks through now, the look back included. */
  route({ path } = this.situation()) {
    return [...routeOf(this.steps, path), END];
  }

  /** Brings the page in line with the answers; cheap enough for every tap. */
  refresh() {
    const now = this.situation();
    const codes = this.route(now);
    if (!codes.includes(this.current)) {
      this.current = nearest(this.current, { steps: this.steps, codes });
    }
    for (const section of this.sections) hide(section, section.dataset.step !== this.current);
    this.#showQuestions(now.path);
    revealTexts(this.form);
    this.#showProgress(now);
    const last = this.current === END;
    if (last) this.#showSummary(now); // nobody sees it before
    this.#part("next").hidden = last;
    this.#part("send").hidden = !last;
    this.#part("back").disabled = codes.indexOf(this.current) === 0;
    this.form.elements.namedItem("step").value = this.current;
  }

  /** Opens a part, and tells it unless it came from there. */
  open(code, { tell = true, focus = true } = {}) {
    this.current = code;
    this.refresh();
    if (tell) this.told.opened(this.current);
    if (!focus) return;
    window.scrollTo(0, 0);
    document.getElementById(`title-${this.current}`).focus({ preventScroll: true });
  }

  /** Opens the part of a question and brings the question before the eyes. */
  goTo(code, { tell = true } = {}) {
    const step = this.steps.find((found) => found.items.some((item) => item.code === code));
    this.open(step.code, { tell, focus: false });
    const question = this.question(code);
    question.scrollIntoView({ block: "start" });
    question.querySelector("input:checked, input, textarea").focus({ preventScroll: true });
  }

  /** To the next part, unless an answer is missing that it cannot go on without. */
  goOn() {
    const now = this.situation();
    const step = this.steps.find((found) => found.code === this.current);
    const missing = step && openItems(step, now.path).find((item) => item.required);
    if (missing) return sayRequired(this.question(missing.code), this.form.dataset.required);
    const codes = this.route(now);
    const next = now.ending ? END : codes[codes.indexOf(this.current) + 1];
    if (next && this.told.leaves(next)) this.open(next);
    return undefined;
  }

  /** The questions on the path whose typed number cannot be taken, with what to say of it. */
  wrongNumbers({ path } = this.situation()) {
    const { wrongNumber } = this.form.dataset;
    return this.steps
      .flatMap((step) => step.items)
      .filter((item) => path.items.has(item.code))
      .map((item) => ({ code: item.code, limits: numberFault(this.question(item.code)) }))
      .filter(({ limits }) => limits)
      .map(({ code, limits }) => ({ code, text: fill(wrongNumber, limits) }));
  }

  /** To the part before; on the first one it stays. */
  goBack() {
    const codes = this.route();
    const before = codes[codes.indexOf(this.current) - 1];
    if (before) this.open(before);
  }

  /** The questions that are asked and open, until an ending makes them needless. */
  openQuestions({ path, ending } = this.situation()) {
    return ending ? [] : this.steps.flatMap((step) => openItems(step, path));
  }

  /** One question of the page. */
  question(code) {
    return this.questions.get(code);
  }

  #part(name) {
    return this.form.querySelector(`[data-${name}]`);
  }

  #section(code) {
    return this.sections.find((section) => section.dataset.step === code);
  }

  #showQuestions(path) {
    for (const step of this.steps) {
      for (const item of step.items) {
        hide(this.question(item.code), !path.items.has(item.code));
      }
    }
    const here = this.steps.find((step) => step.code === this.current)?.items ?? [];
    this.told.shown(new Set(here.map((item) => item.code).filter((code) => path.items.has(code))));
  }

  #showProgress({ path, ending }) {
    const { part, left, done } = this.form.dataset;
    const ahead = ending
      ? routeOf(this.steps, path)
      : stepsAhead(this.steps, path).map((step) => step.code);
    const codes = [...ahead, END];
    const place = fill(part, { part: codes.indexOf(this.current) + 1, parts: codes.length });
    const count = ending ? 0 : questionsLeft(this.steps, path);
    const rest = count ? fill(left, { left: count }) : done;
    this.#section(this.current).querySelector("[data-progress]").textContent = `${place} · ${rest}`;
  }

  #showSummary(now) {
    const { ending } = now;
    if (this.current !== END) return; // nobody sees it, and every tap comes by here
    this.#part("ending").hidden = !ending;
    this.#part("ending").textContent = ending ? ending.text : "";
    this.#part("summary").hidden = Boolean(ending);
    const open = this.openQuestions(now);
    this.#part("missing-list").replaceChildren(...open.map((item) => this.#linkTo(item.code)));
    this.#part("confirm").hidden = !open.some(
      (item) => "index" in this.question(item.code).dataset,
    );
    this.#part("send").textContent = ending ? this.form.dataset.finish : this.form.dataset.submit;
  }

  #linkTo(code) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#q-${code}`;
    link.dataset.goto = code;
    link.textContent = this.question(code).querySelector("legend, .legend").textContent;
    row.append(link);
    return row;
  }

  #listen() {
    const { form } = this;
    let taken = null;
    form.addEventListener("input", (event) => {
      const question = event.target.closest(".question");
      settle(question);
      this.refresh();
      taken = event.target;
      this.told.answered(question?.dataset.item ?? "");
    });
    form.addEventListener("change", (event) => {
      // It follows an input that was taken in already, unless the browser filled the field.
      if (event.target !== taken) this.refresh();
      taken = null;
    });
    this.#part("next").addEventListener("click", () => this.goOn());
    this.#part("back").addEventListener("click", () => this.goBack());
    form.addEventListener("click", (event) => {
      const link = event.target.closest("[data-goto]");
      if (!link) return;
      event.preventDefault();
      this.goTo(link.dataset.goto);
    });
    form.addEventListener("keydown", (event) => {
      // Enter in a line of text means "go on"; nothing but the button itself ever sends.
      if (event.key !== "Enter" || !event.target.matches("input, .said textarea")) return;
      event.preventDefault();
      if (event.target.matches("[type=text], textarea") && this.current !== END) this.goOn();
    });
  }
}
