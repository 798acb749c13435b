"""The example of docs/recheck.md, done by the program."""

import csv
import io
import json
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from questionnaires import shipped_definition
from scoring.recheck.acceptance_plan import acceptance_plan
from scoring.recheck.acceptance_risk import risk_point, single_plan
from scoring.recheck.claim_lots import claim_uuid
from scoring.recheck.lot_draw import LotInterview, LotRule, draw_lot
from scoring.recheck.recheck_plan import recheck_plan
from survey_app.cli import main

TEXT = (Path(__file__).parents[2] / "docs/recheck.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.S | re.M))
ITEMS = [item.code for item in shipped_definition("sipas-22").index_items]


@pytest.fixture(name="compared")
def fixture_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The document of the command that the page shows; what it leaves out is blank."""
    rows = list(csv.DictReader(io.StringIO(BLOCKS["original"])))
    with (tmp_path / "responses.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["response_uuid", "unit_code", "enumerator", *ITEMS])
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "recheck.csv").write_text(BLOCKS["recheck"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command = re.search(r"^hailong (recheck compare .+)$", TEXT, re.M)
    assert command is not None

    result = CliRunner().invoke(main, command[1].split())

    assert (result.exit_code, result.output) == (0, "")
    document: dict[str, Any] = json.loads((tmp_path / "compared.json").read_text(encoding="utf-8"))
    return document


def test_example__figures__are_those_of_the_program(compared):
    shown = [line.split() for line in BLOCKS["result"].splitlines()]

    for name, text in shown:
        found: Any = compared
        for key in name.split("."):
            found = found[key]
        assert f"{found:.4f}".rstrip("0").rstrip(".") == text, name
    assert len(shown) > 15


def test_keys__of_the_document__are_explained(compared):
    blocks = {name for name in compared if name not in {"method", "risk"}}
    keys = {*compared["items"]["q11"], *compared["by_enumerator"]["E01"]}
    of_method = {"n", "reasons", "drawn", "reached", "defective", "ci_low", "ci_high"}

    missing = [name for name in (*blocks, *keys - of_method) if not re.search(rf"\b{name}\b", TEXT)]

    assert missing == []


def test_lots__risks_in_the_table__are_computed():
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) % \| ([0-9.]+) \|$", TEXT, re.M)

    assert len(rows) == 9
    for interviews, defective, rejected, checked in rows:
        point = risk_point(acceptance_plan(), interviews=int(interviews), defective=int(defective))
        assert f"{100 * float(point.rejected):.0f}" == rejected
        assert f"{float(point.checked):.1f}" == checked


def test_lots__stages_in_the_table__are_those_of_the_shipped_plan():
    rows = re.findall(r"^\| (\d+) re-checks \| (\d+) [^|]+\|[^|]*\| (\d+) \|$", TEXT, re.M)

    stages = acceptance_plan().stages
    after = [sum(one.checked for one in stages[: at + 1]) for at in range(len(stages))]
    assert rows == [
        (str(n), str(one.accept), str(one.reject)) for n, one in zip(after, stages, strict=True)
    ]


def test_lots__risks_of_the_plan_with_three_stages__are_computed():
    rows = re.findall(
        r"^\| (\d+) \| (\d+) \| ([0-9.]+) %, ([0-9.]+) \| ([0-9.]+) %, ([0-9.]+) \|$", TEXT, re.M
    )

    plans = [acceptance_plan(), recheck_plan("hai-long-three-stages").acceptance]
    assert len(rows) == 11
    for interviews, defective, *shown in rows:
        points = [
            risk_point(plan, interviews=int(interviews), defective=int(defective)) for plan in plans
        ]
        printed = [(f"{100 * float(p.rejected):.1f}", f"{float(p.checked):.1f}") for p in points]
        assert [*printed[0], *printed[1]] == shown


def test_lots__plan_of_one_stage__is_the_one_named():
    found = single_plan(interviews=70, good="0.02", bad="0.15", producer="0.1", consumer="0.1")

    assert found is not None
    assert f"{found.checked} re-checks with at most {found.accept} defective" in TEXT


def test_draw__steps_in_a_shell__say_what_is_shown_and_what_is_drawn():
    """Only the shell and coreutils: no part of the program."""
    bash = shutil.which("bash")
    assert bash is not None
    steps = re.findall(r"^```bash\n(.*?)^```\n\n```text\n(.*?)^```$", TEXT, re.S | re.M)

    for script, shown in steps:
        done = subprocess.run(  # noqa: S603 -- the steps of our own page, which are what is tested
            [bash, "-euo", "pipefail", "-c", f"export LC_ALL=C\n{script}"],
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        )
        assert done.stdout == shown

    lot = [LotInterview(uuid=f"a{n}", stratum="E01") for n in range(1, 5)]
    rule = LotRule(share=Fraction(1, 2), minimum=2)
    draw = draw_lot(lot, lot_id="L1", seed="00112233445566778899aabbccddeeff", rule=rule)
    (_, order), (_, of_lot), (_, claim) = steps
    assert [f"{one.key[:8]} {one.uuid}" for one in draw.placed] == order.splitlines()
    assert draw.lot_sha256[:8] == of_lot.strip()
    assert [one.is_drawn for one in draw.placed] == [True, True, False, False]
    assert claim.strip() == claim_uuid("a1").replace("-", "")
