"""The questionnaire versions that rounds use, each read from the database only once."""

from sqlalchemy.orm import Session

from questionnaires import Definition, definition_from_json
from survey_app.db import rounds
from survey_app.problems import Code, Problem

MOST_KEPT = 32

_KEPT: dict[str, Definition] = {}
"""By SHA-256 of the content: what is kept can never be out of date."""


def definition_of(session: Session, version_id: str) -> Definition:
    """The definition with this SHA-256; a version never changes, so it is kept in memory."""
    kept = _KEPT.get(version_id)
    if kept is not None:
        return kept
    content = rounds.definition_content(session, version_id)
    if content is None:
        raise Problem(Code.NOT_FOUND)
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    return _KEPT.setdefault(version_id, definition_from_json(content))
