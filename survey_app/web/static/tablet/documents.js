/**
 * The documents that a tablet sends, made from what it kept. Pure: times and numbers come in.
 * Their shapes are described in docs/sync.md.
 */
const FORMAT = 1;

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

/** What both kinds of finished work have in common. */
function head(draft, { answers, finishedAt, elapsedMs, appVersion }) {
  return {
    format: FORMAT,
    uuid: draft.uuid,
    enumerator: draft.account,
    questionnaire_version: draft.questionnaire_version,
    unlisted: draft.unlisted ? { round: draft.round, unit: draft.unit } : null,
    answers,
    started_at: deviceTime(draft.started_at),
    // A clock that was set back meanwhile must not make the interview end before it began.
    finished_at: deviceTime(Math.max(finishedAt, draft.started_at)),
    elapsed_ms: Math.round(elapsedMs),
    timings: draft.timings,
    position: draft.position,
    app_version: appVersion,
    ...modeOf(draft),
    ...followsOf(draft),
    ...(draft.covered.length ? { covered: draft.covered } : {}),
  };
}

/** The version that it answers or comes after, where the server asked for another one. */
const followsOf = (draft) => (draft.follows ? { follows: draft.follows } : {});

/** How it was asked, where that was not before the respondent. */
const modeOf = (draft) => (draft.by_phone ? { mode: "phone" } : {});

/** A finished interview. */
export function interviewDocument(draft, rest) {
  return head(draft, rest);
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

/** An unfinished interview as it goes into a backup file. */
export function draftDocument(draft, { answers, savedAt, appVersion }) {
  return {
    format: FORMAT,
    kind: "draft",
    uuid: draft.uuid,
    enumerator: draft.account,
    questionnaire_version: draft.questionnaire_version,
    unlisted: draft.unlisted ? { round: draft.round, unit: draft.unit } : null,
    answers,
    saved_at: deviceTime(savedAt),
    app_version: appVersion,
    ...modeOf(draft),
    ...followsOf(draft),
  };
}

/** A document that only the server can open. */
export function envelope(uuid, sealed) {
  return { format: FORMAT, kind: "sealed", uuid, sealed };
}
