"""The figures of a run, from the rows of its document: what was published, whatever came since."""

from collections.abc import Iterable

from scoring.published_row import PublishedRow, published_row
from scoring.round_figures import (
    Meaning,
    RoundFigures,
    RowFound,
    RowsFound,
    hidden_row,
    round_figures,
    shown_row,
)
from scoring.run_rows import GROUP, UNIT, WHOLE


def figures_of_rows(
    rows: Iterable[tuple[str, str, str]], *, meaning: Meaning, questionnaire_version: str
) -> RoundFigures:
    """What the document of a run tells, from its rows by kind and code as canonical JSON.

    meaning, questionnaire_version: of the plans and the questionnaire that the run went by. Raises
    ValueError for what is no row of a document, and KeyError without a row of the whole.
    """
    found = {(kind, code): published_row(content) for kind, code, content in rows}
    whole = found[WHOLE, ""]
    return round_figures(
        RowsFound(
            overall=_found(whole),
            groups={code: _found(row) for (kind, code), row in found.items() if kind == GROUP},
            units={code: _found(row) for (kind, code), row in found.items() if kind == UNIT},
        ),
        meaning=meaning,
        questionnaire_version=questionnaire_version,
        interviews=whole.score.n,
        composition=whole.composition,
    )


def _found(row: PublishedRow) -> RowFound:
    if row.is_hidden:
        return hidden_row(row.score, reason=row.score.verdict.reason)
    return shown_row(row.score, hidden=row.hidden_factors)
