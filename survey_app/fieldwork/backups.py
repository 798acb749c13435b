"""The file that a tablet saves when it cannot send: read, and taken in like batches."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import AwareDatetime, JsonValue, StringConstraints, TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from questionnaires import Fault
from questionnaires.problems import N_, Catalogue, Kind, printable
from survey_app.access.people import Person
from survey_app.db import audit
from survey_app.fieldwork.received import Received
from survey_app.fieldwork.round_keys import Opener
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync import receive_batch
from survey_app.fieldwork.sync_document import FIRST, LAST
from survey_app.fieldwork.sync_json import NotReadable, read_json

FORMAT = "hailong-backup/1"
FAMILY = "hailong-backup/"
AT_ONCE = 100
"""Documents that are judged together, as in a batch of a tablet."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Value = TypeVar("Value")
_TIME = TypeAdapter(AwareDatetime)
_NAME = TypeAdapter(Annotated[str, StringConstraints(min_length=1, max_length=100)])


class BackupCode(Catalogue):
    """Why a file is refused as a whole; then nothing of it is taken in."""

    NO_FILE = Kind(
        message=N_("No file was chosen, or it is empty."),
        repair=N_("Choose the file that the tablet saved, and send it again."),
    )
    DAMAGED = Kind(
        message=N_("The file is damaged: it cannot be read to its end as the tablet wrote it."),
        repair=N_(
            "Copy it from the tablet once more. If that fails too, save a new copy on the tablet: "
            "it still holds everything."
        ),
    )
    OTHER_FILE = Kind(
        message=N_("This is not a file that a tablet saved."),
        repair=N_("Choose the file whose name begins with “hai-long” and ends in “.json”."),
    )
    OTHER_FORMAT = Kind(
        message=N_("The file was saved by a version of the app that this server does not know."),
        repair=N_("Have the server brought up to date, then send the file again. Keep it."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a tablet had not sent when the file was saved."""

    sha256: str
    device_name: str | None
    """As the file says; it proves nothing."""
    made_at: datetime | None
    app_version: str | None
    documents: Sequence[JsonValue]


def read_backup(content: bytes) -> Backup | Fault:
    """Reads the file; a Fault says why it is no backup, and what to do."""
    if not content:
        return BackupCode.NO_FILE.at("file")
    try:
        value = read_json(content.removeprefix(BYTE_ORDER_MARK))
    except NotReadable:
        return BackupCode.DAMAGED.at("file")
    named = value.get("format") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(named, str) or not named.startswith(FAMILY):
        return BackupCode.OTHER_FILE.at("file")
    if named != FORMAT:
        return BackupCode.OTHER_FORMAT.at("file")
    documents = value.get("documents")
    made_at = _read(_TIME, value.get("made_at"))
    if not isinstance(documents, list):
        return BackupCode.DAMAGED.at("file")
    return Backup(
        sha256=hashlib.sha256(content).hexdigest(),
        device_name=_read(_NAME, value.get("device")),
        made_at=made_at if made_at and FIRST < made_at < LAST else None,
        app_version=_read(_NAME, value.get("app_version")),
        documents=documents,
    )


def _read(kind: TypeAdapter[Value], value: object) -> Value | None:
    """What is said about the documents; the documents count without it."""
    try:
        return kind.validate_python(value)
    except ValidationError:
        return None


def take_in(
    session: Session, backup: Backup, *, by: Person, opener: Opener, at: datetime
) -> tuple[Received, ...]:
    """Receives every document, each on its own merits; the answers come in their order.

    What is there already stays as it is, so that the same file may be brought again.
    """
    # The file proves neither which tablet it comes from nor what its clock said when it was sent.
    sender = Sender(account_id=by.account_id, device_id=None, skew_ms=None)
    received: list[Received] = []
    for start in range(0, len(backup.documents), AT_ONCE):
        part = backup.documents[start : start + AT_ONCE]
        received += receive_batch(session, part, sender=sender, opener=opener, at=at)
    audit.record(
        session,
        action="backup.imported",
        object_kind="backup",
        object_id=backup.sha256,
        account_id=by.account_id,
        at=at,
        details={
            "documents": str(len(received)),
            "device": printable(backup.device_name or ""),
        },
    )
    return tuple(received)
