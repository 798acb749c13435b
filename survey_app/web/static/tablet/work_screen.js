/** My work: the list, whom to see next, calling, and starting an interview. */
import { chosen, entriesOf, isOnList, isTask, reasonOf } from "./cases.js";
import { RECHECK } from "./documents.js";
import { draftsOf } from "./drafts.js";
import { outbox } from "./outbox.js";
import {
  copyOf,
  day,
  go,
  leaveNotice,
  midnight,
  moment,
  number,
  place,
  put,
  say,
  sayAt,
  show,
  takeNotice,
  trouble,
} from "./page.js";
import { keepPack } from "./keeping_pack.js";
import { fetchPack, readWork } from "./pack.js";
import { signInAtServer } from "./people_screens.js";
import { offTheTablet } from "./putting_away.js";
import { person, serverSignIn } from "./session.js";

const PAGE = 40;
const DAY_MS = 86_400_000;

/** What is looked for stays while somebody goes to a respondent and comes back. */
const AFRESH = { filter: "open", search: "", most: PAGE, top: 0 };
const looked = { ...AFRESH, by: null };
let list = null;
let drawings = 0;
// Before the next screen takes the place of the list.
window.addEventListener("hashchange", () => {
  if (list?.isConnected) looked.top = window.scrollY;
});

/**
 * Draws the list; the pack is fetched anew in the background.
 * @param {{changed: () => void}} told told when a new list may have changed what waits and was sent
 */
export async function work({ changed }) {
  const root = show("view-work");
  const { account } = person();
  if (looked.by !== account) Object.assign(looked, AFRESH, { by: account });
  const filter = root.querySelector("#filter");
  const search = root.querySelector("#search");
  filter.value = looked.filter;
  search.value = looked.search;
  const redraw = () => draw(root);
  filter.addEventListener("change", () => {
    Object.assign(looked, { filter: filter.value, most: PAGE });
    redraw();
  });
  search.addEventListener("input", () => {
    Object.assign(looked, { search: search.value, most: PAGE });
    redraw();
  });
  place(root, "more").addEventListener("click", () => {
    looked.most += PAGE;
    redraw();
  });
  place(root, "fetch").addEventListener("click", () => refresh(root, { changed }));
  place(root, "sign-in").addEventListener("click", () => signInAtServer(root));
  place(root, "unlisted").addEventListener("submit", startUnlisted);
  await draw(root);
  window.scrollTo(0, looked.top);
  list = root;
  refresh(root, { changed, quietly: true }); // nobody waits for the network to see the list
}

/** Everything the screen shows, read anew. */
async function read() {
  const one = person();
  const [kept, { drafts, unreadable }] = [await readWork(one), await draftsOf(one)];
  return { kept, drafts, unreadable, entries: entriesOf(kept, drafts) };
}

async function draw(root) {
  const drawing = ++drawings;
  const { kept, drafts, unreadable, entries } = await read();
  if (drawing !== drawings) return; // a later one has read what is newer
  if (unreadable) trouble(say("drafts_unreadable", { n: number(unreadable) }));
  const now = Date.now();
  const rounds = kept.pack?.rounds ?? [];
  const today = midnight(now);
  const [next] = chosen(entries, { filter: "open", search: "", now, today });
  // Whom to see next stands above the list already.
  const isPlain = looked.filter === "open" && !looked.search.trim();
  const found = chosen(entries, { ...looked, now, today }).filter((entry) => !isPlain || entry !== next);
  const left = entries.filter((entry) => entry.state !== "done");
  if (kept.pack?.supervisor) root.querySelector("h1").textContent = say("my_rechecks");
  place(root, "simulated").hidden = !rounds.some((round) => round.is_simulated);
  put(root, {
    count: number(left.length),
    fetched: kept.fetchedAt ? say("fetched", { at: moment(kept.fetchedAt) }) : "",
  });
  drawNext(root, next, now);
  place(root, "cases").replaceChildren(
    ...looseDrafts(drafts, entries, kept.done, { hasList: Boolean(kept.pack), redraw: () => draw(root) }),
    ...found.slice(0, looked.most).map((entry) => row(entry)),
  );
  place(root, "more").hidden = found.length <= looked.most;
  place(root, "no-pack").hidden = Boolean(kept.pack);
  place(root, "no-round").hidden = !kept.pack || rounds.length > 0;
  place(root, "none").hidden = !rounds.length || left.length > 0;
  place(root, "not-found").hidden = found.length > 0 || left.length === 0;
  drawUnlisted(root, rounds);
}

function drawNext(root, entry, now) {
  place(root, "next").hidden = !entry;
  if (!entry) return;
  put(root, { why: say(reasonOf(entry, now), { at: moment(entry.appointmentAt ?? entry.dueAt ?? now) }) });
  place(root, "next-case").replaceChildren(row(entry));
}

function row(entry) {
  const { listed, unit, attempts, appointmentAt, state, back, done } = entry;
  const made = copyOf("case");
  const last = attempts.at(-1);
  put(made, {
    respondent: listed.respondent ?? say("unlisted"),
    returned: back && !done ? say("returned_at", { ...back, at: moment(back.at) }) : "",
    unit: unit?.name ?? listed.unit,
    procedure: listed.procedure ?? listed.field,
    task: isTask(listed) && !done ? taskText(listed) : "",
    address: listed.address,
    appointment: appointmentAt && !done ? say("appointment", { at: moment(appointmentAt) }) : "",
    attempts: last ? say("attempts", { n: number(attempts.length), at: moment(last.attempted_at) }) : "",
    done: done ? say(`done_${done.what}`, { at: moment(done.at) }) : "",
  });
  place(made, "simulated").hidden = !listed.is_simulated;
  const call = place(made, "call");
  call.hidden = !listed.phone || Boolean(done);
  call.href = `tel:${(listed.phone ?? "").replaceAll(/[^\d+]/g, "")}`;
  call.textContent = say("call", { phone: listed.phone });
  const outcome = place(made, "outcome");
  outcome.hidden = Boolean(done) || !isOnList(listed);
  outcome.href = `#attempt/${listed.uuid}`;
  if (isTask(listed)) outcome.textContent = say("no_recheck");
  const open = place(made, "open");
  open.hidden = Boolean(done);
  open.href = `#interview/${listed.uuid}`;
  const begin = isTask(listed) ? "recheck" : "interview";
  open.textContent = say({ begun: "go_on", returned: "open_again" }[state] ?? begin);
  return made;
}

/** When the first interview was, if there was one, and until when to ask; nothing else is known. */
function taskText({ interviewed_on: on, due_at: due }) {
  return say(on ? "task" : "claim", { day: on && day(Date.parse(on)), at: moment(Date.parse(due)) });
}

/**
 * What was begun with people who are on no list, or are not on it any more. Of a re-check that was
 * taken back it is said so: its supervisor finishes it, leaves it for handing over, or removes it.
 */
function looseDrafts(drafts, entries, done, { hasList, redraw }) {
  const listed = new Set(entries.map((entry) => entry.listed.uuid));
  return drafts
    .filter(({ uuid }) => !listed.has(uuid) && !done[uuid])
    .map((draft) => {
      const made = copyOf("case");
      put(made, {
        respondent: draft.respondent ?? say("unlisted"),
        unit: draft.unit_name,
        procedure: "",
        address: "",
        task: "",
        returned: draft.kind === RECHECK && hasList ? say("task_gone") : "",
        appointment: "",
        attempts: say("begun_at", { at: moment(draft.started_at) }),
        done: "",
      });
      place(made, "call").hidden = true;
      place(made, "outcome").hidden = true;
      place(made, "open").href = `#interview/${draft.uuid}`;
      place(made, "open").textContent = say("go_on");
      const drop = place(made, "drop");
      drop.hidden = draft.kind !== RECHECK || !hasList;
      drop.addEventListener("click", () => removeDraft(draft, redraw));
      return made;
    });
}

/** Off the tablet; the message above the list takes it back. */
async function removeDraft(draft, redraw) {
  const putBack = await offTheTablet(draft.uuid);
  const undo = async () => {
    await putBack();
    await redraw();
  };
  leaveNotice(say("dropped"), { label: say("undo"), act: undo });
  takeNotice();
  await redraw();
}

function drawUnlisted(root, rounds) {
  const open = rounds.filter((round) => round.allows_unlisted);
  const form = place(root, "unlisted");
  form.hidden = open.length === 0;
  const select = form.elements.unit;
  const chosenUnit = select.value;
  const options = open.flatMap((round) =>
    round.units.map((unit) => {
      const key = unit.finished >= unit.quota ? "unit_full" : "unit_progress";
      const progress = { finished: number(unit.finished), quota: number(unit.quota) };
      return new Option(say(key, { name: unit.name, ...progress }), `${round.code} ${unit.code}`);
    }),
  );
  select.replaceChildren(select.options[0], ...options);
  select.value = chosenUnit;
}

function startUnlisted(event) {
  event.preventDefault();
  const [round, unit] = event.target.elements.unit.value.split(" ");
  if (unit) go(`#interview/${crypto.randomUUID()}/${round}/${unit}`);
}

/** Fetches the pack anew. What this person cannot be told by the server stays as it was. */
async function refresh(root, { changed, quietly = false }) {
  const one = person();
  const button = place(root, "fetch");
  button.disabled = true;
  const { etag } = await readWork(one);
  const askedAt = Date.now();
  const fetched = await fetchPack({ account: one.account, etag });
  if (person() !== one) return;
  const problem = problemOf(fetched, one) ?? (await keepPack(one, { ...fetched, askedAt }));
  button.disabled = false;
  place(root, "sign-in").hidden = problem !== "sign_in";
  // Who did not ask for a list need not be told in red: work goes on, and so does sending.
  const quiet = quietly && ["offline", "sign_in"].includes(problem);
  place(root, "sign-in-wanted").hidden = !(quiet && problem === "sign_in");
  sayAt(root, "fetch-error", problem && !quiet ? say(`fetch_${problem}`) : "");
  if (problem || person() !== one) return;
  if (root.isConnected) await draw(root);
  changed();
}

function problemOf(fetched, one) {
  if (fetched.kind !== "answer") return fetched.kind;
  if (fetched.status === 304) return null;
  if (!fetched.pack) return fetched.status >= 500 ? "server" : "sign_in";
  return serverSignIn().account === one.account ? null : "sign_in";
}

/** Whether something has waited for more than a day: reason enough to save a copy. */
export async function waitsLong(now = Date.now()) {
  return (await outbox()).some((item) => item.state === "waiting" && now - item.made_at > DAY_MS);
}
