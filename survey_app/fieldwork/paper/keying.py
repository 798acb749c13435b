"""Keying a sheet for the first time: it becomes an interview that counts at once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires import Answers, Definition, Fault
from survey_app.access.people import Person
from survey_app.db import audit, field_cases, interviews, paper_forms, sync_facts
from survey_app.db.assignments import add_assignment
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interview_versions import last_version
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.fieldwork.assigning.selecting import held_cases
from survey_app.fieldwork.paper.head import CASE, ENUMERATOR, NUMBER, PaperHead
from survey_app.fieldwork.paper.problems import PaperCode
from survey_app.fieldwork.receiving import FinishedInterview, Sent, new_interview
from survey_app.fieldwork.sync_document import canonical_text, sha256_of
from survey_app.problems import Code, Problem

TAKES_PAPER = frozenset({"open", "closed"})
"""Sheets that lie on the desk when the round closes are keyed afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet as it was keyed, with answers that `check_answers` found nothing wrong with."""

    head: PaperHead
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a sheet is keyed: by whom, in which round and unit, with which questionnaire."""

    person: Person
    round: RoundRecord
    unit: RoundUnitRecord
    definition: Definition
    at: datetime


def require_keying(of_round: RoundRecord) -> None:
    """Raises Problem unless sheets may be keyed in this round."""
    if of_round.state not in TAKES_PAPER:
        raise Problem(Code.ROUND_NOT_OPEN, {"round": of_round.code})


def key_sheet(
    session: Session, desk: Desk, sheet: Sheet, *, choose: Callable[[UUID], bool]
) -> tuple[Fault, ...]:
    """Stores the sheet as an interview, or gives what stands against it, each at its field.

    `choose` holds the plan of the round, so that sheets of a round are stored one by one. The same
    sheet sent twice by the same person is stored once.
    """
    require_keying(desk.round)
    before = paper_forms.form_numbered(session, desk.round.id, sheet.head.number)
    if before is not None:
        if _is_same(before, desk, sheet):
            return ()
        return (PaperCode.NUMBER_TAKEN.at(NUMBER, number=sheet.head.number),)
    uuid = _listed(session, desk, sheet.head) if sheet.head.case else uuid4()
    if isinstance(uuid, Fault):
        return (uuid,)
    return _store(session, desk, sheet, uuid=uuid, choose=choose)


def _listed(session: Session, desk: Desk, head: PaperHead) -> UUID | Fault:
    """As the case is once nobody gives it to somebody else and no tablet sends its interview."""
    case = head.case or ""
    code = {(head.unit, case)}
    found = held_cases(session, lambda: field_cases.cases_coded(session, desk.round.id, code))
    if not found:
        return PaperCode.CASE_UNKNOWN.at(CASE, case=case)
    [listed] = found
    if listed.interview_uuid is None or listed.is_recalled:
        return PaperCode.CASE_NOT_GIVEN.at(CASE, case=case)
    if listed.enumerator_id != head.enumerator_id:
        return PaperCode.CASE_OF_ANOTHER.at(ENUMERATOR, case=case)
    if listed.has_interview or listed.waits:
        return PaperCode.CASE_DONE.at(CASE, case=case)
    return listed.interview_uuid


def _store(
    session: Session, desk: Desk, sheet: Sheet, *, uuid: UUID, choose: Callable[[UUID], bool]
) -> tuple[Fault, ...]:
    head = sheet.head
    if head.case is None:
        add_assignment(
            session,
            interview_uuid=uuid,
            round_unit_id=desk.unit.id,
            enumerator_id=head.enumerator_id,
            at=desk.at,
        )
    place = sync_facts.assigned(session, {uuid})[uuid].place
    new = _interview(desk, sheet, uuid=uuid, is_simulated=place.is_simulated)
    entry_id = _stored(session, new)
    if entry_id is None:
        return (PaperCode.CASE_DONE.at(CASE, case=head.case or ""),)
    paper_forms.add_form(
        session,
        paper_forms.NewPaperForm(
            round_id=desk.round.id,
            form_number=head.number,
            interview_uuid=uuid,
            first_entry_id=entry_id,
            keyed_by=desk.person.account_id,
            keyed_at=desk.at,
            is_chosen=choose(uuid),
        ),
    )
    _record(session, desk, sheet, uuid=uuid)
    return ()


def _interview(desk: Desk, sheet: Sheet, *, uuid: UUID, is_simulated: bool) -> NewInterview:
    head = sheet.head
    finished = FinishedInterview(
        uuid=uuid,
        round_unit_id=desk.unit.id,
        enumerator_id=head.enumerator_id,
        questionnaire_version_id=desk.round.questionnaire_version_id,
        mode=head.mode,
        answers=sheet.answers,
        started_at=head.started_at,
        finished_at=head.finished_at,
        is_simulated=is_simulated,
    )
    content = _content(desk, sheet, uuid=uuid)
    sent = Sent(content=content, sha256=sha256_of(content), account_id=desk.person.account_id)
    return new_interview(finished, definition=desk.definition, received_at=desk.at, sent=sent)


def _stored(session: Session, new: NewInterview) -> int | None:
    """As the first version, or as the one made anew after a void; one sheet an interview.

    Gives the id of the version; None where another interview counts or was keyed.
    """
    last = last_version(session, new.uuid)
    if last is None:
        return interviews.insert_once(session, new)
    if last.is_current or paper_forms.form_about(session, new.uuid) is not None:
        return None
    return interviews.add_version(session, new, after=last)


def _record(session: Session, desk: Desk, sheet: Sheet, *, uuid: UUID) -> None:
    audit.record(
        session,
        action="paper.keyed",
        object_kind="interview",
        object_id=str(uuid),
        account_id=desk.person.account_id,
        at=desk.at,
        details={
            "form": sheet.head.number,
            "mode": sheet.head.mode,
            "round_unit": str(desk.unit.id),
            "enumerator": str(sheet.head.enumerator_id),
        },
    )


def _content(desk: Desk, sheet: Sheet, *, uuid: UUID) -> str:
    head = sheet.head
    return canonical_text(
        {
            "uuid": str(uuid),
            "questionnaire_version": desk.round.questionnaire_version_id,
            "answers": plain(sheet.answers),
            "mode": head.mode,
            "paper": {
                "form": head.number,
                "unit": head.unit,
                "case": head.case,
                "enumerator": head.enumerator_id,
                "started_at": head.started_at.isoformat(),
                "finished_at": head.finished_at.isoformat(),
            },
        }
    )


def plain(answers: Answers) -> dict[str, JsonValue]:
    """The answers as JSON has them."""
    return {
        code: list(value) if isinstance(value, tuple) else value for code, value in answers.items()
    }


def _is_same(before: paper_forms.PaperFormRecord, desk: Desk, sheet: Sheet) -> bool:
    """Whether it is this very sheet, sent again by a second click."""
    again = _content(desk, sheet, uuid=before.interview_uuid)
    is_theirs = before.keyed_by == desk.person.account_id
    return is_theirs and json.loads(again) == json.loads(before.first_content)
