"""What the documents say is so."""

import re
from inspect import getsource
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from field_export import analysis_tables
from questionnaires import shipped_definition
from questionnaires.recheck_questions import recheck_questions
from scoring.subgroups_block import PairRow, SubgroupRow
from survey_app.cli import main
from survey_app.demo.accounts import DEMO_ACCOUNTS
from survey_app.fieldwork.dispositions import DISPOSITIONS
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.publication import publishing

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")), key=lambda path: path.as_posix()
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_links__to_files_of_the_project__exist(document):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))

    missing = [target for target in targets if not (document.parent / target).exists()]

    assert missing == []


def test_readme__links__every_document_and_guide():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    guides = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/vi").glob("*.md")]

    missing = [_name(guide) for guide in guides if f"]({_name(guide)})" not in readme]

    assert missing == []


def test_readme__files_to_start_reading_at__are_in_their_folders():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| \[(\w+)/\]\(\1/\) \| .+ \| (`.+`) \|$", readme, re.M)

    named = [ROOT / room / file for room, files in rows for file in re.findall("`(.+?)`", files)]
    assert len(rows) == len(("questionnaires", "scoring", "field_export", "survey_app", "tests"))
    assert [_name(file) for file in named if not file.exists()] == []


def test_publication__hindrances__are_those_of_the_program():
    text = (ROOT / "docs/publication.md").read_text(encoding="utf-8")
    part = text.partition("## What hinders it")[2].partition("\n## ")[0]
    written = set(re.findall(r"RoundCode\.([A-Z_]+)", getsource(publishing)))

    told = {code.upper() for code in re.findall(r"`([a-z]+_[a-z_]+)`", part)}

    assert told == written | {RoundCode.REASON_MISSING.name}


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("reliability-units.csv", analysis_tables.unit_reliability_rows),
        ("reliability-criteria.csv", analysis_tables.consistency_rows),
        ("drivers.csv", analysis_tables.driver_rows),
        ("subgroups-QUESTION.csv", analysis_tables.subgroup_rows),
        ("differences-QUESTION.csv", analysis_tables.subgroup_difference_rows),
    ],
)
def test_files__columns_of_what_the_page_reliability_prints__are_those_written(file, rows):
    text = (ROOT / "docs/files.md").read_text(encoding="utf-8")
    [heading] = rows([])

    [columns] = re.findall(rf"^\| `{re.escape(file)}` \| .+ \| `(.+)` \|$", text, re.M)

    assert tuple(columns.split(", ")) == heading


@pytest.mark.parametrize(
    ("name", "row"),
    [("subgroups", SubgroupRow), ("differences", PairRow)],
)
def test_files__fields_of_the_document_of_subgroups__are_those_written(name, row):
    text = (ROOT / "docs/files.md").read_text(encoding="utf-8")

    [fields] = re.findall(rf"`{name}` \(`([^`]+)`\)", text)

    assert fields.split(", ") == list(row.model_fields)


def _inside(command: click.Command) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {}
    context = click.Context(command)
    found = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {name: one for name, one in found.items() if one is not None}


def _commands(text: str) -> list[list[str]]:
    lines = [
        line for block in re.findall(r"```\n(.*?)```", text, re.S) for line in block.split("\n")
    ]
    inline = re.findall(r"`(hailong [^`]+)`", text)
    parts = [part.split("#")[0] for line in (*lines, *inline) for part in line.split(";")]
    return [part.split()[1:] for part in parts if part.strip().startswith("hailong ")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_commands__shown_in_a_document__exist_with_their_options(document):
    for words in _commands(document.read_text(encoding="utf-8")):
        command: click.Command = main
        while words and (inside := _inside(command).get(words[0])) is not None:
            command = inside
            words.pop(0)
        assert command is not main, words
        unnamed = getattr(command, "unnamed", None)  # `hailong index ROUND` names no subcommand
        command = command if unnamed is None else _inside(command)[unnamed]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, (command.name, words)


def _every_command(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(command, click.Group):
        inside = [_every_command(one, (*path, name)) for name, one in _inside(command).items()]
        return [path, *(found for group in inside for found in group)]
    return [path]


@pytest.mark.parametrize("path", _every_command(main), ids=" ".join)
def test_help__of_every_command__shows_an_example(path):
    from click.testing import CliRunner

    answer = CliRunner().invoke(main, [*path, "--help"])

    assert answer.exit_code == 0
    assert "Example:" in answer.output


def test_settings__read_by_the_program__are_all_described():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "survey_app").rglob("*.py"))
    described = (ROOT / "docs/settings.md").read_text(encoding="utf-8")

    read = set(re.findall(r'"(HAILONG_[A-Z_]+|DATABASE_URL)"', code))

    assert read == set(re.findall(r"^\| `([A-Z_]+)`", described, re.M))


def test_sign_ins__in_the_readme__are_those_of_the_demo():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    shown = re.findall(r"^\| [^|]+ \| `([a-z]+)` \| `([a-z0-9-]+)` \|", readme, re.M)

    assert shown == [(account.username, account.password) for account in DEMO_ACCOUNTS]


def test_decisions__are_numbered_without_a_gap_and_complete():
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))

    numbers = [int(decision.name[:4]) for decision in decisions]

    assert numbers == list(range(1, len(decisions) + 1))
    for decision in decisions:
        text = decision.read_text(encoding="utf-8")
        for part in ("**Context.**", "**Decision.**", "**Consequences.**", "**Also considered.**"):
            assert part in text, (decision.name, part)


def _shown_texts() -> str:
    """Every text that the pages show in Vietnamese."""
    catalogue = ROOT / "survey_app/translations/vi/LC_MESSAGES/messages.po"
    with catalogue.open("rb") as file:
        messages = [message.string for message in read_po(file)]
    texts = [
        text for found in messages for text in (found if isinstance(found, tuple) else [found])
    ]
    asked = (shipped_definition("sipas-22"), recheck_questions())
    return "\n".join([*texts, *(one.model_dump_json() for one in asked)])


@pytest.mark.parametrize("guide", sorted((ROOT / "docs/vi").glob("*.md")), ids=_name)
def test_guides__name_what_stands_on_the_screen(guide):
    shown = _shown_texts()
    named = re.findall(r"\*\*([^*]+)\*\*", guide.read_text(encoding="utf-8"))

    missing = [name for name in named if name.strip(".") not in shown]

    assert missing == []


def test_dispositions__table_for_clients__is_that_of_the_program():
    text = (ROOT / "docs/sync.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| ([0-9.]+) \| ([^|]+) \| [^|]+ \| (yes|no) \|$", text, re.M)

    assert rows == [
        (one.code, one.name, "yes" if one.is_final else "no") for one in DISPOSITIONS.values()
    ]


def test_losing_nothing__every_test_it_names__exists():
    document = (ROOT / "docs/losing-nothing.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", document))
    written = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)
    }

    assert named
    assert named - written == set()
