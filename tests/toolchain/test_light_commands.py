"""Commands read no large library that they do not need: its memory would come on top of rows."""

import subprocess
import sys

import pytest

LARGE = {"pandas", "pyarrow", "pyreadstat", "reportlab", "statsmodels", "xlsxwriter", "flask"}


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("export", set()),
        ("export_responses", set()),
        ("export_report", {"reportlab"}),
    ],
)
def test_command__its_modules__read_no_large_library_in_vain(module: str, needed: set[str]) -> None:
    reading = f"import sys, survey_app.cli.{module}; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", reading], capture_output=True, text=True, check=True
    )

    assert LARGE & set(done.stdout.split()) == needed
