"""Every action that is written into the log of changes has words in both languages."""

import ast
import re
from pathlib import Path

import pytest
from flask_babel import force_locale

import survey_app
from survey_app.access.policy import Verb
from survey_app.db.tables import Table
from survey_app.fieldwork import settling
from survey_app.fieldwork.rechecks import settling_aside
from survey_app.web.language import page_speech
from survey_app.wording.action_words import ACTIONS, DETAILS, OBJECTS, action_in_words

ROOMS = ("access", "db", "demo", "fieldwork", "publication", "results")
LIKE_AN_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
FILES, PACKAGES = (".csv", ".json"), ("survey_app.", "field_export.")
OTHERS = {"interview.exclu", "stopped.disposition"} | {
    f"index.{what}" for what in ("published", "superseded", "withdrawn")
}
"""The beginning of two actions, a field of a document, and what programs are told of an index; of
scores they are told in the words of actions.
"""
SETTLED = {
    *(f"quarantine.{what}" for what in (settling.ACCEPTED, settling.CORRECTED, settling.VOIDED)),
    *(f"recheck_aside.{what}" for what in (settling_aside.ACCEPTED, settling_aside.VOIDED)),
}
"""Actions that are put together from two words."""


def written():
    """All that reads like an action in what writes to the database, and is nothing else."""
    columns = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
    }
    verbs = {str(verb) for verb in Verb}
    package = Path(survey_app.__file__).parent
    found = {
        node.value
        for room in ROOMS
        for path in (package / room).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    alike = {text for text in found if LIKE_AN_ACTION.fullmatch(text)} - columns - verbs - OTHERS
    return {text for text in alike if not text.endswith(FILES) and not text.startswith(PACKAGES)}


def test_actions__written_anywhere__are_those_with_words():
    assert {"account.signed_in", "lot.decided", "recheck.task_given"} <= written()
    assert written() | SETTLED == set(ACTIONS)


@pytest.mark.parametrize("words", [ACTIONS, OBJECTS, DETAILS], ids=["actions", "objects", "more"])
def test_words__in_vietnamese__are_others_than_in_english(still_world, words):
    with still_world.app.test_request_context(), force_locale("vi"):
        alike = [code for code, text in words.items() if page_speech().gettext(text) == text]

    assert alike == []


def test_action_in_words__of_a_program_of_before__stands_as_it_is(still_world):
    with still_world.app.test_request_context(), force_locale("en"):
        said = action_in_words("round.renamed_long_ago", speech=page_speech())

    assert said == "round.renamed_long_ago"
