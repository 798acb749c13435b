"""Who can be given cases, and the writes of giving out, taking back and replacing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.assignments import is_open
from survey_app.db.field_cases import FieldCase
from survey_app.db.packs import note_changes
from survey_app.db.tables import Account, Assignment, RoundUnit, SampleReplacement, Table

_ASSIGNMENT = Table.metadata.tables["assignment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorRecord:
    """An enumerator who works now, and the open cases of a round that they have."""

    account_id: int
    username: str
    display_name: str
    load: int


def active_enumerators(session: Session, round_id: int) -> tuple[EnumeratorRecord, ...]:
    """Every enumerator whose account is open, by user name."""
    load = (
        select(Assignment.enumerator_id, func.count().label("load"))
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(RoundUnit.round_id == round_id, is_open())
        .group_by(Assignment.enumerator_id)
        .subquery()
    )
    rows = session.execute(
        select(Account.id, Account.username, Account.display_name, func.coalesce(load.c.load, 0))
        .outerjoin(load, load.c.enumerator_id == Account.id)
        .where(Account.role == "enumerator", Account.is_active)
        .order_by(Account.username)
    )
    return tuple(
        EnumeratorRecord(account_id=row[0], username=row[1], display_name=row[2], load=row[3])
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolder:
    """A case and who is to interview from now on."""

    case: FieldCase
    interview_uuid: UUID
    """Made now for a case that nobody had before; else the one that it has, for ever."""
    enumerator_id: int


def give(session: Session, given: Sequence[NewHolder], *, at: datetime) -> None:
    """Gives cases to enumerators. The UUID of an interview that exists stays with its case.

    The lists of whoever gets one, and of whoever loses one, are other ones from now on.
    """
    new = [one for one in given if one.case.interview_uuid is None]
    if new:
        session.execute(
            insert(Assignment),
            [
                {
                    "interview_uuid": one.interview_uuid,
                    "round_unit_id": one.case.round_unit_id,
                    "enumerator_id": one.enumerator_id,
                    "frame_case_id": one.case.case_id,
                    "assigned_at": at,
                    "opened_at": None,
                    "recalled_at": None,
                }
                for one in new
            ],
        )
    known = [one for one in given if one.case.interview_uuid is not None]
    if known:
        session.connection().execute(
            update(_ASSIGNMENT)
            .where(_ASSIGNMENT.c.interview_uuid == bindparam("of"))
            .values(enumerator_id=bindparam("to"), assigned_at=bindparam("at"), recalled_at=None),
            [{"of": one.interview_uuid, "to": one.enumerator_id, "at": at} for one in known],
        )
    before = {one.case.enumerator_id for one in known if one.case.enumerator_id is not None}
    note_changes(session, before | {one.enumerator_id for one in given}, at=at)


def recall(session: Session, interview_uuids: Collection[UUID], *, at: datetime) -> None:
    """Takes cases back; nobody has them from now on."""
    holders = session.scalars(
        update(Assignment)
        .where(Assignment.interview_uuid.in_(interview_uuids))
        .values(recalled_at=at)
        .returning(Assignment.enumerator_id)
    )
    note_changes(session, set(holders), at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReplacement:
    """A member of the reserve that takes the place of another case."""

    replaced_case_id: int
    replacement_case_id: int
    reason: str
    note: str
    replaced_by: int
    replaced_at: datetime


def add_replacement(session: Session, new: NewReplacement) -> None:
    """Keeps who replaces whom. IntegrityError: one of the two has been used already."""
    columns = {name: getattr(new, name) for name in NewReplacement.__dataclass_fields__}
    session.execute(insert(SampleReplacement), columns)
