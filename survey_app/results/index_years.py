"""The mean index of groups over the years, as far back as tables tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from survey_app.db.index_publications import current_index
from survey_app.db.rounds import round_coded, units_of_round
from survey_app.results.earlier_index import EarlierIndex, earlier_index
from survey_app.results.frozen_before import frozen_before
from survey_app.results.full_index import FullIndex

MOST_YEARS = 5
"""How many years before are looked for; each is a table of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMean:
    """The mean index of a group in one year, in percent."""

    year: int
    mean: Fraction | Decimal


def years_before(session: Session, index: FullIndex) -> Mapping[str, tuple[YearMean, ...]]:
    """By group, the earliest year first; a year whose mean is not known is left out."""
    found: dict[str, list[YearMean]] = {}
    before = index.before
    for _ in range(MOST_YEARS):
        if before is None:
            break
        for code, group in before.groups.items():
            if group.mean is not None:
                found.setdefault(code, []).insert(0, YearMean(year=before.year, mean=group.mean))
        before = _before(session, before)
    return {code: tuple(years) for code, years in found.items()}


def _before(session: Session, later: EarlierIndex) -> EarlierIndex | None:
    """The table before a table, as an index that was published by a decision has it, where one was;
    what came on paper for one round has none before it.
    """
    of_round = None if later.round_code is None else round_coded(session, later.round_code)
    if of_round is None:
        return None
    decided = current_index(session, of_round.id)
    if decided is None:
        found = earlier_index(session, of_round, units=units_of_round(session, of_round.id))
    else:
        found = frozen_before(decided.content).table
    return found if found is not None and found.year < later.year else None
