"""The earlier rounds that a report and the sheets of its units are held against."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from survey_app.db.rounds import RoundRecord, all_rounds
from survey_app.db.units import all_units
from survey_app.results.round_side import RoundSide, public_before, side_of
from survey_app.results.two_rounds import TwoRounds, two_rounds


def against_rounds_before(session: Session, of_round: RoundRecord) -> tuple[TwoRounds, ...]:
    """Against the latest earlier round that is public; then against older ones, each for units that
    were in none of the rounds after it: as the page of a unit has it. Of all only what is public:
    reports leave the house, and units have their sheets.
    """
    known, later = all_units(session), side_of(session, of_round)
    missing = {unit.unit_code for unit in later.units}
    found: list[TwoRounds] = []
    for earlier in _public_before(session, of_round):
        there = {unit.unit_code for unit in earlier.units}
        if not found or missing & there:
            found.append(two_rounds(later, earlier, known=known))
        missing -= there
        if not missing:
            break
    return tuple(found)


def of_unit(code: str, *, among: Sequence[TwoRounds]) -> TwoRounds | None:
    """The latest one that the unit was in; the latest of all where it was in none."""
    own = (one for one in among if code in {unit.unit_code for unit in one.earlier.units})
    return next(own, among[0] if among else None)


def _public_before(session: Session, of_round: RoundRecord) -> Iterator[RoundSide]:
    """The latest one first; an older one is read only where it is asked for."""
    rest = all_rounds(session)
    while (found := public_before(session, of_round, among=rest)) is not None:
        yield found
        rest = tuple(one for one in rest if one.id != found.round.id)
