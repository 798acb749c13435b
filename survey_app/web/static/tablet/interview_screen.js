/** The interview on the tablet: the rendered form, saved at every tap, finished into the outbox. */
import { answersToSend, putFields, readFields } from "../read_form.js";
import { sayRequired } from "../faults.js";
import { END, Walk } from "../walk.js";
import { saveBackup } from "./backup.js";
import { draftOf, formOf, otherVersionOf } from "./begin.js";
import { interviewDocument, stoppedDocument } from "./documents.js";
import { dropDraft, saveDraft } from "./drafts.js";
import { HandingOver } from "./handing_over.js";
import { outboxChange } from "./outbox.js";
import { go, goSaying, HOME, place, say, sayAt, show, trouble } from "./page.js";
import { readWork, workChange } from "./pack.js";
import { askPosition } from "./position.js";
import { Saver } from "./saver.js";
import { sendNow } from "./sending.js";
import { isPin, person } from "./session.js";
import { Stopwatch } from "./stopwatch.js";
import { writeSurely } from "./storage.js";
import { noteChanged, noteShown } from "./timings.js";

/** AAPOR: broken off. */
const BREAK_OFF = "2.12";

/** The interview on the screen, or null. */
let open = null;

/** Opens an interview; a second window with the same one is told so. */
export async function interview(uuid, unlisted) {
  if (open?.draft.uuid === uuid) return open.show();
  await leave();
  const own = await hold(`hai-long draft ${uuid}`, { ifAvailable: true });
  if (!own) return show("view-busy");
  // Held while the interview is open: the app is not renewed meanwhile.
  const noUpdate = await hold("hai-long interview", { mode: "shared" });
  const letGo = () => [own, noUpdate].forEach((release) => release());
  open = await begin(uuid, unlisted, letGo);
  if (open) open.show();
  else letGo();
  return undefined;
}

/** Holds a lock until the function that it gives is called; null when somebody else has it. */
function hold(name, options) {
  return new Promise((resolve) => {
    navigator.locks.request(name, options, (lock) => {
      if (lock) return new Promise((release) => resolve(release));
      return resolve(null);
    });
  });
}

async function begin(uuid, unlisted, letGo) {
  const draft = await draftOf(uuid, unlisted);
  const elsewhere = draft && (await otherVersionOf(draft));
  const html = draft && (await formOf(draft));
  if (elsewhere) location.replace(`${elsewhere}${location.hash}`);
  else if (html) return new OpenInterview(draft, html, letGo);
  else goSaying("#work", draft ? say("form_missing") : "");
  return null;
}

/** Leaves the interview on the screen, if there is one; everything is kept. */
export async function leave() {
  const left = open;
  if (!left) return;
  await left.close();
  open = null;
}

/** The interview that is open, for whoever has to know. */
export const openDraft = () => open?.current() ?? null;

class OpenInterview {
  #watch;
  #walk = null;
  #saver;
  #handing = null;
  #release;

  constructor(draft, html, letGo) {
    this.draft = draft;
    this.html = html;
    this.#release = letGo;
    this.#watch = new Stopwatch(draft.elapsed_ms);
    const { key } = person();
    this.#saver = new Saver(
      (state) => saveDraft(key, state),
      (said, error) => this.#tell(said, error),
    );
  }

  /** Puts the form on the screen and opens the part where the interview stands. */
  show() {
    const root = show("view-interview");
    place(root, "form").innerHTML = this.html; // from our own server, known by its hash
    place(root, "stop").href = `#stop/${this.draft.uuid}`;
    const form = root.querySelector("#interview");
    this.#fillHead(form);
    this.#walk = new Walk(form, {
      opened: (part) => this.#opened(part),
      answered: (item) => this.#answered(item),
      shown: (items) => noteShown(this.draft.timings, items, this.#watch.elapsed),
      leaves: (next) => this.#numbersKeepLimits() && this.#handing.allows(next),
    });
    this.#handing = new HandingOver(this.#walk, {
      covered: this.draft.covered,
      isPin,
      changed: (covered) => this.#change({ covered }),
    });
    if (this.draft.asks_position) this.#askPosition(form);
    putFields(form, this.draft.fields);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#finish();
    });
    const parts = this.#walk.route();
    const part = parts.includes(this.draft.step) ? this.draft.step : this.#walk.current;
    history.replaceState({ part }, "");
    this.#walk.open(part, { tell: false, focus: false });
    this.#tell(Object.keys(this.draft.fields).length ? "saved" : "begun");
  }

  #fillHead(form) {
    const title = form.querySelector("h1");
    title.textContent = this.draft.unit_name;
    if (this.draft.respondent) {
      const name = document.createElement("small");
      const mark = this.draft.is_simulated ? ` (${say("simulated")})` : "";
      name.textContent = this.draft.respondent + mark;
      title.append(" ", name);
    }
    for (const text of form.querySelectorAll("[data-introduction]")) {
      text.textContent = text.textContent.replaceAll("{agency}", this.draft.unit_name);
    }
    form.dataset.submit = say("finish");
  }

  #askPosition(form) {
    askPosition(form.querySelector(".of-consent"), this.draft.position, (position) =>
      this.#change({ position }),
    );
  }

  #opened(part) {
    history.pushState({ part }, "");
    this.#change({ step: part });
  }

  /** The browser's Back and Forward walk through the parts. */
  moveTo(part) {
    if (this.#handing.isHanded) return history.pushState({ part: this.#walk.current }, "");
    if (this.#walk.route().includes(part)) this.#walk.open(part, { tell: false });
    return this.#change({ step: this.#walk.current });
  }

  #answered(item) {
    if (item) noteChanged(this.draft.timings, item, this.#watch.elapsed);
    this.#change({});
  }

  #change(changes) {
    Object.assign(this.draft, changes);
    this.#saver.request(this.current());
  }

  /** The draft as it stands now. */
  current() {
    const { form } = this.#walk;
    const { path } = this.#walk.situation();
    return structuredClone({
      ...this.draft,
      step: this.#walk.current,
      elapsed_ms: this.#watch.elapsed,
      fields: readFields(form),
      answers: answersToSend(form, path),
    });
  }

  #tell(said, error) {
    const root = document.getElementById("main");
    const status = place(root, "saved");
    if (status) {
      status.textContent = say(`draft_${said}`);
      status.className = `saved is-${said}`;
    }
    if (said === "failed") {
      trouble(`${say("not_saved")} ${error?.cause?.name ?? ""}`);
      this.#offerBackup(root);
    } else if (said === "saved") trouble("");
  }

  #offerBackup(root) {
    if (place(root, "rescue")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.rescue = "";
    button.textContent = say("save_copy");
    button.addEventListener("click", () => saveBackup(this.current()));
    place(root, "saved").after(button);
  }

  /** Without the server at hand, a number out of its limits is said where it was typed. */
  #numbersKeepLimits() {
    const here = this.#walk.wrongNumbers().find(({ code }) => {
      const section = this.#walk.question(code).closest("[data-step]");
      return section.dataset.step === this.#walk.current;
    });
    if (here) sayRequired(this.#walk.question(here.code), here.text);
    return !here;
  }

  /** What keeps the interview from being finished, said at its place; true when nothing does. */
  #isComplete() {
    const now = this.#walk.situation();
    const [wrong] = this.#walk.wrongNumbers(now);
    const open = this.#walk.openQuestions(now);
    const missing = open.find((item) => item.required);
    const first = wrong ?? (missing && { code: missing.code, text: this.#walk.form.dataset.required });
    if (first) {
      this.#walk.goTo(first.code);
      sayRequired(this.#walk.question(first.code), first.text);
      return false;
    }
    const { form } = this.#walk;
    const confirm = place(form, "confirm");
    if (confirm.hidden || form.elements.confirm_blank.checked) return true;
    this.#walk.open(END);
    sayBefore(confirm, say("confirm_missing"));
    return false;
  }

  async #finish() {
    if (!this.#isComplete()) return;
    const { ending } = this.#walk.situation();
    const now = this.current();
    const document = interviewDocument(now, this.#rest(now));
    await this.#putAway(document, ending ? "ended" : "interview");
  }

  /** Ends the interview for good before its end. */
  async stop(reason) {
    const now = this.current();
    const document = stoppedDocument(now, { reason, disposition: BREAK_OFF, ...this.#rest(now) });
    await this.#putAway(document, "stopped");
  }

  #rest({ answers, elapsed_ms: elapsedMs }) {
    return { answers, finishedAt: Date.now(), elapsedMs, appVersion: this.draft.app_version };
  }

  /** Out of the drafts and into the outbox, in one transaction. */
  async #putAway(document, what) {
    const one = person();
    const { uuid, round_key: roundKey, account, unit_name: about } = this.draft;
    const at = Date.now();
    await this.#saver.settled();
    const kept = await readWork(one);
    const next = { ...kept, done: { ...kept.done, [uuid]: { at, what } } };
    try {
      await writeSurely([
        await outboxChange(document, { roundKey, account, about, now: at }),
        await workChange(one, next),
        { store: "drafts", remove: uuid },
      ]);
    } catch (error) {
      return this.#tell("failed", error);
    }
    open = null;
    this.#release();
    sendNow();
    finishedHere(say(`put_away_${what}`));
    return undefined;
  }

  /** Lets go of the interview; one in which nothing was answered leaves nothing behind. */
  async close() {
    const now = this.current();
    document.body.classList.remove("handed");
    if (Object.keys(now.fields).length) this.#saver.request(now);
    await this.#saver.settled();
    if (!Object.keys(now.fields).length) await dropDraft(this.draft.uuid);
    this.#release();
  }
}

function sayBefore(element, text) {
  const said = element.querySelector(".required-now") ?? document.createElement("p");
  said.className = "errors required-now";
  said.setAttribute("role", "alert");
  said.textContent = text;
  element.prepend(said);
  element.scrollIntoView({ block: "center" });
}

/** Back to the list; a page of an older version gives way to the present one. */
function finishedHere(text) {
  if (location.pathname !== HOME) {
    sessionStorage.setItem("notice", text);
    location.replace(`${HOME}#work`);
    return;
  }
  goSaying("#work", text);
}

/** The screen on which an interview is stopped. */
export function stop(uuid) {
  if (open?.draft.uuid !== uuid) return go("#work");
  const interrupted = open;
  const draft = interrupted.current();
  interrupted.draft = draft;
  const root = show("view-stop");
  place(root, "back").href = `#interview/${uuid}`;
  const form = place(root, "stop-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("[name=reason]:checked")?.value ?? "";
    const note = form.elements.note.value.trim();
    if (!chosen && !note) return sayAt(root, "error", say("reason_missing"));
    interrupted.stop([chosen, note].filter(Boolean).join(": "));
    return undefined;
  });
  return undefined;
}

window.addEventListener("popstate", (event) => {
  if (open && event.state?.part && document.getElementById("interview")) {
    open.moveTo(event.state.part);
  }
});

