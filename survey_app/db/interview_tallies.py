"""Keeps what an interview comes to, and notes when it begins or ceases to count.

Every door that stores an interview writes its tally and its change in the same transaction, and
nothing else: no two interviews touch the same row, so that nobody waits for anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, text
from sqlalchemy.orm import Session

from survey_app.db.definitions import definition_of
from survey_app.db.summing import own_rule, summing_of
from survey_app.db.tables import InterviewTally, TallyChange
from survey_app.db.tally_statements import Counting, filling_statement


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTally:
    """An interview that counts from now on, with the codes of its criteria."""

    interview_id: int
    questionnaire_version_id: str
    stratum: str
    codes: Sequence[int]


def add_tallies(session: Session, news: Sequence[NewTally]) -> None:
    """Keeps what these interviews come to, and that they count; those without a rule never do."""
    rows = [row for new in news if (row := _row(session, new)) is not None]
    if rows:
        session.execute(insert(InterviewTally), rows)
        changes = [{"interview_id": row["interview_id"], "change": 1} for row in rows]
        session.execute(insert(TallyChange), changes)
        count_changes(session, len(rows))


CHANGES = "tally_changes"


def count_changes(session: Session, changes: int) -> None:
    """Remembers how many changes this session has written, for those who add them to the cells."""
    session.info[CHANGES] = changes_of(session) + changes


def changes_of(session: Session) -> int:
    """How many changes this session has written, at most."""
    return int(session.info.get(CHANGES, 0))


def _row(session: Session, new: NewTally) -> Mapping[str, object] | None:
    summing = summing_of(session, new.questionnaire_version_id)
    if summing is None:
        return None
    sums = summing.sums_of(new.codes)
    return {
        "interview_id": new.interview_id,
        "stratum": new.stratum,
        "satisfied": sums.satisfied,
        "valid": sums.valid,
        "levels": sums.levels,
    }


_CHANGE = text(
    "INSERT INTO tally_change (interview_id, change)"
    " SELECT interview_id, :change FROM interview_tally WHERE interview_id = :interview_id"
)

_CHANGES = text(
    "INSERT INTO tally_change (interview_id, change)"
    " SELECT interview_id, :change FROM interview_tally WHERE interview_id IN :interview_ids"
).bindparams(bindparam("interview_ids", expanding=True))


def note_end(session: Session, interview_id: int) -> None:
    """To be called by whoever has just made an interview cease to count, and by nobody else.

    Of two who do so at once the database lets one find that it counted: its row is theirs until
    they commit. Asking first and changing it afterwards, both would note it.
    """
    _note(session, interview_id, change=-1)


def note_ends(session: Session, interview_ids: Sequence[int]) -> None:
    """The same of many interviews that one statement has made cease to count."""
    if interview_ids:
        session.execute(_CHANGES, {"interview_ids": interview_ids, "change": -1})
        count_changes(session, len(interview_ids))


def note_return(session: Session, interview_id: int) -> None:
    """To be called by whoever has just made an interview count again, and by nobody else."""
    _note(session, interview_id, change=1)


def _note(session: Session, interview_id: int, *, change: int) -> None:
    session.execute(_CHANGE, {"interview_id": interview_id, "change": change})
    count_changes(session, 1)


_WITHOUT = text(
    "SELECT DISTINCT interview.questionnaire_version_id FROM interview"
    " JOIN answer ON answer.interview_id = interview.id"
    " LEFT JOIN interview_tally ON interview_tally.interview_id = interview.id"
    " WHERE interview_tally.interview_id IS NULL"
)
_COUNT_FROM_NOW = text(
    "INSERT INTO tally_change (interview_id, change) SELECT interview.id, 1 FROM interview"
    " JOIN answer ON answer.interview_id = interview.id"
    " LEFT JOIN interview_tally ON interview_tally.interview_id = interview.id"
    " WHERE interview_tally.interview_id IS NULL AND interview.is_current"
    " AND interview.questionnaire_version_id = :version"
).bindparams(bindparam("version"))


def fill_missing(session: Session) -> None:
    """Gives every interview its tally that was stored before there were any."""
    for version in session.scalars(_WITHOUT).all():
        definition = definition_of(session, version)
        rule = own_rule(definition)
        if rule is not None:
            session.execute(_COUNT_FROM_NOW, {"version": version})
            counting = Counting.of(definition, rule=rule)
            session.execute(filling_statement(counting), {"version": version})
