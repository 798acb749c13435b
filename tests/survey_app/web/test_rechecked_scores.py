"""What voids and re-checks do to the pages of scores before anything is published."""

import csv
import io

import pytest

from scoring.effect_limits import EffectLimits, moved
from scoring.plans.canonical import canonical_plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import scoring_plan
from survey_app.db import plans, rounds
from survey_app.db.engine import transaction
from survey_app.publication.score_runs import look
from tests.survey_app.decided_lots import (
    BAD,
    GOOD,
    close_lot,
    count_again,
    decide,
    exclude,
    good_and_bad_lot,
    more,
    promise,
)
from tests.survey_app.people_by_chance import answered, row

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ROUND = "/results/rounds/thu-2022"
SXD, STP = "Sở Xây dựng", "Sở Tư pháp"


@pytest.fixture
def rechecked(world):
    return good_and_bad_lot(world)


def ranking(noivu):
    rows = csv.DictReader(io.StringIO(noivu.get(f"{ROUND}/ranking.csv").text.lstrip("\ufeff")))
    return {one["unit_code"]: one for one in rows}


def flags(noivu):
    return {code: (one["flag"], one["flag_reason"]) for code, one in ranking(noivu).items()}


def as_a_publication_would_say(world):
    with transaction(world.engine, writes=False) as session:
        units = look(session, rounds.round_by_id(session, 1)).document.content["units"]
    return {code: (one["flag"], one["flag_reason"] or "") for code, one in units.items()}


def test_scores__interviews_were_excluded__say_so_as_a_publication_would(
    world, noivu, read, rechecked
):
    page = read(noivu.get(f"{ROUND}/scores"))
    unit = read(noivu.get(f"{ROUND}/units/SXD"))
    index = read(noivu.get(ROUND))

    assert flags(noivu) == as_a_publication_would_say(world)
    assert flags(noivu)["SXD"][0] == "provisional"
    assert ranking(noivu)["SXD"]["rank"] == ""
    assert ranking(noivu)["STP"]["rank"] == "1"
    # In the table of ranks and in that of factors.
    rows = [one for one in page.rows if one and one[0].startswith(SXD)]
    assert len([one for one in rows if any("tạm thời" in cell for cell in one)]) >= 2
    assert "tạm thời, không xếp hạng" in unit.text
    assert "sai số chuẩn" in unit.text
    assert "tạm thời" in index.text


def test_scores__most_lots_of_a_unit_do_not_stand__it_has_none(world, noivu, read, rechecked):
    close_lot(world, "2022w41-e1-1", [one.uuid for one in more(world, 20, unit=1)])
    close_lot(world, "2022w42-e1-1", [one.uuid for one in more(world, 20, unit=1)])
    decide(world, "2022w41-e1-1", "rejected")
    decide(world, "2022w42-e1-1", "rejected", "confirmed")
    sign_in(world)

    unit = read(noivu.get(f"{ROUND}/units/SXD"))

    assert flags(noivu)["SXD"] == as_a_publication_would_say(world)["SXD"]
    assert flags(noivu)["SXD"][0] == "suppressed"
    assert ranking(noivu)["SXD"]["score"] == ""
    assert "nên không có điểm" in unit.text
    assert "dưới 10 người" not in unit.text
    assert ranking(noivu)["STP"]["score"] != ""


@pytest.fixture
def keep_plan(world):
    """The round goes by the usual scoring plan but for these keys."""

    def kept(**changes):
        plan = ScoringPlan.model_validate(
            {**scoring_plan("ha-nam-2022").model_dump(mode="json"), **changes}
        )
        with transaction(world.engine) as session:
            number = plans.keep_plan(
                session, kind=plan.kind, content=canonical_plan(plan), at=world.clock()
            )
            plans.set_plans(session, 1, {plan.kind: number})

    return kept


def sign_in(world):
    """Something is written down, as after every decision that goes through a door."""
    assert world.client().sign_in("an").status_code == 303


@ON_SQLITE
def test_scores__excluded_ones_count_again__are_as_before(world, noivu, rechecked):
    assert flags(noivu)["SXD"][0] == "provisional"

    for one in rechecked[BAD][:50]:
        assert count_again(world, one.uuid) == ()

    assert flags(noivu)["SXD"] == ("ok", "")


@ON_SQLITE
def test_scores__one_mode_of_interviews__is_judged_as_the_whole_round(world, noivu, rechecked):
    answered(world, *[row()] * 40, mode="phone")

    rows = noivu.get(f"{ROUND}/ranking.csv?mode=phone").text.splitlines()

    assert "provisional" in next(one for one in rows if ",SXD," in one)


@ON_SQLITE
def test_scores__nothing_decided_since__are_not_counted_anew_from_the_answers(
    world, noivu, rechecked
):
    before = flags(noivu)
    answered(world, row())

    with world.statements() as sent:
        after = flags(noivu)

    assert after["SXD"][0] == before["SXD"][0] == "provisional"
    # One statement asks whether anything was voided or decided; none reads what was.
    assert len([one for one in sent if "voided_at IS NOT NULL" in one]) == 1
    assert len([one for one in sent if "lot_decision" in one]) == 1


@ON_SQLITE
def test_scores__by_a_plan_with_other_limits__go_by_these(world, noivu, keep_plan, rechecked):
    wide = EffectLimits(standard_errors="1.5", most_percent=60)
    keep_plan(exclusion=wide.model_dump(mode="json"))
    sign_in(world)

    # 50 of 110 are less than 60 %; everybody who is left is satisfied, so any move is too far.
    assert flags(noivu)["SXD"] == ("provisional", moved(wide))
    assert flags(noivu)["SXD"] == as_a_publication_would_say(world)["SXD"]
    assert "nhiều hơn 1,5 lần sai số chuẩn" in noivu.get(f"{ROUND}/units/SXD").text
    assert "60 %" in noivu.get(ROUND).text


@ON_SQLITE
def test_scores__lots_without_a_decision__change_nothing(world, noivu):
    people = more(world, 40, unit=1)
    promise(world)
    close_lot(world, GOOD, [one.uuid for one in people])
    before = flags(noivu)
    decide(world, GOOD, "extended")
    sign_in(world)

    assert flags(noivu) == before == {"SXD": ("ok", ""), "STP": ("", "")}
    assert exclude(world, GOOD, {}) != ()
