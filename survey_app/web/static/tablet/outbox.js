/**
 * What is finished and waits to be sent. Everything in here is sealed: the tablet cannot read it
 * again, any person on the tablet can send it, and it goes only when the server's receipt names
 * the same hash and some days have passed.
 *
 * States: `waiting`, `sent`, `attention` (the server holds it and a person there will decide).
 */
import { canonicalText, sha256 } from "./canonical.js";
import { envelope } from "./documents.js";
import { seal } from "./sealing.js";
import { read, readAll, write } from "./storage.js";

const KEEP_DAYS = 7;
const DAY_MS = 86_400_000;
/** Before it may be sent: time for the change that takes it back. */
const SAFE_MS = 1_000;
const MOST_DOCUMENTS = 50;
const MOST_LETTERS = 600_000;
const DELIVERED = { accepted: "sent", already_received: "sent" };

/** The change that adds a document to the outbox, for a transaction; one is never replaced. */
export async function outboxChange(document, { roundKey, account, about, now, holdMs = 0 }) {
  const text = canonicalText(document);
  const sealed = envelope(document.uuid, await seal(text, roundKey));
  const add = {
    uuid: document.uuid,
    account,
    about,
    kind: document.kind ?? (document.stopped ? "stopped" : "interview"),
    state: "waiting",
    made_at: now,
    hold_until: now + holdMs,
    sha256: await sha256(text),
    envelope_sha256: await sha256(canonicalText(sealed)),
    envelope: sealed,
    receipt: null,
    errors: [],
  };
  return { store: "outbox", add };
}

/** Everything in the outbox, the oldest first. */
export async function outbox() {
  return (await readAll("outbox")).sort((one, other) => one.made_at - other.made_at);
}

/** What may be sent now. A record of the last seconds can still be taken back. */
export function ready(items, now) {
  const held = (item) => item.hold_until > now && item.hold_until - now < DAY_MS;
  return items.filter((item) => item.state === "waiting" && !held(item));
}

const INTERVIEWS = "/api/v1/sync/interviews";
const RECHECKS = "/api/v1/sync/rechecks";
const ADDRESSES = { recheck: RECHECKS, recheck_attempt: RECHECKS };

/** Where an item is sent. */
export const addressOf = ({ kind }) => ADDRESSES[kind] ?? INTERVIEWS;

/** Cuts what waits into batches that the server takes, each for one address. */
export function batches(items) {
  return [INTERVIEWS, RECHECKS].flatMap((address) =>
    batchesOf(items.filter((item) => addressOf(item) === address)),
  );
}

function batchesOf(items) {
  const cut = [];
  let letters = Infinity;
  for (const item of items) {
    const size = item.envelope.sealed.length;
    if (letters + size > MOST_LETTERS || cut.at(-1).length === MOST_DOCUMENTS) {
      cut.push([]);
      letters = 0;
    }
    cut.at(-1).push(item);
    letters += size;
  }
  return cut;
}

/**
 * What an item becomes by the server's result; null when the result is no proof for it.
 * @param {object} item
 * @param {object | undefined} result of the same document
 * @param {number} now
 */
export function afterResult(item, result, now) {
  const receipt = result?.receipt;
  const isOurs = receipt?.uuid === item.uuid && receipt.hmac && receipt.received_at;
  if (!isOurs) return null;
  // The server holds the envelope but could not open it: what is in it stays here until it can.
  if (receipt.sha256 === item.envelope_sha256) return { ...item, errors: result.errors ?? [] };
  if (receipt.sha256 !== item.sha256) return null;
  const state = DELIVERED[result.status] ?? "attention";
  const { status, errors = [] } = result;
  return { ...item, state, status, receipt, errors, sent_at: now };
}

/** Keeps what the server answered, all of a batch at once. */
export function keepResults(changed) {
  return write(changed.map((item) => ({ store: "outbox", put: item })));
}

/**
 * Removes what was sent long enough ago, and writes down that it did.
 * @returns {Promise<number>} how many were removed
 */
export async function removeOld(now) {
  const isOld = (item) => item.receipt && now - item.sent_at > KEEP_DAYS * DAY_MS;
  const old = (await readAll("outbox")).filter(isOld);
  if (!old.length) return 0;
  const uuids = old.map((item) => item.uuid);
  await write([
    ...uuids.map((uuid) => ({ store: "outbox", remove: uuid })),
    { store: "log", put: { at: now, what: "removed", uuids } },
  ]);
  return old.length;
}

/** The change that takes back what was put in a moment ago; null when it may be on its way. */
export async function takingBack(uuid, now) {
  const found = await read("outbox", uuid);
  if (found?.state !== "waiting" || now > found.hold_until - SAFE_MS) return null;
  return { store: "outbox", remove: uuid };
}
