/** One interview on the tablet: the rendered form, saved at every tap, finished into the outbox. */
import { answersToSend, putFields, readFields } from "../read_form.js";
import { Walk } from "../walk.js";
import { saveBackup } from "./backup.js";
import { askByPhone } from "./by_phone.js";
import { isComplete, numbersKeepLimits } from "./completeness.js";
import { BREAK_OFF, finishedDocument, RECHECK, stoppedDocument } from "./documents.js";
import { dropDraft, saveDraft } from "./drafts.js";
import { HandingOver } from "./handing_over.js";
import { once, place, put, say, screen, show, trouble } from "./page.js";
import { askPosition } from "./position.js";
import { intoOutbox, offTheTablet } from "./putting_away.js";
import { Saver } from "./saver.js";
import { sendNow } from "./sending.js";
import { person, provePin } from "./session.js";
import { Stopwatch } from "./stopwatch.js";
import { noteChanged, noteShown } from "./timings.js";

export class OpenInterview {
  #html;
  #told;
  #watch;
  #walk = null;
  #saver;
  #handing = null;
  #said = "begun";
  #isStored;
  #isOver = false;
  #puttingAway = null;

  /**
   * @param {object} draft
   * @param {string} html the form
   * @param {object} told
   * @param {() => void} told.letGo the interview is open no more
   * @param {(text: string, action?: object) => void} told.finished it was finished or stopped, and
   *   is safe, or removed, which can be taken back
   */
  constructor(draft, html, told) {
    this.draft = draft;
    this.#html = html;
    this.#told = told;
    this.#isStored = Object.keys(draft.fields).length > 0;
    this.#watch = new Stopwatch(draft.elapsed_ms);
    const { key } = person();
    this.#saver = new Saver(
      async (state) => {
        await saveDraft(key, state);
        this.#isStored = true;
      },
      (said, error) => this.#tell(said, error),
    );
  }

  /** Puts the form on the screen and opens the part where the interview stands. */
  show() {
    const root = show("view-interview");
    place(root, "form").innerHTML = this.#html; // from our own server, known by its hash
    const { returned } = this.draft;
    put(root, { returned: returned ? say("returned", returned) : "" });
    // Whoever breaks off a re-check records what came of the attempt: half of one compares nothing.
    const { uuid } = this.draft;
    place(root, "stop").href = this.#isRecheck ? `#attempt/${uuid}/again` : `#stop/${uuid}`;
    const form = root.querySelector("#interview");
    form.autocomplete = "off"; // as in every form of the app
    this.#fillHead(form);
    this.#walk = new Walk(form, {
      opened: (part) => this.#opened(part),
      answered: (item) => this.#answered(item),
      shown: (items) => noteShown(this.draft.timings, items, this.#watch.elapsed),
      leaves: (next) => numbersKeepLimits(this.#walk) && this.#handing.allows(next),
    });
    this.#handing = new HandingOver(this.#walk, {
      covered: this.draft.covered,
      provePin,
      changed: (covered) => this.#change({ covered }),
    });
    if (this.draft.has_phone) this.#askByPhone(form);
    if (this.draft.asks_position) this.#askPosition(form);
    putFields(form, this.draft.fields);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      once(place(root, "form"), () => this.#finish(), { again: true });
    });
    const parts = this.#walk.route();
    const part = parts.includes(this.draft.step) ? this.draft.step : this.#walk.current;
    history.replaceState({ part }, "");
    this.#walk.open(part, { tell: false, focus: false });
    this.#tell(this.#said);
    if (this.#isStored) this.#change({}); // "saved" is said when it is
  }

  get #isRecheck() {
    return this.draft.kind === RECHECK;
  }

  /** The part on the screen. */
  get part() {
    return this.#walk.current;
  }

  /** Takes the answers off the page, which another screen replaces. */
  pause() {
    this.draft = this.current();
  }

  #fillHead(form) {
    const title = form.querySelector("h1");
    title.textContent = this.draft.unit_name;
    if (this.draft.respondent) {
      const name = document.createElement("small");
      const mark = this.draft.is_simulated ? ` (${say("simulated")})` : "";
      const way = this.draft.by_phone ? ` · ${say("by_phone")}` : "";
      name.textContent = this.draft.respondent + mark + way;
      title.append(" ", name);
    }
    for (const text of form.querySelectorAll("[data-introduction]")) {
      text.textContent = text.textContent.replaceAll("{agency}", this.draft.unit_name);
    }
    form.dataset.submit = say(this.#isRecheck ? "finish_recheck" : "finish");
  }

  #askByPhone(form) {
    askByPhone(form.querySelector(".of-consent"), this.draft.by_phone, (chosen) => {
      this.#change({ by_phone: chosen });
      this.#fillHead(form);
    });
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
    if (this.#isOver) return; // an answer of the network or of the satellite that came too late
    Object.assign(this.draft, changes);
    if (this.#puttingAway) return; // the draft is leaving; should that fail, the next save has it
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
    this.#said = said;
    const root = screen();
    const status = place(root, "saved");
    if (status) {
      status.textContent = say(`draft_${said}`);
      status.className = `saved is-${said}`;
    }
    if (said === "failed") {
      trouble(`${say("not_saved")} ${error?.cause?.name ?? ""}`);
      if (status) this.#offerBackup(root);
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

  async #finish() {
    if (!isComplete(this.#walk)) return;
    const { ending } = this.#walk.situation();
    const now = this.current();
    const document = finishedDocument(now, this.#rest(now));
    await this.#putAway(document, ending ? "ended" : (now.kind ?? "interview"));
  }

  /** Ends the interview for good before its end. */
  async stop(reason, disposition = BREAK_OFF) {
    const now = this.current();
    const document = stoppedDocument(now, { reason, disposition, ...this.#rest(now) });
    await this.#putAway(document, "stopped");
  }

  #rest({ answers, elapsed_ms: elapsedMs }) {
    return { answers, finishedAt: Date.now(), elapsedMs, appVersion: this.draft.app_version };
  }

  /** Out of the drafts and into the outbox, in one transaction, once. */
  async #putAway(document, what) {
    const gone = await this.#leaveOnce(() => intoOutbox(document, this.draft, what));
    if (!gone) return;
    sendNow();
    this.#told.finished(say(`put_away_${what}`));
  }

  /** Removes what was begun by mistake: nothing is sent, and the respondent stays on the list. */
  async drop() {
    const gone = await this.#leaveOnce(() => offTheTablet(this.draft.uuid));
    if (gone) this.#told.finished(say("dropped"), { label: say("undo"), act: gone.value });
  }

  async #leaveOnce(leave) {
    this.#puttingAway ??= this.#tryLeaving(leave);
    const gone = await this.#puttingAway;
    this.#puttingAway = null;
    return gone;
  }

  /** Gives what leaving the drafts gave, or null when it failed, which is said. */
  async #tryLeaving(leave) {
    // A save that goes on later would put the draft back.
    if (!(await this.#saver.settled())) return null;
    try {
      const value = await leave();
      this.#end();
      return { value };
    } catch (error) {
      this.#tell("failed", error);
      return null;
    }
  }

  /**
   * Lets go of the interview when everything is on the disk; one in which nothing was answered
   * leaves nothing behind.
   * @returns {Promise<boolean>} whether it could be let go of
   */
  async close() {
    await this.#puttingAway;
    if (this.#isOver) return true;
    const now = this.current();
    const isAnswered = Object.keys(now.fields).length > 0;
    if (isAnswered) this.#saver.request(now);
    if (!(await this.#saver.settled())) return false;
    if (!isAnswered && this.#isStored) await dropDraft(this.draft.uuid);
    this.#end();
    return true;
  }

  #end() {
    this.#isOver = true;
    this.#saver.stop();
    document.body.classList.remove("handed");
    this.#told.letGo();
  }
}
