/** Recording an attempt that led to no interview. */
import { entriesOf } from "./cases.js";
import { attemptDocument } from "./documents.js";
import { draftsOf } from "./drafts.js";
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
import { sendNow } from "./sending.js";
import { person } from "./session.js";

/** So long a record can be taken back before it is sent. */
const HOLD_MS = 15_000;
const HOUR_MS = 3_600_000;
const DAYS_AHEAD = 21;
const EARLIEST = 6 * HOUR_MS;
const LATEST = 21 * HOUR_MS;
const STEP_MS = HOUR_MS / 2;

/** The screen for one respondent. */
export async function attempt(caseUuid, { finalCodes }) {
  const entry = await entryOf(caseUuid);
  if (!entry || entry.done) return goInstead("#work");
  // Made before the first tap: a second one can only repeat it.
  const uuid = crypto.randomUUID();
  const root = show("view-attempt");
  put(root, { respondent: entry.listed.respondent, unit: entry.unit?.name });
  const form = place(root, "attempt");
  offerTimes(form.elements);
  form.addEventListener("change", () => {
    place(root, "when").hidden = !("appointment" in (chosenInput(form)?.dataset ?? {}));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const outcome = outcomeOf(form);
    if (outcome.fault) return sayAt(root, "error", say(outcome.fault));
    const isFinal = finalCodes.includes(outcome.disposition);
    return once(form, () => record(entry, { uuid, ...outcome, isFinal }));
  });
  return undefined;
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

async function entryOf(caseUuid) {
  const one = person();
  const { drafts } = await draftsOf(one);
  const entries = entriesOf(await readWork(one), drafts);
  return entries.find((found) => found.listed.uuid === caseUuid);
}

const chosenInput = (form) => form.querySelector("[name=disposition]:checked");

/** What was typed, or the key of what is missing. */
function outcomeOf(form) {
  const input = chosenInput(form);
  if (!input) return { fault: "outcome_missing" };
  const note = form.elements.note.value.trim();
  if (!("appointment" in input.dataset)) {
    return { disposition: input.value, appointmentAt: null, note };
  }
  const { day, time } = form.elements;
  const appointmentAt = Number(day.value) + Number(time.value);
  if (appointmentAt < Date.now()) return { fault: "appointment_past" };
  return { disposition: input.value, appointmentAt, note };
}

async function record(entry, { uuid, ...outcome }) {
  const one = person();
  const at = Date.now();
  const caseUuid = entry.listed.uuid;
  const document = attemptDocument({
    uuid,
    caseUuid,
    account: one.account,
    outcome,
    at,
    appVersion: APP_VERSION,
  });
  const item = { roundKey: entry.round.key, account: one.account, about: entry.unit?.name ?? "" };
  const added = await outboxChange(document, { ...item, now: at, holdMs: HOLD_MS });
  await changeWork(one, (work) => ({
    work: withAttempt(work, { caseUuid, at, outcome, document: uuid }),
    changes: [added],
  }));
  setTimeout(sendNow, HOLD_MS + 500);
  sendNow();
  goSaying("#work", say("recorded"), { label: say("undo"), act: () => undo({ uuid, caseUuid, at }) });
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

/** Takes a record back as long as it cannot be on its way. */
async function undo({ uuid, caseUuid, at }) {
  const one = person();
  const undone =
    one &&
    (await changeWork(one, async (work) => {
      const removed = await takingBack(uuid, Date.now());
      return removed && { work: withoutAttempt(work, { caseUuid, at }), changes: [removed] };
    }));
  if (!undone) return notice(say("undo_late"));
  return goSaying("#work", say("undone"));
}
