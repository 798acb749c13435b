"""What voids and re-checks do to the scores of a round before anything is published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from scoring.design_tally import DesignTally
from scoring.excluded import NOBODY, Effect, Excluded, effect_on, together
from scoring.live_verdicts import NO_EFFECTS, Effects, rows_with, table_with
from scoring.plain_shares import published_percents
from scoring.score_table import ScoreRow
from survey_app.db.design_tallies import RoundTally, voided_tally
from survey_app.db.effect_marks import EffectMark, effect_mark
from survey_app.db.lot_standings import lots_of_units, standing_lots
from survey_app.results.round_estimates import Basis, RoundEstimates
from survey_app.results.run_estimates import excluded_by_unit

WHOLE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What speaks against scores of a round, as it was found when `mark` was.

    voided: the interviews that do not count, None without any; excluded: how many these are, by
    unit. lots: of re-checks, by unit, each with the decision that stands; empty as long as nobody
    decided against one.
    """

    mark: EffectMark
    basis: Basis
    voided: RoundTally | None = None
    excluded: Mapping[str, Excluded] = field(default_factory=dict)
    lots: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)


def against(
    session: Session,
    basis: Basis,
    *,
    before: Against | None = None,
    mark: EffectMark | None = None,
) -> Against:
    """What speaks against them now: one statement where nothing has come to it since `before`.

    mark: that of now, where it is known already.
    """
    mark = effect_mark(session, basis.round.id) if mark is None else mark
    if before is not None and before.mark == mark and before.basis == basis:
        return before
    found = Against(mark=mark, basis=basis)
    if mark.voided:
        voided = voided_tally(session, basis.round.id, counting=basis.counting)
        excluded = excluded_by_unit(session, basis, voided)
        found = replace(found, voided=voided, excluded=excluded)
    if mark.against:
        found = replace(found, lots=_lots(session, basis.round.id))
    return found


def _lots(session: Session, round_id: int) -> Mapping[str, Mapping[str, str | None]]:
    decisions = {one.code: one.decision for one in standing_lots(session, round_id)}
    return {
        unit: {code: decisions[code] for code in codes}
        for unit, codes in lots_of_units(session, round_id).items()
    }


def effects_on(estimates: RoundEstimates, found: Against, *, counted: RoundTally) -> Effects:
    """What it does to the scores of all interviews: the decision is that of a publication.

    counted: the interviews that the estimates are made of.
    """
    if found.voided is None and not found.lots:
        return NO_EFFECTS
    basis, table = found.basis, estimates.table
    group_of = basis.group_of
    limits = basis.plans.scoring.exclusion
    both = _both(basis, found, counted=counted)

    def of_rows(
        rows: Mapping[str, ScoreRow], part_of: Callable[[str], str], *, is_unit: bool = False
    ) -> dict[str, Effect]:
        others = {} if both is None else _percents(both, basis, part_of=part_of)
        gone = _excluded_of(found.excluded, part_of)
        return {
            code: effect_on(
                row,
                other=others.get(code),
                excluded=gone.get(code, NOBODY),
                limits=limits,
                lots=found.lots.get(code) if is_unit else None,
            )
            for code, row in rows.items()
        }

    return Effects(
        units=of_rows(table.units, lambda unit: unit, is_unit=True),
        groups=of_rows(estimates.groups, lambda unit: group_of[unit]),
        whole=of_rows({WHOLE: table.overall}, lambda _unit: WHOLE)[WHOLE],
    )


def _both(basis: Basis, found: Against, *, counted: RoundTally) -> DesignTally | None:
    """The interviews that count and those that were excluded, as the plan weighs them."""
    if found.voided is None:
        return None
    codes = basis.codes
    return basis.weighted(counted.tally(units=codes) + found.voided.tally(units=codes)).tally


def _percents(
    both: DesignTally, basis: Basis, *, part_of: Callable[[str], str]
) -> dict[str, float | None]:
    return published_percents(both, indicator=basis.plans.indicator, part_of=part_of)


def _excluded_of(
    excluded: Mapping[str, Excluded], part_of: Callable[[str], str]
) -> dict[str, Excluded]:
    parts: dict[str, list[Excluded]] = {}
    for unit, of_unit in excluded.items():
        parts.setdefault(part_of(unit), []).append(of_unit)
    return {part: together(of_units) for part, of_units in parts.items()}


def with_effects(estimates: RoundEstimates, effects: Effects) -> RoundEstimates:
    """The estimates, of all interviews or of some, with what is said of the round."""
    if effects.are_none:
        return estimates
    return replace(
        estimates,
        table=table_with(estimates.table, effects),
        groups=rows_with(estimates.groups, effects.groups),
    )
