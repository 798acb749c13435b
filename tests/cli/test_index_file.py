"""`index-file`: Hà Nam 2022 to the last digit, and every way in which a file can be wrong."""

import json
import os
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.cli.index_file import index_file

DATA = Path(__file__).parent.parent / "data"
HEADER = "unit_code,unit_name,unit_group,max_points,appraised_points,satisfaction_points\n"
GOOD = "A,Sở A,department,100,80.00,9.50\n"
Run = Callable[[bytes | str], Result]


@pytest.fixture(name="output")
def fixture_output(tmp_path: Path) -> Path:
    return tmp_path / "out" / "index.json"


@pytest.fixture(name="run")
def fixture_run(tmp_path: Path, output: Path) -> Run:
    """Run the command on a file with these bytes."""
    output.parent.mkdir()

    def run(content: bytes | str) -> Result:
        points = tmp_path / "points.csv"
        points.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(index_file, [str(points), "--json", str(output)])

    return run


def faults(result: Result) -> list[str]:
    """The lines of the refusal without the name of the file; the last one is the count."""
    assert result.exit_code == 1, result.output
    return [line.partition("points.csv: ")[2] or line for line in result.stderr.splitlines()]


def test_index_file__hanam_2022__published_figures(run: Run, output: Path) -> None:
    result = run((DATA / "hanam-2022-points.csv").read_bytes())

    facts = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))
    groups = json.loads(output.read_text(encoding="utf-8"))["groups"]
    assert (result.exit_code, result.output) == (0, "")
    assert list(groups) == ["department", "district"]
    for name, group in groups.items():
        assert group["mean_index"] == facts["means"][f"{name}_index"]
        assert group["mean_satisfaction"] == facts["means"][f"{name}_satisfaction"]
        assert group["spread"] == facts["spread"][name]
        assert group["above_mean"] == facts["above_mean"][name]
    assert groups["department"]["bands"] == facts["band_counts_department"]


def test_index_file__hanam_2022__every_published_row(run: Run, output: Path) -> None:
    run((DATA / "hanam-2022-points.csv").read_bytes())

    groups = json.loads(output.read_text(encoding="utf-8"))["groups"]
    published = (DATA / "hanam-2022-published.csv").read_text(encoding="utf-8").splitlines()[1:]
    computed = [
        f"{unit['unit_code']},{unit['rank']},{unit['total_points']},{unit['index_percent']}"
        for group in groups.values()
        for unit in group["units"]
    ]
    assert computed == published


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="bom"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="old-mac"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text).encode(), id="nfd"),
        pytest.param(lambda text: text.replace("\n", "\n\n,,,,,\n").encode(), id="blank-rows"),
        pytest.param(lambda text: text.replace(",", " , ").encode(), id="spaces"),
        pytest.param(lambda text: text.rstrip("\n").encode(), id="no-last-line-end"),
    ],
)
def test_index_file__same_table_written_otherwise__same_groups(
    run: Run, output: Path, change: Callable[[str], bytes]
) -> None:
    text = HEADER + GOOD + "X,Văn phòng Ủy ban,department,60,56.75,\n"

    result = run(change(text))

    groups = json.loads(output.read_text(encoding="utf-8"))["groups"]
    units = groups["department"]["units"]
    assert result.exit_code == 0
    assert [unit["unit_name"] for unit in units] == ["Văn phòng Ủy ban", "Sở A"]
    assert [unit["index_percent"] for unit in units] == ["94.58", "89.50"]


def test_index_file__columns_in_other_order_and_unknown_ones__read_and_reported(
    run: Run, output: Path
) -> None:
    result = run(
        "note,satisfaction_points,appraised_points,max_points,unit_group,unit_name,unit_code,\n"
        "hi,9.50,80.00,100,department,Sở A,A,\n"
    )

    assert result.exit_code == 0
    assert "“note” is not known and was ignored" in result.stderr
    assert output.exists()


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (",Sở A,department,100,80,9", "row 2, unit_code: the cell is blank"),
        ("A,,department,100,80,9", "row 2, unit_name: the cell is blank"),
        ("A,Sở A, ,100,80,9", "row 2, unit_group: the cell is blank"),
        ("A,Sở A,department,,80,9", "row 2, max_points: the cell is blank"),
        ("A,Sở A,department,0,0,0", "row 2, max_points: “0” is not a number above 0"),
        ("A,Sở A,department,100,,9", "row 2, appraised_points: the cell is blank"),
        ("A,Sở A,department,100,-1,9", "row 2, appraised_points: -1 is negative"),
        ('A,Sở A,department,100,"85,50",9', "row 2, appraised_points: “85,50” has a decimal comma"),
        ("A,Sở A,department,100,NaN,9", "row 2, appraised_points: “NaN” is not a decimal number"),
        ("A,Sở A,department,100,Infinity,9", "“Infinity” is not a decimal number"),
        ("A,Sở A,department,100,1e400,9", "“1e400” is not a decimal number"),
        ("A,Sở A,department,100,1e1,9", "“1e1” is not a decimal number"),
        ("A,Sở A,department,100,٨٠,9", "“٨٠” is not a decimal number"),
        ("A,Sở A,department,100,80,x", "row 2, satisfaction_points: “x” is not a decimal number"),
        (
            "A,Sở A,department,100,95,9",
            "satisfaction points make 104, of at most 100",
        ),
        ("A,Sở A,department,60,61,", "points make 61, of at most 60"),
        ("A,Sở A,department,100,1,95.5", "95.5 points, where the survey gives at most 10"),
        ("A,Sở A,department,100,80,", "there are no survey points, but max_points is the full 100"),
        ("A,Sở A,department,100,80", "row 2: 5 cells where the header has 6"),
        ("A,Sở A,department,100,85,50,9", "row 2: 7 cells where the header has 6"),
        (f"A,{'x' * 201},department,100,80,9", "the text has 201 characters, more than 200"),
        ('"A\nB",Sở A,department,100,80,9', "row 2, unit_code: the text has a character that"),
        ('"A"x,Sở A,department,100,80,9', "row 2, line 2: the row that begins here is not well-"),
    ],
)
def test_index_file__one_bad_row__its_row_and_repair(
    run: Run, output: Path, cells: str, fault: str
) -> None:
    result = run(f"{HEADER}{cells}\n" + GOOD.replace("A,", "B,", 1))

    (line, count) = faults(result)
    assert fault in line
    assert " — " in line
    assert count == "faults: 1; nothing was written"
    assert not output.exists()


def test_index_file__several_bad_rows__all_of_them(run: Run) -> None:
    result = run(f"{HEADER}A,,g,100,x,9\n{GOOD}A,Sở B,g,0,-1,9\n")

    lines = faults(result)

    assert [line.split(":")[0] for line in lines] == [
        "row 2, unit_name",
        "row 2, appraised_points",
        "row 3, unit_code",
        "row 4, unit_code",
        "row 4, max_points",
        "row 4, appraised_points",
        "faults",
    ]
    assert "“A” stands already in row 2" in lines[2]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1: the file is empty"),
        (b"\n\n\n", "row 1: columns are missing"),
        (HEADER, "row 2: there is no row below the header"),
        (HEADER + ",,,,,\n\n", "row 2: there is no row below the header"),
        ((HEADER + GOOD).encode("utf-16"), "line 1: the file is in UTF-16"),
        ((HEADER + GOOD).encode("utf-16-le"), "line 1: there is a NUL byte"),
        (b"PK\x03\x04" + bytes(100), "line 1: the file is a workbook"),
        ((HEADER + "A,S\xf4,g,100,80,9\n").encode("cp1258"), "line 2: byte 4 of this line"),
        ((HEADER + GOOD).encode() + b"B\0,b,g,100,80,9\n", "line 3: there is a NUL byte"),
        (HEADER.replace(",", ";") + GOOD, "row 1: columns are not separated by commas"),
        (HEADER.replace(",", "\t") + GOOD, "row 1: columns are not separated by commas"),
        ("unit_code,unit_name\nA,B\n", "unit_group, max_points, appraised_points, satisfaction"),
        (HEADER.replace("unit_name", "unit_code") + GOOD, "row 1: columns are missing: unit_name"),
        (HEADER[:-1] + ",unit_code\n", "the column unit_code stands 2 times"),
        (HEADER + GOOD + 'B,"Sở B,g,100,80,9\n' + GOOD * 3, "row 3, line 3: the row that begins"),
        (HEADER + GOOD + 'B,"' + GOOD * 9000, "row 3, line 3: the row that begins here"),
        (b"x" * 3_000_000, "line 1: this line is longer than 1048576 bytes"),
        (HEADER.encode() + b"y," * 1_500_000, "line 2: this line is longer than 1048576 bytes"),
        (b"\xff" * 3_000_000, "line 1: "),
        (bytes(3_000_000), "line 1: there is a NUL byte"),
    ],
)
def test_index_file__no_table__says_why(
    run: Run, output: Path, content: bytes | str, fault: str
) -> None:
    result = run(content)

    assert any(fault in line for line in faults(result))
    assert not output.exists()


def test_index_file__very_many_faults__the_first_hundred_and_their_number(run: Run) -> None:
    result = run(HEADER + "a,b\n" * 250)

    lines = faults(result)

    assert len(lines) == 101
    assert lines[-1] == "faults: 250, the first 100 listed; nothing was written"


def test_index_file__endless_faults__reading_stops(run: Run) -> None:
    result = run(HEADER + "a,b\n" * 150_000)

    lines = faults(result)

    assert "reading stopped here, after 100000 faults" in lines[-2]


def test_index_file__endless_malformed_rows__reading_stops(run: Run) -> None:
    result = run(HEADER + '"a"b\n' * 150_000)

    lines = faults(result)

    assert "reading stopped here, after 100000 faults" in lines[-2]


def test_index_file__endless_blank_rows__reading_stops(run: Run) -> None:
    lines = faults(run(HEADER + GOOD + "\n" * 1_100_000))

    assert lines[0].startswith("row 1000003: reading stopped here, after 1000000 blank rows")


def test_index_file__refused__former_output_untouched(run: Run, output: Path) -> None:
    output.write_text("former")

    result = run(HEADER)

    assert result.exit_code == 1
    assert output.read_text() == "former"
    assert os.listdir(output.parent) == [output.name]


def test_index_file__written__replaces_former_output_and_leaves_nothing_else(
    run: Run, output: Path
) -> None:
    output.write_text("former")

    result = run(HEADER + GOOD)

    assert result.exit_code == 0
    assert json.loads(output.read_text(encoding="utf-8"))["groups"]
    assert os.listdir(output.parent) == [output.name]


def test_index_file__output_through_a_link__the_link_stays(
    run: Run, output: Path, tmp_path: Path
) -> None:
    target = tmp_path / "target.json"
    output.symlink_to(target)

    run(HEADER + GOOD)

    assert output.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["groups"]


def test_index_file__output_is_a_device__written_directly(tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text(HEADER + GOOD, encoding="utf-8")

    result = CliRunner().invoke(index_file, [str(points), "--json", os.devnull])

    assert result.exit_code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("output", ["missing/out.json", "."])
def test_index_file__output_cannot_be_there__bad_usage(tmp_path: Path, output: str) -> None:
    points = tmp_path / "points.csv"
    points.write_text(HEADER + GOOD, encoding="utf-8")

    result = CliRunner().invoke(index_file, [str(points), "--json", str(tmp_path / output)])

    assert result.exit_code == 2
    assert "--json" in result.stderr


def test_index_file__folder_is_read_only__bad_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A root user may write everywhere, so the answer of the system is given by hand."""
    points = tmp_path / "points.csv"
    points.write_text(HEADER + GOOD, encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)

    result = CliRunner().invoke(index_file, [str(points), "--json", str(tmp_path / "out.json")])

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_index_file__disk_full__says_so_and_leaves_nothing(
    run: Run, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    result = run(HEADER + GOOD)

    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert os.listdir(output.parent) == []


def test_index_file__output_is_the_input__bad_usage(tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text(HEADER + GOOD, encoding="utf-8")

    result = CliRunner().invoke(index_file, [str(points), "--json", str(points)])

    assert result.exit_code == 2
    assert points.read_text(encoding="utf-8") == HEADER + GOOD


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_index_file__input_is_no_file__bad_usage(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(
        index_file, [str(tmp_path / name), "--json", str(tmp_path / "out.json")]
    )

    assert result.exit_code == 2


def test_index_file__input_breaks_while_reading__says_so(tmp_path: Path) -> None:
    """The first page of a process's own memory is a file that opens and cannot be read."""
    result = CliRunner().invoke(
        index_file, ["/proc/self/mem", "--json", str(tmp_path / "out.json")]
    )

    assert result.exit_code == 1
    assert "/proc/self/mem cannot be read: Input/output error" in result.stderr


def test_index_file__help__shows_an_example() -> None:
    result = CliRunner().invoke(index_file, ["--help"])

    assert result.exit_code == 0
    assert "hailong index-file points.csv --json index.json" in result.output


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)
@given(st.binary(max_size=200), st.sampled_from([b"", HEADER.encode()]))
def test_index_file__any_bytes__refused_with_a_count(
    run: Run, output: Path, content: bytes, before: bytes
) -> None:
    output.unlink(missing_ok=True)

    result = run(before + content)

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("faults: ")
    assert not output.exists()


AREAS = (
    "unit_code,steering,institutions,procedures,organisation,civil_service,public_finance,digital"
)


def test_index_file__areas_self_scored_and_the_year_before__stand_beside_the_same_table(
    tmp_path: Path,
) -> None:
    plain, full = tmp_path / "plain.json", tmp_path / "full.json"
    appraised, own = tmp_path / "appraised.csv", tmp_path / "own.csv"
    # 85.75 and 56.75, as the report of 2022 has them in all; how they divide is made up here
    rows = "SXD,14,9.5,17,8,12.75,6,18.5\nVPUB,14,10,x,8,12,6,6.75\n"
    appraised.write_text(f"{AREAS}\n{rows}", encoding="utf-8")
    own.write_text(f"{AREAS}\nSXD,14,10,19,8,13,6,20\n", encoding="utf-8")
    points, earlier = DATA / "hanam-2022-points.csv", DATA / "hanam-2021-known.csv"

    CliRunner().invoke(index_file, [str(points), "--json", str(plain)])
    files = ("--appraised", str(appraised), "--self", str(own), "--earlier", str(earlier))
    result = CliRunner().invoke(index_file, [str(points), *files, "--json", str(full)])

    assert result.exit_code == 0, result.output
    before, after = (json.loads(file.read_text(encoding="utf-8")) for file in (plain, full))
    group = after["groups"]["department"]
    old = before["groups"]["department"]
    assert {key: group[key] for key in old if key != "units"} == {
        key: value for key, value in old.items() if key != "units"
    }
    assert [{k: v for k, v in unit.items() if k != "areas"} for unit in group["units"]] == (
        old["units"]
    )
    changes = {name: after["groups"][name]["changes"]["mean_change"] for name in after["groups"]}
    assert changes == {"department": "0.61", "district": "-0.43"}
    [gap] = group["gap"]["units"]
    assert (gap["unit_code"], gap["difference"]) == ("SXD", "4.25")
    steering = group["areas"][0]
    assert (steering["scored"], steering["at_maximum"]) == (2, 2)
    assert group["areas"][-1]["mean_points"] == "9.45"  # of the survey, as published
    assert set(after["sha256"]) == {"points", "appraised", "self", "earlier"}


def test_index_file__areas_that_add_up_to_something_else__are_refused(
    tmp_path: Path,
) -> None:
    output, appraised = tmp_path / "index.json", tmp_path / "appraised.csv"
    appraised.write_text(f"{AREAS}\nSXD,14,9.5,17,8,12.75,6,18\n", encoding="utf-8")
    points = str(DATA / "hanam-2022-points.csv")

    result = CliRunner().invoke(
        index_file, [points, "--appraised", str(appraised), "--json", str(output)]
    )

    assert result.exit_code == 1
    assert "unit SXD" in result.stderr
    assert "85.25" in result.stderr
    assert not output.exists()
