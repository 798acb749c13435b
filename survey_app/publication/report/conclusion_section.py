"""What is said at the end: the best, the weakest, and the sentence before the signature."""

from collections.abc import Iterator

from field_export.report import Paragraphs, ReportSection, Subheading
from scoring.index import GroupIndex
from survey_app.publication.letter import Letter, closing_of
from survey_app.publication.report.index_section import band_name, group_name
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.publication.report.scoring_section import factor_titles
from survey_app.results.criteria import criteria_of, lowest
from survey_app.results.full_index import FullIndex
from survey_app.results.ranking import factors_shown
from survey_app.wording.speech import Speech

GOOD_BANDS = 2
"""How many of the best bands are told together."""
WEAKEST = 3


def conclusion_section(of: ComparedRun, *, letter: Letter, speech: Speech) -> ReportSection:
    """Only what figures tell; what should be done about it is for the office to write."""
    _ = speech.gettext
    good, weak = tuple(_good(of, speech=speech)), tuple(_weak(of, speech=speech))
    blocks: list[Subheading | Paragraphs] = []
    if good:
        blocks += [Subheading(words=_("What was reached")), Paragraphs(lines=good)]
    if weak:
        blocks += [Subheading(words=_("What is weakest")), Paragraphs(lines=weak)]
    body = of.round.controller
    end = _("These are the results; %(body)s respectfully reports./.", body=body)
    return ReportSection(
        title=_("Evaluation"),
        blocks=(*blocks, Paragraphs(lines=(end,)), closing_of(letter, speech=speech)),
    )


def _good(of: ComparedRun, *, speech: Speech) -> Iterator[str]:
    if of.index is not None:
        names = [band.name for band in of.index.plan.bands[:GOOD_BANDS]]
        for group in of.index.groups:
            if any(group.group.bands[name] for name in names):
                yield _in_bands(group.group, names=names, of=of, index=of.index, speech=speech)
    yield from _factor(of, speech=speech, is_highest=True)


def _in_bands(
    group: GroupIndex, *, names: list[str], of: ReportedRun, index: FullIndex, speech: Speech
) -> str:
    return speech.gettext(
        "%(group)s: %(units)s of %(all)s units are in the bands %(bands)s.",
        group=group_name(group.group, of=of, speech=speech),
        units=speech.whole(sum(group.bands[name] for name in names)),
        all=speech.whole(len(group.rows)),
        bands=", ".join(band_name(name, index=index, speech=speech) for name in names),
    )


def _weak(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    yield from _factor(of, speech=speech, is_highest=False)
    plans = of.basis.plans
    minimum = plans.scoring.limits.minimum_people
    found = lowest(criteria_of(of.run.whole.score, rule=plans.rule, minimum=minimum), count=WEAKEST)
    if found:
        named = "; ".join(
            f"{of.basis.definition.item(one.code).text.in_language(speech.language)}"
            f" ({speech.plain(one.percent)} %)"
            for one in found
            if one.percent is not None
        )
        yield _("The criteria that satisfy least are: %(criteria)s.", criteria=named)


def _factor(of: ReportedRun, *, speech: Speech, is_highest: bool) -> Iterator[str]:
    """All that share the place; nothing where there is one factor, or all have the same share."""
    _ = speech.gettext
    names = factor_titles(of, speech=speech)
    minimum = of.basis.plans.scoring.limits.minimum_people
    shown = factors_shown(of.run.whole.score, codes=tuple(names), minimum=minimum)
    shares = {code: one.percent for code, one in shown.items() if one.percent is not None}
    if len(set(shares.values())) < 2:
        return
    end = (max if is_highest else min)(shares.values())
    found = "”, “".join(names[code] for code, share in shares.items() if share == end)
    said = {"factor": found, "percent": speech.plain(end)}
    if is_highest:
        yield _("The factor that satisfies most is “%(factor)s”, with %(percent)s %%.", **said)
    else:
        yield _("The factor that satisfies least is “%(factor)s”, with %(percent)s %%.", **said)
