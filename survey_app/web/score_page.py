"""What the pages of scores show, made from the estimates of a round."""

from dataclasses import dataclass

from field_export.charts import levels, ranking
from scoring.score_table import ScoreRow
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.components import live_components
from survey_app.results.coverage import coverage_of, together
from survey_app.results.criteria import Criterion, criteria_of, lowest
from survey_app.results.ranking import (
    RankedGroup,
    RankedUnit,
    factors_shown,
    ranked_group,
    ranked_groups,
    shown_of,
)
from survey_app.results.round_estimates import RoundEstimates
from survey_app.results.scored_by import ScoredBy
from survey_app.results.weighing import Weighing, weighing_of, weighing_of_units
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.coverage_words import coverage_words
from survey_app.web.how_computed import how_ranked, how_scored
from survey_app.web.how_counted import guaranteed_words, how_criterion, how_factor
from survey_app.web.language import current_language
from survey_app.web.names import group_name, short_factor_names
from survey_app.web.points_words import computed_words
from survey_app.web.ranking_order import ordered_units
from survey_app.web.score_charts import criteria_chart, group_chart, level_names
from survey_app.web.score_lines import SHADES, UnitLine, unit_line
from survey_app.web.score_words import all_words
from survey_app.web.sorting import Order

LOWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A group as the page shows it, with its chart, and its units in the order asked for."""

    name: str
    group: RankedGroup
    units: tuple[UnitLine, ...]
    chart: Drawn | None


def shown_groups(estimates: RoundEstimates, *, order: Order) -> tuple[ShownGroup, ...]:
    """Every group with its chart, best first, and its table in the order asked for."""
    weighing = weighing_of_units(estimates)
    factors = [one.code for one in estimates.table.rule.factors]
    return tuple(
        ShownGroup(
            name=name,
            group=group,
            units=tuple(
                unit_line(
                    one,
                    factors=factors,
                    how=_how(one, group=group, of=estimates, weighing=weighing(one.unit.unit_code)),
                )
                for one in ordered_units(group, order=order)
            ),
            chart=_chart(group, overall=estimates.table.overall, name=name),
        )
        for name, group in named_groups(estimates)
    )


def _chart(group: RankedGroup, *, overall: ScoreRow, name: str) -> Drawn | None:
    return drawn(
        lambda layout: group_chart(group, overall=overall, name=name, layout=layout),
        wide=ranking.WIDE,
        narrow=ranking.NARROW,
    )


def _how(
    one: RankedUnit, *, group: RankedGroup, of: RoundEstimates, weighing: Weighing
) -> tuple[str, ...]:
    how = how_ranked(one, group=group, of=of, weighing=weighing)
    if one.shown.score is None:
        return how
    return (*how, *computed_words(of.computed[one.unit.unit_code], of.plans.points))


def named_groups(estimates: RoundEstimates) -> tuple[tuple[str, RankedGroup], ...]:
    """The groups with their names in the language of the page."""
    return tuple((group_name(group.units[0].unit), group) for group in ranked_groups(estimates))


def factor_names(estimates: ScoredBy) -> dict[str, str]:
    """Short names of the factors by code; the code where the questionnaire has no such factor."""
    known = short_factor_names(estimates.definition)
    return {one.code: known.get(one.code, one.code) for one in estimates.table.rule.factors}


def score_words(estimates: RoundEstimates) -> dict[str, object]:
    """What all pages of scores say: words, names, the whole, and how few people are too few."""
    overall = estimates.table.overall
    return {
        **all_words(),
        "factors": factor_names(estimates),
        "overall": overall,
        "overall_shown": shown_of(overall),
        "overall_factors": factors_shown(
            overall,
            codes=[factor.code for factor in estimates.table.rule.factors],
            minimum=estimates.table.limits.minimum_people,
        ),
        "how_overall": how_scored(overall, of=estimates, weighing=weighing_of(estimates)),
        "minimum": estimates.table.limits.minimum_people,
        "shades": SHADES,
        "coverage": coverage_of(estimates),
        "coverage_words": coverage_words,
        "coverage_together": together,
    }


def criteria_shown(
    estimates: ScoredBy, *, row: ScoreRow | None, weighing: Weighing
) -> dict[str, object]:
    """The criteria of a row, their chart, and their texts."""
    return _shown(criteria_for(estimates, row=row), estimates=estimates, weighing=weighing)


def _shown(
    found: tuple[Criterion, ...], *, estimates: ScoredBy, weighing: Weighing
) -> dict[str, object]:
    definition = estimates.definition
    return {
        "criteria": found,
        "levels": estimates.table.rule.levels,
        "how_criteria": {
            one.code: how_criterion(one, of=estimates, weighing=weighing) for one in found
        },
        "level_names": level_names(estimates),
        "texts": {
            one.code: definition.item(one.code).text.in_language(current_language())
            for one in found
        },
        "chart": drawn(
            lambda layout: criteria_chart(found, estimates=estimates, layout=layout),
            wide=levels.WIDE,
            narrow=levels.NARROW,
        ),
    }


def criteria_for(estimates: ScoredBy, *, row: ScoreRow | None) -> tuple[Criterion, ...]:
    """The criteria of a row as they may be shown."""
    table = estimates.table
    return criteria_of(row, rule=table.rule, minimum=table.limits.minimum_people)


def unit_shown(estimates: RoundEstimates, *, unit: RoundUnitRecord) -> dict[str, object]:
    """All that its page says of a unit; nothing of one that is not surveyed."""
    if unit.is_exempt:
        return {"one": None}
    group = ranked_group(unit.group_code, estimates=estimates)
    one = next(one for one in group.units if one.unit.id == unit.id)
    weighing = weighing_of(estimates, unit_code=unit.unit_code)
    criteria = criteria_for(estimates, row=one.row)
    return {
        "one": one,
        "group": group,
        "points": live_components(estimates)[unit.unit_code].points,
        "received": estimates.received(unit.unit_code),
        "how_sentences": how_ranked(one, group=group, of=estimates, weighing=weighing),
        "how_factors": {
            code: how_factor(one, code, of=estimates, weighing=weighing)
            for code in factor_names(estimates)
        },
        "guaranteed": _guaranteed(one, of=estimates),
        "lowest": lowest(criteria, count=LOWEST),
        **_shown(criteria, estimates=estimates, weighing=weighing),
    }


def _guaranteed(one: RankedUnit, *, of: RoundEstimates) -> str | None:
    if one.row is None or one.row.guaranteed is None or one.shown.score is None:
        return None
    return guaranteed_words(one.row.guaranteed, item=of.table.indicator.item)
