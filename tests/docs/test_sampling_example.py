"""The example of docs/sampling.md, done by hand in a shell and by the program."""

import csv
import io
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from field_export.csv_rows import BYTE_ORDER_MARK
from field_export.draw_files import case_file, draw_file, sample_file
from scoring.draw import Draw, draw_sample
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.frame_list import FrameCase
from survey_app.cli import main

TEXT = (Path(__file__).parents[2] / "docs/sampling.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.S | re.M)
CASES, SAMPLE = (text for kind, text in BLOCKS if kind == "csv")
(DOCUMENT,) = (text for kind, text in BLOCKS if kind == "json")
STEPS = [text for kind, text in BLOCKS if kind == "bash"]
SHOWN = [text for kind, text in BLOCKS if kind == "text"]
END = "---end-of-step---"


def drawn(*, method: Method = Method.STRATIFIED) -> Draw:
    rows = csv.DictReader(io.StringIO(CASES))
    plan = DrawPlan(
        list_name="vi-du",
        method=method,
        order="" if method is Method.STRATIFIED else "date of the result",
        targets=(
            StratumTarget(stratum="Đất đai", official=2, reserve=1),
            StratumTarget(stratum="Hộ tịch", official=1, reserve=1),
        ),
    )
    seed = re.search(r"^seed=(\w+)$", STEPS[0], re.M)
    assert seed is not None
    return draw_sample([FrameCase(**row) for row in rows], plan=plan, seed=seed[1])


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Path:
    """The three files as the program publishes them."""
    cases = [FrameCase(**row) for row in csv.DictReader(io.StringIO(CASES))]
    texts = {
        "cases.csv": "".join(case_file(cases)),
        "sample.csv": "".join(sample_file(drawn())),
        "draw.json": draw_file(drawn(), reveal_seed=True),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def test_example__files__are_those_that_the_program_publishes(folder):
    for name, shown in (("cases.csv", CASES), ("sample.csv", SAMPLE), ("draw.json", DOCUMENT)):
        written = (folder / name).read_bytes().decode("utf-8")
        assert written.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n") == shown


def test_example__steps_in_a_shell__say_what_is_shown(folder):
    """Only the shell, coreutils, sed and awk: no part of the program."""
    bash = shutil.which("bash")
    assert bash is not None
    script = f"\necho {END}\n".join(STEPS)

    done = subprocess.run(  # noqa: S603 -- the steps of our own page, which are what is tested
        [bash, "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )

    assert done.stderr == ""
    assert [part.lstrip("\n") for part in done.stdout.split(f"{END}\n")] == SHOWN


def test_example__ranks_in_the_shell__are_the_sample():
    ranks = re.findall(r"^(.+) \| rank (\d) \| \w{8} \| (\w+)$", SHOWN[2], re.M)

    official = {"Hộ tịch": 1, "Đất đai": 2}
    by_hand = [
        (case, stratum, "official", int(rank))
        if int(rank) <= official[stratum]
        else (case, stratum, "reserve", int(rank) - official[stratum])
        for stratum, rank, case in ranks
        if int(rank) <= official[stratum] + 1
    ]

    members = [(m.case_id, m.stratum, m.sample_list.value, m.place) for m in drawn().members]
    assert members == by_hand


def test_example__numbers_in_the_shell__are_the_systematic_sample():
    numbers = re.search(r"numbers (\d) and (\d)$", SHOWN[3], re.M)
    along = dict(re.findall(r"^ +(\d)\t[0-9-]+\t(\w+)$", SHOWN[3], re.M))
    assert numbers is not None

    systematic = drawn(method=Method.SYSTEMATIC)

    chosen = [m.case_id for m in systematic.members if m.stratum == "Đất đai"][:2]
    assert chosen == [along[number] for number in numbers.groups()]


def test_example__verified_by_the_command__agrees(folder, monkeypatch):
    monkeypatch.chdir(folder)
    command = re.search(r"`hailong (sample verify [^`]+)`", TEXT)
    assert command is not None

    result = CliRunner().invoke(main, command[1].split())

    assert (result.exit_code, result.stderr) == (0, "")
    assert "8 cases, 2 strata, 3 official, 2 reserve" in result.stdout


def test_functions__that_the_page_names__exist():
    named = re.findall(r"`(scoring\.\w+)\.(\w+)`", TEXT)

    assert len(named) >= 6
    for module, function in named:
        assert callable(getattr(import_module(module), function)), (module, function)
