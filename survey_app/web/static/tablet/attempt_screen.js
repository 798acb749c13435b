/** Recording an attempt that led to no interview. */
import { entriesOf, isOnList, isTask } from "./cases.js";
import { attemptDocument, BREAK_OFF, recheckAttemptDocument, stoppedDocument } from "./documents.js";
import { draftsOf, readDraft } from "./drafts.js";
import { outboxChange, takingBack } from "./outbox.js";
import {
  APP_VERSION,
  DAY_MS,
  goInstead,
  goSaying,
  hour,
  midnight,
  notice,
  once,
  place,
  put,
  say,
  sayAt,
  show,
  weekday,
} from "./page.js";
import { changeWork, readWork } from "./pack.js";
import { dropping } from "./putting_away.js";
import { sendNow } from "./sending.js";
import { person } from "./session.js";
import { read } from "./storage.js";

/** So long a record can be taken back before it is sent. */
const HOLD_MS = 15_000;
const HOUR_MS = 3_600_000;
const DAYS_AHEAD = 21;
const EARLIEST = 6 * HOUR_MS;
const LATEST = 21 * HOUR_MS;
const STEP_MS = HOUR_MS / 2;

/** AAPOR: refused. Of an interview that was begun, it is a break-off. */
const REFUSAL = "2.11";

/**
 * The screen for one respondent.
 * @param {string} caseUuid
 * @param {object} options
 * @param {"again" | "wrong"} [options.why] the interview was stopped: to come again, or because it
 *   was the wrong person
 */
export async function attempt(caseUuid, { why }) {
  const entry = await entryOf(caseUuid);
  if (!entry || entry.done || !isOnList(entry.listed)) return goInstead("#work");
  // Made before the first tap: a second one can only repeat it.
  const uuid = crypto.randomUUID();
  const root = show(isTask(entry.listed) ? "view-recheck-attempt" : "view-attempt");
  const unit = entry.unit?.name ?? entry.listed.unit;
  put(root, { respondent: entry.listed.respondent, unit, begun: begunText(entry, why) });
  if (why) place(root, "back").href = `#interview/${caseUuid}`;
  const form = place(root, "attempt");
  offerTimes(form.elements);
  if (why === "again") form.querySelector("[data-appointment]").checked = true;
  const chosen = () => {
    place(root, "when").hidden = !("appointment" in (chosenInput(form)?.dataset ?? {}));
    sayAt(root, "error", "");
  };
  chosen();
  form.addEventListener("change", chosen);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const outcome = outcomeOf(form);
    if (outcome.fault) return sayAt(root, "error", say(outcome.fault));
    return once(form, () => recordAlone(entry, { uuid, ...outcome, isWrong: why === "wrong" }));
  });
  return undefined;
}

/** What becomes of the interview that was begun with this respondent. */
function begunText({ state, listed }, why) {
  if (state !== "begun") return "";
  if (isTask(listed)) return say("begun_recheck");
  return say(why === "wrong" ? "begun_goes" : "begun_stays");
}

/** The days ahead and the hours of a working day; nobody types a date with a thumb. */
function offerTimes({ day, time }) {
  const today = midnight(Date.now());
  const days = Array.from({ length: DAYS_AHEAD }, (_, ahead) => {
    const at = today + ahead * DAY_MS;
    return new Option(weekday(at), String(at));
  });
  day.replaceChildren(...days);
  const steps = Array.from({ length: (LATEST - EARLIEST) / STEP_MS + 1 }, (_, step) => {
    const after = EARLIEST + step * STEP_MS;
    return new Option(hour(today + after), String(after));
  });
  time.replaceChildren(...steps);
  const soon = steps.find((option) => today + Number(option.value) > Date.now() + HOUR_MS);
  if (soon) soon.selected = true;
  else days[1].selected = true;
}

/** A respondent on this person's list, as they stand now. */
export async function entryOf(caseUuid) {
  const one = person();
  const { drafts } = await draftsOf(one);
  const entries = entriesOf(await readWork(one), drafts);
  return entries.find((found) => found.listed.uuid === caseUuid);
}

const chosenInput = (form) => form.querySelector("[data-outcomes] input:checked");

/** What was typed, or the key of what is missing. Only supervisors are asked how they tried. */
function outcomeOf(form) {
  const input = chosenInput(form);
  const mode = form.elements.mode?.value ?? null;
  if (mode === "") return { fault: "how_missing" };
  if (!input) return { fault: "outcome_missing" };
  const note = form.elements.note.value.trim();
  // Of a re-check that nobody makes any more somebody else has to understand why.
  if (mode && "final" in input.dataset && !note) return { fault: "note_missing" };
  const made = { disposition: input.value, isFinal: "final" in input.dataset, mode, note };
  if (!("appointment" in input.dataset)) return { ...made, appointmentAt: null };
  const { day, time } = form.elements;
  const appointmentAt = Number(day.value) + Number(time.value);
  if (appointmentAt < Date.now()) return { fault: "appointment_past" };
  return { ...made, appointmentAt };
}

/** An interview that is open in another window would be saved again after it was removed. */
async function recordAlone(entry, outcome) {
  const name = `hai-long draft ${entry.listed.uuid}`;
  const isAlone = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await record(entry, outcome);
    return Boolean(lock);
  });
  if (!isAlone) show("view-busy");
}

async function record(entry, outcome) {
  const one = person();
  const at = Date.now();
  const caseUuid = entry.listed.uuid;
  const draft = await readDraft(one, caseUuid);
  const kept = draft && (await read("drafts", caseUuid));
  const document = documentOf(outcome, { listed: entry.listed, account: one.account, draft, at });
  const { round, unit } = entry;
  const item = { roundKey: round.key, account: one.account, about: unit?.name ?? entry.listed.unit };
  const added = await outboxChange(document, { ...item, now: at, holdMs: HOLD_MS });
  const leaves = draft && (outcome.isFinal || outcome.isWrong);
  await changeWork(one, (work) => ({
    work: withAttempt(work, { caseUuid, at, outcome, document: document.uuid }),
    changes: leaves ? [added, ...removalOf(outcome, entry.listed)] : [added],
  }));
  setTimeout(sendNow, HOLD_MS + 500);
  sendNow();
  const made = { uuid: document.uuid, caseUuid, at, kept: leaves ? kept : null };
  goSaying("#work", say("recorded"), { label: say("undo"), act: () => undo(made) });
}

/** What goes along is sent; what does not is written down in the log of the tablet. */
const removalOf = ({ isWrong }, listed) =>
  isWrong || isTask(listed) ? dropping(listed.uuid) : [{ store: "drafts", remove: listed.uuid }];

/**
 * What is sent: what was answered goes along when the interview will not go on. Of an interview that
 * came back the server has the answers; half of a re-check compares nothing.
 */
function documentOf({ uuid, isFinal, isWrong, ...outcome }, { listed, account, draft, at }) {
  const { uuid: caseUuid } = listed;
  if (isTask(listed)) {
    return recheckAttemptDocument({ uuid, task: caseUuid, account, outcome, at, appVersion: APP_VERSION });
  }
  if (!draft || draft.returned || !isFinal || isWrong) {
    return attemptDocument({ uuid, caseUuid, account, outcome, at, appVersion: APP_VERSION });
  }
  return stoppedDocument(draft, {
    reason: outcome.note,
    disposition: outcome.disposition === REFUSAL ? BREAK_OFF : outcome.disposition,
    answers: draft.answers,
    finishedAt: at,
    elapsedMs: draft.elapsed_ms,
    appVersion: draft.app_version,
  });
}

function withAttempt(work, { caseUuid, at, outcome, document }) {
  const { disposition, appointmentAt, isFinal } = outcome;
  const made = { disposition, attempted_at: at, appointment_at: appointmentAt };
  const attempts = { ...work.attempts, [caseUuid]: [...(work.attempts[caseUuid] ?? []), made] };
  const done = isFinal ? { ...work.done, [caseUuid]: { at, what: "attempt", document } } : work.done;
  return { ...work, attempts, done };
}

function withoutAttempt(work, { caseUuid, at }) {
  const left = (work.attempts[caseUuid] ?? []).filter((found) => found.attempted_at !== at);
  const { [caseUuid]: _, ...done } = work.done;
  return { ...work, attempts: { ...work.attempts, [caseUuid]: left }, done };
}

/** Takes a record back as long as it cannot be on its way, and what was begun comes back with it. */
async function undo({ uuid, caseUuid, at, kept }) {
  const one = person();
  const undone =
    one &&
    (await changeWork(one, async (work) => {
      const removed = await takingBack(uuid, Date.now());
      const changes = [removed, kept && { store: "drafts", add: kept }].filter(Boolean);
      return removed && { work: withoutAttempt(work, { caseUuid, at }), changes };
    }));
  if (!undone) return notice(say("undo_late"));
  return goSaying("#work", say("undone"));
}
