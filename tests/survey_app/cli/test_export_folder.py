"""`hailong export ROUND --all`, `--check`, and the two cells of the statistics form."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoring.rounding import half_up
from survey_app.cli import main
from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.cli.test_export_command import (
    closed_by_chance,
    document_of,
    modes_of,
    sheets_of,
)

ALL = ("export", "thu-2022", "--all", "-o", "cong-bo")
FILES = {
    "bao-cao.pdf",
    "ket-qua-don-vi.pdf",
    "bang-tinh.xlsx",
    "diem.json",
    "chi-so.json",
    "bieu-thong-ke.json",
    "quy-tac-cham.json",
    "quy-tac-diem.json",
    "phieu.csv",
    "phieu.json",
    "phieu.sav",
    "phieu.dta",
    "DOC-TRUOC.md",
    "manifest.json",
    "SHA256SUMS",
}


def address_of(world):
    return world.engine.url.render_as_string(hide_password=False)


def run_once(world, *words):
    """Runs `hailong` for the whole file, before a test has set anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", address_of(world))
        result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def public(still_world):
    """The small province with a published round."""
    closed_by_chance(still_world)
    run_once(still_world, "publish", "thu-2022", "--by", "noivu")
    return still_world


@pytest.fixture(scope="module")
def made_once(public, tmp_path_factory):
    """The folder of the round: the most expensive thing here."""
    folder = tmp_path_factory.mktemp("made") / "cong-bo"
    run_once(public, *ALL[:-1], str(folder))
    return folder


@pytest.fixture
def here(monkeypatch, public, folder):
    """The small province with its public round is that of the command."""
    monkeypatch.setenv("DATABASE_URL", address_of(public))
    return public


@pytest.fixture
def made(made_once, folder):
    """A copy of the folder, to be looked at and changed."""
    return Path(shutil.copytree(made_once, folder / "cong-bo"))


def sums(of):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in of.iterdir()}


@needs_font
def test_export_all__published_round__has_every_file_in_its_manifest(run, here, made):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    document = document_of(here)
    found = sums(made)

    assert set(found) == FILES
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: sha256
        for name, sha256 in found.items()
        if name not in {"manifest.json", "SHA256SUMS"}
    }
    lines = (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in lines} == {
        name: sha256 for name, sha256 in found.items() if name != "SHA256SUMS"
    }
    of = manifest["made_from"]
    assert of["run"]["result_sha256"] == found["diem.json"]
    assert of["data"].items() <= document["data_cut"].items()
    assert of["plans"]["scoring"]["sha256"] == found["quy-tac-cham.json"]
    assert of["plans"]["points"]["sha256"] == found["quy-tac-diem.json"]
    assert {name for one in manifest["files"] for name in one["made_of"]} <= set(of)
    assert of["index"] is None
    read_me = (made / "DOC-TRUOC.md").read_text(encoding="utf-8")
    assert all(name in read_me for name in FILES - {"DOC-TRUOC.md"})


@needs_font
def test_export_all__published_round__has_the_sheet_of_every_unit(run, here, made, folder):
    asked = ("--format", "pdf", "--unit-sheets", "-o", "rieng.pdf")

    alone = run("export", "thu-2022", *asked)

    sheets = (made / "ket-qua-don-vi.pdf").read_bytes()
    assert alone.exit_code == 0, alone.output
    assert (folder / "rieng.pdf").read_bytes() == sheets
    assert text_of(sheets).count("Cách đọc:") == len(document_of(here)["units"])
    assert "Kết quả từng đơn vị (PDF)" in (made / "DOC-TRUOC.md").read_text(encoding="utf-8")


@needs_font
def test_export_all__workbook__has_the_factors_and_criteria_of_every_unit_and_their_codes(
    here, made
):
    sheets = sheets_of((made / "bang-tinh.xlsx").read_bytes())
    units = document_of(here)["units"]

    factors = {row[1]: row[3:] for row in sheets["Yếu tố"] if row[1] in units}
    criteria = [row for row in sheets["Tiêu chí"] if row[1] in units]

    for code, unit in units.items():
        shares = [(printed(one), one["n_valid"]) for one in unit["factors"].values()]
        assert factors[code] == [cell for pair in shares for cell in pair]
    assert len(criteria) == sum(len(unit["items"]) for unit in units.values())
    for _group, code, _name, _factor, item, _text, *cells in criteria:
        said = units[code]["items"][item]
        counts = [said["counts"].get(str(level), 0) for level in range(1, 6)]
        assert (cells[:5], cells[5], cells[8]) == (counts, printed(said), said["n_valid"])
    codes = {cell for row in sheets["Bảng mã"] for cell in row}
    assert set(units["SXD"]["items"]) <= codes


def printed(part):
    """In percent, as it stands in a cell."""
    return float(half_up(Decimal(repr(part["est"])), places=1))


@needs_font
def test_export_all__workbook__opens_in_libreoffice_without_an_error(made, calculated):
    before = sheets_of((made / "bang-tinh.xlsx").read_bytes())

    after = sheets_of(calculated(made / "bang-tinh.xlsx").read_bytes())

    assert list(after) == list(before)
    cells = [cell for rows in after.values() for row in rows for cell in row]
    assert [one for one in cells if str(one).startswith(("#", "Err:"))] == []
    assert after["Điểm khảo sát"] == before["Điểm khảo sát"]


INDEX_SHEET, MEANS_SHEET = "Chỉ số CCHC", "Chỉ số theo nhóm"


def with_appraised(file, points, *, unit):
    """The workbook with other appraised points of a unit, and no figure that was computed."""
    before = file.read_bytes()
    rows = sheets_of(before)[INDEX_SHEET]
    place = 1 + next(at for at, row in enumerate(rows) if row[1] == unit)
    out, changed = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cell = rf'(<c r="E{place}"[^>]*><v>)[^<]*(</v>)'.encode()
                content, changed = re.subn(cell, rb"\g<1>%d\g<2>" % points, content)
            new.writestr(name, without_computed(content))
    assert changed == 1
    return out.getvalue()


def without_computed(content):
    return re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)


@needs_font
def test_export_all__workbook__other_appraised_points__make_another_index(made, calculated):
    rows = {row[1]: row for row in sheets_of((made / "bang-tinh.xlsx").read_bytes())[INDEX_SHEET]}
    changed = made / "doi.xlsx"
    changed.write_bytes(with_appraised(made / "bang-tinh.xlsx", 60, unit="SXD"))

    after = sheets_of(calculated(changed).read_bytes())

    survey = {code: rows[code][5] for code in ("SXD", "STP")}
    percents = {"SXD": 60 + survey["SXD"], "STP": 78.2 + survey["STP"], "TTRA": 56.25 / 60 * 100}
    found = {row[1]: row for row in after[INDEX_SHEET] if row[1] in percents}
    assert rows["SXD"][8] < 3  # it was not the last before
    for code, percent in percents.items():
        assert found[code][7] == pytest.approx(percent, abs=1e-9)
    ranked = sorted(percents, key=lambda code: -percents[code])
    assert [found[code][8] for code in ranked] == [1, 2, 3]
    assert ranked[-1] == "SXD"
    assert found["SXD"][6] == pytest.approx(percents["SXD"], abs=1e-9)
    assert found["SXD"][9] == ("Trung bình" if percents["SXD"] >= 70 else "Yếu")
    [means] = [row for row in after[MEANS_SHEET] if row[0] == "Sở, ban, ngành"]
    assert means[2] == pytest.approx(sum(percents.values()) / 3, abs=1e-9)
    spread = max(percents.values()) - min(percents.values())
    assert means[4] == pytest.approx(spread, abs=1e-9)


@needs_font
def test_export_all__made_again__has_the_same_bytes(run, here, made, folder):
    again = run(*ALL[:-1], "lan-hai/")

    assert again.exit_code == 0, again.output
    assert sums(folder / "lan-hai") == sums(made)
    assert {path.name for path in folder.iterdir()} == {"cong-bo", "lan-hai"}


@needs_font
def test_export_all__scored_again__gives_the_published_shares(run, here, made):
    words = ["--plan", str(made / "quy-tac-cham.json"), "--json", "lai.json"]

    result = run("score-file", str(made / "phieu.csv"), *words)

    assert result.exit_code == 0, result.output
    assert result.stderr.count("phieu.csv: row 1:") == 1
    again = json.loads((made.parent / "lai.json").read_text(encoding="utf-8"))
    for code, row in document_of(here)["units"].items():
        assert again["units"][code]["published"]["est"] == pytest.approx(row["published"]["est"])


@needs_font
def test_export_check__folder_as_it_was_written__is_said_to_be(run, here, made):
    result = run("export", "--check", str(made))

    assert result.exit_code == 0, result.output
    assert "every file is the one that was written" in result.output


@needs_font
def test_export_check__folder_that_was_changed__is_told_all_that_is_wrong(run, here, made):
    (made / "phieu.csv").unlink()
    (made / "chi-so.json").write_text("{}", encoding="utf-8")
    (made / "them.txt").write_text("x", encoding="utf-8")

    result = run("export", "--check", str(made))

    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["chi-so.json", "phieu.csv", "them.txt"]
    assert "is not the one that was written" in lines[0]
    assert "is not there" in lines[1]
    assert "knows nothing of this file" in lines[2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no manifest.json that can be read"),
        ("{", "no manifest.json that can be read"),
        ('{"document": "x", "files": []}', "not a manifest that this program knows"),
        (
            '{"document": "hailong manifest 1", "files":'
            ' [{"name": "../../etc/passwd", "sha256": "' + "a" * 64 + '"}]}',
            "no manifest.json that can be read",
        ),
    ],
)
def test_export_check__no_sound_manifest__is_refused(run, here, folder, content, said):
    (folder / "x").mkdir()
    if content is not None:
        (folder / "x" / "manifest.json").write_text(content, encoding="utf-8")

    result = run("export", "--check", "x")

    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("thu-2022", "-o", "x"), "Say which --format, or --all."),
        (("--format", "csv"), "Name the round. Say with -o where to write."),
        (("thu-2022", "--all", "--format", "csv", "-o", "x"), "--all and --format are two"),
        (("thu-2022", "--all", "--full", "--by", "noivu", "-o", "x"), "--full is for"),
        (("thu-2022", "--format", "csv", "-o", "."), "is a folder; name a file."),
        (("thu-2022", "--check", "."), "--check takes the folder alone."),
        (("--check", ".", "--run", "1"), "--check takes the folder alone."),
        (("--check", ".", "--full"), "--check takes the folder alone."),
        (("thu-2022", "--all", "-o", "day"), "is not an empty folder; name a new one."),
    ],
)
def test_export__words_that_do_not_fit__are_bad_usage(run, here, folder, words, said):
    (folder / "day").mkdir()
    (folder / "day" / "cu.txt").write_text("x", encoding="utf-8")

    result = run("export", *words)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert {path.name for path in folder.rglob("*")} == {"day", "cu.txt"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_export_all__nothing_published__writes_nothing(run, world, folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address_of(world))
    closed_by_chance(world)

    result = run(*ALL)

    assert result.exit_code == 1
    assert "No scores of the round thu-2022 have been published." in result.stderr
    assert list(folder.iterdir()) == []


def test_statistics_form__published_round__has_both_cells_and_how(run, here, folder):
    shown = run("statistics-form", "thu-2022")
    written = run("statistics-form", "thu-2022", "--json", "bieu.json")

    assert (shown.exit_code, written.exit_code) == (0, 0), shown.output
    document = json.loads((folder / "bieu.json").read_text(encoding="utf-8"))
    modes = modes_of(here)
    assert {code: [one["1.4.1"], one["1.4.2"]] for code, one in document["units"].items()} == modes
    assert document["overall"]["1.4.1"] == sum(forms for forms, _ in modes.values())
    assert f"Sở Xây dựng: 1.4.1 = {modes['SXD'][0]}; 1.4.2 = 2 (both)" in shown.output
    assert "paper, asked by an enumerator: " in shown.output
