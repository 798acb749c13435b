"""Files that several commands are given."""

import json
from pathlib import Path

import pytest

from questionnaires import canonical_json, shipped_definition


@pytest.fixture(name="two_scales")
def fixture_two_scales(tmp_path: Path) -> Path:
    """The file of a questionnaire of which one criterion has a scale of its own."""
    shipped = json.loads(canonical_json(shipped_definition("sipas-22")))
    criterion = next(
        item
        for section in shipped["sections"]
        for item in section["items"]
        if item["code"] == "q11"
    )
    scale = next(part for part in shipped["scales"] if part["code"] == criterion["scale"])
    shipped["scales"].append({**scale, "code": "strict", "satisfied": [5]})
    criterion["scale"] = "strict"
    file = tmp_path / "two-scales.yaml"
    file.write_text(json.dumps(shipped), encoding="utf-8")
    return file
