"""The answers in the text of a version, as it was stored."""

import json
from collections.abc import Mapping

from pydantic import JsonValue


def answers_in(content: str) -> Mapping[str, JsonValue]:
    """Answers by item code; none where the text holds none."""
    document: JsonValue = json.loads(content)
    answers = document.get("answers") if isinstance(document, dict) else None
    return answers if isinstance(answers, dict) else {}
