"""A sheet for each unit: its score, its place, what is weakest, what changed, how to read it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from field_export.report import Column, Figure, Grid, Paragraphs
from field_export.unit_sheets import KeyFigure, SheetPart, UnitSheet, UnitSheets
from scoring.published_row import PublishedRow
from survey_app.clock import ZONE, written_day
from survey_app.db.rounds import RoundUnitRecord
from survey_app.problems import Code, Problem
from survey_app.publication.official_report import printed_sheets
from survey_app.publication.report.index_section import group_name, whole_or_decimal
from survey_app.publication.report.printing import foot_of, notices_of
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.publication.report.sheet_change import change_part
from survey_app.publication.report.sheet_figures import (
    compared_figure,
    factor_figure,
    level_figure,
)
from survey_app.results.compared import share_in
from survey_app.results.criteria import Criterion, criteria_of, lowest
from survey_app.results.ranking import shown_of
from survey_app.wording.score_words import (
    FLAGS,
    range_in_words,
    rank_in_words,
    reasons_in_words,
    span,
)
from survey_app.wording.speech import VIETNAMESE, Speech

LOWEST = 5
NOTHING, PERCENT = "–", "%"


def printed_unit_sheets(of: ComparedRun, *, code: str | None = None) -> bytes:
    """The sheet of the unit with this code, or those of all units, as PDF in Vietnamese.

    Raises Problem for a unit of which the run has nothing, and where no font has all letters.
    """
    found = units_with_sheets(of)
    chosen = [unit for unit in found if code in (None, unit.unit_code)]
    if not chosen:
        known = ", ".join(unit.unit_code for unit in found)
        details = {"round": of.round.code, "unit": code or NOTHING, "known": known}
        raise Problem(Code.NO_SHEET_OF_UNIT, details)
    return printed_sheets(unit_sheets_of(of, chosen, speech=VIETNAMESE))


def units_with_sheets(of: ReportedRun) -> tuple[RoundUnitRecord, ...]:
    """The units of which the run says something, be it only that it is hidden."""
    return tuple(unit for unit in of.basis.units if unit.unit_code in of.run.units)


def unit_sheets_of(
    of: ComparedRun, units: Sequence[RoundUnitRecord], *, speech: Speech
) -> UnitSheets:
    """The sheets in words, in the order of the units."""
    _ = speech.gettext
    name = of.run.about.round.name
    of_round = name.en if speech.language == "en" else name.vi
    title = _("Sheets of the units: %(round)s", round=of_round)
    if len(units) == 1:
        title = f"{units[0].unit_name}: {of_round}"
    return UnitSheets(
        language=speech.language,
        title=title,
        made_at=of.publication.published_at.astimezone(ZONE),
        sheets=tuple(
            _sheet(unit, of.run.units[unit.unit_code], name=of_round, of=of, speech=speech)
            for unit in units
        ),
        foot=foot_of(of, speech=speech),
        sheet=_("sheet {sheet}/{sheets}"),
    )


def _sheet(
    unit: RoundUnitRecord, row: PublishedRow, *, name: str, of: ComparedRun, speech: Speech
) -> UnitSheet:
    _ = speech.gettext
    about = of.run.about.round
    return UnitSheet(
        body=of.round.controller,
        unit=row.name or unit.unit_name,
        about=(
            _("Satisfaction of citizens and organisations. %(round)s", round=name),
            _(
                "Procedures from %(start)s to %(end)s",
                start=written_day(about.period_start),
                end=written_day(about.period_end),
            ),
        ),
        notice=" ".join(notices_of(of, speech=speech)),
        figures=() if row.is_hidden else tuple(_figures(unit, row, of=of, speech=speech)),
        parts=tuple(_parts(unit, row, of=of, speech=speech)),
        notes=() if row.is_hidden else tuple(_notes(speech=speech)),
    )


def _figures(
    unit: RoundUnitRecord, row: PublishedRow, *, of: ReportedRun, speech: Speech
) -> Iterator[KeyFigure]:
    _ = speech.gettext
    shown = shown_of(row.score)
    if shown.score is not None:
        between = ""
        if shown.low is not None and shown.high is not None:
            ends = span(speech.plain(shown.low), speech.plain(shown.high))
            between = _("95 %% interval %(interval)s", interval=ends)
        score = speech.plain(shown.score)
        yield KeyFigure(name=_("Score (of 10)"), value=score, beside=between)
    group = of.run.groups.get(unit.group_code)
    ranked = 0 if group is None or group.ranked is None else group.ranked
    if row.rank is not None:
        yield KeyFigure(
            name=_("Rank in its group"),
            value=rank_in_words(row.rank, speech=speech),
            beside=_(
                "of %(ranked)s; possible: %(range)s",
                ranked=speech.whole(ranked),
                range=range_in_words(row.rank, speech=speech),
            ),
        )
    if row.points is not None and row.points.points is not None:
        most = speech.plain(whole_or_decimal(Decimal(unit.component_maximum)))
        yield KeyFigure(
            name=_("Points of the survey"),
            value=speech.rounded(row.points.points),
            beside=_("of at most %(most)s", most=most),
        )
    yield KeyFigure(
        name=_("People"),
        value=speech.whole(row.score.published.n_valid),
        beside=_response(row, speech=speech),
    )


def _response(row: PublishedRow, *, speech: Speech) -> str:
    field = row.fieldwork
    if field is None or field.response_rate is None or not field.n_completed:
        return ""
    rate = speech.rounded(Decimal(repr(field.response_rate)), places=1)
    return speech.gettext("response rate %(rate)s %%", rate=rate)


def _parts(
    unit: RoundUnitRecord, row: PublishedRow, *, of: ComparedRun, speech: Speech
) -> Iterator[SheetPart]:
    _, group = speech.gettext, of.run.groups.get(unit.group_code)
    flag = _flag(row, speech=speech)
    if flag:
        yield SheetPart(heading=_("What may be done with it"), blocks=(Paragraphs(lines=(flag,)),))
    if row.is_hidden:
        yield from change_part(unit.unit_code, of=of, speech=speech)
        return
    rows = [(row.name or unit.unit_name, row)]
    if group is not None:
        rows.append((group_name(unit.group_code, of=of, speech=speech), group))
    rows.append((_("All units together"), of.run.whole))
    yield from _part(compared_figure(rows, speech=speech))
    yield from _part(factor_figure(row, group, of=of, speech=speech))
    criteria = criteria_of(
        row.score,
        rule=of.basis.plans.rule,
        minimum=of.basis.plans.scoring.limits.minimum_people,
    )
    yield from _part(level_figure(criteria, of=of, speech=speech))
    if least := lowest(criteria, count=LOWEST):
        table = _lowest(least, group=group, of=of, speech=speech)
        yield SheetPart(heading=_("The criteria that satisfy least"), blocks=(table,))
    yield from change_part(unit.unit_code, of=of, speech=speech)
    if lines := tuple(_checks(row, speech=speech)):
        yield SheetPart(heading=_("Checks"), blocks=(Paragraphs(lines=lines),))


def _part(figure: Figure | None) -> Iterator[SheetPart]:
    if figure is not None:
        yield SheetPart(heading=figure.caption, blocks=(figure,))


def _flag(row: PublishedRow, *, speech: Speech) -> str:
    """What a reader must know before the figures; nothing of a unit that is simply ranked."""
    reason = reasons_in_words(row.score.verdict.reason, speech=speech)
    if row.rank is not None and not reason:
        return ""
    flag = speech.gettext(FLAGS[row.score.verdict.flag])
    return f"{flag}: {reason}." if reason else f"{flag}."


def _lowest(
    criteria: Sequence[Criterion], *, group: PublishedRow | None, of: ReportedRun, speech: Speech
) -> Grid:
    _ = speech.gettext
    minimum = of.basis.plans.scoring.limits.minimum_people
    rows = []
    for one in criteria:
        other = None if group is None else share_in(group, one.code, minimum=minimum).percent
        ends = NOTHING
        if one.low is not None and one.high is not None:
            ends = span(speech.plain(one.low), speech.plain(one.high))
        text = of.basis.definition.item(one.code).text.in_language(speech.language)
        share = NOTHING if one.percent is None else speech.plain(one.percent)
        beside = NOTHING if other is None else speech.plain(other)
        rows.append((f"{one.code}. {text}", share, ends, beside))
    return Grid(
        caption="",
        columns=(
            Column(title=_("Criterion"), share=1),
            Column(title=_("Share (%(sign)s)", sign=PERCENT), share=0, is_number=True),
            Column(title=_("95 %% interval (%(sign)s)", sign=PERCENT), share=0, is_number=True),
            Column(title=_("Group (%(sign)s)", sign=PERCENT), share=0, is_number=True),
        ),
        rows=tuple(rows),
    )


def _checks(row: PublishedRow, *, speech: Speech) -> Iterator[str]:
    """What was voided or made again."""
    _ = speech.gettext
    if row.recheck.n_rechecked:
        yield _(
            "%(made)s interviews were made again; %(defective)s of them were defective.",
            made=speech.whole(row.recheck.n_rechecked),
            defective=speech.whole(row.recheck.n_defective or 0),
        )
    if row.excluded.all:
        yield _(
            "%(number)s interviews that were received do not count.",
            number=speech.whole(row.excluded.all),
        )


def _notes(*, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    yield _(
        "How to read it: the score is the share of satisfied answers on the scale of 10. Had other"
        " people been asked, it would be somewhat different; the 95 %(sign)s interval says how"
        " much.",
        sign=PERCENT,
    )
    yield _(
        "The possible ranks are those that the answers allow: units whose possible ranks overlap"
        " cannot be told apart for certain. Of the factors the small dot is that of the group."
    )
