"""What becomes of one document: a pure decision from the document and the facts about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from questionnaires import Definition, Fault, check_answers, path_of
from survey_app.db.sync_facts import Assigned, Held, LastVersion, Place
from survey_app.fieldwork.dispositions import DISPOSITIONS, disposition_of, may_stop
from survey_app.fieldwork.following import may_follow
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_problems import SyncCode
from survey_app.fieldwork.sync_shapes import AttemptDocument, SyncDocument

UNANSWERED = "required_unanswered"


class Status(StrEnum):
    """What the tablet is told of each document; every one of them means: the server has it."""

    ACCEPTED = "accepted"
    ALREADY_RECEIVED = "already_received"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"


@dataclass(slots=True, kw_only=True)
class Facts:
    """What the database knows about a batch; `held` grows while the batch is gone through."""

    assigned: Mapping[UUID, Assigned]
    places: Mapping[tuple[str, str], Place]
    put_aside: Mapping[str, tuple[str, Held]]
    enumerators: frozenset[int]
    definitions: Mapping[str, Definition]
    held: dict[UUID, tuple[Held, ...]] = field(default_factory=dict)
    """An interview and an end without one can both be there, if a person decided so."""
    last: dict[UUID, LastVersion] = field(default_factory=dict)
    """The version of each interview that came last."""
    attempted: frozenset[UUID] = frozenset()
    """Numbers under which a contact attempt is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The status, and what has to be stored for it."""

    status: Status
    faults: tuple[Fault, ...] = ()
    held: Held | None = None
    """What the server has already; then nothing is stored."""
    place: Place | None = None
    disposition: str | None = None
    """How the contact attempt ended; None when there is an interview."""
    is_unlisted: bool = False
    path: frozenset[str] = frozenset()
    """What an accepted interview asked, so that nobody walks through it again."""
    after: LastVersion | None = None
    """The version that an accepted interview follows; None for a first one."""


def judge(read: ReadDocument, *, facts: Facts) -> Verdict:
    """Decides; the order of the questions is the order in which a person would ask them."""
    kept = facts.put_aside.get(read.sha256)
    if kept is not None:
        return Verdict(status=Status(kept[0]), held=kept[1])
    if read.uuid is None or (read.document is None and read.attempt is None):
        return Verdict(status=Status.QUARANTINED, faults=read.faults)
    before = facts.held.get(read.uuid, ())
    for held in before:
        if held.sha256 == read.sha256:
            return Verdict(status=Status.ALREADY_RECEIVED, held=held)
    if before:
        return _judge_another(read, facts=facts)
    if read.attempt is not None:
        return _judge_attempt(read.attempt, facts=facts)
    if read.document is not None:
        return _judge_interview(read.document, facts=facts, after=None)
    raise RuntimeError("a document that could be read is one of the two")


def _judge_another(read: ReadDocument, *, facts: Facts) -> Verdict:
    """Other content under a number that is taken: the next version if one was asked for."""
    document, conflict = read.document, Verdict(status=Status.CONFLICT)
    if document is None:
        return conflict
    last, known = facts.last.get(document.uuid), facts.assigned.get(document.uuid)
    if last is None or not may_follow(
        last,
        follows=document.follows,
        enumerator_id=document.enumerator,
        is_listed=known is not None and known.is_listed,
    ):
        return conflict
    verdict = _judge_interview(document, facts=facts, after=last)
    # What ended without an interview is for a person to weigh against the one that counts.
    is_taken = last.is_current or document.uuid in facts.attempted
    return conflict if verdict.disposition is not None and is_taken else verdict


def _judge_attempt(attempt: AttemptDocument, *, facts: Facts) -> Verdict:
    known = facts.assigned.get(attempt.interview)
    faults = []
    if known is None or not known.is_listed:
        faults.append(SyncCode.UNKNOWN_ASSIGNMENT.at("interview"))
    faults += _enumerator_faults(attempt.enumerator, known=known, facts=facts)
    if attempt.disposition not in DISPOSITIONS:
        faults.append(_unknown(attempt.disposition, where="disposition"))
    if faults:
        return Verdict(status=Status.QUARANTINED, faults=tuple(faults))
    return Verdict(status=Status.ACCEPTED, disposition=attempt.disposition)


def _judge_interview(document: SyncDocument, *, facts: Facts, after: LastVersion | None) -> Verdict:
    known = facts.assigned.get(document.uuid)
    place = known.place if known is not None else _unlisted_place(document, facts=facts)
    definition = facts.definitions.get(document.questionnaire_version)
    faults = [
        *_place_faults(document, known=known, place=place, facts=facts, after=after),
        *_questionnaire_faults(document, place=place, definition=definition),
    ]
    disposition, path = None, frozenset[str]()
    if definition is not None:
        path = path_of(definition, document.answers)
        disposition = disposition_of(
            definition, document.answers, stopped=document.stopped, path=path
        )
        faults += _answer_faults(document, definition, disposition=disposition, path=path)
    if faults or place is None:
        return Verdict(status=Status.QUARANTINED, faults=tuple(faults))
    return Verdict(
        status=Status.ACCEPTED,
        place=place,
        disposition=disposition,
        is_unlisted=known is None,
        path=path,
        after=after,
    )


def _answer_faults(
    document: SyncDocument,
    definition: Definition,
    *,
    disposition: str | None,
    path: frozenset[str],
) -> list[Fault]:
    if disposition is not None and document.stopped is None:
        return []  # after an ending the rest of the questions was never asked
    faults = check_answers(definition, document.answers, path=path)
    if document.stopped is not None:
        return [
            *_stop_faults(document.stopped.disposition),
            # What was not reached any more is no fault.
            *(fault for fault in faults if fault.code != UNANSWERED),
        ]
    return list(faults)


def _stop_faults(disposition: str) -> list[Fault]:
    if may_stop(disposition):
        return []
    return [_unknown(disposition, where="stopped.disposition")]


def _unknown(disposition: str, *, where: str) -> Fault:
    return SyncCode.UNKNOWN_DISPOSITION.at(where, disposition=disposition)


def _unlisted_place(document: SyncDocument, *, facts: Facts) -> Place | None:
    if document.unlisted is None:
        return None
    return facts.places.get((document.unlisted.round, document.unlisted.unit))


def _place_faults(
    document: SyncDocument,
    *,
    known: Assigned | None,
    place: Place | None,
    facts: Facts,
    after: LastVersion | None,
) -> list[Fault]:
    # A return is to whoever made the interview, wherever its case went meanwhile.
    duty = None if after is not None and after.is_current else known
    faults = _enumerator_faults(document.enumerator, known=duty, facts=facts)
    if document.follows is not None and after is None:
        faults.append(SyncCode.FOLLOWS_NOTHING.at("follows"))
    if place is None and document.unlisted is None:
        faults.append(SyncCode.UNKNOWN_ASSIGNMENT.at("uuid"))
    elif place is None or not place.is_surveyed:
        faults.append(SyncCode.UNIT_NOT_SURVEYED.at("unlisted"))
    elif known is None and not place.allows_unlisted:
        faults.append(SyncCode.UNLISTED_NOT_ALLOWED.at("unlisted"))
    return faults


def _enumerator_faults(enumerator: int, *, known: Assigned | None, facts: Facts) -> list[Fault]:
    if enumerator not in facts.enumerators:
        return [SyncCode.UNKNOWN_ENUMERATOR.at("enumerator")]
    if known is not None and known.enumerator_id != enumerator:
        return [SyncCode.OTHER_ENUMERATOR.at("enumerator")]
    if known is not None and known.is_recalled:
        return [SyncCode.RECALLED.at("enumerator")]
    return []


def _questionnaire_faults(
    document: SyncDocument, *, place: Place | None, definition: Definition | None
) -> list[Fault]:
    if definition is None:
        return [SyncCode.UNKNOWN_QUESTIONNAIRE.at("questionnaire_version")]
    if place is not None and place.questionnaire_version_id != document.questionnaire_version:
        return [SyncCode.OTHER_QUESTIONNAIRE.at("questionnaire_version")]
    return []
