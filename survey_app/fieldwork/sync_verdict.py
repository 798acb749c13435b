"""What becomes of one document: a pure decision from the document and the facts about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from questionnaires import Definition, Ending, Fault, check_answers, ending_of
from survey_app.db.sync_facts import Assigned, Held, Place
from survey_app.fieldwork.sync_document import ReadDocument, SyncDocument
from survey_app.fieldwork.sync_problems import SyncCode


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
    held: dict[UUID, Held] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The status, and what has to be stored for it."""

    status: Status
    faults: tuple[Fault, ...] = ()
    held: Held | None = None
    """What the server has already; then nothing is stored."""
    place: Place | None = None
    ending: Ending | None = None
    is_unlisted: bool = False


def judge(read: ReadDocument, *, facts: Facts) -> Verdict:
    """Decides; the order of the questions is the order in which a person would ask them."""
    kept = facts.put_aside.get(read.sha256)
    if kept is not None:
        return Verdict(status=Status(kept[0]), held=kept[1])
    if read.document is None or read.uuid is None:
        return Verdict(status=Status.QUARANTINED, faults=read.faults)
    before = facts.held.get(read.uuid)
    if before is not None:
        if before.sha256 == read.sha256:
            return Verdict(status=Status.ALREADY_RECEIVED, held=before)
        return Verdict(status=Status.CONFLICT)
    return _judge_new(read.document, facts=facts)


def _judge_new(document: SyncDocument, *, facts: Facts) -> Verdict:
    known = facts.assigned.get(document.uuid)
    place = known.place if known is not None else _unlisted_place(document, facts=facts)
    definition = facts.definitions.get(document.questionnaire_version)
    faults = [
        *_place_faults(document, known=known, place=place, facts=facts),
        *_questionnaire_faults(document, place=place, definition=definition),
    ]
    ending = None
    if definition is not None:
        ending = ending_of(definition, document.answers)
        # After an ending the rest of the questions was never asked.
        faults += () if ending else check_answers(definition, document.answers)
    if faults or place is None:
        return Verdict(status=Status.QUARANTINED, faults=tuple(faults))
    return Verdict(status=Status.ACCEPTED, place=place, ending=ending, is_unlisted=known is None)


def _unlisted_place(document: SyncDocument, *, facts: Facts) -> Place | None:
    if document.unlisted is None:
        return None
    return facts.places.get((document.unlisted.round, document.unlisted.unit))


def _place_faults(
    document: SyncDocument, *, known: Assigned | None, place: Place | None, facts: Facts
) -> list[Fault]:
    faults = []
    if document.enumerator not in facts.enumerators:
        faults.append(SyncCode.UNKNOWN_ENUMERATOR.at("enumerator"))
    elif known is not None and known.enumerator_id != document.enumerator:
        faults.append(SyncCode.OTHER_ENUMERATOR.at("enumerator"))
    if place is None and document.unlisted is None:
        faults.append(SyncCode.UNKNOWN_ASSIGNMENT.at("uuid"))
    elif place is None or not place.is_surveyed:
        faults.append(SyncCode.UNIT_NOT_SURVEYED.at("unlisted"))
    return faults


def _questionnaire_faults(
    document: SyncDocument, *, place: Place | None, definition: Definition | None
) -> list[Fault]:
    if definition is None:
        return [SyncCode.UNKNOWN_QUESTIONNAIRE.at("questionnaire_version")]
    if place is not None and place.questionnaire_version_id != document.questionnaire_version:
        return [SyncCode.OTHER_QUESTIONNAIRE.at("questionnaire_version")]
    return []
