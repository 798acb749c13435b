"""Reads the document of a draw: either whole, or everything that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from questionnaires import Fault
from scoring.draw import DrawnStratum
from scoring.draw_check import PublishedDraw
from scoring.draw_plan import Method
from survey_app.results.published_document import (
    LONGEST,
    MOST_STRATA,
    DocumentCode,
    DocumentShape,
    read_document,
)

_Count = Annotated[int, Field(ge=0, le=10**9)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Words = Annotated[str, Field(max_length=LONGEST)]


_KIND_OF_KEY = {
    "format": DocumentCode.OTHER_FORMAT,
    "list": DocumentCode.NOT_A_NAME,
    "method": DocumentCode.NOT_A_METHOD,
    "order": DocumentCode.NOT_WORDS,
    "cases": DocumentCode.NOT_A_COUNT,
    "list_sha256": DocumentCode.NOT_A_HASH,
    "commitment": DocumentCode.NOT_A_HASH,
    "seed": DocumentCode.NOT_A_SEED,
    "strata": DocumentCode.NOT_STRATA,
    "stratum": DocumentCode.NOT_WORDS,
    "population": DocumentCode.NOT_A_COUNT,
    "official": DocumentCode.NOT_A_COUNT,
    "reserve": DocumentCode.NOT_A_COUNT,
}
"""What a value is not, by its key."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Stratum(_Part):
    stratum: _Words
    population: _Count
    official: _Count
    reserve: _Count


class _Document(_Part):
    format: Literal["hailong-draw-1"]
    list_name: Annotated[str, Field(alias="list", min_length=1, max_length=LONGEST)]
    method: Literal["simple", "stratified", "systematic"]
    order: _Words
    cases: _Count
    list_sha256: _Hash
    commitment: _Hash
    seed: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None
    strata: Annotated[list[_Stratum], Field(max_length=MOST_STRATA)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawReading:
    """The draw, or, when there are faults, None.

    faults: the first ones by line; total_faults counts all.
    """

    draw: PublishedDraw | None
    faults: tuple[Fault, ...]
    total_faults: int


_SHAPE = DocumentShape(model=_Document, kinds=_KIND_OF_KEY, deepest=3)


def read_draw(path: FilePath) -> DrawReading:
    """Read the document. Raises OSError when the file cannot be read at all."""
    reading = read_document(path, _SHAPE)
    return DrawReading(
        draw=None if reading.document is None else _published(reading.document),
        faults=reading.faults,
        total_faults=reading.total_faults,
    )


def _published(document: _Document) -> PublishedDraw:
    return PublishedDraw(
        list_name=document.list_name,
        method=Method(document.method),
        order=document.order,
        cases=document.cases,
        list_sha256=document.list_sha256,
        commitment=document.commitment,
        seed=document.seed,
        strata=tuple(
            DrawnStratum(
                stratum=one.stratum,
                population=one.population,
                official=one.official,
                reserve=one.reserve,
            )
            for one in document.strata
        ),
    )
