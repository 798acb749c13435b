/** How an interview leaves the drafts: into the outbox, or off the tablet when it was a mistake. */
import { outboxChange } from "./outbox.js";
import { changeWork, readWork, sealingKey } from "./pack.js";
import { person } from "./session.js";
import { read, write } from "./storage.js";

/** Out of the drafts, into the outbox and off the list, in one transaction. */
export async function intoOutbox(document, draft, what) {
  const { uuid, account, unit_name: about } = draft;
  const one = person();
  const at = Date.now();
  const roundKey = sealingKey(await readWork(one), draft);
  const added = await outboxChange(document, { roundKey, account, about, now: at });
  await changeWork(one, (work) => ({
    work: { ...work, done: { ...work.done, [uuid]: { at, what } } },
    changes: [added, { store: "drafts", remove: uuid }],
  }));
}

/** The changes that remove a draft of the wrong person, or begun by mistake, and write it down. */
export const dropping = (uuid) => [
  { store: "drafts", remove: uuid },
  { store: "log", put: { at: Date.now(), what: "dropped", uuids: [uuid] } },
];

/**
 * Removes what was begun by mistake.
 * @returns {Promise<() => Promise<void>>} puts it back
 */
export async function offTheTablet(uuid) {
  const kept = await read("drafts", uuid);
  await write(dropping(uuid));
  return () => write(kept ? [{ store: "drafts", add: kept }] : []);
}
