"""A document that an earlier program published stays readable as it is.

`tests/data/score-run-1.json` is a document of the first kind (`hailong score run 1`), written on
2026-11-30 by the program as it was before it hid a second factor, from interviews of the small
questionnaire that were made up: five people of A and 12 of B, which are both hidden; 60 of D, of
whom three answered factor F3. The rows of its units C and E were taken out. It is never made anew.
"""

import json
from pathlib import Path

import pytest

from scoring.excluded import Excluded
from scoring.frozen_figures import figures_of_rows
from scoring.plans.fitting import indicator_by
from scoring.publication import DOCUMENT, canonical
from scoring.published_row import published_row
from scoring.round_figures import meaning_of
from scoring.weights import Weighting
from tests.scoring.conftest import RULE
from tests.scoring.run_facts import USUAL

FILE = Path(__file__).parents[1] / "data/score-run-1.json"
CONTENT = json.loads(FILE.read_text(encoding="utf-8"))


def read(kind, code):
    return published_row(canonical(CONTENT[kind][code] if code else CONTENT[kind]))


def test_document__of_the_first_kind__is_not_the_one_that_is_written_now():
    assert CONTENT["document"] == "hailong score run 1"
    assert CONTENT["document"] != DOCUMENT


def test_published_row__shown_unit_of_the_first_kind__says_its_figures():
    row = read("units", "D")

    assert (row.name, row.score.n, row.score.rank, row.rank.rank) == ("Unit D", 60, 1, 1)
    # All 60 are satisfied with q11, q12 and q22, 57 with q13, three with q21, and none of the three
    # who answered q31.
    assert row.score.published.est == pytest.approx(100 * 240 / 303)
    assert row.score.published.interval.low == pytest.approx(70.855, abs=0.001)
    assert row.score.items["q13"].counts == {1: 0, 2: 3, 3: 0, 4: 0, 5: 57}
    assert (row.points.points, row.points.maximum) == (pytest.approx(7.92079, abs=1e-5), 10)
    assert row.points.steps == ()
    assert row.excluded == Excluded()
    assert row.recheck.n_rechecked is None


def test_published_row__hidden_factor_of_the_first_kind__is_hidden_although_its_people_are_told():
    row = read("units", "D")

    assert row.hidden_factors == {"F3"}
    assert row.hidden_items == {"q31"}
    assert row.score.factors["F3"].n_valid == 3
    assert row.hides_answers


@pytest.mark.parametrize("code", ["A", "B"])
def test_published_row__hidden_unit_of_the_first_kind__says_only_how_many_people(code):
    row = read("units", code)

    assert row.is_hidden
    assert row.score.n == {"A": 5, "B": 12}[code]
    assert (row.score.published.est, row.score.published.share) == (None, None)
    assert (row.points, row.rank) == (None, None)


def test_figures_of_rows__document_of_the_first_kind__are_those_of_its_rows():
    rows = [("whole", "", canonical(CONTENT["overall"]))]
    rows += [("group", code, canonical(row)) for code, row in CONTENT["groups"].items()]
    rows += [("unit", code, canonical(row)) for code, row in CONTENT["units"].items()]
    meaning = meaning_of(
        RULE,
        indicator=indicator_by(USUAL),
        weighting=Weighting(USUAL.weights),
        level_names={level: str(level) for level in RULE.levels},
    )

    found = figures_of_rows(rows, meaning=meaning, questionnaire_version="0" * 64)

    assert found.interviews == 167
    assert {code: row.is_hidden for code, row in found.units.items()} == {
        "A": True,
        "B": True,
        "D": False,
    }
    shown = found.units["D"]
    assert shown.hidden == {"F3"}
    assert shown.factors["F3"].share is None
    assert shown.factors["F1"].share == pytest.approx(177 / 180)
    assert found.groups["G"].published.share == found.overall.published.share
