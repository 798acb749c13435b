"""Counts the cases for which the points plan of a round adds points to a unit, or takes them away.

They are no answers: somebody at Home Affairs counts late lists, wrong contacts or proven
interference, and answers for the number. A published run has the numbers of its moment.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.plans.points_plan import PointsPlan
from survey_app.access.people import Person
from survey_app.db import audit, plans, rounds
from survey_app.db.adjustments import CountedCases, NewCases, counted_cases, set_cases
from survey_app.db.score_plans import rules_of
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import State, is_reason, reason_missing

COUNTABLE = frozenset({State.OPEN, State.CLOSED, State.PUBLISHED})
"""In a draft the plan may still change."""
MOST_CASES = 1_000_000
MOST_DIGITS = 10
"""Also with zeros in front; what is longer is no number of cases and is not read as one."""

Place = tuple[str, str]
"""A unit and an adjustment, by their codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCases:
    """What somebody gave for a place: digits, or "" where nobody has counted. where: for faults."""

    unit_code: str
    adjustment: str
    cases: str
    where: str

    @property
    def place(self) -> Place:
        """Of what it is the number."""
        return self.unit_code, self.adjustment

    @property
    def number(self) -> int | None:
        """The number; None where nobody has counted. Only of one that is a number."""
        return int(self.cases) if self.cases else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRequest:
    """Who counts, when and from which document. seen: `fingerprint` of what stood; None: any."""

    by: Person
    at: datetime
    reason: str
    seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentCounts:
    """What there is to count in a round: the plan, the surveyed units, what was counted so far."""

    state: State
    plan: PointsPlan
    units: tuple[rounds.RoundUnitRecord, ...]
    counted: tuple[CountedCases, ...]

    @property
    def numbers(self) -> Mapping[Place, int]:
        """What stands."""
        return {(one.unit_code, one.adjustment): one.cases for one in self.counted}

    @property
    def is_possible(self) -> bool:
        """Whether the plan has adjustments and the state of the round lets them be counted."""
        return bool(self.plan.adjustments) and self.state in COUNTABLE


def adjustment_counts(session: Session, found: rounds.RoundRecord) -> AdjustmentCounts:
    """What there is to count in this round."""
    _, plan = rules_of(plans.plans_of(session, found.id))
    units = rounds.units_of_round(session, found.id)
    return AdjustmentCounts(
        state=State(found.state),
        plan=plan,
        units=tuple(unit for unit in units if not unit.is_exempt),
        counted=counted_cases(session, found.id),
    )


def fingerprint(counts: AdjustmentCounts) -> str:
    """Another one whenever a number is another one."""
    lines = sorted(f"{unit} {code} {cases}" for (unit, code), cases in counts.numbers.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def record_cases(
    session: Session, round_id: int, typed: Sequence[TypedCases], request: CountRequest
) -> tuple[Fault, ...]:
    """Lets these numbers stand; places that are not named keep theirs. With faults nothing was
    written. The round is locked first, so that nobody publishes half of them.
    """
    counts = adjustment_counts(session, rounds.locked_round(session, round_id))
    faults = tuple(against_cases(counts, typed, request))
    if faults:
        return faults
    before = counts.numbers
    changed = [one for one in typed if before.get(one.place) != one.number]
    numbers = {unit.unit_code: unit.id for unit in counts.units}
    new = [
        NewCases(round_unit_id=numbers[one.unit_code], adjustment=one.adjustment, cases=one.number)
        for one in changed
    ]
    reason = request.reason.strip()
    set_cases(session, new, reason=reason, by=request.by.account_id, at=request.at)
    if changed:
        details = {
            f"unit {one.unit_code}, {one.adjustment}": f"{_said(before.get(one.place))} → "
            f"{_said(one.number)}"
            for one in changed
        }
        audit.record(
            session,
            action="round.cases_counted",
            object_kind="round",
            object_id=str(round_id),
            account_id=request.by.account_id,
            at=request.at,
            details={**details, "reason": reason},
        )
    return ()


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def against_cases(
    counts: AdjustmentCounts, typed: Sequence[TypedCases], request: CountRequest
) -> Iterator[Fault]:
    """Everything that stands against these numbers."""
    if not counts.plan.adjustments:
        yield RoundCode.NO_ADJUSTMENTS.at("points_plan")
        return
    if counts.state not in COUNTABLE:
        yield RoundCode.CASES_NOT_NOW.at("round")
        return
    if request.seen not in {None, fingerprint(counts)}:
        yield RoundCode.CASES_COUNTED_MEANWHILE.at("cases")
    if not is_reason(request.reason):
        yield reason_missing()
    units = {unit.unit_code for unit in counts.units}
    codes = [one.code for one in counts.plan.adjustments]
    for one in typed:
        if one.unit_code not in units:
            yield RoundCode.CASES_OF_NO_UNIT.at(one.where, unit=one.unit_code)
        if one.adjustment not in codes:
            known = ", ".join(codes)
            words = {"adjustment": one.adjustment, "known": known}
            yield RoundCode.CASES_OF_NOTHING.at(one.where, **words)
        if not _is_number(one.cases):
            words = {"value": one.cases[:40], "maximum": str(MOST_CASES)}
            yield RoundCode.NOT_A_NUMBER_OF_CASES.at(one.where, **words)


def _is_number(text: str) -> bool:
    if not text:
        return True
    is_short = len(text) <= MOST_DIGITS
    return is_short and text.isascii() and text.isdigit() and int(text) <= MOST_CASES
