"""What is public of one unit: of every round in brief, of one round all of it.

Everything is read from frozen runs, nothing from interviews or their sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import Definition
from scoring.published_row import PublishedRow, published_row
from scoring.run_rows import GROUP, UNIT, WHOLE
from scoring.score_table import ScoreTable
from survey_app.db.definitions import definition_of
from survey_app.db.published_scores import PublicScores, public_scores, score_rows
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.results.round_plans import RoundPlans, plans_of_run

OwnRound = tuple[RoundRecord, RoundUnitRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoundResult:
    """A round of a unit. current: what is public, None where nothing is; ended: what was, the
    latest first. row: what is public of the unit, None where nobody answered for it.
    """

    round: RoundRecord
    unit: RoundUnitRecord
    current: PublicScores | None
    ended: tuple[PublicScores, ...]
    row: PublishedRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """What is public of a unit in one round, beside its group and the whole.

    group: None where the document has none, as where nobody answered for any of its units.
    """

    round: RoundRecord
    unit: RoundUnitRecord
    current: PublicScores
    definition: Definition
    plans: RoundPlans
    own: PublishedRow
    group: PublishedRow | None
    whole: PublishedRow

    @property
    def table(self) -> ScoreTable:
        """The unit and the whole, for whoever shows scores."""
        return ScoreTable(
            rule=self.plans.rule,
            design_effect=None,
            overall=self.whole.score,
            units={self.unit.unit_code: self.own.score},
            published_design_effect=None,
            indicator=self.plans.indicator,
            limits=self.plans.scoring.limits,
        )


def own_results(session: Session, of_unit: Sequence[OwnRound]) -> tuple[OwnRoundResult, ...]:
    """Every round of a unit in brief, in the order given. All rounds are of one unit."""
    history = public_scores(session, [of_round.id for of_round, _ in of_unit])
    rows: Mapping[tuple[int, str], str] = {}
    stand = [one.run_id for of in history.values() if (one := _current(of)) is not None]
    if stand:
        rows = score_rows(session, stand, wanted={UNIT: of_unit[0][1].unit_code})
    return tuple(
        _in_brief(of_round, unit, history.get(of_round.id, ()), rows=rows)
        for of_round, unit in of_unit
    )


def _current(history: Sequence[PublicScores]) -> PublicScores | None:
    return next((one for one in history if one.state == "current"), None)


def _in_brief(
    of_round: RoundRecord,
    unit: RoundUnitRecord,
    history: Sequence[PublicScores],
    *,
    rows: Mapping[tuple[int, str], str],
) -> OwnRoundResult:
    current = _current(history)
    content = None if current is None else rows.get((current.run_id, UNIT))
    return OwnRoundResult(
        round=of_round,
        unit=unit,
        current=current,
        ended=tuple(one for one in history if one.state != "current"),
        row=None if content is None else published_row(content),
    )


def own_result(session: Session, brief: OwnRoundResult) -> OwnResult | None:
    """All that is public of the unit in this round; None where nothing is."""
    current = brief.current
    if current is None or brief.row is None:
        return None
    wanted = {GROUP: brief.unit.group_code, WHOLE: ""}
    rows = score_rows(session, [current.run_id], wanted=wanted)
    definition = definition_of(session, current.questionnaire_version_id)
    group = rows.get((current.run_id, GROUP))
    return OwnResult(
        round=brief.round,
        unit=brief.unit,
        current=current,
        definition=definition,
        plans=plans_of_run(session, current, definition=definition),
        own=brief.row,
        group=None if group is None else published_row(group),
        whole=published_row(rows[current.run_id, WHOLE]),
    )
