"""A list is brought to the page: kept for a day, whole or in pieces, or refused with its faults.

What is kept here is the whole file with everybody's name and telephone: see docs/adr/0012.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db import frame_uploads
from survey_app.fieldwork.frame.heads import heads_of
from survey_app.fieldwork.frame.importing import FrameRound
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.reading import FramePreview, preview_frame
from survey_app.fieldwork.frame.source import MAX_FILE_BYTES, MAX_FILE_MB, is_workbook, sheets_of
from survey_app.fieldwork.frame.uploads import cancel_upload, record
from survey_app.table_files.problems import FaultLog

KEPT = timedelta(days=1)
MOST_ROWS_AT_ONCE = 20_000
"""Rows that are read and judged in some seconds, within one request; more is a large list."""
MOST_BYTES_AT_ONCE = 5 * 1024 * 1024
"""Of a file whose rows are counted within the request; 20,000 rows have as much."""
MOST_WORKBOOK_AT_ONCE = 2 * 1024 * 1024
"""The same of a workbook, which is packed."""
MOST_BYTES = MAX_FILE_BYTES
PART_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file as it was brought; name: without a folder, safe to show.

    content: read from its start, more than once.
    """

    name: str
    content: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a file that was brought: it waits, or its faults say why not.

    is_large: a process has to open it before its columns can be chosen.
    """

    faults: tuple[Fault, ...] = ()
    is_large: bool = False


def keep_upload(
    session: Session,
    brought: Brought,
    *,
    upload_id: UUID,
    frame_round: FrameRound,
    by: int,
    at: datetime,
) -> Kept:
    """Keeps a list that can be mapped, or says why it cannot be.

    A list that cannot be read at all is not kept: choosing columns would not help it. What this
    person brought before and did not import gives way. Of a large list only pieces are in memory.
    """
    if not brought.name:
        return Kept(faults=(FrameCode.NO_FILE.at("file"),))
    size = brought.content.seek(0, io.SEEK_END)
    brought.content.seek(0)
    if size > MOST_BYTES:
        return Kept(faults=(FrameCode.FILE_TOO_LARGE.at("file", maximum=str(MAX_FILE_MB)),))
    data = _small_content(brought.content, size=size)
    if data is not None:
        preview = preview_frame(data, units=frame_round.frame_units)
        if not preview.headers and len(sheets_of(data)) <= 1:
            return Kept(faults=preview.faults)
        if _most_rows(preview, data) > MOST_ROWS_AT_ONCE:
            data = None
    _make_room(session, frame_round, by=by, at=at)
    _store(session, brought, data, upload_id=upload_id, frame_round=frame_round, by=by, at=at)
    return Kept(is_large=data is None)


def _store(
    session: Session,
    brought: Brought,
    data: bytes | None,
    *,
    upload_id: UUID,
    frame_round: FrameRound,
    by: int,
    at: datetime,
) -> None:
    """data: the content of a small list; that of a large one is read piece by piece."""
    new = frame_uploads.NewFrameUpload(
        id=upload_id,
        round_id=frame_round.round.id,
        account_id=by,
        file_name=brought.name,
        content=data,
        is_large=data is None,
        uploaded_at=at,
        expires_at=at + KEPT,
    )
    frame_uploads.add_upload(session, new)
    sha256 = hashlib.sha256(data or b"")
    if data is None:
        brought.content.seek(0)
        frame_uploads.add_parts(session, upload_id, _parts(brought.content, sha256))
    details = {"round": frame_round.round.code, "sha256": sha256.hexdigest()}
    record(session, "frame.uploaded", upload_id, by=by, at=at, details=details)


def _small_content(content: IO[bytes], *, size: int) -> bytes | None:
    """The whole file, unless it has to be opened by a process."""
    start = content.read(PART_BYTES)
    most = MOST_WORKBOOK_AT_ONCE if is_workbook(start) else MOST_BYTES_AT_ONCE
    return start + content.read() if size <= most else None


def _most_rows(preview: FramePreview, data: bytes) -> int:
    """Of the list, or of the longest sheet while none is chosen."""
    if preview.total_rows is not None:
        return preview.total_rows
    return max((one.rows for one in heads_of(data, log=FaultLog())), default=0)


def _parts(content: IO[bytes], sha256: "hashlib._Hash") -> Iterator[bytes]:
    while part := content.read(PART_BYTES):
        sha256.update(part)
        yield part


def _make_room(session: Session, frame_round: FrameRound, *, by: int, at: datetime) -> None:
    """A list that is being imported is waited for, and stays as imported."""
    held = frame_uploads.held_uploads(session, frame_round.round.id, account_id=by, at=at)
    for former in held:
        cancel_upload(session, former, at=at)
