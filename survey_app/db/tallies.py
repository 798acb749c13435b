"""Counts of answers per unit, made by the database: Python never sees the interviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from survey_app.db.compositions import ALL, Selection
from survey_app.db.tables import Interview, RoundUnit, answer
from survey_app.db.tables_fieldwork import slot_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCounts:
    """How often each code was stored for each index item of one unit."""

    interviews: int
    by_item: tuple[Mapping[int, int], ...]
    """Code to number of interviews, in the order of the questionnaire's index items."""


def code_counts(
    session: Session,
    round_id: int,
    *,
    items: int,
    codes: Sequence[int],
    selection: Selection = ALL,
) -> Mapping[int, CodeCounts]:
    """Counts by round unit for the first `items` index items and these codes, in one query."""
    sums = [_count_of(position, code=code) for position in range(items) for code in codes]
    rows = session.execute(
        select(Interview.round_unit_id, func.count(), *sums)
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current, *selection.conditions())
        .group_by(Interview.round_unit_id)
    )
    return {
        round_unit_id: CodeCounts(
            interviews=interviews,
            by_item=tuple(
                dict(zip(codes, counts[start : start + len(codes)], strict=True))
                for start in range(0, items * len(codes), len(codes))
            ),
        )
        for round_unit_id, interviews, *counts in rows
    }


def _count_of(position: int, *, code: int) -> ColumnElement[int]:
    return func.sum(case((answer.c[slot_name(position)] == code, 1), else_=0))
