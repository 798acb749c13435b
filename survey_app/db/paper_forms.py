"""Queries about forms on paper."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, Interview, PaperForm, PaperPlan, RoundUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """The share of forms that are keyed twice, and the wrapped seed."""

    share_percent: int
    wrapped_seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaperForm:
    """A sheet that was keyed for the first time."""

    round_id: int
    form_number: str
    interview_uuid: UUID
    first_entry_id: int
    """Of the version of the interview that it became."""
    keyed_by: int
    keyed_at: datetime
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormRecord:
    """A sheet, with the first entry as it was stored. The first entry is for no second clerk."""

    id: int
    round_id: int
    form_number: str
    interview_uuid: UUID
    unit_name: str
    enumerator_id: int
    enumerator: str
    mode: str
    started_at: datetime
    first_version: int
    """Which version of the interview the first entry became."""
    first_content: str
    questionnaire_version_id: str
    keyed_by: int
    is_chosen: bool
    second_keyed_by: int | None
    second_answers: Mapping[str, object] | None
    differences: int | None
    decided_at: datetime | None
    was_voided: bool
    """The interview that stands on it was voided; what counts now, if anything, is another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecord:
    """A sheet in a list, without any answer."""

    id: int
    form_number: str
    unit_name: str
    keyed_at: datetime
    differences: int | None


WAITS_FOR_SECOND = PaperForm.is_chosen & PaperForm.second_keyed_by.is_(None)
TO_DECIDE = (PaperForm.differences > 0) & PaperForm.decided_at.is_(None)


def add_plan(session: Session, round_id: int, *, share_percent: int, wrapped_seed: str) -> bool:
    """Keeps the plan of a round unless it has one."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"round_id": round_id, "share_percent": share_percent, "wrapped_seed": wrapped_seed}
    added = session.execute(
        make(PaperPlan).on_conflict_do_nothing().returning(PaperPlan.round_id), row
    )
    return added.scalar_one_or_none() is not None


def locked_plan(session: Session, round_id: int) -> PlanRecord | None:
    """The plan of a round, held until the end: sheets of one round are stored one by one."""
    found = session.execute(
        select(PaperPlan).where(PaperPlan.round_id == round_id).with_for_update()
    ).scalar_one_or_none()
    if found is None:
        return None
    return PlanRecord(share_percent=found.share_percent, wrapped_seed=found.wrapped_seed)


def share_of(session: Session, round_id: int) -> int | None:
    """The share that is keyed twice, in percent; None before anybody chose it or keyed."""
    wanted = select(PaperPlan.share_percent).where(PaperPlan.round_id == round_id)
    return session.scalars(wanted).one_or_none()


def change_plan(session: Session, round_id: int, **values: int | str) -> None:
    """Another share, or another seed, from now on."""
    session.execute(update(PaperPlan).where(PaperPlan.round_id == round_id).values(**values))


def add_form(session: Session, new: NewPaperForm) -> None:
    """Keeps that a sheet was keyed."""
    session.execute(insert(PaperForm), asdict(new))


def _forms(session: Session, *conditions: ColumnElement[bool]) -> PaperFormRecord | None:
    row = session.execute(
        select(PaperForm, Interview, RoundUnit.name, Account.display_name, _was_voided())
        .join(Interview, Interview.id == PaperForm.first_entry_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .where(*conditions)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    form, first, unit_name, enumerator, was_voided = row
    return PaperFormRecord(
        id=form.id,
        round_id=form.round_id,
        form_number=form.form_number,
        interview_uuid=form.interview_uuid,
        unit_name=unit_name,
        enumerator_id=first.enumerator_id,
        enumerator=enumerator,
        mode=first.mode,
        started_at=first.started_at,
        first_version=first.version,
        first_content=first.content,
        questionnaire_version_id=first.questionnaire_version_id,
        keyed_by=form.keyed_by,
        is_chosen=form.is_chosen,
        second_keyed_by=form.second_keyed_by,
        second_answers=form.second_answers,
        differences=form.differences,
        decided_at=form.decided_at,
        was_voided=was_voided,
    )


def _was_voided() -> ColumnElement[bool]:
    """Whether the first entry, or a version that corrected it, was voided."""
    later = aliased(Interview)
    return exists().where(
        later.uuid == Interview.uuid,
        later.version >= Interview.version,
        later.voided_at.is_not(None),
    )


def form_of(session: Session, number: int) -> PaperFormRecord | None:
    """A sheet by its number here."""
    return _forms(session, PaperForm.id == number)


def form_numbered(session: Session, round_id: int, form_number: str) -> PaperFormRecord | None:
    """A sheet of a round by the number that is printed on it."""
    return _forms(session, PaperForm.round_id == round_id, PaperForm.form_number == form_number)


def form_about(session: Session, interview_uuid: UUID) -> PaperFormRecord | None:
    """The sheet from which an interview was keyed."""
    return _forms(session, PaperForm.interview_uuid == interview_uuid)


def lock_form(session: Session, number: int) -> None:
    """Holds a sheet, so that two people who finish it at once wait for each other."""
    session.execute(select(PaperForm.id).where(PaperForm.id == number).with_for_update())


def change_form(session: Session, number: int, **values: object) -> None:
    """Keeps the second entry, or what was decided."""
    session.execute(update(PaperForm).where(PaperForm.id == number).values(**values))


def _sheets(
    session: Session, *conditions: ColumnElement[bool], limit: int
) -> tuple[SheetRecord, ...]:
    rows = session.execute(
        select(
            PaperForm.id,
            PaperForm.form_number,
            RoundUnit.name,
            PaperForm.keyed_at,
            PaperForm.differences,
        )
        .join(Interview, Interview.id == PaperForm.first_entry_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(*conditions)
        .order_by(PaperForm.id)
        .limit(limit)
    )
    return tuple(
        SheetRecord(
            id=row[0], form_number=row[1], unit_name=row[2], keyed_at=row[3], differences=row[4]
        )
        for row in rows
    )


def waiting_for_second(
    session: Session, round_id: int, *, not_by: int, limit: int
) -> tuple[SheetRecord, ...]:
    """Sheets to be keyed again by a person who neither keyed nor interviewed, the oldest first."""
    return _sheets(
        session,
        PaperForm.round_id == round_id,
        WAITS_FOR_SECOND,
        PaperForm.keyed_by != not_by,
        Interview.enumerator_id != not_by,
        limit=limit,
    )


def to_decide(session: Session, round_id: int, *, limit: int) -> tuple[SheetRecord, ...]:
    """Sheets whose two entries differ and about which nobody has decided."""
    return _sheets(session, PaperForm.round_id == round_id, TO_DECIDE, limit=limit)


def enumerators(session: Session) -> tuple[tuple[int, str, str], ...]:
    """Who may stand as the interviewer on a sheet: number, user name, name."""
    rows = session.execute(
        select(Account.id, Account.username, Account.display_name)
        .where(Account.role == "enumerator")
        .order_by(Account.username)
    )
    return tuple((row[0], row[1], row[2]) for row in rows)
