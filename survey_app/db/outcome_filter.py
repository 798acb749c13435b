"""Cases of one outcome, looked up by sets: for lists of a hundred thousand cases.

`case_outcomes.outcome()` says what an outcome is, case by case; to look for one outcome in a long
list that is asked of every case. Here the same is said of sets that indexes hold. A test compares
the two for every outcome.
"""

from sqlalchemy import ColumnElement, and_, or_, select

from survey_app.db.case_outcomes import (
    FINAL,
    CaseOutcome,
    is_replaced,
    is_replaced_as_voided,
    is_replacement,
)
from survey_app.db.case_sets import closed, interviewed, last_closings, tried, voided, waiting
from survey_app.db.tables import Assignment, SampleMember

_UUID = Assignment.interview_uuid
_ENDED = frozenset({*FINAL.values(), CaseOutcome.NOT_REACHED})


def has_outcome(wanted: CaseOutcome) -> ColumnElement[bool]:
    """Whether a case has this outcome, in the statements in which `outcome()` can stand."""
    if wanted is CaseOutcome.COMPLETED:
        return _UUID.in_(interviewed())
    if wanted is CaseOutcome.WAITING:
        return and_(_UUID.in_(waiting()), _UUID.not_in(interviewed()))
    if wanted in _ENDED:
        return and_(_is_unsettled(), _has_ended(wanted))
    if wanted is CaseOutcome.VOIDED:
        was_voided = and_(~is_replaced(), _UUID.in_(voided()))
        return and_(_is_not_closed(), or_(is_replaced_as_voided(), was_voided))
    if wanted is CaseOutcome.TRIED:
        return and_(_is_open(), _UUID.not_in(voided()), _UUID.in_(tried()))
    if wanted in {CaseOutcome.BEGUN, CaseOutcome.UNTOUCHED}:
        return and_(_is_at_rest(), Assignment.recalled_at.is_(None), _was_begun(wanted))
    return _without_assignment(wanted)


def _without_assignment(wanted: CaseOutcome) -> ColumnElement[bool]:
    never = _UUID.is_(None)
    in_reserve = and_(SampleMember.sample_list == "reserve", ~is_replacement())
    if wanted is CaseOutcome.IN_RESERVE:
        return and_(never, in_reserve)
    if wanted is CaseOutcome.NOT_DRAWN:
        return and_(never, SampleMember.frame_case_id.is_(None))
    taken_back = and_(_is_at_rest(), Assignment.recalled_at.is_not(None))
    return or_(and_(never, SampleMember.frame_case_id.is_not(None), ~in_reserve), taken_back)


def _has_ended(wanted: CaseOutcome) -> ColumnElement[bool]:
    """By the last attempt that closes the case; or given up by the office."""
    last = last_closings()
    said = select(last.c.interview_uuid).where(last.c.in_order == 1, last.c.ended == wanted.value)
    if wanted is not CaseOutcome.NOT_REACHED:
        return _UUID.in_(said)
    given_up = and_(_UUID.not_in(closed()), is_replaced(), ~is_replaced_as_voided())
    return or_(_UUID.in_(said), given_up)


def _is_unsettled() -> ColumnElement[bool]:
    return and_(_UUID.not_in(interviewed()), _UUID.not_in(waiting()))


def _is_not_closed() -> ColumnElement[bool]:
    return and_(_is_unsettled(), _UUID.not_in(closed()))


def _is_open() -> ColumnElement[bool]:
    return and_(_is_not_closed(), ~is_replaced())


def _is_at_rest() -> ColumnElement[bool]:
    """Given out once, and nothing heard of it."""
    return and_(_is_open(), _UUID.not_in(tried()), _UUID.not_in(voided()))


def _was_begun(wanted: CaseOutcome) -> ColumnElement[bool]:
    """A person on no list has an assignment because the interview was begun."""
    begun = or_(Assignment.opened_at.is_not(None), Assignment.frame_case_id.is_(None))
    return begun if wanted is CaseOutcome.BEGUN else ~begun
