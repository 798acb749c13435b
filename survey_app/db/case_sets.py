"""Sets of interviews and cases by which outcomes are judged when there are many cases.

Each is read once for a statement, from an index that holds it; what is asked of 100,000 cases one
by one takes several times as long. They hold no null, and cases of every round.
"""

from sqlalchemy import Select, Subquery, func, select

from survey_app.db.assignments import is_undecided
from survey_app.db.case_outcomes import ended_as
from survey_app.db.tables import ContactAttempt, Interview, Quarantine, SampleReplacement
from survey_app.db.words import word


def interviewed() -> Select[object]:
    """Numbers of interviews that count."""
    return select(Interview.uuid).where(Interview.is_current)


def voided() -> Select[object]:
    """Numbers of interviews of which a version was voided."""
    return select(Interview.uuid).where(Interview.voided_at.is_not(None))


def waiting() -> Select[object]:
    """Numbers of interviews of which a document was put aside, and a person decides."""
    return select(Quarantine.interview_uuid).where(
        Quarantine.interview_uuid.is_not(None), is_undecided()
    )


def tried() -> Select[object]:
    """Numbers of interviews with attempts."""
    return select(ContactAttempt.interview_uuid)


def last_closings() -> Subquery:
    """Of each closed case its interview_uuid, and as `ended` the CaseOutcome of the last attempt
    that closes it; the rows that count are those with 1 as `in_order`."""
    in_order = func.row_number().over(
        partition_by=ContactAttempt.interview_uuid,
        order_by=(ContactAttempt.attempted_at.desc(), ContactAttempt.id.desc()),
    )
    return (
        select(ContactAttempt.interview_uuid, ended_as().label("ended"), in_order.label("in_order"))
        .where(ContactAttempt.is_final)
        .subquery("closing")
    )


def replaced() -> Select[int]:
    """Numbers of members into whose place another one has come."""
    return select(SampleReplacement.replaced_case_id)


def replaced_as_voided() -> Select[int]:
    """Numbers of those whose interview was voided."""
    return replaced().where(SampleReplacement.reason == word("voided"))


def replacements() -> Select[int]:
    """Numbers of members of the reserve that have taken the place of another one."""
    return select(SampleReplacement.replacement_case_id)
