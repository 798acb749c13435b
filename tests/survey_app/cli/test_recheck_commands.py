"""From finished interviews to re-checks that anyone can draw again: `hailong recheck`."""

import csv
import hashlib
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from survey_app.cli import recheck_draw
from survey_app.db.tables import Assignment, Interview, Table

SECRET = "only-for-tests-only-for-tests-only-for-tests"
ROUND = ("--round", "thu-2022")
OFFICE, POST = ("--by", "noivu"), ("--by", "quanly")
MONDAY = datetime(2022, 10, 3, 2, 0, tzinfo=UTC)
TABLES = ("recheck_plan", "lot", "lot_stratum", "lot_member", "recheck_draw", "audit_event")


@pytest.fixture
def at(monkeypatch):
    """Sets the day on which commands run: so many days after the first Monday."""

    def go(days):
        moment = MONDAY + timedelta(days=days)
        monkeypatch.setattr(recheck_draw, "system_clock", lambda: moment)

    go(0)
    return go


@pytest.fixture
def hailong(run, world, at, monkeypatch):
    """Runs `hailong` with the small province, on each database, and expects that it works."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)

    def done(*words, exits=0):
        result = run(*words)
        assert result.exit_code == exits, result.output
        return result

    return done


@pytest.fixture
def interviewed(world):
    """Puts interviews into the database: of whom, where, how many, on which day of field work."""

    def make(who, unit, number, *, day):
        count = world.one("SELECT count(*) FROM interview")
        numbers = {
            "round_unit_id": world.one(
                "SELECT round_unit.id FROM round_unit JOIN unit ON unit.id = unit_id"
                " WHERE code = :code",
                code=unit,
            ),
            "enumerator_id": world.one("SELECT id FROM account WHERE username = :name", name=who),
        }
        moment = MONDAY + timedelta(days=day)
        times = dict.fromkeys(("started_at", "finished_at", "received_at"), moment)
        version = world.one("SELECT id FROM questionnaire_version")
        uuids = [UUID(int=count + one) for one in range(1, number + 1)]
        with world.engine.begin() as connection:
            connection.execute(
                insert(Assignment),
                [{"interview_uuid": uuid, "assigned_at": MONDAY, **numbers} for uuid in uuids],
            )
            connection.execute(
                insert(Interview),
                [
                    {
                        "uuid": uuid,
                        "version": 1,
                        "is_current": True,
                        "questionnaire_version_id": version,
                        "mode": "tablet",
                        "origin": "unlisted",
                        "content": "{}",
                        "content_sha256": f"{uuid.int:064x}",
                        "is_simulated": True,
                        **times,
                        **numbers,
                    }
                    for uuid in uuids
                ],
            )

    return make


@pytest.fixture
def closed(hailong, world):
    """Closes the round."""

    def close():
        hailong("round", "close", "thu-2022", *OFFICE, "--reason", "Hết hạn", "--confirm")

    return close


class Said(NamedTuple):
    """What a command wrote."""

    stdout: str
    output: str


def _draw_twice(hailong, interviewed, at):
    hailong("recheck", "commit", *ROUND, *OFFICE)
    interviewed("an", "SXD", 7, day=0)
    interviewed("binh", "STP", 9, day=1)
    at(2)
    hailong("recheck", "draw", *ROUND, *OFFICE)
    interviewed("an", "SXD", 22, day=8)
    interviewed("an", "STP", 6, day=9)
    at(15)
    second = hailong("recheck", "draw", *ROUND, *OFFICE)
    return Said(stdout=second.stdout, output=second.output)


@pytest.fixture
def drawn(begin, hailong, interviewed, at):
    """A promise, and two draws: of two days of the first week, and of the whole second week."""
    said = begin(_draw_twice, hailong, interviewed, at)
    at(15)
    return said


def everything(world):
    with world.engine.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(select(Table.metadata.tables[name]))))
            for name in TABLES
        }


def lots(world):
    return world.rows(
        "SELECT substr(code, 1, 7), username, lot.number, lot_stratum.interviews, share_percent,"
        " drawn FROM lot JOIN lot_stratum ON lot_id = lot.id JOIN account ON account.id ="
        " enumerator_id ORDER BY week, username, lot.number, lot_stratum.name"
    )


def redrawn(folder):
    """The same again with nothing but the published files and hashlib: lot, uuid, place."""
    document = json.loads((folder / "recheck.json").read_text(encoding="utf-8"))
    seed, found = document["seed"], []
    assert hashlib.sha256(seed.encode()).hexdigest() == document["commitment"]
    listed = defaultdict(list)
    with (folder / "lots.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            listed[row["lot"]].append((row["response_uuid"], row["stratum"]))
    for lot in document["lots"]:
        lines = sorted(f"{uuid}\t{stratum}\t\n" for uuid, stratum in listed[lot["lot"]])
        assert hashlib.sha256("".join(lines).encode()).hexdigest() == lot["list_sha256"]
        for part in lot["strata"]:
            inside = [uuid for uuid, stratum in listed[lot["lot"]] if stratum == part["stratum"]]
            share = -(-part["share_percent"] * len(inside) // 100)
            n = min(len(inside), max(part["minimum"], share))
            assert (len(inside), n) == (part["interviews"], part["drawn"])
            text = f"{seed}|{lot['lot']}|".encode()
            order = sorted(
                inside, key=lambda uuid: hashlib.sha256(text + uuid.encode()).hexdigest()
            )
            found += [(lot["lot"], uuid, str(place)) for place, uuid in enumerate(order[:n], 1)]
    return sorted(found)


def test_draw__days_of_the_beginning_and_a_week__lots_with_their_minima(drawn, world):
    # An: 3 of the first days; then of his 28 what is missing of ten, the large unit for itself.
    assert lots(world) == [
        ("2022w40", "an", 1, 7, 20, 3),
        ("2022w40", "binh", 1, 9, 20, 3),
        ("2022w41", "an", 1, 22, 10, 7),
        ("2022w41", "an", 2, 6, 10, 1),
    ]
    assert world.one("SELECT count(*) FROM recheck_draw WHERE selection = 'random'") == 14
    assert world.one("SELECT count(*) FROM lot_member") == 44
    assert "Lots closed: 2, interviews in them: 28, drawn for a re-check: 8" in drawn.stdout
    assert str(world.one("SELECT min(list_sha256) FROM lot WHERE week = '2022w41'")) in drawn.stdout


def test_draw__upload_that_comes_late__is_a_further_lot_and_changes_none(
    drawn, hailong, interviewed, world
):
    before = everything(world)
    interviewed("an", "SXD", 2, day=0)
    interviewed("an", "SXD", 12, day=8)

    hailong("recheck", "draw", *ROUND, *OFFICE)

    after = everything(world)
    for name in TABLES[1:5]:
        assert set(before[name]) < set(after[name])
    assert after["recheck_plan"] == before["recheck_plan"]
    assert lots(world)[1] == ("2022w40", "an", 2, 2, 20, 1)
    assert lots(world)[5] == ("2022w41", "an", 3, 12, 10, 2)


def test_draw__nothing_due__says_how_many_wait_and_writes_nothing(hailong, interviewed, world, at):
    hailong("recheck", "commit", *ROUND, *OFFICE)
    interviewed("an", "SXD", 4, day=0)
    before = everything(world)

    told = hailong("recheck", "draw", *ROUND)

    assert "No lot is due" in told.stdout
    assert told.stdout.rstrip().endswith("4.")
    assert everything(world) == before


def test_draw__closed_round__takes_what_is_left(hailong, interviewed, world, at, closed):
    hailong("recheck", "commit", *ROUND, *OFFICE)
    interviewed("an", "SXD", 4, day=0)
    closed()

    hailong("recheck", "draw", *ROUND)

    assert lots(world) == [("2022w40", "an", 1, 4, 20, 4)]
    assert world.one("SELECT closed_by FROM lot") is None


def test_draw__voided_interview__is_in_no_lot(hailong, interviewed, world, at):
    hailong("recheck", "commit", *ROUND, *OFFICE)
    interviewed("an", "SXD", 4, day=0)
    world.change(
        "UPDATE interview SET is_current = false, voided_at = finished_at, void_reason = 'x'"
        " WHERE id = (SELECT min(id) FROM interview)"
    )
    at(1)

    hailong("recheck", "draw", *ROUND)

    assert world.one("SELECT count(*) FROM lot_member") == 3


def test_draw__closed_round__makes_up_for_whoever_worked_in_the_first_days_only(
    drawn, hailong, interviewed, world, closed
):
    """Bình has 3 of 9 and none in a later week: ten were promised, so all nine are drawn."""
    before = everything(world)
    closed()
    refused = hailong("recheck", "reveal", *ROUND, *OFFICE, exits=1)

    told = hailong("recheck", "draw", *ROUND, *OFFICE)

    assert "1 enumerators have fewer re-checks than the plan promises" in refused.output
    assert "below the minimum of the plan: 6." in told.stdout
    assert lots(world)[:2] == [("2022w40", "an", 1, 7, 20, 3), ("2022w40", "binh", 1, 9, 20, 9)]
    after = everything(world)
    assert set(before["recheck_draw"]) < set(after["recheck_draw"])
    assert (before["lot"], before["lot_member"]) == (after["lot"], after["lot_member"])
    again = hailong("recheck", "draw", *ROUND, *OFFICE)
    assert "No lot is due" in again.stdout
    assert everything(world) == after


def test_publish__seed_revealed__anyone_draws_the_same(drawn, hailong, folder, world, closed):
    closed()
    hailong("recheck", "draw", *ROUND, *OFFICE)
    hailong("recheck", "publish", *ROUND, "-o", "before")
    revealed = hailong("recheck", "reveal", *ROUND, *OFFICE).stdout
    hailong("recheck", "publish", *ROUND, "-o", "after")

    before, after = (
        json.loads((folder / name / "recheck.json").read_text(encoding="utf-8"))
        for name in ("before", "after")
    )
    assert [path.name for path in (folder / "before").iterdir()] == ["recheck.json"]
    assert before == {**after, "seed": None}
    assert after["seed"] in revealed
    with (folder / "after/drawn.csv").open(encoding="utf-8-sig", newline="") as stream:
        published = list(csv.DictReader(stream))
    drawn_there = sorted((row["lot"], row["response_uuid"], row["place"]) for row in published)
    assert redrawn(folder / "after") == drawn_there
    assert len(drawn_there) == 20
    assert {row["inclusion_prob"] for row in published if row["lot"].startswith("2022w41")} == {
        "0.318182",
        "0.166667",
    }
    files = ("--lots", "after/lots.csv", "--drawn", "after/drawn.csv")
    verified = hailong("recheck", "verify", "after/recheck.json", *files)
    assert "4 lots, 44 interviews, 20 drawn" in verified.stdout
    kept = world.rows("SELECT interview_uuid FROM recheck_draw")
    assert {UUID(str(row[0])) for row in kept} == {UUID(row[1]) for row in drawn_there}


def test_seed__until_it_is_revealed__stands_nowhere_in_the_open(drawn, hailong, world, closed):
    closed()
    hailong("recheck", "draw", *ROUND, *OFFICE)
    before = str(everything(world))

    hailong("recheck", "reveal", *ROUND, *OFFICE)

    seed = str(world.one("SELECT seed FROM recheck_plan"))
    assert len(seed) == 32
    assert seed not in before + drawn.output
    assert world.rows(
        "SELECT action, username FROM audit_event JOIN account ON account.id = account_id"
        " WHERE action LIKE 'recheck.%' ORDER BY audit_event.id"
    ) == [
        ("recheck.seed_committed", "noivu"),
        ("recheck.lots_drawn", "noivu"),
        ("recheck.lots_drawn", "noivu"),
        ("recheck.topped_up", "noivu"),
        ("recheck.seed_revealed", "noivu"),
    ]


def test_commit__shipped_plan__is_pinned_by_its_hash(hailong, world):
    told = hailong("recheck", "commit", *ROUND, *OFFICE).stdout

    commitment, plan = world.rows("SELECT commitment, plan_version_id FROM recheck_plan")[0]
    content = world.one("SELECT content FROM plan_version WHERE kind = 'recheck'")
    assert str(commitment) in told
    assert str(plan) in told
    assert plan == hashlib.sha256(str(content).encode()).hexdigest()
    assert json.loads(str(content))["minimum_per_enumerator"] == 10


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
recheck: {{share_percent: {share}, minimum_per_enumerator: 2, source: Kế hoạch phúc tra}}
units:
  - {{code: SXD, group: department, quota: 12}}
"""


@pytest.fixture
def planned(hailong, folder):
    """Opens a round with these numbers for its re-checks."""

    def make(share):
        (folder / "round.yaml").write_text(ROUND_FILE.format(share=share), encoding="utf-8")
        hailong("round", "create", "round.yaml", *OFFICE)
        hailong("round", "open", "thu-2026", *OFFICE)

    return make


def test_commit__round_with_numbers_of_its_own__the_plan_has_them(hailong, planned, world):
    planned(share=25)

    hailong("recheck", "commit", "--round", "thu-2026", *OFFICE)

    pinned = world.one(
        "SELECT content FROM recheck_plan JOIN plan_version ON plan_version.id = plan_version_id"
    )
    plan = json.loads(str(pinned))
    assert (plan["share_percent"], plan["minimum_per_enumerator"]) == (25, 2)
    assert plan["opening"] == {
        "days": 5,
        "share_percent": 25,
        "minimum_days": 3,
        "minimum_per_enumerator": 2,
    }
    assert plan["source"].startswith("Kế hoạch phúc tra · ")


def test_commit__plan_on_file__is_the_one_or_is_refused(hailong, planned, world, folder):
    planned(share=25)
    hailong("recheck", "commit", *ROUND, *OFFICE)
    shipped = str(
        world.one(
            "SELECT content FROM plan_version WHERE kind = 'recheck' AND content LIKE '%hai-long%'"
        )
    )
    fitting = {**json.loads(shipped), "share_percent": 15, "minimum_per_enumerator": 2}
    fitting["opening"]["minimum_per_enumerator"] = 2
    (folder / "other.json").write_text(json.dumps(fitting), encoding="utf-8")
    (folder / "fitting.json").write_text(
        json.dumps(
            {**fitting, "share_percent": 25, "opening": {**fitting["opening"], "share_percent": 30}}
        ),
        encoding="utf-8",
    )
    (folder / "faulty.json").write_text(
        json.dumps({**fitting, "share_percent": 0, "risk_percent": -1}), encoding="utf-8"
    )
    commit = ("recheck", "commit", "--round", "thu-2026", *OFFICE, "--plan")

    faulty = hailong(*commit, "faulty.json", exits=1)
    other = hailong(*commit, "other.json", exits=1)
    hailong(*commit, "fitting.json")

    assert "share_percent" in faulty.stderr
    assert "risk_percent" in faulty.stderr
    assert "The plan says 15 % and 2 of each enumerator, the round says 25 % / 2" in other.stderr
    assert world.one("SELECT count(*) FROM recheck_plan") == 2


def test_commit__round_that_re_checks_nothing__is_refused(hailong, planned, world):
    planned(share=0)

    refused = hailong("recheck", "commit", "--round", "thu-2026", *OFFICE, exits=1)

    assert "re-checks 0 percent" in refused.stderr
    assert world.one("SELECT count(*) FROM recheck_plan") == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("commit", *ROUND, *OFFICE), "is committed already"),
        (("commit", *ROUND, *POST), "home_affairs"),
        (("draw", *ROUND, *POST), "home_affairs"),
        (("reveal", *ROUND, *POST), "home_affairs"),
        (("reveal", *ROUND, *OFFICE), "thu-2022 is not closed"),
        (("draw", "--round", "x"), "There is no round x"),
        (("publish", "--round", "x", "-o", "out"), "There is no round x"),
    ],
)
def test_recheck__what_cannot_be__is_refused_and_changes_nothing(drawn, hailong, world, words, why):
    before = everything(world)

    refused = hailong("recheck", *words, exits=1)

    assert why in refused.stderr
    assert everything(world) == before


@pytest.mark.parametrize("words", [("draw", *ROUND), ("publish", *ROUND, "-o", "out")])
def test_recheck__nothing_promised__is_refused(hailong, interviewed, folder, words):
    interviewed("an", "SXD", 4, day=0)

    refused = hailong("recheck", *words, exits=1)

    assert "No seed is committed for the re-checks of thu-2022" in refused.stderr
    assert not (folder / "out").exists()


def test_reveal__interviews_in_no_lot__waits_for_a_draw(drawn, hailong, interviewed, closed):
    interviewed("an", "SXD", 1, day=8)
    closed()

    refused = hailong("recheck", "reveal", *ROUND, *OFFICE, exits=1)
    hailong("recheck", "draw", *ROUND)
    hailong("recheck", "reveal", *ROUND, *OFFICE)
    after = hailong("recheck", "draw", *ROUND, exits=1)
    again = hailong("recheck", "reveal", *ROUND, *OFFICE, exits=1)

    assert "1 interviews are in no lot yet" in refused.stderr
    assert "is shown" in after.stderr
    assert "is shown" in again.stderr


def test_draw__by_another_secret__is_refused(hailong, interviewed, world, at, monkeypatch):
    hailong("recheck", "commit", *ROUND, *OFFICE)
    interviewed("an", "SXD", 4, day=0)
    at(1)
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET[::-1])

    refused = hailong("recheck", "draw", *ROUND, exits=1)

    assert "cannot be read with this secret" in refused.stderr
    assert world.one("SELECT count(*) FROM lot") == 0


def test_publish__interview_taken_out_behind_the_program__writes_nothing(
    drawn, hailong, world, folder
):
    world.change(
        "DELETE FROM lot_member WHERE interview_uuid = (SELECT lot_member.interview_uuid"
        " FROM lot_member LEFT JOIN recheck_draw"
        " ON recheck_draw.interview_uuid = lot_member.interview_uuid"
        " WHERE recheck_draw.interview_uuid IS NULL LIMIT 1)"
    )

    refused = hailong("recheck", "publish", *ROUND, "-o", "out", exits=1)

    assert "are not those that were drawn from" in refused.stderr
    assert not (folder / "out").exists()


def test_verify__round_in_the_database__agrees_until_somebody_is_exchanged(
    drawn, hailong, world, closed
):
    closed()
    hailong("recheck", "draw", *ROUND, *OFFICE)
    hidden = hailong("recheck", "verify", *ROUND, exits=1)
    hailong("recheck", "reveal", *ROUND, *OFFICE)
    agreed = hailong("recheck", "verify", *ROUND)
    world.change(
        "DELETE FROM recheck_draw WHERE interview_uuid = (SELECT interview_uuid FROM"
        " lot_member WHERE place = 1 ORDER BY lot_id LIMIT 1)"
    )
    exchanged = hailong("recheck", "verify", *ROUND, exits=1)

    assert "the seed is not revealed yet" in hidden.stderr
    assert "4 lots, 44 interviews, 20 drawn" in agreed.stdout
    assert "place 1: " in exchanged.stderr
    assert "was drawn, but is not in the sample" in exchanged.stderr
    assert exchanged.stderr.splitlines()[-1] == "The re-checks do not agree; differences: 1."


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", [(), (*ROUND, "--lots", __file__), ("--drawn", __file__)])
def test_verify__neither_files_nor_a_round__is_bad_usage(hailong, words):
    told = hailong("recheck", "verify", *words, exits=2)

    assert "Name the document, --lots and --drawn, or --round alone." in told.stderr
