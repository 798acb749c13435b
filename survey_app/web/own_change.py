"""What the page of a unit shows of how it changed since an earlier round."""

from dataclasses import dataclass
from datetime import datetime

from survey_app.db.rounds import RoundRecord
from survey_app.results.own_changes import OwnChange
from survey_app.results.printed_changes import PERCENT, printed_share
from survey_app.results.ranking import Shown
from survey_app.web.change_words import aspects_in_words
from survey_app.web.years_page import (
    ShownChange,
    ShownFactor,
    factor_names,
    unit_change_shown,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFactor:
    """A factor in both rounds in percent, and how it changed in percentage points."""

    name: str
    earlier: Shown
    later: Shown
    changed: ShownFactor


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChangeShown:
    """The unit beside the earlier round. factors: none where nothing of the unit is compared.

    differing: in what the two rounds do not measure the same. is_other_version: not the same
    version of the questionnaire.
    """

    earlier: RoundRecord
    published_at: datetime
    one: ShownChange
    factors: tuple[ChangedFactor, ...]
    differing: tuple[str, ...]
    is_other_version: bool


def own_change_shown(of: OwnChange) -> OwnChangeShown:
    """As the page of two rounds words it."""
    found, names = of.compared.found, factor_names(of.compared)
    one = unit_change_shown(of.unit, names=names)
    return OwnChangeShown(
        earlier=of.compared.earlier.round,
        published_at=of.run.published_at,
        one=one,
        factors=() if one.difference.score is None else _factors(of, one=one, names=names),
        differing=aspects_in_words(found.differing),
        is_other_version=not found.same_questionnaire,
    )


def _factors(
    of: OwnChange, *, one: ShownChange, names: dict[str, str]
) -> tuple[ChangedFactor, ...]:
    changed = []
    for code, factor in one.factors.items():
        earlier, later = of.unit.row.factor(code)
        changed.append(
            ChangedFactor(
                name=names[code],
                earlier=printed_share(earlier, scale=PERCENT),
                later=printed_share(later, scale=PERCENT),
                changed=factor,
            )
        )
    return tuple(changed)
