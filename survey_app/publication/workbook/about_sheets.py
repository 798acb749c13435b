"""What was asked, and how the figures came about."""

from collections.abc import Iterator

from field_export.report import Facts, Paragraphs
from field_export.workbook import Cell, Sheet, SheetColumn
from questionnaires.items import Item
from survey_app.publication.report.method_section import method_section
from survey_app.publication.report.origin_section import origin_section
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.publication.report.scoring_section import plan_facts
from survey_app.wording.plan_words import points_plan_words, scoring_plan_words
from survey_app.wording.speech import Speech


def code_book_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """Every question with the codes of its answers, in the order in which they are asked."""
    _ = speech.gettext
    return Sheet(
        name=_("Code book"),
        title=_("Code book: %(name)s", name=of.basis.definition.id),
        columns=(
            SheetColumn(title=_("Section"), width=30),
            SheetColumn(title=_("Code"), width=10),
            SheetColumn(title=_("Question"), width=60),
            SheetColumn(title=_("In the index"), width=10),
            SheetColumn(title=_("Answer code"), width=10),
            SheetColumn(title=_("Answer"), width=44),
        ),
        rows=tuple(_questions(of, speech=speech)),
        stays=2,
    )


def _questions(of: ReportedRun, *, speech: Speech) -> Iterator[tuple[Cell, ...]]:
    language = speech.language
    for section in of.basis.definition.sections:
        title = section.title.in_language(language)
        for item in section.items:
            counts = "x" if item.in_index else ""
            head = (title, item.code, item.text.in_language(language), counts)
            answers = list(_answers(of, item, speech=speech))
            for answer in answers or [("", speech.gettext("free text or number"))]:
                yield (*head, *answer)


def _answers(of: ReportedRun, item: Item, *, speech: Speech) -> Iterator[tuple[Cell, Cell]]:
    definition = of.basis.definition
    apart = definition.not_applicable_of(item)
    for option in (*definition.options_of(item), *([] if apart is None else [apart])):
        yield option.code, option.text.in_language(speech.language)


def method_sheet(of: ComparedRun, *, speech: Speech) -> Sheet:
    """Sentences of the report, both plans, the run with all hashes and seeds."""
    _ = speech.gettext
    return Sheet(
        name=_("Method"),
        title=_("Method: plans, run, hashes and seeds"),
        columns=(
            SheetColumn(title=_("About"), width=34),
            SheetColumn(title=_("What"), width=40),
            SheetColumn(title=_("Content"), width=90),
        ),
        rows=tuple(_method(of, speech=speech)),
        stays=1,
    )


def _method(of: ComparedRun, *, speech: Speech) -> Iterator[tuple[str, str, str]]:
    for section in (origin_section(of, speech=speech), method_section(of, speech=speech)):
        for block in section.blocks:
            if isinstance(block, Facts):
                yield from ((section.title, fact.name, fact.value) for fact in block.facts)
            elif isinstance(block, Paragraphs):
                yield from ((section.title, "", line) for line in block.lines)
    yield from _plans(of, speech=speech)


def _plans(of: ReportedRun, *, speech: Speech) -> Iterator[tuple[str, str, str]]:
    _ = speech.gettext
    method, plans = of.run.about.method, of.basis.plans
    names = {unit.unit_code: unit.unit_name for unit in of.basis.units}
    scoring = _("Scoring plan: from answers to the share")
    for fact in plan_facts(method.scoring_plan, speech=speech).facts:
        yield scoring, fact.name, fact.value
    for line in scoring_plan_words(plans.scoring, plans.rule, speech=speech):
        yield scoring, "", line
    points = _("Points plan: from the share to the points")
    for fact in plan_facts(method.points_plan, speech=speech).facts:
        yield points, fact.name, fact.value
    for line in points_plan_words(plans.points, speech=speech, names=names):
        yield points, "", line
