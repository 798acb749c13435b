"""How far the re-checks of a lot are, and what its plan says of them; a person decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.lot_decision import Verdict, decide_lot


class Reached(StrEnum):
    """How the re-check of an interview stands."""

    WAITING = "waiting"
    CHECKED = "checked"
    NOT_REACHED = "not_reached"


class Says(StrEnum):
    """What the plan says of a lot now."""

    WAIT = "wait"
    """Somebody who was drawn has not been asked yet, and no answer of theirs is needed less."""
    ACCEPT = "accepted"
    EXTEND = "extended"
    REJECT = "rejected"
    NOTHING = "nothing"
    """Nobody of the lot could be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedInterview:
    """A drawn interview of a lot. place: in the order of its stratum.

    is_in_order: chance alone put it there, at first or further down the order; not one that was
    chosen for a sign, or because the whole lot is verified.
    """

    stratum: str
    place: int
    is_in_order: bool
    reached: Reached
    is_defective: bool = False
    is_false: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStanding:
    """interviews: in the lot. counted: drawn in the order, or passed by it; of these `checked`,
    `waiting` and `not_reached`. defective, not_happened: among the checked.

    says, more: by the plan; more are to be drawn further down the order, 0 unless it extends.
    """

    interviews: int
    checked: int
    waiting: int
    not_reached: int
    defective: int
    not_happened: int
    says: Says
    more: int

    @property
    def counted(self) -> int:
        """How many the order has come to."""
        return self.checked + self.waiting + self.not_reached


def lot_standing(
    drawn: Sequence[OrderedInterview], *, interviews: int, plan: AcceptancePlan
) -> LotStanding:
    """What the plan says of a lot of so many interviews, the whole of it, whatever its strata.

    Whoever could not be reached counts as if not in the lot: neither good nor bad. A lot is
    rejected as soon as it has its number of defective ones, and accepted only when nobody who was
    drawn waits any more: what was drawn beyond a stage counts too, so that a lot is judged more
    strictly than the plan, never less. The order in which answers come changes nothing.
    """
    counted = list(_in_order(drawn))
    checked = [one for one in counted if one.reached is Reached.CHECKED]
    waiting = sum(one.reached is Reached.WAITING for one in counted)
    not_reached = len(counted) - len(checked) - waiting
    defective = sum(one.is_defective for one in checked)
    says, more = _says(
        plan,
        interviews=interviews - not_reached,
        checked=len(checked),
        waiting=waiting,
        defective=defective,
    )
    return LotStanding(
        interviews=interviews,
        checked=len(checked),
        waiting=waiting,
        not_reached=not_reached,
        defective=defective,
        not_happened=sum(one.is_false for one in checked),
        says=says,
        more=more,
    )


def _in_order(drawn: Iterable[OrderedInterview]) -> Iterable[OrderedInterview]:
    """Those drawn in the order, and whoever was chosen before the order came to them.

    Somebody chosen for a sign is not drawn again; left out, a lot would look better than it is for
    the very ones that looked odd.
    """
    found = list(drawn)
    furthest: defaultdict[str, int] = defaultdict(int)
    for one in found:
        if one.is_in_order:
            furthest[one.stratum] = max(furthest[one.stratum], one.place)
    return (one for one in found if one.place <= furthest[one.stratum])


def _says(
    plan: AcceptancePlan, *, interviews: int, checked: int, waiting: int, defective: int
) -> tuple[Says, int]:
    if interviews < 1:
        return Says.NOTHING, 0
    found = decide_lot(plan, interviews=interviews, checked=checked, defective=defective)
    if found.verdict is Verdict.REJECTED:
        return Says.REJECT, 0
    if waiting:
        return Says.WAIT, 0
    if found.verdict is Verdict.ACCEPTED:
        return Says.ACCEPT, 0
    return Says.EXTEND, found.more
