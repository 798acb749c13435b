/** The tablet app: which screen is open, and what stands above all of them. */
import { attempt } from "./attempt_screen.js";
import { codeIn, enrolment } from "./device.js";
import { interview, isHandedOver, leave, stay, stop } from "./interview_screen.js";
import { age, counts, drawOutbox, outboxScreen } from "./outbox_screen.js";
import {
  APP_VERSION,
  go,
  goInstead,
  HOME,
  leaveNotice,
  number,
  place,
  put,
  say,
  sayAt,
  show,
  takeNotice,
  trouble,
} from "./page.js";
import * as peopleScreens from "./people_screens.js";
import { sendingState, startSending } from "./sending.js";
import { lock, noteSignIn, people, person } from "./session.js";
import { askToPersist, StorageRefused } from "./storage.js";
import { noteWork, startVersions, takeOver } from "./versions.js";
import { waitsLong, work } from "./work_screen.js";

const IDLE_MS = 15 * 60_000;
const IDLE_INTERVIEW_MS = 30 * 60_000;
const CHECK_MS = 30_000;

/** Screens that show nobody's data, and so need no PIN. */
const OPEN_TO_ALL = new Set(["welcome", "people", "pin", "choose", "outbox"]);
const INTERVIEWING = new Set(["interview", "stop"]);
/** Where pages of earlier versions stand, which only finish their drafts. */
const OLD_VERSIONS = "/tablet/v/";
const screens = {
  welcome: () => peopleScreens.welcome(),
  people: () => peopleScreens.chooser(),
  pin: (account) => peopleScreens.pin(Number(account), wanted),
  choose: () => peopleScreens.choose(),
  work: () => work({ changed: redraw }),
  attempt: (uuid, why) => attempt(uuid, { why }),
  interview: (uuid, round, unit) => interview(uuid, round ? { round, unit } : null),
  stop: (uuid) => stop(uuid),
  outbox: () => outboxScreen(),
};

/** Where somebody wanted to go before the PIN was asked for. */
let wanted = "#work";

/** Screens after which a new version may take over: nothing on them is lost by a reload. */
const NOTHING_TO_LOSE = new Set(["people", "outbox"]);
let shown = "";

async function route() {
  // Whatever the browser's buttons say, the respondent does not get to other people's names.
  if (isHandedOver()) return stay();
  const [name, ...rest] = location.hash.replace(/^#/, "").split("/");
  const asked = Object.hasOwn(screens, name) ? name : "work";
  const next = codeIn(location.hash) ? "welcome" : asked;
  if (!INTERVIEWING.has(next) && !(await leave())) return stay();
  if (next !== "choose") peopleScreens.forgetNewcomer();
  if (location.pathname.startsWith(OLD_VERSIONS) && ["work", "attempt"].includes(next)) {
    return location.replace(HOME + location.hash);
  }
  if (!person() && !OPEN_TO_ALL.has(next)) {
    wanted = next === name ? location.hash : "#work";
    return goInstead((await people()).length ? "#people" : "#welcome");
  }
  takeNotice();
  if (!INTERVIEWING.has(next)) trouble("");
  shown = next;
  noteWork(Boolean(person()));
  await screens[next](...rest.map(decodeURIComponent));
  await drawHead();
  return mayTakeOver();
}

/** One screen after the other, however fast somebody taps. */
let routing = Promise.resolve();
const routeInTurn = () => (routing = routing.then(() => guarded(route)));

async function mayTakeOver() {
  // Whoever works would have to type the PIN again.
  if (!person() && NOTHING_TO_LOSE.has(shown)) await takeOver();
}

/** Name, what waits, and the lock: above every screen. */
async function drawHead() {
  const one = person();
  place(document, "who").textContent = one?.name ?? "";
  place(document, "lock").hidden = !one;
  document.body.classList.toggle("someone", Boolean(one));
  const { waiting, attention, oldest } = await counts();
  const state = place(document, "state");
  state.hidden = false;
  state.textContent = stateText({ waiting, attention });
  state.classList.toggle("is-waiting", waiting > 0);
  state.title = oldest ? age(Date.now() - oldest) : "";
  sayAt(document, "long-wait", one && (await waitsLong()) ? say("waits_long") : "");
}

function stateText({ waiting, attention }) {
  if (sendingState().sending && waiting) return say("head_sending", { n: number(waiting) });
  if (waiting) return say("head_waiting", { n: number(waiting) });
  return attention ? say("head_attention", { n: number(attention) }) : say("head_sent");
}

/** Puts the tablet out of other people's reach; an interview is kept, to be continued. */
async function lockNow({ signOut = false } = {}) {
  const unfinished = location.hash.startsWith("#interview/") ? location.hash : "#work";
  if (!(await leave())) return;
  lock();
  wanted = unfinished;
  if (signOut && (await enrolment())) {
    // The tablet sends by itself; the list is fetched after the next sign-in.
    await peopleScreens.signOutAtServer().catch(() => {});
    noteSignIn(null, null);
  }
  go("#people");
}

/** Somebody who puts the tablet away does not leave it open, asleep or awake. */
function watchIdleness() {
  let last = Date.now();
  const isLong = () => {
    const limit = document.getElementById("interview") ? IDLE_INTERVIEW_MS : IDLE_MS;
    return Date.now() - last > limit;
  };
  const check = () => {
    if (person() && !isHandedOver() && isLong()) guarded(lockNow);
  };
  for (const event of ["pointerdown", "keydown"]) {
    document.addEventListener(event, () => (last = Date.now()));
  }
  document.addEventListener("visibilitychange", check);
  setInterval(check, CHECK_MS);
}

function refuse(error) {
  const root = show("view-refused");
  put(root, { details: String(error.cause ?? error) });
}

async function start() {
  if (!window.isSecureContext) return show("view-insecure");
  if (peopleScreens.otherLanguage() && !location.pathname.startsWith(OLD_VERSIONS)) {
    return location.replace(place(document, "language").href + location.hash);
  }
  await people(); // the first use of the storage: it may refuse
  startVersions({
    onReady: () => place(document, "state").classList.add("is-ready"),
    mayTakeOver,
  });
  await startSending({ version: APP_VERSION, onChange: redraw });
  askToPersist();
  watchIdleness();
  window.addEventListener("hashchange", routeInTurn);
  leaveNotice(sessionStorage.getItem("notice"));
  sessionStorage.removeItem("notice");
  if (await peopleScreens.comeBackForKey()) return undefined;
  const isNew = (await peopleScreens.mayBeNew()) && (await peopleScreens.greetNewcomer());
  return isNew ? go("#choose") : route();
}

async function redraw() {
  await drawHead();
  await drawOutbox();
  await mayTakeOver();
}

/** Nothing fails in silence: storage that refuses at the start has a screen, the rest is said. */
function report(error) {
  if (error instanceof StorageRefused && !shown) return refuse(error);
  console.error(error);
  return trouble(error instanceof StorageRefused ? say("not_kept") : `${say("broken")} ${error}`);
}

async function guarded(act) {
  try {
    await act();
  } catch (error) {
    report(error);
  }
}

place(document, "lock").addEventListener("click", () => guarded(() => lockNow({ signOut: true })));
place(document, "language").addEventListener("click", (event) => {
  event.preventDefault();
  localStorage.setItem("language", event.target.lang);
  location.assign(event.target.href + location.hash);
});
// "#main" is no screen of the app: following it would leave an interview.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
window.addEventListener("unhandledrejection", (event) => report(event.reason));
guarded(start);
