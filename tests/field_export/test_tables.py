"""Index, scores and responses as rows."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_export.csv_rows import csv_lines
from field_export.index_table import index_rows
from field_export.responses import ResponseLine, response_rows
from field_export.score_table import Made, ScoreLine, score_rows
from field_export.written import written_decimal, written_whole
from questionnaires import shipped_definition
from scoring.composition import Composition
from scoring.index import UnitPoints, build_index
from scoring.plans import HA_NAM_2022
from scoring.rounding import half_up
from survey_app.results.points_file import read_points
from survey_app.results.response_file import read_responses

DEFINITION = shipped_definition("sipas-22")
ITEMS = [item.code for item in DEFINITION.index_items]


def _points(code, *, component, appraised="80.00", maximum="100", group="department"):
    return UnitPoints(
        unit_code=code,
        unit_name=f"Sở {code}",
        group=group,
        maximum=Decimal(maximum),
        appraised=Decimal(appraised),
        component=None if component is None else Fraction(component),
    )


def _write(rows, file):
    file.write_text("".join(csv_lines(rows)), encoding="utf-8", newline="")
    return file


def _index_rows(groups, *, is_published=False, **live):
    made = {row.unit_code: row.component for group in groups for row in group.rows}
    return list(index_rows(groups, is_published=is_published, live={**made, **live}))


def test_index_rows__units__are_by_group_and_rank_with_points_half_up():
    groups = build_index(
        [
            _points("A", component="9.445"),
            _points("B", component=Fraction(170, 18), appraised="85.75"),
            _points("C", component=None, appraised="50.00", maximum="60"),
        ],
        plan=HA_NAM_2022,
    )

    rows = _index_rows(groups, is_published=True, B=Fraction(19, 2))

    assert [row[0] for row in rows] == ["unit_code", "B", "A", "C"]
    assert rows[0][-2:] == ("points_from", "live_points")
    assert rows[1] == (
        "B", "Sở B", "department", "100", "85.75", "9.44", "95.19", "95.19", "1", "Xuất sắc",
        "publication", "9.50",
    )  # fmt: skip
    assert [row[-1] for row in rows[2:]] == ["9.45", ""]
    assert {row[-2] for row in _index_rows(groups)[1:]} == {"live"}
    assert rows[2][5:8] == ("9.45", "89.45", "89.45")
    assert rows[3][3:8] == ("60", "50.00", "", "50.00", "83.33")


@given(
    st.lists(
        st.tuples(
            st.decimals(min_value=0, max_value=50, places=2),
            st.none() | st.decimals(min_value=0, max_value=10, places=2),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=30)
def test_index_rows__read_again_as_a_points_file__give_the_same_index(tmp_path_factory, units):
    groups = build_index(
        [
            _points(
                f"U{place}",
                component=component,
                appraised=str(appraised),
                maximum="100" if component is not None else "60",
            )
            for place, (appraised, component) in enumerate(units)
        ],
        plan=HA_NAM_2022,
    )
    file = _write(_index_rows(groups), tmp_path_factory.mktemp("points") / "points.csv")

    reading = read_points(file, plan=HA_NAM_2022)

    assert reading.faults == ()
    again = build_index(reading.units, plan=HA_NAM_2022)
    assert [row[0] for row in _index_rows(again)] == [row[0] for row in _index_rows(groups)]


NOTHING_MADE = Made(modes=(), origins=())


def _line(**changes):
    values = {
        "unit_code": "SXD",
        "unit_name": "Sở Xây dựng",
        "unit_group": "department",
        "quota": 3,
        "interviews": 2,
        "incomplete": 1,
        "left_out": 0,
        "people": 1,
        "answers_valid": 3,
        "answers_satisfied": 2,
        "component": Fraction(20, 3),
        "reason": None,
        "share": Fraction(2, 3),
        "factors": {"F1": Fraction(1, 3)},
        "items": {"q11": None},
        "flag": "indicative",
        "flag_reason": "n_valid < 30",
        "composition": Composition(modes={"tablet": 2}, origins={"official": 1, "unlisted": 1}),
    }
    return ScoreLine(**{**values, **changes})


def test_score_rows__unit__has_counts_points_and_percentages():
    made = Made(
        modes=("tablet", "phone"), origins=("official", "unlisted"), only_origins=("official", "x")
    )

    heading, row = score_rows([_line()], factors=["F1"], items=["q11"], made=made)

    assert dict(zip(heading, row, strict=True)) == {
        "unit_code": "SXD",
        "unit_name": "Sở Xây dựng",
        "unit_group": "department",
        "quota": "3",
        "interviews": "2",
        "n_valid": "1",
        "answers_valid": "3",
        "answers_satisfied": "2",
        "satisfaction_points": "6.67",
        "satisfied_percent": "66.6667",
        "F1": "33.3333",
        "q11": "",
        "mode_tablet": "2",
        "mode_phone": "0",
        "origin_official": "1",
        "origin_unlisted": "1",
        "only_modes": "all",
        "only_origins": "official x",
        "incomplete": "1",
        "left_out": "0",
        "flag": "indicative",
        "flag_reason": "n_valid < 30",
        "no_points_reason": "",
    }


def test_score_rows__what_is_not_shown__is_an_empty_cell_not_a_zero():
    hidden = dict.fromkeys(["component", "share", "answers_valid", "answers_satisfied", "flag"])
    line = _line(**hidden, factors={"F1": None}, reason="hidden")

    heading, row = score_rows([line], factors=["F1"], items=["q11"], made=NOTHING_MADE)

    cells = dict(zip(heading, row, strict=True))
    assert {name for name, cell in cells.items() if not cell} == {
        "answers_valid", "answers_satisfied", "satisfaction_points", "satisfied_percent", "F1",
        "q11", "flag",
    }  # fmt: skip
    assert (cells["n_valid"], cells["no_points_reason"]) == ("1", "hidden")


def _response(uuid, levels, *, unit="SXD"):
    moment = datetime(2022, 10, 3, 1, 0, 30, 999, tzinfo=UTC)
    return ResponseLine(
        uuid=uuid,
        unit_code=unit,
        enumerator="an",
        levels=tuple(levels),
        started_at=moment,
        finished_at=moment,
        mode="paper",
        origin="reserve",
    )


def test_response_rows__interview__has_blank_for_no_answer_and_times_of_viet_nam():
    rows = list(response_rows([_response("u1", [4, None, 9])], items=["q11", "q12", "q13"]))

    assert rows[0] == (
        "response_uuid", "unit_code", "stratum", "cluster", "weight", "pop_size", "enumerator",
        "q11", "q12", "q13", "started_at", "finished_at", "mode", "origin",
    )  # fmt: skip
    assert rows[1] == (
        "u1", "SXD", "", "", "", "", "an", "4", "", "9",
        "2022-10-03T08:00:30+07:00", "2022-10-03T08:00:30+07:00", "paper", "reserve",
    )  # fmt: skip


LEVELS = st.lists(
    st.sampled_from([1, 2, 3, 4, 5, 9, None]), min_size=len(ITEMS), max_size=len(ITEMS)
)


@given(st.lists(LEVELS, min_size=1, max_size=6))
@settings(max_examples=30)
def test_response_rows__read_again__are_the_same_answers(tmp_path_factory, interviews):
    lines = [_response(f"u{place}", levels) for place, levels in enumerate(interviews)]
    file = _write(response_rows(lines, items=ITEMS), tmp_path_factory.mktemp("responses") / "r.csv")

    reading = read_responses(file, definition=DEFINITION)

    assert reading.faults == ()
    assert reading.frame is not None
    assert list(reading.frame["unit_code"]) == ["SXD"] * len(lines)
    for place, code in enumerate(ITEMS):
        column = [levels[place] for levels in interviews]
        assert [int(value) for value in reading.frame[code] if value in (1, 2, 3, 4, 5)] == [
            level for level in column if level in (1, 2, 3, 4, 5)
        ]


def test_response_rows__heading__is_written_without_interviews():
    text = "".join(csv_lines(response_rows([], items=ITEMS)))

    assert len(next(csv.reader(io.StringIO(text)))) == 7 + len(ITEMS) + 4


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        ("1234.5", "1.234,5", "1,234.5"),
        ("9.40", "9,40", "9.40"),
        ("-1234567.00", "-1.234.567,00", "-1,234,567.00"),
        ("0", "0", "0"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_written_decimal__each_language__has_its_signs(number, vi, en):
    assert written_decimal(Decimal(number), language="vi") == vi
    assert written_decimal(Decimal(number), language="en") == en


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [(0, "0", "0"), (2124, "2.124", "2,124"), (10**6, "1.000.000", "1,000,000")],
)
def test_written_whole__each_language__groups_digits_its_way(number, vi, en):
    assert written_whole(number, language="vi") == vi
    assert written_whole(number, language="en") == en


def test_written__unknown_language__is_vietnamese():
    assert written_decimal(Decimal("1234.5"), language="fr") == "1.234,5"


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=2))
def test_written_decimal__any_number__is_the_same_number_in_both_languages(number):
    vi = written_decimal(half_up(number), language="vi")
    en = written_decimal(half_up(number), language="en")

    assert Decimal(vi.replace(".", "").replace(",", ".")) == Decimal(en.replace(",", ""))
