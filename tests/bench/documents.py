"""Documents as tablets send them: whole interviews, with the timings of every question asked."""

import gzip
import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from questionnaires import shipped_definition, version_id

DEFINITION = shipped_definition("sipas-22")
VERSION = version_id(DEFINITION)
ROUND = "do-2022"
UNITS = tuple(f"DV{number:02d}" for number in range(1, 23))
BEGAN = datetime(2022, 10, 3, 1, 0, tzinfo=UTC)
PROCEDURE = (
    "Cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất"
)
OPINION = "Cán bộ hướng dẫn rõ ràng, dễ hiểu. Đề nghị rút ngắn thời gian chờ ở bộ phận một cửa."


def answers(chance: random.Random) -> dict[str, object]:
    """Answers to every question of a path without lateness and feedback."""
    criteria = [item.code for item in DEFINITION.index_items if not item.code.startswith("q5")]
    return {
        **{code: chance.choice((3, 4, 4, 5, 5, 9 if code == "q36" else 2)) for code in criteria},
        **dict.fromkeys(("k1", "k2", "a4", "a5", "a6", "b1", "b2", "b4", "b5", "z5"), 1),
        "a3": PROCEDURE,
        "b3": chance.randrange(5),
        "b6": 2,
        "b10": 2,
        "d1": [2, 5],
        "d2": OPINION,
        **{code: chance.choice((1, 2)) for code in ("e1", "e2", "e3", "e4", "e5")},
    }


def document(
    uuid: UUID, *, enumerator: int, unlisted: bool, chance: random.Random
) -> dict[str, object]:
    """One finished interview of eight minutes."""
    given = answers(chance)
    shown = [item.code for item in DEFINITION.items if item.code in given]
    start = BEGAN + timedelta(seconds=chance.randrange(40 * 86400))
    step = 480_000 // len(shown)
    return {
        "format": 1,
        "uuid": str(uuid),
        "enumerator": enumerator,
        "questionnaire_version": VERSION,
        "unlisted": {"round": ROUND, "unit": chance.choice(UNITS)} if unlisted else None,
        "answers": given,
        "started_at": start.isoformat(),
        "finished_at": (start + timedelta(minutes=8)).isoformat(),
        "elapsed_ms": 480_000,
        "timings": {
            code: {
                "first_shown_ms": place * step + chance.randrange(500),
                "last_changed_ms": place * step + chance.randrange(500, 9000),
                "changes": 1,
            }
            for place, code in enumerate(shown)
        },
        "position": {"latitude_e6": 20_541_234, "longitude_e6": 105_922_345, "accuracy_m": 12},
        "app_version": "1.0.0",
    }


def request(documents: Sequence[dict[str, object]], *, credential: str, compressed: bool) -> bytes:
    """One whole HTTP request with these documents, as the browser of a tablet writes it."""
    batch = {"documents": documents}
    body = json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode()
    if compressed:
        body = gzip.compress(body, compresslevel=6)
    head = [
        "POST /api/v1/sync/interviews HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Device {credential}",
        "Content-Type: application/json",
        *(["Content-Encoding: gzip"] if compressed else []),
        "X-Device-Time: 2022-11-12T08:00:00+07:00",
        "X-App-Version: 1.0.0",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
