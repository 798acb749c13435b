"""What stands against returning, voiding or reviving an interview: pure decisions."""

from collections.abc import Iterator

from questionnaires import Fault
from survey_app.db.reviewed import ReviewedInterview
from survey_app.fieldwork.reviewing.problems import ReviewCode
from survey_app.fieldwork.round_states import LONGEST_REASON, State, is_reason

MAY_CHANGE = frozenset({State.OPEN, State.CLOSED})
"""In these states of a round an interview may be voided and revived."""


def against_returning(found: ReviewedInterview) -> Iterator[Fault]:
    """Why the interview cannot go back to its enumerator, whatever the comment."""
    if not found.is_current:
        yield _not_counting(found)
        return
    if found.is_returned:
        yield ReviewCode.ALREADY_RETURNED.at("interview")
    if found.waits:
        yield ReviewCode.WAITS.at("interview")
    if found.round_state != State.OPEN:
        yield ReviewCode.ROUND_NOT_OPEN.at("interview")
    if not found.is_enumerator_there:
        yield ReviewCode.ACCOUNT_CLOSED.at("interview", enumerator=found.enumerator)


def against_withdrawing(found: ReviewedInterview) -> Iterator[Fault]:
    """Why the return cannot be taken back: it has ended."""
    if not found.is_returned:
        yield ReviewCode.NOT_RETURNED.at("interview")


def against_voiding(found: ReviewedInterview) -> Iterator[Fault]:
    """Why the interview has to go on counting, whatever the reason."""
    if not found.is_current:
        yield _not_counting(found)
        return
    yield from _against_change(found)


def against_reviving(found: ReviewedInterview) -> Iterator[Fault]:
    """Why a voided interview cannot count again, whatever the reason."""
    if found.is_current:
        yield ReviewCode.NOT_VOIDED.at("interview")
        return
    if found.excluded_as is not None:
        yield _not_counting(found)
    yield from _against_change(found)
    if found.is_replaced:
        yield ReviewCode.REPLACED.at("interview")


def _not_counting(found: ReviewedInterview) -> Fault:
    code = ReviewCode.VOIDED if found.excluded_as is None else ReviewCode.EXCLUDED
    return code.at("interview")


def _against_change(found: ReviewedInterview) -> Iterator[Fault]:
    if found.waits:
        yield ReviewCode.WAITS.at("interview")
    if found.round_state not in MAY_CHANGE:
        yield ReviewCode.ROUND_PUBLISHED.at("interview")


def against_comment(comment: str) -> Iterator[Fault]:
    """Whether an enumerator is told what to look at."""
    if not is_reason(comment):
        yield ReviewCode.COMMENT_MISSING.at("comment", maximum=str(LONGEST_REASON))


def against_reason(reason: str) -> Iterator[Fault]:
    """Whether others will understand why."""
    if not is_reason(reason):
        yield ReviewCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))
