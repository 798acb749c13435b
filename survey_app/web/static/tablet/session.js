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
const ALONE = { first: 30_000, doubles: 5 };
/** The respondent has the tablet: the interviewer stands beside it and has to go on. */
const HANDED = { first: 10_000, doubles: 0 };

/** The person who works now: `{account, name, key, copyFor}` as an open vault gives, or null. */
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

const lockOf = (account) => `hai-long person ${account}`;

/** Gives a person a PIN on this tablet and lets them in. */
export async function choosePin(pin, { account, name, username, roundKey, raw }) {
  const old = (await read("people", account))?.vault;
  const made = await makeVault(pin, { account, half: await half(), roundKey, raw, old });
  const { vault, ...opened } = made;
  const record = { account, name, username, vault, wrong: 0, tried_at: 0 };
  // A new key never takes the place of another: what that one encrypts could not be read again.
  const change = raw ? { store: "people", put: record } : { store: "people", add: record };
  await navigator.locks.request(lockOf(account), () => write([change]));
  current = { account, name, ...opened };
}

/** Changes what is kept of a person, as it is when its turn has come. */
function changePerson(account, change) {
  return navigator.locks.request(lockOf(account), async () => {
    const record = await read("people", account);
    const changes = await change(record);
    if (changes) await write([{ store: "people", put: { ...record, ...changes } }]);
  });
}

/** Raises TooSoon until a PIN may be tried again. */
function refuseTooSoon({ wrong, tried_at: triedAt }, { first, doubles }) {
  if (wrong < FREE_TRIES) return;
  const wait = first * 2 ** Math.min(wrong - FREE_TRIES, doubles);
  // A clock that was set back must not lock a person out for days.
  const left = Math.min(wait, Math.max(0, triedAt + wait - Date.now()));
  if (left > 0) throw new TooSoon(Math.ceil(left / 1000));
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

const openedBy = async (pin, { vault }) => openVault(pin, { half: await half(), vault });

/**
 * Lets a person in by PIN. A wrong one is counted and raises WrongPin; too many raise TooSoon.
 * Whatever else fails is not the person's fault and is not counted.
 */
export async function enter(account, pin) {
  const record = await read("people", account);
  refuseTooSoon(record, ALONE);
  try {
    const opened = await openedBy(pin, record);
    if (record.wrong) await changePerson(account, () => ({ wrong: 0 }));
    current = { account, name: record.name, ...opened };
  } catch (error) {
    if (error instanceof WrongPin) {
      const tried_at = Date.now();
      await changePerson(account, ({ wrong }) => ({ wrong: wrong + 1, tried_at }));
    }
    throw error;
  }
}

/** Wrong PINs while the person who works has handed the tablet over. */
let tries = { wrong: 0, tried_at: 0 };

/**
 * Raises WrongPin or TooSoon unless this is the PIN of the person who works now. What a respondent
 * types is counted by itself, with a wait that does not grow: it must not keep the interviewer out
 * for a quarter of an hour in the middle of an interview. A reload does not get around the wait,
 * it asks for the PIN on the other count.
 */
export async function provePin(pin) {
  refuseTooSoon(tries, HANDED);
  try {
    await openedBy(pin, await read("people", current.account));
    tries = { wrong: 0, tried_at: 0 };
  } catch (error) {
    if (error instanceof WrongPin) tries = { wrong: tries.wrong + 1, tried_at: Date.now() };
    throw error;
  }
}

/**
 * Seals the copy for a forgotten PIN anew when the server has other keys by now: the one that it
 * was sealed to may be lost there.
 * @param {{account: number, copyFor: Function}} one
 * @param {Array<{kid: string}>} roundKeys those of the newest list
 */
export async function renewCopy({ account, copyFor }, roundKeys) {
  const [roundKey] = roundKeys;
  if (!roundKey) return;
  await changePerson(account, async ({ vault }) => {
    if (roundKeys.some(({ kid }) => kid === vault.escrow_kid)) return null;
    return { vault: { ...vault, ...(await copyFor({ account, roundKey })) } };
  });
}

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
