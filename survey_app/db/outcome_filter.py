"""Cases of one outcome: for lists of a hundred thousand cases.

`case_outcomes.outcome()` says what an outcome is, as one value of a case; to look for one outcome
in a long list it has to be worked out for every case. Here the same is said as conditions that the
database can join by, each in the words of the definition. A test compares the two for every
outcome.
"""

from sqlalchemy import ColumnElement, and_, func, or_, select

from survey_app.db.assignments import waits_for_decision
from survey_app.db.case_outcomes import (
    FINAL,
    CaseOutcome,
    has_interview,
    is_closed,
    is_replaced,
    is_replaced_as_voided,
    is_replacement,
    was_excluded_as,
    was_tried,
    was_voided,
)
from survey_app.db.case_sets import last_closings
from survey_app.db.tables import Assignment, SampleMember

_UUID = Assignment.interview_uuid
_ENDED = frozenset({*FINAL.values(), CaseOutcome.NOT_REACHED})
_VOIDED = frozenset({CaseOutcome.VOIDED, CaseOutcome.INVALID, CaseOutcome.UNVERIFIED})
WITHOUT_ASSIGNMENT = frozenset(
    {CaseOutcome.NOT_ASSIGNED, CaseOutcome.IN_RESERVE, CaseOutcome.NOT_DRAWN}
)
"""What a case can be that was never given out."""


def has_outcome(wanted: CaseOutcome) -> ColumnElement[bool]:
    """Whether a case has this outcome, in the statements in which `outcome()` can stand."""
    was_given = _UUID.is_not(None)
    if wanted is CaseOutcome.COMPLETED:
        return and_(was_given, has_interview())
    if wanted is CaseOutcome.WAITING:
        return and_(was_given, waits_for_decision(), ~has_interview())
    if wanted in _ENDED:
        return and_(_is_unsettled(), _has_ended(wanted))
    if wanted in _VOIDED:
        never_replaced = and_(~is_replaced(), was_voided())
        kind = func.coalesce(was_excluded_as(), CaseOutcome.VOIDED.value)
        is_voided = or_(is_replaced_as_voided(), never_replaced)
        return and_(_is_not_closed(), is_voided, kind == wanted.value)
    if wanted is CaseOutcome.TRIED:
        return and_(_is_open(), ~was_voided(), was_tried())
    if wanted in {CaseOutcome.BEGUN, CaseOutcome.UNTOUCHED}:
        return and_(Assignment.recalled_at.is_(None), _was_begun(wanted), _is_at_rest())
    return _without_assignment(wanted)


def _without_assignment(wanted: CaseOutcome) -> ColumnElement[bool]:
    never = _UUID.is_(None)
    in_reserve = and_(SampleMember.sample_list == "reserve", ~is_replacement())
    if wanted is CaseOutcome.IN_RESERVE:
        return and_(never, in_reserve)
    if wanted is CaseOutcome.NOT_DRAWN:
        return and_(never, SampleMember.frame_case_id.is_(None))
    taken_back = and_(Assignment.recalled_at.is_not(None), _is_at_rest())
    return or_(and_(never, SampleMember.frame_case_id.is_not(None), ~in_reserve), taken_back)


def _has_ended(wanted: CaseOutcome) -> ColumnElement[bool]:
    """By the last attempt that closes the case; or given up by the office."""
    last = last_closings()
    said = select(last.c.interview_uuid).where(last.c.in_order == 1, last.c.ended == wanted.value)
    if wanted is not CaseOutcome.NOT_REACHED:
        return _UUID.in_(said)
    given_up = and_(~is_closed(), is_replaced(), ~is_replaced_as_voided())
    return or_(_UUID.in_(said), given_up)


def _is_unsettled() -> ColumnElement[bool]:
    return and_(_UUID.is_not(None), ~has_interview(), ~waits_for_decision())


def _is_not_closed() -> ColumnElement[bool]:
    return and_(_is_unsettled(), ~is_closed())


def _is_open() -> ColumnElement[bool]:
    return and_(_is_not_closed(), ~is_replaced())


def _is_at_rest() -> ColumnElement[bool]:
    """Given out once, and nothing heard of it: no attempt at all, so none that closes it either."""
    return and_(_is_unsettled(), ~is_replaced(), ~was_tried(), ~was_voided())


def _was_begun(wanted: CaseOutcome) -> ColumnElement[bool]:
    """A person on no list has an assignment because the interview was begun."""
    begun = or_(Assignment.opened_at.is_not(None), Assignment.frame_case_id.is_(None))
    return begun if wanted is CaseOutcome.BEGUN else ~begun
