/** How an interview leaves the drafts: into the outbox. */
import { outboxChange } from "./outbox.js";
import { changeWork, readWork, sealingKey } from "./pack.js";
import { person } from "./session.js";

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
