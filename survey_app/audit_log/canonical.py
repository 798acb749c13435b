"""What is hashed of an event and of a block, to the byte; docs/log.md has it for others."""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from survey_app.db.audit_seals import LoggedEvent, NewSeal

FORMAT = "hailong audit seal 1"
NOTHING_BEFORE = "0" * 64
"""In place of the block before the first."""
_READER, _WRITER = msgspec.json.Decoder(), msgspec.json.Encoder(order="sorted")
MARK = struct.Struct(">q32s")


class Mark(NamedTuple):
    """An event by its id, and the SHA-256 of what it says."""

    id: int
    sha256: bytes


def event_line(event: LoggedEvent) -> bytes:
    """An event as JSON: seven values, keys of the details sorted, no spaces.

    Details that are no JSON, which the program never writes, stand there as text.
    """
    try:
        details: object = _READER.decode(event.details)
    except (msgspec.MsgspecError, TypeError):
        details = event.details
    *others, _text = event
    return _WRITER.encode((*others, details))


def mark_of(event: LoggedEvent) -> Mark:
    """An event as its block knows it."""
    return Mark(id=event.id, sha256=hashlib.sha256(event_line(event)).digest())


def packed(marks: Iterable[Mark]) -> bytes:
    """The marks of a block one behind the other."""
    return b"".join(MARK.pack(one.id, one.sha256) for one in marks)


def unpacked(marks: bytes) -> Iterator[Mark]:
    """The marks again; what does not come to whole marks is left out."""
    whole = len(marks) - len(marks) % MARK.size
    return map(Mark._make, MARK.iter_unpack(marks[:whole]))


def block_sha256(
    *, number: int, sealed_at: str, is_found: bool, before: str, marks: Sequence[Mark]
) -> str:
    """Of the lines of a block: what it is, the block before it, its events."""
    head = (
        FORMAT,
        f"number {number}",
        f"sealed {sealed_at}",
        f"found {'yes' if is_found else 'no'}",
        f"before {before}",
    )
    lines = (*head, *(f"{one.id} {one.sha256.hex()}" for one in marks))
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def sealed(
    events: Iterable[LoggedEvent], *, number: int, sealed_at: str, is_found: bool, before: str
) -> NewSeal | None:
    """The block of these events, which come in the order of their ids; None without any."""
    marks = tuple(map(mark_of, events))
    if not marks:
        return None
    return NewSeal(
        number=number,
        sealed_at=sealed_at,
        is_found=is_found,
        first_id=marks[0].id,
        last_id=marks[-1].id,
        events=len(marks),
        marks=packed(marks),
        sha256=block_sha256(
            number=number, sealed_at=sealed_at, is_found=is_found, before=before, marks=marks
        ),
    )
