"""What the text of a version says: its answers, and which parts the respondent answered alone."""

import json
from collections.abc import Mapping

from pydantic import JsonValue


def answers_in(content: str) -> Mapping[str, JsonValue]:
    """Answers by item code; none where the text holds none."""
    answers = _document(content).get("answers")
    return answers if isinstance(answers, dict) else {}


def covered_in(content: str) -> tuple[str, ...]:
    """The parts whose answers were covered before the interviewer had the tablet again."""
    covered = _document(content).get("covered")
    parts = covered if isinstance(covered, list) else []
    return tuple(part for part in parts if isinstance(part, str))


def _document(content: str) -> Mapping[str, JsonValue]:
    document: JsonValue = json.loads(content)
    return document if isinstance(document, dict) else {}
