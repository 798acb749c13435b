"""`hailong questionnaire check` and `convert`."""

from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from questionnaires import MAX_FILE_BYTES, shipped_definition, version_id
from survey_app.cli.questionnaire import questionnaire
from tests.fonts import needs_font


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_bytes((files("questionnaires") / "shipped" / "sipas-22.yaml").read_bytes())
    return path


def check(*paths: Path | str) -> Result:
    return CliRunner().invoke(questionnaire, ["check", *map(str, paths)])


def refused(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    result = check(path)
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr.splitlines()


def test_check__good_file__answers_with_id_and_version(good: Path) -> None:
    result = check(good)

    assert result.exit_code == 0
    assert result.stdout == f"OK sipas-22 {version_id(shipped_definition('sipas-22'))}\n"
    assert result.stderr == ""


def test_check__faulty_file__lists_every_fault_with_line_and_repair(
    good: Path, tmp_path: Path
) -> None:
    text = good.read_text(encoding="utf-8")
    text = text.replace("scale: satisfaction5", "scale: satisfaction4", 1)
    text = text.replace("max_choices: 3", "max_choices: 30")
    bad = tmp_path / "bad.yaml"

    lines = refused(bad, text.encode())

    scale = text[: text.index("satisfaction4")].count("\n") + 1
    choices = text[: text.index("max_choices")].count("\n") + 1
    no_scale, too_many, count = lines
    assert no_scale.startswith(f"{bad}: section F1, item q11 (line {scale}): There is no scale ")
    assert no_scale.endswith(" — Did you mean “satisfaction5”?")
    assert too_many.startswith(f"{bad}: section expectation, item d1 (line {choices}): max_choices")
    assert too_many.endswith(" — Lower max_choices, or leave it out.")
    assert count == "faults: 2, files refused: 1 of 1"


def test_check__good_and_bad_files__judges_each(good: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_bytes(b"")

    result = check(empty, good, empty)

    assert result.exit_code == 1
    assert result.stdout.startswith("OK sipas-22 ")
    assert result.stderr.count("The file is empty.") == 2
    assert result.stderr.splitlines()[-1] == "faults: 2, files refused: 2 of 3"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text in UTF-8 (byte 0)"),
        ("id: Phiếu".encode("utf-16"), "not text in UTF-8"),
        (b"a: [1", "The YAML cannot be read at column"),
        (b"x" * (MAX_FILE_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_check__no_questionnaire_at_all__is_one_clear_fault(
    tmp_path: Path, data: bytes, words: str
) -> None:
    lines = refused(tmp_path / "garbage", data)

    assert len(lines) == 2
    assert "line 1: " in lines[0]
    assert words in lines[0]
    assert " — " in lines[0]


def test_check__missing_file_or_no_file__is_bad_usage(tmp_path: Path) -> None:
    assert check().exit_code == 2
    assert check(tmp_path / "absent.yaml").exit_code == 2
    assert check(tmp_path).exit_code == 2


def test_check__help__shows_an_example() -> None:
    result = check("--help")

    assert result.exit_code == 0
    assert "hailong questionnaire check sipas-22.yaml" in result.stdout


def convert(*arguments: Path | str) -> Result:
    return CliRunner().invoke(questionnaire, ["convert", *map(str, arguments)])


@needs_font
def test_convert__file_or_shipped_id__is_the_same_form_on_paper(good: Path, tmp_path: Path) -> None:
    results = [
        convert(wanted, "--to", "pdf", "-o", tmp_path / f"{at}.pdf")
        for at, wanted in enumerate((good, "sipas-22"))
    ]

    assert [result.exit_code for result in results] == [0, 0]
    one, other = ((tmp_path / f"{at}.pdf").read_bytes() for at in range(2))
    assert one == other
    assert one.startswith(b"%PDF-")


def test_convert__faulty_file__is_refused_with_its_faults_and_writes_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "bad.yaml").write_text("id: x\n", encoding="utf-8")

    result = convert(tmp_path / "bad.yaml", "--to", "pdf", "-o", tmp_path / "out.pdf")

    assert result.exit_code == 1
    assert "bad.yaml" in result.stderr
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(
    "arguments", [["nowhere.yaml", "--to", "pdf"], ["sipas-22", "--to", "docx"], ["sipas-22"]]
)
def test_convert__bad_usage__ends_with_2(arguments: list[str], tmp_path: Path) -> None:
    result = convert(*arguments, "-o", tmp_path / "out.pdf")

    assert result.exit_code == 2
    assert not (tmp_path / "out.pdf").exists()
