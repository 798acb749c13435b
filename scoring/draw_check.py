"""Draws a published sample again and says everything in which it differs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from questionnaires.problems import Fault
from scoring.draw import Draw, DrawnStratum, SampleList, SampleMember, draw_sample
from scoring.draw_faults import list_faults, plan_faults
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_problems import Difference
from scoring.draw_seed import commitment_of, keeps_commitment
from scoring.frame_list import FrameCase, list_sha256
from scoring.rounding import half_up

WEIGHT_PLACES = 6
"""Decimals of a weight in files."""


def printed_weight(weight: Fraction) -> Decimal:
    """A base weight as files hold it: half up to six decimals."""
    return half_up(weight, places=WEIGHT_PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDraw:
    """The document of a draw; `seed` is None until it is revealed."""

    list_name: str
    method: Method
    order: str
    cases: int
    list_sha256: str
    commitment: str
    seed: str | None
    strata: tuple[DrawnStratum, ...]

    @property
    def plan(self) -> DrawPlan:
        """What the document says was decided before the draw."""
        targets = (
            StratumTarget(stratum=one.stratum, official=one.official, reserve=one.reserve)
            for one in self.strata
        )
        return DrawPlan(
            list_name=self.list_name,
            method=self.method,
            targets=tuple(targets),
            order=self.order,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMember:
    """A row of a published sample; `row` is where it stands in its file."""

    row: int
    case_id: str
    stratum: str
    sample_list: SampleList
    place: int
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawDifferences:
    """What does not agree, by the file in which it stands."""

    document: tuple[Fault, ...] = ()
    cases: tuple[Fault, ...] = ()
    sample: tuple[Fault, ...] = ()

    @property
    def total(self) -> int:
        """How many there are; 0 when the sample is the one that seed and list give."""
        return len(self.document) + len(self.cases) + len(self.sample)


def check_draw(
    published: PublishedDraw, *, cases: Sequence[FrameCase], sample: Sequence[PublishedMember]
) -> DrawDifferences:
    """Compare commitment, list, targets, and every member with its list, place and weight.

    Members are compared also where the seed or the list is not the one published, so that one
    reading shows all that is different; but not where the draw cannot be made at all.
    """
    of_plan, of_list = plan_faults(cases, plan=published.plan), list_faults(cases)
    if published.seed is None or of_plan or of_list:
        of_sample: tuple[Fault, ...] = (Difference.NOT_REDRAWN.at("all rows"),)
    else:
        drawn = draw_sample(cases, plan=published.plan, seed=published.seed)
        known = {case.case_id for case in cases}
        of_sample = tuple(_sample_differences(drawn, sample=sample, known=known))
    return DrawDifferences(
        document=(*_seed_differences(published), *of_plan),
        cases=(*_list_differences(published, cases=cases), *of_list),
        sample=of_sample,
    )


def _seed_differences(published: PublishedDraw) -> Iterator[Fault]:
    if published.seed is None:
        yield Difference.SEED_NOT_REVEALED.at("seed")
    elif not keeps_commitment(published.seed, commitment=published.commitment):
        yield Difference.SEED_BREAKS_COMMITMENT.at(
            "seed", found=commitment_of(published.seed), promised=published.commitment
        )


def _list_differences(published: PublishedDraw, *, cases: Sequence[FrameCase]) -> Iterator[Fault]:
    found = list_sha256(cases)
    if found != published.list_sha256:
        yield Difference.LIST_HASH.at("all rows", found=found, published=published.list_sha256)
    if len(cases) != published.cases:
        yield Difference.NUMBER_OF_CASES.at(
            "all rows", found=str(len(cases)), published=str(published.cases)
        )
    populations = Counter(case.stratum for case in cases)
    for one in published.strata:
        # Strata that the list does not have at all are a fault of the targets.
        if populations[one.stratum] not in {0, one.population}:
            yield Difference.POPULATION.at(
                f"stratum “{one.stratum}”",
                found=str(populations[one.stratum]),
                published=str(one.population),
            )


def _sample_differences(
    drawn: Draw, *, sample: Sequence[PublishedMember], known: set[str]
) -> Iterator[Fault]:
    members = {member.case_id: member for member in drawn.members}
    rows: dict[str, int] = {}
    for row in sample:
        first = rows.setdefault(row.case_id, row.row)
        where = f"row {row.row}, case_id"
        if first != row.row:
            yield Difference.CASE_TWICE.at(where, case=row.case_id, row=str(first))
        elif row.case_id in members:
            yield from _member_differences(members[row.case_id], row=row)
        elif row.case_id not in known:
            yield Difference.UNKNOWN_CASE.at(where, case=row.case_id)
        elif drawn.method is Method.SYSTEMATIC:
            yield Difference.NOT_DRAWN_SYSTEMATIC.at(where, case=row.case_id)
        else:
            yield Difference.NOT_DRAWN.at(where, case=row.case_id)
    yield from _left_out(members, rows=rows)


def _left_out(members: Mapping[str, SampleMember], *, rows: Mapping[str, int]) -> Iterator[Fault]:
    for member in members.values():
        if member.case_id not in rows:
            where = f"stratum “{member.stratum}”, {member.sample_list.value}, place {member.place}"
            yield Difference.LEFT_OUT.at(where, case=member.case_id)


def _member_differences(member: SampleMember, *, row: PublishedMember) -> Iterator[Fault]:
    weight = printed_weight(member.weight)
    compared = (
        (Difference.STRATUM, "stratum", member.stratum, row.stratum),
        (Difference.LIST, "list", member.sample_list.value, row.sample_list.value),
        (Difference.PLACE, "place", str(member.place), str(row.place)),
    )
    for kind, column, drawn, published in compared:
        if drawn != published:
            yield kind.at(
                f"row {row.row}, {column}", case=member.case_id, drawn=drawn, published=published
            )
    if row.weight != weight:
        yield Difference.WEIGHT.at(
            f"row {row.row}, weight",
            case=member.case_id,
            drawn=f"{weight:f}",
            published=f"{row.weight:f}",
        )
