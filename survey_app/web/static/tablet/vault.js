/**
 * The key of one person on this tablet. A random key encrypts the person's drafts and lists; it
 * is wrapped by a key made from the PIN and from a secret of this browser that scripts cannot read.
 * Who copies the disk has that secret too: against that stands the tablet's own encryption.
 * A second copy is sealed to the round's key, so that a forgotten PIN does not cost a day's work:
 * the server gives the key back to the person who signs in with the password.
 */
import { seal } from "./sealing.js";

const ITERATIONS = 600_000; // PBKDF2-HMAC-SHA256, as OWASP advised in 2023
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const utf8 = new TextEncoder();
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
export const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** The PIN does not open the vault. */
export class WrongPin extends Error {}

/** The tablet's half of every key: no script can read it. */
export function makeHalf() {
  return crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function wrappingKey(pin, { half, salt, iterations }) {
  const typed = await crypto.subtle.importKey("raw", utf8.encode(pin), "PBKDF2", false, [
    "deriveBits",
  ]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const bits = await crypto.subtle.deriveBits(rule, typed, KEY_BYTES * 8);
  const mixed = await crypto.subtle.sign("HMAC", half, bits);
  return crypto.subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]);
}

const working = (raw) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** The copy for a forgotten PIN, which the server alone can open, and the name of its key. */
async function escrowed(raw, { account, roundKey }) {
  const escrow = await seal(JSON.stringify({ account, key: base64(raw) }), roundKey);
  return { escrow, escrow_kid: roundKey.kid };
}

/**
 * What an open vault gives.
 * @typedef {object} Opened
 * @property {CryptoKey} key encrypts drafts and lists
 * @property {(to: {account: number, roundKey: object}) => Promise<object>} copyFor seals the copy
 *   for a forgotten PIN anew; what it gives replaces what the vault has of the same names
 */
async function opened(raw) {
  return { key: await working(raw), copyFor: (to) => escrowed(raw, to) };
}

/**
 * Makes a vault, or closes an old key behind a new PIN.
 * @param {string} pin
 * @param {object} options
 * @param {Uint8Array} [options.raw] the old key
 * @param {object} [options.old] its vault, whose copy for a forgotten PIN stays if no round is open
 * @returns {Promise<Opened & {vault: object}>} `vault` is what is kept
 */
export async function makeVault(pin, { account, half, roundKey, raw = random(KEY_BYTES), old }) {
  const salt = random(16);
  const wrapping = await wrappingKey(pin, { half, salt, iterations: ITERATIONS });
  const copy = roundKey
    ? await escrowed(raw, { account, roundKey })
    : { escrow: old.escrow, escrow_kid: old.escrow_kid };
  const vault = { salt, iterations: ITERATIONS, wrapped: await encrypted(wrapping, raw), ...copy };
  return { ...(await opened(raw)), vault };
}

/** What is behind a PIN; a wrong one raises WrongPin. @returns {Promise<Opened>} */
export async function openVault(pin, { half, vault }) {
  const wrapping = await wrappingKey(pin, { half, ...vault });
  try {
    return await opened(await decrypted(wrapping, vault.wrapped));
  } catch (error) {
    throw new WrongPin("the PIN does not fit", { cause: error });
  }
}

async function encrypted(key, bytes, about = "") {
  const iv = random(12);
  const rule = { name: "AES-GCM", iv, tagLength: TAG_BYTES * 8, additionalData: utf8.encode(about) };
  return { iv, data: new Uint8Array(await crypto.subtle.encrypt(rule, key, bytes)) };
}

async function decrypted(key, { iv, data }, about = "") {
  const rule = { name: "AES-GCM", iv, tagLength: TAG_BYTES * 8, additionalData: utf8.encode(about) };
  return new Uint8Array(await crypto.subtle.decrypt(rule, key, data));
}

/** Encrypts a value; `about` ties it to its place, so that records cannot be swapped. */
export function hide(key, value, about) {
  return encrypted(key, utf8.encode(JSON.stringify(value)), about);
}

/** What `hide` made, readable again. */
export async function reveal(key, hidden, about) {
  return JSON.parse(new TextDecoder().decode(await decrypted(key, hidden, about)));
}
