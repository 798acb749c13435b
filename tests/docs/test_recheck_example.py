"""The example of docs/recheck.md, done by the program."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from questionnaires import shipped_definition
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
