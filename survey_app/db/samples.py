"""Queries about samples and the cases that they are drawn from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.many_rows import add_many
from survey_app.db.tables import FrameCase, RoundUnit, SampleDraw, SampleMember, Table, Unit

_MEMBER = Table.metadata.tables["sample_member"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRecord:
    """A draw as far as it has come; what has not happened yet is None."""

    id: int
    round_id: int
    list_name: str
    commitment: str
    wrapped_seed: str
    seed: str | None
    committed_at: datetime
    committed_by: int
    plan: Mapping[str, object] | None
    unit_codes: tuple[str, ...]
    strata: tuple[Mapping[str, object], ...]
    list_sha256: str | None
    drawn_at: datetime | None
    drawn_by: int | None
    revealed_at: datetime | None
    revealed_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """A case as a draw needs it: nobody's name is read."""

    public_id: UUID
    unit_code: str
    field: str
    district: str
    channel: str
    returned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """A drawn case."""

    frame_case_id: int
    public_id: UUID
    stratum: str
    sample_list: str
    place: int
    weight: Decimal


def add_commitment(
    session: Session,
    *,
    round_id: int,
    list_name: str,
    commitment: str,
    wrapped_seed: str,
    by: int,
    at: datetime,
) -> int:
    """Keeps the promise of a seed; gives the number of the draw. IntegrityError: name taken."""
    row = {
        "round_id": round_id,
        "list_name": list_name,
        "commitment": commitment,
        "wrapped_seed": wrapped_seed,
        "committed_by": by,
        "committed_at": at,
    }
    return session.execute(insert(SampleDraw).returning(SampleDraw.id), row).scalar_one()


def _record(found: SampleDraw) -> DrawRecord:
    return DrawRecord(
        id=found.id,
        round_id=found.round_id,
        list_name=found.list_name,
        commitment=found.commitment,
        wrapped_seed=found.wrapped_seed,
        seed=found.seed,
        committed_at=found.committed_at,
        committed_by=found.committed_by,
        plan=found.plan,
        unit_codes=tuple(found.unit_codes or ()),
        strata=tuple(found.strata or ()),
        list_sha256=found.list_sha256,
        drawn_at=found.drawn_at,
        drawn_by=found.drawn_by,
        revealed_at=found.revealed_at,
        revealed_by=found.revealed_by,
    )


def draws_of_round(session: Session, round_id: int) -> tuple[DrawRecord, ...]:
    """Every draw of the round, the oldest first."""
    rows = session.scalars(_OF_ROUND, {"round_id": round_id})
    return tuple(_record(row) for row in rows)


_OF_ROUND = (
    select(SampleDraw)
    .where(SampleDraw.round_id == bindparam("round_id"))
    .order_by(SampleDraw.id)
    .execution_options(populate_existing=True)
)


def cases_of_units(session: Session, round_unit_ids: Collection[int]) -> list[ListedCase]:
    """The cases of these units of a round, in no order."""
    rows = session.execute(
        select(
            FrameCase.public_id,
            Unit.code,
            FrameCase.field,
            FrameCase.district,
            FrameCase.channel,
            FrameCase.returned_on,
        )
        .join(RoundUnit, RoundUnit.id == FrameCase.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(FrameCase.round_unit_id.in_(round_unit_ids))
    )
    return [
        ListedCase(
            public_id=row[0],
            unit_code=row[1],
            field=row[2] or "",
            district=row[3] or "",
            channel=row[4] or "",
            returned_on=row[5],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    """How many cases of a unit have these in common."""

    unit_code: str
    field: str
    district: str
    channel: str
    cases: int


def count_cases(session: Session, round_unit_ids: Collection[int]) -> list[CaseCount]:
    """The cases of these units by all that a stratum can be made of, counted by the database."""
    parts = (FrameCase.field, FrameCase.district, FrameCase.channel)
    rows = session.execute(
        select(Unit.code, *parts, func.count())
        .join(RoundUnit, RoundUnit.id == FrameCase.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(FrameCase.round_unit_id.in_(round_unit_ids))
        .group_by(Unit.code, *parts)
    )
    return [
        CaseCount(
            unit_code=row[0],
            field=row[1] or "",
            district=row[2] or "",
            channel=row[3] or "",
            cases=row[4],
        )
        for row in rows
    ]


def case_numbers(session: Session, round_unit_ids: Collection[int]) -> Mapping[UUID, int]:
    """Our number of every case of these units, by its public id."""
    rows = session.execute(
        select(FrameCase.public_id, FrameCase.id).where(FrameCase.round_unit_id.in_(round_unit_ids))
    )
    return {row[0]: row[1] for row in rows}


def store_draw(
    session: Session,
    draw_id: int,
    *,
    plan: Mapping[str, object],
    unit_codes: Sequence[str],
    strata: Sequence[Mapping[str, object]],
    list_sha256: str,
    members: Iterable[MemberRecord],
    by: int | None,
    at: datetime,
) -> None:
    """Keeps who was drawn. IntegrityError: a case belongs to another sample already."""
    session.execute(
        update(SampleDraw)
        .where(SampleDraw.id == draw_id)
        .values(
            plan=dict(plan),
            unit_codes=list(unit_codes),
            strata=[dict(one) for one in strata],
            list_sha256=list_sha256,
            drawn_at=at,
            drawn_by=by,
        )
    )
    add_many(session, _MEMBER, _member_rows(members, draw_id=draw_id))


def _member_rows(
    members: Iterable[MemberRecord], *, draw_id: int
) -> Iterator[Mapping[str, object]]:
    for member in members:
        yield {
            "frame_case_id": member.frame_case_id,
            "sample_draw_id": draw_id,
            "stratum": member.stratum,
            "sample_list": member.sample_list,
            "place": member.place,
            "weight": member.weight,
        }


def members_of(session: Session, draw_id: int) -> tuple[MemberRecord, ...]:
    """Who was drawn: by stratum, the official list before the reserve, by place."""
    rows = session.execute(
        select(SampleMember, FrameCase.public_id)
        .join(FrameCase, FrameCase.id == SampleMember.frame_case_id)
        .where(SampleMember.sample_draw_id == draw_id)
    )
    found = [
        MemberRecord(
            frame_case_id=member.frame_case_id,
            public_id=public_id,
            stratum=member.stratum,
            sample_list=member.sample_list,
            place=member.place,
            weight=member.weight,
        )
        for member, public_id in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.stratum, one.sample_list, one.place)))


def show_seed(session: Session, draw_id: int, *, seed: str, by: int, at: datetime) -> None:
    """Keeps the seed in the open."""
    session.execute(
        update(SampleDraw)
        .where(SampleDraw.id == draw_id)
        .values(seed=seed, revealed_by=by, revealed_at=at)
    )
