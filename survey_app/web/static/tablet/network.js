/**
 * Asking the server. A foreign network may answer in its place: only what the server alone can
 * say counts as an answer, never a status by itself.
 */
const PATIENCE_MS = 60_000;

/**
 * @typedef {object} Answer
 * @property {"answer" | "offline" | "portal"} kind `portal`: somebody answered, but not the server
 * @property {number} [status]
 * @property {Headers} [headers]
 * @property {*} [body] parsed JSON, or the text of a form
 */

async function asked(path, options) {
  try {
    return await fetch(path, {
      ...options,
      redirect: "manual",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return null; // no network, or none that leads anywhere in time
  }
}

const isJson = (response) => /[/+]json\b/.test(response.headers.get("Content-Type") ?? "");

/** Asks for JSON. @returns {Promise<Answer>} */
export async function askJson(path, options = {}) {
  const response = await asked(path, options);
  if (response === null) return { kind: "offline" };
  const { status, headers } = response;
  if (status === 304) return { kind: "answer", status, headers, body: null };
  if (response.type === "opaqueredirect" || !isJson(response)) return { kind: "portal" };
  try {
    const body = await response.json();
    // Our server refuses with a code, always.
    const isOurs = response.ok || typeof body?.code === "string";
    return isOurs ? { kind: "answer", status, headers, body } : { kind: "portal" };
  } catch {
    return { kind: "portal" };
  }
}

/** Asks for a text, whose hash the caller knows. @returns {Promise<Answer>} */
export async function askText(path) {
  const response = await asked(path, {});
  if (response === null) return { kind: "offline" };
  if (response.type === "opaqueredirect") return { kind: "portal" };
  try {
    const { status, headers } = response;
    return { kind: "answer", status, headers, body: await response.text() };
  } catch {
    return { kind: "offline" };
  }
}

/** Sends JSON, compressed where the browser can. @returns {Promise<Answer>} */
export async function sendJson(path, value, headers = {}) {
  const text = JSON.stringify(value);
  const json = { "Content-Type": "application/json", ...headers };
  if (!("CompressionStream" in window)) {
    return askJson(path, { method: "POST", headers: json, body: text });
  }
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  const body = await new Response(packed).arrayBuffer();
  return askJson(path, {
    method: "POST",
    headers: { ...json, "Content-Encoding": "gzip" },
    body,
  });
}
