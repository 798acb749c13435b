/** What a new list changes on the tablet: the list itself, its forms, and what counts as done. */
import { stillLocal } from "./cases.js";
import { outbox } from "./outbox.js";
import { changeWork, dropForms, fetchForms } from "./pack.js";
import { renewCopy } from "./session.js";

const KEEP_DONE_MS = 7 * 86_400_000;

/**
 * Keeps a new list together with its forms, or neither; without a new one, what the server says of
 * the old one: that it is still as it was.
 * @returns {Promise<string | null>} the problem, or null
 */
export async function keepPack(one, { pack, etag }) {
  if (pack && !(await fetchForms(pack))) return "forms";
  let keys = [];
  await changeWork(one, async (kept) => {
    const listed = pack ?? kept.pack;
    keys = listed.rounds.flatMap(({ key }) => key ?? []);
    const done = stillDone(kept.done, await outbox());
    const work = { ...kept, done, fetchedAt: Date.now() };
    const newer = pack ? { pack, etag, attempts: stillLocal(pack, kept.attempts) } : {};
    return { work: { ...work, ...newer } };
  });
  await renewCopy(one, keys);
  if (pack) await dropForms(pack);
  return null;
}

/** Finished work is shown as such until it was taken in and a week has passed. */
function stillDone(done, items) {
  const unsent = new Set(items.filter(({ state }) => state !== "sent").map(({ uuid }) => uuid));
  const isKept = ([uuid, { at }]) => unsent.has(uuid) || Date.now() - at < KEEP_DONE_MS;
  return Object.fromEntries(Object.entries(done).filter(isKept));
}
