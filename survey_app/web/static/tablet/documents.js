/**
 * The documents that a tablet sends, made from what it kept. Pure: times and numbers come in.
 * Their shapes are described in docs/sync.md.
 */
const FORMAT = 1;

/** The kind of a document, and of its draft, that is the second interview of a supervisor. */
export const RECHECK = "recheck";

/** The field of a re-check's form that says how the respondent was reached. */
const HOW = "recheck-mode";

/** AAPOR: broken off. */
export const BREAK_OFF = "2.12";

/** Minutes east of Greenwich as `+07:00`. */
function offsetText(minutes) {
  const size = Math.abs(minutes);
  const two = (value) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * An instant of the device clock with the offset of the device, to the millisecond.
 * @param {number} ms since 1970
 * @param {number} [east] minutes east of Greenwich
 */
export function deviceTime(ms, east = -new Date(ms).getTimezoneOffset()) {
  return new Date(ms + east * 60_000).toISOString().replace("Z", offsetText(east));
}

/** What all kinds of finished work have in common. */
function made(draft, { finishedAt, elapsedMs, appVersion }) {
  return {
    format: FORMAT,
    uuid: draft.uuid,
    questionnaire_version: draft.questionnaire_version,
    started_at: deviceTime(draft.started_at),
    // A clock that was set back meanwhile must not make the interview end before it began.
    finished_at: deviceTime(Math.max(finishedAt, draft.started_at)),
    elapsed_ms: Math.round(elapsedMs),
    timings: draft.timings,
    app_version: appVersion,
  };
}

function head(draft, { answers, ...rest }) {
  return {
    ...made(draft, rest),
    enumerator: draft.account,
    unlisted: draft.unlisted ? { round: draft.round, unit: draft.unit } : null,
    answers,
    position: draft.position,
    ...modeOf(draft),
    ...followsOf(draft),
    ...(draft.covered.length ? { covered: draft.covered } : {}),
  };
}

/** The version that it answers or comes after, where the server asked for another one. */
const followsOf = (draft) => (draft.follows ? { follows: draft.follows } : {});

/** How it was asked, where that was not before the respondent. */
const modeOf = (draft) => (draft.by_phone ? { mode: "phone" } : {});

/** A finished interview, or a finished re-check. */
export function finishedDocument(draft, rest) {
  return draft.kind === RECHECK ? recheckDocument(draft, rest) : head(draft, rest);
}

function recheckDocument(draft, { answers, ...rest }) {
  return { ...made(draft, rest), kind: RECHECK, ...askedAgain(draft, answers) };
}

/** What was asked besides the criteria that are asked again are facts. */
function askedAgain({ account, items, fields }, answers) {
  const again = new Set(items);
  const chosen = (isAgain) =>
    Object.fromEntries(Object.entries(answers).filter(([code]) => again.has(code) === isAgain));
  const mode = fields[HOW]?.at(0) ?? null;
  return { supervisor: account, mode, facts: chosen(false), answers: chosen(true) };
}

/** An interview that was broken off, with the reason and what was answered until then. */
export function stoppedDocument(draft, { reason, disposition, ...rest }) {
  return { ...head(draft, rest), stopped: { disposition, reason } };
}

/** A contact attempt that led to no interview. */
export function attemptDocument({ uuid, caseUuid, account, outcome, at, appVersion }) {
  return {
    format: FORMAT,
    kind: "contact_attempt",
    uuid,
    interview: caseUuid,
    enumerator: account,
    disposition: outcome.disposition,
    attempted_at: deviceTime(at),
    appointment_at: outcome.appointmentAt === null ? null : deviceTime(outcome.appointmentAt),
    note: outcome.note,
    app_version: appVersion,
  };
}

/** An attempt at a re-check that led to none. */
export function recheckAttemptDocument({ uuid, task, account, outcome, at, appVersion }) {
  return {
    format: FORMAT,
    kind: "recheck_attempt",
    uuid,
    task,
    supervisor: account,
    mode: outcome.mode,
    outcome: outcome.disposition,
    attempted_at: deviceTime(at),
    appointment_at: outcome.appointmentAt === null ? null : deviceTime(outcome.appointmentAt),
    note: outcome.note,
    app_version: appVersion,
  };
}

/** An unfinished interview or re-check as it goes into a backup file. */
export function draftDocument(draft, { answers, savedAt, appVersion }) {
  const saved = {
    format: FORMAT,
    uuid: draft.uuid,
    questionnaire_version: draft.questionnaire_version,
    saved_at: deviceTime(savedAt),
    app_version: appVersion,
  };
  if (draft.kind === RECHECK) {
    return { ...saved, kind: "recheck_draft", ...askedAgain(draft, answers) };
  }
  return {
    ...saved,
    kind: "draft",
    enumerator: draft.account,
    unlisted: draft.unlisted ? { round: draft.round, unit: draft.unit } : null,
    answers,
    ...modeOf(draft),
    ...followsOf(draft),
  };
}

/** A document that only the server can open. */
export function envelope(uuid, sealed) {
  return { format: FORMAT, kind: "sealed", uuid, sealed };
}
