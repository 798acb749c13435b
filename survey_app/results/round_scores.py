"""The scores of a round's units: counts from the database, meaning from `scoring`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from questionnaires import Definition, Item
from scoring.composition import Composition, composed, together
from scoring.plans.shipped import USUAL_PLAN, points_plan, scoring_plan
from scoring.points import component_points
from scoring.rule import BLANK, NOT_ASKED, rule_of
from scoring.share import Share, satisfied_share
from scoring.tally import ItemTally, UnitTally
from survey_app.db import plans, rounds
from survey_app.db.compositions import ALL, Selection, parts_per_unit
from survey_app.db.score_plans import rules_of
from survey_app.db.tallies import CodeCounts, code_counts
from survey_app.results.round_estimates import estimate_round


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """What a unit's interviews come to. Shares are exact; None where nobody answered.

    component: points by the plans of the round.
    """

    unit: rounds.RoundUnitRecord
    interviews: int
    tally: UnitTally
    share: Share
    factors: Mapping[str, Share]
    items: Mapping[str, Share]
    component: Fraction | None
    composition: Composition


def score_units(
    session: Session, round_id: int, *, definition: Definition, selection: Selection = ALL
) -> tuple[UnitScore, ...]:
    """The score of every unit of the round, in the order of the round, live.

    Of all interviews, unless only some modes or origins are asked for.
    """
    tallies = unit_tallies(session, round_id, definition=definition, selection=selection)
    planned = _planned_points(session, round_id, selection=selection)
    parts = parts_per_unit(session, round_id, selection=selection)
    return tuple(
        _score(
            unit,
            tallies.get(unit.id, UnitTally.EMPTY),
            composition=composed(parts.get(unit.id, ())),
            definition=definition,
            planned=planned,
        )
        for unit in rounds.units_of_round(session, round_id)
    )


def _planned_points(
    session: Session, round_id: int, *, selection: Selection
) -> Mapping[str, Fraction | None] | None:
    """Points by the plans of the round; None where these are the usual ones.

    Those give share × maximum of the counts that are here already.
    """
    usual = (scoring_plan(USUAL_PLAN), points_plan(USUAL_PLAN))
    if rules_of(plans.plans_of(session, round_id)) == usual:
        return None
    found = rounds.round_by_id(session, round_id)
    if found is None:
        raise LookupError(f"there is no round {round_id}")
    return estimate_round(session, found, selection=selection).points


def unit_tallies(
    session: Session, round_id: int, *, definition: Definition, selection: Selection = ALL
) -> Mapping[int, UnitTally]:
    """The tally of each round unit that has interviews."""
    items = definition.index_items
    codes = sorted({code for item in items for code in _codes_of(definition, item)})
    counts = code_counts(
        session,
        round_id,
        items=len(items),
        codes=(*codes, BLANK, NOT_ASKED),
        selection=selection,
    )
    return {
        round_unit_id: _tally(found, items=items, definition=definition)
        for round_unit_id, found in counts.items()
    }


def _codes_of(definition: Definition, item: Item) -> tuple[int, ...]:
    offered = tuple(option.code for option in definition.options_of(item))
    na = definition.not_applicable_of(item)
    return offered if na is None else (*offered, na.code)


def _tally(counts: CodeCounts, *, items: Sequence[Item], definition: Definition) -> UnitTally:
    return UnitTally(
        interviews=counts.interviews,
        items={
            item.code: _item_tally(by_code, item=item, definition=definition)
            for item, by_code in zip(items, counts.by_item, strict=True)
        },
    )


def _item_tally(by_code: Mapping[int, int], *, item: Item, definition: Definition) -> ItemTally:
    na = definition.not_applicable_of(item)
    return ItemTally(
        levels={option.code: by_code.get(option.code, 0) for option in definition.options_of(item)},
        blank=by_code.get(BLANK, 0),
        not_applicable=0 if na is None else by_code.get(na.code, 0),
        not_asked=by_code.get(NOT_ASKED, 0),
    )


def _score(
    unit: rounds.RoundUnitRecord,
    tally: UnitTally,
    *,
    composition: Composition,
    definition: Definition,
    planned: Mapping[str, Fraction | None] | None,
) -> UnitScore:
    rule = rule_of(definition)
    codes = [item.code for item in definition.index_items]
    share = satisfied_share(tally, items=codes, satisfied=rule.satisfied)
    factors = {
        factor.code: satisfied_share(tally, items=factor.items, satisfied=rule.satisfied)
        for factor in rule.factors
    }
    return UnitScore(
        unit=unit,
        interviews=tally.interviews,
        tally=tally,
        share=share,
        factors=factors,
        items={
            code: satisfied_share(tally, items=[code], satisfied=rule.satisfied) for code in codes
        },
        component=component_points(share, maximum=unit.component_maximum)
        if planned is None
        else planned.get(unit.unit_code),
        composition=composition,
    )


def total_share(scores: Sequence[UnitScore]) -> Share:
    """All valid answers of all units pooled: every answer counts once, whatever its unit."""
    return Share(
        satisfied=sum(score.share.satisfied for score in scores),
        valid=sum(score.share.valid for score in scores),
    )


def total_composition(scores: Sequence[UnitScore]) -> Composition:
    """What all scores together are made of."""
    return together(score.composition for score in scores)
