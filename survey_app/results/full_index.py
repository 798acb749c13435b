"""Everything of the index of a round: one function for pages, files, reports and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.areas import AreaFigures, Gaps, UnitAreas, area_figures, gaps
from scoring.index import GroupIndex, IndexRow
from scoring.index_changes import GroupChanges, group_changes
from scoring.index_facts import GroupFacts, group_facts
from scoring.plans import IndexPlan
from scoring.plans.criteria_set import Area, CriteriaSet
from survey_app.db.appraised_points import (
    APPRAISED,
    SELF,
    PointsDocumentRecord,
    UnitPointsRecord,
    points_documents,
    standing_points,
)
from survey_app.db.criteria_of import criteria_of
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.results.earlier_index import EarlierIndex, earlier_index
from survey_app.results.round_estimates import RoundEstimates
from survey_app.results.round_index import RoundIndex, index_of, index_plan_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGroup:
    """One group of units by area, whether or not its units are in the index already.

    group: its code. units, areas, gaps: as of a `FullGroup`.
    """

    group: str
    name_vi: str
    name_en: str
    units: tuple[UnitAreas, ...]
    areas: tuple[AreaFigures, ...]
    gaps: Gaps

    @property
    def has_areas(self) -> bool:
        """Whether the points of an area are known of any unit."""
        return any(one.scored for one in self.areas if not one.area.is_survey)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullGroup:
    """One group of units with all that is said of it.

    group: its table (rows, mean, spread, bands). facts: best, worst and bands with their units.
    units: points by area of the units that have a scale in the criteria set, in the order of the
    round. areas: figures of every area, the survey among them. gaps: self-scored against appraised
    points; empty where no unit has both. changes: against the year before; None without a table.
    """

    group: GroupIndex
    name_vi: str
    name_en: str
    facts: GroupFacts
    units: tuple[UnitAreas, ...]
    areas: tuple[AreaFigures, ...]
    gaps: Gaps
    changes: GroupChanges | None

    @property
    def has_areas(self) -> bool:
        """Whether the points of an area are known of any unit."""
        return any(one.scored for one in self.areas if not one.area.is_survey)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullIndex:
    """The index of a round. index: tables, units that are not ready, publication, live points.

    criteria: None where the round has no set; then nothing is said of areas. groups: those with a
    unit in the index; by_area: all groups of the round, with the units that have a scale in the
    set. documents: those that stand, by kind, the newest first. before: the table of the year
    before, None without one.
    """

    round: RoundRecord
    plan: IndexPlan
    criteria: CriteriaSet | None
    index: RoundIndex
    groups: tuple[FullGroup, ...]
    by_area: tuple[AreaGroup, ...]
    documents: Mapping[str, tuple[PointsDocumentRecord, ...]]
    before: EarlierIndex | None

    @property
    def areas(self) -> tuple[Area, ...]:
        """The areas of the criteria set, the survey among them."""
        return () if self.criteria is None else self.criteria.areas

    def row(self, unit_code: str) -> IndexRow | None:
        """The row of a unit; None where it is not in the index."""
        rows = (row for one in self.groups for row in one.group.rows)
        return next((row for row in rows if row.unit_code == unit_code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What an index is made of beside the survey: points that stand, by kind of document, every
    document, the newest first, and the table of the year before, None without one.
    """

    standing: Mapping[str, Sequence[UnitPointsRecord]]
    documents: Sequence[PointsDocumentRecord]
    before: EarlierIndex | None


def full_index(session: Session, estimates: RoundEstimates) -> FullIndex:
    """The index of a round with areas, gaps, changes and facts. The session reads at one moment."""
    index = index_of(session, estimates)
    entered = entered_now(session, estimates.round, units=estimates.units)
    return index_in_full(
        session, estimates.round, units=estimates.units, index=index, entered=entered
    )


def entered_now(
    session: Session, of_round: RoundRecord, *, units: Sequence[RoundUnitRecord]
) -> Entered:
    """What is entered of a round by now. units: all of the round."""
    return Entered(
        standing={
            kind: standing_points(session, of_round.id, kind=kind) for kind in (SELF, APPRAISED)
        },
        documents=points_documents(session, of_round.id),
        before=earlier_index(session, of_round, units=units),
    )


def index_in_full(
    session: Session,
    of_round: RoundRecord,
    *,
    units: Sequence[RoundUnitRecord],
    index: RoundIndex,
    entered: Entered,
) -> FullIndex:
    """The same of an index that is made already. units: all of the round."""
    criteria, plan = criteria_of(session, of_round), index_plan_of(session, of_round)
    standing, before = entered.standing, entered.before
    by_area = _area_groups(
        units,
        _unit_areas(units, criteria=criteria, standing=standing, index=index),
        criteria=criteria,
    )
    return FullIndex(
        round=of_round,
        plan=plan,
        criteria=criteria,
        index=index,
        groups=tuple(
            _full_group(group, areas=by_area[group.group], plan=plan, before=before)
            for group in index.groups
        ),
        by_area=tuple(by_area.values()),
        documents=_documents(entered.documents, standing),
        before=before,
    )


def _area_groups(
    units: Sequence[RoundUnitRecord],
    found: Sequence[UnitAreas],
    *,
    criteria: CriteriaSet | None,
) -> Mapping[str, AreaGroup]:
    """By code of group, in the order of the round."""
    areas = () if criteria is None else criteria.areas
    scored = () if criteria is None else criteria.scored_areas
    groups: dict[str, AreaGroup] = {}
    for named in units:
        if named.group_code in groups:
            continue
        members = tuple(one for one in found if one.group == named.group_code)
        groups[named.group_code] = AreaGroup(
            group=named.group_code,
            name_vi=named.group_name_vi,
            name_en=named.group_name_en,
            units=members,
            areas=area_figures(areas, members),
            gaps=gaps(scored, members),
        )
    return groups


def _full_group(
    group: GroupIndex, *, areas: AreaGroup, plan: IndexPlan, before: EarlierIndex | None
) -> FullGroup:
    earlier = None if before is None else before.groups.get(group.group)
    return FullGroup(
        group=group,
        name_vi=areas.name_vi,
        name_en=areas.name_en,
        facts=group_facts(group, plan=plan),
        units=areas.units,
        areas=areas.areas,
        gaps=areas.gaps,
        changes=None if earlier is None else group_changes(group, before=earlier),
    )


def _unit_areas(
    units: Sequence[RoundUnitRecord],
    *,
    criteria: CriteriaSet | None,
    standing: Mapping[str, Sequence[UnitPointsRecord]],
    index: RoundIndex,
) -> tuple[UnitAreas, ...]:
    """Of the units that have a scale in the set; points of the survey are those in the index."""
    if criteria is None:
        return ()
    points = {
        kind: {one.unit_code: one.points for one in found} for kind, found in standing.items()
    }
    component = {row.unit_code: row.component for one in index.groups for row in one.rows}
    return tuple(
        UnitAreas(
            unit_code=unit.unit_code,
            unit_name=unit.unit_name,
            group=unit.group_code,
            scale=scale,
            self_scored=points[SELF].get(unit.unit_code, {}),
            appraised=points[APPRAISED].get(unit.unit_code, {}),
            component=component.get(unit.unit_code),
        )
        for unit in units
        if (
            scale := criteria.scale_for(maximum=unit.maximum_points, is_surveyed=not unit.is_exempt)
        )
    )


def _documents(
    found: Sequence[PointsDocumentRecord], standing: Mapping[str, Sequence[UnitPointsRecord]]
) -> Mapping[str, tuple[PointsDocumentRecord, ...]]:
    numbers = {kind: {one.document_id for one in records} for kind, records in standing.items()}
    return {
        kind: tuple(one for one in found if one.id in numbers[kind]) for kind in (SELF, APPRAISED)
    }
