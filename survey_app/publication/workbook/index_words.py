"""The words of the sheets of the index."""

from field_export.index_sheets import IndexWords, index_sheets
from field_export.workbook import Sheet
from survey_app.publication.report.index_section import group_names, ranked_by_unprinted
from survey_app.publication.report.index_state import index_state
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.results.full_index import FullIndex
from survey_app.results.no_points import SENTENCES
from survey_app.wording.speech import Speech

NOT_IN_IT = "; "


def sheets_of_index(of: ComparedRun, *, speech: Speech) -> tuple[Sheet, ...]:
    """Units, groups and bands; none while no unit has appraised points."""
    index = of.index
    if index is None:
        return ()
    return index_sheets(
        index.index.groups,
        plan=index.plan,
        names=group_names(of, speech=speech),
        words=_words(of, index, speech=speech),
    )


def _words(of: ComparedRun, index: FullIndex, *, speech: Speech) -> IndexWords:
    _ = speech.gettext
    return IndexWords(
        units_name=_("Index"),
        units_title=_("Index of administrative reform: units"),
        units_columns=(
            _("Group"),
            _("Unit code"),
            _("Unit"),
            _("Maximum"),
            _("Appraised points"),
            _("Survey points"),
            _("Total points"),
            _("Index (%(sign)s)", sign="%"),
            _("Rank"),
            _("Band"),
            _("Above the mean"),
        ),
        units_notes=(*index_state(of, speech=speech), *_notes(index, speech=speech)),
        groups_name=_("Index by group"),
        groups_title=_("Index of administrative reform: groups"),
        groups_columns=(
            _("Group"),
            _("Units"),
            _("Mean index (%(sign)s)", sign="%"),
            _("Mean survey points"),
            _("Spread (points)"),
            _("Above the mean"),
        ),
        bands_name=_("Bands of the index"),
        bands_title=_("Bands of the index: %(plan)s", plan=index.plan.id),
        bands_columns=(_("From an index of (%(sign)s)", sign="%"), _("Band")),
        bands_notes=(index.plan.source,),
        exempt="x",
        above="x",
        empty=_("No unit has appraised points and survey points yet."),
    )


def _notes(of: FullIndex, *, speech: Speech) -> tuple[str, ...]:
    _ = speech.gettext
    notes = [
        _(
            "Total, index, rank and band are computed by this sheet: change the points of a unit,"
            " and everything follows. x: not surveyed, or above the mean of the group."
        )
    ]
    if any(group.ranks_by_unprinted for group in of.index.groups):
        notes.append(ranked_by_unprinted(speech))
    missing = of.index.not_ready
    if missing:
        units = NOT_IN_IT.join(
            f"{one.unit.unit_name} ({' '.join(_(SENTENCES[reason]) for reason in one.reasons)})"
            for one in missing
        )
        notes.append(_("Not in the index: %(units)s", units=units))
    return tuple(notes)
