"""Reads the document of the re-checks of a round: whole, or everything that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from questionnaires import Fault
from scoring.recheck.published_rechecks import (
    PublishedLot,
    PublishedRechecks,
    PublishedStratum,
)
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.results.published_document import (
    LONGEST,
    MOST_STRATA,
    DocumentCode,
    DocumentShape,
    read_document,
)

_Name = Annotated[str, Field(min_length=1, max_length=LONGEST)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Count = Annotated[int, Field(ge=0, le=10**9)]
_AtLeastOne = Annotated[int, Field(ge=1, le=10**9)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Stratum(_Part):
    stratum: _Name
    interviews: _AtLeastOne
    share_percent: Annotated[int, Field(ge=1, le=100)]
    minimum: _Count
    drawn: _Count


class _Lot(_Part):
    kind: Literal["interviews", "claims"] = "interviews"
    lot: _Name
    list_sha256: _Hash
    strata: Annotated[list[_Stratum], Field(min_length=1, max_length=MOST_STRATA)]


class _Document(_Part):
    format: Literal["hailong-recheck-1"]
    round_code: Annotated[str, Field(alias="round", min_length=1, max_length=LONGEST)]
    plan: dict[str, JsonValue]
    plan_sha256: _Hash
    commitment: _Hash
    seed: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None
    lots: Annotated[list[_Lot], Field(max_length=MOST_STRATA)]


_KINDS = {
    "format": DocumentCode.OTHER_RECHECK_FORMAT,
    "round": DocumentCode.NOT_A_NAME,
    "lot": DocumentCode.NOT_A_NAME,
    "kind": DocumentCode.NOT_A_NAME,
    "stratum": DocumentCode.NOT_A_NAME,
    "plan": DocumentCode.NOT_A_PLAN,
    "plan_sha256": DocumentCode.NOT_A_HASH,
    "list_sha256": DocumentCode.NOT_A_HASH,
    "commitment": DocumentCode.NOT_A_HASH,
    "seed": DocumentCode.NOT_A_SEED,
    "lots": DocumentCode.NOT_STRATA,
    "strata": DocumentCode.NOT_STRATA,
    "interviews": DocumentCode.NOT_A_COUNT,
    "share_percent": DocumentCode.NOT_A_COUNT,
    "minimum": DocumentCode.NOT_A_COUNT,
    "drawn": DocumentCode.NOT_A_COUNT,
}
_SHAPE = DocumentShape(model=_Document, kinds=_KINDS, deepest=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckReading:
    """The re-checks, or, when there are faults, None.

    faults: the first ones by line; total_faults counts all.
    """

    rechecks: PublishedRechecks | None
    faults: tuple[Fault, ...]
    total_faults: int


def read_recheck_document(path: FilePath) -> RecheckReading:
    """Read the document. Raises OSError when the file cannot be read at all."""
    reading = read_document(path, _SHAPE)
    if reading.document is None:
        return RecheckReading(
            rechecks=None, faults=reading.faults, total_faults=reading.total_faults
        )
    try:
        plan = RecheckPlan.model_validate(reading.document.plan)
    except ValidationError:
        fault = DocumentCode.NOT_A_PLAN.at("plan", key="plan")
        return RecheckReading(rechecks=None, faults=(fault,), total_faults=1)
    published = _published(reading.document, plan=plan)
    return RecheckReading(rechecks=published, faults=(), total_faults=0)


def _published(document: _Document, *, plan: RecheckPlan) -> PublishedRechecks:
    return PublishedRechecks(
        round_code=document.round_code,
        plan=plan,
        plan_sha256=document.plan_sha256,
        commitment=document.commitment,
        seed=document.seed,
        lots=tuple(_lot(one) for one in document.lots),
    )


def _lot(one: _Lot) -> PublishedLot:
    strata = tuple(
        PublishedStratum(
            name=part.stratum,
            interviews=part.interviews,
            share_percent=part.share_percent,
            minimum=part.minimum,
            drawn=part.drawn,
        )
        for part in one.strata
    )
    return PublishedLot(lot=one.lot, list_sha256=one.list_sha256, strata=strata, kind=one.kind)
