"""What has become of each case of a round: the one place that says it.

The definitions are those of docs/progress.md, in `outcome_of()`. What it judges by can be looked up
for each case (`outcome()`, for the rows of a page and for a filter) or in sets that are made once
(`fieldwork_cases.py`, for whole rounds); tests compare the two.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from survey_app.db.assignments import waits_for_decision
from survey_app.db.tables import (
    Assignment,
    ContactAttempt,
    Interview,
    InterviewExclusion,
    SampleMember,
    SampleReplacement,
)
from survey_app.db.words import word


class CaseOutcome(StrEnum):
    """What has become of a case; each case has exactly one."""

    COMPLETED = "completed"
    """An interview counts, whatever else was reported."""
    WAITING = "waiting"
    """A document about it was put aside, and a person decides."""
    REFUSED = "refused"
    """2.11."""
    BROKEN_OFF = "broken_off"
    """2.12."""
    MOVED = "moved"
    """2.25."""
    NOT_REACHED = "not_reached"
    """Tried often enough, and replaced for that reason."""
    NOT_LOCATED = "not_located"
    """3.18."""
    NOT_ELIGIBLE = "not_eligible"
    """4.70."""
    VOIDED = "voided"
    """Its interview was voided, and nothing ended the case since."""
    INVALID = "invalid"
    """The same, for it was excluded after a re-check as proved false."""
    UNVERIFIED = "unverified"
    """The same, for it was of a rejected lot and could not be verified."""
    TRIED = "tried"
    """At least one attempt, and none of them the last."""
    BEGUN = "begun"
    """Opened on a page and neither sent nor ended."""
    UNTOUCHED = "untouched"
    """On somebody's list; nothing was heard of it."""
    NOT_ASSIGNED = "not_assigned"
    """To be interviewed, with nobody, and nothing was heard of it."""
    IN_RESERVE = "in_reserve"
    """A member of the reserve that replaces nobody."""
    NOT_DRAWN = "not_drawn"
    """On the list of finished files and in no sample; nobody was ever given it."""


class CaseOrigin(StrEnum):
    """How a case came to be interviewed."""

    OFFICIAL = "official"
    REPLACEMENT = "replacement"
    """From the reserve, into the place of somebody."""
    RESERVE = "reserve"
    """In the reserve, waiting."""
    LISTED = "listed"
    """On a list of finished files and given out without being drawn."""
    UNLISTED = "unlisted"
    """A person on no list, whom an enumerator met."""


FINAL = {
    "2.11": CaseOutcome.REFUSED,
    "2.12": CaseOutcome.BROKEN_OFF,
    "2.25": CaseOutcome.MOVED,
    "3.18": CaseOutcome.NOT_LOCATED,
    "4.70": CaseOutcome.NOT_ELIGIBLE,
}
"""By disposition. Others that a questionnaire may end with count with their family: 2.2, 3, 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a case is judged by, each an expression in the statement that reads the case."""

    has_interview: ColumnElement[bool]
    waits: ColumnElement[bool]
    ended: ColumnElement[str | None]
    """What the last attempt that closes the case came to; null where none closes it."""
    is_replaced_as_voided: ColumnElement[bool]
    is_replaced: ColumnElement[bool]
    is_replacement: ColumnElement[bool]
    was_voided: ColumnElement[bool]
    excluded_as: ColumnElement[str | None]
    """Of a voided interview, the kind of its exclusion: the word of the outcome."""
    was_tried: ColumnElement[bool]


def outcome_of(heard: Heard) -> ColumnElement[str]:
    """The CaseOutcome of a case, in a statement that reads SampleMember and Assignment.

    Those a case need not have are joined from outside; a person on no list has an Assignment only.
    """
    at_rest = case(
        (Assignment.recalled_at.is_not(None), word(CaseOutcome.NOT_ASSIGNED)),
        (Assignment.opened_at.is_not(None), word(CaseOutcome.BEGUN)),
        (Assignment.frame_case_id.is_(None), word(CaseOutcome.BEGUN)),
        else_=word(CaseOutcome.UNTOUCHED),
    )
    voided = func.coalesce(heard.excluded_as, word(CaseOutcome.VOIDED))
    given_out = case(
        (heard.has_interview, word(CaseOutcome.COMPLETED)),
        (heard.waits, word(CaseOutcome.WAITING)),
        else_=func.coalesce(
            heard.ended,
            case(
                (heard.is_replaced_as_voided, voided),
                (heard.is_replaced, word(CaseOutcome.NOT_REACHED)),
                (heard.was_voided, voided),
                (heard.was_tried, word(CaseOutcome.TRIED)),
                else_=at_rest,
            ),
        ),
    )
    return case(
        (Assignment.interview_uuid.is_not(None), given_out),
        (SampleMember.frame_case_id.is_(None), word(CaseOutcome.NOT_DRAWN)),
        (
            and_(SampleMember.sample_list == word("reserve"), ~heard.is_replacement),
            word(CaseOutcome.IN_RESERVE),
        ),
        else_=word(CaseOutcome.NOT_ASSIGNED),
    )


def outcome() -> ColumnElement[str]:
    """The CaseOutcome of a case, everything looked up for this case.

    For WHERE it can be taken as it is. To group by it, select it under a name in a subquery first:
    PostgreSQL does not see that two expressions with values of their own are the same.
    """
    return outcome_of(
        Heard(
            has_interview=has_interview(),
            waits=waits_for_decision(),
            ended=_final(),
            is_replaced_as_voided=is_replaced_as_voided(),
            is_replaced=is_replaced(),
            is_replacement=is_replacement(),
            was_voided=was_voided(),
            excluded_as=was_excluded_as(),
            was_tried=was_tried(),
        )
    )


def is_replaced() -> ColumnElement[bool]:
    """Whether a member of the reserve has taken the place of the SampleMember."""
    return _exists(
        select(SampleReplacement.replaced_case_id).where(
            SampleReplacement.replaced_case_id == SampleMember.frame_case_id
        )
    )


def is_replaced_as_voided() -> ColumnElement[bool]:
    """Whether that happened because the interview of the SampleMember was voided."""
    return _exists(
        select(SampleReplacement.replaced_case_id).where(
            SampleReplacement.replaced_case_id == SampleMember.frame_case_id,
            SampleReplacement.reason == "voided",
        )
    )


def is_replacement() -> ColumnElement[bool]:
    """Whether the SampleMember has taken the place of another one."""
    return _exists(
        select(SampleReplacement.replacement_case_id).where(
            SampleReplacement.replacement_case_id == SampleMember.frame_case_id
        )
    )


def holder() -> ColumnElement[int | None]:
    """The number of the enumerator on whose list the Assignment is; null for one taken back."""
    return case((Assignment.recalled_at.is_(None), Assignment.enumerator_id))


def _exists(of: Select[int]) -> ColumnElement[bool]:
    return of.correlate(Assignment, SampleMember).exists()


def has_interview() -> ColumnElement[bool]:
    """Whether a version of the interview of the Assignment counts."""
    return _exists(
        select(Interview.id).where(
            Interview.uuid == Assignment.interview_uuid, Interview.is_current
        )
    )


def was_voided() -> ColumnElement[bool]:
    """Whether a version of the interview of the Assignment was voided."""
    return _exists(
        select(Interview.id).where(
            Interview.uuid == Assignment.interview_uuid, Interview.voided_at.is_not(None)
        )
    )


def was_excluded_as() -> ColumnElement[str | None]:
    """As what the last version that is excluded of the interview of the Assignment is; or null."""
    return (
        select(InterviewExclusion.kind)
        .join(Interview, Interview.id == InterviewExclusion.interview_id)
        .where(Interview.uuid == Assignment.interview_uuid, InterviewExclusion.ended_at.is_(None))
        .order_by(Interview.id.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def was_tried() -> ColumnElement[bool]:
    """Whether there is an attempt to reach whoever the Assignment is about."""
    return _exists(
        select(ContactAttempt.id).where(ContactAttempt.interview_uuid == Assignment.interview_uuid)
    )


def is_closed() -> ColumnElement[bool]:
    """Whether one of these attempts closes the case."""
    return _exists(
        select(ContactAttempt.id).where(
            ContactAttempt.interview_uuid == Assignment.interview_uuid, ContactAttempt.is_final
        )
    )


def ended_as() -> ColumnElement[str]:
    """The CaseOutcome that the disposition of a ContactAttempt which closes the case comes to."""
    disposition = ContactAttempt.disposition
    return case(
        *((disposition == word(code), word(said)) for code, said in FINAL.items()),
        (disposition.like(word("2.2%")), word(CaseOutcome.NOT_REACHED)),
        (disposition.like(word("3%")), word(CaseOutcome.NOT_LOCATED)),
        (disposition.like(word("4%")), word(CaseOutcome.NOT_ELIGIBLE)),
        else_=word(CaseOutcome.REFUSED),
    )


def _final() -> ColumnElement[str | None]:
    """What the last attempt that closes the case came to; null where none closes it."""
    return (
        select(ended_as())
        .where(ContactAttempt.interview_uuid == Assignment.interview_uuid, ContactAttempt.is_final)
        .order_by(ContactAttempt.attempted_at.desc(), ContactAttempt.id.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )
