"""What of a questionnaire the score needs: factors, items, levels and which of them satisfy."""

from dataclasses import dataclass, field
from fractions import Fraction

from questionnaires import Definition, Item, version_id

BLANK = -1
"""Asked, not answered."""
NOT_ASKED = -2
"""Skipped by a rule of the questionnaire."""
NOT_APPLICABLE = 9
"""Does not apply, unless the scale has another code for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor and the codes of its items, in the order of the questionnaire."""

    code: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRule:
    """How the answers to one questionnaire version are tallied.

    levels: the codes of the scale, worst first. satisfied: those that count as satisfied.
    not_applicable: the code of "does not apply", which is out of every share.
    blank_counts: whether a blank is an answer that is not satisfied; else it is in no share.
    valid_from: a form counts when at least this share, 0..1, of what was asked and applied has an
    answer on the scale; a form where nothing applied counts. by_item: whether cross-products are
    kept item by item, which the mean of the items needs, or only factor by factor.

    Raises ValueError when an item stands twice, a satisfied level is not on the scale, or
    valid_from is no share.
    """

    questionnaire: str
    version_id: str
    factors: tuple[Factor, ...]
    levels: tuple[int, ...] = (1, 2, 3, 4, 5)
    satisfied: frozenset[int] = frozenset({4, 5})
    not_applicable: int = NOT_APPLICABLE
    blank_counts: bool = False
    valid_from: Fraction = Fraction(0)
    by_item: bool = False
    items: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Codes of the items in the index, factor by factor."""

    def __post_init__(self) -> None:
        items = tuple(item for factor in self.factors for item in factor.items)
        object.__setattr__(self, "items", items)
        if len(set(self.items)) != len(self.items):
            raise ValueError("an item belongs to one factor, and only once")
        if not self.satisfied <= set(self.levels):
            raise ValueError("a satisfied level is not on the scale")
        if not 0 <= self.valid_from <= 1:
            raise ValueError("the part of a form that must be answered is not between 0 and 1")

    @property
    def factor_of_item(self) -> tuple[int, ...]:
        """For each item of `items`, the position of its factor."""
        return tuple(position for position, factor in enumerate(self.factors) for _ in factor.items)

    @property
    def block_of_item(self) -> tuple[int, ...]:
        """For each item, the position of the block over which a tally sums a person's answers.

        A block is a factor, or a single item where the rule goes by item.
        """
        return tuple(range(len(self.items))) if self.by_item else self.factor_of_item

    @property
    def factor_of_block(self) -> tuple[int, ...]:
        """For each block, the position of its factor."""
        return self.factor_of_item if self.by_item else tuple(range(len(self.factors)))


class NotOneScale(ValueError):  # noqa: N818 -- it is a property of the questionnaire
    """The criteria of a questionnaire do not all use one scale: answers cannot be pooled."""


def rule_of(definition: Definition) -> ScoringRule:
    """The scoring rule of a questionnaire: its index items, section by section.

    Raises NotOneScale when these do not all use one scale.
    """
    factors = [
        Factor(code=section.code, items=items)
        for section in definition.sections
        if (items := tuple(item.code for item in section.items if item.in_index))
    ]
    scales = {_scale_of(definition, item) for item in definition.index_items}
    if len(scales) != 1:
        raise NotOneScale(f"the criteria of {definition.id} do not share one scale")
    levels, satisfied, not_applicable = scales.pop()
    return ScoringRule(
        questionnaire=definition.id,
        version_id=version_id(definition),
        factors=tuple(factors),
        levels=levels,
        satisfied=frozenset(satisfied),
        not_applicable=not_applicable,
    )


def _scale_of(definition: Definition, item: Item) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    scale = definition.scale_of(item)
    if scale is None:
        raise NotOneScale(f"{item.code} is in the index but has no scale")
    codes = tuple(option.code for option in scale.options)
    other = scale.not_applicable
    return codes, scale.satisfied, NOT_APPLICABLE if other is None else other.code
