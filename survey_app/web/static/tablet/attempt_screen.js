/** Recording an attempt that led to no interview. */
import { entriesOf } from "./cases.js";
import { attemptDocument } from "./documents.js";
import { draftsOf } from "./drafts.js";
import { outboxChange, takeBack } from "./outbox.js";
import {
  APP_VERSION,
  DAY_MS,
  go,
  goSaying,
  hour,
  midnight,
  notice,
  place,
  put,
  say,
  sayAt,
  show,
  weekday,
} from "./page.js";
import { readWork, workChange } from "./pack.js";
import { sendNow } from "./sending.js";
import { person } from "./session.js";
import { writeSurely, write } from "./storage.js";

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
  if (!entry || entry.done) return go("#work");
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
    return record(entry, { ...outcome, isFinal: finalCodes.includes(outcome.disposition) });
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
  const entries = entriesOf(await readWork(one), await draftsOf(one));
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

async function record(entry, outcome) {
  const one = person();
  const uuid = crypto.randomUUID();
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
  const kept = await readWork(one);
  const made = { disposition: outcome.disposition, attempted_at: at, appointment_at: outcome.appointmentAt };
  const next = {
    ...kept,
    attempts: { ...kept.attempts, [caseUuid]: [...(kept.attempts[caseUuid] ?? []), made] },
  };
  if (outcome.isFinal) next.done = { ...kept.done, [caseUuid]: { at, what: "attempt" } };
  const item = { roundKey: entry.round.key, account: one.account, about: entry.unit?.name ?? "" };
  await writeSurely([
    await outboxChange(document, { ...item, now: at, holdMs: HOLD_MS }),
    await workChange(one, next),
  ]);
  setTimeout(sendNow, HOLD_MS + 500);
  sendNow();
  goSaying("#work", say("recorded"), { label: say("undo"), act: () => undo({ uuid, caseUuid, at }) });
}

/** Takes a record back as long as it was not sent. */
async function undo({ uuid, caseUuid, at }) {
  const one = person();
  if (!one || !(await takeBack(uuid))) return notice(say("undo_late"));
  const kept = await readWork(one);
  const attempts = (kept.attempts[caseUuid] ?? []).filter((found) => found.attempted_at !== at);
  const { [caseUuid]: _, ...done } = kept.done ?? {};
  const next = { ...kept, attempts: { ...kept.attempts, [caseUuid]: attempts }, done };
  await write([await workChange(one, next)]);
  return goSaying("#work", say("undone"));
}
