"""The report of Hà Nam 2022: every figure that was published on paper stands in ours."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import text

from field_export.report import Grid
from field_export.report_pdf import Pages
from scoring.rounding import half_up
from survey_app.access.people import person_of_session
from survey_app.db import migrate, round_writes, rounds
from survey_app.db.earlier_tables import (
    EarlierGroupValue,
    EarlierRowValue,
    NewEarlierTable,
    add_earlier_table,
)
from survey_app.db.engine import connect, transaction
from survey_app.demo.load import load_demo
from survey_app.demo.round import ROUND_CODE
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.publication.report.index_section import index_section
from survey_app.publication.report.method_section import method_section
from survey_app.publication.report.origin_section import origin_section
from survey_app.publication.report.printing import printed_report
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.workbook.index_words import sheets_of_index
from survey_app.wording.speech import VIETNAMESE, Speech
from tests.fonts import needs_font
from tests.pdf_text import pages_of, text_of

pytestmark = needs_font
AT = datetime(2022, 11, 20, 3, 0, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data"
FACTS = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))
DEPARTMENTS, DISTRICTS = "Sở, ban, ngành", "Huyện, thị xã, thành phố"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8-sig") as lines:
        return {row["unit_code"]: row for row in csv.DictReader(lines)}


POINTS, PUBLISHED = rows_of("hanam-2022-points.csv"), rows_of("hanam-2022-published.csv")
KNOWN_OF_2021 = rows_of("hanam-2021-known.csv")


def in_vietnamese(figure):
    return figure.replace(".", ",")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The demo without its re-checks, closed and published."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('report')}/demo.sqlite3", durable=False)
    migrate.upgrade(engine)
    with transaction(engine) as session:
        load_demo(session, at=AT, secret_key="x" * 64)
        of_round = rounds.round_coded(session, ROUND_CODE)
        round_writes.move_round(session, of_round.id, start="open", end="closed")
        found = text("SELECT id, session_mark FROM account WHERE username = 'sonoivu'")
        number, mark = session.execute(found).one()
        person = person_of_session(session, account_id=number, mark=mark)
        request = PublishRequest(by=person, at=AT + timedelta(days=9))
        assert publish(session, of_round.id, request).faults == ()
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def reported(published):
    with transaction(published, writes=False) as session:
        found = rounds.round_coded(session, ROUND_CODE)
        return compared_run(session, reported_run(session, found))


@pytest.fixture(scope="module")
def report(reported):
    return printed_report(reported)


@pytest.fixture(scope="module")
def words(report):
    return text_of(report)


def test_report__any_page_but_the_last_of_its_part__is_more_than_half_full(reported, monkeypatch):
    full = []

    def noted(pages):
        frame = pages.frame
        full.append((frame._y2 - frame._y) / frame._height)

    monkeypatch.setattr(Pages, "afterPage", noted)
    pages = pages_of(printed_report(reported))

    ends = [after.startswith("Phụ lục ") for after in pages[1:]] + [True]
    assert len(full) == len(pages) > 15
    assert [
        part for part, is_end in zip(full, ends, strict=True) if not is_end and part < 0.5
    ] == []


@pytest.mark.parametrize("code", PUBLISHED)
def test_report__row_of_the_table_of_2022__is_printed_as_published(words, code):
    row, points = PUBLISHED[code], POINTS[code]
    star = "" if points["max_points"] == "100" else "*"
    line = [
        row["rank"],
        points["unit_name"],
        points["appraised_points"],
        points["satisfaction_points"] or "x",
        f"{row['total_points']}{star}",
        row["index_percent"],
    ]

    assert " ".join(map(in_vietnamese, line)) in words


ANNEXES = ("I", "II", "III", "IV", "V")


def test_report__outline__names_every_part_and_leads_to_it(report, outline, tmp_path):
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(report)

    entries = outline(file)

    pages = pages_of(report)
    tops = [title for level, title, _ in entries if level == 0]
    numbers = [title.partition(". ")[0] for title in tops]
    assert numbers == ["I", "II", "III", "IV", *(f"Phụ lục {one}" for one in ANNEXES)]
    for _, title, page in entries:
        assert title in pages[page - 1], title
    assert len({page for *_, page in entries}) > len(tops)


def test_report__read_by_pdftotext__has_every_published_number_of_2022_in_its_row(
    report, copied_text
):
    lines = [" ".join(line.split()) for line in copied_text(report).splitlines()]
    missing = []

    for code, row in PUBLISHED.items():
        points = POINTS[code]
        star = "" if points["max_points"] == "100" else "*"
        figures = " ".join(
            in_vietnamese(one)
            for one in (
                points["appraised_points"],
                points["satisfaction_points"] or "x",
                f"{row['total_points']}{star}",
                row["index_percent"],
            )
        )
        if not any(line.startswith(f"{row['rank']} ") and figures in line for line in lines):
            missing.append((code, figures))

    assert missing == []
    text = " ".join(lines)
    for of in (FACTS["means"], FACTS["spread"]):
        assert [one for one in of.values() if in_vietnamese(one) not in text] == []


def test_report__figures_of_section_ii__stand_in_sentences(words):
    means, spread, above = FACTS["means"], FACTS["spread"], FACTS["above_mean"]
    forms = FACTS["forms"]

    for sentence in (
        (
            "Khảo sát được thực hiện tại 22/25 cơ quan, đơn vị, gồm: 16 sở, ban, ngành; 6 huyện,"
            " thị xã, thành phố."
        ),
        "Tổng số phiếu được tính là 2.124 phiếu",
        f"Sở, ban, ngành: {forms['departments']} phiếu tại 16 cơ quan, đơn vị.",
        "Huyện, thị xã, thành phố: 1.140 phiếu tại 6 cơ quan, đơn vị.",
        (
            f"Giá trị trung bình Chỉ số CCHC của 19 đơn vị là"
            f" {in_vietnamese(means['department_index'])} điểm. Có {above['department']} đơn vị đạt"
            " giá trị cao hơn giá trị trung bình của nhóm."
        ),
        (
            f"Giá trị trung bình Chỉ số CCHC của 6 đơn vị là"
            f" {in_vietnamese(means['district_index'])} điểm. Có {above['district']} đơn vị"
        ),
        (
            "Đơn vị cao nhất là Sở Thông tin và Truyền thông đạt 95,39 điểm, đơn vị thấp nhất là"
            " Sở Lao động - TBXH đạt 77,33 điểm. Chênh lệch giữa đơn vị cao nhất và đơn vị thấp"
            f" nhất là {in_vietnamese(spread['department'])} điểm."
        ),
        (
            "Đơn vị cao nhất là Thành phố Phủ Lý đạt 96,59 điểm, đơn vị thấp nhất là Huyện Kim Bảng"
            " đạt 86,29 điểm. Chênh lệch giữa đơn vị cao nhất và đơn vị thấp nhất là"
            f" {in_vietnamese(spread['district'])} điểm."
        ),
        "Xuất sắc, từ 95 điểm trở lên: 2 đơn vị (Sở Thông tin và Truyền thông; Sở Nội vụ).",
        "Tốt, từ 85 đến dưới 95 điểm: 14 đơn vị (Sở Tài chính; Sở Xây dựng; Văn phòng UBND tỉnh;",
        (
            "Khá, từ 75 đến dưới 85 điểm: 3 đơn vị (Ban Quản lý khu đại học Nam Cao; Sở Văn hóa,"
            " Thể thao và Du lịch; Sở Lao động - TBXH)."
        ),
        (
            "Giá trị trung bình của điểm khảo sát: Sở, ban, ngành"
            f" {in_vietnamese(means['department_satisfaction'])} điểm; Huyện, thị xã, thành phố"
            f" {in_vietnamese(means['district_satisfaction'])} điểm."
        ),
        (
            "Không khảo sát tại Văn phòng UBND tỉnh; Thanh tra tỉnh; Ban Quản lý khu đại học Nam"
            " Cao do không có thủ tục hành chính."
        ),
        "(*) Thang điểm tối đa: 60 điểm; giá trị chỉ số bằng tổng điểm đạt được × 100 / 60.",
    ):
        assert sentence in words


@pytest.fixture(scope="module")
def compared(published, tmp_path_factory):
    """The words of the report where the figures of 2021 that were published are known."""
    file = tmp_path_factory.mktemp("before") / "demo.sqlite3"
    shutil.copy(published.url.database, file)
    engine = connect(f"sqlite:///{file}", durable=False)
    means, spreads = FACTS["previous_year_means"], FACTS["previous_year_spread"]
    with transaction(engine) as session:
        of_round = rounds.round_coded(session, ROUND_CODE)
        numbers = dict(session.execute(text("SELECT code, id FROM unit_group")).all())
        units = {one.unit_code: one.id for one in rounds.units_of_round(session, of_round.id)}
        account = session.scalar(text("SELECT id FROM account WHERE username = 'sonoivu'"))
        new = NewEarlierTable(
            round_id=of_round.id,
            year=2021,
            number="thử",
            issued_on=date(2021, 12, 1),
            source="thử",
            reason="thử",
            recorded_by=account,
            recorded_at=AT,
            units={
                units[code]: EarlierRowValue(
                    rank=int(row["rank"]) if row["rank"] else None,
                    index_percent=Decimal(found) if (found := row["index_percent"]) else None,
                )
                for code, row in KNOWN_OF_2021.items()
                if code
            },
            groups={
                numbers[code]: EarlierGroupValue(
                    mean_index=Decimal(means[f"{code}_index"]), spread=Decimal(spreads[code])
                )
                for code in ("department", "district")
            },
        )
        add_earlier_table(session, new)
    with transaction(engine, writes=False) as session:
        found = compared_run(session, reported_run(session, of_round))
        words = text_of(printed_report(found))
    engine.dispose()
    return words


def test_report__figures_of_the_year_before__are_held_against_those_of_now(compared):
    for sentence in (
        "là 89,60 điểm, tăng 0,61 điểm so với năm 2021 (88,99 điểm).",
        "là 18,06 điểm, giảm 0,34 điểm so với năm 2021 (18,40 điểm).",
        "là 90,70 điểm, giảm 0,43 điểm so với năm 2021 (91,13 điểm).",
        "là 10,30 điểm, tăng 2,09 điểm so với năm 2021 (8,21 điểm).",
        f"Giá trị trung bình Chỉ số CCHC qua các năm: {DEPARTMENTS}",
        f"Giá trị trung bình Chỉ số CCHC qua các năm: {DISTRICTS}",
    ):
        assert sentence in compared


def test_report__units_whose_year_before_is_known__have_their_change_in_the_figures(compared):
    # In the report of 2022: tăng 11,54; giảm 8,34; tăng 3,46; giảm 5,27 điểm.
    for figure in ("94,79 (+11,54)", "77,33 (−8,34)", "90,33 (+3,46)", "86,39 (−5,27)"):
        assert figure in compared


def test_report__some_units_of_the_year_before_unknown__says_nothing_of_who_rose(compared):
    assert "tăng cao nhất" not in compared


def test_report__units_whose_rank_of_before_is_known__have_the_sentences_of_2022(compared):
    # In the report of 2022: 02 đơn vị vẫn giữ thứ hạng là Sở Công Thương và Ban Quản lý Khu đại học
    # Nam Cao; Sở Xây dựng tăng 14 bậc (hạng 4/19); Sở Văn hóa, Thể thao và Du lịch giảm 7 bậc
    # (hạng 18/19); Thành phố Phủ Lý tiếp tục là đơn vị dẫn đầu.
    assert (
        "Trong 4/19 đơn vị có thứ hạng năm 2021, 2 đơn vị giữ nguyên thứ hạng là Sở Công Thương;"
        f" {POINTS['BQLKDH']['unit_name']}. Trong các đơn vị này, đơn vị tăng hạng nhiều nhất là Sở"
        " Xây dựng, tăng 14 bậc (hạng 4/19). Trong các đơn vị này, đơn vị giảm hạng nhiều nhất là"
        f" {POINTS['SVHTTDL']['unit_name']}, giảm 7 bậc (hạng 18/19)."
    ) in compared
    assert "Thành phố Phủ Lý tiếp tục là đơn vị dẫn đầu của nhóm." in compared
    assert "1/6 đơn vị có thứ hạng" not in compared


def test_report__year_before_unknown__is_not_spoken_of(words):
    assert "so với năm" not in words
    assert "None" not in words
    assert "%(" not in words


def test_report__origin_of_its_figures__asks_for_the_full_file(words, reported):
    assert (
        "Từ tệp phiếu đầy đủ của lần tính này cùng hai phương án, lệnh hailong score-file cho lại"
        " đúng điểm số của báo cáo này. Trong tệp phiếu gửi ra ngoài, câu trả lời có thể làm lộ một"
        " người được giữ lại; các tổng có chúng sẽ ra khác."
    ) in words
    [english] = origin_section(reported, speech=Speech(language="en")).blocks[0].lines
    assert "With the full file of responses of this run" in english
    assert english.endswith("sums with them then come out otherwise.")


def test_report__figures__are_of_every_group_and_of_the_criteria(words):
    for number, caption in enumerate(
        (
            f"Chỉ số CCHC năm 2022: {DEPARTMENTS}",
            f"Chỉ số CCHC năm 2022: {DISTRICTS}",
            f"Điểm và khoảng tin cậy 95 %: {DEPARTMENTS}",
            f"Điểm và khoảng tin cậy 95 %: {DISTRICTS}",
            "Tiêu chí theo các mức trả lời",
        ),
        start=1,
    ):
        assert f"Biểu đồ {number}: {caption}" in words


def with_first_two_alike(of):
    """The first two units of the first group differ by less than what is printed."""
    full, first = of.index, of.index.groups[0]
    best, second, *others = first.group.rows
    nearly = replace(second, percent=best.percent - Fraction(1, 1000))
    group = replace(first.group, rows=(best, nearly, *others))
    made = replace(full.index, groups=(group, *full.index.groups[1:]))
    index = replace(full, index=made, groups=(replace(first, group=group), *full.groups[1:]))
    return replace(of, of_index=replace(of.of_index, index=index))


def test_printed_index__ranks_by_what_is_not_printed__are_said_to_be(reported, words):
    note = (
        "Các đơn vị xếp hạng theo chỉ số với đầy đủ chữ số thập phân: hai đơn vị in ra bằng nhau"
        " vẫn có thể khác hạng."
    )
    alike = with_first_two_alike(reported)

    tables = [
        block
        for block in index_section(alike, alike.index, speech=VIETNAMESE).blocks
        if isinstance(block, Grid)
    ]

    assert [note in table.notes for table in tables] == [True, False]
    assert note in sheets_of_index(alike, speech=VIETNAMESE)[0].notes
    assert note not in words
    assert note not in sheets_of_index(reported, speech=VIETNAMESE)[0].notes


def test_report__method__tells_ranks_of_the_survey_from_those_of_the_index(words, reported):
    assert "Hạng theo kết quả khảo sát là hạng trong nhóm, xếp theo điểm đã in" in words
    told = "Hạng và xếp loại theo Chỉ số CCHC lấy giá trị với đầy đủ chữ số thập phân"
    assert told in words
    without = method_section(replace(reported, of_index=None), speech=VIETNAMESE)
    assert not any(told in line for block in without.blocks for line in block.lines)


def test_report__shares_of_factors__are_those_of_the_run(words, reported):
    row = reported.run.units["SKHDT"]
    line = " ".join(
        in_vietnamese(f"{Decimal(repr(one.est)).quantize(Decimal('0.1'))}")
        for one in row.score.factors.values()
    )

    assert f"{row.name} {line}" in words


def test_workbook__index_of_2022__has_the_published_rows(reported):
    units = sheets_of_index(reported, speech=VIETNAMESE)[0]

    rows = {row[1]: row for row in units.rows}
    assert set(rows) == set(PUBLISHED)
    for code, published_row in PUBLISHED.items():
        total, percent, rank = (rows[code][at].value for at in (6, 7, 8))
        printed = [str(rank), *(f"{half_up(one):f}" for one in (total, percent))]
        columns = ("rank", "total_points", "index_percent")
        assert printed == [published_row[name] for name in columns]
