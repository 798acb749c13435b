/** The screens before the work: preparing the tablet, who works, PIN. */
import { codeIn, enrol, enrolment } from "./device.js";
import { copyOf, go, goSaying, LANGUAGE, once, place, put, say, sayAt, show } from "./page.js";
import { changeWork, fetchForms, fetchPack, holderOf } from "./pack.js";
import { sendNow } from "./sending.js";
import {
  choosePin,
  enter,
  people,
  person,
  pinFault,
  recoverKey,
  serverSignIn,
} from "./session.js";
import { askToPersist, read } from "./storage.js";

/** Where it is kept that somebody comes back from the sign-in for a forgotten PIN. */
const FORGOTTEN = "forgotten PIN";

/** What the server said of the person who has just signed in and has no PIN here yet. */
let newcomer = null;

/** Whoever goes elsewhere does not leave the door to a new PIN open. */
export const forgetNewcomer = () => (newcomer = null);

async function showEnrolment(root) {
  const device = await enrolment();
  const isEnrolled = Boolean(device) && !device.refused;
  put(root, { device: device?.name });
  place(root, "enrolled").hidden = !isEnrolled;
  const missing = place(root, "not-enrolled") ?? place(root, "enrol");
  missing.hidden = isEnrolled && !codeIn(location.hash);
}

/** Somebody who has no PIN here yet chooses one, or signs in at the server first. */
export async function signInAtServer(root) {
  if (await greetNewcomer()) return go("#choose");
  return leaveForSignIn(root);
}

/** Leaves for the sign-in of the server; whoever was signed in there before is signed out. */
async function leaveForSignIn(root, forgottenBy = null) {
  try {
    await signOutAtServer();
    await fetch("/healthz", { cache: "no-store" });
  } catch {
    return sayAt(root, "sign-in-error", say("sign_in_offline"));
  }
  if (forgottenBy) sessionStorage.setItem(FORGOTTEN, String(forgottenBy));
  else sessionStorage.setItem("signing in", "yes");
  return location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}

/** Ends the sign-in at the server, where there is one that this page knows of. */
export async function signOutAtServer() {
  const { token } = serverSignIn();
  if (token) await fetch("/sign-out", { method: "POST", headers: { "X-CSRFToken": token } });
}

function offerSignIn(root) {
  place(root, "sign-in")?.addEventListener("click", () => signInAtServer(root));
}

/** The first screen of a new tablet, and where a tablet is enrolled later. */
export async function welcome() {
  const root = show("view-welcome");
  offerSignIn(root);
  const form = place(root, "enrol");
  form.elements.code.value = codeIn(location.hash);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await once(form, () => enrolWith(root, form.elements.code.value), { again: true });
  });
  // Last, as it waits for the storage: the screen stands there, and somebody may type already.
  await showEnrolment(root);
}

async function enrolWith(root, code) {
  const result = await enrol(code);
  if (result.ok) sendNow();
  if (result.ok && (await people()).length) return go("#people");
  if (result.ok) return showEnrolment(root);
  const known = { offline: say("enrol_offline"), portal: say("portal") };
  return sayAt(root, "error", known[result.reason] ?? result.reason);
}

/** The people who have a PIN here. */
export async function chooser() {
  const root = show("view-people");
  offerSignIn(root);
  await showEnrolment(root);
  const rows = (await people()).map((record) => {
    const row = copyOf("person");
    put(row, { name: record.name });
    row.querySelector("button").addEventListener("click", () => go(`#pin/${record.account}`));
    return row;
  });
  place(root, "list").replaceChildren(...rows);
}

/** One person's PIN. */
export async function pin(account, wanted) {
  const record = await read("people", account);
  if (!record) return go("#people");
  const root = show("view-pin");
  put(root, { name: record.name });
  const form = place(root, "pin");
  form.elements.pin.focus();
  place(root, "forgotten").addEventListener("click", () => forgotten(root, record));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    sayAt(root, "error", "");
    try {
      await once(form, () => enter(account, form.elements.pin.value));
    } catch (error) {
      form.elements.pin.value = "";
      form.elements.pin.focus();
      return sayAt(root, "error", pinFault(error));
    }
    return go(wanted);
  });
  return undefined;
}

/** A new PIN needs the password: the sign-in comes first, however fresh another one may be. */
async function forgotten(root, record) {
  await fetchPack(); // tells who is signed in there, if anybody is
  await leaveForSignIn(root, record.account);
}

/** After the sign-in, the key comes back from the server, to the person whose PIN was forgotten. */
export async function comeBackForKey() {
  const account = Number(sessionStorage.getItem(FORGOTTEN));
  sessionStorage.removeItem(FORGOTTEN);
  if (!account) return false;
  const fetched = await fetchPack();
  const fault = await keyFault(account, fetched);
  if (fault) goSaying(`#pin/${account}`, fault);
  else go("#choose");
  return true;
}

async function keyFault(account, fetched) {
  if (fetched.kind !== "answer") return say("forgotten_offline");
  if (serverSignIn().account !== account) return say("forgotten_sign_in");
  const raw = await recoverKey(account);
  if (!raw) return say("forgotten_refused");
  newcomer = { pack: fetched.pack, etag: fetched.etag, raw };
  return null;
}

/** Whether somebody may have come back from the sign-in of the server. */
export async function mayBeNew() {
  const comesBack = sessionStorage.getItem("signing in") !== null;
  sessionStorage.removeItem("signing in");
  return comesBack || (await people()).length === 0;
}

/** Asks the server who is signed in; a person without a PIN here chooses one. */
export async function greetNewcomer() {
  const fetched = await fetchPack();
  if (!fetched.pack) return false;
  const { account } = holderOf(fetched.pack);
  if (await read("people", account)) return false;
  newcomer = { pack: fetched.pack, etag: fetched.etag };
  return true;
}

/** A new PIN, for a new person or in place of a forgotten one. */
export function choose() {
  if (!newcomer) return go("#people");
  const { account, name, username } = holderOf(newcomer.pack);
  const root = show("view-choose");
  put(root, { name });
  const form = place(root, "choose");
  form.elements.pin.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { pin: first, again } = form.elements;
    if (!/^\d{6,12}$/.test(first.value)) return sayAt(root, "error", say("pin_short"));
    if (/^(\d)\1+$/.test(first.value) || "01234567890".includes(first.value)) {
      return sayAt(root, "error", say("pin_easy"));
    }
    if (first.value !== again.value) return sayAt(root, "error", say("pin_differs"));
    return once(form, () => keep(form, { account, name, username, pin: first.value }));
  });
  return undefined;
}

async function keep(form, { account, name, username, pin: chosen }) {
  const { pack, etag, raw } = newcomer;
  const fault = (text) => {
    form.inert = false;
    sayAt(form, "error", text);
  };
  // In another window this person may have chosen a PIN meanwhile.
  if (!raw && (await read("people", account))) return go(`#pin/${account}`);
  const roundKey = pack.rounds[0]?.key;
  // A key that came back from the server stays sealed as it was until a round is open again.
  if (!roundKey && !raw) return fault(say("no_round"));
  if (!(await fetchForms(pack))) return fault(say("fetch_forms"));
  await askToPersist();
  await choosePin(chosen, { account, name, username, roundKey, raw });
  // What a supervisor keeps is under their key, which is here only now: the list comes once more.
  const kept = pack.supervisor ? { pack: null, etag: null } : { pack, etag };
  if (!raw) await changeWork(person(), () => ({ work: firstWork(kept) }));
  newcomer = null;
  return go("#work");
}

function firstWork({ pack, etag }) {
  return { pack, etag, fetchedAt: pack && Date.now(), attempts: {}, done: {} };
}

/** What is kept of the choice of a language; nothing where the browser keeps nothing. */
function chosenLanguage() {
  try {
    return localStorage.getItem("language");
  } catch {
    return null;
  }
}

/** Whether the app was started in a language other than the one that was chosen last. */
export const otherLanguage = () => {
  const chosen = chosenLanguage();
  return chosen !== null && chosen !== LANGUAGE;
};
