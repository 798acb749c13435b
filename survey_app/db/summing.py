"""What sums the answers of an interview, made once for each questionnaire version."""

from sqlalchemy.orm import Session

from questionnaires import Definition
from scoring.packed_sums import Summing
from scoring.rule import ScoringRule, rule_of
from survey_app.db.definitions import MOST_KEPT, definition_of

_KEPT: dict[str, Summing | None] = {}
"""By SHA-256 of the questionnaire: what is kept can never be out of date."""


def own_rule(definition: Definition) -> ScoringRule | None:
    """The rule of the questionnaire itself; None where its criteria are not of one scale."""
    try:
        return rule_of(definition)
    except ValueError:
        return None


def summing_of(session: Session, version_id: str) -> Summing | None:
    """What sums the answers to this version by its own rule; None where it has none."""
    if version_id not in _KEPT:
        rule = own_rule(definition_of(session, version_id))
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[version_id] = None if rule is None else Summing(rule)
    return _KEPT[version_id]
