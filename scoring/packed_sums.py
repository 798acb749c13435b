"""What a person's answers come to in every block, packed so that a database can group by it.

Blocks are the factors, or single items where the rule goes by item. Two whole numbers hold, one
block beside the other, how many answers satisfy and how many are
valid; a third is the sum of the levels. People who agree in the first two are counted together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.design_tally import Ints
from scoring.rule import BLANK, ScoringRule

MOST_BITS = 62
"""Of a whole number that every database keeps exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSums:
    """One person: satisfied and valid answers per block, packed, and the sum of levels."""

    satisfied: int
    valid: int
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """Where the count of each block stands in a packed number: `shift` bits up, `bits` wide."""

    shifts: tuple[int, ...]
    bits: tuple[int, ...]
    block_of_item: tuple[int, ...]

    def unpacked(self, packed: Ints) -> Ints:
        """(N, B) counts of N packed numbers."""
        shifts = np.array(self.shifts, dtype=np.int64)
        masks = (1 << np.array(self.bits, dtype=np.int64)) - 1
        counts: Ints = (packed[:, None] >> shifts) & masks
        return counts


def packing_of(rule: ScoringRule) -> Packing:
    """How the sums over the blocks of this rule are packed.

    Raises ValueError where they need more than MOST_BITS; 60 items never do, whatever the blocks.
    """
    items = [0] * len(rule.factor_of_block)
    for block in rule.block_of_item:
        items[block] += 1
    bits = tuple(count.bit_length() for count in items)
    if sum(bits) > MOST_BITS:
        raise ValueError("there are too many items to pack their answers into one number")
    shifts = tuple(sum(bits[:place]) for place in range(len(bits)))
    return Packing(shifts=shifts, bits=bits, block_of_item=rule.block_of_item)


class Summing:
    """Sums the answers of one person after the other; made once for a rule.

    What one answer adds to all three numbers is looked up, and added as one number.
    """

    def __init__(self, rule: ScoringRule) -> None:
        packing = packing_of(rule)
        self._added = tuple(
            _added_by_code(rule, place=1 << packing.shifts[block])
            for block in packing.block_of_item
        )

    def sums_of(self, codes: Sequence[int]) -> FactorSums:
        """The sums of one person; `codes` are in the order of the rule's items.

        A code that the rule does not know adds nothing: it is found when answers are counted.
        """
        total = sum([added.get(code, 0) for added, code in zip(self._added, codes, strict=False)])
        return FactorSums(
            satisfied=total & _MASK,
            valid=total >> _FIELD & _MASK,
            levels=total >> 2 * _FIELD,
        )


_FIELD = 64
_MASK = (1 << _FIELD) - 1


def _added_by_code(rule: ScoringRule, *, place: int) -> dict[int, int]:
    added = {BLANK: place << _FIELD} if rule.blank_counts else {}
    for level in rule.levels:
        satisfied = place if level in rule.satisfied else 0
        added[level] = satisfied + (place << _FIELD) + (level << 2 * _FIELD)
    return added
