/**
 * Versions of the app. A new one is fetched in the background and waits until nobody works in any
 * window and nothing is unsent, or until the app is closed: then the browser brings it in by
 * itself. Drafts are finished in the version that began them.
 */
import { outbox } from "./outbox.js";

const CHECK_EVERY_MS = 3_600_000;
const WORKING = "hai-long working";
let registration = null;
let stopWorking = null;

/**
 * Starts the service worker, without which the app needs a network.
 * @param {object} told
 * @param {() => void} told.onReady the app can be opened without a network from now on
 * @param {() => void} told.mayTakeOver asked when a new version has been fetched
 */
export async function startVersions({ onReady, mayTakeOver }) {
  if (!("serviceWorker" in navigator)) return;
  let hadOne = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (hadOne) location.reload();
    hadOne = true; // the first one only begins to keep this very version
  });
  try {
    registration = await navigator.serviceWorker.register("/sw.js", {
      scope: "/tablet/",
      updateViaCache: "none",
    });
  } catch {
    return; // without a network at the first start; the next start tries again
  }
  setInterval(() => registration.update().catch(() => {}), CHECK_EVERY_MS);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => mayTakeOver());
  });
  navigator.serviceWorker.ready.then(({ active }) => {
    active.postMessage("tidy"); // a draft that needed an old version may be finished by now
    onReady();
  });
  mayTakeOver();
}

/** Tells the other windows that somebody works in this one, or does not any more. */
export function noteWork(works) {
  if (works && !stopWorking) {
    const until = new Promise((resolve) => (stopWorking = resolve));
    navigator.locks.request(WORKING, { mode: "shared" }, () => until);
  }
  if (works || !stopWorking) return;
  stopWorking();
  stopWorking = null;
}

/** Why a new version waits: `work`, `unsent`; null when none does. */
export async function updateState() {
  if (!registration?.waiting) return null;
  if ((await outbox()).some((item) => item.state === "waiting")) return "unsent";
  return "work";
}

/** Lets a new version in if nothing speaks against it; tried again whenever that may change. */
export async function takeOver() {
  if (!registration?.waiting || !navigator.serviceWorker.controller) return;
  if ((await outbox()).some((item) => item.state === "waiting")) return;
  await navigator.locks.request(WORKING, { ifAvailable: true }, (lock) => {
    if (lock) registration.waiting?.postMessage("take over");
  });
}
