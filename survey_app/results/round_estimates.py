"""What the interviews of a round say of its units, their groups and the whole, with how surely.

Pages, programs, files and publication all read this one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from questionnaires import Definition
from scoring.allocation import unit_of_stratum
from scoring.composition import Composition, composed, together
from scoring.design_tally import DesignTally
from scoring.groups import score_groups
from scoring.points import UnitPointsResult, points_of_units
from scoring.score_table import ScoreRow, ScoreTable
from scoring.scored_tally import score_tally
from scoring.unit_inputs import inputs_of
from scoring.weights import Sizes, WeightedSample, weighted_sample
from survey_app.db import publications, rounds, samples
from survey_app.db.adjustments import Cases, cases_by_unit, cases_of_run
from survey_app.db.compositions import ALL, Part, Selection, parts_per_unit
from survey_app.db.definitions import definition_of
from survey_app.db.design_tallies import RoundTally, kept_tally
from survey_app.db.tally_statements import Counting
from survey_app.results.round_plans import RoundPlans, plans_of_round, plans_of_run

Parts = Mapping[int, Sequence[Part]]
"""Numbers of interviews by mode and origin, by round unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEstimates:
    """All scores of a round, of the interviews that were asked for.

    units: in the order of the round, all of them. table: the whole, and each unit with an
    interview, by code. groups: each group of units with an interview, by code. computed: the
    points of every unit, with how they were computed, and adjustments: the cases for which points
    were added or taken away, by unit. compositions: by unit with an interview;
    sample: how they were weighed, who was left out and which strata nobody was asked of.
    table.incomplete: forms that the plan does not count, by unit.
    """

    round: rounds.RoundRecord
    definition: Definition
    plans: RoundPlans
    units: tuple[rounds.RoundUnitRecord, ...]
    table: ScoreTable
    groups: Mapping[str, ScoreRow]
    computed: Mapping[str, UnitPointsResult]
    adjustments: Cases
    composition: Composition
    compositions: Mapping[str, Composition]
    sample: WeightedSample

    def received(self, code: str) -> int:
        """Interviews of a unit that were received, also those that do not count in its score."""
        made = self.compositions.get(code)
        counted = 0 if made is None else sum((made.modes or {}).values())
        return counted + self.table.incomplete.get(code, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a round is scored by, whichever interviews are counted. draws: those that were drawn.
    adjustments: cases for which the points plan adds or takes away points, by unit; empty where it
    has no such.
    """

    round: rounds.RoundRecord
    definition: Definition
    plans: RoundPlans
    units: tuple[rounds.RoundUnitRecord, ...]
    draws: tuple[samples.DrawRecord, ...]
    adjustments: Cases

    @property
    def sizes(self) -> Sizes:
        """People of each stratum that was drawn from, by unit and stratum."""
        return sizes_of(self.draws)

    @property
    def counting(self) -> Counting:
        """How its answers are counted."""
        return self.plans.counting(self.definition)

    @property
    def leaves_forms_out(self) -> bool:
        """Whether the plan does not count forms with too few answers."""
        return bool(self.plans.rule.valid_from)

    @property
    def codes(self) -> Mapping[int, str]:
        """The code of each unit by its number in the round."""
        return {unit.id: unit.unit_code for unit in self.units}

    @property
    def group_of(self) -> Mapping[str, str]:
        """The group of each unit, by code."""
        return {unit.unit_code: unit.group_code for unit in self.units}

    def weighted(self, tally: DesignTally) -> WeightedSample:
        """These interviews as the plan weighs them."""
        return weighted_sample(tally, sizes=self.sizes, weighting=self.plans.weighting)

    def scored(self, sample: WeightedSample) -> ScoreTable:
        """Their scores, as the plan publishes them."""
        return score_tally(
            sample.tally,
            population=sample.population,
            indicator=self.plans.indicator,
            limits=self.plans.scoring.limits,
        )

    def grouped(self, sample: WeightedSample, *, like: ScoreTable) -> Mapping[str, ScoreRow]:
        """The scores of the groups of units, judged as the whole was."""
        return score_groups(
            sample.tally,
            population=sample.population,
            group_of=self.group_of,
            like=like,
        )


def basis_of(session: Session, of_round: rounds.RoundRecord) -> Basis:
    """What this round is scored by."""
    definition = definition_of(session, of_round.questionnaire_version_id)
    round_plans = plans_of_round(session, of_round.id, definition=definition)
    has_adjustments = bool(round_plans.points.adjustments)
    return Basis(
        round=of_round,
        definition=definition,
        plans=round_plans,
        units=rounds.units_of_round(session, of_round.id),
        draws=_drawn(session, of_round),
        adjustments=cases_by_unit(session, of_round.id) if has_adjustments else {},
    )


def basis_of_run(session: Session, of_round: rounds.RoundRecord, *, run_id: int) -> Basis:
    """What a run of this round was scored by: its own plans, and what was drawn before it."""
    by = publications.run_basis(session, run_id)
    definition = definition_of(session, by.questionnaire_version_id)
    draws = _drawn(session, of_round)
    return Basis(
        round=of_round,
        definition=definition,
        plans=plans_of_run(session, by, definition=definition),
        units=rounds.units_of_round(session, of_round.id),
        draws=tuple(one for one in draws if one.drawn_at and one.drawn_at <= by.made_at),
        adjustments=cases_of_run(session, run_id),
    )


def _drawn(session: Session, of_round: rounds.RoundRecord) -> tuple[samples.DrawRecord, ...]:
    """What was drawn so far, the oldest first; a promised draw has no strata yet."""
    draws = samples.draws_of_round(session, of_round.id)
    return tuple(one for one in draws if one.drawn_at is not None)


def estimate_round(
    session: Session, of_round: rounds.RoundRecord, *, selection: Selection = ALL
) -> RoundEstimates:
    """Scores the round from what has been received so far."""
    return estimate_by(session, basis_of(session, of_round), selection=selection)


def estimate_by(session: Session, basis: Basis, *, selection: Selection = ALL) -> RoundEstimates:
    """The same, for whoever needs what the round is scored by, too."""
    found = received_by(session, basis, selection=selection)
    return estimates_of(basis, found.counted, there=found.there, selection=selection)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Received:
    """All interviews of a round as they are counted; there: as `estimates_of` needs it."""

    counted: RoundTally
    there: Parts

    def is_like(self, other: "Received") -> bool:
        """Whether both come to the same scores."""
        return self.there == other.there and self.counted.is_like(other.counted)


def received_by(session: Session, basis: Basis, *, selection: Selection = ALL) -> Received:
    """What has been received so far; `there` is of the chosen interviews."""
    counted = kept_tally(session, basis.round.id, counting=basis.counting)
    if not basis.leaves_forms_out:
        return Received(counted=counted, there={})
    there = parts_per_unit(session, basis.round.id, selection=selection)
    return Received(counted=counted, there=there)


def estimates_of(
    basis: Basis, counted: RoundTally, *, there: Parts, selection: Selection = ALL
) -> RoundEstimates:
    """Scores the interviews that were counted. there: all interviews, also forms that the plan
    does not count; needed only for a plan that leaves some out.
    """
    codes = basis.codes
    sample = basis.weighted(counted.tally(units=codes, selection=selection))
    table = basis.scored(sample)
    tallied = counted.parts(selection=selection)
    if basis.leaves_forms_out:
        table = replace(table, incomplete=_incomplete(there, tallied, codes=codes))
    compositions = {codes[number]: composed(parts) for number, parts in tallied.items()}
    return RoundEstimates(
        round=basis.round,
        definition=basis.definition,
        plans=basis.plans,
        units=basis.units,
        table=table,
        groups=basis.grouped(sample, like=table),
        computed=_points(basis, table=table),
        adjustments=basis.adjustments,
        composition=together(compositions.values()),
        compositions=compositions,
        sample=sample,
    )


def scored_places(of: RoundEstimates) -> Callable[[int, str], bool]:
    """Tells of a round unit and a stratum whether its people are in the scores."""
    codes = {unit.id: unit.unit_code for unit in of.units}
    scored = {cell[:2] for cell in of.sample.tally.cells}
    return lambda round_unit_id, stratum: (codes.get(round_unit_id, ""), stratum) in scored


def _incomplete(there: Parts, tallied: Parts, *, codes: Mapping[int, str]) -> dict[str, int]:
    """Interviews per unit that are there and not tallied; what comes in meanwhile may be among them
    for a moment.
    """
    missing = {
        codes[unit]: _number(parts) - _number(tallied.get(unit, ()))
        for unit, parts in there.items()
    }
    return {code: number for code, number in sorted(missing.items()) if number > 0}


def _number(parts: Sequence[Part]) -> int:
    return sum(number for *_, number in parts)


def sizes_of(draws: Iterable[samples.DrawRecord]) -> Sizes:
    """People of each stratum that was drawn from, by unit and stratum."""
    sizes: dict[tuple[str, str], int] = {}
    for draw in draws:
        for one in draw.strata:
            stratum, population = one["stratum"], one["population"]
            if not isinstance(stratum, str) or not isinstance(population, int):
                raise TypeError("a draw keeps the name and the size of each stratum")
            sizes[unit_of_stratum(stratum), stratum] = population
    return sizes


def _points(basis: Basis, *, table: ScoreTable) -> Mapping[str, UnitPointsResult]:
    inputs = {
        unit.unit_code: inputs_of(
            table.units.get(unit.unit_code),
            group=unit.group_code,
            is_exempt=unit.is_exempt,
            maximum=None if unit.is_exempt else unit.component_maximum,
            adjustments=basis.adjustments.get(unit.unit_code),
        )
        for unit in basis.units
    }
    return points_of_units(basis.plans.points, inputs)
