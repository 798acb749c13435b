/** Opening, leaving and stopping an interview; one at a time, and in one window. */
import { entryOf } from "./attempt_screen.js";
import { draftOf, formOf, otherVersionOf } from "./begin.js";
import { isOnList } from "./cases.js";
import { isTaken } from "./drafts.js";
import { OpenInterview } from "./open_interview.js";
import { go, goInstead, goSaying, HOME, once, place, say, sayAt, show } from "./page.js";
import { readWork } from "./pack.js";
import { person } from "./session.js";

/** The interview on the screen, or null. */
let open = null;

/** Opens an interview; a second window with the same one is told so. */
export async function interview(uuid, unlisted) {
  if (open?.draft.uuid === uuid) return open.show();
  if (!(await leave())) return stay();
  const own = await hold(`hai-long draft ${uuid}`, { ifAvailable: true });
  if (!own) return show("view-busy");
  // Held while the interview is open: the app is not renewed, and no form is removed meanwhile.
  const noUpdate = await hold("hai-long interview", { mode: "shared" });
  const letGo = () => [own, noUpdate].forEach((release) => release());
  try {
    open = await begin(uuid, unlisted, letGo);
  } finally {
    if (!open) letGo();
  }
  return open?.show();
}

/** Holds a lock until the function that it gives is called; null when somebody else has it. */
function hold(name, options) {
  return new Promise((resolve) => {
    navigator.locks.request(name, options, (lock) => {
      if (lock) return new Promise((release) => resolve(release));
      return resolve(null);
    });
  });
}

async function begin(uuid, unlisted, letGo) {
  const draft = await draftOf(uuid, unlisted);
  const elsewhere = draft && (await otherVersionOf(draft));
  const html = draft && (await formOf(draft));
  if (elsewhere) location.replace(`${elsewhere}${location.hash}`);
  else if (html) return new OpenInterview(draft, html, { letGo, finished });
  else if (draft) goSaying("#work", say("form_missing"));
  else if (await isTakenByAnother(uuid)) goSaying("#work", say("taken"));
  else goInstead("#work");
  return null;
}

/** Going back to one's own finished interview needs no words; that of somebody else does. */
async function isTakenByAnother(uuid) {
  const { done } = await readWork(person());
  return !done[uuid] && isTaken(person(), uuid);
}

/**
 * Leaves the interview on the screen, if there is one. It is left only when everything is on the
 * disk; what could not be saved stays in front of the person.
 * @returns {Promise<boolean>} whether it was left
 */
export async function leave() {
  if (open && !(await open.close())) return false;
  open = null;
  return true;
}

/** Whether the respondent has the tablet: then nothing else may be opened. */
export const isHandedOver = () => Boolean(open) && document.body.classList.contains("handed");

/** Back to the interview that could not be left, or must not be. */
export function stay() {
  history.replaceState({ part: open.part }, "", `#interview/${open.draft.uuid}`);
  if (!document.getElementById("interview")) open.show();
}

/** Back to the list; a page of an older version gives way to the present one. */
function finished(text, action = null) {
  open = null;
  if (location.pathname === HOME) return goSaying("#work", text, action && takingBack(action));
  sessionStorage.setItem("notice", text);
  return location.replace(`${HOME}#work`);
}

const takingBack = ({ label, act }) => ({
  label,
  act: async () => {
    await act();
    goSaying("#work", say("undone"));
  },
});

/** The screen on which an interview is stopped. */
export async function stop(uuid) {
  if (open?.draft.uuid !== uuid) return goInstead("#work");
  const interrupted = open;
  interrupted.pause();
  const entry = await entryOf(uuid);
  const isListed = Boolean(entry) && isOnList(entry.listed);
  const root = show("view-stop");
  place(root, "back").href = `#interview/${uuid}`;
  for (const hint of root.querySelectorAll("[data-hint]")) {
    hint.hidden = hint.dataset.hint !== (isListed ? "listed" : "unlisted");
  }
  const form = place(root, "stop-form");
  const chosen = () => form.querySelector("[name=reason]:checked");
  const wayOf = (input) => (isListed ? input?.dataset.listed : input?.dataset.unlisted) ?? "stop";
  form.addEventListener("change", () => {
    const way = wayOf(chosen());
    place(root, "words").hidden = way !== "stop";
    place(root, "go").textContent = say(`stop_${way}`);
    sayAt(root, "error", "");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = chosen();
    const note = form.elements.note.value.trim();
    if (!input && !note) return sayAt(root, "error", say("reason_missing"));
    const way = wayOf(input);
    if (way === "again" || way === "wrong") return go(`#attempt/${uuid}/${way}`);
    if (way === "drop") return once(form, () => interrupted.drop(), { again: true });
    const reason = [input?.value, note].filter(Boolean).join(": ");
    return once(form, () => interrupted.stop(reason, input?.dataset.code), { again: true });
  });
  return undefined;
}

window.addEventListener("popstate", (event) => {
  if (open && event.state?.part && document.getElementById("interview")) {
    open.moveTo(event.state.part);
  }
});
