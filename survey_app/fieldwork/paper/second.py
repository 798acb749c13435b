"""Keying a sheet a second time, and deciding where the two entries differ."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Answers, Definition
from survey_app.access.people import Person
from survey_app.db import audit, interviews, paper_forms
from survey_app.db.interview_lock import lock_interviews
from survey_app.fieldwork.paper.comparing import differing_items, items_compared
from survey_app.fieldwork.paper.keying import plain
from survey_app.fieldwork.receiving import FinishedInterview, Sent, new_interview
from survey_app.fieldwork.stored_answers import answers_in
from survey_app.fieldwork.sync_document import canonical_text, sha256_of
from survey_app.problems import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Answers that `check_answers` found nothing wrong with, by whom and when."""

    person: Person
    definition: Definition
    answers: Answers
    at: datetime


def first_answers(form: paper_forms.PaperFormRecord) -> dict[str, object]:
    """The first entry. For the comparison and the decision only."""
    return dict(answers_in(form.first_content))


def second_answers(form: paper_forms.PaperFormRecord) -> dict[str, object]:
    """The second entry; empty before there is one."""
    return dict(form.second_answers or {})


def key_again(session: Session, form: paper_forms.PaperFormRecord, entry: Entry) -> int:
    """Keeps the second entry and gives the number of items in which the entries differ.

    Where they agree, both are taken to be what the paper says. Raises Problem for the person who
    keyed it first, and when somebody else was quicker.
    """
    form = _held(session, form)
    if not form.is_chosen or form.second_keyed_by is not None:
        raise Problem(Code.PAPER_SETTLED)
    if entry.person.account_id in {form.keyed_by, form.enumerator_id}:
        raise Problem(Code.KEYED_BY_YOURSELF)
    differing = differing_items(entry.definition, first_answers(form), entry.answers)
    known: dict[str, object] = {}
    if not differing:
        items = items_compared(entry.definition, entry.answers)
        known = {"fields": items, "first_errors": 0, "second_errors": 0}
    paper_forms.change_form(
        session,
        form.id,
        second_keyed_by=entry.person.account_id,
        second_keyed_at=entry.at,
        second_answers=plain(entry.answers),
        differences=len(differing),
        **known,
    )
    _record(session, form, entry, action="paper.keyed_again", differences=len(differing))
    return len(differing)


def decide(
    session: Session, form: paper_forms.PaperFormRecord, entry: Entry, *, compared: int
) -> None:
    """Stores what the paper says: a new version of the interview, where that is not what counts.

    `compared`: the version that counted on the page where it was decided, 0 for none. Raises
    Problem for whoever keyed it, when somebody else decided, and when another version counts.
    """
    lock_interviews(session, {form.interview_uuid})
    form = _held(session, form)
    if not form.differences or form.decided_at is not None:
        raise Problem(Code.PAPER_SETTLED)
    if entry.person.account_id in {form.keyed_by, form.second_keyed_by}:
        raise Problem(Code.KEYED_BY_YOURSELF)
    current = interviews.current_interview(session, form.interview_uuid)
    if compared != (current.version if current else 0):
        raise Problem(Code.PAPER_SETTLED)
    version = _correct(session, form, entry, current=current)
    first = differing_items(entry.definition, first_answers(form), entry.answers)
    second = differing_items(entry.definition, second_answers(form), entry.answers)
    wrong = set(first) | set(second)
    paper_forms.change_form(
        session,
        form.id,
        decided_by=entry.person.account_id,
        decided_at=entry.at,
        fields=max(items_compared(entry.definition, entry.answers), len(wrong)),
        first_errors=len(first),
        second_errors=len(second),
    )
    _record(
        session,
        form,
        entry,
        action="paper.decided",
        first_errors=len(first),
        second_errors=len(second),
        version=version,
    )


def _held(session: Session, form: paper_forms.PaperFormRecord) -> paper_forms.PaperFormRecord:
    paper_forms.lock_form(session, form.id)
    again = paper_forms.form_of(session, form.id)
    if again is None:
        raise Problem(Code.NOT_FOUND)
    return again


def _correct(
    session: Session,
    form: paper_forms.PaperFormRecord,
    entry: Entry,
    *,
    current: interviews.CurrentInterview | None,
) -> int:
    """The version that counts afterwards; 0 for none.

    An interview that was voided stays so, and the one that was made anew is not what is on the
    sheet: then nothing is corrected.
    """
    if current is None or form.was_voided:
        return current.version if current else 0
    if not differing_items(entry.definition, answers_in(current.content), entry.answers):
        return current.version
    content = _decided_content(form, entry, current=current)
    finished = FinishedInterview(
        uuid=form.interview_uuid,
        round_unit_id=current.round_unit_id,
        enumerator_id=current.enumerator_id,
        questionnaire_version_id=form.questionnaire_version_id,
        mode=current.mode,
        answers=entry.answers,
        started_at=current.started_at,
        finished_at=current.finished_at,
        is_simulated=current.is_simulated,
        elapsed_ms=current.elapsed_ms,
    )
    new = new_interview(
        finished,
        definition=entry.definition,
        received_at=entry.at,
        sent=Sent(content=content, sha256=sha256_of(content), account_id=entry.person.account_id),
    )
    interviews.add_version(session, new, after=current)
    return current.version + 1


def _decided_content(
    form: paper_forms.PaperFormRecord, entry: Entry, *, current: interviews.CurrentInterview
) -> str:
    return canonical_text(
        {
            "uuid": str(form.interview_uuid),
            "questionnaire_version": form.questionnaire_version_id,
            "answers": plain(entry.answers),
            "mode": current.mode,
            "paper": {
                "form": form.form_number,
                "follows": current.version,
                "by": entry.person.account_id,
                "at": entry.at.isoformat(),
            },
        }
    )


def _record(
    session: Session,
    form: paper_forms.PaperFormRecord,
    entry: Entry,
    *,
    action: str,
    **counts: int,
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="interview",
        object_id=str(form.interview_uuid),
        account_id=entry.person.account_id,
        at=entry.at,
        details={
            "form": form.form_number,
            **{name: str(count) for name, count in counts.items()},
        },
    )
