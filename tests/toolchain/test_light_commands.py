"""Commands read no large library that they do not need: its memory would come on top of rows."""

import subprocess
import sys

import pytest

from survey_app.cli import COMMANDS

LARGE = {
    "alembic",
    "flask",
    "pandas",
    "pyarrow",
    "pyreadstat",
    "reportlab",
    "rich",
    "scipy.special",
    "scipy.stats",
    "statsmodels",
    "structlog",
    "xlsxwriter",
}


def ran(program: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, which has read nothing yet."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("export", set()),
        ("export_folder", {"reportlab", "xlsxwriter"}),
        ("export_responses", set()),
        ("export_workbook", {"reportlab", "xlsxwriter"}),
        ("opened_database", set()),
        ("export_report", {"reportlab"}),
    ],
)
def test_command__its_modules__read_no_large_library_in_vain(module: str, needed: set[str]) -> None:
    reading = f"import sys, survey_app.cli.{module}; print(*sys.modules)"

    done = ran(reading)

    assert LARGE & set(done.stdout.split()) == needed


def test_command__its_modules_are_read__are_no_garbage_to_look_through() -> None:
    reading = (
        "import gc; from survey_app.cli import module_read; module_read('export_report');"
        " print(gc.isenabled(), gc.get_freeze_count(), gc.get_stats()[2]['collections'])"
    )

    done = ran(reading)

    is_enabled, frozen, whole_looks = done.stdout.split()
    assert is_enabled == "True"
    assert int(frozen) > 100_000
    assert int(whole_looks) == 0


def test_help_of_all_commands__printed__reads_none_of_them_and_names_each() -> None:
    """The whole program takes seconds to read."""
    reading = (
        "import sys; from survey_app.cli import main;"
        " main(['--help'], standalone_mode=False); print(*sys.modules, file=sys.stderr)"
    )

    done = ran(reading)

    read = {name for name in done.stderr.split() if name.startswith("survey_app")}
    assert read == {"survey_app", "survey_app.cli"}
    listed = done.stdout.partition("Commands:")[2]
    for name, named in COMMANDS.items():
        assert f"\n  {name} " in listed
        assert named.line in " ".join(listed.split())


def test_help_of_all_commands__any_of_them__is_there_and_says_more() -> None:
    reading = (
        "import click; from survey_app.cli import COMMANDS, main;"
        " context = click.Context(main);"
        " print(*[name for name in COMMANDS if main.get_command(context, name).help])"
    )

    done = ran(reading)

    assert done.stdout.split() == list(COMMANDS)
