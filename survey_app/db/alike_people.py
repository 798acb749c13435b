"""People who answered alike as far as drivers are concerned, counted by the database."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import numpy as np
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from scoring.driver_answers import AlikePeople
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.db.other_answers import other_whole
from survey_app.db.tally_statements import Counting, answers_anew


def alike_people(
    session: Session,
    those: CountedInterviews,
    *,
    counting: Counting,
    overall: str,
    units: Mapping[int, str],
    is_scored: Callable[[int, str], bool],
) -> AlikePeople:
    """Those with a level for the whole, in one statement.

    units: the code of each round unit. is_scored: of which round units and strata people are taken.
    """
    statement = _statement(counting, overall=overall, condition=those.condition)
    rows = [row for row in session.execute(statement, those.values) if is_scored(row[0], row[1])]
    kept = [row for row in rows if row[2] is not None]
    factors = len(counting.rule.factors)
    table = np.array([row[2:] for row in kept], dtype=np.int64).reshape(-1, 2 * factors + 2)
    return AlikePeople(
        factors=tuple(factor.code for factor in counting.rule.factors),
        stratum=[(units[row[0]], row[1]) for row in kept],
        overall=table[:, 0],
        sums=table[:, 1 : 1 + factors],
        counts=table[:, 1 + factors : -1],
        people=table[:, -1],
        left_out=sum(row[-1] for row in rows if row[2] is None),
    )


@lru_cache(maxsize=16)
def _statement(counting: Counting, *, overall: str, condition: str) -> TextClause:
    """Rows of round unit, stratum, overall level, a sum and a count a factor, and people; where
    the level is null, of people without one, all sums and counts are 0.
    """
    rule = counting.rule
    levels = ", ".join(map(str, rule.levels))
    slot_of = dict(zip(rule.items, counting.slots, strict=True))
    slots = [[slot_of[item] for item in factor.items] for factor in rule.factors]
    sums = [_total(of_factor, levels=levels) for of_factor in slots]
    counts = [_total(of_factor, levels=levels, gives="1") for of_factor in slots]
    names = [f"{kind}_{at}" for kind in ("sum", "count") for at in range(len(rule.factors))]
    figures = ", ".join(
        f"CASE WHEN overall IN ({levels}) THEN {figure} ELSE 0 END AS {name}"
        for figure, name in zip([*sums, *counts], names, strict=True)
    )
    listed = ", ".join(names)
    people = answers_anew(counting, those=condition, beside=f"{other_whole(overall)} AS overall")
    return text(f"""WITH {people},
summed AS (
  SELECT round_unit_id, stratum,
    CASE WHEN overall IN ({levels}) THEN overall END AS overall, {figures}
  FROM person
)
SELECT round_unit_id, stratum, overall, {listed}, count(*) FROM summed
GROUP BY round_unit_id, stratum, overall, {listed}""")  # noqa: S608 -- names of our own columns


def _total(slots: Iterable[str], *, levels: str, gives: str = "") -> str:
    """Over answers on the scale: the sum of what each gives, by itself its level."""
    return " + ".join(
        f"CASE WHEN {slot} IN ({levels}) THEN {gives or slot} ELSE 0 END" for slot in slots
    )
