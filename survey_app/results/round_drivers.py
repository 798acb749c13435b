"""What goes with overall satisfaction in a round."""

from sqlalchemy.orm import Session

from scoring.driver_answers import answers_of_alike
from scoring.drivers import drivers_of, importance_performance, samples_of
from scoring.drivers_block import DriversBlock, drivers_block
from scoring.suppression import Suppression
from survey_app.db.alike_people import alike_people
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.results.round_estimates import RoundEstimates, scored_places


def drivers_of_round(
    session: Session,
    those: CountedInterviews,
    *,
    of: RoundEstimates,
    suppression: Suppression,
) -> DriversBlock | None:
    """Of the interviews that were scored; None where the questionnaire has no question for the
    whole, or nothing may be told of the whole. One statement, none without that question.
    """
    overall = of.definition.overall_item
    if overall is None or suppression.rows.whole:
        return None
    answers = answers_of_alike(
        alike_people(
            session,
            those,
            counting=of.plans.counting(of.definition),
            overall=overall.code,
            units={unit.id: unit.unit_code for unit in of.units},
            is_scored=scored_places(of),
        )
    )
    found = drivers_of(answers, seed=answers.seed, samples=samples_of(answers))
    row = of.table.overall
    return drivers_block(
        found,
        item=overall.code,
        performance=importance_performance(
            found,
            row=row,
            is_census=row.published.interval.is_census,
            minimum=of.table.limits.minimum_people,
        ),
        hidden=[code for code, hidden in suppression.factors.items() if hidden.whole],
    )
