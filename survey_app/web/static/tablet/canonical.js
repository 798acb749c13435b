/** The one text of a document and its hash, the same here and on the server. */

/**
 * JSON with sorted keys and without spaces. Documents hold whole numbers only, and their keys are
 * ASCII, so that every language writes the same text.
 */
export function canonicalText(value) {
  return JSON.stringify(value, (_, part) => {
    if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.keys(part)
        .sort()
        .map((key) => [key, part[key]]),
    );
  });
}

/** SHA-256 of bytes or of a text in UTF-8, lower-case hex. */
export async function sha256(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
