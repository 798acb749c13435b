"""What came of the re-checks of a round, beside the interviews that they are about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import Session, aliased, defer

from survey_app.db.changed_lots import among
from survey_app.db.tables import (
    Account,
    Assignment,
    Interview,
    Lot,
    LotMember,
    LotStratum,
    RecheckAnswer,
    RecheckDraw,
    RecheckFact,
    RecheckInterview,
    RecheckTask,
    RoundUnit,
    Unit,
    answer,
)
from survey_app.db.tables_fieldwork import slot_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    """A factual question of a re-check, as `RecheckFact`."""

    fact: str
    said: str
    fits: bool | None
    who_was_right: str | None
    explanation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedRecheck:
    """A re-check as it came. again: by item, None where it was left blank."""

    has_happened: bool
    mode: str
    started_at: datetime
    finished_at: datetime
    facts: tuple[FactRecord, ...]
    again: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """An interview that is made again. state: of its standing task, None where there is none.

    drawn, interviews: of its stratum, at the first draw. first: the answers of the interview that
    it is compared with, a code an item; where nothing is to be compared yet, of its last version.
    counts: whether a version of it does; nobody makes one again that was voided. locked: None until
    it has come.
    """

    uuid: UUID
    lot_id: int
    lot_code: str
    stratum: str
    place: int
    drawn: int
    interviews: int
    selection: str
    drawn_at: datetime
    instead_of: UUID | None
    reason: str | None
    unit_code: str
    unit_name: str
    enumerator_id: int
    enumerator: str
    enumerator_name: str
    state: str | None
    supervisor: str | None
    supervisor_name: str | None
    due_at: datetime | None
    latest_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    first: tuple[int, ...]
    first_started_at: datetime
    first_finished_at: datetime
    first_mode: str
    first_origin: str
    counts: bool
    locked: LockedRecheck | None


def findings_of(
    session: Session, round_id: int, *, items: int, lot_ids: Collection[int] | None = None
) -> tuple[FindingRecord, ...]:
    """Everybody who is asked again, by lot, stratum and place; of these lots where any are named.

    items: how many criteria the questionnaire of the round has. Three queries, however many
    re-checks there are.
    """
    rows = session.execute(_findings(round_id, items=items, lot_ids=lot_ids)).all()
    facts = _facts(session, round_id, lot_ids=lot_ids)
    answers = _answers(session, round_id, lot_ids=lot_ids)
    return tuple(_finding(row, facts=facts, answers=answers) for row in rows)


def _findings(
    round_id: int, *, items: int, lot_ids: Collection[int] | None
) -> Select[*tuple[Any, ...]]:
    supervisor, first = aliased(Account), aliased(Interview)
    slots = [answer.c[slot_name(position)] for position in range(items)]
    last = (
        select(func.max(Interview.id))
        .where(Interview.uuid == RecheckDraw.interview_uuid)
        .correlate(RecheckDraw)
        .scalar_subquery()
    )
    current = aliased(Interview)
    counts = exists().where(
        current.uuid == RecheckDraw.interview_uuid, current.is_current.is_(True)
    )
    return (
        select(
            RecheckDraw,
            LotMember.stratum,
            LotMember.place,
            LotStratum.drawn,
            LotStratum.interviews,
            Lot.id.label("lot_id"),
            Lot.code.label("lot_code"),
            Unit.code.label("unit_code"),
            RoundUnit.name.label("unit_name"),
            Account.id.label("enumerator_id"),
            Account.username.label("enumerator"),
            Account.display_name.label("enumerator_name"),
            RecheckTask,
            supervisor.username.label("supervisor"),
            supervisor.display_name.label("supervisor_name"),
            RecheckInterview,
            counts.label("counts"),
            first.started_at.label("first_started_at"),
            first.finished_at.label("first_finished_at"),
            first.mode.label("first_mode"),
            first.origin.label("first_origin"),
            *slots,
        )
        .select_from(RecheckDraw)
        .join(LotMember, LotMember.interview_uuid == RecheckDraw.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .join(
            LotStratum,
            (LotStratum.lot_id == LotMember.lot_id) & (LotStratum.name == LotMember.stratum),
        )
        .join(Assignment, Assignment.interview_uuid == LotMember.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Lot.enumerator_id)
        .outerjoin(
            RecheckTask,
            (RecheckTask.interview_uuid == RecheckDraw.interview_uuid)
            & (RecheckTask.state != "withdrawn"),
        )
        .outerjoin(supervisor, supervisor.id == RecheckTask.supervisor_id)
        .outerjoin(RecheckInterview, RecheckInterview.task_uuid == RecheckTask.uuid)
        .join(first, first.id == func.coalesce(RecheckInterview.first_interview_id, last))
        .join(answer, answer.c.interview_id == first.id)
        .where(Lot.round_id == round_id, among(lot_ids))
        .order_by(Lot.code, LotMember.stratum, LotMember.place)
        # The whole of what was sent is long, and nothing here reads it.
        .options(defer(RecheckInterview.content, raiseload=True))
    )


def _of_round(
    of: Select[*tuple[Any, ...]],
    *,
    table: type[RecheckFact] | type[RecheckAnswer],
    round_id: int,
    lot_ids: Collection[int] | None,
) -> Select[*tuple[Any, ...]]:
    return (
        of.join(RecheckTask, RecheckTask.uuid == table.task_uuid)
        .join(LotMember, LotMember.interview_uuid == RecheckTask.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .where(Lot.round_id == round_id, among(lot_ids))
    )


def _facts(
    session: Session, round_id: int, *, lot_ids: Collection[int] | None
) -> Mapping[UUID, list[FactRecord]]:
    found: defaultdict[UUID, list[FactRecord]] = defaultdict(list)
    # A round has ten thousand of them, so that objects would be felt.
    columns = select(
        RecheckFact.task_uuid,
        RecheckFact.fact,
        RecheckFact.said,
        RecheckFact.fits,
        RecheckFact.who_was_right,
        RecheckFact.explanation,
    )
    wanted = _of_round(columns, table=RecheckFact, round_id=round_id, lot_ids=lot_ids)
    for task_uuid, fact, said, fits, who_was_right, explanation in session.execute(
        wanted.order_by(RecheckFact.task_uuid, RecheckFact.fact)
    ):
        found[task_uuid].append(
            FactRecord(
                fact=fact,
                said=said,
                fits=fits,
                who_was_right=who_was_right,
                explanation=explanation,
            )
        )
    return found


def _answers(
    session: Session, round_id: int, *, lot_ids: Collection[int] | None
) -> Mapping[UUID, dict[str, int | None]]:
    found: defaultdict[UUID, dict[str, int | None]] = defaultdict(dict)
    columns = select(RecheckAnswer.task_uuid, RecheckAnswer.item, RecheckAnswer.code)
    wanted = _of_round(columns, table=RecheckAnswer, round_id=round_id, lot_ids=lot_ids)
    for task_uuid, item, code in session.execute(wanted):
        found[task_uuid][item] = code
    return found


def _finding(
    row: Row[Any],
    *,
    facts: Mapping[UUID, Sequence[FactRecord]],
    answers: Mapping[UUID, Mapping[str, int | None]],
) -> FindingRecord:
    draw: RecheckDraw = row.RecheckDraw
    task: RecheckTask | None = row.RecheckTask
    names = row._fields
    slots = range(names.index("first_origin") + 1, len(names))
    return FindingRecord(
        uuid=draw.interview_uuid,
        lot_id=row.lot_id,
        lot_code=row.lot_code,
        stratum=row.stratum,
        place=row.place,
        drawn=row.drawn,
        interviews=row.interviews,
        selection=draw.selection,
        drawn_at=draw.drawn_at,
        instead_of=draw.instead_of,
        reason=draw.reason,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        enumerator_id=row.enumerator_id,
        enumerator=row.enumerator,
        enumerator_name=row.enumerator_name,
        state=None if task is None else task.state,
        supervisor=row.supervisor,
        supervisor_name=row.supervisor_name,
        due_at=None if task is None else task.due_at,
        latest_at=None if task is None else task.latest_at,
        ended_at=None if task is None else task.ended_at,
        end_reason=None if task is None else task.end_reason,
        first=tuple(row[at] for at in slots),
        first_started_at=row.first_started_at,
        first_finished_at=row.first_finished_at,
        first_mode=row.first_mode,
        first_origin=row.first_origin,
        counts=row.counts,
        locked=_locked(row, facts=facts, answers=answers),
    )


def _locked(
    row: Row[Any],
    *,
    facts: Mapping[UUID, Sequence[FactRecord]],
    answers: Mapping[UUID, Mapping[str, int | None]],
) -> LockedRecheck | None:
    found: RecheckInterview | None = row.RecheckInterview
    if found is None:
        return None
    return LockedRecheck(
        has_happened=found.has_happened,
        mode=found.mode,
        started_at=found.started_at,
        finished_at=found.finished_at,
        facts=tuple(facts.get(found.task_uuid, ())),
        again=answers.get(found.task_uuid, {}),
    )
