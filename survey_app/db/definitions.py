"""The questionnaire versions that rounds use, each read from the database only once."""

from functools import lru_cache

from sqlalchemy.orm import Session

from questionnaires import Definition, definition_from_json
from survey_app.db import rounds
from survey_app.problems import Code, Problem


@lru_cache(maxsize=32)
def _definition(content: str) -> Definition:
    return definition_from_json(content)


def definition_of(session: Session, version_id: str) -> Definition:
    """The definition with this SHA-256; a version never changes, so it is kept in memory."""
    content = rounds.definition_content(session, version_id)
    if content is None:
        raise Problem(Code.NOT_FOUND)
    return _definition(content)
