/**
 * The respondent answers a part alone: everything else is hidden, and afterwards the answers are
 * covered until the interviewer's PIN, so that neither sees what is the other's.
 */
import { copyOf, place, say, sayAt } from "./page.js";
import { pinFault } from "./session.js";

/** Parts with questions that somebody may not want to answer aloud. */
const SENSITIVE = "[data-shown=respondent]:has([data-sensitive])";

export class HandingOver {
  #walk;
  #covered;
  #told;
  #nextLabel;
  #next = null;

  /**
   * @param {import("../walk.js").Walk} walk
   * @param {object} options
   * @param {Array<string>} options.covered parts that the respondent answered alone
   * @param {(pin: string) => Promise<void>} options.provePin raises WrongPin or TooSoon
   * @param {(covered: Array<string>) => void} options.changed
   */
  constructor(walk, { covered, provePin, changed }) {
    this.#walk = walk;
    this.#covered = new Set(covered);
    this.#told = { provePin, changed };
    this.#nextLabel = place(walk.form, "next").textContent;
    for (const section of walk.form.querySelectorAll(SENSITIVE)) this.#prepare(section);
    this.#draw();
  }

  get isHanded() {
    return document.body.classList.contains("handed");
  }

  /** Whether "next" may open this part; while the respondent has the tablet it may not. */
  allows(next) {
    if (!this.isHanded) return true;
    this.#next = next;
    this.#askWhetherDone();
    return false;
  }

  #prepare(section) {
    section.querySelector("h2").after(copyOf("hand-over"), copyOf("veil"));
    place(section, "hand-over").addEventListener("click", () => this.#handOver(section));
    place(section, "again").addEventListener("click", () => {
      // The respondent was told that these answers stay covered: nobody uncovers them.
      for (const field of section.querySelectorAll(".question [name]")) {
        if (["radio", "checkbox"].includes(field.type)) field.checked = false;
        else field.value = "";
      }
      this.#handOver(section);
    });
  }

  #handOver(section) {
    this.#covered.add(section.dataset.step);
    this.#told.changed([...this.#covered]);
    document.body.classList.add("handed");
    this.#walk.refresh();
    this.#label(say("handed_done"));
    this.#draw();
    section.querySelector("h2").focus();
    window.scrollTo(0, 0);
  }

  /** Whoever tapped too early goes back; afterwards the answers are covered for good. */
  #askWhetherDone() {
    const cover = copyOf("given-back").firstElementChild;
    place(cover, "done").addEventListener("click", () => this.#takeBack(cover));
    place(cover, "not-done").addEventListener("click", () => {
      cover.remove();
      this.#walk.form.inert = false;
    });
    this.#walk.form.inert = true;
    document.getElementById("main").append(cover);
    cover.querySelector("h2").focus();
  }

  #takeBack(cover) {
    cover.replaceChildren(copyOf("pin-back"));
    const form = place(cover, "pin");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await this.#told.provePin(form.elements.pin.value);
      } catch (error) {
        form.elements.pin.value = "";
        return sayAt(cover, "error", pinFault(error));
      }
      return this.#end(cover);
    });
    cover.querySelector("h2").focus();
  }

  #end(cover) {
    cover.remove();
    this.#walk.form.inert = false;
    document.body.classList.remove("handed");
    this.#label(this.#nextLabel);
    this.#draw();
    this.#walk.open(this.#next);
  }

  #label(text) {
    place(this.#walk.form, "next").textContent = text;
  }

  #draw() {
    for (const section of this.#walk.form.querySelectorAll("[data-step]")) {
      const covered = this.#covered.has(section.dataset.step) && !this.isHanded;
      section.classList.toggle("covered", covered);
    }
  }
}
