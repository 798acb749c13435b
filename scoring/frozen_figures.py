"""The figures of a run, read from its document: what was published, whatever has changed since."""

import json
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from scoring.composition import Composition
from scoring.factor_intervals import FactorFound
from scoring.publishing import Flag
from scoring.round_figures import (
    Meaning,
    RoundFigures,
    RowFound,
    RowsFound,
    hidden_row,
    measured_share,
    part_sampled,
    round_figures,
)
from scoring.score_table import CENSUS_METHOD


class _Part(BaseModel):
    """What is read of the document; it has more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Between(_Part):
    low: float | None
    high: float | None
    method: str | None


class _Published(_Part):
    est: float | None
    se: float | None
    n_valid: int | None
    ci: _Between


class _Factor(_Part):
    est: float | None
    se: float | None
    n_valid: int | None


class _Row(_Part):
    n: int
    n_valid: int
    N_estimated: float | None
    df: int
    flag: Flag
    flag_reason: str | None
    published: _Published
    factors: Mapping[str, _Factor]


class _Counts(_Part):
    mode: Mapping[str, int] | None
    origin: Mapping[str, int] | None


class _Method(_Part):
    questionnaire_version: str
    composition: _Counts


class _Document(_Part):
    document: Literal["hailong score run 1"]
    method: _Method
    overall: _Row
    groups: Mapping[str, _Row]
    units: Mapping[str, _Row]


def figures_of_document(text: str, *, meaning: Meaning) -> RoundFigures:
    """What the document of a run tells. meaning: of the plans that the run went by.

    Raises pydantic's ValidationError, a ValueError, for a text that is no such document.
    """
    found = _Document.model_validate(json.loads(text))
    return round_figures(
        RowsFound(
            overall=_found(found.overall),
            groups={code: _found(row) for code, row in found.groups.items()},
            units={code: _found(row) for code, row in found.units.items()},
        ),
        meaning=meaning,
        questionnaire_version=found.method.questionnaire_version,
        interviews=found.overall.n,
        composition=Composition(
            modes=found.method.composition.mode, origins=found.method.composition.origin
        ),
    )


def _found(row: _Row) -> RowFound:
    if row.flag is Flag.SUPPRESSED:
        return hidden_row(people=row.n_valid, reason=row.flag_reason, factors=row.factors)
    of = row.published
    return RowFound(
        people=row.n_valid if of.n_valid is None else of.n_valid,
        flag=row.flag,
        reason=row.flag_reason,
        published=measured_share(est=of.est, se=of.se, low=of.ci.low, high=of.ci.high),
        factors={code: _factor(factor, row=row) for code, factor in row.factors.items()},
        hidden=frozenset(
            code
            for code, factor in row.factors.items()
            if factor.est is None and factor.n_valid != 0
        ),
    )


def _factor(of: _Factor, *, row: _Row) -> FactorFound | None:
    if of.est is None:
        return None
    return FactorFound(
        est=of.est,
        se=of.se,
        people=of.n_valid or 0,
        df=row.df,
        sampled=part_sampled(row.n, population=row.N_estimated),
        is_census=row.published.ci.method == CENSUS_METHOD,
    )
