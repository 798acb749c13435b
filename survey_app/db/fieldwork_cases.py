"""Every case of a round with what has become of it, to be counted."""

from typing import TypeAlias

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    literal_column,
    null,
    select,
    union_all,
)

from survey_app.db import case_sets
from survey_app.db.case_outcomes import (
    CaseOrigin,
    Heard,
    holder,
    outcome_of,
    was_excluded_as,
)
from survey_app.db.tables import Assignment, FrameCase, RoundUnit, SampleDraw, SampleMember
from survey_app.db.unindexed import unindexed
from survey_app.db.words import word

Cases: TypeAlias = Select[int, int | None, object, int | None, str | None, str, bool, str]


def fieldwork_cases(round_id: int) -> Subquery:
    """Every case that is or was to be interviewed, and the reserve, each once.

    Columns: round_unit_id, frame_case_id (null for a person on no list), interview_uuid (null for
    a case never given out), enumerator_id (null where nobody has it), stratum (null where not
    drawn), origin, is_replaced, outcome.
    """
    return union_all(_drawn(round_id), _not_drawn(round_id)).subquery("fieldwork_case")


def _drawn(round_id: int) -> Cases:
    """Members of a sample, read in the order of the frame.

    In the order of their draw every row of the other tables lies somewhere else, which takes SQLite
    twice as long.
    """
    last = case_sets.last_closings()
    heard = _heard(last)
    origin = case(
        (SampleMember.sample_list == word("official"), word(CaseOrigin.OFFICIAL)),
        (heard.is_replacement, word(CaseOrigin.REPLACEMENT)),
        else_=word(CaseOrigin.RESERVE),
    )
    return (
        select(
            FrameCase.round_unit_id,
            FrameCase.id.label("frame_case_id"),
            Assignment.interview_uuid,
            holder().label("enumerator_id"),
            SampleMember.stratum,
            origin.label("origin"),
            heard.is_replaced.label("is_replaced"),
            outcome_of(heard).label("outcome"),
        )
        .select_from(SampleMember)
        .join(SampleDraw, SampleDraw.id == unindexed(SampleMember.sample_draw_id))
        .join(FrameCase, FrameCase.id == SampleMember.frame_case_id)
        .outerjoin(Assignment, Assignment.frame_case_id == SampleMember.frame_case_id)
        .outerjoin(last, _closes(last))
        .where(SampleDraw.round_id == round_id)
    )


def _not_drawn(round_id: int) -> Cases:
    last = case_sets.last_closings()
    origin = case(
        (Assignment.frame_case_id.is_(None), word(CaseOrigin.UNLISTED)),
        else_=word(CaseOrigin.LISTED),
    )
    return (
        select(
            Assignment.round_unit_id,
            Assignment.frame_case_id,
            Assignment.interview_uuid,
            holder().label("enumerator_id"),
            null().label("stratum"),
            origin.label("origin"),
            literal_column("false").label("is_replaced"),
            outcome_of(_heard(last)).label("outcome"),
        )
        .select_from(Assignment)
        .join(RoundUnit, RoundUnit.id == unindexed(Assignment.round_unit_id))
        .outerjoin(SampleMember, SampleMember.frame_case_id == Assignment.frame_case_id)
        .outerjoin(last, _closes(last))
        .where(RoundUnit.round_id == round_id, SampleMember.frame_case_id.is_(None))
    )


def _heard(last: Subquery) -> Heard:
    """As sets tell it, in a statement that reads `last` too."""
    uuid, case_id = Assignment.interview_uuid, SampleMember.frame_case_id
    return Heard(
        has_interview=uuid.in_(case_sets.interviewed()),
        waits=uuid.in_(case_sets.waiting()),
        ended=last.c.ended,
        is_replaced_as_voided=case_id.in_(case_sets.replaced_as_voided()),
        is_replaced=case_id.in_(case_sets.replaced()),
        is_replacement=case_id.in_(case_sets.replacements()),
        was_voided=uuid.in_(case_sets.voided()),
        # Looked up: it is asked of voided ones only, and they are few.
        excluded_as=was_excluded_as(),
        was_tried=uuid.in_(case_sets.tried()),
    )


def _closes(last: Subquery) -> ColumnElement[bool]:
    return and_(last.c.interview_uuid == Assignment.interview_uuid, last.c.in_order == 1)
