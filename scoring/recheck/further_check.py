"""Checks that whoever was drawn after the first draw is who had to be drawn."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.problems import Fault
from scoring.draw_problems import Difference, DrawRefused
from scoring.recheck.lot_draw import LotInterview, PlacedInterview, draw_lot
from scoring.recheck.lot_problems import LotCode
from scoring.recheck.published_rechecks import PublishedLot, PublishedRechecks
from scoring.recheck.rechecks_check import ListedRow

NEXT, VERIFICATION = "next", "verification"
AS_THEY_ARE = ("risk", "voided")
"""Chosen for a sign, or not to be had any more: chance did not take them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRow:
    """An interview drawn after the first draw; `row` is where it stands in its file.

    step: within its lot, the same for those that were drawn at once. instead_of: whose place it
    takes, empty where it takes none.
    """

    row: int
    lot: str
    step: int
    uuid: str
    stratum: str
    place: int
    selection: str
    instead_of: str


def further_differences(
    published: PublishedRechecks,
    *,
    listed: Sequence[ListedRow],
    further: Sequence[FurtherRow],
) -> tuple[Fault, ...]:
    """Draws on, step by step, from where the first draw of every lot ended.

    next: the first of its stratum that nobody has; more: the first of the whole lot; verification:
    all others at once. Who was chosen by risk, or voided, is taken as it is. Says nothing
    where a lot cannot be drawn again, which the check of the first draw says.
    """
    known = {one.lot: one for one in published.lots}
    by_lot: defaultdict[str, list[FurtherRow]] = defaultdict(list)
    for row in further:
        by_lot[row.lot].append(row)
    return tuple(
        fault
        for lot, rows in by_lot.items()
        for fault in _of_lot(known.get(lot), rows, listed=listed, seed=published.seed)
    )


def _of_lot(
    lot: PublishedLot | None,
    rows: Sequence[FurtherRow],
    *,
    listed: Sequence[ListedRow],
    seed: str | None,
) -> Iterator[Fault]:
    if lot is None:
        for row in rows:
            yield LotCode.UNKNOWN_LOT.at(f"row {row.row}, lot", lot=row.lot)
        return
    left = None if seed is None else _undrawn(lot, listed=listed, seed=seed)
    if left is None:
        return
    steps: defaultdict[int, list[FurtherRow]] = defaultdict(list)
    for row in rows:
        steps[row.step].append(row)
    for _, together in sorted(steps.items()):
        # What was drawn at once stands in the order in which it was drawn.
        yield from _of_step(sorted(together, key=lambda row: _key(row, left)), left=left)


def _undrawn(
    lot: PublishedLot, *, listed: Sequence[ListedRow], seed: str
) -> dict[str, PlacedInterview] | None:
    """Whom the first draw left, by uuid, in the order of the whole lot."""
    members = [
        LotInterview(uuid=one.uuid, stratum=one.stratum) for one in listed if one.lot == lot.lot
    ]
    rules = {one.name: one.rule for one in lot.strata}
    if any(one.stratum not in rules for one in members):
        return None
    try:
        made = draw_lot(members, lot_id=lot.lot, seed=seed, rule=rules)
    except DrawRefused:
        return None
    ordered = sorted(made.placed, key=lambda one: (one.key, one.uuid))
    return {one.uuid: one for one in ordered if not one.is_drawn}


def _key(row: FurtherRow, left: Mapping[str, PlacedInterview]) -> str:
    return left[row.uuid].key if row.uuid in left else ""


def _of_step(rows: Sequence[FurtherRow], *, left: dict[str, PlacedInterview]) -> Iterator[Fault]:
    for row in rows:
        where = f"row {row.row}, response_uuid"
        found = left.pop(row.uuid, None)
        if found is None:
            yield LotCode.NOT_LEFT.at(where, case=row.uuid)
            continue
        if (row.stratum, row.place) != (found.stratum, found.place):
            yield Difference.PLACE.at(
                f"row {row.row}, place",
                case=row.uuid,
                drawn=f"{found.stratum} {found.place}",
                published=f"{row.stratum} {row.place}",
            )
        earlier = _passed_over(row, found, left=left)
        if earlier is not None:
            yield LotCode.PASSED_OVER.at(where, case=row.uuid, earlier=earlier)
    if left and any(row.selection == VERIFICATION for row in rows):
        yield LotCode.NOT_ALL.at(f"row {rows[0].row}, lot", left=str(len(left)))


def _passed_over(
    row: FurtherRow, found: PlacedInterview, *, left: Mapping[str, PlacedInterview]
) -> str | None:
    """Who stood before it in the order and was still to be had."""
    if row.selection in (*AS_THEY_ARE, VERIFICATION):
        return None
    before = (
        one.uuid
        for one in left.values()
        if one.key < found.key and (row.selection != NEXT or one.stratum == found.stratum)
    )
    return next(before, None)
