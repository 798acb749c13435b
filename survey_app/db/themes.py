"""What people of a run named in the question of themes, as it was counted when the run was made."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import RoundUnit, RunThemeChoice, Unit

ThemeChoice = tuple[str, tuple[int, ...], int]
"""The code of a unit, the themes that were named together, and by how many people."""


def theme_choices(session: Session, run_id: int) -> tuple[ThemeChoice, ...]:
    """Of the interviews of which the run was made, whatever has become of them since.

    One row for each set of themes, also for those who named none; nothing where none were asked.
    """
    rows = session.execute(
        select(Unit.code, RunThemeChoice.themes, RunThemeChoice.people)
        .join(RoundUnit, RoundUnit.id == RunThemeChoice.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(RunThemeChoice.score_run_id == run_id)
    )
    return tuple((unit, chosen(themes), people) for unit, themes, people in rows)


def chosen(themes: str) -> tuple[int, ...]:
    """The options that are named between commas, in their order; nothing: none."""
    return tuple(int(one) for one in themes.split(",") if one)
