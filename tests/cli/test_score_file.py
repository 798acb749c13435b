"""`score-file`: from a file of responses to scores, and all the ways in which files are wrong."""

import csv
import io
import json
import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires import canonical_json, shipped_definition
from survey_app.cli.score_file import score_file

ITEMS = [item.code for item in shipped_definition("sipas-22").index_items]
DESIGN = ["stratum", "cluster", "weight", "pop_size", "enumerator"]
TIMES = ["started_at", "finished_at"]
COLUMNS = ["response_uuid", "unit_code", *DESIGN, *ITEMS, *TIMES]
Row = dict[str, str]
Run = Callable[..., Result]


def response(number: int, **cells: str) -> Row:
    """An interview of unit A with every criterion at 5, changed by the cells."""
    return {
        "response_uuid": f"0f8fad5b-d9cb-469f-a165-{number:012}",
        "unit_code": "A",
        **dict.fromkeys(DESIGN, ""),
        **dict.fromkeys(ITEMS, "5"),
        "started_at": "2022-10-05T08:30:00+07:00",
        "finished_at": "2022-10-05T08:38:30.5Z",
        **cells,
    }


def table(rows: Sequence[Row], *, columns: Sequence[str] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def survey(*, people: int = 40) -> list[Row]:
    """Two units, the first all satisfied, the second with some 3 and blanks and 9."""
    rows = [response(number) for number in range(people)]
    for number in range(people):
        codes = {"q11": "3" if number % 2 else "4", "q12": "" if number % 4 else "2", "q13": "9"}
        rows.append(response(1000 + number, unit_code="B", **codes))
    return rows


@pytest.fixture(name="output")
def fixture_output(tmp_path: Path) -> Path:
    return tmp_path / "scores.json"


@pytest.fixture(name="run")
def fixture_run(tmp_path: Path, output: Path) -> Run:
    """Run the command on a file of responses, and a list of clusters when one is given."""

    def run(responses: str | bytes, *options: str, clusters: str | None = None) -> Result:
        arguments = [str(tmp_path / "responses.csv"), "--json", str(output), *options]
        content = responses.encode() if isinstance(responses, str) else responses
        (tmp_path / "responses.csv").write_bytes(content)
        if clusters is not None:
            (tmp_path / "frame.csv").write_text(clusters, encoding="utf-8")
            arguments += ["--clusters", str(tmp_path / "frame.csv")]
        return CliRunner().invoke(score_file, arguments)

    return run


def faults(result: Result) -> list[str]:
    """The lines of the refusal without folders; the last one is the count."""
    assert result.exit_code == 1, result.output
    return [line.rpartition("/")[2] for line in result.stderr.splitlines()]


def document(output: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return loaded


def test_score_file__two_units__scores_of_both(run: Run, output: Path) -> None:
    result = run(table(survey()))

    found = document(output)
    first, second = found["units"]["A"], found["units"]["B"]
    assert (result.exit_code, result.output) == (0, "")
    assert first["pooled"]["est"] == 100
    assert first["answers_valid"] == 40 * 22
    assert second["answers_valid"] == 40 * 20 + 10
    assert second["pooled"]["est"] == pytest.approx(100 * (40 * 19 + 20) / 810)
    assert (second["blank"], second["not_applicable"]) == (30, 40)
    assert found["overall"]["n"] == 80
    assert first["N"] is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="bom"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: text.replace(",5,", ", 5 ,").encode(), id="spaces"),
        pytest.param(lambda text: text.replace(",5", ",5.0").encode(), id="decimals"),
        pytest.param(lambda text: text.replace("\n", "\n\n").encode(), id="blank-lines"),
    ],
)
def test_score_file__same_responses_written_otherwise__same_scores(
    run: Run, output: Path, change: Callable[[str], bytes]
) -> None:
    run(table(survey()))
    plain = document(output)

    result = run(change(table(survey())))

    assert result.exit_code == 0
    assert document(output)["units"] == plain["units"]


def test_score_file__rows_in_another_order__same_scores(run: Run, output: Path) -> None:
    rows = survey()
    run(table(rows))
    plain = document(output)
    random.Random(7).shuffle(rows)  # noqa: S311 -- not a secret, an order

    run(table(rows))

    assert document(output)["units"] == plain["units"]
    assert document(output)["overall"] == plain["overall"]


def test_score_file__only_the_required_columns__same_scores(run: Run, output: Path) -> None:
    run(table(survey()))
    plain = document(output)

    result = run(table(survey(), columns=["unit_code", *reversed(ITEMS), "response_uuid"]))

    assert result.exit_code == 0
    assert document(output)["units"] == plain["units"]


def test_score_file__decomposed_unit_code__composed_in_the_output(run: Run, output: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "HUYỆN-Ý")
    rows = [response(1, unit_code=decomposed), response(2, unit_code="HUYỆN-Ý")]

    run(table(rows))

    assert list(document(output)["units"]) == ["HUYỆN-Ý"]


def test_score_file__weights_and_strata__weighted_estimate_with_correction(
    run: Run, output: Path
) -> None:
    rows = [
        response(number, stratum="ST1", weight="3", pop_size="12", **dict.fromkeys(ITEMS, code))
        for number, code in enumerate("5511")
    ] + [response(10 + number, stratum="ST2", weight="1.5", pop_size="6.0") for number in range(4)]

    run(table(rows))

    row = document(output)["units"]["A"]
    assert row["pooled"]["est"] == pytest.approx(100 * 12 / 18)
    assert row["pooled"]["se"] == pytest.approx(row["pooled"]["se_nofpc"] * (8 / 12) ** 0.5)
    assert (row["N"], row["df"]) == (18, 6)


def clustered() -> list[Row]:
    return [
        response(number, cluster=f"c{number % 3}", **dict.fromkeys(ITEMS, code))
        for number, code in enumerate("554415554")
    ]


FRAME = "unit_code,stratum,cluster,n_clusters_pop,cluster_pop\nA,,c0,5,9\nA,,c1,5,8\nA,,c2,5,7\n"


def test_score_file__clusters__two_stage_only_with_their_list(run: Run, output: Path) -> None:
    run(table(clustered()))
    without = document(output)["units"]["A"]

    result = run(table(clustered()), clusters=FRAME)

    listed = document(output)["units"]["A"]
    assert result.exit_code == 0
    assert without["df"] == listed["df"] == 2
    assert without["pooled"]["se"] == without["pooled"]["se_nofpc"]
    assert listed["pooled"]["se_nofpc"] == pytest.approx(without["pooled"]["se"])
    assert listed["pooled"]["se"] < without["pooled"]["se"]
    assert listed["N"] is None
    assert listed["N_estimated"] == 40
    assert len(str(document(output)["method"]["sha256"]["clusters"])) == 64


def test_score_file__sampled_cluster_without_interviews__warned_and_scored(
    run: Run, output: Path
) -> None:
    result = run(table(clustered()), clusters=FRAME + "A,,c3,5,7\n")

    assert result.exit_code == 0
    assert "frame.csv: row 5: unit A, cluster “c3” has no interview" in result.stderr
    assert document(output)["units"]["A"]["df"] == 2


@pytest.mark.parametrize("weight", [4 / 3, 1 / 3, 1 + 2**-52, 1 / 12345])
def test_score_file__weights_with_all_digits_of_a_number__are_taken_as_they_are(
    run: Run, output: Path, weight: float
) -> None:
    """Programs write a double with up to 17 digits, which are 16 decimals and more below 10."""
    rows = [response(1, weight=repr(weight)), response(2, weight="1", q11="2")]

    result = run(table(rows))

    assert result.exit_code == 0, result.output
    share = document(output)["overall"]["items"]["q11"]["est"]
    assert share == pytest.approx(100 * weight / (1 + weight), rel=1e-12)


def test_score_file__strata_at_different_rates_without_weights__warned_and_scored(
    run: Run, output: Path
) -> None:
    rows = [
        response(number, stratum=stratum, pop_size=size)
        for number, (stratum, size) in enumerate([("s", "4"), ("s", "4"), ("t", "9"), ("t", "9")])
    ]

    result = run(table(rows))

    assert result.exit_code == 0
    assert "row 4, weight: unit A: strata were sampled at different rates" in result.stderr
    assert document(output)["units"]["A"]["N"] == 13


def test_score_file__list_of_clusters_without_stratum__read_as_blank(
    run: Run, output: Path
) -> None:
    lines = [line.replace(",,", ",") for line in FRAME.replace("stratum,", "").splitlines()]

    result = run(table(clustered()), clusters="\n".join(lines))

    assert result.exit_code == 0
    assert document(output)["units"]["A"]["N_estimated"] == 40


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"response_uuid": " "}, "row 3, response_uuid: the cell is blank"),
        ({"unit_code": ""}, "row 3, unit_code: the cell is blank"),
        ({"unit_code": "A\tB"}, "row 3, unit_code: the text has a character that cannot"),
        ({"unit_code": "x" * 201}, "row 3, unit_code: the text has 201 characters"),
        ({"q11": "6"}, "row 3, q11: "),
        ({"q11": "0"}, "row 3, q11: "),
        ({"q11": "-1"}, "row 3, q11: "),
        ({"q11": "4.5"}, "row 3, q11: "),
        ({"q54": "rất tốt"}, "row 3, q54: "),
        ({"q11": "٤"}, "row 3, q11: "),
        ({"weight": "0"}, "row 3, weight: “0” is not a number above 0"),
        ({"weight": "-2"}, "row 3, weight: “-2” is not a number above 0"),
        ({"weight": "nan"}, "row 3, weight: “nan” is not a number above 0"),
        ({"weight": "1e400"}, "row 3, weight: “1e400” is not a number above 0"),
        ({"weight": "1,5"}, "row 3, weight: “1,5” has a decimal comma"),
        ({"weight": ""}, "row 3, weight: 1 rows have no weight"),
        ({"pop_size": "12.5"}, "row 3, pop_size: “12.5” is not a whole number above 0"),
        ({"pop_size": "0"}, "row 3, pop_size: “0” is not a whole number above 0"),
        ({"started_at": "yesterday"}, "row 3, started_at: “yesterday” is not a time of ISO 8601"),
        ({"started_at": "2022-10-05T08:30"}, "does not say its offset from UTC"),
        ({"finished_at": "2022-13-05T08:30Z"}, "row 3, finished_at: “2022-13-05T08:30Z” is not"),
    ],
)
def test_score_file__one_bad_cell__its_row_and_repair(
    run: Run, output: Path, cells: Row, fault: str
) -> None:
    rows = [response(1, weight="2"), response(2, **{"weight": "2", **cells})]

    result = run(table(rows))

    line, count = faults(result)
    assert line.startswith("responses.csv: ")
    assert fault in line
    assert " — " in line
    assert count == "faults: 1; nothing was written"
    assert not output.exists()


def test_score_file__same_identifier_thrice__both_later_rows(run: Run) -> None:
    rows = [response(1), response(2), response(1), response(1)]
    rows[3]["response_uuid"] = rows[3]["response_uuid"].upper()

    lines = faults(run(table(rows)))

    assert "row 4, response_uuid: this response_uuid stands already in row 2" in lines[0]
    assert "row 5, response_uuid: this response_uuid stands already in row 2" in lines[1]


def test_score_file__very_many_faults__the_first_hundred_and_their_number(run: Run) -> None:
    lines = faults(run(table([response(number, q11="6") for number in range(150)])))

    assert len(lines) == 101
    assert lines[-1] == "faults: 150, the first 100 listed; nothing was written"


def test_score_file__spaces_around_codes_and_times__taken_off(run: Run, output: Path) -> None:
    rows = [response(1, unit_code=" A "), response(2, started_at="  ", finished_at="")]

    result = run(table(rows))

    assert result.exit_code == 0
    assert document(output)["units"]["A"]["n"] == 2


def test_score_file__blank_identifiers__each_row_once(run: Run) -> None:
    rows = [response(1, response_uuid=""), response(2, response_uuid="")]

    lines = faults(run(table(rows)))

    assert [line.split(": ")[1] for line in lines[:-1]] == [
        "row 2, response_uuid",
        "row 3, response_uuid",
    ]


def test_score_file__identifier_is_any_text__taken(run: Run) -> None:
    result = run(table([response(1, response_uuid="phiếu 17")]))

    assert result.exit_code == 0


def test_score_file__missing_columns__all_named_at_once(run: Run) -> None:
    columns = [name for name in COLUMNS if name not in ("unit_code", "q11", "q54")]

    lines = faults(run(table(survey(people=2), columns=columns)))

    assert "row 1: columns are missing: unit_code, q11, q54" in lines[0]


def test_score_file__unknown_column__reported_and_ignored(run: Run, output: Path) -> None:
    rows = [{**row, "q99": "7"} for row in survey(people=2)]

    result = run(table(rows, columns=[*COLUMNS, "q99"]))

    assert result.exit_code == 0
    assert "“q99” is not known and was ignored" in result.stderr
    assert output.exists()


def test_score_file__columns_of_other_questions__are_one_line(run: Run, output: Path) -> None:
    others = ["e1", "a4", "d1_1", "d1_10"]
    rows = [{**row, **dict.fromkeys(others, "1"), "q99": "7"} for row in survey(people=2)]

    result = run(table(rows, columns=[*COLUMNS, *others, "q99"]))

    assert result.exit_code == 0
    assert "questions that are not needed here, and were ignored: 4" in result.stderr
    assert "they are answers to e1, a4, d1\n" in result.stderr
    assert result.stderr.count("ignored") == 2
    assert "“q99” is not known and was ignored" in result.stderr
    assert output.exists()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1: the file is empty"),
        (table([]), "row 2: there is no row below the header"),
        (table(survey(people=2)).encode("utf-16"), "line 1: the file is in UTF-16"),
        (table([response(1, unit_code="S\xf4")]).encode("cp1258"), "line 2: byte "),
        (table(survey(people=2)).replace(",", ";"), "row 1: columns are not separated by commas"),
        (table(survey(people=2)) + '"', "line 6: the row that begins here is not well-formed"),
        (b"x" * 5_000_000, "line 1: this line is longer"),
    ],
)
def test_score_file__no_table__says_why(
    run: Run, output: Path, content: bytes | str, fault: str
) -> None:
    lines = faults(run(content))

    assert any(fault in line for line in lines)
    assert not output.exists()


@pytest.mark.parametrize("column", ["unit_code", "stratum"])
def test_score_file__unprintable_label_all_over_a_long_file__every_row_counted(
    run: Run, column: str
) -> None:
    rows = [response(number, **{column: "\N{ZERO WIDTH SPACE}"}) for number in range(1_000)]

    lines = faults(run(table(rows)))

    assert lines[-1] == "faults: 1000, the first 100 listed; nothing was written"


def test_score_file__column_that_is_no_unit__stops_at_too_many_values(run: Run) -> None:
    rows = [response(number, unit_code=f"u{number}") for number in range(50_001)]
    columns = ["response_uuid", "unit_code", *ITEMS]

    lines = faults(run(table(rows, columns=columns)))

    assert "unit_code: there are more than 50000 different values in this column" in lines[0]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [response(1, stratum="s", pop_size="5"), response(2, stratum="s", pop_size="6")],
            "row 3, pop_size: unit A, stratum “s”: pop_size is 6 here and 5 in row 2",
        ),
        (
            [response(1, pop_size="1"), response(2, pop_size="1")],
            "responses.csv: row 3, pop_size: unit A: 2 interviews of a population of 1",
        ),
        (
            [response(1, cluster="c"), response(2)],
            "responses.csv: row 3, cluster: unit A, stratum “”: some interviews have a cluster",
        ),
    ],
)
def test_score_file__design_contradicts_itself__refused(
    run: Run, output: Path, rows: list[Row], fault: str
) -> None:
    lines = faults(run(table(rows)))

    assert fault in lines[0]
    assert not output.exists()


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (FRAME.replace("A,,c2,5,7\n", ""), "responses.csv: row 4, cluster: unit A, cluster “c2”"),
        (FRAME.replace("c2,5", "c2,6"), "frame.csv: row 4, n_clusters_pop: unit A, stratum “”"),
        (FRAME.replace(",5,7", ",5,"), "frame.csv: row 4, cluster_pop: “” is not a whole number"),
        (FRAME.replace("c2", ""), "frame.csv: row 4, cluster: the cell is blank"),
        (
            FRAME.replace("cluster_pop", "size"),
            "frame.csv: row 1: columns are missing",
        ),
        ("", "frame.csv: line 1: the file is empty"),
    ],
)
def test_score_file__list_of_clusters_is_wrong__file_and_row(
    run: Run, output: Path, frame: str, fault: str
) -> None:
    result = run(table(clustered()), clusters=frame)

    assert any(fault in line for line in faults(result))
    assert not output.exists()


def test_score_file__both_files_wrong__faults_of_both(run: Run) -> None:
    lines = faults(run(table([response(1, q11="6")]), clusters=""))

    assert lines[0].startswith("responses.csv: row 2, q11")
    assert lines[1].startswith("frame.csv: line 1")
    assert lines[2] == "faults: 2; nothing was written"


def test_score_file__questionnaire_from_a_file__same_as_shipped(
    run: Run, output: Path, tmp_path: Path
) -> None:
    definition = tmp_path / "own.yaml"
    definition.write_text(canonical_json(shipped_definition("sipas-22")), encoding="utf-8")
    run(table(survey()))
    shipped = document(output)

    result = run(table(survey()), "--questionnaire", str(definition))

    assert result.exit_code == 0, result.output
    assert document(output) == shipped


def test_score_file__questionnaire_file_is_wrong__its_faults(run: Run, tmp_path: Path) -> None:
    definition = tmp_path / "own.yaml"
    definition.write_text("id: 7\n", encoding="utf-8")

    lines = faults(run(table(survey()), "--questionnaire", str(definition)))

    assert lines[0].startswith("own.yaml: ")


def test_score_file__questionnaire_without_criteria__cannot_be_scored(
    run: Run, tmp_path: Path
) -> None:
    shipped = json.loads(canonical_json(shipped_definition("sipas-22")))
    for section in shipped["sections"]:
        for item in section["items"]:
            item["in_index"] = False
    definition = tmp_path / "own.yaml"
    definition.write_text(json.dumps(shipped), encoding="utf-8")

    result = run(table(survey()), "--questionnaire", str(definition))

    assert result.exit_code == 1
    assert result.stderr


def test_score_file__criteria_on_two_scales__cannot_be_scored(run: Run, two_scales: Path) -> None:
    plain = run(table(survey()), "--questionnaire", str(two_scales))
    by_plan = run(
        table(survey()), "--questionnaire", str(two_scales), "--points-plan", "ha-nam-2022"
    )

    assert plain.exit_code == 1
    assert "do not share one scale" in plain.stderr
    assert faults(by_plan)[0].startswith("ha-nam-2022: questionnaire: The criteria of the")


def test_score_file__unknown_questionnaire__bad_usage_with_the_known_ones(run: Run) -> None:
    result = run(table(survey()), "--questionnaire", "sipas-99")

    assert result.exit_code == 2
    assert "sipas-22" in result.stderr


def test_score_file__output_is_the_list_of_clusters__bad_usage(run: Run, tmp_path: Path) -> None:
    frame = str(tmp_path / "frame.csv")

    result = run(table(clustered()), "--json", frame, clusters=FRAME)

    assert result.exit_code == 2
    assert (tmp_path / "frame.csv").read_text(encoding="utf-8") == FRAME


def test_score_file__input_breaks_while_reading__says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        score_file, ["/proc/self/mem", "--json", str(tmp_path / "out.json")]
    )

    assert result.exit_code == 1
    assert "cannot be read: Input/output error" in result.stderr


def test_score_file__help__shows_an_example() -> None:
    result = CliRunner().invoke(score_file, ["--help"])

    assert "hailong score-file responses.csv --json scores.json" in result.output


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
)
@given(st.text(max_size=150), st.sampled_from(["", table([]), table(survey(people=1))]))
def test_score_file__any_text__scored_or_refused_never_broken(
    run: Run, output: Path, content: str, before: str
) -> None:
    output.unlink(missing_ok=True)

    result = run((before + content).encode(errors="replace"))

    assert result.exit_code in (0, 1)
    assert output.exists() == (result.exit_code == 0)


def made_of(*, n: int = 40) -> str:
    """Half of the rows of each unit by telephone; unit B has some on no list, and dissatisfied."""
    rows = [
        {**row, "mode": "tablet" if at % 2 else "phone", "origin": "official"}
        for at, row in enumerate(survey(people=n))
    ]
    for row in rows[-10:]:
        row |= {"origin": "unlisted", **dict.fromkeys(ITEMS, "1")}
    return table(rows, columns=[*COLUMNS, "mode", "origin"])


def test_score_file__without_mode_and_origin__says_that_they_are_not_known(
    run: Run, output: Path
) -> None:
    result = run(table(survey()))

    assert result.exit_code == 0
    method = document(output)["method"]
    assert method["composition"] == {"mode": None, "origin": None}
    assert method["selected"] == {"mode": None, "origin": None}
    assert method["warnings"] == []


def test_score_file__with_mode_and_origin__counts_and_warns_and_changes_no_figure(
    run: Run, output: Path
) -> None:
    run(made_of())
    with_words = document(output)
    result = run(
        table(list(csv.DictReader(io.StringIO(made_of()))), columns=COLUMNS),
    )
    without = document(output)

    assert result.exit_code == 0
    assert with_words["method"]["composition"] == {
        "mode": {"phone": 40, "tablet": 40},
        "origin": {"official": 70, "unlisted": 10},
    }
    assert len(with_words["method"]["warnings"]) == 2
    assert with_words["units"]["B"]["composition"]["origin"] == {"official": 30, "unlisted": 10}
    for found in (with_words, without):
        for row in [found["overall"], *found["units"].values()]:
            del row["composition"]
    assert with_words["units"] == without["units"]
    assert with_words["overall"] == without["overall"]


def test_score_file__only_the_drawn__is_the_score_of_a_file_of_them(run: Run, output: Path) -> None:
    drawn = [
        row
        for row in csv.DictReader(io.StringIO(made_of()))
        if row["origin"] == "official" and row["mode"] == "phone"
    ]
    run(table(drawn, columns=[*COLUMNS, "mode", "origin"]))
    alone = document(output)

    result = run(made_of(), "--origin", "official", "--mode", "phone")

    assert result.exit_code == 0
    chosen = document(output)
    assert chosen["units"] == alone["units"]
    assert chosen["method"]["selected"] == {"mode": ["phone"], "origin": ["official"]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--origin", "street"], "“street”; the file has: official, unlisted"),
        (["--mode", "tablet", "--mode", "pigeon"], "“pigeon”; the file has: phone, tablet"),
    ],
)
def test_score_file__word_that_no_row_has__is_refused(
    run: Run, output: Path, options: list[str], said: str
) -> None:
    result = run(made_of(), *options)

    assert said in faults(result)[0]
    assert not output.exists()


def test_score_file__choice_in_a_file_that_does_not_say_it__is_refused(run: Run) -> None:
    result = run(table(survey()), "--mode", "phone")

    assert "“phone”; the file has: –" in faults(result)[0]


def test_score_file__words_that_no_row_has_together__says_so(run: Run, output: Path) -> None:
    rows = [
        {**row, "mode": "tablet" if at else "phone", "origin": "official" if at else "unlisted"}
        for at, row in enumerate(survey())
    ]

    result = run(
        table(rows, columns=[*COLUMNS, "mode", "origin"]),
        *("--mode", "phone", "--origin", "official"),
    )

    assert "no row fits all that was chosen: mode “phone”, origin “official”" in faults(result)[0]
    assert not output.exists()


def test_score_file__column_without_any_word__is_as_if_it_were_not_there(
    run: Run, output: Path
) -> None:
    rows = [{**row, "mode": " ", "origin": ""} for row in survey()]

    result = run(table(rows, columns=[*COLUMNS, "mode", "origin"]))
    refused = run(table(rows, columns=[*COLUMNS, "mode", "origin"]), "--mode", "not_said")

    assert result.exit_code == 0
    assert document(output)["method"]["composition"] == {"mode": None, "origin": None}
    assert "“not_said”; the file has: –" in faults(refused)[0]


def test_score_file__some_rows_without_a_word__are_counted_as_such(run: Run, output: Path) -> None:
    rows = [{**row, "mode": "" if at else "phone"} for at, row in enumerate(survey(people=15))]

    run(table(rows, columns=[*COLUMNS, "mode"]))

    assert document(output)["method"]["composition"]["mode"] == {"not_said": 29, "phone": 1}


def test_score_file__usual_plan__nothing_but_more_is_said(run: Run, output: Path) -> None:
    run(table(survey()))
    without = document(output)

    result = run(table(survey()), "--plan", "ha-nam-2022")

    found = document(output)
    assert result.exit_code == 0, result.output
    for code, row in {**found["units"], "": found["overall"]}.items():
        published = row.pop("published")
        assert row == (without["units"][code] if code else without["overall"])
        assert (published["est"], published["se"]) == (row["pooled"]["est"], row["pooled"]["se"])
        assert published["ci"] == row["ci"]
        assert (published["indicator"], published["points"]) == ("pooled", None)
    assert found["method"]["scoring_plan"]["id"] == "ha-nam-2022"
    assert len(found["method"]["scoring_plan"]["sha256"]) == 64
    assert set(without["method"]) < set(found["method"])


def test_score_file__points_plan__what_is_published_has_the_fields_that_are_documented(
    run: Run, output: Path
) -> None:
    plans = Path(__file__).parents[2] / "docs/plans.md"
    told = plans.read_text(encoding="utf-8").partition("## On files")[2]
    published = re.search(r"`published` \(`([^`]+)`", told)
    points = re.search(r"else `(points, [^`]+)`", told)
    assert published is not None
    assert points is not None

    run(table(survey()), "--points-plan", "ha-nam-2022")

    row = document(output)["units"]["A"]["published"]
    assert set(row) == set(published[1].split(", "))
    assert set(row["points"]) == set(points[1].split(", "))


def test_score_file__points_plan__points_and_how_they_were_computed(run: Run, output: Path) -> None:
    run(table(survey()), "--points-plan", "ha-nam-2022")

    found = document(output)
    percent = 100 * (40 * 19 + 20) / 810
    assert found["units"]["A"]["published"]["points"]["points"] == 10
    points = found["units"]["B"]["published"]["points"]
    assert points["points"] == pytest.approx(percent / 10)
    assert (points["maximum"], points["reason"]) == (10, None)
    assert points["steps"][0] == {"step": "own_share", "percent": pytest.approx(percent)}
    assert [one["step"] for one in points["steps"]] == ["own_share", "linear"]
    assert found["overall"]["published"]["points"] is None


def test_score_file__plan_on_file__its_indicator_its_weights_its_limits(
    run: Run, output: Path, tmp_path: Path
) -> None:
    """Mean of the factors; weights of the file are not used; 41 people are needed for a rank."""
    plan = tmp_path / "cach-tinh.yaml"
    plan.write_text(
        "kind: scoring\nid: thu\nsource: Quyết định thử\nestimator: mean_of_factors\n"
        "blanks: unsatisfied\nweights: none\nlimits: {people_to_rank: 41}\n",
        encoding="utf-8",
    )
    rows = [{**row, "weight": str(1 + number % 5)} for number, row in enumerate(survey())]

    result = run(table(rows), "--plan", str(plan))

    assert result.exit_code == 0, result.output
    found = document(output)["units"]["B"]
    assert found["published"]["est"] == found["factor_mean"]["est"]
    first_factor = (20 + 40) / (4 * 40 - 40)
    assert found["published"]["est"] == pytest.approx(100 * (first_factor + 4) / 5)
    assert found["flag_reason"] == "n_valid < 41"
    assert (found["rank"], found["mean_score"]["est"]) == (None, None)


def test_score_file__commune_plan__forms_with_few_answers_are_left_out_and_counted(
    run: Run, output: Path
) -> None:
    half = dict.fromkeys(ITEMS[11:], "")
    rows = [*survey(), *(response(2000 + number, **half) for number in range(3))]
    rows = [{**row, "mode": "tablet"} for row in rows]

    responses = table(rows, columns=[*COLUMNS, "mode"])
    run(responses, "--plan", "commune-2023", "--points-plan", "commune-2023")

    found = document(output)
    assert found["method"]["incomplete_forms"] == {"A": 3}
    assert found["units"]["A"]["n"] == 40
    assert found["units"]["A"]["published"]["points"]["points"] == 24
    assert found["units"]["A"]["composition"]["mode"] == {"tablet": 40}
    assert found["overall"]["composition"]["mode"] == {"tablet": 80}


def test_score_file__plan_that_does_not_fit__every_fault_with_its_line(
    run: Run, output: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "cach-tinh.yaml"
    plan.write_text(
        "kind: scoring\nid: thu\nsource: Quyết định thử\nestimator: pooled\n"
        "blanks: left_out\nweights: none\nitems: [q11, q99]\nsatisfied: [4, 8]\n",
        encoding="utf-8",
    )

    lines = faults(run(table(survey()), "--plan", str(plan)))

    assert lines[0].startswith("cach-tinh.yaml: items, 2 (line 7): ")
    assert lines[1].startswith("cach-tinh.yaml: satisfied, 2 (line 8): ")
    assert lines[2] == "faults: 2; nothing was written"
    assert not output.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--plan", "khong-co"], "neither a file nor one of: commune-2023, ha-nam-2022"),
        (["--points-plan", "khong-co"], "neither a file nor one of: commune-2023, ha-nam-2022"),
    ],
)
def test_score_file__plan_nobody_knows__usage(
    run: Run, output: Path, options: list[str], said: str
) -> None:
    result = run(table(survey()), *options)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not output.exists()


def test_score_file__scoring_plan_given_as_points_plan__usage(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "cach-tinh.yaml"
    plan.write_text(
        "kind: scoring\nid: thu\nsource: Quyết định thử\nestimator: pooled\n"
        "blanks: left_out\nweights: none\n",
        encoding="utf-8",
    )

    result = run(table(survey()), "--points-plan", str(plan))

    assert result.exit_code == 2
    assert "a plan of the kind scoring" in " ".join(result.stderr.split())


def test_score_file__points_for_factors_of_another_plan__refused(
    run: Run, output: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "cach-cham.yaml"
    plan.write_text(
        "kind: points\nid: thu\nsource: Quyết định thử\nmaximum: 10\n"
        "rule: {kind: per_factor, factors: {F1: 4, F9: 6}}\n",
        encoding="utf-8",
    )

    lines = faults(run(table(survey()), "--points-plan", str(plan)))

    assert any("F9" in line for line in lines)
    assert any("F5" in line for line in lines)
    assert not output.exists()


@pytest.fixture(name="counted")
def fixture_counted(run: Run, tmp_path: Path) -> Run:
    """Run the command on two units with a list of cases and a plan that asks for two kinds."""
    plan = tmp_path / "cach-cham.yaml"
    plan.write_text(
        "kind: points\nid: thu\nsource: Quyết định thử\nmaximum: 10\nrule: {kind: linear}\n"
        "adjustments:\n"
        "- {code: late, name: {vi: Muộn, en: Late}, points: -0.25, at_most: 4}\n"
        "- {code: prize, name: {vi: Thưởng, en: Prize}, points: 0.5}\n",
        encoding="utf-8",
    )

    def counted(*rows: str, options: Sequence[str] = ("--points-plan", str(plan))) -> Result:
        cases = tmp_path / "cases.csv"
        cases.write_text("\n".join(["unit_code,adjustment,cases", *rows, ""]), encoding="utf-8")
        return run(table(survey()), "--adjustments", str(cases), *options)

    return counted


COMPLETE = ["A,late,2", "A,prize,0", "B,late,0", "B,prize,0"]


def test_score_file__cases_that_fit__make_the_points(counted: Run, output: Path) -> None:
    result = counted(*COMPLETE)

    assert (result.exit_code, result.output) == (0, "")
    points = document(output)["units"]["A"]["published"]["points"]["points"]
    assert points == pytest.approx(10 - 2 * 0.25)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [*COMPLETE, "X,late,1"],
            ["row 6, unit_code: the file of responses has no row of the unit “X”"],
        ),
        (
            [*COMPLETE, "A,early,1"],
            ["row 6, adjustment: the points plan has no adjustment “early”; it has: late, prize"],
        ),
        (
            ["A,late,2", "A,prize,0", "B,prize,0"],
            ["unit B: no row says how many cases of late there were"],
        ),
        (
            ["X,late,2", "A,prize,0", "A,early,0"],
            [
                "row 2, unit_code: the file of responses has no row of the unit “X”",
                "row 4, adjustment: the points plan has no adjustment “early”",
                "unit A: no row says how many cases of late there were",
                "unit B: no row says how many cases of late, prize there were",
            ],
        ),
    ],
)
def test_score_file__cases_that_do_not_fit__all_are_listed_and_nothing_is_written(
    counted: Run, output: Path, rows: list[str], said: list[str]
) -> None:
    lines = faults(counted(*rows))

    assert len(lines) == len(said) + 1
    for line, start in zip(lines, said, strict=False):
        assert line.startswith(f"cases.csv: {start}")
        assert " — " in line
    assert lines[-1] == f"faults: {len(said)}; nothing was written"
    assert not output.exists()


def test_score_file__cases_for_a_plan_without_adjustments__refused(
    counted: Run, output: Path
) -> None:
    lines = faults(counted(*COMPLETE, options=("--points-plan", "ha-nam-2022")))

    assert "the points plan adds no points for cases" in lines[0]
    assert not output.exists()


def test_score_file__cases_without_a_points_plan__usage(counted: Run, output: Path) -> None:
    result = counted(*COMPLETE, options=())

    assert result.exit_code == 2
    assert "--points-plan" in result.stderr
    assert not output.exists()


def test_score_file__cases_of_a_unit_with_other_rows_than_the_chosen__fit(
    run: Run, counted: Run, output: Path, tmp_path: Path
) -> None:
    counted(*COMPLETE)
    output.unlink()
    rows = [
        {**row, "origin": "official" if row["unit_code"] == "A" else "walk"} for row in survey()
    ]
    plan, cases = str(tmp_path / "cach-cham.yaml"), str(tmp_path / "cases.csv")

    result = run(
        table(rows, columns=[*COLUMNS, "origin"]),
        *("--origin", "official", "--points-plan", plan, "--adjustments", cases),
    )

    assert result.exit_code == 0, result.output
    assert list(document(output)["units"]) == ["A"]
