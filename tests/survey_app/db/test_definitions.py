"""Questionnaire versions out of the database."""

import pytest

from questionnaires import shipped_definition, version_id
from survey_app.db.definitions import definition_of
from survey_app.db.engine import transaction
from survey_app.problems import Code, Problem

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_definition__stored_version__is_the_one_that_was_published(engine):
    definition = shipped_definition("sipas-22")

    with transaction(engine) as session:
        assert definition_of(session, version_id(definition)) == definition


def test_definition__unknown_version__does_not_exist(engine):
    with transaction(engine) as session, pytest.raises(Problem) as refused:
        definition_of(session, "0" * 64)

    assert refused.value.code is Code.NOT_FOUND
