"""The figures of enumerators as a look kept them."""

from dataclasses import dataclass

import msgspec

from scoring.quality.enumerator_effect import EnumeratorEffect
from scoring.quality.enumerator_figures import MEASURES, EnumeratorFigures
from survey_app.db.quality_runs import RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFigures:
    """What a look kept beside its flags."""

    enumerators: tuple[EnumeratorFigures, ...]
    effect: EnumeratorEffect
    compared_within_units: bool


def figures_of(run: RunRecord) -> KeptFigures | None:
    """The figures of a look; None for those of a program that made others."""
    try:
        kept = msgspec.convert(run.figures, KeptFigures, strict=False)
    except msgspec.ValidationError:
        return None
    is_whole = all(set(MEASURES) <= set(one.beside) for one in kept.enumerators)
    return kept if is_whole else None
