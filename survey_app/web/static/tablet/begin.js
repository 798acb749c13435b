/** Beginning or continuing an interview: which draft, which form, which version of the app. */
import { entriesOf, isOnList, isTask } from "./cases.js";
import { RECHECK } from "./documents.js";
import { isTaken, readDraft } from "./drafts.js";
import { APP_VERSION, LANGUAGE } from "./page.js";
import { formKeys, readForm, readWork } from "./pack.js";
import { person } from "./session.js";

const HOME_OF = { vi: "", en: "en/" };

/**
 * The draft of an interview: the one that was begun, or a new one.
 * @param {string} uuid
 * @param {{round: string, unit: string} | null} unlisted where somebody on no list belongs
 * @returns {Promise<object | null>} null when this person has no such interview
 */
export async function draftOf(uuid, unlisted) {
  const one = person();
  const { pack, done } = await readWork(one);
  // What is finished is never begun again, whoever finished it.
  if (done[uuid] || (await isTaken(one, uuid))) return null;
  const begun = await readDraft(one, uuid);
  if (begun) return begun;
  if (!pack) return null;
  const entry = entriesOf({ pack, attempts: {}, done: {} }, []).find(
    (found) => found.listed.uuid === uuid,
  );
  if (entry && entry.round.key) return newDraft(uuid, entry);
  const round = pack.rounds.find((found) => found.code === unlisted?.round);
  const unit = round?.units.find((found) => found.code === unlisted.unit);
  return round?.allows_unlisted && round.key && unit ? newDraft(uuid, { round, unit, listed: null }) : null;
}

function newDraft(uuid, { round, unit, listed }) {
  return {
    uuid,
    account: person().account,
    app_version: APP_VERSION,
    round: round.code,
    round_key: round.key,
    respondent: listed?.respondent ?? null,
    is_simulated: listed?.is_simulated ?? round.is_simulated,
    unlisted: !isOnList(listed),
    follows: listed?.follows ?? null,
    returned: listed?.comment ? { comment: listed.comment, by: listed.returned_by } : null,
    has_phone: Boolean(listed?.phone),
    by_phone: false,
    started_at: Date.now(),
    elapsed_ms: 0,
    step: "",
    fields: fieldsOf(listed?.answers ?? {}),
    answers: listed?.answers ?? {},
    timings: {},
    covered: listed?.covered ?? [],
    position: null,
    ...(isTask(listed) ? ofRecheck(listed) : ofInterview(round, unit)),
  };
}

function ofInterview(round, unit) {
  return {
    questionnaire_version: round.questionnaire_version,
    forms: formKeys(round.forms),
    asks_position: round.asks_position,
    unit: unit.code,
    unit_name: unit.name,
  };
}

/** A re-check has a form of its own, which holds the criteria that are asked again. */
function ofRecheck(task) {
  return {
    kind: RECHECK,
    questionnaire_version: task.questionnaire_version,
    forms: formKeys(task.forms, person().account),
    items: task.items,
    has_phone: false, // how the respondent was reached is asked by the form
    asks_position: false,
    unit: "",
    unit_name: task.unit,
  };
}

/** Answers as the form has them. */
function fieldsOf(answers) {
  return Object.fromEntries(
    Object.entries(answers).map(([code, answer]) => [code, [answer].flat().map(String)]),
  );
}

/** The form in which a draft was begun, as the server rendered it; null when it is not here. */
export async function formOf(draft) {
  const hash = draft.forms[LANGUAGE] ?? Object.values(draft.forms)[0];
  return readForm(person(), hash);
}

/**
 * The address at which another version of the app finishes this draft; null when this version
 * may: it began it, or the one that did is no longer on the tablet.
 */
export async function otherVersionOf(draft) {
  if (draft.app_version === APP_VERSION || !("caches" in window)) return null;
  const address = `/tablet/v/${draft.app_version}/${HOME_OF[LANGUAGE]}`;
  return (await caches.match(address)) ? address : null;
}
