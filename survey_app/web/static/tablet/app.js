/** The tablet app: which screen is open, and what stands above all of them. */
import { attempt } from "./attempt_screen.js";
import { codeIn } from "./device.js";
import { interview, leave, stop } from "./interview_screen.js";
import { age, counts, drawOutbox, outboxScreen } from "./outbox_screen.js";
import { APP_VERSION, go, HOME, notice, number, place, put, say, show, takeNotice, trouble } from "./page.js";
import * as peopleScreens from "./people_screens.js";
import { sendingState, startSending } from "./sending.js";
import { lock, people, person } from "./session.js";
import { askToPersist, StorageRefused } from "./storage.js";
import { startVersions, takeOver } from "./versions.js";
import { waitsLong, work } from "./work_screen.js";

const FINAL_CODES = document.documentElement.dataset.final?.split(" ") ?? [];
const IDLE_MS = 15 * 60_000;

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
  work: () => work(),
  attempt: (uuid) => attempt(uuid, { finalCodes: FINAL_CODES }),
  interview: (uuid, round, unit) => interview(uuid, round ? { round, unit } : null),
  stop: (uuid) => stop(uuid),
  outbox: () => outboxScreen(),
};

/** Where somebody wanted to go before the PIN was asked for. */
let wanted = "#work";
let idle = null;

async function route() {
  const [name, ...rest] = location.hash.replace(/^#/, "").split("/");
  if (codeIn(location.hash)) return peopleScreens.welcome();
  const screen = Object.hasOwn(screens, name) ? name : "work";
  takeNotice();
  if (!INTERVIEWING.has(screen)) await leave();
  if (location.pathname.startsWith(OLD_VERSIONS) && ["work", "attempt"].includes(screen)) {
    return location.replace(HOME + location.hash);
  }
  if (!person() && !OPEN_TO_ALL.has(screen)) {
    wanted = Object.hasOwn(screens, name) ? location.hash : "#work";
    return go((await people()).length ? "#people" : "#welcome");
  }
  await screens[screen](...rest.map(decodeURIComponent));
  await drawHead();
  return takeOver();
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
  if (one && (await waitsLong())) notice(say("waits_long"));
}

function stateText({ waiting, attention }) {
  if (sendingState().sending && waiting) return say("head_sending", { n: number(waiting) });
  if (waiting) return say("head_waiting", { n: number(waiting) });
  return attention ? say("head_attention", { n: number(attention) }) : say("head_sent");
}

async function lockNow() {
  await leave();
  lock();
  go("#people");
}

/** Somebody who puts the tablet away does not leave it open; an interview is never cut off. */
function watchIdleness() {
  const restart = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (person() && !document.getElementById("interview")) lockNow();
    }, IDLE_MS);
  };
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, restart);
  restart();
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
  startVersions(() => place(document, "state").classList.add("is-ready"));
  await startSending({ version: APP_VERSION, onChange: redraw });
  askToPersist();
  watchIdleness();
  window.addEventListener("hashchange", () => guarded(route));
  const kept = sessionStorage.getItem("notice");
  sessionStorage.removeItem("notice");
  const isNew = (await peopleScreens.mayBeNew()) && (await peopleScreens.greetNewcomer());
  if (isNew) go("#choose");
  else await route();
  if (kept) notice(kept);
  return undefined;
}

async function redraw() {
  await drawHead();
  await drawOutbox();
  await takeOver();
}

/** Nothing fails in silence: storage that refuses has a screen, everything else is said. */
async function guarded(work_) {
  try {
    await work_();
  } catch (error) {
    if (error instanceof StorageRefused) refuse(error);
    else {
      trouble(`${say("broken")} ${error}`);
      throw error;
    }
  }
}

place(document, "lock").addEventListener("click", () => guarded(lockNow));
place(document, "language").addEventListener("click", (event) => {
  event.preventDefault();
  localStorage.setItem("language", event.target.lang);
  location.assign(event.target.href + location.hash);
});
guarded(start);
