"""What the pages of decisions say about documents, in words instead of JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from questionnaires import Definition, Fault
from survey_app.db import kept_names, sync_facts
from survey_app.db.case_history import AttemptMade, attempts_at
from survey_app.db.definitions import definition_of
from survey_app.db.interview_versions import VersionRecord, counting_versions
from survey_app.db.quarantine import QuarantineRecord
from survey_app.fieldwork.dispositions import BREAK_OFF
from survey_app.fieldwork.kept_attempt import attempt_document, can_be, is_attempt, kept_attempt
from survey_app.fieldwork.kept_document import KeptInterview, kept_interview
from survey_app.fieldwork.placing import against_accepting, against_correcting, placed
from survey_app.fieldwork.settling_problems import Hindrance
from survey_app.fieldwork.stored_answers import answers_in
from survey_app.fieldwork.sync_document import LONE_SURROGATE
from survey_app.fieldwork.sync_shapes import AttemptDocument
from survey_app.web.answers_in_words import AnswerLine, answer_lines, question_of, readable
from survey_app.web.tablet_texts import outcomes
from survey_app.web.translate import message_of, repair_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWords:
    """One fault: where, what and what to do; `code` leads to the line of the answer."""

    code: str
    where: str
    message: str
    repair: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document in the list."""

    record: QuarantineRecord
    unit: str | None
    enumerator: str | None
    faults: tuple[FaultWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What can be done with a document, and what it will be."""

    against_accepting: Fault | None
    against_correcting: Fault | None
    becomes_attempt: bool = False
    """Taken in, it is a contact attempt without an interview."""
    counts_for: str | None = None
    """Whose work it will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """One document: what it says, what counts now, and what can be done."""

    row: Row
    interview: KeptInterview | None
    attempt: AttemptDocument | None
    first: VersionRecord | None
    ended: AttemptMade | None
    """The last contact attempt, where nothing counts."""
    lines: tuple[AnswerLine, ...]
    """Each with one answer, or two where a first version counts: the first, then this one."""
    pretty: str
    outlook: Outlook

    @property
    def differing(self) -> tuple[AnswerLine, ...]:
        """The questions that the two versions answer differently."""
        return tuple(line for line in self.lines if line.differs)

    @property
    def reported_times(self) -> tuple[datetime | None, datetime | None]:
        """When the contact attempt was and what was agreed, each unless it cannot be."""
        if self.attempt is None:
            return None, None
        attempted_at, appointment_at = self.attempt.attempted_at, self.attempt.appointment_at
        return (
            attempted_at if can_be(attempted_at) else None,
            appointment_at if can_be(appointment_at) else None,
        )


def rows_of(session: Session, records: Sequence[QuarantineRecord]) -> tuple[Row, ...]:
    """The lines of the list; a fixed number of queries, whatever stands in the documents."""
    read = [_interview(one) or attempt_document(one) for one in records]
    found = [one for one in read if isinstance(one, KeptInterview)]
    pairs = {(one.unlisted.round, one.unlisted.unit) for one in found if one.unlisted}
    attempts = [one for one in read if isinstance(one, AttemptDocument)]
    units = kept_names.unit_names(session, pairs)
    cases = kept_names.units_of_cases(session, {one.interview for one in attempts})
    workers = {one.enumerator for one in read if one and one.enumerator}
    people = kept_names.account_names(session, workers)
    definitions = _definitions(session, {one.questionnaire_version for one in found})
    return tuple(
        _row(record, one, units=units, cases=cases, people=people, definitions=definitions)
        for record, one in zip(records, read, strict=True)
    )


def page_of(session: Session, record: QuarantineRecord) -> KeptPage:
    """Everything the page of one document says."""
    (row,) = rows_of(session, [record])
    interview = _interview(record)
    uuid = record.interview_uuid
    first = counting_versions(session, {uuid}).get(uuid) if uuid else None
    attempts = attempts_at(session, uuid) if uuid and first is None else ()
    attempt = attempt_document(record) if is_attempt(record) else None
    outlook = _outlook(session, record)
    return KeptPage(
        row=row,
        interview=interview,
        attempt=attempt,
        first=first,
        ended=attempts[-1] if attempts else None,
        lines=_lines(session, interview, first=first),
        pretty=_pretty(record.content),
        outlook=outlook,
    )


def _outlook(session: Session, record: QuarantineRecord) -> Outlook:
    if is_attempt(record):
        attempt = kept_attempt(session, record, at=record.received_at)
        if isinstance(attempt, Fault):
            return Outlook(against_accepting=attempt, against_correcting=attempt)
        return Outlook(
            against_accepting=None,
            against_correcting=Hindrance.WAS_STOPPED.at("document"),
            becomes_attempt=True,
            counts_for=_name(session, attempt.account_id),
        )
    found = placed(session, record)
    if isinstance(found, Fault):
        return Outlook(against_accepting=found, against_correcting=found)
    return Outlook(
        against_accepting=against_accepting(found),
        against_correcting=against_correcting(found),
        becomes_attempt=found.disposition is not None,
        counts_for=_name(session, found.enumerator_id),
    )


def _name(session: Session, account_id: int) -> str | None:
    return kept_names.account_names(session, {account_id}).get(account_id)


def part_of_document(where: str) -> str:
    """What a key of a document is about; the key itself where nobody needs a word for it."""
    words = {
        "enumerator": _("Enumerator"),
        "uuid": _("Number of the interview"),
        "unlisted": _("Unit"),
        "questionnaire_version": _("Questionnaire"),
        "started_at": _("Begin"),
        "finished_at": _("End"),
        "attempted_at": _("When, by its own clock"),
        "appointment_at": _("Appointment"),
        "answers": _("Answers"),
        "document": _("The document"),
    }
    word: str = words.get(where) or readable(where)
    return word


def outcome_words(code: str) -> str:
    """How a contact attempt ended, in the words that the tablet offers, with its AAPOR code."""
    words = {one.code: one.label for one in outcomes()}
    words[BREAK_OFF.code] = _("Stopped during the interview")
    return f"{words[code]} ({code})" if code in words else code


def stored_fault(stored: Mapping[str, object]) -> Fault:
    """A fault as it was stored, to be shown in the language of the page."""
    details = stored.get("details")
    return Fault(
        where=str(stored.get("where", "")),
        code=str(stored.get("code", "")),
        message=str(stored.get("message", "")),
        repair=str(stored.get("repair", "")),
        details={str(key): str(value) for key, value in details.items()}
        if isinstance(details, dict)
        else {},
    )


def _interview(record: QuarantineRecord) -> KeptInterview | None:
    return kept_interview(json.loads(record.content), received_at=record.received_at)


def _definitions(session: Session, versions: set[str]) -> dict[str, Definition]:
    known = sync_facts.known_versions(session, versions)
    return {version: definition_of(session, version) for version in known}


def _row(
    record: QuarantineRecord,
    read: KeptInterview | AttemptDocument | None,
    *,
    units: Mapping[tuple[str, str], str],
    cases: Mapping[UUID, str],
    people: Mapping[int, str],
    definitions: Mapping[str, Definition],
) -> Row:
    worker = None if read is None else read.enumerator
    # What a page sent names nobody: its sender made it.
    made_here = read is not None and worker is None
    definition, unit = None, None
    if isinstance(read, KeptInterview):
        definition = definitions.get(read.questionnaire_version)
        unit = _unit_of(read, units)
    elif read is not None:
        unit = cases.get(read.interview)
    return Row(
        record=record,
        unit=record.unit_name or unit,
        enumerator=record.sender if made_here else people.get(worker or 0),
        faults=_fault_words(record.faults, definition=definition),
    )


def _unit_of(read: KeptInterview, units: Mapping[tuple[str, str], str]) -> str | None:
    """What the unit is called in its round; its code where that round has no such unit."""
    if read.unlisted is None:
        return None
    return units.get((read.unlisted.round, read.unlisted.unit), read.unlisted.unit)


def _fault_words(
    stored: Sequence[Mapping[str, object]], *, definition: Definition | None = None
) -> tuple[FaultWords, ...]:
    """Faults as they are kept, in the language of the page."""
    faults = [stored_fault(one) for one in stored]
    return tuple(
        FaultWords(
            code=fault.where,
            where=question_of(definition, fault.where) or part_of_document(fault.where),
            message=message_of(fault),
            repair=repair_of(fault),
        )
        for fault in faults
    )


def _lines(
    session: Session, interview: KeptInterview | None, *, first: VersionRecord | None
) -> tuple[AnswerLine, ...]:
    if interview is None:
        return ()
    versions = (
        [interview.answers] if first is None else [answers_in(first.content), interview.answers]
    )
    wanted = interview.questionnaire_version if first is None else first.questionnaire_version_id
    definition = _definitions(session, {wanted}).get(wanted)
    return answer_lines(definition, versions)


def _pretty(content: str) -> str:
    text = json.dumps(json.loads(content), ensure_ascii=False, indent=2, sort_keys=True)
    return LONE_SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text)
