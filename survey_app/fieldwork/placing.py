"""Where an interview from a document that was put aside belongs, and what stands against it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import Answers, Definition, Fault, Item, answers_on_path, check_answers
from survey_app.db import interviews, sync_facts
from survey_app.db.definitions import definition_of
from survey_app.db.interview_versions import last_version
from survey_app.db.quarantine import QuarantineRecord
from survey_app.db.sync_facts import Assigned, LastVersion, Place
from survey_app.fieldwork.dispositions import disposition_of, may_stop
from survey_app.fieldwork.kept_document import KeptInterview, kept_interview
from survey_app.fieldwork.settling_problems import Hindrance


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An interview of which is known where it belongs, whose it is, and what counts now."""

    interview: KeptInterview
    place: Place
    definition: Definition
    """The questionnaire that it is judged by: that of its round."""
    answers: Mapping[str, object]
    """Its answers; only those to questions that are the same, if it used another version."""
    enumerator_id: int
    before: interviews.CurrentInterview | None
    last: LastVersion | None
    """The version that came last, which may have been voided."""
    is_unassigned: bool
    has_attempt: bool
    """Whether a contact attempt was recorded under its number before."""
    is_other_version: bool

    @property
    def asked(self) -> Answers:
        """The answers on the path; others do not count."""
        return answers_on_path(self.definition, self.answers)

    @property
    def disposition(self) -> str | None:
        """How the contact attempt ended when it led to no interview."""
        return disposition_of(self.definition, self.asked, stopped=self.interview.stopped)

    @property
    def goes_on(self) -> bool:
        """Whether it is a second visit, with times of its own, for the version that counts."""
        last, read = self.last, self.interview
        is_asked_for = last is not None and last.is_current and read.follows == last.sha256
        return is_asked_for and read.elapsed_ms is not None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the answers on the path; after an early end, nothing is."""
        return () if self.disposition else check_answers(self.definition, self.asked)


def placed(session: Session, kept: QuarantineRecord) -> Placed | Fault:
    """Finds the place of a document; a Fault says why there is none."""
    read = kept_interview(json.loads(kept.content), received_at=kept.received_at)
    if read is None:
        return Hindrance.NO_INTERVIEW.at("document")
    if read.uuid != kept.interview_uuid:
        return Hindrance.OTHER_NUMBER.at("document")
    known = sync_facts.assigned(session, {read.uuid}).get(read.uuid)
    place = known.place if known is not None else _unlisted_place(session, read)
    if place is None:
        return Hindrance.NO_PLACE.at("document")
    if not place.is_surveyed:
        return Hindrance.NOT_SURVEYED.at("document")
    if not sync_facts.known_versions(session, {read.questionnaire_version}):
        return Hindrance.UNKNOWN_VERSION.at("document")
    before = interviews.current_interview(session, read.uuid)
    enumerator_id = _enumerator(session, read, known=known, before=before)
    if enumerator_id is None:
        return Hindrance.NO_ENUMERATOR.at("document")
    last = last_version(session, read.uuid)
    is_listed = known is not None and known.is_listed
    if before is None and last is not None and not is_listed:
        return Hindrance.VOIDED_BEFORE.at("document")
    used = definition_of(session, read.questionnaire_version)
    wanted = definition_of(session, place.questionnaire_version_id)
    is_other = read.questionnaire_version != place.questionnaire_version_id
    return Placed(
        interview=read,
        place=place,
        definition=wanted,
        answers=_shared_answers(read, used=used, wanted=wanted) if is_other else read.answers,
        enumerator_id=enumerator_id,
        before=before,
        last=last,
        is_unassigned=known is None,
        has_attempt=read.uuid in sync_facts.attempted(session, {read.uuid}),
        is_other_version=is_other,
    )


def against_accepting(found: Placed) -> Fault | None:
    """Why the document cannot count just as it is."""
    if not found.interview.is_finished:
        return Hindrance.NOT_FINISHED.at("document")
    if found.is_other_version:
        return Hindrance.OTHER_VERSION.at("document")
    if found.disposition is not None and found.before is not None:
        return Hindrance.FOLLOWS_AN_INTERVIEW.at("document")
    if found.disposition is not None and found.has_attempt:
        return Hindrance.ATTEMPT_KNOWN.at("document")
    stopped = found.interview.stopped
    if stopped and not may_stop(stopped.disposition):
        return Hindrance.UNKNOWN_OUTCOME.at("document")
    if found.faults:
        return Hindrance.HAS_FAULTS.at("document")
    return None


def against_correcting(found: Placed) -> Fault | None:
    """Why no version can be made of it: what was stopped has no answers to correct."""
    return Hindrance.WAS_STOPPED.at("document") if found.interview.stopped else None


def _unlisted_place(session: Session, read: KeptInterview) -> Place | None:
    if read.unlisted is None:
        return None
    pair = (read.unlisted.round, read.unlisted.unit)
    return sync_facts.places(session, {pair}).get(pair)


def _enumerator(
    session: Session,
    read: KeptInterview,
    *,
    known: Assigned | None,
    before: interviews.CurrentInterview | None,
) -> int | None:
    """Whom the document names; where that is nobody, whose interview or whose case it is."""
    if read.enumerator and sync_facts.enumerators(session, {read.enumerator}):
        return read.enumerator
    if before is not None:
        return before.enumerator_id
    return None if known is None else known.enumerator_id


def _shared_answers(
    read: KeptInterview, *, used: Definition, wanted: Definition
) -> dict[str, object]:
    """The answers to questions that both versions ask in the same words with the same choices."""
    shared: dict[str, object] = {}
    others = {item.code: item for item in used.items}
    for item in wanted.items:
        other = others.get(item.code)
        if other is None or not _is_same(other, item, used=used, wanted=wanted):
            continue
        for code in (item.code, item.text_code):
            if code in read.answers:
                shared[code] = read.answers[code]
    return shared


def _is_same(one: Item, other: Item, *, used: Definition, wanted: Definition) -> bool:
    return _wording(one, of=used) == _wording(other, of=wanted)


def _wording(item: Item, *, of: Definition) -> tuple[object, ...]:
    choices = [(option.code, option.text) for option in of.options_of(item)]
    refusal = of.not_applicable_of(item)
    return item.kind, item.text, choices, refusal and (refusal.code, refusal.text)
