"""The rows of the document of a run without what is hidden: here and nowhere else."""

from collections.abc import Collection
from dataclasses import replace

from scoring.group_places import with_numbers_ranked, with_places
from scoring.hidden_points import hidden_points, without_points
from scoring.hidden_rows import Hiding, without_hidden
from scoring.hidden_sums import Hidden
from scoring.run_facts import RunFacts
from scoring.run_rows import RunRows
from scoring.suppression import Suppression


def shown_rows(facts: RunFacts, suppression: Suppression, *, rows: RunRows) -> RunRows:
    """Units, groups and the whole, without what is hidden of them; then what of them is ranked."""
    hiding = Hiding(
        rule=facts.table.rule,
        indicator=facts.table.indicator,
        suppression=suppression,
        at=Hidden.of_whole(),
    )
    telling, members = _telling_points(facts, suppression), facts.members
    units = {
        code: without_hidden(row, hiding=replace(hiding, at=Hidden.of_unit(code)))
        for code, row in rows.units.items()
    }
    units |= {code: without_points(units[code]) for code in telling & units.keys()}
    units = with_places(units, rows=facts.table.units, group_of=facts.group_of)
    groups = {
        code: without_hidden(
            row,
            hiding=replace(
                hiding,
                at=Hidden.of_group(code),
                uncounted=_uncounted(facts, suppression, members=members[code]),
            ),
        )
        for code, row in rows.groups.items()
    }
    return replace(
        rows,
        units=units,
        groups=with_numbers_ranked(groups, units=units, group_of=facts.group_of),
        whole=without_hidden(
            rows.whole,
            hiding=replace(hiding, uncounted=_uncounted(facts, suppression, members=facts.units)),
        ),
    )


def _telling_points(facts: RunFacts, suppression: Suppression) -> frozenset[str]:
    if facts.by.points_plan is None:
        return frozenset()
    return hidden_points(
        facts.by.points_plan,
        facts.by.points,
        table=facts.table,
        suppression=suppression,
        group_of=facts.group_of,
    )


def _uncounted(
    facts: RunFacts, suppression: Suppression, *, members: Collection[str]
) -> frozenset[str]:
    """Items that are hidden of a unit of a weighted sum."""
    if facts.by.scoring_plan.weights == "none":
        return frozenset()
    return frozenset(
        item
        for factor in facts.table.rule.factors
        if suppression.items[factor.code].units.intersection(members)
        for item in factor.items
    )
