"""The script of docs/publication.md does the whole day of a round, run by a shell."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.cli.test_export_folder import FILES
from tests.survey_app.conftest import SECRET
from tests.survey_app.web.published_round import OF_STP, OF_SXD, STP, store
from tests.workbooks import workbook

TEXT = (Path(__file__).parents[3] / "docs/publication.md").read_text(encoding="utf-8")
[SCRIPT] = re.findall(r"^```bash\n(.*?)^```$", TEXT, re.S | re.M)
HEAD = (
    *("unit_code", "steering", "institutions", "procedures", "organisation"),
    *("civil_service", "public_finance", "digital"),
)
SELF_SCORED = (("SXD", 14, 10, 19, 8, 13, 6, 20),)
APPRAISED = (
    ("SXD", 14, 10, 17.5, 8, 13, 6, 20),
    ("STP", 14, 10, 17, 8, 13, 6, 20),
    ("TTRA", 14, 8.25, "x", 8, 13, 6, 9),
)
OF_2021 = "unit_group,unit_code,rank,index_percent,mean_index,spread\ndepartment,STP,1,97.00,,\n"


@pytest.fixture
def here(world, tmp_path):
    """The folder of the office on the evening of the last day: tables, and interviews."""
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    for name, rows in (("tu-cham", SELF_SCORED), ("tham-dinh", APPRAISED)):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook({"Điểm": [HEAD, *rows]}))
    (tmp_path / "nam-2021.csv").write_text(OF_2021, encoding="utf-8")
    return tmp_path


def _day(world, folder):
    """Runs the script in this folder, as an office does."""
    settings = {
        "DATABASE_URL": world.engine.url.render_as_string(hide_password=False),
        "HAILONG_SECRET_KEY": SECRET,
        "HAILONG_LANGUAGE": "en",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ROUND": "thu-2022",
        "WHO": "noivu",
    }
    return subprocess.run(  # noqa: S603 -- the document's
        ["/bin/bash", "-c", SCRIPT],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def _json(file):
    return json.loads(file.read_text(encoding="utf-8"))


@needs_font
def test_script__of_the_document__leads_from_the_open_round_to_every_file(world, here):
    ran = _day(world, here)

    assert ran.returncode == 0, ran.stderr
    folder = here / "cong-bo"
    sums = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name not in {"manifest.json", "SHA256SUMS"}
    }
    assert set(sums) == FILES - {"manifest.json", "SHA256SUMS"}
    manifest = _json(folder / "manifest.json")
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == sums
    assert world.one("SELECT state FROM publication") == "current"
    assert world.one("SELECT state FROM index_publication") == "current"
    decision = manifest["made_from"]["index"]
    assert (decision["decision"], decision["decided_on"]) == ("2500/QĐ-UBND", "2022-12-20")
    hashed = world.one("SELECT content_sha256 FROM index_publication")
    assert sums["chi-so.json"] == decision["sha256"] == hashed
    index = _json(here / "chi-so.json")["groups"]["department"]
    units = _json(folder / "chi-so.json")["groups"]["department"]["units"]
    # 88.5 + 9.5454… and 88 + 9.7727… of 100; 58.25 of 60. In 2021 the second had 97.00.
    percents = {"SXD": "98.05", "STP": "97.77", "TTRA": "97.08"}
    for rows in (index["units"], units):
        assert {one["unit_code"]: one["index_percent"] for one in rows} == percents
    assert [one["difference"] for one in index["gap"]["units"]] == ["1.50"]
    changed = {one["unit_code"]: one["change"] for one in index["changes"]["units"]}
    assert changed == {"SXD": None, "STP": "0.77", "TTRA": None}
    letter = text_of((here / "bao-cao-128.pdf").read_bytes())
    for words in ("Số: 128/BC-SNV", "2500/QĐ-UBND", "Sở Xây dựng 88,50 9,55 98,05 98,05"):
        assert words in letter
    forms = _json(here / "bieu-thong-ke.json")
    assert (forms["overall"]["1.4.1"], forms["overall"]["1.4.2"]) == (130, 0)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_script__something_is_refused__ends_there_and_publishes_nothing(world, here):
    faulty = [HEAD, ("SXD", 15, 10, 17.5, 8, 13, 6, 20)]
    (here / "tham-dinh.xlsx").write_bytes(workbook({"Điểm": faulty}))
    before = {file.name for file in here.iterdir()}

    ran = _day(world, here)

    assert ran.returncode == 1
    assert "15 points, where this area gives at most 14" in ran.stderr
    assert {file.name for file in here.iterdir()} == before
    assert world.one("SELECT count(*) FROM publication") == 0
    assert world.one("SELECT state FROM round") == "closed"
