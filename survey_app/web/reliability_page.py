"""What the page of reliability shows, made from what was computed of a round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from field_export.analysis_tables import SubgroupDifferenceLine, SubgroupLine
from field_export.charts.axis import Layout
from field_export.charts.panels import NARROW, WIDE
from field_export.charts.shapes import Chart
from scoring.subgroups_block import SubgroupsBlock
from survey_app.results.analysed_round import AnalysedRound
from survey_app.results.analysis_lines import (
    HUNDRED,
    consistency_lines,
    difference_lines,
    driver_lines,
    subgroup_lines,
    unit_lines,
)
from survey_app.results.attributes import Attribute
from survey_app.results.not_shown import SENTENCES
from survey_app.web.attribute_words import attribute_name, label_names
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.reliability_charts import (
    consistency_chart,
    drivers_chart,
    subgroups_chart,
    units_chart,
)
from survey_app.web.reliability_words import (
    how_drivers,
    how_items,
    how_units,
    range_said,
    reason_said,
    spread_said,
    verdict_said,
)
from survey_app.web.score_page import factor_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSubgroups:
    """Subgroups as the page shows them. left_out: people who are in none of them. not_shown: why,
    by the label of those without a score.
    """

    question: str
    lines: Sequence[SubgroupLine]
    not_shown: Mapping[str, str]
    differences: Sequence[SubgroupDifferenceLine]
    drawn: Drawn | None
    left_out: int
    is_too_many: bool


def _drawn(draw: Callable[[Layout], Chart | None]) -> Drawn | None:
    return drawn(draw, wide=WIDE, narrow=NARROW)


def reliability_shown(of: AnalysedRound) -> dict[str, object]:
    """All that does not depend on a question: units, criteria, what goes with the whole."""
    return {
        **_units_shown(of),
        **_criteria_shown(of),
        **_drivers_shown(of),
        "names": set_names(of),
        "reason_said": reason_said,
        "people": of.estimates.table.overall.n,
        "is_live": of.is_live,
        "run": of.run,
    }


def set_names(of: AnalysedRound) -> dict[str, str]:
    """The factors by code, and all criteria together under no code."""
    return {"": str(_("All criteria")), **factor_names(of.estimates)}


def _units_shown(of: AnalysedRound) -> dict[str, object]:
    if of.units is None:
        return {"units": None}
    lines = unit_lines(of.units, of=of.estimates)
    known = [line for line in lines if line.reliability is not None]
    return {
        "units": of.units,
        "unit_lines": lines,
        "highest": known[0] if known else None,
        "lowest": known[-1] if known else None,
        "highest_percent": _percent(of.units.highest),
        "lowest_percent": _percent(of.units.lowest),
        "median": _percent(of.units.median.est),
        "median_range": range_said(of.units.median),
        "spread": spread_said(of.units),
        "verdict": verdict_said(of.units),
        "how_units": tuple(how_units(of.units)),
        "units_drawn": _drawn(lambda layout: units_chart(lines, layout=layout)),
    }


def _percent(part: float | None) -> Decimal | None:
    return None if part is None else Decimal(repr(part)) * HUNDRED


def _criteria_shown(of: AnalysedRound) -> dict[str, object]:
    if of.reliability is None:
        return {"consistency": ()}
    lines, names = consistency_lines(of.reliability), set_names(of)
    return {
        "consistency": lines,
        "how_items": how_items(of.reliability.items),
        "consistency_drawn": _drawn(
            lambda layout: consistency_chart(lines, names=names, layout=layout)
        ),
    }


def _drivers_shown(of: AnalysedRound) -> dict[str, object]:
    overall = of.estimates.definition.overall_item
    if overall is None or of.drivers is None:
        return {"asks_overall": overall is not None, "drivers": None}
    lines, names = driver_lines(of.drivers), factor_names(of.estimates)
    return {
        "asks_overall": True,
        "drivers": of.drivers,
        "driver_lines": lines,
        "how_drivers": tuple(how_drivers(of.drivers)),
        "drivers_drawn": _drawn(lambda layout: drivers_chart(lines, names=names, layout=layout)),
    }


def subgroups_shown(block: SubgroupsBlock, *, by: Attribute) -> ShownSubgroups:
    """The subgroups by one question."""
    names, question = label_names(by), attribute_name(by)
    lines = subgroup_lines(block, names=names)
    return ShownSubgroups(
        question=question,
        lines=lines,
        not_shown={
            line.label: _(SENTENCES[line.reason]) for line in lines if line.reason is not None
        },
        differences=difference_lines(block, names=names),
        drawn=_drawn(lambda layout: subgroups_chart(lines, question=question, layout=layout)),
        left_out=block.left_out,
        is_too_many=block.reason is not None,
    )
