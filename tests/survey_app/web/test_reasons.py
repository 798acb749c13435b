"""Every reason for which a figure is not shown, not ranked or not computed has words."""

import ast
import inspect
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from flask_babel import force_locale

import survey_app
from scoring import (
    drivers,
    drivers_block,
    hidden_rows,
    publishing,
    reliability,
    reliability_block,
    unit_reliability,
)
from scoring.effect_limits import (
    USUAL_EFFECT,
    EffectLimits,
    many_after_rechecks,
    many_excluded,
    moved,
    not_accepted,
)
from scoring.points_steps import NoPoints
from scoring.publishing import Flag
from survey_app.results import no_points
from survey_app.web import reliability_words
from survey_app.web.points_words import why_none
from survey_app.web.reliability_words import reason_said
from survey_app.web.score_words import reasons_in_words
from survey_app.wording import score_words

NUMBER = "7"
"""In the place of what a reason is completed with."""


def reasons_of(module) -> set[str]:
    """All reasons that a module writes down: what it calls a reason, or gives as one or several."""
    tree = ast.parse(inspect.getsource(module))
    given = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "reason"
    )
    returned = (
        node.value
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and _gives_reasons(function)
        for node in ast.walk(function)
        if isinstance(node, ast.Return)
    )
    added = (
        argument
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"reasons", "mentions"}
        for argument in node.args
    )
    return {
        text
        for node in chain(given, returned, added)
        if node is not None
        for text in _texts(node, module)
    }


def _gives_reasons(function: ast.FunctionDef) -> bool:
    given = "" if function.returns is None else ast.unparse(function.returns)
    return given == "list[str]" or (given == "str | None" and function.name.startswith("_obst"))


def _texts(node: ast.expr, module) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            part.value if isinstance(part, ast.Constant) else NUMBER for part in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, module)
        yield from _texts(node.orelse, module)
    elif isinstance(node, ast.List):
        for one in node.elts:
            yield from _texts(one, module)
    elif isinstance(node, ast.Name) and isinstance(getattr(module, node.id, None), str):
        yield getattr(module, node.id)


OTHER_EFFECT = EffectLimits(standard_errors="1.5", most_percent="2.5", least_accepted_percent=60)
OF_SCORES = {
    *reasons_of(publishing),
    hidden_rows.PROTECTS,
    *(
        reason(limits)
        for reason in (moved, many_excluded, many_after_rechecks, not_accepted)
        for limits in (USUAL_EFFECT, OTHER_EFFECT)
    ),
}
OF_RELIABILITY = {
    reason
    for module in (reliability, reliability_block, unit_reliability, drivers, drivers_block)
    for reason in reasons_of(module)
}


@pytest.fixture(params=["vi", "en"])
def speaking(request, still_world):
    """The language of the page on which the words stand."""
    with still_world.app.test_request_context(), force_locale(request.param):
        yield request.param


def test_reasons__that_are_looked_for__are_found_where_they_are_written():
    assert {"n_valid < 7", "no interval", "blanks > 7 %", "n_items < 7"} <= OF_SCORES
    assert {
        "units < 7",
        "constant items: 7",
        "the best factor was not found",
        "no factor that half of the people answered",
        "hidden",
        drivers_block.SELDOM,
    } <= OF_RELIABILITY
    assert len(OF_SCORES) >= 11
    assert len(OF_RELIABILITY) >= 14


@pytest.mark.parametrize("reason", sorted(OF_SCORES))
def test_reason__of_a_score__has_words_in_both_languages(speaking, reason):
    assert any(pattern.fullmatch(reason) for pattern, _ in score_words.REASONS)
    assert reasons_in_words(reason) != reason


@pytest.mark.parametrize("reason", sorted(OF_RELIABILITY))
def test_reason__of_reliability__has_words_in_both_languages(speaking, reason):
    assert any(pattern.fullmatch(reason) for pattern, _ in reliability_words.REASONS)
    if speaking == "vi":
        assert reason_said(reason) != reason


@pytest.mark.parametrize("reason", [*map(str, NoPoints), *no_points.SENTENCES])
def test_reason__without_points__has_a_sentence_in_both_languages(speaking, reason):
    assert why_none(reason).endswith(".")
    assert (why_none(reason) == no_points.SENTENCES[reason]) == (speaking == "en")


def test_words__of_flags__are_there_for_every_one():
    assert set(score_words.FLAGS) == set(Flag)


def test_messages__with_a_percent_sign__are_given_what_they_are_filled_with():
    """Without anything to fill in, a message is not formatted: %% stays as it is."""
    faults = [
        f"{path}:{node.lineno}"
        for path in Path(survey_app.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "gettext", "lazy_gettext"}
        and not node.keywords
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and "%%" in str(node.args[0].value)
    ]

    assert faults == []
