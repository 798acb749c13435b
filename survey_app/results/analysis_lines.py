"""What the page of reliability prints and its files hold, from the blocks of a document."""

from collections.abc import Mapping
from itertools import chain

from field_export.analysis_tables import (
    ConsistencyLine,
    DriverLine,
    SubgroupDifferenceLine,
    SubgroupLine,
    UnitReliabilityLine,
)
from scoring.drivers_block import DriversBlock, FactorDrives
from scoring.figures import Figure
from scoring.reliability_block import ItemsTogether, ReliabilityBlock, UnitsTold
from scoring.subgroups_block import PairRow, SubgroupRow, SubgroupsBlock
from survey_app.results.printed_changes import PERCENT, SCORE, Scale, printed, printed_figure
from survey_app.results.ranking import Shown, shown_of
from survey_app.results.round_estimates import RoundEstimates

HUNDRED = 100
COEFFICIENT = Scale(whole=1, places=3)
"""Alpha and omega."""


def unit_lines(units: UnitsTold, *, of: RoundEstimates) -> tuple[UnitReliabilityLine, ...]:
    """The ranked units, the one with the most reliable score first."""
    names = {unit.unit_code: unit.unit_name for unit in of.units}
    lines = []
    for code, reliability in units.units.items():
        shown = shown_of(of.table.units.get(code))
        lines.append(
            UnitReliabilityLine(
                unit_code=code,
                unit_name=names[code],
                score=shown.score,
                low=shown.low,
                high=shown.high,
                reliability=printed(_percent(reliability), scale=PERCENT),
            )
        )
    return tuple(sorted(lines, key=lambda line: (-(line.reliability or 0), line.unit_code)))


def consistency_lines(block: ReliabilityBlock) -> tuple[ConsistencyLine, ...]:
    """All criteria, then the factors in their order."""
    return tuple(
        _consistency_line(code, found)
        for code, found in chain([("", block.items)], block.factors.items())
    )


def _consistency_line(code: str, found: ItemsTogether) -> ConsistencyLine:
    alpha = shown_figure(found.alpha, scale=COEFFICIENT, times=HUNDRED)
    return ConsistencyLine(
        of_factor=code,
        items=len(found.items),
        people=found.n,
        left_out=found.left_out,
        alpha=alpha.score,
        low=alpha.low,
        high=alpha.high,
        alpha_reason=found.alpha.reason,
        omega=printed(_percent(found.omega.est), scale=COEFFICIENT),
        omega_reason=found.omega.reason,
    )


def driver_lines(block: DriversBlock) -> tuple[DriverLine, ...]:
    """The factors, the one that explains most first."""
    found = sorted(block.factors.items(), key=lambda one: (-(one[1].part or 0.0), one[0]))
    return tuple(_driver_line(code, factor) for code, factor in found)


def _driver_line(code: str, factor: FactorDrives) -> DriverLine:
    lmg, score = shown_figure(factor.lmg), shown_figure(factor.score)
    return DriverLine(
        factor=code,
        lmg=lmg.score,
        lmg_low=lmg.low,
        lmg_high=lmg.high,
        johnson=printed(factor.johnson.est, scale=PERCENT),
        part=printed(factor.part, scale=PERCENT),
        score=score.score,
        score_low=score.low,
        score_high=score.high,
        score_reason=factor.score.reason,
    )


def subgroup_lines(block: SubgroupsBlock, *, names: Mapping[str, str]) -> tuple[SubgroupLine, ...]:
    """The subgroups in their order. names: what the labels mean; without one, the label itself."""
    return tuple(_subgroup_line(row, names=names) for row in block.subgroups)


def _subgroup_line(row: SubgroupRow, *, names: Mapping[str, str]) -> SubgroupLine:
    shown = shown_figure(row, scale=SCORE)
    return SubgroupLine(
        label=row.label,
        name=names.get(row.label, row.label),
        people=row.n_valid,
        score=shown.score,
        low=shown.low,
        high=shown.high,
        reason=row.reason,
    )


def difference_lines(
    block: SubgroupsBlock, *, names: Mapping[str, str]
) -> tuple[SubgroupDifferenceLine, ...]:
    """The pairs of subgroups that may both be shown."""
    return tuple(
        _difference_line(pair, names=names) for pair in block.differences if pair.est is not None
    )


def _difference_line(pair: PairRow, *, names: Mapping[str, str]) -> SubgroupDifferenceLine:
    shown = shown_figure(pair, scale=SCORE)
    return SubgroupDifferenceLine(
        first=pair.first,
        first_name=names.get(pair.first, pair.first),
        second=pair.second,
        second_name=names.get(pair.second, pair.second),
        difference=shown.score,
        low=shown.low,
        high=shown.high,
        change=pair.change,
    )


def shown_figure(
    of: Figure | SubgroupRow | PairRow, *, scale: Scale = PERCENT, times: int = 1
) -> Shown:
    """A figure in percent, or so many times as large in percent, as it is printed."""
    ends = None if of.low is None or of.high is None else (times * of.low, times * of.high)
    return printed_figure(None if of.est is None else times * of.est, ends, scale=scale)


def _percent(part: float | None) -> float | None:
    return None if part is None else HUNDRED * part
