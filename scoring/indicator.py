"""Which figure of a unit is published, as data."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Estimator(StrEnum):
    """How the answers to many items become one share.

    pooled: satisfied answers of all valid ones. mean_of_items, mean_of_factors: the simple mean of
    their shares. weighted_factors: the mean of the factors with the weights of a plan.
    overall_item: the share of one item that asks for the whole.
    """

    POOLED = "pooled"
    MEAN_OF_ITEMS = "mean_of_items"
    MEAN_OF_FACTORS = "mean_of_factors"
    WEIGHTED_FACTORS = "weighted_factors"
    OVERALL_ITEM = "overall_item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """The published figure.

    weights: of the factors by code, positive, only for weighted factors; what counts is their
    proportion. item: its code, only for one overall item.

    Raises ValueError when weights or item are missing, or given where they mean nothing.
    """

    estimator: Estimator = Estimator.POOLED
    weights: tuple[tuple[str, Fraction], ...] = ()
    item: str = ""

    def __post_init__(self) -> None:
        weighted = self.estimator is Estimator.WEIGHTED_FACTORS
        if weighted != bool(self.weights) or any(weight <= 0 for _, weight in self.weights):
            raise ValueError("weights of factors, above 0, belong to weighted factors")
        if (self.estimator is Estimator.OVERALL_ITEM) != bool(self.item):
            raise ValueError("the code of an item belongs to one overall item")


POOLED_SHARE = Indicator()
