"""Cases and response rates, re-checks, and the two cells of the quarterly statistics form."""

from collections.abc import Iterator
from decimal import Decimal

from field_export.workbook import Cell, Kind, Sheet, SheetColumn
from scoring.form_cells import FormCells, Way, form_cells
from scoring.published_row import PublishedRow
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.workbook.score_sheets import named_rows, naming_columns
from survey_app.wording.form_words import MODE_NAMES, WAYS, how_counted
from survey_app.wording.speech import Speech

HUNDRED = 100


def response_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """What became of cases, and what of interviews counts."""
    _ = speech.gettext
    whole = Kind.WHOLE
    return Sheet(
        name=_("Response"),
        title=_("Cases, interviews and response rates"),
        notes=(
            _(
                "The response rate is AAPOR RR2: interviews of cases out of all cases that were to"
                " be asked or may have been. Interviews with people on no list are in the number of"
                " interviews alone."
            ),
        ),
        columns=(
            *naming_columns(speech=speech),
            SheetColumn(title=_("Cases sent to"), width=11, kind=whole),
            SheetColumn(title=_("Eligible cases"), width=11, kind=whole),
            SheetColumn(title=_("Interviews of cases"), width=11, kind=whole),
            SheetColumn(title=_("Response rate (%(sign)s)", sign="%"), width=11, kind=Kind.PERCENT),
            SheetColumn(title=_("Interviews that count"), width=11, kind=whole),
            SheetColumn(title=_("Of them with an answer"), width=11, kind=whole),
            SheetColumn(title=_("Left out of a weighted score"), width=12, kind=whole),
            SheetColumn(title=_("Incomplete forms"), width=11, kind=whole),
            SheetColumn(title=_("Voided"), width=10, kind=whole),
            SheetColumn(title=_("Invalid after re-checks"), width=11, kind=whole),
            SheetColumn(title=_("Unverified after re-checks"), width=11, kind=whole),
        ),
        rows=tuple((*names, *_response(row)) for names, row in named_rows(of, speech=speech)),
        stays=3,
    )


def _response(row: PublishedRow) -> tuple[Cell, ...]:
    field = row.fieldwork
    rate = None if field is None else field.response_rate
    cases: tuple[Cell, ...] = (None, None, None)
    if field is not None:
        cases = (field.n_selected, field.n_eligible, field.n_completed)
    return (
        *cases,
        _plain(rate),
        row.score.n,
        row.score.n_valid,
        row.left_out,
        row.incomplete,
        row.excluded.voided,
        row.excluded.invalid,
        row.excluded.unverified,
    )


def recheck_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """Interviews that were made again, and lots."""
    _ = speech.gettext
    whole = Kind.WHOLE
    return Sheet(
        name=_("Re-checks of interviews"),
        title=_("Re-checks of interviews"),
        columns=(
            *naming_columns(speech=speech),
            SheetColumn(title=_("Made again"), width=10, kind=whole),
            SheetColumn(title=_("Of them by chance"), width=10, kind=whole),
            SheetColumn(title=_("Of them for a risk"), width=10, kind=whole),
            SheetColumn(title=_("Defective, of those by chance"), width=12, kind=whole),
            SheetColumn(title=_("Lots"), width=8, kind=whole),
            SheetColumn(title=_("Lots accepted"), width=10, kind=whole),
            SheetColumn(title=_("Answered otherwise (GDR, 0 to 1)"), width=14, kind=Kind.SHARE),
            SheetColumn(title=_("Net difference (NDR, 0 to 1)"), width=14, kind=Kind.SHARE),
        ),
        rows=tuple(
            (*names, *_recheck(row))
            for names, row in named_rows(of, speech=speech)
            if row.recheck.n_rechecked is not None
        ),
        empty=_("No re-checks were promised for this round."),
        stays=3,
    )


def _recheck(row: PublishedRow) -> tuple[Cell, ...]:
    made = row.recheck
    return (
        made.n_rechecked,
        made.n_rechecked_random,
        made.n_rechecked_risk,
        made.n_defective,
        made.lots,
        made.lots_accepted,
        _plain(made.gdr),
        _plain(made.ndr),
    )


def _plain(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def form_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """Rows 1.4.1 and 1.4.2 of the quarterly statistics form, for the whole and for each unit."""
    _ = speech.gettext
    return Sheet(
        name=_("Statistics form"),
        title=_("Cells 1.4.1 and 1.4.2 of the quarterly statistics form"),
        notes=(
            _(
                "1.4.1: forms of the survey, that is interviews that count. 1.4.2: 0 where all were"
                " answered on a screen (page, tablet, telephone), 1 where all were written on"
                " paper, 2 where there are both."
            ),
        ),
        columns=(
            *naming_columns(speech=speech),
            SheetColumn(title=_("1.4.1 Number of forms"), width=12, kind=Kind.WHOLE),
            SheetColumn(title=_("1.4.2 Form of the survey"), width=12, kind=Kind.WHOLE),
            SheetColumn(title=_("In words"), width=16),
            SheetColumn(title=_("Made of"), width=56),
        ),
        rows=tuple(_forms(of, speech=speech)),
        stays=3,
    )


def _forms(of: ReportedRun, *, speech: Speech) -> Iterator[tuple[Cell, ...]]:
    for names, row in named_rows(of, speech=speech):
        cells = cells_of_row(row)
        way = cells.way
        yield (
            *names,
            cells.forms,
            None if way is None else int(way),
            "" if way is None else speech.gettext(WAYS[Way(way)]),
            how_counted(cells, speech=speech),
        )


def cells_of_row(row: PublishedRow) -> FormCells:
    """From the modes of the interviews of a row; of documents that do not say them, their number
    alone.
    """
    modes = row.composition.modes or {}
    known = {mode: count for mode, count in modes.items() if mode in MODE_NAMES}
    return form_cells(known) if known else FormCells(forms=row.score.n, way=None, by_mode={})
