"""Interviews that look odd are re-checked besides those drawn by chance, and stay apart."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from survey_app.cli import main
from tests.survey_app.conftest import START
from tests.survey_app.fieldwork.quality.interviews import CONTENT, put
from tests.survey_app.rechecked_round import DAY, draw, interviewed, promise

FLAGS = "/field/rounds/thu-2022/quality/flags/"
REASONS = "SELECT reason, username FROM recheck_draw JOIN account ON account.id = chosen_by"


@pytest.fixture
def odd(world):
    """Forty quiet interviews of An and two at once, all in lots; gives the number of the flag."""
    promise(world)
    interviewed(world, "an", "SXD", 40, day=8)
    put(world, at=START + 9 * DAY, minutes=10)
    put(world, at=START + 9 * DAY + timedelta(minutes=4), minutes=30, levels=CONTENT)
    world.client("noivu").post("/field/rounds/thu-2022/quality/run")
    draw(world, day=21)
    (number,) = world.rows("SELECT id FROM quality_flag WHERE kind = 'overlapping'")[0]
    world.change("DELETE FROM recheck_draw")  # chance may have drawn the two of the flag
    return number


def test_choose__interviews_of_a_flag__are_marked_with_it_and_bounded(world, read, odd):
    """5 % of 42 are two: both interviews of the flag, and none at the second time."""
    client = world.client("noivu")
    page = read(client.get(f"{FLAGS}{odd}"))
    address = f"/recheck/rounds/thu-2022/flags/{odd}/risk"

    assert address in page.links
    answers = [client.post(address) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert world.rows(REASONS) == [(f"quality: overlapping {odd}", "noivu")] * 2
    assert world.one("SELECT count(*) FROM recheck_draw WHERE selection <> 'risk'") == 0
    assert world.actions().count("recheck.risk_chosen") == 1
    told = read(client.get(f"{FLAGS}{odd}")).text
    assert "Đã chọn để phúc tra: 2." in told
    assert "Đã chọn để phúc tra: 0." in told


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_choose__whoever_sends_enumerators_out__neither_sees_nor_may(world, read, odd):
    client = world.client("quanly")

    page = read(client.get(f"{FLAGS}{odd}"))
    refused = client.post(f"/recheck/rounds/thu-2022/flags/{odd}/risk")

    assert not any("/risk" in one for one in page.links)
    assert refused.status_code == 403
    assert world.one("SELECT count(*) FROM recheck_draw") == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_risk_command__all_open_flags__only_what_is_in_lots_and_allowed(world, odd, monkeypatch):
    def run(*words):
        return CliRunner().invoke(main, words)

    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    put(world, at=START + 30 * DAY, minutes=10)
    put(world, at=START + 30 * DAY + timedelta(minutes=1), minutes=10, levels=CONTENT)
    world.client("noivu").post("/field/rounds/thu-2022/quality/run")

    done = run("recheck", "risk", "--round", "thu-2022", "--by", "noivu")
    denied = run("recheck", "risk", "--round", "thu-2022", "--by", "quanly")

    assert done.exit_code == 0, done.output
    assert "looks odd: 2;" in done.output
    assert "do not count: 2." in done.output
    assert "allows so many more: 0." in done.output
    assert denied.exit_code == 1
    assert world.one("SELECT count(*) FROM recheck_draw WHERE selection = 'risk'") == 2
