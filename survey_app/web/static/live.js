/** Keeps a page up to date while somebody looks at it: asks for its parts, replaces what differs. */

const EVERY_MS = 30_000;

const place = document.getElementById("live");
const state = document.getElementById("live-state");
const known = new Map(parts(place).map((part) => [part.id, part.outerHTML]));
let tag = `"${place.dataset.tag}"`;
let at = new Date();
let timer = null;
let isAsking = false;

/** The parts of a page or of an answer, each with an id. @param {Element} of */
function parts(of) {
  return [...of.children].filter((part) => part.id);
}

/** Says how old the figures are. @param {"at"|"lost"|"signedOut"} what */
function say(what) {
  const time = at.toLocaleTimeString("vi", { timeZone: "Asia/Ho_Chi_Minh" });
  state.textContent = state.dataset[what].replace("{time}", time);
  state.classList.toggle("lost", what !== "at");
  state.hidden = false;
}

/** What a person has done to a part: opened details, scrolled a table, gone to a link. */
function kept(part) {
  const active = document.activeElement;
  return {
    open: [...part.querySelectorAll("details[open]")].map((one) => one.id),
    scrolled: [...part.querySelectorAll("[tabindex]")].map((one) => one.scrollLeft),
    focus: part.contains(active) ? [...part.querySelectorAll("a, summary, [tabindex]")].indexOf(active) : -1,
  };
}

function giveBack(part, before) {
  for (const id of before.open) part.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  part.querySelectorAll("[tabindex]").forEach((one, index) => {
    one.scrollLeft = before.scrolled[index] ?? 0;
  });
  if (before.focus >= 0) {
    part.querySelectorAll("a, summary, [tabindex]")[before.focus]?.focus({ preventScroll: true });
  }
}

/** Replaces the parts that differ, adds new ones where they belong, removes the others. */
function show(html) {
  const fresh = parts(new DOMParser().parseFromString(html, "text/html").body);
  const there = new Map(parts(place).map((part) => [part.id, part]));
  let after = null;
  for (const part of fresh) {
    const html = part.outerHTML;
    const old = there.get(part.id);
    there.delete(part.id);
    if (old && known.get(part.id) === html) {
      after = old;
      continue;
    }
    known.set(part.id, html);
    const adopted = document.adoptNode(part);
    if (old) {
      const before = kept(old);
      old.replaceWith(adopted);
      giveBack(adopted, before);
    } else if (after) after.after(adopted);
    else place.prepend(adopted);
    after = adopted;
  }
  for (const [id, gone] of there) {
    known.delete(id);
    gone.remove();
  }
}

async function ask() {
  if (isAsking) return;
  isAsking = true;
  clearTimeout(timer);
  timer = null;
  try {
    const answer = await fetch(place.dataset.live, { headers: { "If-None-Match": tag }, cache: "no-store" });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      say("signedOut");
      return;
    }
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
      tag = answer.headers.get("ETag") ?? tag;
    }
    at = new Date();
    say("at");
  } catch {
    say("lost");
  } finally {
    isAsking = false;
  }
  wait();
}

function wait() {
  if (timer === null && document.visibilityState === "visible") timer = setTimeout(ask, EVERY_MS);
}

function look() {
  if (document.visibilityState === "hidden") {
    clearTimeout(timer);
    timer = null;
  } else if (timer === null) ask();
}

document.addEventListener("visibilitychange", look);
window.addEventListener("online", ask);
say("at");
wait();
