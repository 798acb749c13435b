/** The screens before the work: preparing the tablet, who works, PIN. */
import { codeIn, enrol, enrolment } from "./device.js";
import { copyOf, go, LANGUAGE, place, put, say, sayAt, show } from "./page.js";
import { fetchForms, fetchPack, workChange } from "./pack.js";
import { sendNow } from "./sending.js";
import { choosePin, enter, people, person, recoverKey, serverSignIn, waitOf } from "./session.js";
import { askToPersist, read, write } from "./storage.js";

/** What the server said of the person who has just signed in and has no PIN here yet. */
let newcomer = null;

async function showEnrolment(root) {
  const device = await enrolment();
  const isEnrolled = Boolean(device) && !device.refused;
  put(root, { device: device?.name });
  place(root, "enrolled").hidden = !isEnrolled;
  (place(root, "not-enrolled") ?? place(root, "enrol")).hidden = isEnrolled;
}

/** Leaves for the sign-in of the server; whoever was signed in there before is signed out. */
export async function signInAtServer(root) {
  if (await greetNewcomer()) return go("#choose");
  const { token } = serverSignIn();
  try {
    if (token) {
      await fetch("/sign-out", { method: "POST", headers: { "X-CSRFToken": token } });
    }
    await fetch("/healthz", { cache: "no-store" });
  } catch {
    return sayAt(root, "sign-in-error", say("sign_in_offline"));
  }
  sessionStorage.setItem("signing in", "yes");
  return location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}

function offerSignIn(root) {
  place(root, "sign-in")?.addEventListener("click", () => signInAtServer(root));
}

/** The first screen of a new tablet, and where a tablet is enrolled later. */
export async function welcome() {
  const root = show("view-welcome");
  await showEnrolment(root);
  offerSignIn(root);
  const form = place(root, "enrol");
  form.elements.code.value = codeIn(location.hash);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = await enrol(form.elements.code.value);
    if (result.ok) sendNow();
    if (result.ok && (await people()).length) return go("#people");
    if (result.ok) return showEnrolment(root);
    const known = { offline: say("enrol_offline"), portal: say("portal") };
    return sayAt(root, "error", known[result.reason] ?? result.reason);
  });
}

/** The people who have a PIN here. */
export async function chooser() {
  const root = show("view-people");
  await showEnrolment(root);
  offerSignIn(root);
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
    const now = await read("people", account);
    const wait = Math.ceil(waitOf(now) / 1000);
    if (wait > 0) return sayAt(root, "error", say("pin_wait", { seconds: wait }));
    sayAt(root, "error", "");
    form.querySelector("button").disabled = true;
    try {
      await enter(account, form.elements.pin.value);
    } catch {
      form.querySelector("button").disabled = false;
      form.elements.pin.value = "";
      form.elements.pin.focus();
      return sayAt(root, "error", say("pin_wrong"));
    }
    return go(wanted);
  });
  return undefined;
}

/** The key comes back from the server, to the person who is signed in there with the password. */
async function forgotten(root, record) {
  const fetched = await fetchPack();
  if (fetched.kind !== "answer") return sayAt(root, "error", say("forgotten_offline"));
  if (serverSignIn().account !== record.account) {
    return sayAt(root, "error", say("forgotten_sign_in", { name: record.name }));
  }
  const raw = await recoverKey(record.account);
  if (!raw) return sayAt(root, "error", say("forgotten_refused"));
  newcomer = { pack: fetched.pack, etag: fetched.etag, raw };
  return go("#choose");
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
  const { account } = fetched.pack.enumerator;
  if (await read("people", account)) return false;
  newcomer = { pack: fetched.pack, etag: fetched.etag };
  return true;
}

/** A new PIN, for a new person or in place of a forgotten one. */
export function choose() {
  if (!newcomer) return go("#people");
  const { account, name, username } = newcomer.pack.enumerator;
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
    form.querySelector("button").disabled = true;
    return keep({ account, name, username, pin: first.value });
  });
  return undefined;
}

async function keep({ account, name, username, pin: chosen }) {
  const { pack, etag, raw } = newcomer;
  const roundKey = pack.rounds[0]?.key;
  if (!roundKey) return sayAt(document, "error", say("no_round"));
  await askToPersist();
  await choosePin(chosen, { account, name, username, roundKey, raw });
  const here = await fetchForms(pack);
  if (!raw) {
    const work = { pack, etag: here ? etag : null, fetchedAt: Date.now(), attempts: {}, done: {} };
    await write([await workChange(person(), work)]);
  }
  newcomer = null;
  return go("#work");
}

/** Whether the app was started in a language other than the one that was chosen last. */
export const otherLanguage = () => {
  const chosen = localStorage.getItem("language");
  return chosen !== null && chosen !== LANGUAGE;
};
