"""Whether what an enumerator sends may follow the version of an interview that came last."""

from survey_app.db.sync_facts import LastVersion


def may_follow(
    last: LastVersion, *, follows: str | None, enumerator_id: int, is_listed: bool
) -> bool:
    """Whether another version was asked for, and this one was made knowing the last.

    A version that counts is followed when it was returned to this very enumerator. One that was
    voided is followed by a new interview with the same respondent of a list; whoever is on no list
    is not given out again.
    """
    if follows != last.sha256:
        return False
    if last.is_current:
        return last.returned_to == enumerator_id
    return is_listed
