"""Keeps the points of a document: all of them, or none and everything that stands against it.

Points are only added. Of a unit the newest document of a kind stands; whoever lets other points
stand says why. The round is locked first, so that two people do not enter points past each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.plans.criteria_set import TOTAL, CriteriaSet
from survey_app.access.people import Person
from survey_app.clock import ZONE
from survey_app.db import audit, rounds
from survey_app.db.appraised_points import (
    NewPointsDocument,
    add_points_document,
    newest_points_document,
    standing_points,
)
from survey_app.db.criteria_of import criteria_of, pin_criteria
from survey_app.fieldwork.appraisal.judging import Points, written_points
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.round_states import LONGEST_REASON, State, is_reason

ENTERABLE = frozenset({State.OPEN, State.CLOSED, State.PUBLISHED})
LONGEST_NUMBER = 64
LONGEST_SOURCE = 300


class PointsKind(StrEnum):
    """Who gave the points: the unit itself, or the council."""

    SELF = "self"
    APPRAISED = "appraised"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest:
    """The document as somebody names it. issued_on: None where no day was given.

    source: what it is, or the name of the file. seen: `AppraisalFacts.mark` of what was looked at;
    None: whatever stands.
    """

    kind: PointsKind
    number: str
    issued_on: date | None
    source: str
    reason: str
    by: Person
    at: datetime
    seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """What becomes of one unit. before: what stands, None where nothing does."""

    unit: rounds.RoundUnitRecord
    points: Points
    before: Points | None

    @property
    def is_change(self) -> bool:
        """Whether points that stand become other ones."""
        return self.before is not None and dict(self.before) != dict(self.points)

    @property
    def is_new(self) -> bool:
        """Whether the unit had no points of this kind."""
        return self.before is None

    @property
    def total(self) -> Decimal:
        """All areas together."""
        return total_of(self.points)

    @property
    def total_before(self) -> Decimal | None:
        """The same of what stands."""
        return None if self.before is None else total_of(self.before)


def total_of(points: Points) -> Decimal:
    """All areas together."""
    return sum(points.values(), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalFacts:
    """What entering points depends on. standing: by kind, then by unit. mark: another one
    whenever somebody has entered points.
    """

    round: rounds.RoundRecord
    units: tuple[rounds.RoundUnitRecord, ...]
    criteria: CriteriaSet | None
    standing: Mapping[PointsKind, Mapping[str, Points]]
    mark: str

    @property
    def is_possible(self) -> bool:
        """Whether the state of the round lets points be entered."""
        return State(self.round.state) in ENTERABLE

    def entries(self, kind: PointsKind, points: Mapping[str, Points]) -> tuple[UnitEntry, ...]:
        """What would become of every unit that has points, in the order of the round."""
        before = self.standing[kind]
        return tuple(
            UnitEntry(unit=unit, points=points[unit.unit_code], before=before.get(unit.unit_code))
            for unit in self.units
            if unit.unit_code in points
        )


def appraisal_facts(session: Session, found: rounds.RoundRecord) -> AppraisalFacts:
    """The facts of a round as they are now."""
    return AppraisalFacts(
        round=found,
        units=rounds.units_of_round(session, found.id),
        criteria=criteria_of(session, found),
        standing={
            kind: {
                one.unit_code: one.points
                for one in standing_points(session, found.id, kind=kind.value)
            }
            for kind in PointsKind
        },
        mark=str(newest_points_document(session, found.id) or ""),
    )


def against_points(
    facts: AppraisalFacts, points: Mapping[str, Points], request: DocumentRequest
) -> Iterator[Fault]:
    """Everything that stands against a document with points that are good in themselves."""
    yield from against_naming(facts, request)
    if not facts.is_possible:
        return
    entries = facts.entries(request.kind, points)
    if not any(one.is_change or one.is_new for one in entries):
        yield AppraisalCode.NOTHING_NEW.at("points")
    is_change = any(one.is_change for one in entries)
    yield from against_reason(request.reason, is_change=is_change)


def against_naming(facts: AppraisalFacts, request: DocumentRequest) -> Iterator[Fault]:
    """What stands against a document whatever its points are."""
    if not facts.is_possible:
        yield AppraisalCode.NOT_NOW.at("round")
        return
    if request.seen not in {None, facts.mark}:
        yield AppraisalCode.CHANGED_MEANWHILE.at("points")
    yield from against_document(request.number, request.issued_on, at=request.at)


def against_document(number: str, issued_on: date | None, *, at: datetime) -> Iterator[Fault]:
    """What is wrong with how a document is named."""
    number = number.strip()
    if not 0 < len(number) <= LONGEST_NUMBER or not number.isprintable():
        yield AppraisalCode.NUMBER_MISSING.at("number", maximum=str(LONGEST_NUMBER))
    if issued_on is None:
        yield AppraisalCode.DAY_MISSING.at("issued_on")
    elif issued_on > at.astimezone(ZONE).date():
        yield AppraisalCode.DAY_TO_COME.at("issued_on")


def against_reason(reason: str, *, is_change: bool) -> Iterator[Fault]:
    """What is wrong with why something is entered; whoever changes nothing need not say it."""
    if is_reason(reason) or not (is_change or reason.strip()):
        return
    yield AppraisalCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))


def record_points(
    session: Session, round_id: int, points: Mapping[str, Points], request: DocumentRequest
) -> tuple[Fault, ...]:
    """Keeps the document; with faults nothing was written."""
    facts = appraisal_facts(session, rounds.locked_round(session, round_id))
    faults = tuple(against_points(facts, points, request))
    if faults:
        return faults
    entries = facts.entries(request.kind, points)
    if facts.criteria is not None and any(TOTAL not in one.points for one in entries):
        pin_criteria(session, round_id, facts.criteria, at=request.at)
    number = add_points_document(
        session,
        NewPointsDocument(
            round_id=round_id,
            kind=request.kind.value,
            number=request.number.strip(),
            issued_on=request.issued_on,
            source=request.source.strip()[:LONGEST_SOURCE],
            reason=request.reason.strip(),
            recorded_by=request.by.account_id,
            recorded_at=request.at,
            points={one.unit.id: one.points for one in entries},
        ),
    )
    _audit(session, entries, request, round_id=round_id, document=number)
    return ()


def _audit(
    session: Session,
    entries: Sequence[UnitEntry],
    request: DocumentRequest,
    *,
    round_id: int,
    document: int,
) -> None:
    details = {
        f"unit {one.unit.unit_code}": f"{_said(one.total_before)} → {_said(one.total)}"
        for one in entries
        if one.is_change or one.is_new
    }
    audit.record(
        session,
        action="round.points_recorded",
        object_kind="round",
        object_id=str(round_id),
        account_id=request.by.account_id,
        at=request.at,
        details={
            **details,
            "kind": request.kind.value,
            "document": str(document),
            "number": request.number.strip(),
            "issued_on": "" if request.issued_on is None else request.issued_on.isoformat(),
            "reason": request.reason.strip(),
        },
    )


def _said(points: Decimal | None) -> str:
    return "" if points is None else written_points(points)
