/** The pack: one's own respondents and the forms they need, fetched while there is a network. */
import { sha256 } from "./canonical.js";
import { askJson, askText } from "./network.js";
import { noteSignIn } from "./session.js";
import { read, readAll, write, writeSurely } from "./storage.js";
import { hide, reveal } from "./vault.js";

const PACK = "/api/v1/sync/pack";

/** Whose list a pack is: an enumerator's, or a supervisor's. */
export const holderOf = (pack) => pack.enumerator ?? pack.supervisor;

/**
 * Asks for the pack of whoever is signed in at the server.
 * @param {{account: number, etag: string | null} | null} known the pack that the tablet has
 * @returns {Promise<{kind: string, status?: number, pack?: object | null, etag?: string}>}
 */
export async function fetchPack(known = null) {
  const headers = known?.etag ? { "If-None-Match": known.etag } : {};
  const answer = await askJson(PACK, { headers });
  if (answer.kind !== "answer") return answer;
  const { status, body } = answer;
  const account = status === 304 ? known.account : holderOf(body ?? {})?.account;
  if (status === 200 && !account) return { kind: "portal" };
  noteSignIn(account ?? null, account ? answer.headers.get("X-CSRFToken") : null);
  const pack = status === 200 ? body : null;
  return { kind: "answer", status, pack, etag: answer.headers.get("ETag") };
}

/**
 * By language, under what forms are kept: those that everybody reads, or those of one person. Whoever
 * saw which criteria a re-check asks could tell which interview is made again.
 */
export const formKeys = (forms, account = null) =>
  Object.fromEntries(
    Object.entries(forms).map(([language, { sha256: hash }]) => [
      language,
      account === null ? hash : `${hash} ${account}`,
    ]),
  );

/** The forms of the rounds of a pack, and of its re-checks, by what they are kept under. */
function formsOf({ rounds }, account) {
  const keyed = (forms, ...of) =>
    Object.entries(formKeys(forms, ...of)).map(([language, key]) => [key, forms[language]]);
  const shared = rounds.flatMap(({ forms = {} }) => keyed(forms));
  const own = rounds.flatMap(({ tasks = [] }) => tasks.flatMap(({ forms }) => keyed(forms, account)));
  return { shared: new Map(shared), own: new Map(own) };
}

/**
 * Brings the forms of a pack that are not here yet. A form counts only if its hash is the
 * promised one: a foreign network may answer in the place of the server.
 * @param {object} pack
 * @param {{account: number, key: CryptoKey} | null} one without whom no form is kept for one person
 * @returns {Promise<boolean>} whether all of them are here now
 */
export async function fetchForms(pack, one = null) {
  const { shared, own } = formsOf(pack, one?.account);
  const here = new Set((await readAll("forms")).map((form) => form.sha256));
  const missing = (forms) => [...forms].filter(([key]) => !here.has(key));
  const fetched = await Promise.all([
    ...missing(shared).map(([key, form]) => fetchForm(key, form)),
    ...missing(one ? own : []).map(([key, form]) => fetchForm(key, form, one)),
  ]);
  return fetched.every(Boolean);
}

async function fetchForm(key, { url, sha256: promised }, one = null) {
  const answer = await askText(url);
  if (answer.status !== 200 || (await sha256(answer.body)) !== promised) return false;
  const content = one
    ? { hidden: await hide(one.key, answer.body, aboutForm(key)) }
    : { html: answer.body };
  await write([{ store: "forms", put: { sha256: key, ...content } }]);
  return true;
}

const aboutForm = (key) => `form ${key}`;

/** The text of a form that this person may read; null when it is not here. */
export async function readForm({ key }, hash) {
  const kept = await read("forms", hash);
  if (!kept) return null;
  return kept.hidden ? reveal(key, kept.hidden, aboutForm(hash)) : kept.html;
}

/** Removes forms that neither a list nor a draft needs; not while an interview may be beginning. */
export function dropForms(pack, { account }) {
  return navigator.locks.request("hai-long interview", { ifAvailable: true }, (lock) =>
    lock ? dropUnneeded(pack, account) : undefined,
  );
}

async function dropUnneeded(pack, account) {
  const { shared, own } = formsOf(pack, account);
  const wanted = new Set([...shared.keys(), ...own.keys()]);
  for (const draft of await readAll("drafts")) draft.forms.forEach((form) => wanted.add(form));
  const people = await readAll("people");
  if (people.length > 1) return; // the lists of the others cannot be read to see what they need
  const old = (await readAll("forms")).filter((form) => !wanted.has(form.sha256));
  if (old.length) await write(old.map((form) => ({ store: "forms", remove: form.sha256 })));
}

/**
 * The work of a person as the tablet keeps it: the pack, and attempts the server may not know yet.
 * @typedef {{pack: object | null, etag: string | null, fetchedAt: number | null,
 *   attempts: Object<string, Array<object>>, done: Object<string, {at: number, what: string}>}} Work
 */

const about = (account) => `work ${account}`;

/** @returns {Promise<Work>} */
export async function readWork({ account, key }) {
  const kept = await read("work", account);
  if (!kept) return { pack: null, etag: null, fetchedAt: null, attempts: {}, done: {} };
  return reveal(key, kept.hidden, about(account));
}

/**
 * The public key that finished work of a draft's round is sealed to: the newest that came with a
 * list, because the server may have lost the one of the day on which the draft was begun.
 * @param {Work} work
 * @param {{round: string, round_key: object}} draft
 */
export function sealingKey({ pack }, { round, round_key: ofTheDraft }) {
  return pack?.rounds.find((found) => found.code === round)?.key ?? ofTheDraft;
}

async function workChange({ account, key }, work) {
  return { store: "work", put: { account, hidden: await hide(key, work, about(account)) } };
}

/**
 * Changes a person's work, and whatever belongs to it, in one transaction. It is read when its
 * turn has come, so that neither another window nor a slow network puts an old state back.
 * @param {{account: number, key: CryptoKey}} one
 * @param {(work: Work) => {work: Work, changes?: Array<object>} | null} make null changes nothing
 * @returns {Promise<boolean>} whether it was changed
 */
export function changeWork(one, make) {
  return navigator.locks.request(`hai-long work ${one.account}`, async () => {
    const made = await make(await readWork(one));
    if (!made) return false;
    await writeSurely([await workChange(one, made.work), ...(made.changes ?? [])]);
    return true;
  });
}
