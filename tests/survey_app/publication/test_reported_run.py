"""What a report is made of: the stored document of a run, whole."""

from dataclasses import replace

import pytest

from field_export.report import Figure, Grid, texts_of
from scoring.composition import Composition
from scoring.published_row import published_row
from scoring.published_run import published_run
from scoring.rule import NOT_APPLICABLE
from survey_app.db import publications
from survey_app.db.engine import transaction
from survey_app.db.published_scores import rows_of_run
from survey_app.db.rounds import round_by_id
from survey_app.publication.letter import NOTHING_TOLD
from survey_app.publication.report.conclusion_section import conclusion_section
from survey_app.publication.report.printing import report_of
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.report.survey_section import survey_section
from survey_app.publication.workbook.about_sheets import code_book_sheet
from survey_app.publication.workbook.fieldwork_sheets import cells_of_row
from survey_app.publication.workbook.printing import workbook_of
from survey_app.wording.speech import VIETNAMESE
from tests.survey_app.people_by_chance import DEFINITION
from tests.survey_app.web.published_round import (
    OF_STP,
    OF_SXD,
    close,
    levels,
    publish,
    store,
    two_units_public,
)


@pytest.fixture
def published(begin, world):
    """A round with scores that are public, and interviews that came in since."""
    begin(_public_and_more_since, world)
    return world


def _public_and_more_since(world):
    two_units_public(world)
    store(world, *[levels(1)] * 20)


def test_reported_run__current_publication__is_read_from_its_document(published):
    with transaction(published.engine, writes=False) as session:
        found = reported_run(session, round_by_id(session, 1))
        kept = publications.run_of_round(session, 1, run_id=found.publication.run_id)
        rows = {row[:2]: published_row(row[2]) for row in rows_of_run(session, kept.id)}

    run = found.run
    assert run == published_run(kept.result)
    assert {("unit", code): row for code, row in run.units.items()} | {
        ("group", code): row for code, row in run.groups.items()
    } | {("whole", ""): run.whole} == rows
    assert run.about.data_cut.sha256 == kept.cut_sha256 == found.publication.cut_sha256
    assert run.about.data_cut.interviews == len(OF_SXD) + len(OF_STP)
    assert run.about.method.questionnaire_version == found.basis.plans.rule.version_id


def test_report__factors_that_satisfy_most_alike__are_all_named(published):
    with transaction(published.engine, writes=False) as session:
        found = compared_run(session, reported_run(session, round_by_id(session, 1)))

    said = said_in(conclusion_section(found, letter=NOTHING_TOLD, speech=VIETNAMESE))

    # Only the first factor has a criterion with which somebody is not satisfied.
    first, *others = (factor.title.vi for factor in DEFINITION.factors)
    named = ", ".join(f"“{one}”" for one in others)
    assert f"Yếu tố có tỷ lệ hài lòng cao nhất là {named}, đạt 100,0 %." in said
    assert f"Yếu tố có tỷ lệ hài lòng thấp nhất là “{first}”" in said


def test_report__reason_of_a_group_alone__is_marked_in_its_row(published):
    with transaction(published.engine, writes=False) as session:
        found = compared_run(session, reported_run(session, round_by_id(session, 1)))
    [(code, row)] = found.run.groups.items()
    verdict = replace(row.score.verdict, reason="n_valid < 25")
    alone = replace(row, score=replace(row.score, verdict=verdict))
    run = replace(found.run, groups={code: alone})

    blocks = survey_section(replace(found, run=run), speech=VIETNAMESE).blocks

    table = next(block for block in blocks if isinstance(block, Grid))
    note = next(one for one in table.notes if one.endswith(" dưới 25 người trả lời."))
    assert table.last[2] == "Cả nhóm"
    assert table.last[-1] == note.partition(" ")[0]
    assert not any(table.last[-1] in cells[-1] for cells in table.rows)


def test_workbook__code_book__has_every_code_of_an_answer(published):
    with transaction(published.engine, writes=False) as session:
        found = reported_run(session, round_by_id(session, 1))

    rows = code_book_sheet(found, speech=VIETNAMESE).rows

    codes = {code for _, item, _, _, code, _ in rows if item == "q11"}
    assert codes == {*found.basis.plans.rule.levels, NOT_APPLICABLE}


def test_statistics_form__document_that_says_no_modes__has_the_number_alone(published):
    with transaction(published.engine, writes=False) as session:
        row = reported_run(session, round_by_id(session, 1)).run.units["SXD"]
    unsaid = replace(row, composition=Composition(modes={}, origins={}))

    found = cells_of_row(unsaid)

    assert (found.forms, found.way, found.by_mode) == (len(OF_SXD), None, {})


def test_report__nothing_of_the_whole_may_be_shown__is_printed_without_figures(world):
    store(world, *[levels(4)] * 5)
    close(world)
    publish(world)
    with transaction(world.engine, writes=False) as session:
        found = compared_run(session, reported_run(session, round_by_id(session, 1)))

    report = report_of(found, speech=VIETNAMESE)
    workbook = workbook_of(found, speech=VIETNAMESE)

    said = " ".join(map(said_in, (*report.sections, *report.annexes)))
    assert "Kết quả chung không được công bố" in said
    survey = next(part for part in report.sections if "KHẢO SÁT" in part.title.upper())
    assert not [one for one in survey.blocks if isinstance(one, Figure)]
    assert "Theo tiêu chí" not in said
    scores = next(one for one in workbook.sheets if one.name == "Điểm khảo sát")
    assert {cells[4:12] for cells in scores.rows} == {(None,) * 8}


def said_in(section):
    """The sentences and headings of a section."""
    return " ".join(text for block in section.blocks for text in texts_of(block))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"document": "hailong score run 2"}'])
def test_published_run__what_is_no_document__is_refused(text):
    with pytest.raises(ValueError, match="validation error"):
        published_run(text)
