"""`hailong round`."""

import json
import re
from pathlib import Path

import pytest

from survey_app.fieldwork.round_states import WAYS, State, Step
from tests.survey_app.conftest import SECRET

BY = ("--by", "noivu")
FILE = """\
code: thu-2026
name: {vi: Đợt 2026, en: Round 2026}
year: 2026
questionnaire: sipas-22
index_plan: ha-nam-2022
period: {start: 2026-01-01, end: 2026-10-31}
controller: Sở Nội vụ
contact: Phòng CCHC
erase_days: 90
units:
  - {code: SXD, group: department, quota: 60, maximum_points: 99.5}
  - {code: TTRA, group: department, exempt: true}
"""


@pytest.fixture
def hailong(run, world, monkeypatch):
    """Runs `hailong` with the small province, on each database."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)
    return lambda *words: run("round", *words)


@pytest.fixture
def written(folder):
    """Writes a file to read from."""

    def write(content):
        (folder / "round.yaml").write_text(content, encoding="utf-8")
        return "round.yaml"

    return write


def _rounds(world):
    return world.rows("SELECT code, state FROM round ORDER BY code")


def test_create__good_file__is_a_draft(hailong, world, written):
    result = hailong("create", written(FILE), *BY)

    assert result.exit_code == 0, result.output
    assert "thu-2026: draft; units surveyed: 1; exempt: 1; forms: 0 of 60." in result.output
    assert _rounds(world) == [("thu-2022", "open"), ("thu-2026", "draft")]
    maximum = world.one("SELECT maximum_points FROM round_unit WHERE quota = 60")
    assert float(str(maximum)) == 99.5


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2026-11-30", 0), ("2026-10-01", 0), ("2026-01-01", 0), ("2025-12-31", 1), ("", 0)],
)
def test_create__last_day_of_fieldwork__is_not_before_the_period(
    hailong, world, written, day, outcome
):
    result = hailong("create", written(f"{FILE}fieldwork_end: {day}\n"), *BY)

    assert result.exit_code == outcome, result.output
    if outcome:
        assert "fieldwork_end (line 13)" in result.stderr
    else:
        kept = world.one("SELECT fieldwork_end FROM round WHERE code = 'thu-2026'")
        assert str(kept or "") == day


def test_create__json__is_read_as_well(hailong, world, written):
    described = {
        "code": "thu-2026",
        "name": {"vi": "Đợt 2026", "en": "Round 2026"},
        "year": 2026,
        "questionnaire": "sipas-22",
        "index_plan": "ha-nam-2022",
        "period": {"start": "2026-01-01", "end": "2026-10-31"},
        "erase_days": 90,
    }

    result = hailong("create", written(json.dumps(described, indent=2)), *BY)

    assert result.exit_code == 0, result.output
    assert ("thu-2026", "draft") in _rounds(world)


def test_create__bad_file__lists_every_fault_by_line_and_writes_nothing(hailong, world, written):
    bad = (
        FILE.replace("code: thu-2026", "code: Đợt")
        .replace("en: Round 2026", "fr: Tour")
        .replace("year: 2026", "yaer: 2026")
        .replace("2026-10-31", "31/10/2026")
        .replace("erase_days: 90", "erase_days: yes\nfieldwork_end: 30/11/2026")
        .replace("quota: 60", "quota: 60.5")
        .replace("maximum_points: 99.5", "maximum_points: 99.555")
        .replace("exempt: true", "exempt: maybe")
    )

    result = hailong("create", written(bad), *BY)

    lines = [line.split(": ")[1] for line in result.stderr.splitlines()[:-1]]
    assert result.exit_code == 1
    assert lines == [
        "year (line 1)",
        "code (line 1)",
        "name, en (line 2)",
        "name, fr (line 2)",
        "yaer (line 3)",
        "period, end (line 6)",
        "erase_days (line 9)",
        "fieldwork_end (line 10)",
        "unit SXD, quota (line 12)",
        "unit SXD, maximum_points (line 12)",
        "unit TTRA, exempt (line 13)",
    ]
    assert "faults: 11; nothing was written" in result.stderr
    assert "“year”" in result.stderr
    assert _rounds(world) == [("thu-2022", "open")]
    assert "round.created" not in world.actions()


def test_create__file_that_does_not_fit_here__says_where(hailong, world, written):
    bad = FILE.replace("code: thu-2026", "code: thu-2022").replace(
        "TTRA, group: department", "MOI, group: x"
    )

    result = hailong("create", written(bad), *BY)

    lines = [line.split(": ")[1] for line in result.stderr.splitlines()[:-1]]
    assert lines == ["code (line 1)", "unit MOI, code (line 12)", "unit MOI, group (line 12)"]
    assert _rounds(world) == [("thu-2022", "open")]


@pytest.mark.parametrize(
    "content", ["", "- a\n- b\n", "code: [", "\x00", "code: &x 1\nname: *x\n", "7", "{}"]
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_create__anything_else__is_refused_without_a_trace(hailong, world, written, content):
    result = hailong("create", written(content), *BY)

    assert result.exit_code == 1
    assert "nothing was written" in result.stderr
    assert isinstance(result.exception, SystemExit)
    assert _rounds(world) == [("thu-2022", "open")]


@pytest.mark.parametrize(
    ("by", "said"), [("khong", "khong"), ("quanly", "home_affairs"), ("quantri", "home_affairs")]
)
def test_create__by_somebody_else__is_refused(hailong, world, written, by, said):
    result = hailong("create", written(FILE), "--by", by)

    assert result.exit_code == 1
    assert said in result.stderr
    assert _rounds(world) == [("thu-2022", "open")]


def test_create__by_a_closed_account__is_refused(hailong, world, written):
    world.change("UPDATE account SET is_active = false WHERE username = 'noivu'")

    result = hailong("create", written(FILE), *BY)

    assert result.exit_code == 1
    assert "closed" in result.stderr


def test_round__planned_opened_closed_and_opened_again__says_each_state(hailong, world, written):
    hailong("create", written(FILE), *BY)

    opened = hailong("open", "thu-2026", *BY)
    asked = hailong("close", "thu-2026", *BY, "--reason", "Hết hạn")
    closed = hailong("close", "thu-2026", *BY, "--reason", "Hết hạn", "--confirm")
    silent = hailong("open", "thu-2026", *BY)
    again = hailong("open", "thu-2026", *BY, "--reason", "Còn phiếu")

    assert [one.exit_code for one in (opened, asked, closed, silent, again)] == [0, 1, 0, 1, 0]
    assert "thu-2026: open" in opened.output
    assert "Units below their quota: 1." in asked.stderr
    assert "--confirm" in asked.stderr
    assert "--confirm" not in silent.stderr
    assert "reason" in silent.stderr
    assert _rounds(world)[1] == ("thu-2026", "open")
    steps = [action for action in world.actions() if str(action).startswith("round.")]
    assert steps == [
        "round.created",
        "round.key_added",
        "round.opened",
        "round.closed",
        "round.reopened",
    ]


def test_open__draft_with_gaps__lists_them_all(hailong, world, written):
    hailong("create", written(FILE.replace("quota: 60", "quota: 0")), *BY)
    world.change("UPDATE round SET contact = '' WHERE code = 'thu-2026'")

    result = hailong("open", "thu-2026", *BY)

    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["contact", "unit SXD"]
    assert _rounds(world)[1] == ("thu-2026", "draft")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_open__without_the_secret__says_which_setting_is_missing(hailong, monkeypatch):
    monkeypatch.delenv("HAILONG_SECRET_KEY")

    result = hailong("open", "thu-2022", *BY)

    assert result.exit_code == 1
    assert "HAILONG_SECRET_KEY" in result.stderr


def test_copy__round__is_planned_for_another_year(hailong, world):
    result = hailong("copy", "thu-2022", "thu-2023", "--year", "2023", *BY)

    assert result.exit_code == 0, result.output
    assert _rounds(world) == [("thu-2022", "open"), ("thu-2023", "draft")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("khong", "thu-2023", "--year", "2023"), ["thu-2022"]),
        (("thu-2022", "thu-2022", "--year", "1999"), ["year", "code"]),
    ],
)
def test_copy__impossible__says_all_of_it(hailong, world, words, said):
    result = hailong("copy", *words, *BY)

    assert result.exit_code == 1
    assert all(word in result.stderr for word in said)
    assert _rounds(world) == [("thu-2022", "open")]


def test_status__all_and_one__say_state_and_next_step(hailong, world):
    every = hailong("status")
    one = hailong("status", "thu-2022")
    unknown = hailong("status", "khong")
    world.change("UPDATE round SET fieldwork_end = '2022-11-30'")
    with_last_day = hailong("status", "thu-2022")

    assert every.output == "thu-2022: open\n"
    assert "thu-2022: open; units surveyed: 2; exempt: 1; forms: 0 of 5." in one.output
    assert "01/01/2022 to 30/09/2022; no last day of fieldwork is named." in one.output
    assert "01/01/2022 to 30/09/2022; last day of fieldwork: 30/11/2022." in with_last_day.output
    assert "close: can be done" in one.output
    assert "Units below their quota: 2." in one.output
    assert unknown.exit_code == 1
    assert "thu-2022" in unknown.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("create", "khong.yaml", "--by", "noivu"),
        ("close", "thu-2022"),
        ("copy", "thu-2022", "thu-2023", "--by", "noivu"),
    ],
)
def test_round__bad_usage__is_exit_two(run, words):
    assert run("round", *words).exit_code == 2


def test_file__of_the_documentation__makes_a_round_that_opens(hailong, world, written):
    text = (Path(__file__).parents[3] / "docs/rounds.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.S)
    world.change("UPDATE unit_group SET code = 'other'")

    made = hailong("create", written(example), *BY)
    opened = hailong("open", "ha-nam-2026", *BY)

    assert made.exit_code == 0, made.output
    assert opened.exit_code == 0, opened.output


def test_states__table_of_the_documentation__is_that_of_the_program():
    text = (Path(__file__).parents[3] / "docs/rounds.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \| [^|]+ \| [^|]+ \|$", text, re.M)

    assert {Step(step): (State(start), State(end)) for step, start, end in rows[1:]} == WAYS
