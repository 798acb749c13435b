"""What simulated rounds came to, beside what the plan computes, as tables in Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.acceptance_risk import RiskPoint, risk_point
from scoring.recheck.lot_decision import Verdict
from tests.scoring.recheck.simulated_rounds import Decided, SimulatedRound, is_false

Chances = Mapping[str, float]
"""That a lot is accepted, extended after the first stage, rejected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """observed, computed: shares of the lots. se: of the observed one, given how many defective
    interviews every lot has; 0 where chance has no part in it.
    """

    observed: float
    computed: float
    se: float

    @property
    def is_within_4_se(self) -> bool:
        return abs(self.observed - self.computed) <= 4 * self.se + 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Lots of one size of those who make interviews up, or of the honest ones."""

    is_false: bool
    interviews: int
    lots: int
    shares: Mapping[str, Share]
    checked: float


def rows(decided: Sequence[Decided], *, plan: AcceptancePlan) -> Iterator[Row]:
    """By size, and last (0) of all sizes."""
    sizes = sorted({one.interviews for one in decided})
    for false in (True, False):
        own = [one for one in decided if is_false(one.enumerator) is false]
        for size in (*sizes, 0):
            lots = [one for one in own if size in {0, one.interviews}]
            chances = [_chances(_point(plan, one.interviews, one.defective)) for one in lots]
            yield Row(
                is_false=false,
                interviews=size,
                lots=len(lots),
                shares={
                    name: _share([_has(name, one) for one in lots], [of[name] for of in chances])
                    for name in ("accepted", "extended", "rejected")
                },
                checked=sum(one.checked for one in lots) / len(lots),
            )


def lots_table(found: Sequence[Row]) -> str:
    """Observed, in brackets computed ± one standard error, in percent."""
    lines = [
        "| lots of | interviews | lots | accepted | extended | rejected | re-checks |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        who = "who make up 30 %" if one.is_false else "honest ones"
        shares = " | ".join(_text(share) for share in one.shares.values())
        size = one.interviews or "all"
        lines.append(f"| {who} | {size} | {one.lots} | {shares} | {one.checked:.1f} |")
    return "\n".join(lines)


def people_table(rounds: Sequence[SimulatedRound], plans: Sequence[AcceptancePlan]) -> str:
    """How many people have a rejected lot, and what the verification of it says of them."""
    lines = [
        "| plan | who | people | with a rejected lot | confirmed | cleared | re-checks a round |",
        "|---|---|---|---|---|---|---|",
    ]
    for plan in plans:
        seen = [(one, one.decided(plan)) for one in rounds]
        work = sum(lot.checked for _, lots in seen for lot in lots) / len(rounds)
        for false in (True, False):
            people = with_lots = confirmed = 0
            for one, lots in seen:
                people += len({lot.enumerator for lot in lots if is_false(lot.enumerator) is false})
                against = made_up_found(one, lots)
                its = [count for name, count in against.items() if is_false(name) is false]
                with_lots += len(its)
                confirmed += sum(count > 0 for count in its)
            who = "make up 30 %" if false else "honest"
            lines.append(
                f"| `{plan.id}` | {who} | {people} | {with_lots} | {confirmed} |"
                f" {with_lots - confirmed} | {work:.0f} |"
            )
    return "\n".join(lines)


def made_up_found(one: SimulatedRound, lots: Sequence[Decided]) -> Mapping[str, int]:
    """By enumerator with rejected lots: how many interviews did not happen, all being verified."""
    rejected = [lot for lot in lots if lot.verdict is Verdict.REJECTED]
    figures = one.verified(rejected).enumerators
    return {name: of.work.not_happened for name, of in figures.items()}


@cache
def _point(plan: AcceptancePlan, interviews: int, defective: int) -> RiskPoint:
    return risk_point(plan, interviews=interviews, defective=defective)


def _chances(point: RiskPoint) -> Chances:
    return {
        "accepted": float(1 - point.rejected),
        "extended": float(point.extended),
        "rejected": float(point.rejected),
    }


def _has(name: str, one: Decided) -> bool:
    return one.was_extended if name == "extended" else one.verdict.value == name


def _share(seen: Sequence[bool], chances: Sequence[float]) -> Share:
    return Share(
        observed=sum(seen) / len(seen),
        computed=sum(chances) / len(chances),
        se=sqrt(sum(chance * (1 - chance) for chance in chances)) / len(chances),
    )


def _text(share: Share) -> str:
    return f"{100 * share.observed:.1f} ({100 * share.computed:.1f} ± {100 * share.se:.1f})"
