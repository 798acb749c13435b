"""One of two rounds that are compared: its official figures, and of which interviews they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import Definition
from scoring.frozen_figures import figures_of_rows
from scoring.round_figures import Meaning, RoundFigures, figures_of_scores, meaning_of
from survey_app.db import rounds
from survey_app.db.definitions import definition_of
from survey_app.db.published_scores import PublicScores, public_scores, rows_of_run
from survey_app.results.earlier_rounds import earlier_rounds
from survey_app.results.round_estimates import RoundEstimates, estimate_round
from survey_app.results.round_plans import RoundPlans, plans_of_run


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSide:
    """A round with its official figures. units: in its order, all of them.

    run: None while nothing is public; then the figures are those of what has been received so far,
    less what a publication would hide.
    """

    round: rounds.RoundRecord
    definition: Definition
    units: tuple[rounds.RoundUnitRecord, ...]
    figures: RoundFigures
    run: PublicScores | None

    @property
    def is_scored(self) -> bool:
        """Whether there is an interview in it."""
        return self.figures.interviews > 0


def side_of(
    session: Session, of_round: rounds.RoundRecord, *, live: RoundEstimates | None = None
) -> RoundSide:
    """What is public of a round; else its scores now. live: these, where they are known already."""
    history = public_scores(session, [of_round.id]).get(of_round.id, ())
    run = next((one for one in history if one.state == "current"), None)
    if run is None:
        return _scored_now(live or estimate_round(session, of_round))
    return public_side(session, of_round, run)


def public_before(
    session: Session, later: rounds.RoundRecord, *, among: Sequence[rounds.RoundRecord]
) -> RoundSide | None:
    """What is public of the latest earlier one of these rounds of which anything is; else None.

    A round whose scores were withdrawn is none: what is not public any more is not shown by way of
    a difference either.
    """
    history = public_scores(session, [one.id for one in among])
    public = {run.round_id: run for of in history.values() for run in of if run.state == "current"}
    choice = earlier_rounds(later, among=among, with_scores=frozenset(public))
    return public_side(session, choice[0], public[choice[0].id]) if choice else None


def public_side(session: Session, of_round: rounds.RoundRecord, run: PublicScores) -> RoundSide:
    """What a run of this round made public, and nothing that was received since."""
    definition = definition_of(session, run.questionnaire_version_id)
    plans = plans_of_run(session, run, definition=definition)
    return RoundSide(
        round=of_round,
        definition=definition,
        units=rounds.units_of_round(session, of_round.id),
        figures=figures_of_rows(
            rows_of_run(session, run.run_id),
            meaning=_meaning(plans, definition=definition),
            questionnaire_version=run.questionnaire_version_id,
        ),
        run=run,
    )


def _scored_now(found: RoundEstimates) -> RoundSide:
    return RoundSide(
        round=found.round,
        definition=found.definition,
        units=found.units,
        figures=figures_of_scores(
            found.table,
            groups=found.groups,
            group_of={unit.unit_code: unit.group_code for unit in found.units},
            meaning=_meaning(found.plans, definition=found.definition),
            composition=found.composition,
        ),
        run=None,
    )


def _meaning(plans: RoundPlans, *, definition: Definition) -> Meaning:
    return meaning_of(
        plans.rule,
        indicator=plans.indicator,
        weighting=plans.weighting,
        level_names=_level_names(definition),
    )


def _level_names(definition: Definition) -> Mapping[int, str]:
    """What people were shown; the criteria share one scale, or no round could be scored."""
    return {
        option.code: option.text.vi for option in definition.options_of(definition.index_items[0])
    }
