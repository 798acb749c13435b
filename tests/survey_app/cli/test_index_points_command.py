"""`hailong index import|template|earlier|criteria`: a round lives through them."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey_app.cli import main
from survey_app.db import round_writes
from survey_app.db.engine import transaction
from tests.survey_app.people_by_chance import answered, row

DOCUMENT = (
    "--round",
    "thu-2022",
    "--number",
    "2070/BC-HĐ",
    "--date",
    "20/11/2022",
    "--by",
    "noivu",
)
APPRAISED = ("--kind", "appraised", *DOCUMENT)
HEAD = (
    "unit_code,steering,institutions,procedures,organisation,civil_service,public_finance,digital"
)
SXD = "SXD,14,10,17.50,8,13,6,20"
TTRA = "TTRA,14,8.25,x,8,13,6,9"


def _write(*rows: str, name: str = "diem.csv", head: str = HEAD) -> str:
    Path(name).write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return name


def _document(hailong) -> dict:
    hailong("index", "thu-2022", "--json", "index.json")
    return json.loads(Path("index.json").read_text(encoding="utf-8"))


def _units(document) -> dict:
    return {one["unit_code"]: one for one in document["groups"]["department"]["units"]}


def test_index_import__appraised_then_self_scored__makes_index_and_gap(world, hailong):
    answered(world, *[row()] * 10)
    stated = hailong("index", "import", _write(SXD, TTRA), *APPRAISED, "--reason", "Thẩm định")
    own = _write("SXD,14,10,19,8,13,6,20")
    hailong("index", "import", own, "--kind", "self", *DOCUMENT)

    document = _document(hailong)

    assert "Sở Xây dựng: 85.75 → 88.5" in stated.output
    units = _units(document)
    assert units["SXD"]["total_points"] == "98.50"
    assert units["TTRA"]["index_percent"] == "97.08"  # 58.25 of 60
    [gap] = document["groups"]["department"]["gap"]["units"]
    assert (gap["self_scored"], gap["appraised"], gap["difference"]) == ("90.00", "88.50", "1.50")
    [kept] = [one for one in document["points_documents"]["appraised"] if one["number"]]
    assert (kept["number"], kept["issued_on"]) == ("2070/BC-HĐ", "2022-11-20")
    assert (kept["source"], kept["recorded_by"]) == ("diem.csv", "Noivu")
    shown = hailong("index", "thu-2022").output
    assert "mean 17.50 of 19.00; 0 of 1 units" in shown
    assert "Sở Xây dựng +1.50" in shown
    # The round keeps the set by which the points were judged; the log has who, what and why.
    assert world.one("SELECT count(*) FROM round_plan WHERE kind = 'criteria'") == 1
    details = world.one(
        "SELECT details FROM audit_event WHERE action = 'round.points_recorded' ORDER BY id"
    )
    details = json.loads(details) if isinstance(details, str) else details
    assert details["unit SXD"] == "85.75 → 88.5"
    assert details["reason"] == "Thẩm định"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index_import__faults__are_all_listed_and_nothing_is_stored(world, hailong):
    file = _write("SXD,15,10,17.50,8,13,6,20", "KHONG,1,1,1,1,1,1,1")

    result = hailong("index", "import", file, *APPRAISED, exits=1)

    assert "row 2, steering: 15 points, where this area gives at most 14" in result.stderr
    assert "row 3, unit_code: the round has no unit “KHONG”" in result.stderr
    assert "faults: 2; nothing was written" in result.stderr
    assert world.one("SELECT count(*) FROM points_document") == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index_import__file_and_document_faulty__all_of_it_is_said_at_once(world, hailong):
    file = _write("SXD,15,10,17.50,8,13,6,20")
    named = ("--number", " ", "--date", "21/11/2099")

    result = hailong("index", "import", file, *APPRAISED, *named, exits=1)

    assert "The document has no number." in result.stderr
    assert "The day of the document is still to come." in result.stderr
    assert "diem.csv: row 2, steering: 15 points, where this area gives at most 14" in result.stderr
    assert "faults: 3; nothing was written" in result.stderr
    assert world.one("SELECT count(*) FROM points_document") == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index_earlier__file_and_document_faulty__all_of_it_is_said_at_once(world, hailong):
    file = _write("SXD,0,101", head="unit_code,rank,index_percent")
    named = ("--year", "2022", "--number", " ", "--date", "21/11/2099")

    result = hailong("index", "earlier", file, *DOCUMENT, *named, exits=1)

    assert "2022 is not a year before that of the round" in result.stderr
    assert "The document has no number." in result.stderr
    assert "The day of the document is still to come." in result.stderr
    assert "diem.csv: row 2, rank:" in result.stderr
    assert "diem.csv: row 2, index_percent:" in result.stderr
    assert "faults: 5; nothing was written" in result.stderr
    assert world.one("SELECT count(*) FROM earlier_table") == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index_import__other_points_without_a_reason__are_refused(world, hailong):
    file = _write(SXD)

    refused = hailong("index", "import", file, *APPRAISED, exits=1)
    tried = hailong("index", "import", file, *APPRAISED, "--reason", "x", "--dry-run")
    hailong("index", "import", file, *APPRAISED, "--reason", "x")
    again = hailong("index", "import", file, *APPRAISED, "--reason", "x", exits=1)

    assert "Points that stand become other ones, and nobody says why." in refused.stderr
    assert "tried only; points of 1 units would be stored" in tried.output
    assert "All these points stand already." in again.stderr
    assert world.one("SELECT count(*) FROM points_document") == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", ["draft", "archived"])
def test_index_import__round_that_is_not_under_way__is_refused(world, hailong, state):
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end=state)

    result = hailong("index", "import", _write(SXD), *APPRAISED, "--reason", "x", exits=1)

    assert "Points are entered while the round is open, closed or published." in result.stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changed", "exits", "message"),
    [
        (("--number", " "), 1, "The document has no number."),
        (("--date", "20/11/2999"), 2, "write it like 20/11/2022"),
        (("--date", "21/11/2099"), 1, "The day of the document is still to come."),
        (("--date", "hôm qua"), 2, "write it like 20/11/2022"),
        (("--by", "quanly"), 1, "quanly"),
        (("--round", "khong-co"), 1, "khong-co"),
    ],
)
def test_index_import__document_or_person_that_does_not_do__is_refused(
    world, hailong, changed, exits, message
):
    result = hailong("index", "import", _write(SXD), *APPRAISED, *changed, exits=exits)

    assert message in result.stderr
    assert world.one("SELECT count(*) FROM points_document") == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["mau.csv", "mau.xlsx"])
def test_index_template__filled_in__is_read_again(world, hailong, name):
    hailong("index", "template", "--round", "thu-2022", "--kind", "self", "-o", name)
    unfilled = hailong("index", "import", name, "--kind", "self", *DOCUMENT, exits=1)
    hailong("index", "template", "--round", "thu-2022", "--kind", "self", "-o", "mau.csv")
    rows = list(csv.reader(io.StringIO(Path("mau.csv").read_text(encoding="utf-8-sig"))))
    values = iter((14, 10, 17.5, 8, 13, 6, 20, ""))
    rows[1][4:] = [str(next(values)) for _ in rows[1][4:]]
    with Path("day.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)

    filled = hailong("index", "import", "day.csv", "--kind", "self", *DOCUMENT)

    assert (rows[3][0], rows[3][3], rows[3][6]) == ("TTRA", "60", "x")
    assert "nothing was written" in unfilled.stderr
    assert "Sở Xây dựng: 88.5" in filled.output
    assert "rows without any points were left out: 2" in filled.stderr


def test_index_earlier__table_of_2021__says_what_changed(world, hailong):
    answered(world, *[row()] * 10)
    rows = ("department,,,,88.99,18.40", "department,SXD,18,83.25,,")
    head = "unit_group,unit_code,rank,index_percent,mean_index,spread"
    file = _write(*rows, name="nam-2021.csv", head=head)

    told = hailong("index", "earlier", file, "--year", "2021", *DOCUMENT)

    assert "the table of 2021 is stored: 1 units, 1 groups" in told.output
    document = _document(hailong)
    changes = document["groups"]["department"]["changes"]
    # 95.75 and 93.75: the mean is 94.75, the spread 2.00
    assert (changes["mean_change"], changes["spread_change"]) == ("5.76", "-16.40")
    # It was 18th among more than the two units of now, and among how many is not known.
    assert (changes["units"][0]["rank_before"], changes["units"][0]["places"]) == (18, None)
    assert document["before"]["number"] == "2070/BC-HĐ"
    assert (
        "Against 2021: mean index +5.76, spread −16.40; 1/2 units known"
        in hailong("index", "thu-2022").output
    )
    again = hailong("index", "earlier", file, "--year", "2022", *DOCUMENT, exits=1)
    assert "2022 is not a year before that of the round" in again.stderr
    assert "nobody says why" in again.stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index_criteria__another_set__is_kept_unless_points_stand_against_it(world, hailong):
    shown = hailong("index", "criteria", "thu-2022").output
    chosen = hailong("index", "criteria", "thu-2022", "--set", "commune-2023", "--by", "noivu")
    other = Path("rieng.yaml")
    other.write_text(
        "kind: criteria\nid: rieng\nsource: Thử\nareas:\n"
        "  - {code: steering, name: {vi: A, en: A}, maximum: 90}\n"
        "  - {code: survey, name: {vi: B, en: B}, maximum: 10, is_survey: true}\n",
        encoding="utf-8",
    )
    hailong("index", "criteria", "thu-2022", "--set", "ha-nam-2022", "--by", "noivu")
    hailong("index", "import", _write(SXD), *APPRAISED, "--reason", "x")

    refused = hailong(
        "index", "criteria", "thu-2022", "--set", str(other), "--by", "noivu", exits=1
    )

    assert "procedures: Reform of procedures, at most 19 points" in shown
    assert "without_procedures: Without procedures, 60 points of 6 areas" in shown
    assert "commune-2023" in chosen.output
    assert "Points of areas stand that the set does not have" in refused.stderr
    usage = hailong("index", "criteria", "thu-2022", "--set", "ha-nam-2022", exits=2)
    assert "--set needs --by" in usage.stderr


def test_index__help__lists_its_parts_and_a_round_needs_no_word():
    result = CliRunner().invoke(main, ["index", "--help"])

    assert result.exit_code == 0
    assert all(word in result.output for word in ("show", "import", "template", "earlier"))
