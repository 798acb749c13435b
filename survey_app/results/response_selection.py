"""Which rows of a response file are scored, and of what modes and origins they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from questionnaires import Fault
from scoring.composition import MODE, ORIGIN, Composition, composed
from survey_app.table_files.problems import TableCode, shown

UNSAID = "not_said"
"""Stands for the rows of a file that say a mode or an origin for others and none for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """The rows that were asked for, or why there are none such."""

    frame: pd.DataFrame
    faults: tuple[Fault, ...]


def selected_rows(frame: pd.DataFrame, *, wanted: Mapping[str, Sequence[str]]) -> Selected:
    """The rows that have one of the wanted words in each of these columns; all where none is."""
    asked = {column: words for column, words in wanted.items() if words}
    faults = [fault for column in asked for fault in _unknown_words(frame, column, asked[column])]
    if faults:
        return Selected(frame=frame, faults=tuple(faults))
    kept = frame
    for column, words in asked.items():
        kept = kept[_labels(kept, column).isin(list(words))]
    if kept.empty and asked:
        named = (f"{column} “{shown(word)}”" for column, words in asked.items() for word in words)
        nobody = TableCode.NO_SUCH_ROW.at("row 2", chosen=", ".join(named))
        return Selected(frame=kept, faults=(nobody,))
    return Selected(frame=kept, faults=())


def _unknown_words(frame: pd.DataFrame, column: str, words: Sequence[str]) -> Iterator[Fault]:
    known = _counts(frame, column) or {}
    for word in words:
        if word not in known:
            yield TableCode.NOT_IN_THE_FILE.at(
                f"row 1, {column}", column=column, value=shown(word), known=", ".join(known) or "–"
            )


def composition_of(frame: pd.DataFrame) -> Composition:
    """Interviews by mode and origin; None for a column in which the file says nothing."""
    return Composition(modes=_counts(frame, MODE), origins=_counts(frame, ORIGIN))


def compositions_of(frame: pd.DataFrame) -> dict[str, Composition]:
    """The same for each unit."""
    units = frame.groupby("unit_code", observed=True)
    return {str(code): composition_of(rows) for code, rows in units}


def _labels(frame: pd.DataFrame, column: str) -> "pd.Series[str]":
    labels: pd.Series[str] = frame[column].astype(str).replace("", UNSAID)
    return labels


def _counts(frame: pd.DataFrame, column: str) -> dict[str, int] | None:
    if column not in frame:
        return None
    counts = _labels(frame, column).value_counts()
    parts = ((str(word), "", int(count)) for word, count in counts.items())
    return dict(composed(parts).modes or {})
