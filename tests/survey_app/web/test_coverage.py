"""Pages and files say whom a score says nothing of."""

import csv
import io

import pytest
from sqlalchemy import update

from scoring.plans.canonical import canonical_plan
from scoring.plans.scoring_plan import ScoringPlan
from survey_app.db import plans
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.score_plans import SCORING
from survey_app.db.tables import SampleDraw
from tests.survey_app.people_by_chance import SLOTS, give_out, interview_of, say_sizes, somebody
from tests.survey_app.web.published_round import close, publish

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ROUND = "/results/rounds/thu-2022"
SIZES = {"SXD / a": 100, "SXD / b": 1250, "SXD / c": 300, "STP / a": 80}
BY_DESIGN = ScoringPlan(
    kind="scoring",
    id="thu",
    source="Quyết định thử",
    estimator="pooled",
    blanks="left_out",
    weights="design",
)


def store(world, *, plan=None):
    """Twelve drawn people of one stratum of Xây dựng and two nobody drew; Tư pháp has nobody."""
    levels = [4] * len(SLOTS)
    people = [somebody(1, "SXD / a", levels) for _ in range(12)]
    people += [somebody(1, "", levels, origin="listed") for _ in range(2)]
    with transaction(world.engine) as session:
        give_out(session, people)
        say_sizes(session, SIZES)
        insert_many(session, [interview_of(one) for one in people])
        if plan is not None:
            kept = plans.keep_plan(
                session, kind=SCORING, content=canonical_plan(plan), at=world.clock()
            )
            plans.set_plans(session, 1, {SCORING: kept})


def ranking_of(noivu):
    text = noivu.get(f"{ROUND}/ranking.csv").data.decode("utf-8-sig")
    return {row["unit_code"]: row for row in csv.DictReader(io.StringIO(text))}


def test_coverage__strata_nobody_was_asked_of__are_said_with_their_people(world, noivu, read):
    store(world)

    scores, unit = read(noivu.get(f"{ROUND}/scores")), read(noivu.get(f"{ROUND}/units/SXD"))
    row = ranking_of(noivu)["SXD"]

    assert "không nói gì về 1.550 người trong danh sách của 2 tầng" in scores.text
    assert [*scores.rows[-1]] == ["Sở Xây dựng", "SXD / b; SXD / c", "1.550", "0"]
    assert "2 tầng trong danh sách của đơn vị, gồm 1.550 người" in unit.text
    assert "(SXD / b: 1.250; SXD / c: 300)" in unit.text
    assert [row[name] for name in ("uncovered_strata", "uncovered_people", "left_out")] == [
        *("2", "1550", "0")
    ]


def test_coverage__people_nobody_drew__are_said_where_the_plan_weighs(world, noivu, read):
    store(world, plan=BY_DESIGN)

    scores, unit = read(noivu.get(f"{ROUND}/scores")), read(noivu.get(f"{ROUND}/units/SXD"))

    assert "2 phiếu không được tính, vì người trả lời không thuộc mẫu đã rút" in scores.text
    assert scores.rows[-1][-1] == "2"
    assert "2 phiếu của người không thuộc mẫu đã rút không được tính" in unit.text
    assert ranking_of(noivu)["SXD"]["left_out"] == "2"


def test_coverage__published_scores__say_it_to_the_unit_itself(world, read):
    store(world, plan=BY_DESIGN)
    close(world)
    with transaction(world.engine) as session:
        shown = {"seed": "0" * 32, "revealed_at": world.clock(), "revealed_by": 1}
        session.execute(update(SampleDraw).values(shown))
    publish(world)

    page = read(world.client("donvi").get("/results/own/rounds/thu-2022"))

    assert "2 tầng trong danh sách của đơn vị, gồm 1.550 người" in page.text
    assert "(SXD / b: 1.250; SXD / c: 300)" in page.text
    assert "2 phiếu của người không thuộc mẫu đã rút không được tính" in page.text


def test_coverage__everybody_asked_in_every_stratum__says_nothing(world, noivu, interviewed, read):
    interviewed(*[{}] * 3)

    page = read(noivu.get(f"{ROUND}/scores"))

    assert "không nói gì về" not in page.text
    assert "coverage" not in page.places
