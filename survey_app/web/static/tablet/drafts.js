/**
 * Unfinished interviews. Each is kept encrypted for the person who makes it, together with the
 * form and the version of the app in which it was begun: it is finished in those.
 */
import { read, readAll, write, writeSurely } from "./storage.js";
import { hide, reveal } from "./vault.js";

const about = (uuid) => `draft ${uuid}`;

/**
 * Keeps a draft; returns when it is on the disk and has been read back. What stays readable of it
 * names nobody.
 */
export async function saveDraft(key, draft) {
  const { uuid, account, app_version } = draft;
  const hidden = await hide(key, draft, about(uuid));
  const forms = Object.values(draft.forms);
  await writeSurely([{ store: "drafts", put: { uuid, account, forms, app_version, hidden } }]);
}

/** One draft of this person, or null. */
export async function readDraft({ account, key }, uuid) {
  const kept = await read("drafts", uuid);
  return kept?.account === account ? reveal(key, kept.hidden, about(uuid)) : null;
}

/** Whether this tablet holds the finished interview, or a draft of somebody else. */
export async function isTaken({ account }, uuid) {
  const kept = await read("drafts", uuid);
  return Boolean(await read("outbox", uuid)) || Boolean(kept && kept.account !== account);
}

/**
 * The drafts of one person.
 * @returns {Promise<{drafts: Array<object>, unreadable: number}>} one that cannot be read does not
 *   hide the others
 */
export async function draftsOf({ account, key }) {
  const own = (await readAll("drafts")).filter((kept) => kept.account === account);
  const read_ = await Promise.allSettled(
    own.map((kept) => reveal(key, kept.hidden, about(kept.uuid))),
  );
  const drafts = read_.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
  return { drafts, unreadable: own.length - drafts.length };
}

/** Removes a draft in which nothing was answered. */
export function dropDraft(uuid) {
  return write([{ store: "drafts", remove: uuid }]);
}
