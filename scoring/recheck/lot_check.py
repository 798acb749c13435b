"""Draws a published lot again and says everything in which it differs."""

from collections.abc import Iterator, Mapping, Sequence

from questionnaires.problems import Fault
from scoring.draw_problems import Difference
from scoring.draw_seed import commitment_of, keeps_commitment
from scoring.recheck.lot_draw import LotDraw, LotInterview, LotRule, PlacedInterview, draw_lot
from scoring.recheck.lot_problems import LotCode


def lot_differences(
    published: LotDraw,
    *,
    interviews: Sequence[LotInterview],
    seed: str,
    rule: LotRule | Mapping[str, LotRule],
) -> tuple[Fault, ...]:
    """Nothing when the seed is the promised one, the list is the published one, and everybody has
    the place that follows.

    Raises DrawRefused when nothing can be drawn from this list with this seed.
    """
    again = draw_lot(interviews, lot_id=published.lot_id, seed=seed, rule=rule)
    return tuple(_differences(published, again, seed=seed))


def _differences(published: LotDraw, again: LotDraw, *, seed: str) -> Iterator[Fault]:
    if not keeps_commitment(seed, commitment=published.commitment):
        yield Difference.SEED_BREAKS_COMMITMENT.at(
            "seed", found=commitment_of(seed), promised=published.commitment
        )
    if published.lot_sha256 != again.lot_sha256:
        yield Difference.LIST_HASH.at("lot", found=again.lot_sha256, published=published.lot_sha256)
    ours = {one.uuid: one for one in again.placed}
    theirs = {one.uuid: one for one in published.placed}
    for one in published.placed:
        where = f"interview “{one.uuid}”"
        if one.uuid not in ours:
            yield Difference.UNKNOWN_CASE.at(where, case=one.uuid)
        else:
            yield from _of_one(one, ours[one.uuid], where=where)
    for uuid in sorted(ours.keys() - theirs.keys()):
        if ours[uuid].is_drawn:
            yield Difference.LEFT_OUT.at(f"interview “{uuid}”", case=uuid)


def _of_one(one: PlacedInterview, again: PlacedInterview, *, where: str) -> Iterator[Fault]:
    if one.stratum != again.stratum:
        yield Difference.STRATUM.at(
            where, case=one.uuid, drawn=again.stratum, published=one.stratum
        )
    elif one.place != again.place:
        yield Difference.PLACE.at(
            where, case=one.uuid, drawn=str(again.place), published=str(one.place)
        )
    if one.is_drawn and not again.is_drawn:
        yield Difference.NOT_DRAWN.at(where, case=one.uuid)
    elif again.is_drawn and not one.is_drawn:
        yield Difference.LEFT_OUT.at(where, case=one.uuid)
    if one.probability != again.probability:
        yield LotCode.PROBABILITY.at(
            where, drawn=str(again.probability), published=str(one.probability)
        )
