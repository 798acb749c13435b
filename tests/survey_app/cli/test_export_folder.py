"""`hailong export ROUND --all`, `--check`, and the two cells of the statistics form."""

import hashlib
import json

import pytest

from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.cli.test_export_command import document_of, here, modes_of  # noqa: F401

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
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


@pytest.fixture
def made(run, here, folder):  # noqa: F811
    """The folder of the round, made once."""
    run("publish", "thu-2022", "--by", "noivu")
    result = run(*ALL)
    assert result.exit_code == 0, result.output
    return folder / "cong-bo"


def sums(of):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in of.iterdir()}


@needs_font
def test_export_all__published_round__has_every_file_in_its_manifest(run, here, made):  # noqa: F811
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
    read_me = (made / "DOC-TRUOC.md").read_text(encoding="utf-8")
    assert all(name in read_me for name in FILES - {"DOC-TRUOC.md"})


@needs_font
def test_export_all__published_round__has_the_sheet_of_every_unit(run, here, made, folder):  # noqa: F811
    asked = ("--format", "pdf", "--unit-sheets", "-o", "rieng.pdf")

    alone = run("export", "thu-2022", *asked)

    sheets = (made / "ket-qua-don-vi.pdf").read_bytes()
    assert alone.exit_code == 0, alone.output
    assert (folder / "rieng.pdf").read_bytes() == sheets
    assert text_of(sheets).count("Cách đọc:") == len(document_of(here)["units"])
    assert "Kết quả từng đơn vị (PDF)" in (made / "DOC-TRUOC.md").read_text(encoding="utf-8")


@needs_font
def test_export_all__made_again__has_the_same_bytes(run, here, made, folder):  # noqa: F811
    again = run(*ALL[:-1], "lan-hai/")

    assert again.exit_code == 0, again.output
    assert sums(folder / "lan-hai") == sums(made)
    assert {path.name for path in folder.iterdir()} == {"cong-bo", "lan-hai"}


@needs_font
def test_export_all__scored_again__gives_the_published_shares(run, here, made):  # noqa: F811
    words = ["--plan", str(made / "quy-tac-cham.json"), "--json", "lai.json"]

    result = run("score-file", str(made / "phieu.csv"), *words)

    assert result.exit_code == 0, result.output
    again = json.loads((made.parent / "lai.json").read_text(encoding="utf-8"))
    for code, row in document_of(here)["units"].items():
        assert again["units"][code]["published"]["est"] == pytest.approx(row["published"]["est"])


@needs_font
def test_export_check__folder_as_it_was_written__is_said_to_be(run, here, made):  # noqa: F811
    result = run("export", "--check", str(made))

    assert result.exit_code == 0, result.output
    assert "every file is the one that was written" in result.output


@needs_font
def test_export_check__folder_that_was_changed__is_told_all_that_is_wrong(run, here, made):  # noqa: F811
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
def test_export_check__no_sound_manifest__is_refused(run, here, folder, content, said):  # noqa: F811
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
def test_export__words_that_do_not_fit__are_bad_usage(run, here, folder, words, said):  # noqa: F811
    (folder / "day").mkdir()
    (folder / "day" / "cu.txt").write_text("x", encoding="utf-8")

    result = run("export", *words)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert {path.name for path in folder.rglob("*")} == {"day", "cu.txt"}


def test_export_all__nothing_published__writes_nothing(run, here, folder):  # noqa: F811
    result = run(*ALL)

    assert result.exit_code == 1
    assert "No scores of the round thu-2022 have been published." in result.stderr
    assert list(folder.iterdir()) == []


def test_statistics_form__published_round__has_both_cells_and_how(run, here, folder):  # noqa: F811
    run("publish", "thu-2022", "--by", "noivu")

    shown = run("statistics-form", "thu-2022")
    written = run("statistics-form", "thu-2022", "--json", "bieu.json")

    assert (shown.exit_code, written.exit_code) == (0, 0), shown.output
    document = json.loads((folder / "bieu.json").read_text(encoding="utf-8"))
    modes = modes_of(here)
    assert {code: [one["1.4.1"], one["1.4.2"]] for code, one in document["units"].items()} == modes
    assert document["overall"]["1.4.1"] == sum(forms for forms, _ in modes.values())
    assert f"Sở Xây dựng: 1.4.1 = {modes['SXD'][0]}; 1.4.2 = 2 (both)" in shown.output
    assert "paper, asked by an enumerator: " in shown.output
