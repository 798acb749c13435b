"""How units changed since the round before."""

from collections.abc import Mapping

from field_export.changes import ChangeLine
from field_export.workbook import Cell, Kind, Sheet, SheetColumn
from questionnaires.problems import N_
from scoring.differences import Change, Lacking
from survey_app.publication.report.index_section import group_names
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.results.change_lines import change_lines
from survey_app.results.change_reasons import CHANGES
from survey_app.results.unit_changes import Apart
from survey_app.wording.speech import Speech

REASONS: Mapping[str, str] = {
    Apart.NEW: N_("not surveyed in the earlier round"),
    Apart.GONE: N_("not surveyed in this round"),
    Apart.ENDED: N_("ended before this round"),
    Apart.MERGED: N_("merged into another unit"),
    Apart.TOOK_OVER: N_("took over another unit, so it is not the unit that it was"),
    Apart.EXEMPT: N_("not surveyed in one of the two rounds"),
    Apart.UNANSWERED: N_("nobody answered in one of the two rounds"),
    Apart.HIDDEN: N_("not shown in one of the two rounds"),
    Apart.NO_INTERVAL: N_("too few answers to say how certain the difference is"),
    Apart.OTHER_MEANING: N_("the two rounds do not measure the same"),
}
OF_ROWS: Mapping[str, Apart] = {
    Lacking.ONE_SIDE: Apart.UNANSWERED,
    Lacking.NO_ESTIMATE: Apart.UNANSWERED,
    Lacking.SUPPRESSED: Apart.HIDDEN,
    Lacking.NO_INTERVAL: Apart.NO_INTERVAL,
    Lacking.OTHER_MEANING: Apart.OTHER_MEANING,
}
"""Of groups and the whole, of which the figures alone decide."""


def changes_sheet(of: ComparedRun, *, speech: Speech) -> Sheet:
    """The whole, then each group with its units; later minus earlier."""
    _ = speech.gettext
    changes, names = of.changes, group_names(of, speech=speech)
    points, percent = Kind.POINTS, Kind.PERCENT
    factors = () if changes is None else changes.factors
    return Sheet(
        name=_("Changes"),
        title=_("Changes since the round before"),
        notes=()
        if changes is None
        else (
            _(
                "Round %(later)s minus round %(earlier)s, on the scale of 10; factors in percentage"
                " points.",
                later=changes.later.round.code,
                earlier=changes.earlier.round.code,
            ),
        ),
        columns=(
            SheetColumn(title=_("Group"), width=27),
            SheetColumn(title=_("Unit code"), width=12),
            SheetColumn(title=_("Unit"), width=36),
            SheetColumn(title=_("Earlier score"), width=10, kind=points),
            SheetColumn(title=_("Later score"), width=10, kind=points),
            SheetColumn(title=_("Difference"), width=11, kind=points),
            SheetColumn(title=_("Difference from"), width=11, kind=points),
            SheetColumn(title=_("Difference to"), width=11, kind=points),
            SheetColumn(title=_("What it tells"), width=20),
            SheetColumn(title=_("Why there is none"), width=32),
            *(SheetColumn(title=code, width=9, kind=percent) for code in factors),
        ),
        rows=()
        if changes is None
        else tuple(_row(line, names=names, speech=speech) for line in change_lines(changes)),
        empty=_("There is no earlier round with public scores to compare with."),
        stays=3,
    )


def _row(line: ChangeLine, *, names: Mapping[str, str], speech: Speech) -> tuple[Cell, ...]:
    _ = speech.gettext
    whole = {"whole": _("All units together"), "group": _("The group together")}
    change, reason = line.difference.change, line.reason
    if reason is not None:
        reason = OF_ROWS.get(reason, reason)
    return (
        names.get(line.unit_group, line.unit_group),
        line.unit_code,
        line.unit_name or whole.get(line.kind, ""),
        line.earlier.score,
        line.later.score,
        line.difference.value,
        line.difference.low,
        line.difference.high,
        "" if change is None else _(CHANGES[Change(change)]),
        "" if reason is None else _(REASONS[reason]) if reason in REASONS else reason,
        *(cell.value for cell in line.factors.values()),
    )
