"""Queries about the points that documents give units: those that stand, and those of before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Numeric, ScalarSelect, Select, cast, func, insert, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, AppraisedPoints, PointsDocument, RoundUnit, Unit
from survey_app.db.tables_index import POINTS_KINDS

SELF, APPRAISED = POINTS_KINDS
"""Kinds of points: those that a unit gave itself, and those of the council."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsDocumentRecord:
    """A document with points, and who entered it; None: before there were documents."""

    id: int
    kind: str
    number: str
    issued_on: date | None
    source: str
    reason: str
    recorded_by: str | None
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPointsRecord:
    """What one document says of one unit, by area, or by the one word `total`."""

    document_id: int
    unit_code: str
    points: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPointsDocument:
    """A document to be kept. points: by number of the unit in the round, then by area."""

    round_id: int
    kind: str
    number: str
    issued_on: date | None
    source: str
    reason: str
    recorded_by: int | None
    recorded_at: datetime | None
    points: Mapping[int, Mapping[str, Decimal]]


def standing_total() -> ScalarSelect[Decimal]:
    """The appraised points of a unit, all areas together, for a query of `RoundUnit`.

    NULL where none stand.
    """
    return (
        select(cast(func.sum(AppraisedPoints.points), Numeric(9, 4)))
        .where(
            AppraisedPoints.round_unit_id == RoundUnit.id,
            AppraisedPoints.document_id == _newest(APPRAISED),
        )
        .correlate(RoundUnit)
        .scalar_subquery()
    )


def _newest(kind: str) -> ScalarSelect[int]:
    """The document of this kind that stands for a unit."""
    points, document = aliased(AppraisedPoints), aliased(PointsDocument)
    return (
        select(func.max(points.document_id))
        .join(document, document.id == points.document_id)
        .where(points.round_unit_id == RoundUnit.id, document.kind == kind)
        .correlate(RoundUnit)
        .scalar_subquery()
    )


def standing_points(session: Session, round_id: int, *, kind: str) -> tuple[UnitPointsRecord, ...]:
    """What stands of every unit that has points of this kind, in the order of the round."""
    chosen = _points().where(
        RoundUnit.round_id == round_id, AppraisedPoints.document_id == _newest(kind)
    )
    return _records(session, chosen.order_by(RoundUnit.position, AppraisedPoints.area))


def points_of_unit(session: Session, round_unit_id: int) -> tuple[UnitPointsRecord, ...]:
    """What every document said of a unit, the newest first."""
    chosen = _points().where(RoundUnit.id == round_unit_id)
    order = AppraisedPoints.document_id.desc(), AppraisedPoints.area
    return _records(session, chosen.order_by(*order))


def all_points(session: Session, round_id: int) -> tuple[UnitPointsRecord, ...]:
    """What every document of a round said of every unit, the newest document first."""
    chosen = _points().where(RoundUnit.round_id == round_id)
    order = AppraisedPoints.document_id.desc(), RoundUnit.position, AppraisedPoints.area
    return _records(session, chosen.order_by(*order))


def _points() -> Select[int, str, str, Decimal]:
    return (
        select(AppraisedPoints.document_id, Unit.code, AppraisedPoints.area, AppraisedPoints.points)
        .join(RoundUnit, RoundUnit.id == AppraisedPoints.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
    )


def _records(
    session: Session, chosen: Select[int, str, str, Decimal]
) -> tuple[UnitPointsRecord, ...]:
    found: dict[tuple[int, str], dict[str, Decimal]] = {}
    for document, code, area, points in session.execute(chosen):
        found.setdefault((document, code), {})[area] = points
    return tuple(
        UnitPointsRecord(document_id=document, unit_code=code, points=points)
        for (document, code), points in found.items()
    )


def points_documents(session: Session, round_id: int) -> tuple[PointsDocumentRecord, ...]:
    """Every document of a round, the newest first."""
    rows = session.execute(
        select(PointsDocument, Account.display_name)
        .outerjoin(Account, Account.id == PointsDocument.recorded_by)
        .where(PointsDocument.round_id == round_id)
        .order_by(PointsDocument.id.desc())
    )
    return tuple(
        PointsDocumentRecord(
            id=found.id,
            kind=found.kind,
            number=found.number,
            issued_on=found.issued_on,
            source=found.source,
            reason=found.reason,
            recorded_by=by,
            recorded_at=found.recorded_at,
        )
        for found, by in rows
    )


def add_points_document(session: Session, new: NewPointsDocument) -> int:
    """Keeps a document with its points and gives its number."""
    number = session.scalars(
        insert(PointsDocument).returning(PointsDocument.id),
        {
            "round_id": new.round_id,
            "kind": new.kind,
            "number": new.number,
            "issued_on": new.issued_on,
            "source": new.source,
            "reason": new.reason,
            "recorded_by": new.recorded_by,
            "recorded_at": new.recorded_at,
        },
    ).one()
    rows: Sequence[dict[str, object]] = [
        {"document_id": number, "round_unit_id": unit, "area": area, "points": points}
        for unit, of_unit in new.points.items()
        for area, points in of_unit.items()
    ]
    session.execute(insert(AppraisedPoints), rows)
    return number


def newest_points_document(session: Session, round_id: int) -> int | None:
    """The number of the document that was entered last."""
    return session.scalar(
        select(func.max(PointsDocument.id)).where(PointsDocument.round_id == round_id)
    )
