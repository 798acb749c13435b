"""Holds the log of changes against its blocks, and says which event is not as it was sealed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from sqlalchemy.orm import Session

from survey_app.audit_log.canonical import (
    NOTHING_BEFORE,
    Mark,
    block_sha256,
    mark_of,
    unpacked,
)
from survey_app.db import audit_seals
from survey_app.db.audit_seals import Head, LoggedEvent, NewSeal, PrintedHead, read_time, written

DATED_BACK = timedelta(days=1)
"""An event that says an earlier time than the block before it, by more than this, is named: longer
than any work of the program takes. A clock that was set right does the same, so it is no fault."""


class Fault(StrEnum):
    """What is not as it was sealed."""

    EVENT_CHANGED = "event_changed"
    EVENT_DELETED = "event_deleted"
    EVENT_INSERTED = "event_inserted"
    BLOCK_CHANGED = "block_changed"
    BLOCKS_DELETED = "blocks_deleted"
    PRINTED_OTHERWISE = "printed_otherwise"
    NOT_GUARDED = "not_guarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A fault. block, event: where; says: what stands there now, or what was printed."""

    fault: Fault
    block: int = 0
    event: int = 0
    says: str = ""


@dataclass(slots=True, kw_only=True)
class Looked:
    """What was counted on the way; filled while the findings are read, and whole after the last."""

    blocks: int = 0
    events: int = 0
    found_events: int = 0
    waiting: int = 0
    dated_back: int = 0
    first_dated_back: str = ""
    head: Head | None = None


def check_log(
    session: Session, *, looked: Looked, printed: Sequence[PrintedHead] = ()
) -> Iterator[Found]:
    """Reads the whole log once, in little memory, and gives every fault in its order.

    The transaction has to see one moment only. printed: heads that are known from elsewhere, beside
    those of the publications. looked: is filled meanwhile.
    """
    known = (*audit_seals.printed_heads(session), *printed)
    yield from faults_of(
        audit_seals.seals(session),
        audit_seals.all_events(session),
        known=known,
        looked=looked,
    )
    for name in audit_seals.missing_guards(session):
        yield Found(fault=Fault.NOT_GUARDED, says=name)


def faults_of(
    seals: Iterable[NewSeal],
    events: Iterable[LoggedEvent],
    *,
    known: Sequence[PrintedHead],
    looked: Looked,
) -> Iterator[Found]:
    """Where blocks and events differ; both come in their order, and are read side by side."""
    walk, chain = _Walk(events, looked=looked), _Chain()
    for seal in seals:
        marks = tuple(unpacked(seal.marks))
        if seal.number != chain.number + 1:
            missing = f"{chain.number + 1}–{seal.number - 1}"
            yield Found(fault=Fault.BLOCKS_DELETED, block=chain.number + 1, says=missing)
            # Their events may be all right; nobody can tell.
            walk.skip_before(marks[0].id if marks else seal.first_id)
        elif not chain.is_followed_by(seal, marks):
            yield Found(fault=Fault.BLOCK_CHANGED, block=seal.number, says=seal.sha256)
        yield from walk.against(marks, block=seal.number)
        yield from (_otherwise(one) for one in known if _differs(one, seal))
        chain.goes_on(seal, marks)
        walk.goes_on(seal)
        looked.blocks += 1
        looked.events += len(marks)
        looked.found_events += len(marks) if seal.is_found else 0
        looked.head = _head(seal)
    yield from (_otherwise(one) for one in known if one.number > chain.number)
    looked.waiting = walk.rest()


def _head(seal: NewSeal) -> Head:
    return Head(
        number=seal.number, sealed_at=seal.sealed_at, last_id=seal.last_id, sha256=seal.sha256
    )


def _differs(one: PrintedHead, seal: NewSeal) -> bool:
    return one.number == seal.number and one.sha256 != seal.sha256


def _otherwise(one: PrintedHead) -> Found:
    says = f"{one.sha256} {one.said_by}"
    return Found(fault=Fault.PRINTED_OTHERWISE, block=one.number, says=says)


class _Chain:
    """The block that was read last."""

    def __init__(self) -> None:
        self.number, self._last_id = 0, 0
        self._before = {NOTHING_BEFORE}

    def is_followed_by(self, seal: NewSeal, marks: Sequence[Mark]) -> bool:
        """Whether a block names this one, and is what its hash says."""
        ids = [self._last_id, *(one.id for one in marks)]
        is_forward = all(one < other for one, other in pairwise(ids))
        columns = (seal.first_id, seal.last_id, seal.events)
        is_whole = bool(marks) and columns == (marks[0].id, marks[-1].id, len(marks))
        hashes = {_computed(seal, marks, before=one) for one in self._before}
        return is_forward and is_whole and seal.sha256 in hashes

    def goes_on(self, seal: NewSeal, marks: Sequence[Mark]) -> None:
        """The next one follows what this block says of itself, or what it comes to: one that was
        changed is named itself, not also the one behind it.
        """
        computed = {_computed(seal, marks, before=one) for one in self._before}
        self.number, self._last_id = seal.number, seal.last_id
        self._before = {seal.sha256, *computed}


def _computed(seal: NewSeal, marks: Sequence[Mark], *, before: str) -> str:
    return block_sha256(
        number=seal.number,
        sealed_at=seal.sealed_at,
        is_found=seal.is_found,
        before=before,
        marks=marks,
    )


class _Walk:
    """The events, read once from the first to the last beside the blocks."""

    def __init__(self, events: Iterable[LoggedEvent], *, looked: Looked) -> None:
        self._events, self._looked = iter(events), looked
        self._now = next(self._events, None)
        self._not_before = ""

    def against(self, marks: Iterable[Mark], *, block: int) -> Iterator[Found]:
        """What differs from the marks of a block."""
        for mark in marks:
            while self._now is not None and self._now.id < mark.id:
                yield self._fault(Fault.EVENT_INSERTED, block=block)
                self._next()
            if self._now is None or self._now.id > mark.id:
                yield Found(fault=Fault.EVENT_DELETED, block=block, event=mark.id)
                continue
            if mark_of(self._now) != mark:
                yield self._fault(Fault.EVENT_CHANGED, block=block)
            self._next()

    def goes_on(self, seal: NewSeal) -> None:
        """What comes behind this block should not say an earlier time than it."""
        self._not_before = written(read_time(seal.sealed_at) - DATED_BACK)

    def skip_before(self, event_id: int) -> None:
        """Passes over the events with a lower id."""
        while self._now is not None and self._now.id < event_id:
            self._next()

    def rest(self) -> int:
        """How many there are behind the last block."""
        count = 0
        while self._now is not None:
            count += 1
            self._next()
        return count

    def _next(self) -> None:
        if self._now is not None and str(self._now.at) < self._not_before:
            self._looked.dated_back += 1
            self._looked.first_dated_back = self._looked.first_dated_back or says(self._now)
        self._now = next(self._events, None)

    def _fault(self, fault: Fault, *, block: int) -> Found:
        if self._now is None:
            raise LookupError("there is no event here")
        return Found(fault=fault, block=block, event=self._now.id, says=says(self._now))


def says(event: LoggedEvent) -> str:
    """An event in one line, without its details."""
    by = "the program" if event.account_id is None else f"account {event.account_id}"
    of = f"{event.object_kind} {event.object_id}"
    return f"{event.id}: {event.at}, {by}, {event.action}, {of}"
