"""The same interviews in four kinds of files, read back by libraries that did not write them."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from field_export.dta_file import write_dta
from field_export.response_csv import csv_parts
from field_export.response_json import json_parts
from field_export.response_table import Missing, ResponseBlock, ResponseTable, Variable, Words
from field_export.sav_file import write_sav

MADE_AT = datetime(2022, 12, 15, 2, 4, 5, tzinfo=UTC)
MODES, ORIGINS = ("tablet", "paper"), ("official", "unlisted")
LABELS = {
    name: f"{name} ạ"
    for name in (
        *("response_uuid", "unit_code", "stratum", "weight", "pop_size", "mode", "origin"),
        *("enumerator", "started_at", "finished_at"),
    )
}
MISSING = {
    Missing.BLANK: "bỏ trống",
    Missing.SKIPPED: "không hỏi",
    Missing.WITHHELD: "giữ lại",
}
VARIABLES = (
    Variable(
        code="q11",
        label="Nơi ngồi chờ có đủ chỗ ngồi, " + "rất dài " * 40,
        answers={1: "Rất không hài lòng", 5: "Rất hài lòng", 9: "Không áp dụng"},
        not_applicable=9,
        is_item=True,
    ),
    Variable(code="e1", label="Giới tính", answers={1: "Nam", 2: "Nữ"}, is_background=True),
    Variable(code="b7", label="Mấy lần trễ hẹn", answers={}),
)
STRATUM = 'Sở Xây dựng, "đất" / ' + "ở" * 120
SHORTENED = STRATUM.encode()[:240].decode(errors="ignore")
"""As much of it as a column of 240 bytes holds in whole letters."""


def table(*, is_full=True, longest=240):
    return ResponseTable(
        title="Đợt khảo sát mức độ hài lòng năm 2022 của tỉnh Hà Nam, một tên rất dài",
        variables=VARIABLES,
        words=Words(
            labels=LABELS,
            named={name: f"{name} ạ" for name in (*MODES, *ORIGINS)},
            missing=MISSING,
        ),
        made_at=MADE_AT,
        is_full=is_full,
        modes=MODES,
        origins=ORIGINS,
        longest={"unit_code": 10, "stratum": longest, "enumerator": 20},
    )


def block(codes, *, unit="SXD"):
    """Interviews with these codes; the second has no stratum, weight, mode or time to speak of."""
    count = len(codes)
    at = np.arange(count)
    return ResponseBlock(
        unit_code=unit,
        ids=np.arange(count * 16, dtype=np.uint8).reshape(count, 16),
        codes=np.array(codes, dtype=np.int32).reshape(count, len(VARIABLES)),
        strata=(STRATUM,),
        stratum=np.where(at == 1, -1, 0).astype(np.int32),
        weights=np.where(at == 1, np.nan, 1.25),
        sizes=np.where(at == 1, np.nan, 900.0),
        modes=np.where(at == 1, -1, 1).astype(np.int16),
        origins=np.zeros(count, dtype=np.int16),
        enumerators=("điều.tra",),
        enumerator=np.zeros(count, dtype=np.int32),
        started=np.full(count, 1_664_000_000),
        finished=np.full(count, 1_664_000_300),
    )


CODES = [
    [5, 1, 2],
    [Missing.BLANK, 2, Missing.BLANK],
    [9, Missing.WITHHELD, Missing.SKIPPED],
    [Missing.SKIPPED, Missing.SKIPPED, 20],
    [Missing.WITHHELD, Missing.BLANK, 1],
]


def csv_of(of, *blocks):
    text = "".join(csv_parts(of, blocks)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_parts__each_kind_of_missing__is_as_score_file_reads_it():
    rows = csv_of(table(), block(CODES))

    assert [row["q11"] for row in rows] == ["5", "", "9", "9", ""]
    assert [row["e1"] for row in rows] == ["1", "2", "-3", "-2", ""]
    assert [row["b7"] for row in rows] == ["2", "", "-2", "20", "1"]
    assert [row["weight"] for row in rows] == ["1.25", "", "1.25", "1.25", "1.25"]
    assert [row["pop_size"] for row in rows] == ["900", "", "900", "900", "900"]
    assert [row["mode"] for row in rows] == ["paper", "", "paper", "paper", "paper"]
    assert rows[0]["stratum"] == STRATUM
    assert rows[1]["stratum"] == ""
    assert rows[0]["started_at"] == "2022-09-24T13:13:20+07:00"
    assert rows[0]["response_uuid"] == "00010203-0405-0607-0809-0a0b0c0d0e0f"


def test_csv_parts__moments_of_several_hours__are_in_the_time_of_viet_nam():
    began = np.array([0, 3599, 3600, 1_664_000_000, 1_672_505_999])
    of = replace(block(CODES), started=began, finished=began + 61)

    rows = csv_of(table(), of)

    assert [row["started_at"] for row in rows] == [
        "1970-01-01T08:00:00+08:00",
        "1970-01-01T08:59:59+08:00",
        "1970-01-01T09:00:00+08:00",
        "2022-09-24T13:13:20+07:00",
        "2022-12-31T23:59:59+07:00",
    ]
    assert rows[4]["finished_at"] == "2023-01-01T00:01:00+07:00"


def test_csv_parts__numbers_far_apart__are_written_in_full():
    codes = [[1, 1, 1_000_000_000], [1, 1, 0], [1, 1, Missing.SKIPPED]]

    rows = csv_of(table(), block(codes))

    assert [row["b7"] for row in rows] == ["1000000000", "0", "-2"]


@pytest.mark.parametrize(
    "parts_of", [csv_parts, partial(json_parts, about={})], ids=["csv", "json"]
)
def test_parts__of_many_blocks__are_made_as_blocks_are_read(parts_of):
    read = []

    def blocks():
        for unit in ("SXD", "STP", "TTRA"):
            read.append(unit)
            yield block(CODES, unit=unit)

    parts = parts_of(table(), blocks())

    assert any("SXD" in part for part in parts)  # goes on to the first that has an interview
    assert read == ["SXD"]
    assert any("TTRA" in part for part in parts)


def test_csv_parts__text_that_would_run__is_a_text():
    hostile = block(CODES, unit="=cmd|' /C calc'!A0")

    assert csv_of(table(), hostile)[0]["unit_code"] == "'=cmd|' /C calc'!A0"


def test_json_parts__document__says_what_its_codes_mean():
    text = "".join(json_parts(table(), [block(CODES), block([])], about={"round": "thu"}))
    found = json.loads(text)

    assert found["document"] == "hailong responses 1"
    assert found["round"] == "thu"
    assert found["missing"] == {"blank": -1, "skipped": -2, "withheld": -3}
    assert found["variables"][0]["not_applicable"] == 9
    assert found["variables"][1]["answers"] == {"1": "Nam", "2": "Nữ"}
    assert [[one[code] for code in ("q11", "e1", "b7")] for one in found["responses"]] == CODES
    assert found["responses"][1]["stratum"] is None
    assert found["responses"][1]["weight"] is None
    assert found["responses"][0]["pop_size"] == 900
    assert sum(line.startswith('{"response_uuid"') for line in text.splitlines()) == len(CODES)


def test_json_parts__no_interview__is_a_document():
    assert json.loads("".join(json_parts(table(), [], about={})))["responses"] == []


def test_write_sav__read_back__has_labels_values_and_kinds_of_missing(tmp_path):
    file = tmp_path / "phieu.sav"

    count = write_sav(file, table(), [block(CODES), block(CODES[:2], unit="STP")])

    frame, about = pyreadstat.read_sav(file, user_missing=True)
    assert count == len(frame) == 7
    assert frame["q11"].tolist()[:5] == [row[0] for row in CODES]
    assert frame["b7"].tolist()[:5] == [row[2] for row in CODES]
    assert frame["unit_code"].tolist() == ["SXD"] * 5 + ["STP"] * 2
    assert frame["stratum"].tolist()[:2] == [SHORTENED, ""]
    assert frame["weight"].isna().tolist()[:3] == [False, True, False]
    assert frame["mode"].tolist()[:2] == [2, Missing.WITHHELD]
    assert about.column_names_to_labels["e1"] == "Giới tính"
    assert about.column_names_to_labels["q11"].startswith("Nơi ngồi chờ có đủ chỗ ngồi")
    assert about.variable_value_labels["q11"] == {
        **VARIABLES[0].answers,
        **{int(one): words for one, words in MISSING.items()},
    }
    assert about.variable_value_labels["mode"][2] == "paper ạ"
    assert about.missing_ranges["q11"] == [{"lo": -3, "hi": -1}, {"lo": 9, "hi": 9}]
    assert about.missing_ranges["e1"] == [{"lo": -3, "hi": -1}]
    assert about.creation_time == MADE_AT.replace(tzinfo=None)
    assert about.variable_measure["q11"] == "ordinal"
    as_missing, _ = pyreadstat.read_sav(file)
    assert as_missing["q11"].isna().tolist()[:5] == [False, True, True, True, True]
    assert [one.name for one in tmp_path.iterdir()] == ["phieu.sav"]


def test_write_dta__read_back__has_labels_values_and_kinds_of_missing(tmp_path):
    file = tmp_path / "phieu.dta"

    count = write_dta(file, table(), [block(CODES), block(CODES[:2], unit="STP")])

    frame, about = pyreadstat.read_dta(file, user_missing=True)
    assert count == len(frame) == 7
    assert frame["q11"].tolist()[:5] == [5, "b", "n", "s", "w"]
    assert frame["e1"].tolist()[:5] == [1, 2, "w", "s", "b"]
    assert frame["b7"].tolist()[:5] == [2, "b", "s", 20, 1]
    assert frame["weight"].isna().tolist()[:3] == [False, True, False]
    assert frame["mode"].tolist()[:2] == [2, "w"]
    assert about.variable_value_labels["q11"] == {
        1: "Rất không hài lòng",
        5: "Rất hài lòng",
        "n": "Không áp dụng",
        "b": "bỏ trống",
        "s": "không hỏi",
        "w": "giữ lại",
    }
    assert about.creation_time == MADE_AT.replace(tzinfo=None, second=0)
    # pandas reads the format on its own, and knows the missing values by their letters.
    other = pd.read_stata(file, convert_categoricals=False, convert_missing=True)
    assert [str(one) for one in other["q11"][:5]] == ["5", ".b", ".n", ".s", ".w"]
    assert file.read_bytes().startswith(b"<stata_dta><header><release>118</release>")


@pytest.mark.parametrize(("write", "read"), [(write_sav, "read_sav"), (write_dta, "read_dta")])
def test_statistics_files__no_interview__can_be_read(write, read, tmp_path):
    file = tmp_path / "phieu"

    assert write(file, table(), []) == 0

    frame, _ = getattr(pyreadstat, read)(file)
    assert len(frame) == 0
    assert "q11" in frame.columns


@pytest.mark.parametrize("write", [write_sav, write_dta])
def test_statistics_files__written_twice__have_the_same_bytes(write, tmp_path):
    for name in ("a", "b"):
        write(tmp_path / name, table(), [block(CODES)])

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(("write", "read"), [(write_sav, "read_sav"), (write_dta, "read_dta")])
def test_statistics_files__to_hand_on__have_neither_enumerator_nor_times(write, read, tmp_path):
    full, handed_on = tmp_path / "full", tmp_path / "handed_on"
    write(full, table(), [block(CODES)])
    write(handed_on, table(is_full=False), [block(CODES)])

    columns = [set(getattr(pyreadstat, read)(file)[0].columns) for file in (full, handed_on)]

    assert columns[0] - columns[1] == {"enumerator", "started_at", "finished_at"}
    for told in ("điều.tra".encode(), b"2022-09-24"):
        assert told in full.read_bytes()
        assert told not in handed_on.read_bytes()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    codes=st.lists(
        st.tuples(
            st.sampled_from([1, 5, 9, -1, -2, -3]),
            st.sampled_from([1, 2, -1, -2, -3]),
            st.integers(0, 1_000_000_000),
        ),
        max_size=20,
    ),
    cut=st.integers(0, 20),
)
def test_files__whatever_was_answered__say_the_same(tmp_path, codes, cut):
    blocks = [block(codes[:cut]), block(codes[cut:])]
    write_sav(tmp_path / "x.sav", table(), blocks)
    write_dta(tmp_path / "x.dta", table(), blocks)

    frame, _ = pyreadstat.read_sav(tmp_path / "x.sav", user_missing=True)
    stata, _ = pyreadstat.read_dta(tmp_path / "x.dta", user_missing=True)
    letters = {"b": -1, "s": -2, "w": -3, "n": 9}
    rows = csv_of(table(), *blocks)
    for at, name in enumerate(("q11", "e1", "b7")):
        expected = [row[at] for row in codes]
        assert frame[name].tolist() == expected
        assert [letters.get(one, one) for one in stata[name].tolist()] == expected
        words = {-1: "", **({-2: "9", -3: ""} if name == "q11" else {})}
        assert [row[name] for row in rows] == [words.get(one, str(one)) for one in expected]
