"""The kinds of value that scoring plans and points plans are made of."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from questionnaires.text import Frozen, Line

PLAN_ID = r"^[a-z0-9][a-z0-9-]{0,63}$"
UNIT_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"


def _no_truth(value: object) -> object:
    """For Python, true is a kind of 1; for whoever writes a plan it is a mistake."""
    if isinstance(value, bool):
        raise PydanticCustomError("decimal_type", "not a number")
    return value


def whole_not_truth(value: object) -> object:
    """The same for whole numbers; a text of digits is no number either."""
    if isinstance(value, (bool, str)):
        raise PydanticCustomError("int_type", "not a whole number")
    return value


def _plain(value: Decimal) -> Decimal:
    """One text for one number, so that 10 and 10.0 are the same plan: without trailing zeros."""
    return Decimal(f"{value.normalize():f}")


Exact = Annotated[
    Decimal,
    BeforeValidator(_no_truth),
    Field(allow_inf_nan=False, max_digits=9, decimal_places=4),
    AfterValidator(_plain),
]
Positive = Annotated[Exact, Field(gt=0, le=1000)]
NotNegative = Annotated[Exact, Field(ge=0, le=1000)]
Signed = Annotated[Exact, Field(ge=-1000, le=1000)]
Percent = Annotated[Exact, Field(ge=0, le=100)]
Whole = Annotated[int, BeforeValidator(_no_truth), Field(ge=0, le=1_000_000)]
PlanId = Annotated[str, Field(pattern=PLAN_ID)]
UnitCode = Annotated[str, Field(pattern=UNIT_CODE)]


class Names(Frozen):
    """A name in both languages."""

    vi: Line
    en: Line
