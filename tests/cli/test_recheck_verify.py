"""`hailong recheck verify`: agreement, every difference, and files that are wrong."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from field_export.recheck_files import ListedInterview, drawn_file, lots_file
from scoring.draw_seed import commitment_of
from scoring.plans.canonical import plan_version
from scoring.recheck.lot_draw import LotInterview, LotRule, draw_lot
from scoring.recheck.published_rechecks import (
    PublishedLot,
    PublishedRechecks,
    PublishedStratum,
    published_json,
)
from scoring.recheck.recheck_plan import recheck_plan
from survey_app.cli import main

SEED = "000102030405060708090a0b0c0d0e0f"
SIZES = {"2026w41-e1-1": {"e1": 11, "e1 / SXD": 5}, "2026w41-e2-1": {"e2": 4}}
MINIMA = {"e1": 0, "e1 / SXD": 3, "e2": 2}
USUAL = ("recheck.json", "--lots", "lots.csv", "--drawn", "drawn.csv")


@pytest.fixture(name="folder", autouse=True)
def fixture_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published files of two lots, with the seed revealed."""
    monkeypatch.chdir(tmp_path)
    lots, listed = [], []
    for code, sizes in SIZES.items():
        members = [
            LotInterview(uuid=f"{code[-4:-2]}-{name[-3:].lower()}-{n:02}", stratum=name)
            for name, size in sizes.items()
            for n in range(size)
        ]
        rules = {name: LotRule(share=Fraction(1, 10), minimum=MINIMA[name]) for name in sizes}
        made = draw_lot(members, lot_id=code, seed=SEED, rule=rules)
        lots.append(_lot(code, sizes, rules=rules, sha256=made.lot_sha256))
        listed += [
            ListedInterview(
                lot=code,
                uuid=one.uuid,
                stratum=one.stratum,
                place=one.place,
                probability=one.probability,
                is_drawn=one.is_drawn,
            )
            for one in made.placed
        ]
    document = PublishedRechecks(
        round_code="thu-2026",
        plan=recheck_plan(),
        plan_sha256=plan_version(recheck_plan()),
        commitment=commitment_of(SEED),
        seed=SEED,
        lots=tuple(lots),
    )
    write("recheck.json", published_json(document))
    write("lots.csv", "".join(lots_file(listed)))
    write("drawn.csv", "".join(drawn_file(listed)))
    return tmp_path


def _lot(
    code: str, sizes: dict[str, int], *, rules: dict[str, LotRule], sha256: str
) -> PublishedLot:
    strata = tuple(
        PublishedStratum(
            name=name,
            interviews=size,
            share_percent=10,
            minimum=MINIMA[name],
            drawn=rules[name].drawn_of(size),
        )
        for name, size in sizes.items()
    )
    return PublishedLot(lot=code, list_sha256=sha256, strata=strata)


def write(name: str, content: str) -> None:
    Path(name).write_bytes(content.encode())


def change(name: str, edit: Callable[[str], str]) -> None:
    before = Path(name).read_bytes().decode("utf-8")
    after = edit(before)
    assert after != before
    write(name, after)


def verify() -> Result:
    return CliRunner().invoke(main, ["recheck", "verify", *USUAL])


def told(result: Result) -> list[str]:
    """The differences; the last line is their number."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    *lines, last = result.stderr.splitlines()
    assert last == f"The re-checks do not agree; differences: {len(lines)}."
    assert all(" — " in line for line in lines)
    return lines


def first_drawn() -> list[str]:
    return Path("drawn.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")


def test_verify__published_files__agree() -> None:
    result = verify()

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "The re-checks agree with their seed, their lots and their plan: "
        "2 lots, 20 interviews, 7 drawn.\n"
    )


def test_verify__same_content_in_other_order_and_case__agrees() -> None:
    change("lots.csv", lambda text: "\n".join([text.splitlines()[0], *text.splitlines()[:0:-1]]))
    change("drawn.csv", lambda text: text.replace("e2-e2-", "E2-E2-"))
    change("recheck.json", lambda text: json.dumps(json.loads(text)))

    assert verify().exit_code == 0


def test_verify__other_seed__commitment_and_who_was_drawn() -> None:
    change("recheck.json", lambda text: text.replace(SEED, "f" * 32))

    lines = told(verify())

    assert lines[0].startswith("recheck.json: seed: the hash of the seed is ")
    assert all(line.startswith("drawn.csv: ") for line in lines[1:])
    assert len(lines) > 1


def test_verify__seed_not_revealed__says_that_it_waits() -> None:
    change("recheck.json", lambda text: text.replace(f'"{SEED}"', "null"))

    lines = told(verify())

    assert lines[0].startswith("recheck.json: seed: the seed is not revealed yet")
    assert lines[1].startswith("drawn.csv: all rows: the members were not compared")


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (
            '"minimum_per_unit": 3',
            '"minimum_per_unit": 2',
            "recheck.json: plan: the hash of the plan is ",
        ),
        (
            '"drawn": 3,\n          "interviews": 5',
            '"drawn": 1,\n          "interviews": 5',
            "recheck.json: lot “2026w41-e1-1”, stratum “e1 / SXD”: by share and minimum 3 are",
        ),
    ],
)
def test_verify__plan_or_number_changed__is_told(before, after, difference) -> None:
    change("recheck.json", lambda text: text.replace(before, after))

    (line,) = told(verify())

    assert line.startswith(difference)


def test_verify__share_that_the_plan_does_not_have__is_told() -> None:
    change(
        "recheck.json",
        lambda text: re.sub(r'("minimum": 2,\n *"share_percent": )10', r"\g<1>11", text),
    )

    (line,) = told(verify())

    assert "stratum “e2”: the share is 11 %, the plan says 10 / 20" in line


def test_verify__interview_taken_out_of_a_lot__hash_size_and_who_cannot_be_drawn() -> None:
    uuid = first_drawn()[1]
    change("lots.csv", lambda text: re.sub(f".*{uuid}.*\r\n", "", text))

    lines = told(verify())

    assert lines[0].startswith("lots.csv: lot “2026w41-e1-1”: the hash of the list of cases is ")
    assert "stratum “e1”: the stratum has 10 cases in the list, the document says 11" in lines[1]
    assert any(f"“{uuid}” is not in the list of cases" in line for line in lines[2:])


def test_verify__interview_in_two_lots__is_told() -> None:
    uuid = first_drawn()[1]
    change("lots.csv", lambda text: f"{text}2026w41-e2-1,{uuid},e2\r\n")

    lines = told(verify())

    assert lines[0].startswith("lots.csv: row 22, response_uuid: the interview stands more than ")


def test_verify__one_replaced_by_another_of_the_lot__both_are_named() -> None:
    lot, uuid, stratum, *_ = first_drawn()
    listed = Path("lots.csv").read_text(encoding="utf-8-sig")
    drawn = Path("drawn.csv").read_text(encoding="utf-8-sig")
    other = next(
        found
        for found in re.findall(rf"{lot},([^,]+),{stratum}\r?\n", listed)
        if found not in drawn
    )
    change("drawn.csv", lambda text: text.replace(uuid, other))

    lines = told(verify())

    assert lines[0].startswith(f"drawn.csv: row 2, response_uuid: “{other}” is in the sample, but")
    assert lines[1].startswith(f"drawn.csv: lot “{lot}”, stratum “{stratum}”, place 1: “{uuid}”")


@pytest.mark.parametrize(
    ("edit", "difference"),
    [
        (lambda cells: [*cells[:3], "2", cells[4]], "row 2, place: "),
        (lambda cells: [*cells[:4], "0.2"], "row 2, inclusion_prob: the chance to be drawn was "),
        (lambda cells: [*cells[:2], "e1 / SXD", *cells[3:]], "row 2, stratum: "),
    ],
)
def test_verify__one_cell_changed__its_row_and_meaning(edit, difference) -> None:
    cells = first_drawn()
    change("drawn.csv", lambda text: text.replace(",".join(cells), ",".join(edit(cells))))

    (line,) = told(verify())

    assert line.startswith(f"drawn.csv: {difference}")


def test_verify__rows_of_a_lot_that_is_not_published__are_told() -> None:
    change("lots.csv", lambda text: f"{text}2026w42-e1-1,x,e1\r\n")
    change("drawn.csv", lambda text: f"{text}2026w42-e1-1,x,e1,1,1.000000\r\n")

    lines = told(verify())

    assert lines[0].startswith("lots.csv: row 22, lot: the document has no lot “2026w42-e1-1”")
    assert lines[1].startswith("drawn.csv: row 9, lot: the document has no lot “2026w42-e1-1”")


def test_verify__faulty_files__every_fault_with_its_line() -> None:
    change("recheck.json", lambda text: text.replace('"seed"', '"sed"', 1))
    change("lots.csv", lambda text: text.replace("e2-e2-00", "", 1))
    change("drawn.csv", lambda text: text.replace(",1,", ",one,", 1))

    result = verify()

    assert result.exit_code == 1
    assert "recheck.json: line 1: The key seed is missing" in result.stderr
    assert "The key sed is not known here" in result.stderr
    assert "lots.csv: row 18, response_uuid: " in result.stderr
    assert "drawn.csv: row 2, place: " in result.stderr
    assert result.stderr.splitlines()[-1].startswith("faults: 4")


def test_verify__document_with_another_plan__is_refused() -> None:
    change("recheck.json", lambda text: text.replace('"risk_percent": 5', '"risk_percent": 500'))

    result = verify()

    assert result.exit_code == 1
    assert "recheck.json: plan: plan is not a re-check plan" in result.stderr
