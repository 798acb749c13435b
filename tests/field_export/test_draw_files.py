"""The three files of a draw: read again they are the same draw, whatever stands in them."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from field_export.csv_rows import BYTE_ORDER_MARK, csv_lines
from field_export.draw_files import case_file, draw_file, sample_file
from scoring.draw import draw_sample
from scoring.draw_check import DrawDifferences, check_draw
from scoring.draw_faults import BAR, is_fit
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_seed import seed_text
from scoring.frame_list import FrameCase
from survey_app.results.draw_document import read_draw
from survey_app.results.draw_tables import read_cases, read_sample

SEED = "000102030405060708090a0b0c0d0e0f"
LETTERS = st.characters(categories=["L", "N", "P", "S", "M"]) | st.sampled_from(" ,\"';\\")


def fit(text: str) -> str:
    return unicodedata.normalize("NFC", text).lstrip(" =+-@'").rstrip()


NAMES = st.text(LETTERS, max_size=6).map(fit).filter(is_fit)
IDS = (
    st.text(LETTERS, min_size=1, max_size=6)
    .map(lambda text: fit(text.replace(BAR, "")) or "x")
    .filter(is_fit)
)


@pytest.mark.parametrize("text", ["a;=b", "a;+b", "a;-b", "a;@b", "a;-1.2.3"])
def test_is_fit__text_that_a_file_changes_behind_a_semicolon__is_not(text):
    [line] = csv_lines([(text,)])

    assert text not in line
    assert not is_fit(text)


@pytest.mark.parametrize("text", ["a; -b", "10.5;-3.25;-1", "a;b"])
def test_is_fit__text_that_a_file_keeps_behind_a_semicolon__is(text):
    [line] = csv_lines([(text,)])

    assert text in line
    assert is_fit(text)


def test_files__draw__are_sorted_and_end_as_spreadsheets_write():
    cases = [FrameCase(case_id=name, stratum="A", order_key=f"2022-0{name}") for name in "312"]
    plan = DrawPlan(
        list_name="x",
        method=Method.STRATIFIED,
        targets=(StratumTarget(stratum="A", official=1, reserve=2),),
    )
    draw = draw_sample(cases, plan=plan, seed=SEED)

    assert "".join(case_file(cases)) == (
        f"{BYTE_ORDER_MARK}case_id,stratum,order_key\r\n"
        "1,A,2022-01\r\n2,A,2022-02\r\n3,A,2022-03\r\n"
    )
    heading, *rows = "".join(sample_file(draw)).splitlines()
    assert heading == f"{BYTE_ORDER_MARK}case_id,stratum,list,place,weight"
    assert [row.split(",", 1)[1] for row in rows] == [
        "A,official,1,3.000000",
        "A,reserve,1,3.000000",
        "A,reserve,2,3.000000",
    ]
    assert json.loads(draw_file(draw, reveal_seed=False))["seed"] is None
    assert json.loads(draw_file(draw, reveal_seed=True))["seed"] == SEED


def test_files__endless_list__is_written_row_by_row():
    """A province's list is not held as text; the rows come one at a time."""
    lines = case_file([FrameCase(case_id="a"), FrameCase(case_id="b")])

    assert next(lines).endswith("order_key\r\n")
    assert next(lines) == "a,,\r\n"


@pytest.mark.parametrize("method", [Method.STRATIFIED, Method.SYSTEMATIC])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.tuples(IDS, IDS, NAMES), min_size=1, max_size=8, unique_by=lambda row: row[0]),
    st.binary(min_size=16, max_size=16).map(seed_text),
    IDS,
)
def test_files__any_draw__read_again_agree(tmp_path: Path, method, rows, seed, list_name):
    cases = [FrameCase(case_id=one, stratum=two, order_key=three) for one, two, three in rows]
    strata = sorted({case.stratum for case in cases})
    plan = DrawPlan(
        list_name=list_name,
        method=method,
        order="“ngày trả”",
        targets=tuple(StratumTarget(stratum=stratum, official=1) for stratum in strata),
    )
    draw = draw_sample(cases, plan=plan, seed=seed)
    names = {
        "draw.json": draw_file(draw, reveal_seed=True),
        "cases.csv": "".join(case_file(cases)),
        "sample.csv": "".join(sample_file(draw)),
    }
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")

    document = read_draw(tmp_path / "draw.json")
    listed, sample = read_cases(tmp_path / "cases.csv"), read_sample(tmp_path / "sample.csv")

    assert (document.faults, listed.faults, sample.faults) == ((), (), ())
    assert document.draw is not None
    assert sorted(listed.rows, key=lambda case: case.case_id) == list(listed.rows)
    assert set(listed.rows) == set(cases)
    assert check_draw(document.draw, cases=listed.rows, sample=sample.rows) == DrawDifferences()
