/**
 * Who works on this tablet now. The key lives in memory only: a reload asks for the PIN again.
 * The sign-in at the server is another thing; it may expire or belong to somebody else while a
 * person goes on working.
 */
import { half } from "./device.js";
import { askJson } from "./network.js";
import { say } from "./page.js";
import { read, readAll, write } from "./storage.js";
import { bytesOf, makeVault, openVault, WrongPin } from "./vault.js";

/** After so many wrong PINs every further one waits, and longer each time. */
const FREE_TRIES = 5;
const WAIT_MS = 30_000;

/** The person who works now: `{account, name, key}`, or null. */
let current = null;

/** Token and account of the sign-in at the server, as the last pack told. */
let signIn = { account: null, token: null };

export const person = () => current;
export const lock = () => (current = null);
export const serverSignIn = () => signIn;
export const noteSignIn = (account, token) => (signIn = { account, token });

/** The given name stands last in Vietnamese, and is what people are sorted by. */
const sortName = ({ name }) => [name.split(" ").at(-1), name].join(" ");

/** Everybody who has a PIN on this tablet, by given name. */
export async function people() {
  const found = await readAll("people");
  return found.sort((one, other) => sortName(one).localeCompare(sortName(other), "vi"));
}

/** Gives a person a PIN on this tablet and lets them in. */
export async function choosePin(pin, { account, name, username, roundKey, raw }) {
  const { key, vault } = await makeVault(pin, { account, half: await half(), roundKey, raw });
  const record = { account, name, username, vault, wrong: 0, tried_at: 0 };
  // A new key never takes the place of another: what that one encrypts could not be read again.
  await write([raw ? { store: "people", put: record } : { store: "people", add: record }]);
  current = { account, name, key };
}

/** Milliseconds until the next PIN may be tried. */
export function waitOf(record, now = Date.now()) {
  if (record.wrong < FREE_TRIES) return 0;
  const wait = WAIT_MS * 2 ** Math.min(record.wrong - FREE_TRIES, 5);
  // A clock that was set back must not lock a person out for days.
  return Math.min(wait, Math.max(0, record.tried_at + wait - now));
}

/** The PIN may be tried again only after some time. */
export class TooSoon extends Error {
  constructor(seconds) {
    super("too many wrong PINs");
    this.seconds = seconds;
  }
}

/** What to say of a PIN that was not taken; what else failed is somebody else's to say. */
export function pinFault(error) {
  if (error instanceof TooSoon) return say("pin_wait", { seconds: error.seconds });
  if (error instanceof WrongPin) return say("pin_wrong");
  throw error;
}

/**
 * The key behind a PIN. A wrong one is counted and raises WrongPin; too many raise TooSoon.
 * Whatever else fails is not the person's fault and is not counted.
 */
async function tryPin(account, pin) {
  const record = await read("people", account);
  const wait = waitOf(record);
  if (wait > 0) throw new TooSoon(Math.ceil(wait / 1000));
  try {
    const key = await openVault(pin, { half: await half(), vault: record.vault });
    if (record.wrong) await write([{ store: "people", put: { ...record, wrong: 0 } }]);
    return { account, name: record.name, key };
  } catch (error) {
    if (error instanceof WrongPin) {
      const put = { ...record, wrong: record.wrong + 1, tried_at: Date.now() };
      await write([{ store: "people", put }]);
    }
    throw error;
  }
}

/** Lets a person in by PIN. */
export async function enter(account, pin) {
  current = await tryPin(account, pin);
}

/** Raises WrongPin or TooSoon unless this is the PIN of the person who works now. */
export const provePin = (pin) => tryPin(current.account, pin);

/**
 * The key of somebody who has forgotten the PIN and is signed in at the server.
 * @returns {Promise<Uint8Array | null>} null when the server does not give it back
 */
export async function recoverKey(account) {
  const record = await read("people", account);
  if (!record) return null;
  const answer = await askJson("/api/v1/sync/recovered-key", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": signIn.token ?? "" },
    body: JSON.stringify({ sealed: record.vault.escrow }),
  });
  return answer.status === 200 ? bytesOf(answer.body.key) : null;
}
