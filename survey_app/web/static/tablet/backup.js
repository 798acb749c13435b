/** A copy of everything that was not sent, as a sealed file for the field manager. */
import { canonicalText } from "./canonical.js";
import { enrolment } from "./device.js";
import { deviceTime, draftDocument, envelope } from "./documents.js";
import { draftsOf } from "./drafts.js";
import { outbox } from "./outbox.js";
import { readWork, sealingKey } from "./pack.js";
import { APP_VERSION } from "./page.js";
import { seal } from "./sealing.js";
import { person } from "./session.js";
import { StorageRefused } from "./storage.js";

const FORMAT = "hailong-backup/1";

/** What storage holds, or nothing where it refuses: a copy of the rest is better than none. */
async function held(reading) {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof StorageRefused) return [];
    throw error;
  }
}

async function sealedDraft(draft, work) {
  const document = draftDocument(draft, {
    answers: draft.answers,
    savedAt: Date.now(),
    appVersion: draft.app_version,
  });
  return envelope(draft.uuid, await seal(canonicalText(document), sealingKey(work, draft)));
}

/**
 * Saves the copy as a file of the tablet.
 * @param {object | null} onScreen an interview that could not be saved in any other way
 * @returns {Promise<number>} how many documents it holds
 */
export async function saveBackup(onScreen = null) {
  const waiting = (await held(outbox)).filter((item) => item.state === "waiting");
  const one = person();
  const drafts = one ? await held(async () => (await draftsOf(one)).drafts) : [];
  const work = one ? await held(() => readWork(one)) : {};
  const kept = drafts.filter((draft) => draft.uuid !== onScreen?.uuid);
  const unfinished = await Promise.all(
    [...kept, onScreen].filter(Boolean).map((draft) => sealedDraft(draft, work)),
  );
  const documents = [...waiting.map((item) => item.envelope), ...unfinished];
  const device = await held(enrolment);
  const content = {
    format: FORMAT,
    made_at: deviceTime(Date.now()),
    device: device?.name ?? null,
    app_version: APP_VERSION,
    documents,
  };
  download(JSON.stringify(content), `hai-long-${content.made_at.slice(0, 16).replace(":", "")}.json`);
  return documents.length;
}

function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
