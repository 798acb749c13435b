"""What has become of each case of a round: the one place that says it.

The definitions are those of docs/progress.md. `outcome()` is an expression about one case, for the
list of a page and for its filter; `fieldwork_cases()` is every case that somebody has to interview.
"""

from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from survey_app.db.assignments import waits_for_decision
from survey_app.db.tables import (
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    RoundUnit,
    SampleDraw,
    SampleMember,
    SampleReplacement,
)


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


def outcome() -> ColumnElement[str]:
    """The CaseOutcome of a case, in a statement that reads FrameCase, SampleMember and Assignment.

    Those a case need not have are joined from outside; a person on no list has an Assignment only.
    For WHERE it can be taken as it is. To group by it, select it under a name in a subquery first:
    PostgreSQL does not see that two expressions with values of their own are the same.
    """
    at_rest = case(
        (Assignment.recalled_at.is_not(None), _text(CaseOutcome.NOT_ASSIGNED)),
        (Assignment.opened_at.is_not(None), _text(CaseOutcome.BEGUN)),
        (Assignment.frame_case_id.is_(None), _text(CaseOutcome.BEGUN)),
        else_=_text(CaseOutcome.UNTOUCHED),
    )
    given_out = case(
        (_has_interview(), _text(CaseOutcome.COMPLETED)),
        (waits_for_decision(), _text(CaseOutcome.WAITING)),
        else_=func.coalesce(
            _final(),
            case(
                (_is_replaced_as_voided(), _text(CaseOutcome.VOIDED)),
                (is_replaced(), _text(CaseOutcome.NOT_REACHED)),
                (_was_voided(), _text(CaseOutcome.VOIDED)),
                (_was_tried(), _text(CaseOutcome.TRIED)),
                else_=at_rest,
            ),
        ),
    )
    return case(
        (Assignment.interview_uuid.is_not(None), given_out),
        (SampleMember.frame_case_id.is_(None), _text(CaseOutcome.NOT_DRAWN)),
        (
            and_(SampleMember.sample_list == _text("reserve"), ~is_replacement()),
            _text(CaseOutcome.IN_RESERVE),
        ),
        else_=_text(CaseOutcome.NOT_ASSIGNED),
    )


def is_replaced() -> ColumnElement[bool]:
    """Whether a member of the reserve has taken the place of the SampleMember."""
    return _exists(
        select(SampleReplacement.replaced_case_id).where(
            SampleReplacement.replaced_case_id == SampleMember.frame_case_id
        )
    )


def _is_replaced_as_voided() -> ColumnElement[bool]:
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


def fieldwork_cases(round_id: int) -> Subquery:
    """Every case that is or was to be interviewed, and the reserve, each once.

    Columns: round_unit_id, frame_case_id (null for a person on no list), interview_uuid (null for
    a case never given out), enumerator_id (null where nobody has it), stratum (null where not
    drawn), origin, is_replaced, outcome.
    """
    return union_all(_drawn(round_id), _not_drawn(round_id)).subquery("fieldwork_case")


def _drawn(
    round_id: int,
) -> Select[int, int | None, object, int | None, str | None, str, bool, str]:
    origin = case(
        (SampleMember.sample_list == _text("official"), _text(CaseOrigin.OFFICIAL)),
        (is_replacement(), _text(CaseOrigin.REPLACEMENT)),
        else_=_text(CaseOrigin.RESERVE),
    )
    return (
        select(
            FrameCase.round_unit_id,
            FrameCase.id.label("frame_case_id"),
            Assignment.interview_uuid,
            holder().label("enumerator_id"),
            SampleMember.stratum,
            origin.label("origin"),
            is_replaced().label("is_replaced"),
            outcome().label("outcome"),
        )
        .select_from(SampleMember)
        .join(SampleDraw, SampleDraw.id == SampleMember.sample_draw_id)
        .join(FrameCase, FrameCase.id == SampleMember.frame_case_id)
        .outerjoin(Assignment, Assignment.frame_case_id == SampleMember.frame_case_id)
        .where(SampleDraw.round_id == round_id)
    )


def _not_drawn(
    round_id: int,
) -> Select[int, int | None, object, int | None, str | None, str, bool, str]:
    origin = case(
        (Assignment.frame_case_id.is_(None), _text(CaseOrigin.UNLISTED)),
        else_=_text(CaseOrigin.LISTED),
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
            outcome().label("outcome"),
        )
        .select_from(Assignment)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(SampleMember, SampleMember.frame_case_id == Assignment.frame_case_id)
        .where(RoundUnit.round_id == round_id, SampleMember.frame_case_id.is_(None))
    )


def _text(value: str) -> ColumnElement[str]:
    """One of our own codes, written into the statement."""
    return literal_column(f"'{value}'")


def _exists(of: Select[int]) -> ColumnElement[bool]:
    return of.correlate(Assignment, SampleMember).exists()


def _has_interview() -> ColumnElement[bool]:
    return _exists(
        select(Interview.id).where(
            Interview.uuid == Assignment.interview_uuid, Interview.is_current
        )
    )


def _was_voided() -> ColumnElement[bool]:
    return _exists(
        select(Interview.id).where(
            Interview.uuid == Assignment.interview_uuid, Interview.voided_at.is_not(None)
        )
    )


def _was_tried() -> ColumnElement[bool]:
    return _exists(
        select(ContactAttempt.id).where(ContactAttempt.interview_uuid == Assignment.interview_uuid)
    )


def ended_as() -> ColumnElement[str]:
    """The CaseOutcome that the disposition of a ContactAttempt which closes the case comes to."""
    disposition = ContactAttempt.disposition
    return case(
        *((disposition == _text(code), _text(said)) for code, said in FINAL.items()),
        (disposition.like(_text("2.2%")), _text(CaseOutcome.NOT_REACHED)),
        (disposition.like(_text("3%")), _text(CaseOutcome.NOT_LOCATED)),
        (disposition.like(_text("4%")), _text(CaseOutcome.NOT_ELIGIBLE)),
        else_=_text(CaseOutcome.REFUSED),
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
