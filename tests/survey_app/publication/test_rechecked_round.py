"""What re-checks do to published scores: who leaves them, what stands beside, what hinders."""

import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

from scoring.effect_limits import USUAL_EFFECT, not_accepted
from scoring.excluded import Excluded
from scoring.responses import score_responses
from scoring.variance import Population
from survey_app.access.people import person_named
from survey_app.cli import main
from survey_app.db import publications, round_writes, rounds
from survey_app.db.engine import transaction
from survey_app.db.run_changes import changes_since
from survey_app.fieldwork.rechecks.excluding import INVALID, UNVERIFIED
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.publication.score_runs import look
from survey_app.results.round_estimates import estimate_round
from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.conftest import Page
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
    store,
)
from tests.survey_app.people_by_chance import (
    RULE,
    by_chance,
    framed,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SIZES = {"SXD / a": 300, "SXD / b": 160, "STP / a": 280, "STP / b": 190}


def published(world, *, reason=""):
    with transaction(world.engine) as session:
        current = publications.current_publication(session, 1)
        request = PublishRequest(
            by=person_named(session, "noivu"),
            at=world.clock(),
            reason=reason,
            seen=None if current is None else current.id,
        )
        return publish(session, 1, request)


def document(world, run_id):
    with transaction(world.engine, writes=False) as session:
        return json.loads(publications.run_of_round(session, 1, run_id=run_id).result)


def looked(world):
    with transaction(world.engine, writes=False) as session:
        return look(session, rounds.round_by_id(session, 1)).document.content


def close(world):
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")


@pytest.mark.parametrize("seed", [3, 4])
def test_estimates__some_are_excluded__are_as_if_these_had_never_been_there(world, seed):
    people = by_chance(seed, 150)
    store(world, people, sizes=SIZES)
    promise(world)
    close_lot(world, BAD, [one.uuid for one in people])
    decide(world, BAD, "confirmed")
    chance = np.random.default_rng(seed)
    gone = {one.uuid for one in people if chance.random() < 0.3}

    exclude(world, BAD, {uuid: str(chance.choice([INVALID, UNVERIFIED])) for uuid in gone})

    left = [one for one in people if one.uuid not in gone]
    strata = {
        (stratum[:3], stratum): size
        for stratum, size in SIZES.items()
        if stratum in {one.stratum for one in left}
    }
    # Weights are the people of a stratum for each of those who are left in it.
    alone = score_responses(framed(left), rule=RULE, population=Population(strata=strata))
    with transaction(world.engine, writes=False) as session:
        table = estimate_round(session, rounds.round_by_id(session, 1)).table
    assert table.overall.n == len(left)
    assert table.overall == alone.overall
    assert table.units == alone.units


@pytest.fixture
def rechecked(world):
    """A closed round: STP has 40 interviews of a lot that stands, SXD 40 of the same and 60 of one
    that was rejected, of which 50 are excluded, all dissatisfied. Twelve were made again.
    """
    people = good_and_bad_lot(world)
    close(world)
    return people


def test_publish__after_rechecks__says_both_scores_and_what_was_checked(world, rechecked):
    made = published(world)

    assert made.faults == ()
    content = document(world, made.run.id)
    unit, whole = content["units"]["SXD"], content["overall"]
    excluded = Excluded(invalid=30, unverified=20)
    assert (unit["n"], unit["flag"], unit["rank"]) == (50, "provisional", None)
    assert unit["published"]["est"] == 100
    # 50 of the 100 people are satisfied with everything and 50 with nothing.
    assert unit["with_excluded"] == {**excluded.json, "est": 50, "score10": 5}
    assert unit["recheck"]["n_rechecked_risk"] == 1
    assert content["units"]["STP"]["flag"] == "ok"
    assert content["units"]["STP"]["recheck"] == {
        "n_rechecked": 11,
        "n_rechecked_random": 11,
        "n_rechecked_risk": 0,
        "n_defective": 1,
        "gdr": None,
        "ndr": None,
        "lots": 1,
        "lots_accepted": 1,
        "reason": None,
    }
    # Two of 22 answers changed, both from satisfied to not.
    assert whole["recheck"]["gdr"] == whole["recheck"]["ndr"] == pytest.approx(2 / 22)
    assert (whole["recheck"]["n_rechecked"], whole["recheck"]["lots"]) == (12, 2)
    assert content["method"]["exclusion"] == {
        "standard_errors": 1,
        "most_percent": 5,
        "least_accepted_percent": 50,
    }


@ON_SQLITE
def test_publish__after_rechecks__file_of_responses_gives_the_numbers(world, rechecked, tmp_path):
    run = published(world).run.id
    file = tmp_path / "responses.csv"
    answer = world.client("noivu").get(f"/results/rounds/thu-2022/publication/{run}/responses.csv")
    file.write_bytes(answer.data)
    again = tmp_path / "scores.json"

    result = CliRunner().invoke(main, ["score-file", str(file), "--json", str(again)])

    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    gone = {str(one.uuid) for one in rechecked[BAD][:50]}
    assert len(rows) == 90
    assert not gone & {row["response_uuid"] for row in rows}
    ours, theirs = document(world, run), json.loads(again.read_text())
    for code in ("STP", "SXD"):
        for part in ("pooled", "items", "ci"):
            assert theirs["units"][code][part] == ours["units"][code][part]


def test_publication__excluded_or_counted_again_afterwards__is_seen_and_stays_as_it_is(
    world, rechecked
):
    run = published(world).run.id
    before = document(world, run)
    assert count_again(world, rechecked[BAD][0].uuid) == ()
    exclude(world, BAD, {rechecked[BAD][-1].uuid: UNVERIFIED})

    with transaction(world.engine, writes=False) as session:
        since = changes_since(session, 1, run_id=run)
    assert (since.added, since.changed, since.voided) == (1, 0, 1)
    assert document(world, run) == before
    second = document(world, published(world, reason="Kết quả phúc tra").run.id)
    row = second["units"]["SXD"]
    assert row["with_excluded"]["n_unverified"] == 21
    assert row["with_excluded"]["n_invalid"] == 29


@ON_SQLITE
def test_publish__most_lots_of_a_unit_not_accepted__gives_it_no_score(world, rechecked):
    close_lot(world, "2022w41-e1-1", [one.uuid for one in more(world, 20, unit=1)])
    decide(world, "2022w41-e1-1", "rejected", "confirmed")

    made = published(world)

    unit = document(world, made.run.id)["units"]["SXD"]
    assert (unit["flag"], unit["flag_reason"]) == ("suppressed", not_accepted(USUAL_EFFECT))
    assert unit["published"]["est"] is None
    assert unit["with_excluded"]["n_excluded"] == 50
    assert document(world, made.run.id)["units"]["STP"]["flag"] == "ok"
    # The unit is told so, and not that another one is protected.
    told = world.client("donvi").get("/results/own/rounds/thu-2022").text
    assert "nên không có điểm" in told
    assert "đơn vị khác" not in told
    page = world.client("noivu").get("/results/rounds/thu-2022/publication").text
    assert "chưa đến 50 % số lô phúc tra" in page


@ON_SQLITE
def test_own_page__after_rechecks__tells_the_unit_both_scores_and_how_many(world, rechecked):
    published(world)

    page = Page(world.client("donvi").get("/results/own/rounds/thu-2022").text)

    assert "1 phiếu của đơn vị đã được giám sát viên phúc tra." in page.text
    assert "50 phiếu bị loại sau phúc tra (không hợp lệ: 30; không xác minh được: 20)." in page.text
    assert "5,00" in page.text
    assert "phúc tra cho thấy hơn 5 % số phiếu không hợp lệ hoặc không xác minh được" in page.text


@needs_font
@ON_SQLITE
def test_report__after_rechecks__prints_what_was_checked_and_both_scores(world, rechecked):
    run = published(world).run.id

    pdf = world.client("noivu").get(f"/results/rounds/thu-2022/publication/{run}/report.pdf").data

    text = text_of(pdf)
    assert "Số phiếu đã phúc tra: " in text
    assert "Sở Tư pháp 11" in text
    assert "Sở Xây dựng: 50 phiếu không được tính" in text
    assert "Nếu tính cả các phiếu đó thì điểm là 5,00." in text
    assert "1 trên 2 lô được chấp nhận" in text


@ON_SQLITE
def test_publish__rechecks_are_not_done__says_all_that_is_to_do(world):
    people = more(world, 40, unit=1)
    promise(world, is_shown=False)
    for number, decisions in enumerate([(), ("extended",), ("rejected",), ("accepted",)]):
        code = f"2022w4{number}-e1-1"
        close_lot(world, code, [one.uuid for one in people[number * 10 : number * 10 + 10]])
        decide(world, code, *decisions)
    close(world)

    made = published(world)

    assert made.run is None
    assert [(one.code.upper(), dict(one.details)) for one in made.faults] == [
        ("RECHECK_SEED_HIDDEN", {}),
        ("LOTS_UNDECIDED", {"count": "2", "lots": "2022w40-e1-1, 2022w41-e1-1"}),
        ("LOTS_IN_VERIFICATION", {"count": "1", "lots": "2022w42-e1-1"}),
    ]


@ON_SQLITE
def test_publish__excluded_of_a_lot_that_was_cleared__waits_until_they_count(world, rechecked):
    decide(world, BAD, "cleared")

    made = published(world)

    assert [one.code.upper() for one in made.faults] == ["EXCLUDED_WITHOUT_CAUSE"]
    assert dict(made.faults[0].details)["lots"] == BAD


@ON_SQLITE
def test_look__nothing_promised_or_decided__changes_no_score(world):
    people = more(world, 40, unit=1)
    before = looked(world)
    promise(world)
    close_lot(world, GOOD, [one.uuid for one in people])

    after = looked(world)

    assert before["units"]["SXD"]["recheck"]["reason"] == "no re-checks were promised"
    assert after["units"]["SXD"]["recheck"]["lots"] == 1
    for content in (before, after):
        for row in (*content["units"].values(), *content["groups"].values(), content["overall"]):
            del row["recheck"]
    assert after == before
