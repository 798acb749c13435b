"""Draws a sample from a list of cases so that anyone can draw it again.

docs/sampling.md says the same in words for somebody with a shell and a spreadsheet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scoring.draw_faults import draw_faults
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_problems import DrawCode, DrawRefused
from scoring.draw_seed import commitment_of, is_seed, order_keys, random_start
from scoring.frame_list import FrameCase, list_sha256


class SampleList(StrEnum):
    """The two lists of a sample."""

    OFFICIAL = "official"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleMember:
    """A drawn case.

    place: from 1, within its stratum and list; the reserve is used up in this order.
    weight: the base weight N_h/n_h, how many cases of the stratum one of the official sample
    stands for; a case of the reserve has it when it takes the place of one.
    """

    case_id: str
    stratum: str
    sample_list: SampleList
    place: int
    weight: Fraction

    @property
    def inclusion_probability(self) -> Fraction:
        """n_h/N_h: how likely it was for a case of this stratum to be in the official sample."""
        return 1 / self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStratum:
    """How many cases a stratum has, and how many were drawn into each list."""

    stratum: str
    population: int
    official: int
    reserve: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw with everything that it takes to repeat it.

    strata: by name. members: by stratum, the official list before the reserve, by place.
    """

    list_name: str
    method: Method
    order: str
    list_sha256: str
    commitment: str
    seed: str
    strata: tuple[DrawnStratum, ...]
    members: tuple[SampleMember, ...]


def draw_sample(cases: Sequence[FrameCase], *, plan: DrawPlan, seed: str) -> Draw:
    """Draw the official sample and the reserve of every stratum.

    The rows may come in any order; what happens in one stratum depends on no other one. Raises
    DrawRefused with everything that stands in the way.
    """
    faults = draw_faults(cases, plan=plan)
    if not is_seed(seed):
        faults = (*faults, DrawCode.BAD_SEED.at("seed"))
    if faults:
        raise DrawRefused(faults)
    parts = by_stratum(cases)
    targets = sorted(plan.targets, key=lambda target: target.stratum)
    key = order_keys(seed, list_name=plan.list_name)
    members: list[SampleMember] = []
    for target in targets:
        part = parts[target.stratum]
        if plan.method is Method.SYSTEMATIC:
            lists = _systematic(part, target=target, seed=seed, list_name=plan.list_name, key=key)
        else:
            lists = _smallest_keys(part, target=target, key=key)
        members.extend(_members(lists, stratum=target.stratum, population=len(part)))
    return Draw(
        list_name=plan.list_name,
        method=plan.method,
        order=plan.order,
        list_sha256=list_sha256(cases),
        commitment=commitment_of(seed),
        seed=seed,
        strata=tuple(
            DrawnStratum(
                stratum=target.stratum,
                population=len(parts[target.stratum]),
                official=target.official,
                reserve=target.reserve,
            )
            for target in targets
        ),
        members=tuple(members),
    )


def by_stratum(cases: Sequence[FrameCase]) -> Mapping[str, list[FrameCase]]:
    """The cases of each stratum, in the order in which they are given."""
    parts: dict[str, list[FrameCase]] = {}
    for case in cases:
        parts.setdefault(case.stratum, []).append(case)
    return parts


_Lists = tuple[Sequence[str], Sequence[str]]
"""Case ids of the official sample and of the reserve, each in its order."""


def _smallest_keys(
    cases: Sequence[FrameCase], *, target: StratumTarget, key: Callable[[str], str]
) -> _Lists:
    """A simple random sample: the keys are as good as independent and uniform."""
    ranked = sorted((case.case_id for case in cases), key=key)
    both = target.official + target.reserve
    return ranked[: target.official], ranked[target.official : both]


def _systematic(
    cases: Sequence[FrameCase],
    *,
    target: StratumTarget,
    seed: str,
    list_name: str,
    key: Callable[[str], str],
) -> _Lists:
    """Every (N/n)-th case along the list; the reserve likewise from those who are left.

    The reserve is put into the order of the keys: taken in the order of the list, the first
    replacements would all come from its beginning.
    """
    along = [
        case.case_id for case in sorted(cases, key=lambda case: (case.order_key, case.case_id))
    ]
    start = random_start(
        seed, list_name=list_name, part="start", stratum=target.stratum, below=len(along)
    )
    chosen = fractional_steps(len(along), n=target.official, start=start)
    taken = set(chosen)
    left = [case_id for place, case_id in enumerate(along) if place not in taken]
    second = random_start(
        seed, list_name=list_name, part="reserve-start", stratum=target.stratum, below=len(left)
    )
    spare = [left[place] for place in fractional_steps(len(left), n=target.reserve, start=second)]
    return [along[place] for place in chosen], sorted(spare, key=key)


def fractional_steps(population: int, *, n: int, start: int) -> list[int]:
    """Places from 0: ⌊(start + i·N)/n⌋ for i = 0 … n - 1.

    The fractional interval in whole numbers (Murthy 1967, Sampling Theory and Methods):
    every case holds n of the numbers 0 … n·N - 1, and each N-th number is taken from a start in
    0 … N - 1. So exactly n cases are drawn, each with the probability n/N, whatever N/n is.
    """
    return [(start + i * population) // n for i in range(n)]


def _members(lists: _Lists, *, stratum: str, population: int) -> list[SampleMember]:
    official = len(lists[0])
    return [
        SampleMember(
            case_id=case_id,
            stratum=stratum,
            sample_list=sample_list,
            place=place,
            weight=Fraction(population, official),
        )
        for sample_list, ids in zip(SampleList, lists, strict=True)
        for place, case_id in enumerate(ids, start=1)
    ]
