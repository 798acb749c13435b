"""The units of a round ranked within their groups, with what may be shown of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.group_ranks import GroupRank, printed_bounds, printed_score, ranks_within
from scoring.publishing import Flag
from scoring.rounding import half_up
from scoring.score_table import ScoreRow
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.round_estimates import RoundEstimates

HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A score on the scale of 10 with two decimals, and the ends of its 95 % interval, outward.

    All None where it may not be shown or nobody answered; the ends also where there is none.
    """

    score: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorShown:
    """A factor in percent with one decimal, of so many people; None where these are too few, or
    where the score of the whole row is not shown. share: the same, 0..1, unrounded.

    error: standard error in percentage points; None also where all or none are satisfied and not
    everybody was asked: the 0 that comes of linearising would claim a certainty that is not there.
    """

    share: Fraction | None
    percent: Decimal | None
    error: float | None
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedUnit:
    """A surveyed unit. row: None without an interview; rank: None where the rules allow none."""

    unit: RoundUnitRecord
    row: ScoreRow | None
    shown: Shown
    rank: GroupRank | None
    factors: Mapping[str, FactorShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedGroup:
    """The surveyed units of a group, the best first, those that are not shown at the end.

    row: of the group as a whole, None without an interview. ranked: how many units have a rank.
    """

    code: str
    row: ScoreRow | None
    shown: Shown
    units: tuple[RankedUnit, ...]
    ranked: int


def shown_of(row: ScoreRow | None) -> Shown:
    """What may be shown of a row."""
    if row is None or row.verdict.flag is Flag.SUPPRESSED:
        return Shown(score=None, low=None, high=None)
    bounds = printed_bounds(row)
    low, high = (None, None) if bounds is None else bounds
    return Shown(score=printed_score(row), low=low, high=high)


def factors_shown(
    row: ScoreRow | None, *, codes: Sequence[str], minimum: int
) -> dict[str, FactorShown]:
    """What may be shown of the factors of a row; minimum: people it takes to show one."""
    return {code: _factor_shown(row, code, minimum=minimum) for code in codes}


def _factor_shown(row: ScoreRow | None, code: str, *, minimum: int) -> FactorShown:
    if row is None:
        return FactorShown(share=None, percent=None, error=None, people=0)
    people, share = row.factors[code].n_valid, row.published.factors[code]
    if share is None or people < minimum or row.verdict.flag is Flag.SUPPRESSED:
        return FactorShown(share=None, percent=None, error=None, people=people)
    tells_no_error = share in (0, 1) and not row.published.interval.is_census
    return FactorShown(
        share=share,
        percent=half_up(share * HUNDRED, places=1),
        error=None if tells_no_error else row.factors[code].se,
        people=people,
    )


def ranked_groups(estimates: RoundEstimates) -> tuple[RankedGroup, ...]:
    """The groups in the order of the round."""
    codes = dict.fromkeys(unit.group_code for unit in estimates.units if not unit.is_exempt)
    return tuple(ranked_group(code, estimates=estimates) for code in codes)


def ranked_group(code: str, *, estimates: RoundEstimates) -> RankedGroup:
    """One group: the units of it that are surveyed."""
    units = [unit for unit in estimates.units if unit.group_code == code and not unit.is_exempt]
    rows = estimates.table.units
    ranks = ranks_within(
        {unit.unit_code: rows[unit.unit_code] for unit in units if unit.unit_code in rows}
    )
    found = [_ranked(unit, rank=ranks.get(unit.unit_code), estimates=estimates) for unit in units]
    row = estimates.groups.get(code)
    return RankedGroup(
        code=code,
        row=row,
        shown=shown_of(row),
        units=tuple(sorted(found, key=_best_first)),
        ranked=len(ranks),
    )


def _ranked(
    unit: RoundUnitRecord, *, rank: GroupRank | None, estimates: RoundEstimates
) -> RankedUnit:
    table = estimates.table
    row = table.units.get(unit.unit_code)
    return RankedUnit(
        unit=unit,
        row=row,
        shown=shown_of(row),
        rank=rank,
        factors=factors_shown(
            row,
            codes=[factor.code for factor in table.rule.factors],
            minimum=table.limits.minimum_people,
        ),
    )


def _best_first(one: RankedUnit) -> tuple[bool, bool, Decimal]:
    """Ranked units, then those that are only shown, then the others as the round has them."""
    score = one.shown.score
    return one.rank is None, score is None, Decimal(0) if score is None else -score
