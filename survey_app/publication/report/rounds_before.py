"""The index of a run, and the earlier rounds that reports and sheets of units hold it against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from survey_app.db.rounds import RoundRecord, all_rounds
from survey_app.db.units import all_units
from survey_app.publication.index_of_run import PublicRun, RunIndex, index_of_run
from survey_app.publication.report.reading import CURRENT, ReportedRun
from survey_app.results.full_index import FullIndex
from survey_app.results.index_years import YearMean, years_before
from survey_app.results.round_side import RoundSide, public_before, side_of
from survey_app.results.two_rounds import TwoRounds, two_rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRun(ReportedRun):
    """A run with its index, and what both are held against in the report and the workbook.

    of_index: the index as it was published by a decision, or of the points that the run published
    and what is entered by now; None while no unit has appraised points. years: the mean index of
    each group in earlier years, the earliest first, as far as tables tell it. before: the survey
    since the latest earlier round that is public, and since older rounds for units that were in
    none of the later ones; empty where there is none, or where what was public of this one is not
    any more.
    """

    of_index: RunIndex | None
    years: Mapping[str, tuple[YearMean, ...]]
    before: tuple[TwoRounds, ...]

    @property
    def index(self) -> FullIndex | None:
        """The index itself."""
        return None if self.of_index is None else self.of_index.index

    @property
    def changes(self) -> TwoRounds | None:
        """Since the latest earlier round."""
        return self.before[0] if self.before else None


def compared_run(session: Session, of: ReportedRun) -> ComparedRun:
    """The run with its index and earlier rounds, which are read; one that has them as it is."""
    if isinstance(of, ComparedRun):
        return of
    index = index_of_reported(session, of)
    is_public = of.publication.state == CURRENT
    return ComparedRun(
        round=of.round,
        publication=of.publication,
        run=of.run,
        basis=of.basis,
        of_index=index,
        years={} if index is None else years_before(session, index.index),
        before=_against_rounds_before(session, of.round) if is_public else (),
    )


def index_of_reported(session: Session, of: ReportedRun) -> RunIndex | None:
    """The index alone, which is read where the run has none."""
    if isinstance(of, ComparedRun):
        return of.of_index
    public = PublicRun(round=of.round, publication=of.publication, run=of.run, units=of.basis.units)
    return index_of_run(session, public)


def _against_rounds_before(session: Session, of_round: RoundRecord) -> tuple[TwoRounds, ...]:
    """Against the latest earlier round that is public; then against older ones, each for units that
    were in none of the rounds after it: as the page of a unit has it. Of all only what is public:
    reports leave the house, and units have their sheets.
    """
    before = _public_before(session, of_round)
    latest = next(before, None)
    if latest is None:
        return ()
    known, later = all_units(session), side_of(session, of_round)
    missing = {unit.unit_code for unit in later.units}
    found: list[TwoRounds] = []
    for earlier in chain([latest], before):
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
