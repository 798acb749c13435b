/** The outbox as a person sees it: waiting, sent, looked at by the office; and this tablet. */
import { saveBackup } from "./backup.js";
import { enrolment } from "./device.js";
import { RECHECK } from "./documents.js";
import { outbox } from "./outbox.js";
import { APP_VERSION, copyOf, day, moment, notice, number, place, put, say, sayAt, screen, show } from "./page.js";
import { signInAtServer } from "./people_screens.js";
import { sendingState, sendNow } from "./sending.js";
import { person } from "./session.js";
import { askToPersist, readAll, room } from "./storage.js";
import { updateState } from "./versions.js";

const MEGABYTE = 1024 * 1024;
const MINUTE_MS = 60_000;
const SHOWN = 100;

/** Counts for the head of every screen. */
export async function counts() {
  const items = await outbox();
  const waiting = items.filter((item) => item.state === "waiting");
  const attention = items.filter((item) => item.state === "attention");
  return { waiting: waiting.length, attention: attention.length, oldest: waiting[0]?.made_at ?? null };
}

/** How long something has waited, in words. */
export function age(ms) {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 60) return say("minutes", { n: number(minutes) });
  if (minutes < 48 * 60) return say("hours", { n: number(Math.floor(minutes / 60)) });
  return say("days", { n: number(Math.floor(minutes / 1440)) });
}

/** Opens the screen. */
export async function outboxScreen() {
  const root = show("view-outbox");
  place(root, "send-now").addEventListener("click", () => sendNow());
  place(root, "sign-in").addEventListener("click", () => signInAtServer(root));
  place(root, "backup").addEventListener("click", async () => {
    const documents = await saveBackup();
    notice(say("copy_saved", { n: number(documents) }));
  });
  await drawOutbox();
}

/** Draws the screen again if it is open. */
export async function drawOutbox() {
  const root = screen();
  if (!place(root, "send-now")) return;
  const items = await outbox();
  const own = items.filter((item) => item.account === person()?.account);
  const now = Date.now();
  const waiting = items.filter((item) => item.state === "waiting");
  const state = sendingState();
  put(root, {
    verdict: waiting.length ? say("waits", { n: number(waiting.length) }) : say("all_sent"),
    waiting: waitingText(waiting),
    oldest: waiting.length ? age(now - waiting[0].made_at) : "–",
    last: state.lastSync ? moment(state.lastSync) : "–",
    next: state.sending ? say("sending_now") : nextText(state, waiting),
  });
  sayAt(root, "problem", state.problem && waiting.length ? say(`send_${state.problem}`) : "");
  place(root, "sign-in").hidden = state.problem !== "sign_in";
  place(root, "send-now").disabled = state.sending;
  place(root, "items").replaceChildren(...own.reverse().slice(0, SHOWN).map(itemRow));
  place(root, "none").hidden = items.length > 0;
  await drawTablet(root);
}

/** One's own, and how many of others on this tablet. */
function waitingText(waiting) {
  const others = waiting.filter((item) => item.account !== person()?.account).length;
  const all = number(waiting.length);
  return others ? say("waiting_others", { all, others: number(others) }) : all;
}

function nextText({ nextTryAt }, waiting) {
  return waiting.length && nextTryAt ? moment(nextTryAt) : "–";
}

function itemRow(item) {
  const row = copyOf("item");
  put(row, {
    what: say(`kind_${item.kind}`),
    about: item.about,
    at: moment(item.made_at),
    state: say(`state_${item.state}`),
    errors: whyText(item),
  });
  const compare = place(row, "compare");
  compare.hidden = item.kind !== RECHECK || item.state !== "sent";
  compare.href = `/recheck/${item.uuid}/reconcile/`;
  row.querySelector(".mark").classList.add(`is-${item.state}`);
  return row;
}

/** What the office looks at. Codes of questions hold a digit; names of other parts say nothing. */
function whyText({ status, errors }) {
  if (status === "conflict") return say("conflict");
  return errors
    .map(({ where, message }) => (/\d/.test(where) ? `${where}: ${message}` : message))
    .join(" ");
}

async function drawTablet(root) {
  const device = await enrolment();
  const removed = (await readAll("log")).filter((entry) => entry.what === "removed");
  const count = removed.reduce((sum, entry) => sum + entry.uuids.length, 0);
  const update = await updateState();
  put(root, {
    device: deviceText(device),
    storage: await storageText(),
    version: APP_VERSION,
    removed: count ? say("removed", { n: number(count), at: day(removed.at(-1).at) }) : "–",
    update: update ? say(`update_${update}`) : "",
  });
  place(root, "update").hidden = !update;
}

function deviceText(device) {
  if (!device) return say("not_enrolled");
  return device.refused ? say("device_refused", { name: device.name }) : device.name;
}

async function storageText() {
  const kept = await askToPersist();
  const size = await room();
  const key = kept ? "storage_kept" : "storage_may_go";
  const used = size ? number(size.usage / MEGABYTE, 1) : "–";
  const quota = size ? number(size.quota / MEGABYTE) : "–";
  return say(key, { used, quota });
}
