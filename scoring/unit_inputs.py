"""What of a score row the points of its unit are made from."""

from collections.abc import Mapping
from decimal import Decimal

from scoring.points import UnitInputs
from scoring.points_rules import Shares
from scoring.score_table import ScoreRow


def inputs_of(
    row: ScoreRow | None,
    *,
    group: str = "",
    is_exempt: bool = False,
    maximum: Decimal | None = None,
    adjustments: Mapping[str, int] | None = None,
) -> UnitInputs:
    """The inputs of a unit; without a row nobody has been asked there."""
    shares = Shares(share=None, factors={})
    if row is not None:
        shares = Shares(share=row.published.share, factors=row.published.factors)
    return UnitInputs(
        shares=shares,
        people=0 if row is None else row.published.n_valid,
        group=group,
        is_exempt=is_exempt,
        maximum=maximum,
        adjustments=adjustments or {},
    )
