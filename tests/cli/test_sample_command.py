"""`hailong sample verify`: agreement, every difference, and every way in which a file is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from field_export.draw_files import case_file, draw_file, sample_file
from scoring.draw import draw_sample
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_seed import commitment_of
from scoring.frame_list import FrameCase
from survey_app.cli import main

SEED = "000102030405060708090a0b0c0d0e0f"
CASES = [
    FrameCase(case_id=f"hs-{number:02}", stratum=f"SXD / {'AB'[number % 2]}")
    for number in range(20)
]
PLAN = DrawPlan(
    list_name="thu-2022",
    method=Method.STRATIFIED,
    targets=(
        StratumTarget(stratum="SXD / A", official=3, reserve=2),
        StratumTarget(stratum="SXD / B", official=2, reserve=1),
    ),
)
DRAW = draw_sample(CASES, plan=PLAN, seed=SEED)
Change = Callable[[str], str]
Run = Callable[..., Result]


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published files, with the seed revealed."""
    monkeypatch.chdir(tmp_path)
    write("cases.csv", "".join(case_file(CASES)))
    write("sample.csv", "".join(sample_file(DRAW)))
    write("draw.json", draw_file(DRAW, reveal_seed=True))
    return tmp_path


def write(name: str, content: str | bytes) -> None:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def change(name: str, edit: Change) -> None:
    before = Path(name).read_bytes().decode("utf-8")
    after = edit(before)
    assert after != before
    write(name, after)


def verify(*words: str) -> Result:
    usual = words or ("draw.json", "--cases", "cases.csv", "--sample", "sample.csv")
    return CliRunner().invoke(main, ["sample", "verify", *usual])


def told(result: Result) -> list[str]:
    """The differences; the last line is their number."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    *lines, last = result.stderr.splitlines()
    assert last == f"The sample does not agree; differences: {len(lines)}."
    assert all(" — " in line for line in lines)
    return lines


def refused(result: Result) -> list[str]:
    """The faults of files; the last line is their number."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    *lines, last = result.stderr.splitlines()
    assert last.startswith("faults: ")
    assert last.endswith("nothing was written")
    return lines


def test_verify__published_files__agree(folder):
    result = verify()

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "The sample agrees with its seed, its list and its targets: "
        "20 cases, 2 strata, 5 official, 3 reserve.\n"
    )


def test_verify__in_vietnamese__figures_as_they_are_written_there(folder, monkeypatch):
    monkeypatch.setenv("HAILONG_LANGUAGE", "vi")

    result = verify()

    assert result.exit_code == 0
    assert re.findall(r"\d+", result.stdout) == ["20", "2", "5", "3"]


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("cases.csv", lambda text: text.removeprefix("\ufeff")),
        ("cases.csv", lambda text: text.replace("\r\n", "\n")),
        ("cases.csv", lambda text: "\n".join([text.splitlines()[0], *text.splitlines()[:0:-1]])),
        ("cases.csv", lambda text: re.sub(r",(?=\r\n)|,order_key", "", text)),
        ("sample.csv", lambda text: text.replace("000\r\n", "\r\n")),
        ("draw.json", lambda text: json.dumps(json.loads(text))),
        ("draw.json", lambda text: "\ufeff" + text.replace("\n", "\r\n")),
    ],
    ids=["no-mark", "line-ends", "reversed", "no-order", "short-weights", "one-line", "windows"],
)
def test_verify__same_content_written_otherwise__agrees(folder, name, edit):
    change(name, edit)

    assert verify().exit_code == 0


def test_verify__other_seed__commitment_and_members(folder):
    change("draw.json", lambda text: text.replace(SEED, "f" * 32))

    lines = told(verify())

    assert lines[0].startswith(
        f"draw.json: seed: the hash of the seed is {commitment_of('f' * 32)}, but "
        f"{commitment_of(SEED)} was published before — "
    )
    assert any(line.startswith("sample.csv: row ") for line in lines[1:])


def test_verify__case_removed_from_the_list__hash_counts_and_who_cannot_be_drawn(folder):
    drawn = DRAW.members[0].case_id
    change("cases.csv", lambda text: re.sub(f"{drawn}.*\r\n", "", text))

    lines = told(verify())

    places = [line.split(": ")[:2] for line in lines]
    assert places[:3] == [
        ["cases.csv", "all rows"],
        ["cases.csv", "all rows"],
        ["cases.csv", "stratum “SXD / A”"],
    ]
    assert f"“{drawn}” is not in the list of cases" in "".join(lines)


@pytest.mark.parametrize(
    ("edit", "difference"),
    [
        (lambda row: row.replace("official", "reserve"), "row 2, list: “{case}” was drawn into"),
        (lambda row: row.replace(",1,", ",2,"), "row 2, place: “{case}” has place 1, not 2"),
        (
            lambda row: row.replace("3.333333", "3.3"),
            "row 2, weight: “{case}” has the weight 3.333333, not 3.3 ",
        ),
        (
            lambda row: row.replace("/ A", "/ B"),
            "row 2, stratum: “{case}” lies in the stratum “SXD / A”, not “SXD / B”",
        ),
    ],
)
def test_verify__one_cell_of_a_member_changed__its_row_and_meaning(folder, edit, difference):
    case = DRAW.members[0].case_id
    change("sample.csv", lambda text: re.sub(f"{case}.*\r\n", lambda row: edit(row[0]), text))

    (line,) = told(verify())

    assert line.startswith("sample.csv: " + difference.format(case=case))


def test_verify__member_replaced_by_a_friend__both_are_named(folder):
    drawn = {member.case_id for member in DRAW.members}
    friend = next(case.case_id for case in CASES if case.case_id not in drawn)
    change("sample.csv", lambda text: text.replace(DRAW.members[0].case_id, friend))

    lines = told(verify())

    assert lines[0].startswith(f"sample.csv: row 2, case_id: “{friend}” is in the sample, but was")
    assert lines[1].startswith(
        "sample.csv: stratum “SXD / A”, official, place 1: "
        f"“{DRAW.members[0].case_id}” was drawn, but is not in the sample"
    )


def test_verify__hundreds_of_differences__all_are_listed(folder):
    cases = [FrameCase(case_id=f"hs-{number:04}") for number in range(800)]
    plan = DrawPlan(
        list_name="x", method=Method.SIMPLE, targets=(StratumTarget(stratum="", official=400),)
    )
    draw = draw_sample(cases, plan=plan, seed=SEED)
    write("cases.csv", "".join(case_file(cases)))
    write("sample.csv", "".join(sample_file(draw)).replace(",2.000000", ",2.100000"))
    write("draw.json", draw_file(draw, reveal_seed=True))

    lines = told(verify())

    assert [line.split(": ")[1] for line in lines] == [f"row {n}, weight" for n in range(2, 402)]


def test_verify__seed_not_revealed__says_that_it_waits(folder):
    write("draw.json", draw_file(DRAW, reveal_seed=False))

    lines = told(verify())

    assert lines[0].startswith("draw.json: seed: the seed is not revealed yet — ")
    assert lines[1].startswith("sample.csv: all rows: the members were not compared — ")


def test_verify__targets_beyond_the_list__told_under_the_document(folder):
    change("draw.json", lambda text: text.replace('"official": 3', '"official": 9'))

    lines = told(verify())

    assert lines[0].startswith(
        "draw.json: stratum “SXD / A”: official 9 and reserve 2 are to be drawn of 10 cases — "
    )


@pytest.mark.parametrize(
    ("edit", "faults"),
    [
        (lambda text: "", ["line 1, column 1: this is not JSON: Expecting value"]),
        (lambda text: text[:-10], ["line 22, column 3: this is not JSON: Expecting ',' delimiter"]),
        (lambda text: "[" * 100_000, ["file: this is not JSON: it holds endless values"]),
        (lambda text: "9" * 5000, ["file: this is not JSON: it holds endless values"]),
        (lambda text: "[]", ["line 1: here must stand a group of keys and values in braces"]),
        (lambda text: "7", ["line 1: here must stand a group of keys and values in braces"]),
        (
            lambda text: text.replace('"cases": 20', '"cases": "20"'),
            ["line 2, cases: cases must be a whole number, 0 or more — "],
        ),
        (
            lambda text: text.replace('"cases": 20', '"cases": -1'),
            ["line 2, cases: cases must be a whole number"],
        ),
        (
            lambda text: text.replace('"official": 3', '"official": 3.5'),
            ["line 12, strata entry 1, official: official must be a whole number"],
        ),
        (
            lambda text: text.replace('"reserve": 1', '"reserve": true'),
            ["line 20, strata entry 2, reserve: reserve must be a whole number"],
        ),
        (
            lambda text: text.replace('"method": "stratified"', '"method": "by hand"'),
            ["line 7, method: method must be “simple”, “stratified” or “systematic” — "],
        ),
        (
            lambda text: text.replace("hailong-draw-1", "hailong-draw-2"),
            ["line 4, format: format is not “hailong-draw-1”"],
        ),
        (
            lambda text: text.replace(SEED, SEED.upper()),
            ["line 9, seed: seed must be 32 hexadecimal digits in lower case"],
        ),
        (
            lambda text: text.replace('"list": "thu-2022"', '"list": ""'),
            ["line 5, list: list must be a text of 1 to 200 characters"],
        ),
        (
            lambda text: text.replace('"stratum": "SXD / B"', '"stratum": "\\ud800"'),
            ["line 21, strata entry 2, stratum: stratum must be a text"],
        ),
        (
            lambda text: text.replace('"population"', '"populatoin"', 1),
            [
                "line 11, strata entry 1: The key population is missing.",
                "line 13, strata entry 1: The key populatoin is not known here. — Did you mean",
            ],
        ),
        (
            lambda text: text.replace('"official": 3', '"official": 3, "official": 4'),
            ["line 12, strata entry 1, official: The key official stands twice"],
        ),
        (
            lambda text: re.sub("20", "NaN", text.replace('"order": ""', '"x": {}'), count=1),
            [
                "line 1: The key order is missing.",
                "line 2, cases: cases must be a whole number",
                "line 8: The key x is not known here.",
            ],
        ),
    ],
)
def test_verify__document_with_faults__each_with_its_line(folder, edit, faults):
    change("draw.json", edit)

    lines = refused(verify())

    assert len(lines) == len(faults), lines
    for line, fault in zip(lines, faults, strict=True):
        assert line.startswith(f"draw.json: {fault}")
        assert " — " in line


def test_verify__document_not_in_utf_8__its_line(folder):
    write("draw.json", b'{\n"list": "H\xe0 Nam"}')

    (line,) = refused(verify())

    assert line.startswith("draw.json: line 2: The file is not text in UTF-8 (byte 13)")


def test_verify__document_without_end__is_not_read_whole(folder):
    write("draw.json", b" " * (4 * 1024 * 1024 + 1))

    (line,) = refused(verify())

    assert line.startswith("draw.json: file: the file is larger than 4194304 bytes — ")


def test_verify__document_with_very_many_faults__the_first_hundred_and_their_number(folder):
    change(
        "draw.json",
        lambda text: json.dumps({"x": 1, **json.loads(text), "strata": [1] * 299}, indent=1),
    )

    result = verify()

    lines = refused(result)
    assert len(lines) == 100
    assert lines[0].startswith("draw.json: line 2: The key x is not known here.")
    assert lines[99].startswith("draw.json: line 110, strata entry 99: here must stand a group")
    assert result.stderr.splitlines()[-1] == (
        "faults: 300, the first 100 listed; nothing was written"
    )


def test_verify__document_nested_without_sense__only_the_outermost_is_told(folder):
    nested = '{"x": {"x": {"x": {"x": [{"x": 1, "x": 2}]}}}}'
    change("draw.json", lambda text: text.replace('"order": ""', f'"order": {nested}'))

    (line,) = refused(verify())

    assert line.startswith("draw.json: line 8, order: order must be a text")


@pytest.mark.parametrize(
    ("name", "edit", "faults"),
    [
        ("cases.csv", lambda text: "", ["line 1: the file is empty"]),
        (
            "cases.csv",
            lambda text: text.replace("case_id", "id"),
            ["row 1: columns are missing: case_id"],
        ),
        (
            "cases.csv",
            lambda text: text.replace("hs-01", "hs-00").replace("hs-02", ""),
            [
                "row 3, case_id: “hs-00” stands already in row 2",
                "row 4, case_id: the cell is blank",
            ],
        ),
        (
            "cases.csv",
            lambda text: text.replace("hs-03", "x" * 201).replace("hs-04,SXD", "hs-04,S\u200bXD"),
            ["row 5, case_id: the text has 201 characters", "row 6, stratum: the text has a char"],
        ),
        (
            "cases.csv",
            lambda text: text.replace("hs-03", "hs-03,"),
            ["row 5: 4 cells where the header has 3"],
        ),
        (
            "sample.csv",
            lambda text: text.replace(",list,", ",danh_sach,"),
            ["row 1: columns are missing: list"],
        ),
        (
            "sample.csv",
            lambda text: text.replace("official,1,3.333333", "chính thức,0,0", 1),
            [
                "row 2, list: “chính thức” is not a list of a sample",
                "row 2, place: “0” is not a whole number above 0",
                "row 2, weight: “0” is not a number above 0",
            ],
        ),
        (
            "sample.csv",
            lambda text: text.replace("official,1,3.333333", ',,"3,33"', 1),
            [
                "row 2, list: the cell is blank",
                "row 2, place: the cell is blank",
                "row 2, weight: “3,33” has a decimal comma",
            ],
        ),
        (
            "sample.csv",
            lambda text: text.replace("official,1,3.333333", "official,1,", 1),
            ["row 2, weight: the cell is blank"],
        ),
    ],
)
def test_verify__table_with_faults__each_with_its_row(folder, name, edit, faults):
    change(name, edit)

    lines = [line for line in refused(verify()) if "is not known and was ignored" not in line]

    assert len(lines) == len(faults), lines
    for line, fault in zip(lines, faults, strict=True):
        assert line.startswith(f"{name}: {fault}")
        assert " — " in line


def test_verify__three_bad_files__the_faults_of_all(folder):
    write("draw.json", "{}")
    write("cases.csv", "case_id\n")
    write("sample.csv", b"\xff")

    lines = refused(verify())

    assert [line.split(":")[0] for line in lines] == ["draw.json"] * 9 + ["cases.csv", "sample.csv"]


def test_verify__unknown_column__is_reported_and_ignored(folder):
    change("cases.csv", lambda text: re.sub("\r\n", ",x\r\n", text))

    result = verify()

    assert result.exit_code == 0
    assert "cases.csv: row 1: the column “x” is not known and was ignored" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("draw.json",),
        ("draw.json", "--cases", "cases.csv"),
        ("draw.json", "--sample", "sample.csv"),
        ("missing.json", "--cases", "cases.csv", "--sample", "sample.csv"),
        ("draw.json", "--cases", ".", "--sample", "sample.csv"),
        ("draw.json", "--cases", "cases.csv", "--sample", "sample.csv", "--fast"),
    ],
)
def test_verify__bad_usage__exit_code_2(folder, words):
    assert verify(*words).exit_code == 2


def test_verify__input_breaks_while_reading__says_so(folder):
    """The first page of a process's own memory is a file that opens and cannot be read."""
    result = verify("draw.json", "--cases", "/proc/self/mem", "--sample", "sample.csv")

    assert result.exit_code == 1
    assert "cannot be read: Input/output error" in result.stderr


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)
@given(st.binary(max_size=200), st.sampled_from(["draw.json", "cases.csv", "sample.csv"]))
def test_verify__any_bytes__refused_with_a_count(folder, content, name):
    before = Path(name).read_bytes()
    write(name, content)

    lines = refused(verify())

    assert all(line.startswith(f"{name}: ") for line in lines)
    write(name, before)


KEYS = st.sampled_from([*json.loads(draw_file(DRAW, reveal_seed=True)), "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*json.loads(draw_file(DRAW, reveal_seed=True)), "x"]), inner
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(JSON, st.sampled_from([None, 0, 3]))
def test_verify__any_json__refused_with_lines(folder, value, indent):
    before = Path("draw.json").read_bytes()
    write("draw.json", json.dumps(value, indent=indent))

    lines = refused(verify())

    assert all(line.startswith("draw.json: line ") for line in lines)
    write("draw.json", before)
