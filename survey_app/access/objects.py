"""Every object comes through here: the person may see it, or it does not exist for them.

A page that fetched an object in any other way could forget to ask whose it is. "Not yours" and
"not there" are the same answer, so that codes and UUIDs cannot be probed.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.access.people import Person
from survey_app.access.policy import Role, Verb, may
from survey_app.db import (
    accounts,
    assignments,
    case_list,
    frame_uploads,
    frames,
    interview_exclusions,
    interview_returns,
    interview_versions,
    paper_forms,
    publications,
    quality_flags,
    quality_reviews,
    reviewed,
    rounds,
)
from survey_app.problems import Code, Problem


def account_for(session: Session, person: Person, *, username: str) -> accounts.AccountRecord:
    """An account, for whoever looks after accounts."""
    found = accounts.account_named(session, username) if username.isprintable() else None
    if found is None or not may(person.role, Verb.ACCOUNTS_WRITE):
        raise Problem(Code.NOT_FOUND)
    return found


def rounds_for(session: Session, person: Person) -> tuple[rounds.RoundRecord, ...]:
    """The rounds this person works with: the open ones for enumerators, all for the office."""
    if person.role is Role.ENUMERATOR:
        return tuple(found for found in rounds.all_rounds(session) if found.state == "open")
    if may(person.role, Verb.PROGRESS_READ):
        return rounds.all_rounds(session)
    return ()


def round_for(session: Session, person: Person, *, code: str) -> rounds.RoundRecord:
    """The round with this code, if the person may know of it."""
    found = rounds.round_coded(session, code) if code.isprintable() else None
    if found is None or not _may_open(person, found):
        raise Problem(Code.NOT_FOUND)
    return found


def round_named(session: Session, code: str) -> rounds.RoundRecord:
    """The round with this code, for commands; an unknown one raises Problem with the known ones."""
    found = rounds.round_coded(session, code)
    if found is None:
        known = ", ".join(one.code for one in rounds.all_rounds(session)) or "–"
        raise Problem(Code.ROUND_UNKNOWN, {"round": code, "known": known})
    return found


def round_to_change(session: Session, person: Person, *, code: str) -> rounds.RoundRecord:
    """The round with this code as it is now, held against others who would change it too."""
    found = round_for(session, person, code=code)
    if not may(person.role, Verb.ROUNDS_WRITE):
        raise Problem(Code.NOT_FOUND)
    return rounds.locked_round(session, found.id)


def own_rounds_for(
    session: Session, person: Person
) -> tuple[tuple[rounds.RoundRecord, rounds.RoundUnitRecord], ...]:
    """The rounds that the unit of this person is part of, the newest year first; no drafts."""
    if person.unit_id is None or not may(person.role, Verb.OWN_RESULTS_READ):
        return ()
    found = rounds.rounds_of_unit(session, person.unit_id)
    return tuple((of_round, unit) for of_round, unit in found if of_round.state != "draft")


def own_round_for(
    session: Session, person: Person, *, code: str
) -> tuple[rounds.RoundRecord, rounds.RoundUnitRecord]:
    """One of them, and the unit of this person in it."""
    for of_round, unit in own_rounds_for(session, person):
        if of_round.code == code:
            return of_round, unit
    raise Problem(Code.NOT_FOUND)


def run_for(
    session: Session, person: Person, *, code: str, run_id: int
) -> tuple[rounds.RoundRecord, publications.RunRecord]:
    """A run of the scores of a round, for whoever sees results."""
    of_round = round_for(session, person, code=code)
    found = publications.run_of_round(session, of_round.id, run_id=run_id)
    if found is None or not may(person.role, Verb.RESULTS_READ):
        raise Problem(Code.NOT_FOUND)
    return of_round, found


def _may_open(person: Person, found: rounds.RoundRecord) -> bool:
    """A round that closed while an enumerator looked at its page is refused with its reason."""
    if person.role is Role.ENUMERATOR:
        return found.state != "draft"
    return may(person.role, Verb.PROGRESS_READ)


def round_unit_for(
    session: Session, person: Person, *, round_code: str, unit_code: str
) -> tuple[rounds.RoundRecord, rounds.RoundUnitRecord]:
    """A unit of a round of this person."""
    of_round = round_for(session, person, code=round_code)
    for found in rounds.units_of_round(session, of_round.id):
        if found.unit_code == unit_code:
            return of_round, found
    raise Problem(Code.NOT_FOUND)


def assignment_for(
    session: Session, person: Person, *, interview_uuid: UUID
) -> assignments.AssignmentRecord:
    """The assignment with this UUID, if it is the person's own."""
    found = assignments.assignment_of(session, interview_uuid)
    if found is None or found.enumerator_id != person.account_id or found.is_recalled:
        raise Problem(Code.NOT_FOUND)
    return found


def reviewed_for(
    session: Session, person: Person, *, interview_uuid: UUID
) -> reviewed.ReviewedInterview:
    """An interview that was received, for whoever may return or void it."""
    found = reviewed.reviewed_interview(session, interview_uuid)
    if found is None or not may(person.role, Verb.INTERVIEWS_REVIEW):
        raise Problem(Code.NOT_FOUND)
    return found


def exclusion_for(
    session: Session, person: Person, *, code: str, interview_uuid: UUID
) -> tuple[rounds.RoundRecord, interview_exclusions.ExclusionRecord]:
    """An interview of a round that is excluded after a re-check, for whoever decides on that."""
    of_round = round_for(session, person, code=code)
    found = interview_exclusions.exclusion_of(session, interview_uuid)
    if found is None or found.round_id != of_round.id or not may(person.role, Verb.RECHECK_EXCLUDE):
        raise Problem(Code.NOT_FOUND)
    return of_round, found


def returned_for(
    session: Session, person: Person, *, interview_uuid: UUID
) -> interview_returns.ReturnedInterview:
    """An interview that this person made and is asked to look at again."""
    found = interview_returns.returned_interview(session, interview_uuid)
    if found is None or found.enumerator_id != person.account_id:
        raise Problem(Code.NOT_FOUND)
    return found


def interview_made_by(
    session: Session, person: Person, *, interview_uuid: UUID
) -> assignments.AssignmentRecord:
    """The duty behind an interview that this person made, wherever its case went meanwhile."""
    found = assignments.assignment_of(session, interview_uuid)
    is_theirs = interview_versions.was_made_by(session, interview_uuid, person.account_id)
    if found is None or not is_theirs:
        raise Problem(Code.NOT_FOUND)
    return found


def frame_upload_for(
    session: Session, person: Person, *, round_code: str, upload_id: UUID, at: datetime
) -> frame_uploads.FrameUploadRecord:
    """A list that this person brought for this round less than a day ago, and nobody else."""
    of_round = round_for(session, person, code=round_code)
    found = frame_uploads.upload_of(session, upload_id, account_id=person.account_id, at=at)
    is_theirs = found is not None and found.round_id == of_round.id
    if found is None or not is_theirs or not may(person.role, Verb.FRAME_WRITE):
        raise Problem(Code.NOT_FOUND)
    return found


def frame_upload_to_change(
    session: Session, person: Person, *, round_code: str, upload_id: UUID, at: datetime
) -> frame_uploads.FrameUploadRecord:
    """The same as it is now, held against a second press of the button."""
    wanted = frame_upload_for(session, person, round_code=round_code, upload_id=upload_id, at=at)
    frame_uploads.lock_upload(session, wanted.id)
    return frame_upload_for(session, person, round_code=round_code, upload_id=upload_id, at=at)


def quality_flag_for(
    session: Session, person: Person, *, round_code: str, number: int
) -> tuple[rounds.RoundRecord, quality_flags.FlagRecord]:
    """A flag of a round of this person."""
    of_round = round_for(session, person, code=round_code)
    found = quality_flags.flag_numbered(session, of_round.id, number)
    if found is None or not may(person.role, Verb.QUALITY_READ):
        raise Problem(Code.NOT_FOUND)
    return of_round, found


def quality_flag_to_review(
    session: Session, person: Person, *, round_code: str, number: int
) -> tuple[rounds.RoundRecord, quality_flags.FlagRecord]:
    """The same as it is now, held against a look at all interviews that ends meanwhile."""
    _of_round, wanted = quality_flag_for(session, person, round_code=round_code, number=number)
    if not may(person.role, Verb.QUALITY_REVIEW):
        raise Problem(Code.NOT_FOUND)
    quality_reviews.lock_flag(session, wanted.id)
    return quality_flag_for(session, person, round_code=round_code, number=number)


def frame_import_for(
    session: Session, person: Person, *, round_code: str, number: int
) -> frames.FrameImportRecord:
    """An import of a round of this person."""
    of_round = round_for(session, person, code=round_code)
    if may(person.role, Verb.FRAME_WRITE):
        for found in frames.imports_of_round(session, of_round.id):
            if found.id == number:
                return found
    raise Problem(Code.NOT_FOUND)


def case_for(
    session: Session, person: Person, *, round_code: str, case_id: int
) -> tuple[rounds.RoundRecord, case_list.CaseRow]:
    """A case of a round of this person."""
    of_round = round_for(session, person, code=round_code)
    if may(person.role, Verb.ASSIGNMENT_WRITE):
        found = case_list.case_numbered(session, of_round.id, case_id)
        if found is not None:
            return of_round, found
    raise Problem(Code.NOT_FOUND)


def paper_form_to_key_again(
    session: Session, person: Person, *, number: int
) -> paper_forms.PaperFormRecord:
    """A sheet that waits for its second entry, unless this person keyed it or interviewed.

    An interview that is returned shows its answers to whoever made it.
    """
    found = paper_forms.form_of(session, number)
    if found is None or not found.is_chosen or not may(person.role, Verb.PAPER_KEY):
        raise Problem(Code.NOT_FOUND)
    if person.account_id in {found.keyed_by, found.enumerator_id}:
        raise Problem(Code.NOT_FOUND)
    if found.second_keyed_by not in {None, person.account_id}:
        raise Problem(Code.NOT_FOUND)
    return found


def paper_form_to_decide(
    session: Session, person: Person, *, round_code: str, number: int
) -> tuple[rounds.RoundRecord, paper_forms.PaperFormRecord]:
    """A sheet of this round whose two entries differ."""
    of_round = round_for(session, person, code=round_code)
    found = paper_forms.form_of(session, number)
    if found is None or found.round_id != of_round.id or not may(person.role, Verb.PAPER_DECIDE):
        raise Problem(Code.NOT_FOUND)
    if not found.differences:
        raise Problem(Code.NOT_FOUND)
    return of_round, found
