"""How far the scores of a round can be relied on."""

from sqlalchemy.orm import Session

from scoring.reliability import item_reliability
from scoring.reliability_block import ReliabilityBlock, reliability_block
from scoring.suppression import Suppression
from scoring.unit_reliability import reliability_of_table
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.db.item_products import item_products_of
from survey_app.results.round_estimates import RoundEstimates, scored_places

ALL_ITEMS = "all"
_OF_FACTOR = "factor "


def reliability_of_round(
    session: Session,
    those: CountedInterviews,
    *,
    of: RoundEstimates,
    suppression: Suppression,
) -> ReliabilityBlock | None:
    """Of the interviews that were scored; None where nothing may be told of the whole.

    One statement. A unit that is hidden in the suppression is left out, for the variance of its
    score could be computed from its reliability.
    """
    if suppression.rows.whole:
        return None
    rule = of.table.rule
    codes = {factor.code: factor.items for factor in rule.factors}
    products = item_products_of(
        session,
        those,
        counting=of.plans.counting(of.definition),
        sets={
            ALL_ITEMS: rule.items,
            **{f"{_OF_FACTOR}{code}": items for code, items in codes.items()},
        },
        is_scored=scored_places(of),
    )
    return reliability_block(
        reliability_of_table(of.table, hidden=suppression.rows.units),
        items=item_reliability(products[ALL_ITEMS]),
        factors={code: item_reliability(products[f"{_OF_FACTOR}{code}"]) for code in codes},
        codes=codes,
        hidden=[code for code, hidden in suppression.items.items() if hidden.whole],
        minimum=of.table.limits.minimum_people,
    )
