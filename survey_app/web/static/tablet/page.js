/** The one page: its texts, its screens, and how dates and numbers are written. */
const texts = JSON.parse(document.getElementById("texts").textContent);
const main = document.getElementById("main");
const language = document.documentElement.lang;
const zone = "Asia/Ho_Chi_Minh";
const locale = language === "vi" ? "vi-VN" : "en-GB";
const dayForm = new Intl.DateTimeFormat(locale, {
  timeZone: zone,
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});
const weekdayForm = new Intl.DateTimeFormat(locale, {
  timeZone: zone,
  weekday: "long",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});
const hourForm = new Intl.DateTimeFormat(locale, {
  timeZone: zone,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

export const APP_VERSION = document.documentElement.dataset.version;
export const LANGUAGE = language;
/** Address of this page, without what stands after `#`. */
export const HOME = document.documentElement.dataset.home;

/** A text of the page with `{name}` filled in. */
export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

history.scrollRestoration = "manual"; // each screen says itself where it begins

/** The start of the day in Vietnam, which never moves its clocks, wherever a tablet thinks it is. */
const EAST_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;
export const midnight = (ms) => Math.floor((ms + EAST_MS) / DAY_MS) * DAY_MS - EAST_MS;

/** 21/11/2026 */
export const day = (ms) => dayForm.format(ms);
/** 14:05 */
export const hour = (ms) => hourForm.format(ms);
/** Thứ Bảy, 21/11/2026 */
export const weekday = (ms) => weekdayForm.format(ms);
/** 21/11/2026 14:05 */
export const moment = (ms) => `${dayForm.format(ms)} ${hourForm.format(ms)}`;
/** 1.234,5 */
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);

/** A copy of a template. */
export function copyOf(id) {
  return document.getElementById(id).content.cloneNode(true);
}

/** Fills the places of a screen; an empty value hides its place. */
export function put(root, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const place of root.querySelectorAll(`[data-fill="${name}"]`)) {
      place.textContent = value ?? "";
      place.hidden = value === null || value === undefined || value === "";
    }
  }
}

/** One place of a screen by its data attribute. */
export const place = (root, name) => root.querySelector(`[data-${name}]`);

/** Says what is wrong, at its place; an empty text takes it back. */
export function sayAt(root, name, text) {
  const found = place(root, name);
  found.textContent = text;
  found.hidden = !text;
}

/**
 * Opens a screen in place of the one before, at its top, and tells screen readers.
 * @returns {HTMLElement} the screen: what arrives late for it does no harm once another is open
 */
export function show(id) {
  const opened = document.createElement("div");
  opened.append(copyOf(id));
  // Else the browser keeps what is typed, readable, to put it back at its next start.
  for (const form of opened.querySelectorAll("form")) form.autocomplete = "off";
  main.replaceChildren(opened);
  document.body.classList.toggle("interviewing", id === "view-interview");
  window.scrollTo(0, 0);
  const title = main.querySelector("h1");
  if (title) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
  return opened;
}

/** The screen that is open. */
export const screen = () => main.firstElementChild;

/** Goes to another screen. */
export function go(hash) {
  if (location.hash === hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}

/** The same in place of the present screen, which has nothing to show: Back does not come here. */
export function goInstead(hash) {
  history.replaceState(null, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/**
 * Does something that must be done once, however often a button is tapped meanwhile; after a
 * failure, or with `again` in any case, it may be tried again.
 */
export async function once(form, act, { again = false } = {}) {
  if (form.inert) return;
  form.inert = true;
  try {
    await act();
    form.inert = !again;
  } catch (error) {
    form.inert = false;
    throw error;
  }
}

/** A short message at the thumb, with one thing that can still be done about it. */
export function notice(text, action = null) {
  const banner = place(document, "notice");
  banner.replaceChildren(text);
  banner.hidden = !text;
  if (!action) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = action.label;
  button.addEventListener("click", action.act, { once: true });
  banner.append(" ", button);
}

/** What the next screen says first. */
let pending = null;

/** Leaves a message for the next screen. */
export const leaveNotice = (text, action = null) => (pending = { text, action });

/** Goes to another screen, which says something first. */
export function goSaying(hash, text, action = null) {
  leaveNotice(text, action);
  go(hash);
}

/** Replaces the message of the screen before by the one that was left for this screen. */
export function takeNotice() {
  notice(pending?.text ?? "", pending?.action ?? null);
  pending = null;
}

/** What must not be overlooked: it stays until it is over. */
export function trouble(text) {
  sayAt(document, "trouble", text);
}
