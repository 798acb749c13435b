/**
 * Seals a text to the public key of a round: JWE in compact form (RFC 7516), ECDH-ES with P-256
 * and A256GCM (RFC 7518, 4.6 and 5.3). The key pair of this side is thrown away, so that the
 * tablet itself cannot read what it has sealed.
 */
const ENCRYPTION = "A256GCM";
const KEY_BITS = 256;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const utf8 = new TextEncoder();

/** @param {ArrayBuffer | Uint8Array} bytes */
function base64url(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function number32(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Concat KDF (NIST SP 800-56A, 5.8.1) in its one round that 256 bits need. */
async function derived(secret) {
  const name = utf8.encode(ENCRYPTION);
  const nobody = number32(0);
  const other = joined(number32(name.length), name, nobody, nobody, number32(KEY_BITS));
  return crypto.subtle.digest("SHA-256", joined(number32(1), new Uint8Array(secret), other));
}

/**
 * @param {string} text
 * @param {{kid: string, kty: string, crv: string, x: string, y: string}} roundKey public JWK
 * @returns {Promise<string>}
 */
export async function seal(text, roundKey) {
  const { kid, kty, crv, x, y } = roundKey;
  const theirs = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits(
    { name: "ECDH", public: theirs },
    ours.privateKey,
    KEY_BITS,
  );
  const key = await crypto.subtle.importKey("raw", await derived(shared), "AES-GCM", false, [
    "encrypt",
  ]);
  const public_ = await crypto.subtle.exportKey("jwk", ours.publicKey);
  const epk = { kty: public_.kty, crv: public_.crv, x: public_.x, y: public_.y };
  const header = base64url(
    utf8.encode(JSON.stringify({ alg: "ECDH-ES", enc: ENCRYPTION, kid, epk })),
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: utf8.encode(header) },
      key,
      utf8.encode(text),
    ),
  );
  const end = sealed.length - 16; // the tag comes last
  const parts = [iv, sealed.subarray(0, end), sealed.subarray(end)].map(base64url);
  return [header, "", ...parts].join(".");
}
