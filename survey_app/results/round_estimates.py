"""What the interviews of a round say of its units, their groups and the whole, with how surely.

Pages, programs, files and publication all read this one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from questionnaires import Definition
from scoring.allocation import unit_of_stratum
from scoring.composition import Composition, composed, together
from scoring.groups import score_groups
from scoring.points import component_points
from scoring.responses import score_tally
from scoring.score_table import ScoreRow, ScoreTable
from scoring.share import Share
from scoring.weights import Sizes, WeightedSample, weighted_sample
from survey_app.db import rounds, samples
from survey_app.db.compositions import ALL, Selection
from survey_app.db.definitions import definition_of
from survey_app.db.design_tallies import kept_tally
from survey_app.results.round_plans import RoundPlans, plans_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEstimates:
    """All scores of a round, of the interviews that were asked for.

    units: in the order of the round, all of them. table: the whole, and each unit with an
    interview, by code. groups: each group of units with an interview, by code. points: of each
    surveyed unit, None where nobody answered. compositions: by unit with an interview; sample: how
    they were weighed, who was left out and which strata nobody was asked of.
    """

    round: rounds.RoundRecord
    definition: Definition
    plans: RoundPlans
    units: tuple[rounds.RoundUnitRecord, ...]
    table: ScoreTable
    groups: Mapping[str, ScoreRow]
    points: Mapping[str, Fraction | None]
    composition: Composition
    compositions: Mapping[str, Composition]
    sample: WeightedSample


def estimate_round(
    session: Session, of_round: rounds.RoundRecord, *, selection: Selection = ALL
) -> RoundEstimates:
    """Scores the round from what has been received so far."""
    definition = definition_of(session, of_round.questionnaire_version_id)
    plans = plans_of(definition)
    units = rounds.units_of_round(session, of_round.id)
    counted = kept_tally(session, of_round.id, counting=plans.counting(definition))
    codes = {unit.id: unit.unit_code for unit in units}
    sample = weighted_sample(
        counted.tally(units=codes, selection=selection),
        sizes=sizes_of(samples.draws_of_round(session, of_round.id)),
        weighting=plans.weighting,
    )
    table = score_tally(sample.tally, population=sample.population)
    compositions = {
        codes[number]: composed(parts)
        for number, parts in counted.parts(selection=selection).items()
    }
    return RoundEstimates(
        round=of_round,
        definition=definition,
        plans=plans,
        units=units,
        table=table,
        groups=score_groups(
            sample.tally,
            population=sample.population,
            group_of={unit.unit_code: unit.group_code for unit in units},
            like=table,
        ),
        points=_points(units, table=table),
        composition=together(compositions.values()),
        compositions=compositions,
        sample=sample,
    )


def sizes_of(draws: Iterable[samples.DrawRecord]) -> Sizes:
    """People of each stratum that was drawn from, by unit and stratum."""
    sizes: dict[tuple[str, str], int] = {}
    for draw in draws:
        for one in draw.strata:
            stratum, population = one["stratum"], one["population"]
            if not isinstance(stratum, str) or not isinstance(population, int):
                raise TypeError("a draw keeps the name and the size of each stratum")
            sizes[unit_of_stratum(stratum), stratum] = population
    return sizes


def _points(
    units: Iterable[rounds.RoundUnitRecord], *, table: ScoreTable
) -> dict[str, Fraction | None]:
    """Points are made of counted answers, exactly."""
    return {
        unit.unit_code: component_points(
            _share(table.units.get(unit.unit_code)), maximum=unit.component_maximum
        )
        for unit in units
        if not unit.is_exempt
    }


def _share(row: ScoreRow | None) -> Share:
    if row is None:
        return Share(satisfied=0, valid=0)
    return Share(satisfied=row.answers_satisfied, valid=row.answers_valid)
