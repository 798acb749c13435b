"""A round of 25 units from the first command to files and pulled scores, as a province lives it.

Everything goes in by the doors that people and tablets use; what the simulation has counted for
itself is compared with every place that counts. On PostgreSQL the province has its real size. On
SQLite, which stands for an installation on one office computer, a tenth of it: the list of 200,000
there is measured by the benchmarks.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from scoring.quality.flags import OPENS_A_CHECK
from survey_app.db.engine import connect
from survey_app.demo.source import source_units
from tests.journey.closing_day import publish_and_hand_on
from tests.journey.counts import (
    database_counts,
    database_outcomes,
    downloaded,
    listed_cases,
    one,
    page_counts,
    status_of_holders,
    table_of_progress,
    tenths,
)
from tests.journey.fieldwork import DAYS, EVENING, HASTY, INTERVIEWED, MORNING, Fieldwork
from tests.journey.fortnight import live_through
from tests.journey.installation import Installation, installed
from tests.journey.ledger import LEVELS, UNLISTED, counted
from tests.journey.outcomes import Key, cases_listed, outcomes, sums
from tests.journey.plan import BROKEN_OFF, REFUSED
from tests.journey.preparing import (
    LAST_DAY,
    LIST,
    MANAGER,
    PASSWORD,
    ROUND,
    Prepared,
    Scale,
    prepare,
)
from tests.journey.visitor import Visitor
from tests.survey_app.conftest import Page

PROVINCE = Scale(files=200_000, divided_by=1, visits_a_day=17)
OFFICE_COMPUTER = Scale(files=20_000, divided_by=10, visits_a_day=2)
IN_ROUND = ("--round", ROUND, "--list", LIST)


pytestmark = pytest.mark.journey


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'journey.sqlite3'}"
        return
    url = make_url(request.getfixturevalue("postgres_server"))
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"journey_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def test_round__of_a_whole_province__counts_agree_at_every_level(database_url, tmp_path):
    engine = connect(database_url)
    scale = PROVINCE if engine.dialect.name == "postgresql" else OFFICE_COMPUTER
    with installed(tmp_path, database_url=database_url) as here:
        prepared = prepare(here, scale=scale)
        strata = published_strata(here, "before")

        agree_on_the_sample(engine, prepared, strata)
        field = Fieldwork(here=here, prepared=prepared)
        reserve = {name: found["reserve"] for name, found in strata.items()}
        live_through(field, reserve=reserve)
        agree_on_the_interviews(engine, field)
        agree_on_the_cases(engine, field)
        assert database_outcomes(engine) == outcomes(field, reserve=reserve)
        agree_on_progress(field, outcomes(field, reserve=reserve))
        agree_on_the_forecast(field)
        whoever_makes_interviews_up_is_seen(engine, field)
        close_with_one_interview_under_way(field)
        agree_on_the_interviews(engine, field)
        sums_are_those_of_the_answers(engine, here)
        anyone_can_draw_again(here, strata)
        publish_and_hand_on(here)
    engine.dispose()


def published_strata(here: Installation, folder: str) -> dict[str, dict[str, int]]:
    """Population, official and reserve of each stratum, as published."""
    here.hailong("sample", "publish", *IN_ROUND, "-o", folder)
    draw = json.loads((here.folder / folder / "draw.json").read_text(encoding="utf-8"))
    return {found["stratum"]: found for found in draw["strata"]}


def agree_on_the_sample(engine, prepared: Prepared, strata: dict[str, dict[str, int]]) -> None:
    """File, judgements, strata, quotas, members and shares are the same people."""
    quotas = prepared.scale.quotas()
    total = sum(quotas.values())
    assert (len(quotas), len(source_units())) == (22, 25)
    assert prepared.scale is not PROVINCE or total == 2124
    assert sum(prepared.judged.values()) == prepared.scale.files
    assert one(engine, "SELECT count(*) FROM frame_case") == prepared.judged["eligible"]
    populations = Counter(case.stratum for case in prepared.cases.values())
    assert {name: found["population"] for name, found in strata.items()} == populations
    drawn: Counter[str] = Counter()
    for name, found in strata.items():
        drawn[name.split(" / ")[0]] += found["official"]
    assert drawn == quotas
    official = "SELECT count(*) FROM sample_member WHERE sample_list = 'official'"
    assert one(engine, official) == total
    reserve = sum(found["reserve"] for found in strata.values())
    assert one(engine, "SELECT count(*) FROM sample_member") == total + reserve
    shares = [
        line.split("│")[3] for line in prepared.said_of_sharing.splitlines() if "│ dtv" in line
    ]
    assert sum(map(int, shares)) == one(engine, "SELECT count(*) FROM assignment") == total
    assert max(map(int, shares)) - min(map(int, shares)) <= 1


def agree_on_the_interviews(engine, field: Fieldwork) -> None:
    """Pages, files, commands, packs and tables count the interviews that tablets were told of."""
    ledger, total = field.ledger, len(field.ledger.interviews)
    for level in LEVELS:
        assert database_counts(engine, level) == ledger.by(level), level
        assert ledger.by(level).total() == total
    assert len(ledger.by("day")) > DAYS / 2
    home = Visitor(field.here.address, number=240)
    home.sign_in("sonoivu", PASSWORD)
    rows = downloaded(home, "responses")
    assert {row["response_uuid"] for row in rows} == set(ledger.interviews)
    assert Counter(row["unit_code"] for row in rows) == ledger.by("unit")
    assert Counter(row["enumerator"] for row in rows) == ledger.by("enumerator")
    scores = {row["unit_code"]: int(row["interviews"]) for row in downloaded(home, "scores")}
    assert +Counter(scores) == ledger.by("unit")
    units = {found.name: found.code for found in source_units()}
    assert page_counts(field.office, units, f"/field/rounds/{ROUND}") == ledger.by("unit")
    assert f"forms: {total} of" in field.here.hailong("round", "status", ROUND)


def agree_on_the_cases(engine, field: Fieldwork) -> None:
    """What became of each case, by whoever has it."""
    ledger = field.ledger
    stored = "SELECT count(*) FROM contact_attempt"
    assert one(engine, stored) == ledger.outcomes().total()
    for disposition, count in ledger.outcomes().items():
        assert one(engine, f"{stored} WHERE disposition = '{disposition}'") == count, disposition
    assert one(engine, "SELECT count(*) FROM sample_replacement") == len(ledger.replaced)
    assert one(engine, "SELECT count(*) FROM quarantine WHERE decision IS NULL") == 0
    assert ledger.by("stratum")[UNLISTED] == 5  # six, of whom one was voided
    told = status_of_holders(field.here)
    for username in field.people:
        mine = [
            case
            for case in field.cases.values()
            if case.holder == username and not (case.is_replaced and case.outcome is None)
        ]
        assigned, interviewed, ended, waiting, still_open = told[username]
        assert assigned == len(mine), username
        assert interviewed == sum(case.outcome == INTERVIEWED for case in mine), username
        assert still_open == sum(case.outcome is None for case in mine), username
        assert (waiting, ended) == (0, assigned - interviewed - still_open), username


def agree_on_progress(field: Fieldwork, every: Counter[Key]) -> None:
    """The tables of progress with their response rates, and the list of cases."""
    ledger, office = field.ledger, field.office
    names = {f"Điều tra viên mô phỏng {name[-2:]}": name for name in field.people}
    for place, (table, by) in enumerate(
        (("units", "unit"), ("strata", "stratum"), ("enumerators", "enumerator"))
    ):
        shown = table_of_progress(office, table)
        for name, row in shown.items():
            key = names.get(name, name)
            mine: Counter[str] = Counter()
            for found, count in every.items():
                if found[place] == key and found[1] != UNLISTED:
                    mine[found[3]] += count
            assert {one: row[one] for one in sums(mine)} == sums(mine), (table, name)
            assert row.get("reserve_left", "") in {"", str(mine["in_reserve"])}, (table, name)
        if table != "strata":
            received = {
                names.get(name, name): int(row["interviews"]) for name, row in shown.items()
            }
            assert +Counter(received) == ledger.by(by)
    days = table_of_progress(office, "days")
    made = counted(ledger.interviews.values(), "made_on")
    assert +Counter({day: int(row["interviews"]) for day, row in days.items()}) == made
    refused = Counter(
        entry.made_on for entry, outcome, _ in ledger.attempts if outcome in {REFUSED, BROKEN_OFF}
    )
    assert +Counter({day: int(row["refused"]) for day, row in days.items()}) == refused
    listed = listed_cases(office)
    own = cases_listed(field)
    assert {key: listed.get(key) for key in own} == own


def agree_on_the_forecast(field: Fieldwork) -> None:
    """Days left, pace and what is needed, on the last day of fieldwork: long after the period."""
    ledger, quotas = field.ledger, field.prepared.scale.quotas()
    week = {(field.day - timedelta(days=back)).isoformat() for back in range(1, 8)}
    per_day = counted(ledger.interviews.values(), "made_on")
    pace = sum(count for day, count in per_day.items() if day in week) / 7
    made = ledger.by("unit")
    missing = sum(max(0, quota - made[unit]) for unit, quota in quotas.items())
    assert field.day == LAST_DAY
    assert missing
    text = Page(field.office.get(f"/field/rounds/{ROUND}").text).text
    assert f"tính cả hôm nay 1 đến {LAST_DAY:%d/%m/%Y}" in text
    assert f"Cần mỗi ngày {tenths(missing)} nhịp độ mấy ngày qua: {tenths(pace)}" in text
    assert "chưa ghi ngày cuối phỏng vấn" not in text


def whoever_makes_interviews_up_is_seen(engine, field: Fieldwork) -> None:
    """One person copies one form in 95 seconds: every such interview has a flag, nobody else's."""
    here = field.here
    here.hailong("quality", "run", "--round", ROUND, "--by", MANAGER, "--json", "quality.json")
    seen = json.loads((here.folder / "quality.json").read_text(encoding="utf-8"))
    flags = seen["flags"]
    made_up = {uuid for uuid, one in field.ledger.interviews.items() if one.enumerator == HASTY}
    assert seen["interviews"] == len(field.ledger.interviews)
    assert {one["interview"] for one in flags if one["kind"] == "too_fast"} == made_up
    # Of fewer than twenty interviews nothing is said about the person who made them.
    of_people = {one["enumerator"] for one in flags if one["kind"] in OPENS_A_CHECK}
    assert of_people == ({HASTY} if len(made_up) >= 20 else set())
    assert one(engine, "SELECT count(*) FROM quality_flag") == len(flags)
    page = Page(field.office.get(f"/field/rounds/{ROUND}/quality/flags/?kind=too_fast").text)
    assert f" {len(made_up)} " in f" {page.text} "


def close_with_one_interview_under_way(field: Fieldwork) -> None:
    """Closing says what it leaves behind; what a tablet still holds is received afterwards."""
    at = field.at(MORNING)
    person = next(found for found in field.people.values() if found.cases)
    field.fetch(person)
    under_way = person.interview(next(iter(person.cases)), at=at)
    close = ("round", "close", ROUND, "--by", "sonoivu", "--reason", "Hết thời gian")
    refused = field.here.tries(*close)
    made, quotas = field.ledger.by("unit"), field.prepared.scale.quotas()
    below = sum(made[unit] < quota for unit, quota in quotas.items())
    assert refused.code == 1
    assert f"Units below their quota: {below}." in refused.complained
    field.here.hailong(*close, "--confirm")
    at = field.at(EVENING)
    field.send(person, [under_way], expects="accepted", at=at)
    person.etag = ""
    assert person.visitor.ask("/api/v1/sync/pack").json["rounds"] == []


def sums_are_those_of_the_answers(engine, here: Installation) -> None:
    """After returns, voids and corrections, before and after what waits is added to the sums."""
    counted = one(engine, "SELECT count(*) FROM interview WHERE is_current")
    said = f"{ROUND}: {counted:,} interviews that count, as they were answered"
    assert said in here.hailong("db", "verify")
    here.hailong("db", "fold")
    assert said in here.hailong("db", "verify")
    assert one(engine, "SELECT count(*) FROM tally_change") == 0


def anyone_can_draw_again(here: Installation, strata: dict[str, dict[str, int]]) -> None:
    """With the seed, whoever has the published files gets the same people."""
    here.hailong("sample", "reveal", *IN_ROUND, "--by", "sonoivu")
    assert published_strata(here, "after") == strata
    files = ("--cases", "after/cases.csv", "--sample", "after/sample.csv")
    assert "agrees" in here.hailong("sample", "verify", "after/draw.json", *files)
