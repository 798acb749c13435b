/**
 * Empties the outbox whenever there is a way: at the start, when the network or the page comes
 * back, on a timer that becomes patient after failures, and by a button. One window sends at a
 * time.
 */
import { enrolment, noteRefusal } from "./device.js";
import { deviceTime } from "./documents.js";
import { sendJson } from "./network.js";
import { addressOf, afterResult, batches, keepResults, outbox, ready, removeOld } from "./outbox.js";
import { fetchPack } from "./pack.js";
import { noteSignIn, serverSignIn } from "./session.js";
import { read, StorageRefused, write } from "./storage.js";

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** What the person is told; `problem` is one of offline, portal, sign_in, refused, closed, server,
 * storage. */
const state = { sending: false, problem: null, failures: 0, lastSync: null, nextTryAt: null };
let timer = null;
let changed = () => {};
let appVersion = "";

export const sendingState = () => ({ ...state });

/** Starts the clockwork. @param {{version: string, onChange: () => void}} options */
export async function startSending({ version, onChange }) {
  appVersion = version;
  changed = onChange;
  state.lastSync = (await read("facts", "last_sync"))?.value ?? null;
  window.addEventListener("online", () => sendNow());
  window.addEventListener("focus", () => sendNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendNow();
  });
  sendNow(); // nobody waits for the network to open the app
}

/** Tries at once, unless another window is sending; plans the next try. */
export async function sendNow() {
  clearTimeout(timer);
  try {
    await navigator.locks.request("hai-long sending", { ifAvailable: true }, async (lock) => {
      if (lock) await sendAll();
    });
  } finally {
    await plan();
    changed();
  }
}

async function sendAll() {
  state.sending = true;
  changed();
  try {
    const waiting = ready(await outbox(), Date.now());
    state.problem = waiting.length ? await oneAfterTheOther(batches(waiting)) : null;
    await removeOld(Date.now());
  } catch (error) {
    if (!(error instanceof StorageRefused)) throw error;
    state.problem = "storage"; // the receipts come again with the next try
  } finally {
    state.sending = false;
  }
  state.failures = state.problem ? state.failures + 1 : 0;
}

async function plan() {
  const waiting = (await outbox()).filter((item) => item.state === "waiting");
  if (!waiting.length) {
    state.nextTryAt = null;
    return;
  }
  clearTimeout(timer); // of another try that ended meanwhile
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, state.failures - 1), LONGEST_WAIT_MS);
  // Not all tablets of an office at the same moment.
  const spread = wait * (0.75 + Math.random() / 2);
  state.nextTryAt = Date.now() + spread;
  timer = setTimeout(sendNow, spread);
}

/** The tablet's own credential; without one, or when it was ended, the sign-in of a person. */
async function credentials(device) {
  const own = device ? { Authorization: `Device ${device.credential}` } : {};
  if (device && !device.refused) return own;
  if (!serverSignIn().token) await fetchPack();
  const { token } = serverSignIn();
  return token ? { "X-CSRFToken": token } : own;
}

/** What is wrong with one document, or with the sign-in of one kind of people, says nothing of others. */
const OF_ONE = new Set(["refused", "closed", "sign_in"]);

/** Sends batch after batch; stops at the first that does not arrive. Gives the problem, or null. */
async function oneAfterTheOther(parts) {
  let problem = null;
  for (const part of parts) {
    problem = (await sendBatch(part)) ?? problem;
    if (problem && !OF_ONE.has(problem)) return problem;
  }
  return problem;
}

async function sendBatch(batch) {
  const device = await enrolment();
  const headers = await credentials(device);
  const answer = await sendJson(
    addressOf(batch[0]),
    { documents: batch.map((item) => item.envelope) },
    { ...headers, "X-Device-Time": deviceTime(Date.now()), "X-App-Version": appVersion },
  );
  if (answer.kind !== "answer") return answer.kind;
  if (answer.body?.code === "device_refused" && !device.refused) {
    await noteRefusal(device, true);
    return sendBatch(batch);
  }
  if ([401, 403].includes(answer.status) || answer.body?.code === "bad_form_token") {
    noteSignIn(null, null); // somebody may sign in again in another window: the next try asks
    return "sign_in";
  }
  if (answer.status === 200 && headers.Authorization) await noteRefusal(device, false);
  // A batch that the server cannot take as a whole goes one by one: one must not stop all.
  if ([400, 413].includes(answer.status) && batch.length > 1) {
    return oneAfterTheOther(batch.map((item) => [item]));
  }
  if (answer.status !== 200) return answer.status < 500 ? "refused" : "server";
  const results = answer.body?.results ?? [];
  const now = Date.now();
  const proved = batch.map((item, at) => afterResult(item, results[at], now)).filter(Boolean);
  if (proved.length) {
    await keepResults(proved);
    state.lastSync = now;
    await write([{ store: "facts", put: { name: "last_sync", value: now } }]);
  }
  if (proved.length < batch.length) return "portal";
  return proved.some((item) => item.state === "waiting") ? "closed" : null;
}
