"""The index of a round: appraised points and the survey component of each unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from scoring.index import GroupIndex, IndexRow, UnitPoints, build_index
from scoring.plans import IndexPlan, index_plan
from scoring.rounding import half_up
from survey_app.db import plans, rounds
from survey_app.results.round_scores import UnitScore


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A computed row beside the row published on paper, when there is one."""

    computed: IndexRow
    official: rounds.OfficialResultRecord | None

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
class RoundIndex:
    """The index of every group, and what could not be put into it."""

    groups: tuple[GroupIndex, ...]
    official: Mapping[str, rounds.OfficialResultRecord]
    not_ready: tuple[rounds.RoundUnitRecord, ...]
    """Units without appraised points, or surveyed without any valid answer."""

    def compared(self, group: GroupIndex) -> tuple[ComparedRow, ...]:
        """The rows of a group beside those published on paper."""
        return tuple(
            ComparedRow(computed=row, official=self.official.get(row.unit_code))
            for row in group.rows
        )


def _same(computed: Fraction | Decimal | None, printed: Decimal | None) -> bool:
    if computed is None or printed is None:
        return computed is None and printed is None
    return half_up(computed) == printed


def _is_ready(score: UnitScore) -> bool:
    return score.unit.appraised_points is not None and (
        score.unit.is_exempt or score.component is not None
    )


def _plan_of(session: Session, of_round: rounds.RoundRecord) -> IndexPlan:
    """The plan as the round keeps it; rounds of before name only the one that is shipped."""
    kept = plans.plans_of(session, of_round.id).get("index")
    if kept is None:
        return index_plan(of_round.index_plan)
    return IndexPlan.model_validate_json(kept.content)


def index_of(
    session: Session, of_round: rounds.RoundRecord, *, scores: Sequence[UnitScore]
) -> RoundIndex:
    """The index from these scores; units that are not ready are named, never counted as 0."""
    points = [
        UnitPoints(
            unit_code=score.unit.unit_code,
            unit_name=score.unit.unit_name,
            group=score.unit.group_code,
            maximum=score.unit.maximum_points,
            appraised=score.unit.appraised_points,
            component=None if score.unit.is_exempt else score.component,
        )
        for score in scores
        if _is_ready(score) and score.unit.appraised_points is not None
    ]
    return RoundIndex(
        groups=build_index(points, plan=_plan_of(session, of_round)),
        official={row.unit_code: row for row in rounds.official_results(session, of_round.id)},
        not_ready=tuple(score.unit for score in scores if not _is_ready(score)),
    )
