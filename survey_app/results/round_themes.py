"""Which themes the people of a published run named: of its units, their groups and the whole.

Counted when the run was made, from the answers of exactly its interviews, so that it stays as it is
whatever happens to an interview afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import Definition, Item
from questionnaires.themes import theme_item
from scoring.hidden_sums import Hidden
from scoring.published_row import published_row
from scoring.run_rows import GROUP, UNIT
from scoring.themes import Choice, ThemeTable, theme_table
from survey_app.db.published_scores import PublicScores, rows_of_run
from survey_app.db.rounds import RoundUnitRecord
from survey_app.db.themes import theme_choices
from survey_app.results.round_plans import plans_of_run


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundThemes:
    """item: the question of themes, None where the questionnaire has none; then nobody named any,
    and the table still says of whom nothing is shown. minimum: people it takes to show a figure.
    """

    item: Item | None
    table: ThemeTable
    minimum: int


def themes_of_run(
    session: Session,
    current: PublicScores,
    *,
    definition: Definition,
    units: Sequence[RoundUnitRecord],
) -> RoundThemes:
    """The themes of a run.

    units: those of the round. A row whose score is not published has no themes either.
    """
    item = theme_item(definition)
    choices = theme_choices(session, current.run_id)
    plans = plans_of_run(session, current, definition=definition)
    minimum = int(plans.scoring.limits.minimum_people)
    table = theme_table(
        [Choice(unit=unit, chosen=chosen, people=people) for unit, chosen, people in choices],
        themes=[] if item is None else [option.code for option in item.options],
        group_of={unit.unit_code: unit.group_code for unit in units},
        hidden=_hidden_rows(session, current.run_id),
        minimum=minimum,
    )
    return RoundThemes(item=item, table=table, minimum=minimum)


def _hidden_rows(session: Session, run_id: int) -> Hidden:
    """The rows that say nothing but how many people there are."""
    hidden = {
        (kind, code)
        for kind, code, content in rows_of_run(session, run_id)
        if published_row(content).is_hidden
    }
    return Hidden(
        units=frozenset(code for kind, code in hidden if kind == UNIT),
        groups=frozenset(code for kind, code in hidden if kind == GROUP),
        whole=any(kind not in {UNIT, GROUP} for kind, _ in hidden),
    )
