"""The index of a round: appraised points and the survey component of each unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from scoring.composition import Composition
from scoring.index import GroupIndex, IndexRow, UnitPoints, build_index
from scoring.plans import IndexPlan, index_plan
from scoring.points_steps import NoPoints
from scoring.publishing import Flag
from scoring.rounding import half_up
from survey_app.db import plans, rounds
from survey_app.db.publications import PublicationRecord
from survey_app.results.components import NOBODY_ASKED, Component, live_components
from survey_app.results.public_components import PublicComponents, public_components
from survey_app.results.round_estimates import RoundEstimates

NOT_APPRAISED, OUTSIDE_MAXIMUM = "not_appraised", "outside_maximum"
"""Why a unit is not in the index, beside the reasons for which there are no points."""
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A computed row beside the row published on paper, when there is one.

    live: its points of the survey as they are now, where they are printed otherwise than those
    that were made public; else None.
    """

    computed: IndexRow
    official: rounds.OfficialResultRecord | None
    live: Component | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether rank, component, total and percent are printed alike; None without paper."""
        if self.official is None:
            return None
        return (
            self.computed.rank == self.official.rank
            and _same(self.computed.component, self.official.component_points)
            and _same(self.computed.total, self.official.total_points)
            and _same(self.computed.percent, self.official.index_percent)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReady:
    """A unit that is not in the index. reasons: NOT_APPRAISED, OUTSIDE_MAXIMUM (its points are
    more than it can have, or below 0), HIDDEN or words of `NoPoints`.
    """

    unit: rounds.RoundUnitRecord
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundIndex:
    """The index of every group, and what could not be put into it.

    published: the publication whose points it is made of; None: of what was received so far.
    live: components as they are now, by unit. percent: the published share of the whole, and
    composition: the interviews that it is made of; None where it is not shown.
    """

    groups: tuple[GroupIndex, ...]
    official: Mapping[str, rounds.OfficialResultRecord]
    not_ready: tuple[NotReady, ...]
    published: PublicationRecord | None
    live: Mapping[str, Component]
    percent: Fraction | None
    composition: Composition

    def compared(self, group: GroupIndex) -> tuple[ComparedRow, ...]:
        """The rows of a group beside those published on paper, and beside their points of now."""
        return tuple(
            ComparedRow(
                computed=row,
                official=self.official.get(row.unit_code),
                live=self._otherwise(row),
            )
            for row in group.rows
        )

    def _otherwise(self, row: IndexRow) -> Component | None:
        live = self.live[row.unit_code]
        return None if _same(row.component, live.points) else live

    @property
    def differing(self) -> int:
        """How many rows have points that are printed otherwise than those of now."""
        return sum(self._otherwise(row) is not None for group in self.groups for row in group.rows)


def _same(one: Fraction | Decimal | None, other: Fraction | Decimal | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return half_up(one) == half_up(other)


def index_of(session: Session, estimates: RoundEstimates) -> RoundIndex:
    """The index, of the points that were made public, where some were; else of those of now.

    Units that are not ready are named with the reason, never counted as 0.
    """
    of_round = estimates.round
    live = live_components(estimates)
    public = public_components(session, of_round.id)
    components = live if public is None else public.components
    groups, not_ready = groups_and_rest(
        estimates.units, components, plan=index_plan_of(session, of_round)
    )
    return RoundIndex(
        groups=groups,
        official={row.unit_code: row for row in rounds.official_results(session, of_round.id)},
        not_ready=not_ready,
        published=None if public is None else public.publication,
        live=live,
        percent=_percent(estimates, public),
        composition=estimates.composition if public is None else public.composition,
    )


def published_groups(
    session: Session, of_round: rounds.RoundRecord
) -> tuple[tuple[GroupIndex, ...], tuple[NotReady, ...]] | None:
    """The index of the points that are public, and who is not in it; None where nothing is."""
    public = public_components(session, of_round.id)
    if public is None:
        return None
    units = rounds.units_of_round(session, of_round.id)
    return groups_and_rest(units, public.components, plan=index_plan_of(session, of_round))


def groups_and_rest(
    units: Sequence[rounds.RoundUnitRecord],
    components: Mapping[str, Component],
    *,
    plan: IndexPlan,
) -> tuple[tuple[GroupIndex, ...], tuple[NotReady, ...]]:
    """The index of the units that are ready, and those that are not. components: by unit."""
    made = [(unit, components.get(unit.unit_code, NOBODY_ASKED)) for unit in units]
    reasons = {unit.unit_code: tuple(_reasons(unit, component)) for unit, component in made}
    groups = build_index(
        [_points(unit, component) for unit, component in made if not reasons[unit.unit_code]],
        plan=plan,
    )
    not_ready = tuple(
        NotReady(unit=unit, reasons=reasons[unit.unit_code])
        for unit, _component in made
        if reasons[unit.unit_code]
    )
    return groups, not_ready


def _percent(estimates: RoundEstimates, public: PublicComponents | None) -> Fraction | None:
    """The published share of the whole; None where it is not shown."""
    if public is not None:
        share = public.share
    else:
        whole = estimates.table.overall
        share = None if whole.verdict.flag is Flag.SUPPRESSED else whole.published.share
    return None if share is None else share * HUNDRED


def _reasons(unit: rounds.RoundUnitRecord, component: Component) -> Iterator[str]:
    if unit.appraised_points is None:
        yield NOT_APPRAISED
    if not unit.is_exempt and component.points is None:
        yield component.reason or str(NoPoints.NO_ANSWERS)
    total = Fraction(unit.appraised_points or 0) + (component.points or 0)
    if not 0 <= total <= Fraction(unit.maximum_points):
        yield OUTSIDE_MAXIMUM


def _points(unit: rounds.RoundUnitRecord, component: Component) -> UnitPoints:
    return UnitPoints(
        unit_code=unit.unit_code,
        unit_name=unit.unit_name,
        group=unit.group_code,
        maximum=unit.maximum_points,
        appraised=unit.appraised_points or Decimal(0),
        component=None if unit.is_exempt else component.points,
    )


def index_plan_of(session: Session, of_round: rounds.RoundRecord) -> IndexPlan:
    """The index plan as the round keeps it; rounds of before name only the one that is shipped."""
    kept = plans.plans_of(session, of_round.id).get("index")
    if kept is None:
        return index_plan(of_round.index_plan)
    return IndexPlan.model_validate_json(kept.content)
