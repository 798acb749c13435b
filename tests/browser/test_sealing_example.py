"""The example of docs/sync.md seals in a real browser what the server opens."""

import hashlib
import json
import re
from pathlib import Path
from uuid import uuid4

DOCUMENT = Path(__file__).parents[2] / "docs/sync.md"
FETCH_PACK = """async () => {
    const answer = await fetch("/api/v1/sync/pack");
    return [await answer.json(), answer.headers.get("X-CSRFToken")];
}"""
SEAL_AND_SEND = """async ([uuid, text, key, token]) => {
    %s
    const documents = [{ format: 1, kind: "sealed", uuid, sealed: await seal(text, key) }];
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
    const body = JSON.stringify({ documents });
    const answer = await fetch("/api/v1/sync/interviews", { method: "POST", headers, body });
    return answer.json();
}"""


def _attempt(case, enumerator):
    return {
        "format": 1,
        "kind": "contact_attempt",
        "uuid": str(uuid4()),
        "interview": case,
        "enumerator": enumerator,
        "disposition": "2.21",
        "attempted_at": "2026-11-20T08:30:00+07:00",
        "appointment_at": "2026-11-21T09:00:00+07:00",
        "note": "Hẹn gặp lại sáng mai 👍",
        "app_version": "1.0.0",
    }


def test_example__run_in_the_browser__is_opened_and_taken_in(visitor, site):
    (example,) = re.findall(r"```js\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    visitor.sign_in("dieutravien")
    visitor.go("/interviews/")
    pack, token = visitor.page.evaluate(FETCH_PACK)
    (found,) = pack["rounds"]
    document = _attempt(found["cases"][0]["uuid"], pack["enumerator"]["account"])
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    answer = visitor.page.evaluate(
        SEAL_AND_SEND % example, [document["uuid"], text, found["key"], token]
    )

    (result,) = answer["results"]
    assert result["status"] == "accepted", result
    assert result["receipt"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert site.one("SELECT content FROM contact_attempt") == text
