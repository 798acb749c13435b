/** This tablet: its credential, its half of the keys, and its enrolment. */
import { askJson } from "./network.js";
import { read, write } from "./storage.js";
import { makeHalf } from "./vault.js";

const fact = async (name) => (await read("facts", name))?.value ?? null;

/** `{id, name, credential, refused}` once the tablet is enrolled, else null. */
export const enrolment = () => fact("enrolment");

/** Keeps what the server says of the credential: one that was ended may be replaced by another. */
export async function noteRefusal(device, refused) {
  if (device.refused === refused) return;
  await write([{ store: "facts", put: { name: "enrolment", value: { ...device, refused } } }]);
}

/** The secret of this browser; made when first asked for. */
export async function half() {
  const known = await fact("half");
  if (known) return known;
  const made = await makeHalf();
  return navigator.locks.request("hai-long half", async () => {
    const other = await fact("half"); // another window may have been first
    if (other) return other;
    await write([{ store: "facts", add: { name: "half", value: made } }]);
    return made;
  });
}

/** The code in an address such as `/tablet/#enrol=ABCDEFGH`, else an empty text. */
export const codeIn = (hash) => new URLSearchParams(hash.replace(/^#/, "")).get("enrol") ?? "";

/**
 * Exchanges a code for a credential of this tablet.
 * @returns {Promise<{ok: boolean, reason?: string}>} `reason` is what the server says, or the kind
 *   of failure when it could not be asked
 */
export async function enrol(code) {
  const answer = await askJson("/api/v1/devices/enrol", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code }),
  });
  if (answer.kind !== "answer") return { ok: false, reason: answer.kind };
  const { device_id: id, name, credential } = answer.body ?? {};
  if (answer.status !== 201 || !credential) {
    const said = answer.body?.errors?.[0];
    return { ok: false, reason: said ? `${said.message} ${said.repair}` : "portal" };
  }
  const value = { id, name, credential, refused: false };
  await write([{ store: "facts", put: { name: "enrolment", value } }]);
  return { ok: true };
}
