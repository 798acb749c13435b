"""`recheck compare`: from two files to figures, and all the ways in which the files are wrong."""

import csv
import io
import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from questionnaires import shipped_definition
from survey_app.cli.recheck import recheck
from tests.cli.rechecks_plainly import compared

ITEMS = [item.code for item in shipped_definition("sipas-22").index_items]
ASKED = ["q11", "q23", "q31", "q54"]
ORIGINAL = ["response_uuid", "unit_code", "enumerator", *ITEMS, "finished_at"]
WHO = ["response_uuid", "enumerator", "supervisor", "contacted", "interview_happened"]
CHECKS = ["identity_ok", "procedure_ok"]
SELECTED = ["selection", "inclusion_prob", "recheck_at"]
RECHECK = [*WHO, *CHECKS, *ASKED, *SELECTED]
Row = dict[str, str]
Run = Callable[..., Result]


def uuid(number: int) -> str:
    return f"0f8fad5b-d9cb-469f-a165-{number:012}"


def interview(number: int, **cells: str) -> Row:
    return {
        "response_uuid": uuid(number),
        "unit_code": "A",
        "enumerator": f"E{number % 3}",
        **dict.fromkeys(ITEMS, "5"),
        "finished_at": "2026-10-05T08:30:00+07:00",
        **cells,
    }


def rechecked(number: int, **cells: str) -> Row:
    return {
        "response_uuid": uuid(number),
        "enumerator": f"E{number % 3}",
        "supervisor": f"S{number % 2}",
        "contacted": "1",
        "interview_happened": "1",
        **dict.fromkeys(CHECKS, "1"),
        **dict.fromkeys(ASKED, "5"),
        **dict.fromkeys(SELECTED, ""),
        **cells,
    }


def table(rows: Sequence[Row], columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture(name="output")
def fixture_output(tmp_path: Path) -> Path:
    return tmp_path / "compared.json"


@pytest.fixture(name="run")
def fixture_run(tmp_path: Path, output: Path) -> Run:
    """Run the command on rows, or on what stands in the files."""

    def run(
        originals: Sequence[Row] | str | bytes,
        rechecks: Sequence[Row] | str | bytes,
        *options: str,
    ) -> Result:
        files = []
        for name, content, columns in (
            ("original.csv", originals, ORIGINAL),
            ("recheck.csv", rechecks, RECHECK),
        ):
            text = content if isinstance(content, str | bytes) else table(content, columns)
            (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
            files.append(str(tmp_path / name))
        return CliRunner().invoke(recheck, ["compare", *files, "--json", str(output), *options])

    return run


def document(output: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return loaded


def faults(result: Result) -> list[str]:
    """The lines of the refusal without folders and repairs; the last one is the count."""
    assert result.exit_code == 1, result.output
    lines = [line.rpartition("/")[2] for line in result.stderr.splitlines()]
    assert all(" — " in line for line in lines[:-1]), lines
    return [line.partition(" — ")[0] for line in lines]


def campaign(
    seed: int, *, people: int = 160, enumerators: int = 6, selection: bool = False
) -> tuple[list[Row], list[Row]]:
    """Interviews and re-checks by chance: people who forget, two enumerators who make things up."""
    chance = np.random.default_rng(seed)
    originals, again = [], []
    for number in range(people):
        by = f"E{number % enumerators}"
        mood = chance.normal(1.0, 0.8)
        levels = np.clip(np.round(3 + mood + chance.normal(0, 0.6, (2, len(ITEMS)))), 1, 5)
        cells = [
            "" if hole < 0.04 else "9" if hole < 0.08 else str(int(level))
            for level, hole in zip(levels.ravel(), chance.random(2 * len(ITEMS)), strict=True)
        ]
        first, second = cells[: len(ITEMS)], cells[len(ITEMS) :]
        originals.append(interview(number, enumerator=by, **dict(zip(ITEMS, first, strict=True))))
        if chance.random() < 0.3:
            continue
        is_false = chance.random() < (0.35 if number % enumerators < 2 else 0.02)
        reached = chance.random() < 0.9
        asked = chance.choice(ITEMS, size=2, replace=False)
        facts = {
            "contacted": str(int(reached)),
            "interview_happened": str(int(not is_false)) if reached else "",
            **{
                name: chance.choice(["1", "0", ""], p=[0.9, 0.04, 0.06]) if reached else ""
                for name in CHECKS
            },
        }
        answers = {
            item: code if reached and item not in asked else ""
            for item, code in zip(ITEMS, second, strict=True)
            if item in ASKED
        }
        how = {"selection": chance.choice(["random", "random", "risk"])} if selection else {}
        again.append(rechecked(number, enumerator=by, **facts, **answers, **how))
    return originals, again


def expect(found: Any, wanted: Any, *, at: str = "") -> None:
    """All that is wanted is found, numbers within 1e-9."""
    if isinstance(wanted, Mapping):
        assert isinstance(found, Mapping), at
        for name, value in wanted.items():
            expect(found[name], value, at=f"{at}/{name}")
    elif isinstance(wanted, list | float):
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12), at
    else:
        assert found == wanted, at


@pytest.mark.parametrize("seed", range(6))
def test_compare__campaign_of_chance__as_computed_with_loops(
    run: Run, output: Path, seed: int
) -> None:
    originals, again = campaign(seed, selection=seed % 2 == 1)

    result = run(originals, again)

    assert result.exit_code == 0, result.output
    expect(document(output), compared(originals, again, items=ASKED))


def test_compare__campaign_of_chance__shows_all_there_is_to_compare(run: Run, output: Path) -> None:
    """The campaign has false interviews, shrinkage, an index and items that differ."""
    run(*campaign(0))

    found = document(output)
    assert found["pooled"]["index_of_inconsistency"] is not None
    assert found["pooled"]["answers"] > found["pooled_without_false"]["answers"] > 200
    assert 0 < found["empirical_bayes"]["rho"] < 1
    assert min(row["p_fisher_bh"] for row in found["by_enumerator"].values()) < 1
    assert all(row["mcnemar_exact_p"] is not None for row in found["items"].values())


def test_compare__keys__are_those_of_the_contract(run: Run, output: Path) -> None:
    run(*campaign(1))

    found = document(output)
    wanted = {
        "contact": "drawn, reached, rate",
        "pooled": "interviews, answers, gdr, gdr_se_clustered, ndr, ndr_se_clustered, "
        "index_of_inconsistency",
    }
    wanted["pooled_without_false"] = wanted["pooled"]
    for name, keys in wanted.items():
        assert set(keys.split(", ")) <= set(found[name]), name
    rate = {"defective", "reached", "rate", "ci_low", "ci_high"}
    assert rate <= set(found["type1"]["overall"])
    assert set(found["type1"]["by_variable"]) == {"interview_happened", *CHECKS}
    enumerator = {"drawn", "not_happened", "eb_rate", "eb_prob_rate_gt_10pct", "p_fisher_bh"}
    opinions = {"opinion_gdr", "opinion_gdr_se"}
    assert rate | enumerator | opinions <= set(found["by_enumerator"]["E1"])
    assert set(found["items"]) == set(ASKED)
    assert set(found["items"]["q11"]) == {
        *("n", "gdr", "gdr_ci", "ndr", "ndr_se", "mcnemar_exact_p", "index_of_inconsistency"),
        *("kappa", "ac1_2cat", "ac2_quadratic", "kappa5_quadratic", "exact5", "within1"),
        *("mcnemar_holm_p", "reasons"),
    }


def test_compare__everybody_agrees__no_differences_and_reasons(run: Run, output: Path) -> None:
    run([interview(n) for n in range(9)], [rechecked(n) for n in range(9)])

    found = document(output)
    item, by = found["items"]["q11"], found["by_enumerator"]["E1"]
    assert (item["gdr"], item["ndr"], item["exact5"], item["ac1_2cat"]) == (0, 0, 1, 1)
    assert item["gdr_ci"] == pytest.approx([0, 1 - 0.025 ** (1 / 9)])
    assert item["kappa"] is item["kappa5_quadratic"] is item["index_of_inconsistency"] is None
    assert set(item["reasons"]) == {"kappa", "kappa5_quadratic", "index_of_inconsistency"}
    assert (by["defective"], by["rate"], by["p_fisher_bh"]) == (0, 0, 1)
    assert by["eb_rate"] is by["eb_prob_rate_gt_10pct"] is None
    assert "eb_rate" in by["reasons"]
    assert (found["pooled"]["gdr"], found["pooled"]["gdr_se_clustered"]) == (0, 0)


def test_compare__no_item_in_common__nothing_to_compare_with_a_reason(
    run: Run, output: Path
) -> None:
    rows = [rechecked(n, **dict.fromkeys(ASKED, "")) for n in range(4)]

    run([interview(n) for n in range(4)], rows)

    found = document(output)
    assert (found["pooled"]["interviews"], found["pooled"]["answers"]) == (0, 0)
    assert found["pooled"]["gdr"] is found["pooled"]["ndr_se_clustered"] is None
    assert found["pooled"]["reasons"] == {"answers": "nobody answered at both times"}
    assert found["items"]["q11"]["reasons"] == {"n": "nobody answered at both times"}
    assert found["by_enumerator"]["E0"]["opinion_gdr"] is None
    assert found["type1"]["overall"]["rate"] == 0


def test_compare__nobody_reached__no_rates(run: Run, output: Path) -> None:
    rows = [rechecked(n, contacted="0", interview_happened="") for n in range(3)]

    result = run([interview(n) for n in range(3)], rows)

    found = document(output)
    assert found["contact"]["rate"] == 0
    assert found["type1"]["overall"]["rate"] is found["type1"]["overall"]["ci_low"] is None
    assert found["type1"]["overall"]["reasons"]["rate"] == "nobody was reached"
    assert found["by_enumerator"]["E0"]["rate"] is None
    assert found["by_enumerator"]["E0"]["p_fisher_bh"] is None
    assert found["pooled"]["answers"] == 0
    assert "row 2, contacted: 3 rows of people who were not reached" in result.stderr


def test_compare__risk_selections__are_listed_and_change_no_estimate(
    run: Run, output: Path
) -> None:
    originals = [interview(n) for n in range(12)]
    drawn = [rechecked(n, selection="random", identity_ok=str(n % 2)) for n in range(8)]
    chosen = [
        rechecked(8 + n, selection="risk", interview_happened=str(n % 2), q11="1") for n in range(4)
    ]
    run(originals, drawn)
    alone = document(output)

    run(originals, [*chosen, *drawn])

    both = document(output)
    risk = both.pop("risk")
    assert {name: both[name] for name in both if name != "method"} == {
        name: alone[name] for name in alone if name not in {"method", "risk"}
    }
    assert (risk["drawn"], risk["reached"], risk["defective"], risk["not_happened"]) == (4, 4, 2, 2)
    assert [one["response_uuid"] for one in risk["interviews"]] == [uuid(8 + n) for n in range(4)]
    assert [one["happened"] for one in risk["interviews"]] == [False, True, False, True]
    assert (both["method"]["random"], both["method"]["risk"]) == (8, 4)


def test_compare__inclusion_probabilities__weighted_figures_beside(run: Run, output: Path) -> None:
    """Two of the four are defective, those with 1/8: (8 + 8)/(8 + 8 + 2 + 2) = .8.

    Of the re-asked four items each of these two has changed one.
    """
    rows = [
        rechecked(0, inclusion_prob="0.125", identity_ok="0", q11="2"),
        rechecked(1, inclusion_prob="0.125", identity_ok="0", q11="2"),
        rechecked(2, inclusion_prob="0.5"),
        rechecked(3, inclusion_prob="5e-1"),
    ]

    run([interview(n) for n in range(4)], rows)

    found = document(output)
    assert found["type1"]["overall"]["rate"] == 0.5
    assert found["type1"]["overall"]["weighted"]["rate"] == pytest.approx(0.8)
    # residuals .2 · 8 twice and -.8 · 2 twice: 4/3 · 4 · 1.6²/20²
    se = found["type1"]["overall"]["weighted"]["rate_se"]
    assert se == pytest.approx((4 / 3 * 4 * 1.6**2 / 400) ** 0.5)
    assert found["pooled"]["gdr"] == 2 / 16
    assert found["pooled"]["weighted"]["gdr"] == pytest.approx(16 / 80)
    assert found["pooled"]["weighted"]["ndr"] == pytest.approx(16 / 80)
    assert found["contact"]["weighted"]["rate"] == pytest.approx(1)


def test_compare__without_inclusion_probabilities__no_weighted_figures(
    run: Run, output: Path
) -> None:
    run([interview(0)], [rechecked(0)])

    found = document(output)
    assert found["pooled"]["weighted"] is found["contact"]["weighted"] is None
    assert "not known" in found["method"]["weighted"]


def test_compare__delays__late_re_checks_apart(run: Run, output: Path) -> None:
    times = {
        0: "2026-10-07T01:30:00Z",  # 48 hours after 08:30+07:00
        1: "2026-10-07T08:30:01+07:00",
        2: "2026-10-12T08:30:01+07:00",
        3: "",
    }
    rows = [rechecked(n, recheck_at=at, q11="2" if n == 2 else "5") for n, at in times.items()]

    run([interview(n) for n in range(4)], rows)

    found = document(output)["by_delay"]
    assert {name: row["drawn"] for name, row in found.items()} == {
        **dict.fromkeys(("to_48_hours", "to_7_days", "later", "not_said"), 1)
    }
    assert found["later"]["opinion_gdr"] == 1 / 4


def test_compare__supervisors__who_found_what_and_who_found_everything_alike(
    run: Run, output: Path
) -> None:
    rows = [rechecked(n, q11="4" if n == 1 else "5") for n in range(4)]

    run([interview(n) for n in range(4)], [*rows[:3], {**rows[3], "identity_ok": "0"}])

    found = document(output)["by_supervisor"]
    assert (found["S0"]["opinions_compared"], found["S0"]["opinions_identical"]) == (2, 2)
    assert (found["S1"]["opinions_compared"], found["S1"]["opinions_identical"]) == (2, 1)
    assert (found["S0"]["defective"], found["S1"]["defective"]) == (0, 1)


def test_compare__units__have_their_own_rates(run: Run, output: Path) -> None:
    rows = [rechecked(n) for n in range(4)]
    originals = [{**interview(n), "unit_code": "SXD" if n < 3 else "STP"} for n in range(4)]

    run(originals, [rows[0], {**rows[1], "identity_ok": "0"}, *rows[2:]])

    found = document(output)["by_unit"]
    assert [(name, row["drawn"], row["defective"]) for name, row in found.items()] == [
        ("STP", 1, 0),
        ("SXD", 3, 1),
    ]
    # One of three: 0.0084 to 0.9057, as exact intervals have it.
    assert (found["SXD"]["ci_low"], found["SXD"]["ci_high"]) == pytest.approx(
        (0.0084, 0.9057), abs=5e-5
    )


def test_compare__defective_interviews__are_named_with_what_does_not_fit(
    run: Run, output: Path
) -> None:
    rows = [
        rechecked(2, identity_ok="0", procedure_ok="0"),
        rechecked(1, interview_happened="0", identity_ok=""),
        rechecked(0),
    ]

    run([interview(n) for n in range(3)], rows)

    found = document(output)["defective_interviews"]
    assert [(one["response_uuid"], one["happened"], one["failed_checks"]) for one in found] == [
        (uuid(1), False, []),
        (uuid(2), True, ["identity_ok", "procedure_ok"]),
    ]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="bom"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: text.replace(",1,", ", 1 ,").encode(), id="spaces"),
        pytest.param(lambda text: text.replace(",1,", ",1.0,").encode(), id="decimals"),
        pytest.param(lambda text: text.replace("0f8fad5b", "0F8FAD5B").encode(), id="upper-case"),
    ],
)
def test_compare__same_re_checks_written_otherwise__same_figures(
    run: Run, output: Path, change: Callable[[str], bytes]
) -> None:
    originals, again = campaign(3)
    run(originals, again)
    plain = document(output)

    result = run(change(table(originals, ORIGINAL)), change(table(again, RECHECK)))

    assert result.exit_code == 0, result.output
    found = document(output)
    assert {**found, "method": ""} == {**plain, "method": ""}


def test_compare__rows_and_columns_in_another_order__same_bytes(
    run: Run, output: Path, tmp_path: Path
) -> None:
    originals, again = campaign(4, selection=True)
    again = [{**row, "inclusion_prob": str(0.1 + at / 1000)} for at, row in enumerate(again)]
    run(originals, again)
    plain = document(output)
    run(originals, again)
    assert document(output) == plain
    for rows in (originals, again):
        random.Random(7).shuffle(rows)  # noqa: S311 -- not a secret, an order

    run(originals, table(again, [*reversed(RECHECK)]))

    found = document(output)
    assert found["method"].pop("sha256") != plain["method"].pop("sha256")
    assert json.dumps(found) == json.dumps(plain)


def test_compare__enumerators_renamed__same_figures_under_the_new_names(
    run: Run, output: Path
) -> None:
    originals, again = campaign(5)
    run(originals, again)
    plain = document(output)
    names = {f"E{n}": f"X{9 - n}" for n in range(6)}

    renamed = [
        [{**row, "enumerator": names[row["enumerator"]]} for row in rows]
        for rows in (originals, again)
    ]
    run(*renamed)

    found = document(output)
    assert found["by_enumerator"] == {
        names[name]: row for name, row in plain["by_enumerator"].items()
    }
    for name in ("contact", "type1", "empirical_bayes", "items", "pooled", "by_supervisor"):
        assert found[name] == plain[name]


def test_compare__first_and_second_answers_exchanged__net_difference_turns(
    run: Run, output: Path
) -> None:
    originals, again = campaign(2)
    run(originals, again)
    plain = document(output)
    answers = {row["response_uuid"]: row for row in originals}
    turned = {row["response_uuid"]: {item: row[item] for item in ASKED} for row in again}

    run(
        [{**row, **turned.get(row["response_uuid"], {})} for row in originals],
        [{**row, **{i: answers[row["response_uuid"]][i] for i in ASKED}} for row in again],
    )

    found = document(output)
    for name, sign in (("gdr", 1), ("gdr_se_clustered", 1), ("ndr", -1), ("ndr_se_clustered", 1)):
        assert found["pooled"][name] == pytest.approx(sign * plain["pooled"][name], rel=1e-12)
    for item in ASKED:
        for name, sign in (("kappa", 1), ("ac2_quadratic", 1), ("mcnemar_exact_p", 1), ("ndr", -1)):
            assert found["items"][item][name] == pytest.approx(sign * plain["items"][item][name])


def test_compare__column_that_is_not_known__reported_and_ignored(run: Run, output: Path) -> None:
    text = table([rechecked(0)], RECHECK).replace("recheck_at", "ghi_chu")

    result = run([interview(0)], text)

    assert result.exit_code == 0
    assert "recheck.csv: row 1: the column “ghi_chu” is not known and was ignored" in result.stderr
    assert document(output)["contact"]["drawn"] == 1


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"contacted": "2"}, "row 3, contacted: “2” is neither 1 nor 0"),
        ({"contacted": ""}, "row 3, contacted: the cell is blank"),
        ({"contacted": "yes"}, "row 3, contacted: “yes” is neither 1 nor 0"),
        ({"interview_happened": "-1"}, "row 3, interview_happened: “-1” is neither 1 nor 0"),
        (
            {"interview_happened": ""},
            "row 3, interview_happened: the respondent was reached, but it is not said whether",
        ),
        ({"identity_ok": "9"}, "row 3, identity_ok: “9” is neither 1 nor 0"),
        ({"q11": "6"}, "row 3, q11: "),
        ({"q11": "x"}, "row 3, q11: "),
        ({"enumerator": " "}, "row 3, enumerator: the cell is blank"),
        ({"supervisor": ""}, "row 3, supervisor: the cell is blank"),
        ({"response_uuid": ""}, "row 3, response_uuid: the cell is blank"),
        ({"selection": "convenience"}, "row 3, selection: “convenience” is not a way of selection"),
        (
            {"selection": ""},
            "row 3, selection: 1 rows have no selection, first this one, the others have",
        ),
        ({"inclusion_prob": "0"}, "row 3, inclusion_prob: “0” is not a probability above 0"),
        ({"inclusion_prob": "1.01"}, "row 3, inclusion_prob: “1.01” is not a probability above 0"),
        ({"inclusion_prob": "nan"}, "row 3, inclusion_prob: “nan” is not a probability above 0"),
        ({"inclusion_prob": "0,5"}, "row 3, inclusion_prob: “0,5” has a decimal comma"),
        (
            {"inclusion_prob": ""},
            "row 3, inclusion_prob: 1 random rows have no inclusion_prob, first this one",
        ),
        ({"recheck_at": "yesterday"}, "row 3, recheck_at: “yesterday” is not a time of ISO 8601"),
        ({"enumerator": "E9"}, "row 3, enumerator: the enumerator is “E9” here, “E1” in row 3"),
        (
            {"response_uuid": uuid(77)},
            f"row 3, response_uuid: “{uuid(77)}” is not in the file of the original interviews",
        ),
        (
            {"response_uuid": uuid(0).upper(), "enumerator": "E0"},
            "row 3, response_uuid: this response_uuid stands already in row 2",
        ),
    ],
)
def test_compare__re_check_that_is_wrong__one_fault_with_its_place(
    run: Run, output: Path, cells: Row, fault: str
) -> None:
    drawn = {"selection": "random", "inclusion_prob": "0.0847457627118644"}
    rows = [rechecked(0, **drawn), rechecked(1, **{**drawn, **cells})]

    result = run([interview(n) for n in range(2)], rows)

    first, count = faults(result)
    assert first.startswith(f"recheck.csv: {fault}"), first
    assert count == "faults: 1; nothing was written"
    assert not output.exists()


def test_compare__several_faults_in_both_files__all_at_once(run: Run, output: Path) -> None:
    originals = [interview(0, q12="7"), interview(1)]
    rows = [rechecked(0, contacted="x"), rechecked(1, q11="0"), rechecked(5)]

    lines = faults(run(originals, rows))

    assert [line.partition(": ")[0] for line in lines[:-1]] == [
        "original.csv",
        *["recheck.csv"] * 3,
    ]
    assert [line.split(": ")[1] for line in lines[:-1]] == [
        "row 2, q12",
        "row 2, contacted",
        "row 3, q11",
        "row 4, response_uuid",
    ]
    assert lines[-1] == "faults: 4; nothing was written"
    assert not output.exists()


def test_compare__original_with_lost_rows__says_nothing_of_what_is_not_found(run: Run) -> None:
    broken = table([interview(0), interview(1)], ORIGINAL).replace("A,E1", "A,B,E1")

    lines = faults(run(broken, [rechecked(0), rechecked(1)]))

    assert len(lines) == 2
    assert lines[0].startswith("original.csv: row 3: 27 cells")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "line 1: the file is empty", id="empty"),
        pytest.param(table([], RECHECK), "row 2: there is no row below the header", id="no-row"),
        pytest.param(
            table([rechecked(0)], ["response_uuid", "enumerator", "contacted", *ASKED]),
            "row 1: columns are missing: supervisor, interview_happened",
            id="columns",
        ),
        pytest.param(
            table([rechecked(0)], [*WHO, "identity_ok", "identity_ok"]),
            "row 1: the column identity_ok stands 2 times in the header",
            id="twice",
        ),
        pytest.param(
            table([rechecked(0)], RECHECK).encode("utf-16"),
            "line 1: the file is in UTF-16, not in UTF-8",
            id="utf-16",
        ),
    ],
)
def test_compare__file_of_re_checks_that_cannot_be_read__refused(
    run: Run, output: Path, text: str | bytes, fault: str
) -> None:
    lines = faults(run([interview(0)], text))

    assert lines == [f"recheck.csv: {fault}", "faults: 1; nothing was written"]
    assert not output.exists()


def test_compare__times_without_offset__noticed_and_compared(run: Run, output: Path) -> None:
    result = run([interview(0)], [rechecked(0, recheck_at="2026-10-06")])

    assert result.exit_code == 0
    assert "row 2, recheck_at: 1 times do not say their offset from UTC" in result.stderr
    assert document(output)["by_delay"]["not_said"]["drawn"] == 1


def test_compare__before_the_end_of_the_interview__noticed(run: Run) -> None:
    result = run([interview(0)], [rechecked(0, recheck_at="2026-10-04T08:30:00+07:00")])

    assert result.exit_code == 0
    assert "row 2, recheck_at: 1 re-checks were before the end" in result.stderr


def test_compare__original_without_enumerator__taken_from_the_re_checks(
    run: Run, output: Path
) -> None:
    columns = [name for name in ORIGINAL if name not in {"enumerator", "finished_at"}]
    originals = table([interview(0)], columns)

    result = run(originals, [rechecked(0, enumerator="E7", recheck_at="2026-10-06T08:30:00Z")])

    assert result.exit_code == 0, result.output
    assert list(document(output)["by_enumerator"]) == ["E7"]


def test_compare__output_is_an_input__usage(tmp_path: Path, run: Run, output: Path) -> None:
    run([interview(0)], [rechecked(0)])
    files = [str(tmp_path / "original.csv"), str(tmp_path / "recheck.csv")]

    result = CliRunner().invoke(recheck, ["compare", *files, "--json", files[1]])

    assert result.exit_code == 2
    assert "would overwrite" in result.stderr


def test_compare__questionnaire_of_two_scales__refused(
    run: Run, output: Path, two_scales: Path
) -> None:
    result = run([interview(0)], [rechecked(0)], "--questionnaire", str(two_scales))

    assert result.exit_code == 1
    assert "do not share one scale" in result.stderr
    assert not output.exists()
