"""What was done: which units, how many interviews, and how figures are made, in short."""

from collections.abc import Iterator, Sequence

from field_export.report import Paragraphs, ReportSection, Subheading
from survey_app.clock import written_day
from survey_app.db.rounds import RoundUnitRecord
from survey_app.publication.report.index_section import group_name, whole_or_decimal
from survey_app.publication.report.method_section import field_sentences, recheck_sentences
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.results.full_index import FullIndex
from survey_app.wording.speech import Speech


def overview_section(of: ComparedRun, *, speech: Speech) -> ReportSection:
    """Scope, survey, and the way to points and index."""
    _ = speech.gettext
    return ReportSection(
        title=_("What was done and how"),
        blocks=(
            Subheading(words=_("Units")),
            Paragraphs(lines=tuple(_units(of, speech=speech))),
            Subheading(words=_("The survey")),
            Paragraphs(lines=(_interviews(of, speech=speech),)),
            Paragraphs(lines=tuple(_by_group(of, speech=speech)), is_list=True),
            Paragraphs(
                lines=(*field_sentences(of, speech=speech), *recheck_sentences(of, speech=speech))
            ),
            Subheading(words=_("How the figures are made")),
            Paragraphs(lines=tuple(_made(of, speech=speech))),
            *([] if of.index is None else _bands(of.index, speech=speech)),
        ),
    )


def _units(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    surveyed = [unit for unit in of.basis.units if not unit.is_exempt]
    exempt = [unit.unit_name for unit in of.basis.units if unit.is_exempt]
    yield _(
        "The survey was held in %(surveyed)s of %(units)s units: %(groups)s.",
        surveyed=speech.whole(len(surveyed)),
        units=speech.whole(len(of.basis.units)),
        groups=_counted(surveyed, of=of, speech=speech),
    )
    if exempt:
        yield _("It was not held in %(units)s, which have no procedures.", units="; ".join(exempt))


def _counted(units: Sequence[RoundUnitRecord], *, of: ReportedRun, speech: Speech) -> str:
    codes = dict.fromkeys(unit.group_code for unit in units)
    return "; ".join(
        f"{speech.whole(sum(unit.group_code == code for unit in units))}"
        f" {_inside(group_name(code, of=of, speech=speech))}"
        for code in codes
    )


def _inside(name: str) -> str:
    """A name inside a sentence: with a small letter, unless it begins with several capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _interviews(of: ReportedRun, *, speech: Speech) -> str:
    about = of.run.about
    return speech.gettext(
        "%(interviews)s interviews count, about procedures that were finished from %(start)s to"
        " %(end)s:",
        interviews=speech.whole(about.data_cut.interviews),
        start=written_day(about.round.period_start),
        end=written_day(about.round.period_end),
    )


def _by_group(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    for code in dict.fromkeys(unit.group_code for unit in of.basis.units):
        units = [unit for unit in of.basis.units if unit.group_code == code]
        answered = [unit for unit in units if unit.unit_code in of.run.units]
        if answered and code in of.run.groups:
            yield speech.gettext(
                "%(group)s: %(interviews)s interviews in %(units)s units.",
                group=group_name(code, of=of, speech=speech),
                interviews=speech.whole(of.run.groups[code].score.n),
                units=speech.whole(len(answered)),
            )


def _made(of: ComparedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    points = of.basis.plans.points
    yield _(
        "Every criterion is answered on one scale. The share that is published is made of the"
        " answers as annex II says it; the score is that share on the scale of 10, and the points"
        " of the survey, %(most)s at most, come of it as annex III says it.",
        most=speech.plain(whole_or_decimal(points.maximum)),
    )
    if of.index is None:
        return
    plan = of.index.plan
    yield _(
        "The index of a unit is the percentage of its points, appraised and of the survey"
        " together, in the points that it can have at most: %(maximum)s, or %(exempt)s where it"
        " is not surveyed.",
        maximum=speech.plain(whole_or_decimal(plan.maximum)),
        exempt=speech.plain(whole_or_decimal(plan.exempt_maximum)),
    )


def _bands(index: FullIndex, *, speech: Speech) -> Iterator[Paragraphs]:
    _ = speech.gettext
    lines, above = [], None
    for band in index.plan.bands:
        said = {
            "band": band.name_en if speech.language == "en" else band.name,
            "low": speech.plain(whole_or_decimal(band.from_percent)),
        }
        if above is None:
            lines.append(_("%(band)s: from %(low)s points on.", **said))
        elif band.from_percent == 0:
            lines.append(_("%(band)s: below %(high)s points.", **said, high=above))
        else:
            lines.append(_("%(band)s: from %(low)s to below %(high)s points.", **said, high=above))
        above = said["low"]
    yield Paragraphs(lines=(_("By their index units are in these bands:"),))
    yield Paragraphs(lines=tuple(lines), is_list=True)
