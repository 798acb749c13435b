"""The rows of a large list as reading left them, packed: judging and importing need not read again.

Reading a workbook of 200,000 rows takes longer than judging or storing them, and every list is
judged and imported. What is packed says of people all that the file says, and goes with the file.
"""

import gzip
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import msgspec

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import FrameRow, FrameUnit
from survey_app.fieldwork.frame.mapping import FrameMapping
from survey_app.fieldwork.frame.reading import FrameReading

BLOCK = 2_000
"""Rows that are packed together; so many are in memory beside the rows themselves."""
PACKED = 1
"""Level of packing: a list is unpacked twice and gone within a day."""
_LENGTH = 4


class _Head(msgspec.Struct, array_like=True):
    """What a reading without faults says beside its rows."""

    warnings: list[Fault]
    total_warnings: int
    sha256: str


class _Block(msgspec.Struct, array_like=True):
    """Some rows, column by column, in the order of the fields of a FrameRow."""

    number: list[int]
    unit_code: list[str]
    file_code: list[str]
    field: list[str]
    procedure: list[str]
    applicant: list[str]
    applicant_kind: list[str]
    phone: list[str]
    address: list[str]
    district: list[str]
    received_on: list[date | None]
    due_on: list[date | None]
    returned_on: list[date | None]
    channel: list[str | None]
    keyed_by: list[str | None]


_COLUMNS = _Block.__struct_fields__
_OFTEN_ALIKE = frozenset(_COLUMNS) - {"number", "file_code", "applicant", "phone", "address"}
"""Columns in which the same value stands again and again: it is kept once, as reading does."""


def units_fingerprint(units: Sequence[FrameUnit]) -> str:
    """SHA-256 of the units by which a list was read; for others it has to be read again.

    The columns are part of it: a release that keeps others reads what an older one has left anew.
    """
    return hashlib.sha256(msgspec.json.encode([_COLUMNS, list(units)])).hexdigest()


def packed_reading(reading: FrameReading) -> bytes:
    """A reading without faults, its mapping apart, to be given back by `unpacked_reading`.

    Raises ValueError for one with faults: there are no rows to keep.
    """
    if reading.total_faults:
        raise ValueError("a list with faults has no rows to keep")
    buffer = io.BytesIO()
    head = _Head(
        warnings=list(reading.warnings),
        total_warnings=reading.total_warnings,
        sha256=reading.sha256,
    )
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=PACKED, mtime=0) as file:
        for part in (head, *_blocks(reading.rows)):
            encoded = msgspec.msgpack.encode(part)
            file.write(len(encoded).to_bytes(_LENGTH, "big"))
            file.write(encoded)
    return buffer.getvalue()


def _blocks(rows: Sequence[FrameRow]) -> Iterator[_Block]:
    rest = iter(rows)
    while some := list(islice(rest, BLOCK)):
        yield _Block(*([getattr(row, name) for row in some] for name in _COLUMNS))


def unpacked_reading(packed: bytes, *, mapping: FrameMapping | None) -> FrameReading:
    """The reading again, under the mapping that was settled with it.

    Raises EOFError when the bytes are cut short, OSError when they are no packed reading.
    """
    with gzip.GzipFile(fileobj=io.BytesIO(packed), mode="rb") as file:
        head = msgspec.msgpack.decode(next(_parts(file)), type=_Head)
        rows = tuple(_rows(file))
    return FrameReading(
        rows=rows,
        faults=(),
        total_faults=0,
        warnings=tuple(head.warnings),
        total_warnings=head.total_warnings,
        sha256=head.sha256,
        mapping=mapping,
    )


def _parts(file: gzip.GzipFile) -> Iterator[bytes]:
    while length := file.read(_LENGTH):
        yield file.read(int.from_bytes(length, "big"))


def _rows(file: gzip.GzipFile) -> Iterator[FrameRow]:
    decoder = msgspec.msgpack.Decoder(_Block)
    seen: dict[object, object] = {}
    for part in _parts(file):
        block = decoder.decode(part)
        for values in zip(*(_column(block, name, seen) for name in _COLUMNS), strict=True):
            yield FrameRow(**dict(zip(_COLUMNS, values, strict=True)))


def _column(block: _Block, name: str, seen: dict[object, object]) -> list[Any]:
    values: list[Any] = getattr(block, name)
    return [seen.setdefault(one, one) for one in values] if name in _OFTEN_ALIKE else values
