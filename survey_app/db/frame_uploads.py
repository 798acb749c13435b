"""Queries about lists that wait on the page to be imported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from survey_app.db.tables import FrameJob, FrameUpload, FrameUploadPart

PARTS_AT_ONCE = 4
"""Pieces of a large list that come from the database together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFrameUpload:
    """A list as it was brought; the content of a large one comes in parts."""

    id: UUID
    round_id: int
    account_id: int
    file_name: str
    content: bytes | None
    is_large: bool
    uploaded_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameUploadRecord:
    """A list that waits, without its content. frame_import_id: what came of it, once imported.

    heads: the first rows of each sheet, of a large list. first_procedures: of each unit, as soon
    as the whole list has been read.
    """

    id: UUID
    round_id: int
    account_id: int
    file_name: str
    is_large: bool
    heads: Sequence[object] | None
    first_procedures: Sequence[object] | None
    mapping: Mapping[str, object] | None
    rules: Mapping[str, object] | None
    uploaded_at: datetime
    expires_at: datetime
    frame_import_id: int | None


_COLUMNS = tuple(
    getattr(FrameUpload, name)
    for name in FrameUploadRecord.__dataclass_fields__  # never the content by chance
)


def _valid(*, account_id: int, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return FrameUpload.account_id == account_id, FrameUpload.expires_at > at


def _waits(round_id: int, *, account_id: int, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        FrameUpload.round_id == round_id,
        FrameUpload.frame_import_id.is_(None),
        *_valid(account_id=account_id, at=at),
    )


def add_upload(session: Session, new: NewFrameUpload) -> None:
    """Keeps a list."""
    columns = {name: getattr(new, name) for name in NewFrameUpload.__dataclass_fields__}
    session.execute(insert(FrameUpload), columns)


def upload_of(
    session: Session, upload_id: UUID, *, account_id: int, at: datetime
) -> FrameUploadRecord | None:
    """The list with this UUID, if this account brought it and its day is not over."""
    row = session.execute(
        select(*_COLUMNS).where(FrameUpload.id == upload_id, *_valid(account_id=account_id, at=at))
    ).one_or_none()
    return None if row is None else FrameUploadRecord(**row._asdict())


def upload_to_work_on(session: Session, upload_id: UUID) -> FrameUploadRecord:
    """The list of a piece of work, for the process that does it."""
    row = session.execute(select(*_COLUMNS).where(FrameUpload.id == upload_id)).one()
    return FrameUploadRecord(**row._asdict())


def waiting_uploads(
    session: Session, round_id: int, *, account_id: int, at: datetime
) -> tuple[FrameUploadRecord, ...]:
    """Lists of this account that are not imported yet, the newest first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(*_waits(round_id, account_id=account_id, at=at))
        .order_by(FrameUpload.uploaded_at.desc(), FrameUpload.id)
    )
    return tuple(FrameUploadRecord(**row._asdict()) for row in rows)


def held_uploads(
    session: Session, round_id: int, *, account_id: int, at: datetime
) -> tuple[FrameUploadRecord, ...]:
    """The same, of which nobody imports one until this transaction ends.

    A list is held before the work on it: whoever imports one ends its work last.
    """
    waits = _waits(round_id, account_id=account_id, at=at)
    session.execute(
        select(FrameUpload.id).where(*waits).order_by(FrameUpload.id).with_for_update()
    ).all()
    return waiting_uploads(session, round_id, account_id=account_id, at=at)


def add_parts(session: Session, upload_id: UUID, parts: Iterable[bytes]) -> None:
    """Keeps the content of a large list, piece by piece."""
    for number, content in enumerate(parts):
        row = {"upload_id": upload_id, "number": number, "content": content}
        session.execute(insert(FrameUploadPart), row)


def content_of(session: Session, upload_id: UUID) -> bytes | None:
    """The file as it was brought; None when it has been imported or is gone."""
    small = session.scalars(
        select(FrameUpload.content).where(FrameUpload.id == upload_id)
    ).one_or_none()
    if small is not None:
        return small
    parts = session.scalars(
        select(FrameUploadPart.content)
        .where(FrameUploadPart.upload_id == upload_id)
        .order_by(FrameUploadPart.number)
        .execution_options(yield_per=PARTS_AT_ONCE)
    )
    return b"".join(parts) or None


def lock_upload(session: Session, upload_id: UUID) -> None:
    """Waits for whoever imports this list at this moment, and keeps others waiting."""
    session.execute(select(FrameUpload.id).where(FrameUpload.id == upload_id).with_for_update())


def keep_heads(session: Session, upload_id: UUID, heads: Sequence[object]) -> None:
    """Keeps the first rows of a large list."""
    session.execute(
        update(FrameUpload).where(FrameUpload.id == upload_id).values(heads=list(heads))
    )


def keep_mapping(
    session: Session,
    upload_id: UUID,
    mapping: Mapping[str, object],
    *,
    first_procedures: Sequence[object],
) -> None:
    """Keeps which column of the list holds what, and which procedures are the most frequent."""
    session.execute(
        update(FrameUpload)
        .where(FrameUpload.id == upload_id)
        .values(mapping=dict(mapping), first_procedures=list(first_procedures))
    )


def keep_rules(session: Session, upload_id: UUID, rules: Mapping[str, object]) -> None:
    """Keeps the rules that the list is to be judged by."""
    session.execute(
        update(FrameUpload).where(FrameUpload.id == upload_id).values(rules=dict(rules))
    )


def mark_imported(session: Session, upload_id: UUID, *, import_id: int) -> None:
    """The content goes; what came of it stays, for whoever presses the button again."""
    session.execute(
        update(FrameUpload)
        .where(FrameUpload.id == upload_id)
        .values(content=None, heads=None, frame_import_id=import_id)
    )
    session.execute(delete(FrameUploadPart).where(FrameUploadPart.upload_id == upload_id))
    session.execute(
        update(FrameJob).where(FrameJob.upload_id == upload_id).values(outcome=None, lines=None)
    )


def remove_upload(session: Session, upload_id: UUID) -> None:
    """Removes the list with its content, and ends the work on it."""
    _remove_what_belongs_to(session, [upload_id])
    session.execute(delete(FrameUpload).where(FrameUpload.id == upload_id))


def remove_expired(session: Session, *, at: datetime) -> tuple[UUID, ...]:
    """Removes every list whose day is over; gives the UUIDs of those that still waited."""
    over = session.execute(
        select(FrameUpload.id, FrameUpload.frame_import_id)
        .where(FrameUpload.expires_at <= at)
        .with_for_update()
    ).all()
    if over:
        ids = [upload_id for upload_id, _ in over]
        _remove_what_belongs_to(session, ids)
        session.execute(delete(FrameUpload).where(FrameUpload.id.in_(ids)))
    return tuple(upload_id for upload_id, import_id in over if import_id is None)


def _remove_what_belongs_to(session: Session, upload_ids: Sequence[UUID]) -> None:
    session.execute(delete(FrameJob).where(FrameJob.upload_id.in_(upload_ids)))
    session.execute(delete(FrameUploadPart).where(FrameUploadPart.upload_id.in_(upload_ids)))
