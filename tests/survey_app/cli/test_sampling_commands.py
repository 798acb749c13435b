"""From the list of finished files to a sample that anyone can check: `hailong sample`."""

import hashlib
import json

import pytest

from tests.survey_app.conftest import SECRET
from tests.survey_app.fieldwork.frame.conftest import as_csv, table

ROUND = ("--round", "thu-2026")
LIST = (*ROUND, "--list", "thu-2026-1")
OFFICE, POST = ("--by", "noivu"), ("--by", "quanly")
PLAN = "{method: stratified, strata: [channel], reserve_percent: 30, source: Kế hoạch 1}"
ROUND_FILE = """\
code: thu-2026
name: {{vi: Đợt 2026, en: Round 2026}}
year: 2026
questionnaire: sipas-22
index_plan: ha-nam-2022
period: {{start: 2026-01-01, end: 2026-10-31}}
controller: Sở Nội vụ
contact: Phòng CCHC
erase_days: 90
sampling: {plan}
units:
  - {{code: SXD, group: department, quota: 12}}
  - {{code: STP, group: department, quota: 200}}
  - {{code: TTRA, group: department, exempt: true}}
"""
CHANNELS = ("Trực tiếp", "Trực tuyến", "Bưu chính")
CASES_OF = {"SXD": 60, "STP": 30}


@pytest.fixture
def planned(hailong, folder):
    """Makes a round with a sampling plan and imports the lists of these units."""

    def make(plan=PLAN, units=CASES_OF):
        (folder / "round.yaml").write_text(ROUND_FILE.format(plan=plan), encoding="utf-8")
        hailong("round", "create", "round.yaml", *OFFICE)
        rows = [_row(unit, number) for unit, n in units.items() for number in range(n)]
        (folder / "list.csv").write_bytes(as_csv(table(*rows)))
        hailong("frame", "import", "list.csv", *ROUND)

    return make


def _row(unit, number):
    return {
        "Mã hồ sơ": f"{unit}-{number:04d}",
        "Đơn vị": unit,
        "Chủ hồ sơ": f"Người mô phỏng {unit} {number}",
        "Số điện thoại": f"09{len(unit) + ord(unit[1]):02d}0{number:05d}",
        "Địa chỉ": f"Thôn mô phỏng {unit} {number}",
        "Hình thức nộp": CHANNELS[number % 3],
        "Ngày tiếp nhận": "01/09/2026",
        "Ngày hẹn trả": "30/09/2026",
        "Ngày trả kết quả": f"{number % 28 + 1:02d}/09/2026",
    }


@pytest.fixture
def drawn(hailong, planned):
    """The same, opened, and a sample drawn; gives what drawing said."""
    planned()
    hailong("round", "open", "thu-2026", *OFFICE)
    hailong("sample", "commit", *LIST, *OFFICE)
    return hailong("sample", "draw", *LIST, *POST)


def _document(folder, name="out"):
    return json.loads((folder / name / "draw.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        "{method: simple, reserve_percent: 30, source: Kế hoạch 1}",
        "{method: systematic, strata: [channel], reserve_percent: 30, source: Kế hoạch 1}",
    ],
)
def test_sample__drawn_closed_and_revealed__agrees_with_its_seed(hailong, planned, folder, plan):
    planned(plan)
    hailong("round", "open", "thu-2026", *OFFICE)
    committed = hailong("sample", "commit", *LIST, *OFFICE).stdout
    hailong("sample", "draw", *LIST, *POST)
    hailong("sample", "publish", *LIST, "-o", "before")
    closing = ("--reason", "Hết hạn", "--confirm")
    hailong("round", "close", "thu-2026", *OFFICE, *closing)
    revealed = hailong("sample", "reveal", *LIST, *OFFICE).stdout
    hailong("sample", "publish", *LIST, "-o", "after")

    files = ("after/draw.json", "--cases", "after/cases.csv", "--sample", "after/sample.csv")
    verified = hailong("sample", "verify", *files)

    assert "The sample agrees" in verified.stdout
    before, after = _document(folder, "before"), _document(folder, "after")
    assert [path.name for path in (folder / "before").iterdir()] == ["draw.json"]
    assert before["seed"] is None
    assert before == {**after, "seed": None}
    assert after["seed"] in revealed
    assert after["commitment"] in committed
    assert after["commitment"] == hashlib.sha256(after["seed"].encode()).hexdigest()


def test_plan__quotas_and_strata__are_shown_with_margins_and_draw_nothing(hailong, planned, world):
    planned()

    shown = hailong("sample", "plan", *ROUND).stdout

    # SXD: 12 of 60 in three strata of 20. The margin at half: 1.96·√(Σ(1/3)²·(16/19)·0.25/4).
    numbers = [line.replace("│", " ").split() for line in shown.splitlines()]
    assert ["SXD", "60", "12", "4", "3", "26.0", "11.3"] in numbers
    # STP: 200 wanted, 30 there: everybody, and so no margin and nobody for a reserve.
    assert ["STP", "30", "30", "0", "3", "0.0", "0.0"] in numbers
    assert "STP: 170 fewer than wanted; everybody is drawn." in shown
    assert world.one("SELECT count(*) FROM sample_draw") == 0


def test_draw__two_units__keeps_members_as_they_are_published(drawn, hailong, folder, world):
    hailong("sample", "publish", *LIST, "-o", "out")

    kept = world.rows(
        "SELECT stratum, sample_list, count(*), min(place), max(place), min(weight)"
        " FROM sample_member GROUP BY stratum, sample_list ORDER BY stratum, sample_list"
    )
    published = {one["stratum"]: one for one in _document(folder)["strata"]}
    assert len(published) == 6
    assert [(row[0], row[1], row[2]) for row in kept] == [
        (name, name_of_list, published[name][name_of_list])
        for name in sorted(published, key=lambda text: text.encode())
        for name_of_list in ("official", "reserve")
        if published[name][name_of_list]
    ]
    assert {(row[3], row[4] == row[2]) for row in kept} == {(1, True)}
    weights = {row[0][:3]: float(row[5]) for row in kept}
    assert weights == {"SXD": 5.0, "STP": 1.0}
    assert "2026-1 is drawn" in drawn.stdout


def test_seed__until_it_is_revealed__stands_nowhere_in_the_open(drawn, hailong, world, folder):
    hailong("round", "close", "thu-2026", *OFFICE, "--reason", "Hết hạn", "--confirm")
    before = str(world.rows("SELECT * FROM sample_draw")) + str(
        world.rows("SELECT * FROM audit_event")
    )

    hailong("sample", "reveal", *LIST, *OFFICE)

    seed = str(world.one("SELECT seed FROM sample_draw"))
    assert len(seed) == 32
    assert seed not in before + drawn.output
    assert world.rows(
        "SELECT action, username FROM audit_event JOIN account ON account.id = account_id"
        " WHERE action LIKE 'sample.%' ORDER BY audit_event.id"
    ) == [
        ("sample.seed_committed", "noivu"),
        ("sample.drawn", "quanly"),
        ("sample.seed_revealed", "noivu"),
    ]


def test_reveal__round_still_open__is_refused(drawn, hailong, world):
    refused = hailong("sample", "reveal", *LIST, *OFFICE, exits=1)

    assert "the round is not closed" in refused.stderr
    assert world.one("SELECT seed FROM sample_draw") is None


def test_draw__by_another_secret__is_refused(hailong, planned, world, monkeypatch):
    planned()
    hailong("sample", "commit", *LIST, *OFFICE)
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET[::-1])

    refused = hailong("sample", "draw", *LIST, *POST, exits=1)

    assert "cannot be read with this secret" in refused.stderr
    assert world.one("SELECT count(*) FROM sample_member") == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("draw", *LIST, *POST), "is drawn already"),
        (("commit", *LIST, *OFFICE), "There is a sample thu-2026-1 in this round already"),
        (("commit", *ROUND, "--list", "Đợt 1", *OFFICE), "small letters, digits or hyphens"),
        (("commit", *ROUND, "--list", "x", *POST), "home_affairs"),
        (("reveal", *LIST, *POST), "home_affairs"),
        (("draw", *LIST, *OFFICE), "field_manager"),
        (("publish", *ROUND, "--list", "x", "-o", "out"), "Samples of this round: thu-2026-1"),
        (("plan", *ROUND), "no surveyed unit left"),
        (("plan", *ROUND, "--unit", "SXD"), "drawn from SXD already"),
        (("plan", *ROUND, "--unit", "TTRA"), "There is no unit TTRA"),
        (("plan", "--round", "thu-2022"), "has no sampling plan"),
        (("plan", "--round", "x"), "There is no round x"),
    ],
)
def test_sample__what_cannot_be__is_refused_and_changes_nothing(drawn, hailong, world, words, why):
    before = world.rows("SELECT * FROM sample_draw"), world.one("SELECT count(*) FROM audit_event")

    refused = hailong("sample", *words, exits=1)

    assert why in refused.stderr
    after = world.rows("SELECT * FROM sample_draw"), world.one("SELECT count(*) FROM audit_event")
    assert after == before


def test_draw__nothing_named__takes_the_one_list_that_waits(hailong, planned, world):
    planned()
    nothing = hailong("sample", "draw", *ROUND, exits=1)
    hailong("sample", "commit", *LIST, *OFFICE)
    hailong("sample", "draw", *ROUND)

    assert "Commit to a seed first" in nothing.stderr
    assert world.rows("SELECT list_name, drawn_by FROM sample_draw") == [("thu-2026-1", None)]
    assert world.one("SELECT count(*) FROM sample_member") == 46


def test_draw__unit_without_cases__is_refused_until_named_without_it(hailong, planned, world):
    planned(units={"SXD": 20})
    hailong("sample", "commit", *LIST, *OFFICE)

    refused = hailong("sample", "draw", *LIST, *POST, exits=1)
    hailong("sample", "draw", *LIST, "--unit", "SXD", *POST)

    assert "no case of STP" in refused.stderr
    assert world.one("SELECT count(*) FROM sample_member") == 16


def test_import__of_a_unit_that_was_drawn_from__is_refused(drawn, hailong, folder):
    (folder / "more.csv").write_bytes(as_csv(table(_row("SXD", 900))))

    refused = hailong("frame", "import", "more.csv", *ROUND, exits=1)

    assert "A sample has been drawn from SXD" in refused.stderr


def test_publish__list_changed_behind_the_program__writes_nothing(drawn, hailong, world, folder):
    world.change("UPDATE frame_case SET channel = 'other' WHERE file_code = 'SXD-0000'")

    refused = hailong("sample", "publish", *LIST, "-o", "out", exits=1)

    assert "not those that were drawn from" in refused.stderr
    assert not (folder / "out").exists()


def test_publish__file_is_there__is_left_as_it_was(drawn, hailong, folder):
    (folder / "out").mkdir()
    (folder / "out/draw.json").write_text("mine", encoding="utf-8")

    refused = hailong("sample", "publish", *LIST, "-o", "out", exits=1)

    assert "draw.json cannot be written" in refused.stderr
    assert (folder / "out/draw.json").read_text(encoding="utf-8") == "mine"
