"""What people of a run named in the question of themes, grouped by the database."""

import json

from sqlalchemy import Label, Text, func, literal_column, select
from sqlalchemy.orm import Session

from survey_app.db.other_answers import other_word
from survey_app.db.tables import Interview, RoundUnit, ScoreRunInterview, Unit, answer

ThemeChoice = tuple[str, tuple[int, ...], int]
"""The code of a unit, the themes that were named together, and by how many people."""


def theme_choices(session: Session, run_id: int, *, item: str) -> tuple[ThemeChoice, ...]:
    """Of the interviews of which the run was made, whatever has become of them since.

    One row for each set of themes: the database counts, and people are not read one by one.
    Raises ValueError for what is no code of an item.
    """
    named: Label[str] = literal_column(other_word(item), Text).label("named")
    rows = session.execute(
        select(Unit.code, named, func.count())
        .select_from(ScoreRunInterview)
        .join(Interview, Interview.id == ScoreRunInterview.interview_id)
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(ScoreRunInterview.score_run_id == run_id)
        .group_by(Unit.code, literal_column("named"))
    )
    return tuple((unit, chosen(text), people) for unit, text, people in rows)


def chosen(text: str) -> tuple[int, ...]:
    """The options that the text of an answer with several names; nothing: none."""
    return tuple(int(one) for one in json.loads(text)) if text else ()
