"""The areas of the index: means and maxima of every group, units by areas, and the gap between
what units gave themselves and what they were given.
"""

from collections.abc import Iterator
from fractions import Fraction

from field_export.charts.heat import shades
from field_export.report import Block, Column, Grid, Paragraphs, ReportSection, Subheading
from scoring.areas import AreaFigures, UnitAreas
from scoring.plans.criteria_set import Area
from scoring.rounding import half_up
from survey_app.publication.report.index_section import group_name, whole_or_decimal
from survey_app.publication.report.index_words import MOST_NAMED, signed
from survey_app.publication.report.reading import ReportedRun
from survey_app.results.full_index import FullGroup, FullIndex
from survey_app.wording.speech import Speech

NOTHING, NOT_SURVEYED, PERCENT = "–", "x", "%"


def has_areas(index: FullIndex | None) -> bool:
    """Whether there is anything to say of areas but the survey."""
    return index is not None and any(group.has_areas for group in index.groups)


def areas_section(of: ReportedRun, index: FullIndex, *, speech: Speech) -> ReportSection:
    """A part an area with the sentences of all groups, then tables of units, then the gap."""
    _ = speech.gettext
    groups = [group for group in index.groups if group.has_areas]
    return ReportSection(
        title=_("Results by area"),
        blocks=(
            *(
                block
                for at, area in enumerate(index.areas)
                for block in _area(area, at, groups=groups, of=of, speech=speech)
            ),
            Subheading(words=_("Units by area")),
            *(_table(group, index=index, of=of, speech=speech) for group in groups),
            *_gaps(groups, of=of, speech=speech),
        ),
    )


def _area(
    area: Area, at: int, *, groups: list[FullGroup], of: ReportedRun, speech: Speech
) -> Iterator[Block]:
    lines = [
        _sentence(group.areas[at], group=group, of=of, speech=speech)
        for group in groups
        if group.areas[at].scored
    ]
    if lines:
        most = speech.plain(whole_or_decimal(area.maximum))
        words = speech.gettext(
            "%(area)s (at most %(most)s points)", area=speech.name(area.name), most=most
        )
        yield Subheading(words=words)
        yield Paragraphs(lines=tuple(lines))


def _sentence(found: AreaFigures, *, group: FullGroup, of: ReportedRun, speech: Speech) -> str:
    """Mean and units at the maximum; who has least only where not all have the same."""
    _ = speech.gettext
    said = [
        _(
            "%(group)s: the mean is %(mean)s points, %(percent)s %% of what can be reached;"
            " %(at_maximum)s of %(scored)s units have the most.",
            group=group_name(group.group.group, of=of, speech=speech),
            mean=speech.rounded(found.mean or Fraction(0)),
            percent=speech.rounded(found.mean_percent or Fraction(0), places=1),
            at_maximum=speech.whole(len(found.at_maximum)),
            scored=speech.whole(found.scored),
        )
    ]
    if len(found.lowest) < min(found.scored, MOST_NAMED):
        names = {one.unit_code: one.unit_name for one in group.units}
        lowest = "; ".join(names[code] for code in found.lowest)
        said.append(_("The lowest share is that of %(units)s.", units=lowest))
    if found.applies < found.units:
        missing = speech.whole(found.units - found.applies)
        said.append(_("The area does not apply to %(units)s units.", units=missing))
    return " ".join(said)


def _table(group: FullGroup, *, index: FullIndex, of: ReportedRun, speech: Speech) -> Grid:
    """Points of every unit in every area, shaded by what they are of what can be reached."""
    _ = speech.gettext
    ranks = {row.unit_code: row.rank for row in group.group.rows}
    units = sorted(group.units, key=lambda one: ranks.get(one.unit_code, len(ranks) + 1))
    named = "; ".join(
        f"({at}) {speech.name(area.name)}" for at, area in enumerate(index.areas, start=1)
    )
    return Grid(
        caption=_(
            "Points by area: %(group)s", group=group_name(group.group.group, of=of, speech=speech)
        ),
        columns=(
            Column(title=_("Unit"), share=6),
            *(
                Column(title=f"({at})", share=1, is_number=True)
                for at, _area in enumerate(index.areas, start=1)
            ),
        ),
        rows=tuple(
            (one.unit_name, *(_points(one, area, speech=speech) for area in index.areas))
            for one in units
        ),
        last=(
            _("Mean"),
            *(NOTHING if one.mean is None else speech.rounded(one.mean) for one in group.areas),
        ),
        notes=(f"{named}.", _("x: the area does not apply. The lower the share, the darker.")),
        shades=tuple(
            ("", *row)
            for row in shades([[_share(one, area) for area in index.areas] for one in units])
        ),
    )


def _points(one: UnitAreas, area: Area, *, speech: Speech) -> str:
    if one.scale.maximum_of(area.code) is None:
        return NOT_SURVEYED
    points = one.points(area)
    return NOTHING if points is None else speech.rounded(points)


def _share(one: UnitAreas, area: Area) -> float | None:
    percent = one.percent(area)
    return None if percent is None else float(percent)


def _gaps(groups: list[FullGroup], *, of: ReportedRun, speech: Speech) -> Iterator[Block]:
    _ = speech.gettext
    told = [group for group in groups if group.gaps.units]
    if not told:
        return
    yield Subheading(words=_("Self-scored and appraised points"))
    yield Paragraphs(lines=tuple(_gap_sentence(group, of=of, speech=speech) for group in told))
    for group in told:
        yield _gap_table(group, of=of, speech=speech)


def _gap_sentence(group: FullGroup, *, of: ReportedRun, speech: Speech) -> str:
    _ = speech.gettext
    differences = [one.total.difference for one in group.gaps.units]
    most = max(differences)
    said = _(
        "%(group)s: %(over)s of %(units)s units gave themselves more points than they were given,"
        " %(equal)s as many, %(under)s fewer.",
        group=group_name(group.group.group, of=of, speech=speech),
        over=speech.whole(sum(one > 0 for one in differences)),
        units=speech.whole(len(differences)),
        equal=speech.whole(sum(one == 0 for one in differences)),
        under=speech.whole(sum(one < 0 for one in differences)),
    )
    if most <= 0:
        return said
    return f"{said} " + _(
        "The farthest above is %(unit)s (%(difference)s points).",
        unit="; ".join(one.unit_name for one in group.gaps.units if one.total.difference == most),
        difference=signed(half_up(most), speech=speech),
    )


def _gap_table(group: FullGroup, *, of: ReportedRun, speech: Speech) -> Grid:
    _ = speech.gettext
    return Grid(
        caption=_(
            "Self-scored and appraised points: %(group)s",
            group=group_name(group.group.group, of=of, speech=speech),
        ),
        columns=(
            Column(title=_("Unit"), share=1),
            Column(title=_("Self-scored points"), share=0, is_number=True),
            Column(title=_("Appraised points"), share=0, is_number=True),
            Column(title=_("Difference"), share=0, is_number=True),
        ),
        rows=tuple(
            (
                one.unit_name,
                speech.rounded(one.total.self_scored),
                speech.rounded(one.total.appraised),
                signed(half_up(one.total.difference), speech=speech),
            )
            for one in group.gaps.units
        ),
    )
