"""The re-checked work by enumerator, unit and supervisor: rates beside their intervals."""

from field_export.report import Column, Grid, Paragraphs, ReportSection
from survey_app.publication.recheck_report.figures import rate_cells, rate_columns
from survey_app.publication.recheck_report.reported import ReportedPerson, ReportedRechecks
from survey_app.wording.speech import Speech


def enumerators_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """In the order of names: a list by rate would be a list of chance."""
    _ = speech.gettext
    figures = of.comparison.enumerators
    named = sorted(figures, key=lambda code: (_person(of, code).name, code))
    rows = tuple(
        (
            _person(of, code).name,
            speech.whole(figures[code].work.drawn),
            speech.whole(figures[code].work.defective.of),
            *rate_cells(figures[code].work.defective, speech=speech),
            speech.whole(figures[code].work.not_happened),
        )
        for code in named
    )
    return ReportSection(
        title=_("Enumerators"),
        blocks=(
            Paragraphs(
                lines=(
                    _(
                        "A rate of few re-checks is often chance: read it with its interval. No"
                        " rate is a finding about a person; only evidence that was looked at by"
                        " somebody, and after the person was heard, is."
                    ),
                    _("Answers that changed are no fault of anybody and are not in this table."),
                )
            ),
            *_table(_("Re-checks by enumerator"), _("Enumerator"), rows, speech=speech),
        ),
    )


def units_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """In the order of names."""
    _ = speech.gettext
    figures = of.comparison.units
    named = sorted(figures, key=lambda code: (of.units.get(code, code), code))
    rows = tuple(
        (
            of.units.get(code, code),
            speech.whole(figures[code].drawn),
            speech.whole(figures[code].defective.of),
            *rate_cells(figures[code].defective, speech=speech),
            speech.whole(figures[code].not_happened),
        )
        for code in named
    )
    return ReportSection(
        title=_("Units"),
        blocks=_table(_("Re-checks by unit"), _("Unit"), rows, speech=speech),
    )


def supervisors_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """Who re-checked whom is left out; how many of theirs found every answer the same is not."""
    _ = speech.gettext
    figures = of.comparison.supervisors
    named = sorted(figures, key=lambda code: (_person(of, code).organisation, code))
    rows = tuple(
        (
            f"{_person(of, code).name}, {_person(of, code).organisation}",
            speech.whole(figures[code].drawn),
            speech.whole(figures[code].defective.of),
            *rate_cells(figures[code].defective, speech=speech),
            f"{speech.whole(figures[code].identical)}/{speech.whole(figures[code].compared)}",
        )
        for code in named
    )
    lines = (
        _(
            "The last column counts re-checks in which every criterion got the same level as at"
            " first. Honest pairs differ somewhere; a supervisor of whom nearly all are the same"
            " may not have asked, and somebody goes along with them once."
        ),
    )
    last = _("All the same")
    return ReportSection(
        title=_("Supervisors"),
        blocks=(
            Paragraphs(lines=lines),
            *_table(_("Re-checks by supervisor"), _("Supervisor"), rows, speech=speech, last=last),
        ),
    )


def _table(
    caption: str,
    who: str,
    rows: tuple[tuple[str, ...], ...],
    *,
    speech: Speech,
    last: str | None = None,
) -> tuple[Grid | Paragraphs, ...]:
    _ = speech.gettext
    if not rows:
        return (Paragraphs(lines=(_("There is nothing to tell yet."),)),)
    columns = (
        Column(title=who, share=1),
        Column(title=_("Drawn"), share=0, is_number=True),
        Column(title=_("Reached"), share=0, is_number=True),
        *rate_columns(speech=speech),
        Column(title=last or _("No interview"), share=0, is_number=True),
    )
    return (Grid(caption=caption, columns=columns, rows=rows),)


def _person(of: ReportedRechecks, code: str) -> ReportedPerson:
    return of.people.get(code, ReportedPerson(name=code, organisation=""))
