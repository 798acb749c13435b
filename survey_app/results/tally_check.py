"""Compares what is kept of a round with its answers, counted anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from survey_app.db import audit, rounds, tally_cells
from survey_app.db.definitions import definition_of
from survey_app.db.design_tallies import Place, RoundTally, counted_tally, kept_tally
from survey_app.db.summing import own_rule
from survey_app.db.tally_repair import interviews_that_differ, mend_interviews
from survey_app.results.tally_folding import counting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place of a round where more or fewer is kept than was answered.

    kept, counted: interviews; the same number where only their answers differ.
    """

    unit_code: str
    place: Place
    kept: int
    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRound:
    """A round, how many interviews of it count, and where what is kept differs."""

    round: rounds.RoundRecord
    interviews: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All rounds; interviews_that_differ: whose own sums are not those of their answers."""

    rounds: tuple[CheckedRound, ...]
    interviews_that_differ: int

    @property
    def is_right(self) -> bool:
        """Whether everything that is kept is what was answered."""
        return not self.interviews_that_differ and not any(one.differences for one in self.rounds)


def check_tallies(session: Session) -> Checked:
    """Counts all answers of all rounds anew. The transaction has to see one moment only."""
    return Checked(
        rounds=tuple(_checked(session, found) for found in _scored(session)),
        interviews_that_differ=interviews_that_differ(session),
    )


def mend_tallies(session: Session, *, at: datetime) -> bool:
    """Makes everything that is kept anew; False where somebody else is at it.

    Scores may be other ones afterwards, so the log says so of every round: whoever keeps what was
    computed goes by the log.
    """
    found = _scored(session)
    if not all(tally_cells.locked(session, one.id) for one in found):
        return False
    mend_interviews(session)
    for one in found:
        tally_cells.remake_cells(session, one.id, counting=counting_of(session, one.id))
    events = [
        audit.Event(action="round.sums_remade", object_kind="round", object_id=str(one.id))
        for one in found
    ]
    audit.record_all(session, events, account_id=None, at=at)
    return True


def _scored(session: Session) -> tuple[rounds.RoundRecord, ...]:
    """The rounds with a questionnaire that can be scored; of others nothing is kept."""
    return tuple(
        found
        for found in rounds.all_rounds(session)
        if own_rule(definition_of(session, found.questionnaire_version_id)) is not None
    )


def _checked(session: Session, found: rounds.RoundRecord) -> CheckedRound:
    counting = counting_of(session, found.id)
    codes = {unit.id: unit.unit_code for unit in rounds.units_of_round(session, found.id)}
    counted = counted_tally(session, found.id, counting=counting)
    return CheckedRound(
        round=found,
        interviews=int(counted.flat[:, 0].sum()),
        differences=differences(
            kept_tally(session, found.id, counting=counting), counted, codes=codes
        ),
    )


def differences(
    kept: RoundTally, counted: RoundTally, *, codes: Mapping[int, str]
) -> tuple[Difference, ...]:
    """Where two tallies of a round are not the same, in the order of the places."""
    nothing = np.zeros(counted.flat.shape[1], dtype=np.int64)
    one = dict(zip(kept.places, kept.flat, strict=True))
    other = dict(zip(counted.places, counted.flat, strict=True))
    return tuple(
        Difference(
            unit_code=codes[place.round_unit_id],
            place=place,
            kept=int(one.get(place, nothing)[0]),
            counted=int(other.get(place, nothing)[0]),
        )
        for place in sorted({*one, *other})
        if not np.array_equal(one.get(place, nothing), other.get(place, nothing))
    )
