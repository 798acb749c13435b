"""The demo: Hà Nam 2022 as published, from simulated interviews; the same ones every time."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from questionnaires import check_answers, shipped_definition, unanswered_criteria
from scoring.rounding import half_up
from survey_app.cli import main
from survey_app.db import migrate
from survey_app.db.engine import connect, transaction
from survey_app.demo.accounts import DEMO_ACCOUNTS, OTHER_ENUMERATORS
from survey_app.demo.load import load_demo
from survey_app.demo.round import ROUND_CODE
from survey_app.demo.simulated_answers import Layout, simulate_unit
from survey_app.demo.source import source_units
from survey_app.results.scored_round import scored_round

AT = datetime(2022, 11, 20, 3, 0, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data"
FACTS = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))


def _rows(name):
    with (DATA / name).open(encoding="utf-8-sig") as lines:
        return {row["unit_code"]: row for row in csv.DictReader(lines)}


POINTS, PUBLISHED = _rows("hanam-2022-points.csv"), _rows("hanam-2022-published.csv")
SURVEYED = sorted(code for code, row in POINTS.items() if row["satisfaction_points"])


def _empty(folder):
    engine = connect(f"sqlite:///{folder}/demo.sqlite3", durable=False)
    migrate.upgrade(engine)
    return engine


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The whole demo, made once by its command: the database, what it told, the scored round."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HAILONG_LANGUAGE", "en")
        told = CliRunner().invoke(main, ["demo", "--no-serve"])
    engine = connect(f"sqlite:///{folder}/.demo/hailong.sqlite3")
    with transaction(engine, writes=False) as session:
        scored = scored_round(session, ROUND_CODE)
    yield engine, told, scored
    engine.dispose()


@pytest.fixture(scope="module")
def ask(demo):
    """Asks the demo's database."""

    def rows(statement):
        with demo[0].connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    return rows


def test_demo__command__tells_figures_and_sign_ins(demo):
    _, told, _ = demo

    assert told.exit_code == 0, told.output
    assert "2124 simulated interviews" in told.output
    assert "22 of 22 units print as published" in told.output
    assert "KHÔNG" not in told.output
    for account in DEMO_ACCOUNTS:
        assert account.username in told.output
        assert account.password in told.output
    for figure in ("89.60", "90.70", "9.45", "9.65", "18.06", "10.30", "95.39"):
        assert figure in told.output.replace(",", ".")


def test_demo__interviews__are_as_many_as_the_report_says(demo, ask):
    _, _, scored = demo

    per_group = Counter()
    for unit in scored.estimates.units:
        per_group[unit.group_code] += scored.estimates.received(unit.unit_code)
    assert ask("SELECT count(*) FROM interview") == [(FACTS["forms"]["total"],)] == [(2124,)]
    assert per_group == {
        "department": FACTS["forms"]["departments"],
        "district": FACTS["forms"]["districts_and_communes"],
    }


def test_demo__supervisor__has_a_few_rechecks_of_people_said_to_be_simulated(ask):
    given = ask(
        "SELECT username, full_name, phone FROM recheck_task JOIN account ON account.id ="
        " supervisor_id JOIN assignment USING (interview_uuid) JOIN frame_case ON frame_case.id ="
        " frame_case_id JOIN person ON person.id = person_id WHERE state = 'open'"
    )

    assert len(given) == 6
    assert {row[0] for row in given} == {"giamsat"}
    assert all("mô phỏng" in row[1] and row[2].startswith("0000 ") for row in given)


def test_demo__supervisor__has_somebody_to_ask_why_there_was_no_interview(ask):
    given = ask(
        "SELECT full_name, lot.code FROM recheck_task JOIN claim ON claim.uuid = claim_uuid"
        " JOIN lot ON lot.id = lot_id JOIN assignment ON assignment.interview_uuid ="
        " claim.interview_uuid JOIN frame_case ON frame_case.id = frame_case_id"
        " JOIN person ON person.id = person_id WHERE recheck_task.state = 'open'"
    )

    assert len(given) == 1
    assert given[0][0].startswith("Người chưa phỏng vấn mô phỏng")
    assert given[0][1].endswith("-c1")
    assert ask("SELECT count(*) FROM claim") == [(4,)]


def test_demo__every_unit__has_its_quota(demo):
    _, _, scored = demo

    units = scored.estimates.units
    assert len(units) == 25
    assert all(scored.estimates.received(unit.unit_code) == unit.quota for unit in units)
    assert sum(unit.is_exempt for unit in units) == 3
    assert len({unit.quota for unit in units if not unit.is_exempt}) > 3


def test_demo__component_of_every_unit__prints_as_published(demo):
    _, _, scored = demo

    printed = {
        code: f"{half_up(component.points):f}"
        for code, component in scored.index.live.items()
        if component.points is not None
    }
    assert printed == {code: POINTS[code]["satisfaction_points"] for code in SURVEYED}
    assert len(printed) == 22


@pytest.mark.parametrize("group", ["department", "district"])
def test_demo__figures_of_the_group__are_the_published_ones(demo, group):
    index = next(found for found in demo[2].index.groups if found.group == group)

    assert f"{half_up(index.mean_index):f}" == FACTS["means"][f"{group}_index"]
    assert f"{half_up(index.mean_component):f}" == FACTS["means"][f"{group}_satisfaction"]
    assert f"{half_up(index.spread):f}" == FACTS["spread"][group]
    assert index.above_mean == FACTS["above_mean"][group]


def test_demo__bands__are_the_published_ones(demo):
    index = next(found for found in demo[2].index.groups if found.group == "department")

    found = {name: count for name, count in index.bands.items() if count}
    assert found == FACTS["band_counts_department"] == {"Xuất sắc": 2, "Tốt": 14, "Khá": 3}


def test_demo__every_row__agrees_with_the_published_table(demo):
    _, _, scored = demo

    compared = [row for group in scored.index.groups for row in scored.index.compared(group)]
    assert [row.computed.unit_code for row in compared if row.agrees is not True] == []
    assert {
        row.computed.unit_code: (str(row.computed.rank), f"{half_up(row.computed.percent):f}")
        for row in compared
    } == {code: (row["rank"], row["index_percent"]) for code, row in PUBLISHED.items()}
    assert scored.index.not_ready == ()


def test_demo__source_inside_the_package__is_the_report():
    for unit in source_units():
        row = POINTS[unit.code]
        assert unit.appraised == Decimal(row["appraised_points"])
        assert unit.maximum == Decimal(row["max_points"])
        assert str(unit.component or "") == row["satisfaction_points"]
        assert (str(unit.rank), str(unit.total)) == (
            PUBLISHED[unit.code]["rank"],
            PUBLISHED[unit.code]["total_points"],
        )


def test_demo__everything_that_was_made_up__is_marked_as_simulated(ask):
    for table in ("interview", "person", "account", "round"):
        counts = ask(f"SELECT count(*) FROM {table} WHERE NOT is_simulated")  # noqa: S608
        assert counts == [(0,)], table
    # Six to interview, four who could not be, and one in twenty of those who were interviewed.
    assert ask("SELECT count(*) FROM person") == [(6 + 4 + 107,)]
    names = [row[0] for row in ask("SELECT full_name FROM person")]
    assert all("mô phỏng" in name for name in names)


def test_demo__every_interview__passes_the_judge_of_answers(ask):
    definition = shipped_definition("sipas-22")

    faulty, blanks = [], 0
    for (content,) in ask("SELECT content FROM interview"):
        answers = {
            code: tuple(value) if isinstance(value, list) else value
            for code, value in json.loads(content)["answers"].items()
        }
        faulty += check_answers(definition, answers)
        blanks += len(unanswered_criteria(definition, answers))

    assert faulty == []
    assert blanks > 0


def test_demo__answers__are_skewed_like_real_ones(demo):
    _, _, scored = demo

    whole, levels = scored.estimates.table.overall, Counter()
    for item in whole.items.values():
        levels.update(item.counts)
    assert 90 < whole.published.est < 99
    assert levels[4] > levels[5] > levels[3] > levels[2] > levels[1] > 0


def test_demo__times__are_working_hours_of_field_days(ask):
    rows = ask("SELECT started_at, finished_at, received_at FROM interview")

    for started, finished, received in rows:
        assert started < finished < received
        assert "00:30" <= started[11:16] <= "09:30"  # 7:30 to 16:30 in Viet Nam
        assert received[11:16] == "11:07"


def test_demo__enumerators__interview_one_person_at_a_time_and_come_in_that_order(ask):
    visits = ask(
        "SELECT enumerator_id, started_at, finished_at FROM interview"
        " ORDER BY enumerator_id, started_at"
    )
    received = [row[0] for row in ask("SELECT finished_at FROM interview ORDER BY id")]

    of_one = [(one, other) for one, other in pairwise(visits) if one[0] == other[0]]
    assert len(of_one) > 2000
    assert [(one, other) for one, other in of_one if other[1] < one[2]] == []
    assert received == sorted(received)


def test_demo__sign_ins__are_one_for_each_role_and_the_rest_cannot(ask):
    rows = ask("SELECT username, password_hash FROM account")

    usable = {name for name, stored in rows if stored.startswith("$argon2id$")}
    assert usable == {account.username for account in DEMO_ACCOUNTS}
    assert len(rows) == len(DEMO_ACCOUNTS) + OTHER_ENUMERATORS
    assert len({account.role for account in DEMO_ACCOUNTS}) == 6


def test_demo__loading__is_audited_with_its_seed(ask):
    rows = ask("SELECT details FROM audit_event WHERE action = 'demo.loaded'")

    assert json.loads(rows[0][0]) == {"seed": "20221120", "interviews": "2124"}


def _small(folder):
    engine = _empty(folder)
    with transaction(engine) as session:
        loaded = load_demo(session, at=AT, secret_key="s" * 40, one_in=30)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT uuid, content_sha256, started_at FROM interview ORDER BY uuid")
        ).all()
    engine.dispose()
    return loaded, rows


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """One interview in thirty, loaded twice."""
    return [_small(tmp_path_factory.mktemp("small")) for _ in range(2)]


def test_demo__same_seed__gives_the_same_interviews(small):
    first, second = small

    assert first[1] == second[1]
    assert len(first[1]) == first[0].interviews < 100


def test_demo__too_few_interviews__says_where_a_score_cannot_be_reached(small):
    loaded, _ = small[0]

    missed = [found for found in loaded.calibrations.values() if not found.is_exact]
    # A form has 17 answers at least: each is worth 0.59 points, so half of that can be missed.
    assert missed
    assert all(abs(found.printed - found.target) < Decimal("0.30") for found in missed)


@pytest.mark.parametrize("interviews", [1, 2, 5, 40])
@pytest.mark.parametrize("target", ["0.00", "5.00", "9.45", "10.00"])
def test_simulate__any_size__has_the_calibrated_counts_and_known_codes(interviews, target):
    layout = Layout(items=22, feedback=(18, 19, 20, 21), fee=8)

    unit = simulate_unit(
        Decimal(target), interviews=interviews, layout=layout, random=np.random.default_rng(7)
    )

    levels = unit.levels
    assert levels.shape == (interviews, 22)
    assert set(np.unique(levels)) <= {-2, -1, 1, 2, 3, 4, 5, 9}
    valid = np.isin(levels, (1, 2, 3, 4, 5)).sum()
    satisfied = np.isin(levels, (4, 5)).sum()
    assert (satisfied, valid) == (unit.calibration.share.satisfied, unit.calibration.share.valid)
    assert not (levels[:, :18] == -2).any()
    for row in levels:
        assert len({bool(code == -2) for code in row[18:]}) == 1
