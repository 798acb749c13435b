"""Which closed lots of a round make up for enumerators with fewer re-checks than was promised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.recheck.recheck_plan import RecheckPlan
from scoring.recheck.topping_up import DrawnStratum, topped_up
from survey_app.db.recheck_topping_up import StratumDraws, stratum_draws


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedStratum:
    """A stratum as it is, how many are to be drawn of it instead, and how many more that is."""

    kept: StratumDraws
    drawn: int

    @property
    def more(self) -> int:
        """So many further down the order."""
        return self.drawn - self.kept.drawn


def strata_to_raise(
    session: Session, round_id: int, *, plan: RecheckPlan
) -> tuple[RaisedStratum, ...]:
    """By lot and name; empty where everybody has what the plan promises, or no more is left."""
    draws = stratum_draws(session, round_id)
    rechecked: Counter[str] = Counter()
    for one in draws:
        rechecked[str(one.enumerator_id)] += one.rechecked
    kept = {(one.lot, one.name): one for one in draws}
    return tuple(
        RaisedStratum(kept=kept[one.lot, one.name], drawn=one.drawn)
        for one in topped_up(_strata(draws), rechecked=rechecked, plan=plan)
    )


def _strata(draws: Sequence[StratumDraws]) -> list[DrawnStratum]:
    return [
        DrawnStratum(
            lot=one.lot,
            name=one.name,
            enumerator=str(one.enumerator_id),
            interviews=one.interviews,
            drawn=one.drawn,
            is_continued=one.continued > 0,
        )
        for one in draws
    ]
