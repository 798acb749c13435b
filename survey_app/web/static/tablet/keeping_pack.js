/** What a new list changes on the tablet: the list itself, its forms, and what counts as done. */
import { listedIn, stillLocal } from "./cases.js";
import { outbox } from "./outbox.js";
import { changeWork, dropForms, fetchForms } from "./pack.js";
import { renewCopy } from "./session.js";

const KEEP_DONE_MS = 7 * 86_400_000;

/**
 * Keeps a new list together with its forms, or neither; without a new one, what the server says of
 * the old one: that it is still as it was.
 * @returns {Promise<string | null>} the problem, or null
 */
export async function keepPack(one, { pack, etag, askedAt }) {
  if (pack && !(await fetchForms(pack, one))) return "forms";
  let keys = [];
  await changeWork(one, async (kept) => {
    const listed = pack ?? kept.pack;
    keys = listed.rounds.flatMap(({ key }) => key ?? []);
    const items = await outbox();
    const again = givenOutAgain(listed, { done: kept.done, items, askedAt });
    const done = stillDone(kept.done, { items, again });
    const work = { ...kept, done, fetchedAt: Date.now() };
    const newer = pack ? { pack, etag, attempts: stillLocal(pack, kept.attempts) } : {};
    return { work: { ...work, ...newer }, changes: movingToLog(again) };
  });
  await renewCopy(one, keys);
  if (pack) await dropForms(pack, one);
  return null;
}

/**
 * The finished work that is to be done again: the server had the document before it was asked for
 * the list, and lists the respondent all the same. Gives the document of each by respondent.
 */
function givenOutAgain(pack, { done, items, askedAt }) {
  const received = new Map(
    items.filter((item) => item.receipt && item.sent_at < askedAt).map((item) => [item.uuid, item]),
  );
  const found = pack.rounds.flatMap(listedIn).map(({ uuid }) => [uuid, received.get(done[uuid]?.document ?? uuid)]);
  return new Map(found.filter(([, item]) => item));
}

/** The documents make room for new ones of the same respondents; what they were stays known. */
function movingToLog(again) {
  const items = [...again.values()];
  if (!items.length) return [];
  const uuids = items.map(({ uuid }) => uuid);
  const receipts = items.map(({ receipt }) => receipt);
  return [
    ...uuids.map((uuid) => ({ store: "outbox", remove: uuid })),
    { store: "log", put: { at: Date.now(), what: "given out again", uuids, receipts } },
  ];
}

/** Finished work is shown as such until it was taken in and a week has passed. */
function stillDone(done, { items, again }) {
  const unsent = new Set(items.filter(({ state }) => state !== "sent").map(({ uuid }) => uuid));
  const isKept = ([uuid, { at, document = uuid }]) =>
    !again.has(uuid) && (unsent.has(document) || Date.now() - at < KEEP_DONE_MS);
  return Object.fromEntries(Object.entries(done).filter(isKept));
}
