"""Who is re-checked besides those of the first draw, so that nobody chooses.

docs/recheck.md says the same in words for somebody with a shell and a spreadsheet.
"""

from collections.abc import Collection

from scoring.draw_seed import order_keys


def next_in_lot(undrawn: Collection[str], *, lot_id: str, seed: str, more: int) -> tuple[str, ...]:
    """The next ones of a whole lot: the smallest SHA-256 of `seed|lot|uuid`, whatever stratum.

    Within a stratum that is its order, so that nobody is passed over.
    """
    key = order_keys(seed, list_name=lot_id)
    return tuple(sorted(undrawn, key=lambda uuid: (key(uuid), uuid))[:more])
