"""Draws the interviews of a lot that are re-checked, so that anyone can draw them again.

docs/recheck.md says the same in words for somebody with a shell and a spreadsheet.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from questionnaires.problems import Fault
from scoring.draw_faults import BAR, is_fit
from scoring.draw_problems import DrawCode, DrawRefused
from scoring.draw_seed import commitment_of, is_seed, order_keys
from scoring.frame_list import FrameCase, list_sha256
from scoring.recheck.lot_problems import LotCode


@dataclass(frozen=True, slots=True, kw_only=True)
class LotInterview:
    """uuid: of the interview, fixed when it was assigned. stratum: who made it, or who and where:
    every stratum has its own draw.
    """

    uuid: str
    stratum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRule:
    """share: of the interviews of a stratum, above 0 and at most 1. minimum: at least so many of
    them, or all there are. Raises ValueError for others.
    """

    share: Fraction
    minimum: int

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1 or self.minimum < 0:
            raise ValueError("a share above 0 and at most 1, and no negative minimum")

    def drawn_of(self, interviews: int) -> int:
        """min(m, max(minimum, ⌈share · m⌉))."""
        return min(interviews, max(self.minimum, ceil(self.share * interviews)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedInterview:
    """key: its hash. place: from 1, within its stratum; whoever is re-checked besides the drawn
    ones is the next in this order. probability: n/m of its stratum, to be drawn at first.
    """

    uuid: str
    stratum: str
    key: str
    place: int
    is_drawn: bool
    probability: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDraw:
    """A draw with what it takes to repeat it, but the seed. placed: by stratum and place."""

    lot_id: str
    lot_sha256: str
    commitment: str
    placed: tuple[PlacedInterview, ...]


def draw_lot(
    interviews: Sequence[LotInterview],
    *,
    lot_id: str,
    seed: str,
    rule: LotRule | Mapping[str, LotRule],
) -> LotDraw:
    """The order of all interviews by SHA-256 of `seed|lot|uuid`, and the first ones drawn.

    rule: of every stratum, or by stratum. The uuid is hashed in lower case. Interviews may come in
    any order; a late one moves no other one before another. Raises DrawRefused with everything that
    stands in the way, and KeyError for a stratum without a rule.
    """
    lot = [LotInterview(uuid=one.uuid.lower(), stratum=one.stratum) for one in interviews]
    if faults := tuple(_faults(lot, lot_id=lot_id, seed=seed)):
        raise DrawRefused(faults)
    key = order_keys(seed, list_name=lot_id)
    keyed = sorted((one.stratum, key(one.uuid), one.uuid) for one in lot)
    sizes = Counter(one.stratum for one in lot)
    places: Counter[str] = Counter()
    placed = []
    for stratum, its_key, uuid in keyed:
        places[stratum] += 1
        its_rule = rule if isinstance(rule, LotRule) else rule[stratum]
        drawn = its_rule.drawn_of(sizes[stratum])
        placed.append(
            PlacedInterview(
                uuid=uuid,
                stratum=stratum,
                key=its_key,
                place=places[stratum],
                is_drawn=places[stratum] <= drawn,
                probability=Fraction(drawn, sizes[stratum]),
            )
        )
    return LotDraw(
        lot_id=lot_id,
        lot_sha256=lot_sha256(lot),
        commitment=commitment_of(seed),
        placed=tuple(placed),
    )


def lot_sha256(interviews: Sequence[LotInterview]) -> str:
    """SHA-256 of the sorted lines `uuid⇥stratum⇥⏎`, as of a list that a sample is drawn from."""
    return list_sha256(
        FrameCase(case_id=one.uuid.lower(), stratum=one.stratum) for one in interviews
    )


def _faults(lot: Sequence[LotInterview], *, lot_id: str, seed: str) -> Iterator[Fault]:
    if not is_seed(seed):
        yield DrawCode.BAD_SEED.at("seed")
    yield from _name_faults(lot_id, where="lot")
    if not lot:
        yield LotCode.EMPTY_LOT.at("lot")
    for uuid, times in Counter(one.uuid for one in lot).items():
        where = f"interview “{uuid}”"
        if times > 1:
            yield LotCode.INTERVIEW_TWICE.at(where)
        yield from _name_faults(uuid, where=where)
    for one in lot:
        where = f"interview “{one.uuid}”"
        if not one.stratum:
            yield LotCode.STRATUM_BLANK.at(where)
        elif not is_fit(one.stratum):
            yield DrawCode.TEXT_UNFIT.at(where, value=one.stratum)


def _name_faults(name: str, *, where: str) -> Iterator[Fault]:
    """A name is hashed between bars."""
    if not name or BAR in name:
        yield DrawCode.BAR_IN_NAME.at(where, value=name)
    elif not is_fit(name):
        yield DrawCode.TEXT_UNFIT.at(where, value=name)
