"""The day after a round closes: appraised points come in, scores and index are published, every
file is written, and another program is told and pulls them.
"""

import csv
import io
import json
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook

from questionnaires import shipped_definition
from scoring.rounding import half_up
from scoring.rule import rule_of
from survey_app.demo.source import source_units
from tests.journey.installation import Installation
from tests.journey.preparing import ROUND
from tests.journey.visitor import Visitor
from tests.pdf_text import text_of
from tests.survey_app.publication.listening import Listener, listening
from tests.survey_app.publication.test_webhooks import verified

FOLDER, PUBLISH_BY = "cong-bo", ("--by", "sonoivu")
DOCUMENT = ("--kind", "appraised", "--number", "2070/BC-HĐ", "--date", "20/11/2022")
DECISION = ("--number", "2500/QĐ-UBND", "--date", "21/11/2022")
TOLD_TIMEOUT_S = 120
NAME, POINTS = "Mã đơn vị", "Điểm thành phần"
SHEET = "Điểm khảo sát"


def publish_and_hand_on(here: Installation) -> None:
    """By commands alone; every file and address says what was published."""
    _bring_appraised_points(here)
    with listening() as listener:
        told = here.hailong("webhook", "add", listener.url, "--name", "Bảng chỉ số", *PUBLISH_BY)
        here.hailong("publish", ROUND, *PUBLISH_BY)
        sha256 = _last_word(here.hailong("index", "publish", ROUND, *DECISION, *PUBLISH_BY))
        _told(listener, secret=_last_word(told), sha256=sha256)
    here.hailong("export", ROUND, "--all", "-o", FOLDER)
    assert "every file is the one that was written" in here.hailong("export", "--check", FOLDER)
    published = json.loads(_bytes(here, "diem.json"))["units"]
    assert len(published) == 22
    points = {code: _printed(row) for code, row in published.items()}
    assert any(points.values())

    index = _index_as_added_by_hand(here, points)
    _pulled(here, published, points)
    _index_pulled(here, index, sha256=sha256)
    _scored_again(here, published)
    _in_the_workbook(here, points)
    report = text_of(_bytes(here, "bao-cao.pdf"))
    for row in index:
        assert _in_vietnamese(row["total_points"]) in report, row
        assert _in_vietnamese(row["index_percent"]) in report, row


def _last_word(said: str) -> str:
    return said.rsplit(maxsplit=1)[-1].rstrip(".")


def _told(listener: Listener, *, secret: str, sha256: str) -> None:
    """The server tells by itself what commands have published, and signs it."""
    given_up_at = time.monotonic() + TOLD_TIMEOUT_S
    while len(listener.came) < 2:
        assert time.monotonic() < given_up_at, "nobody is told"
        time.sleep(0.1)
    messages = {}
    for _, headers, body in listener.came:
        assert verified(secret, headers, body)
        message = json.loads(body)
        messages[message["type"]] = message["data"]
    assert set(messages) == {"round.published", "index.published"}
    assert {one["round"] for one in messages.values()} == {ROUND}
    assert messages["index.published"]["content_sha256"] == sha256


def _bytes(here: Installation, name: str) -> bytes:
    return (here.folder / FOLDER / name).read_bytes()


def _printed(row: dict[str, Any]) -> str | None:
    points = row["published"]["points"]["points"]
    return None if points is None else f"{half_up(Decimal(repr(points))):f}"


def _in_vietnamese(figure: str) -> str:
    return figure.replace(".", ",")


def _bring_appraised_points(here: Installation) -> None:
    """The sums that the council gave in 2022, in the table that the program has filled in."""
    here.hailong("index", "template", "--round", ROUND, "--kind", "appraised", "-o", "mau.csv")
    with (here.folder / "mau.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    given = {unit.code: unit.appraised for unit in source_units()}
    assert {row["unit_code"] for row in rows} == set(given)
    for row in rows:
        row["total"] = str(given[row["unit_code"]])
    with (here.folder / "diem.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    here.hailong("index", "import", "diem.csv", "--round", ROUND, *DOCUMENT, *PUBLISH_BY)


def _index_as_added_by_hand(here: Installation, points: dict[str, str | None]) -> list[Any]:
    """Appraised and survey points together, in percent of what the unit can have, and in order."""
    groups = json.loads(_bytes(here, "chi-so.json"))["groups"]
    rows = [row for group in groups.values() for row in group["units"]]
    source = {unit.code: unit for unit in source_units()}
    expected = {code for code, unit in source.items() if unit.component is None or points[code]}
    assert {row["unit_code"] for row in rows} == expected
    for row in rows:
        unit = source[row["unit_code"]]
        total = unit.appraised + Decimal(points.get(unit.code) or 0)
        assert abs(Decimal(row["total_points"]) - total) <= Decimal("0.01"), row
        percent = half_up(total * 100 / unit.maximum)
        assert abs(Decimal(row["index_percent"]) - percent) <= Decimal("0.02"), row
    for group in groups.values():
        percents = [Decimal(row["index_percent"]) for row in group["units"]]
        assert percents == sorted(percents, reverse=True)
    return rows


def _program(here: Installation) -> tuple[Visitor, dict[str, str]]:
    """Another program, and what proves who it is."""
    secret = _last_word(here.hailong("token", "create", "Bảng chỉ số", *PUBLISH_BY))
    return Visitor(here.address, number=241), {"Authorization": f"Bearer {secret}"}


def _index_pulled(here: Installation, rows: list[Any], *, sha256: str) -> None:
    """As the decision froze it, row by row what the folder has."""
    program, authorised = _program(here)
    address = f"/api/v1/rounds/{ROUND}/index/publications"
    [one] = program.ask(f"{address}?state=current", headers=authorised).json["publications"]
    assert (one["decision_number"], one["decided_on"]) == (DECISION[1], "2022-11-21")
    assert one["content_sha256"] == sha256
    frozen = program.ask(f"{address}/{one['number']}", headers=authorised).json["index"]["groups"]
    names = ("unit_code", "rank", "total_points", "index_percent", "band")
    pulled = [[row[name] for name in names] for of in frozen.values() for row in of["units"]]
    assert pulled == [[row[name] for name in names] for row in rows]
    table = program.ask(f"{address}/{one['number']}/index.csv", headers=authorised)
    file = {
        row["unit_code"]: row["index_percent"] for row in csv.DictReader(io.StringIO(table.text))
    }
    assert file == {row["unit_code"]: row["index_percent"] for row in rows}


def _pulled(here: Installation, published: dict[str, Any], points: dict[str, str | None]) -> None:
    program, authorised = _program(here)
    address = f"/api/v1/rounds/{ROUND}"
    assert program.ask(address).status == 401
    components = program.ask(f"{address}/components?limit=100", headers=authorised)
    assert components.status == 200, components.text
    given = {one["unit_code"]: one["points"] for one in components.json["components"]}
    assert given == dict.fromkeys((unit.code for unit in source_units()), None) | points
    known = {"If-None-Match": components.headers["ETag"]}
    again = program.ask(f"{address}/components?limit=100", headers={**authorised, **known})
    assert (again.status, again.text) == (304, "")
    table = program.ask(f"{address}/scores.csv", headers=authorised)
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(table.text))}
    for code, row in published.items():
        share = row["published"]["est"]
        assert rows[code]["est"] == ("" if share is None else repr(share)), code
    index = program.ask(f"{address}/index", headers=authorised)
    assert index.json["groups"] == json.loads(_bytes(here, "chi-so.json"))["groups"]


def _scored_again(here: Installation, published: dict[str, Any]) -> None:
    plan = ("--plan", f"{FOLDER}/quy-tac-cham.json", "--json", "again.json")
    here.hailong("score-file", f"{FOLDER}/phieu.csv", *plan)
    again = json.loads((here.folder / "again.json").read_text(encoding="utf-8"))["units"]
    shown = {code: row for code, row in published.items() if row["decimals"] is None}
    criteria = 0
    for code, row in shown.items():
        if _is_whole(row):
            share = row["published"]["est"]
            assert abs(again[code]["published"]["est"] - share) < 1e-9, code
        for item in _counted(row):
            share = row["items"][item]["est"]
            assert abs(again[code]["items"][item]["est"] - share) < 1e-9, (code, item)
            criteria += 1
    assert criteria  # of every unit of enough people most criteria are shown, at either size


def _is_whole(row: dict[str, Any]) -> bool:
    """Nothing of it is hidden: what is, is withheld from the file that is handed on."""
    parts = [*row["factors"].values(), *row["items"].values()]
    return row["published"]["est"] is not None and all(
        part["n_valid"] is not None for part in parts
    )


def _counted(row: dict[str, Any]) -> Iterator[str]:
    """The criteria that are shown with the numbers of answers, of factors that are shown."""
    for factor in rule_of(shipped_definition("sipas-22")).factors:
        if row["factors"][factor.code]["est"] is not None:
            yield from (item for item in factor.items if row["items"][item]["n_valid"])


def _in_the_workbook(here: Installation, points: dict[str, str | None]) -> None:
    workbook = CalamineWorkbook.from_path(str(here.folder / FOLDER / "bang-tinh.xlsx"))
    rows = workbook.get_sheet_by_name(SHEET).to_python()
    heads = next(row for row in rows if NAME in row)
    name, place = heads.index(NAME), heads.index(POINTS)
    found = {row[name]: row[place] for row in rows[rows.index(heads) + 1 :] if row[name]}
    assert found == {code: float(one) if one else "" for code, one in points.items()}
