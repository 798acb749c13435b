"""What a report is made of: the stored document of a run, whole."""

import pytest

from scoring.published_row import published_row
from scoring.published_run import published_run
from survey_app.db import publications
from survey_app.db.engine import transaction
from survey_app.db.published_scores import rows_of_run
from survey_app.db.rounds import round_by_id
from survey_app.publication.report.reading import reported_run
from tests.survey_app.web.published_round import OF_STP, OF_SXD, STP, close, levels, publish, store


@pytest.fixture
def published(world):
    """A round with scores that are public, and interviews that came in since."""
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    store(world, *[levels(1)] * 20)
    return world


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


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"document": "hailong score run 2"}'])
def test_published_run__what_is_no_document__is_refused(text):
    with pytest.raises(ValueError, match="validation error"):
        published_run(text)
