/**
 * What can be said of a respondent from the list, the attempts and the drafts. Pure.
 *
 * @typedef {object} Entry
 * @property {object} listed as in the pack
 * @property {object} round
 * @property {Array<{disposition: string, attempted_at: number, appointment_at: number | null}>} attempts
 * @property {number | null} appointmentAt of the last attempt
 * @property {number | null} dueAt of a re-check, until when it should be made
 * @property {"untried" | "returned" | "begun" | "appointment" | "tried" | "done"} state
 * @property {{comment: string, by: string, at: number} | null} back what the office asks about an
 *   interview that was made before
 */
const marks = /\p{Mark}/gu;

/** A text without marks and case, as people type it in a hurry. */
function plain(text) {
  return text.normalize("NFD").replace(marks, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();
}

const same = (one, other) =>
  one.disposition === other.disposition && one.attempted_at === other.attempted_at;

/** The attempts that the server knows, and after them those that only the tablet knows. */
function attemptsOf(listed, local) {
  const known = listed.attempts.map((attempt) => ({
    disposition: attempt.disposition ?? attempt.outcome,
    attempted_at: Date.parse(attempt.attempted_at),
    appointment_at: attempt.appointment_at ? Date.parse(attempt.appointment_at) : null,
  }));
  const extra = local.filter((attempt) => !known.some((other) => same(attempt, other)));
  return [...known, ...extra].sort((one, other) => one.attempted_at - other.attempted_at);
}

/**
 * Everybody on a list of the server: interviews to look at again and respondents to reach, or those
 * to ask again.
 */
export const listedIn = (round) =>
  [round.returned, round.cases, round.tasks].flatMap((found) => found ?? []);

/** Attempts that the server lists by now need not be kept beside the list. */
export function stillLocal(pack, attempts) {
  const listed = new Map(pack.rounds.flatMap((round) => listedIn(round).map((one) => [one.uuid, one])));
  const kept = {};
  for (const [uuid, local] of Object.entries(attempts)) {
    const known = listed.get(uuid);
    if (!known) continue;
    const extra = attemptsOf({ ...known }, local).filter((attempt) => local.includes(attempt));
    if (extra.length) kept[uuid] = extra;
  }
  return kept;
}

/** Whether a supervisor asks this person again. */
export const isTask = (listed) => Boolean(listed?.due_at);

/** @returns {Array<Entry>} what came back and every listed respondent, in the order of the list */
export function entriesOf({ pack, attempts, done }, drafts) {
  const begun = new Set(drafts.map((draft) => draft.uuid));
  return (pack?.rounds ?? []).flatMap((round) =>
    listedIn(round).map((listed) => entry({ listed, round, local: attempts[listed.uuid] ?? [], done, begun })),
  );
}

function entry({ listed, round, local, done, begun }) {
  const attempts = attemptsOf(listed, local);
  const last = attempts.at(-1);
  const appointmentAt = last?.appointment_at ?? null;
  const unit = round.units?.find((found) => found.code === listed.unit);
  const dueAt = isTask(listed) ? Date.parse(listed.due_at) : null;
  const back = backOf(listed);
  const isBegun = begun.has(listed.uuid);
  const state = stateOf({ isDone: done[listed.uuid], isBegun, back, last, appointmentAt });
  return { listed, round, unit, attempts, appointmentAt, dueAt, state, back, done: done[listed.uuid] ?? null };
}

/** Whether somebody can be met again; of people on no list an interview can come back, they cannot. */
export const isOnList = (listed) => listed !== null && listed.is_listed !== false;

function backOf({ comment, returned_by: by, returned_at: at }) {
  return comment ? { comment, by, at: Date.parse(at) } : null;
}

function stateOf({ isDone, isBegun, back, last, appointmentAt }) {
  if (isDone) return "done";
  if (isBegun) return "begun";
  if (back) return "returned";
  if (appointmentAt) return "appointment";
  return last ? "tried" : "untried";
}

const FILTERS = {
  all: () => true,
  open: ({ state }) => state !== "done",
  done: ({ done }, { today }) => done !== null && done.at >= today,
  tried: ({ state }) => state === "tried",
  untried: ({ state }) => state === "untried",
  begun: ({ state }) => state === "begun",
  appointment: ({ state, appointmentAt }) => state !== "done" && appointmentAt !== null,
};

/**
 * Whether every word that was typed begins a word of this person's, or stands in the number: in
 * the middle of words "huong" would find everybody who lives in a "phường".
 */
function fits({ listed, unit }, typed) {
  const { respondent, address, procedure, field, phone } = listed;
  const words = plain([respondent, address, procedure, field, unit?.name ?? listed.unit].join(" "));
  const text = ` ${words.replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  const digits = (phone ?? "").replace(/\D/g, "");
  return typed.every((word) => text.includes(` ${word}`) || digits.includes(word));
}

/**
 * The respondents that a person asked for, the next to see first.
 * @param {Array<Entry>} entries
 * @param {{filter: string, search: string, now: number, today: number}} asked `today` is midnight
 */
export function chosen(entries, { filter, search, now, today }) {
  const typed = plain(search).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return entries
    .filter((found) => FILTERS[filter](found, { today }))
    .filter((found) => fits(found, typed))
    .map((found, at) => ({ found, order: [...urgency(found, now), at] }))
    .sort((one, other) => compare(one.order, other.order))
    .map(({ found }) => found);
}

const compare = (one, other) => {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at < 0 ? 0 : one[at] - other[at];
};

const HOUR_MS = 3_600_000;

/**
 * Rank and order within the rank: what came back, what is begun, who waits for us now, whose
 * re-check is due first, who was never tried, who was tried least and longest ago, appointments that
 * are hours away, what is done.
 */
function urgency({ state, appointmentAt, attempts, back, dueAt }, now) {
  if (state === "done") return [5, 0, 0];
  const waits = appointmentAt !== null && appointmentAt - now >= HOUR_MS;
  if (back && !waits) return [-1, back.at, 0];
  if (state === "begun" && !waits) return [0, 0, 0];
  if (waits || state === "appointment") return [waits ? 4 : 1, appointmentAt, 0];
  if (dueAt !== null) return [2, dueAt, attempts.length];
  if (state === "untried") return [2, 0, 0];
  return [3, attempts.length, attempts.at(-1).attempted_at];
}

/** Why this respondent comes next: the key of a text. */
export function reasonOf({ state, appointmentAt, dueAt }, now) {
  if (state === "appointment") return appointmentAt <= now ? "next_overdue" : "next_appointment";
  if (dueAt !== null && state !== "begun") return dueAt <= now ? "next_late" : "next_due";
  return { returned: "next_returned", begun: "next_begun", untried: "next_untried", tried: "next_tried" }[state];
}
