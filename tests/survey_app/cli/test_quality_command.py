"""`hailong quality`: looks, counts, and files."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from survey_app.clock import ZONE
from tests.survey_app.conftest import START
from tests.survey_app.fieldwork.quality.interviews import CONTENT, put


@pytest.fixture
def here(monkeypatch, world):
    """The small province, with two interviews of An at once, is the database of the command."""
    put(world, minutes=10)
    put(world, at=START + timedelta(minutes=4), levels=CONTENT)
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    return world


def test_run__round__keeps_and_tells_what_was_found(run, here):
    first = run("quality", "run", "--round", "thu-2022", "--by", "quanly")
    again = run("quality", "run", "--round", "thu-2022")

    assert first.exit_code == again.exit_code == 0, first.output
    assert "thu-2022: 2 interviews looked at, rules hai-long-1; new flags: 1" in first.output
    assert "new flags: 0" in again.output
    assert here.rows("SELECT ran_by IS NULL FROM quality_run ORDER BY id") == [(False,), (True,)]
    assert here.actions()[-2:] == ["quality.examined", "quality.examined"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_run__json__has_figures_flags_and_thresholds(run, here, folder):
    result = run("quality", "run", "--round", "thu-2022", "--json", "quality.json")

    assert result.exit_code == 0, result.output
    document = json.loads((folder / "quality.json").read_text(encoding="utf-8"))
    assert document["rules"]["matching"]["equal"] == 19
    assert [flag["kind"] for flag in document["flags"]] == ["overlapping"]
    assert document["flags"][0]["evidence"]["overlap_s"] == 360
    assert document["enumerators"][0]["enumerator"] == "an"
    assert document["effect"]["rho"] is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_status__before_and_after__says_when_and_how_many(run, here):
    before = run("quality", "status", "--round", "thu-2022")
    run("quality", "run", "--round", "thu-2022")
    after = run("quality", "status", "--round", "thu-2022")
    put(here, at=START + timedelta(hours=3))
    later = run("quality", "status", "--round", "thu-2022")

    assert "nobody has looked yet" in before.output
    assert "hailong quality run" in before.output
    ran_at = here.one("SELECT ran_at FROM quality_run")
    at = datetime.fromisoformat(f"{ran_at}").replace(tzinfo=UTC).astimezone(ZONE)
    assert "2 interviews" in after.output
    assert f"{at:%d/%m/%Y %H:%M}" in after.output
    assert "overlapping" in after.output
    assert "came or went" not in after.output
    assert "came or went" in later.output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--round", "khong-co"), "thu-2022"),
        (("--round", "thu-2022", "--by", "an"), "field_manager"),
        (("--round", "thu-2022", "--by", "khong-co"), "khong-co"),
    ],
)
def test_run__unknown_round_or_somebody_who_may_not__is_refused_and_writes_nothing(
    run, here, folder, words, says
):
    result = run("quality", "run", *words, "--json", "quality.json")

    assert result.exit_code == 1
    assert says in result.stderr
    assert here.one("SELECT count(*) FROM quality_run") == 0
    assert list(folder.iterdir()) == []
