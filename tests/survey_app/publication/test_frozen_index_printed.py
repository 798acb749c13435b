"""What is printed of a round whose index is published: the frozen index, whenever it is printed."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from field_export.report import texts_of
from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.appraised_points import (
    APPRAISED,
    SELF,
    NewPointsDocument,
    PointsDocumentRecord,
    UnitPointsRecord,
    add_points_document,
)
from survey_app.db.earlier_tables import (
    EarlierGroupValue,
    EarlierRowValue,
    NewEarlierTable,
    add_earlier_table,
)
from survey_app.db.engine import transaction
from survey_app.db.index_publications import current_index
from survey_app.publication.folder.contents import write_file
from survey_app.publication.folder.making import made_from
from survey_app.publication.index_of_run import says_all, standing_at
from survey_app.publication.index_publishing import IndexRequest, publish_index, withdraw_index
from survey_app.publication.report.printing import report_of
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.workbook.printing import workbook_of
from survey_app.wording.file_words import INDEX
from survey_app.wording.speech import VIETNAMESE, Speech
from tests.survey_app.conftest import START
from tests.survey_app.results.test_full_index import FULL
from tests.survey_app.web.published_round import OF_STP, OF_SXD, STP, close, publish, store

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def enter_points(world, kind, points, *, number):
    with transaction(world.engine) as session:
        units = {unit.unit_code: unit.id for unit in rounds.units_of_round(session, 1)}
        new = NewPointsDocument(
            round_id=1,
            kind=kind,
            number=number,
            issued_on=date(2022, 9, 30),
            source="Biên bản",
            reason="",
            recorded_by=1,
            recorded_at=world.clock(),
            points={
                units[code]: {area: Decimal(value) for area, value in of_unit.items()}
                for code, of_unit in points.items()
            },
        )
        add_points_document(session, new)


def enter_year_before(world, *, sxd, mean):
    with transaction(world.engine) as session:
        units = {unit.unit_code: unit.id for unit in rounds.units_of_round(session, 1)}
        [group] = [one.id for one in rounds.all_groups(session) if one.code == "department"]
        new = NewEarlierTable(
            round_id=1,
            year=2021,
            number="55/QĐ-UBND",
            issued_on=date(2021, 12, 31),
            source="Bảng 2021",
            reason="",
            recorded_by=1,
            recorded_at=world.clock(),
            units={
                units["SXD"]: EarlierRowValue(rank=1, index_percent=Decimal(sxd)),
                units["STP"]: EarlierRowValue(rank=2, index_percent=Decimal("70.00")),
            },
            groups={group: EarlierGroupValue(mean_index=Decimal(mean), spread=None)},
        )
        add_earlier_table(session, new)


def decide(world, act=publish_index, *, number="2500/QĐ-UBND", reason=""):
    """Publishes the index by a decision, or takes it back."""
    with transaction(world.engine) as session:
        stands = current_index(session, 1)
        request = IndexRequest(
            decision_number=number,
            decided_on=date(2022, 10, 1),
            by=person_named(session, "noivu"),
            at=world.clock(),
            reason=reason,
            seen=None if stands is None else stands.id,
        )
        assert act(session, 1, request) == ()


def printed(world, *, run_id=None, speech=VIETNAMESE):
    """The report and the workbook as they are now, of all their words and figures."""
    with transaction(world.engine, writes=False) as session:
        of = reported_run(session, rounds.round_by_id(session, 1), run_id=run_id)
        found = compared_run(session, of)
    return report_of(found, speech=speech), workbook_of(found, speech=speech)


def texts(report):
    return [
        text
        for section in (*report.sections, *report.annexes)
        for block in section.blocks
        for text in texts_of(block)
    ]


def said(report):
    return " ".join(texts(report))


def noted(workbook):
    return " ".join(note for sheet in workbook.sheets for note in sheet.notes)


@pytest.fixture
def scored(begin, world):
    """Public scores of two units, points by area, and a table of the year before."""
    begin(_scores_and_points, world)
    return world


def _scores_and_points(world):
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    # Three decimals: what is printed of them alone would come to other totals.
    given = {"SXD": {**FULL, "procedures": "17.535"}, "STP": {**FULL, "steering": "12.505"}}
    enter_points(world, APPRAISED, given, number="2070/BC")
    enter_points(world, SELF, {"SXD": FULL, "STP": FULL}, number="12/BC")
    enter_year_before(world, sxd="80.10", mean="75.00")


def enter_all_anew(world):
    """An hour later everything that the index is made of is entered once more, and otherwise."""
    world.clock.move(timedelta(hours=1))
    less = {"SXD": {**FULL, "digital": "1"}, "STP": {**FULL, "digital": "2"}}
    enter_points(world, APPRAISED, less, number="2071/BC")
    enter_points(world, SELF, {"SXD": {**FULL, "digital": "3"}}, number="13/BC")
    enter_year_before(world, sxd="60.00", mean="61.00")


def test_printed__index_published__has_the_same_figures_whatever_is_entered_later(scored):
    before_it = texts(printed(scored)[0])
    decide(scored)
    at_once = printed(scored)

    enter_all_anew(scored)
    later = printed(scored)

    assert later == at_once
    report, workbook = later
    sha256 = scored.one("SELECT content_sha256 FROM index_publication")
    for text in (said(report), noted(workbook)):
        assert "theo Quyết định số 2500/QĐ-UBND ngày 01/10/2022" in text
        assert sha256 in text
    # It says what was said before it was published, but for which index it is.
    [only_then] = [one for one in before_it if one not in texts(report)]
    assert only_then == (
        "Chỉ số này chưa được công bố bằng quyết định. Chỉ số được lập từ điểm hiện đã nhập, mới"
        " nhất lúc 03/10/2022 08:00."
    )


def test_folder__index_published__has_it_byte_for_byte_whatever_is_entered_later(scored, tmp_path):
    undecided, of_undecided = filed(scored, tmp_path)
    decide(scored)
    frozen, sha256 = scored.rows("SELECT content, content_sha256 FROM index_publication")[0]
    enter_all_anew(scored)

    document, of = filed(scored, tmp_path)

    assert document == frozen
    # What would be published says all that is published then.
    assert undecided == frozen
    [group] = json.loads(document)["groups"].values()
    assert {"units", "areas", "gap", "changes"} <= set(group)
    assert of["index"] == {
        "decision": "2500/QĐ-UBND",
        "decided_on": "2022-10-01",
        "published_at": START.isoformat(),
        "sha256": sha256,
    }
    assert hashlib.sha256(document.encode()).hexdigest() == sha256
    assert of["appraised_points"] == of_undecided["appraised_points"]
    assert Decimal(of["appraised_points"]["SXD"]) == Decimal("88.535")
    assert of_undecided["index"] is None


def filed(world, folder):
    """The index in the folder of the publication, and what its manifest says it was made from."""
    path = folder / "chi-so.json"
    with transaction(world.engine, writes=False) as session:
        found = compared_run(session, reported_run(session, rounds.round_by_id(session, 1)))
        write_file(session, found, path, kind=INDEX, key=b"")
    return path.read_text(encoding="utf-8"), made_from(found)


def test_printed__index_taken_back__is_of_what_is_entered_by_now(scored):
    decide(scored)
    at_once = printed(scored)
    enter_all_anew(scored)
    decide(scored, withdraw_index, reason="Nhầm")

    report, workbook = printed(scored)

    assert (report, workbook) != at_once
    for text in (said(report), noted(workbook)):
        assert (
            "Một Chỉ số của đợt này từng được công bố theo Quyết định số 2500/QĐ-UBND ngày"
            " 01/10/2022 và đã bị thu hồi lúc 03/10/2022 09:00 (lý do: Nhầm)" in text
        )
        assert "chưa được công bố bằng quyết định" not in text
        assert "mới nhất lúc 03/10/2022 09:00" in text


@ON_SQLITE
def test_printed__index_taken_back__says_in_english_which_decision_and_why(scored):
    decide(scored)
    decide(scored, withdraw_index, reason="Nhầm")

    report, workbook = printed(scored, speech=Speech(language="en"))

    for text in (said(report), noted(workbook)):
        assert (
            "An index of this round was published by decision 2500/QĐ-UBND of 01/10/2022 and taken"
            " back on 03/10/2022 08:00 (reason: Nhầm); no decision has published the one that"
            " stands here." in text
        )


@ON_SQLITE
def test_printed__another_decision_after_one_was_taken_back__names_that_alone(scored):
    decide(scored)
    decide(scored, withdraw_index, reason="Nhầm")
    decide(scored, number="2600/QĐ-UBND")

    text = said(printed(scored)[0])

    assert "theo Quyết định số 2600/QĐ-UBND" in text
    assert "2500/QĐ-UBND" not in text


@ON_SQLITE
def test_printed__scores_published_anew__says_which_index_stands_and_keeps_the_old_report(scored):
    decide(scored)
    frozen = said(printed(scored)[0])
    scored.clock.move(timedelta(hours=1))
    store(scored, OF_SXD[0])
    publish(scored, reason="Thêm phiếu")
    between = said(printed(scored)[0])
    decide(scored, number="2600/QĐ-UBND", reason="Phúc tra")
    enter_all_anew(scored)

    old, new = (said(printed(scored, run_id=run)[0]) for run in (1, 2))

    assert "Quyết định số 2500/QĐ-UBND ngày 01/10/2022" in frozen
    assert "đó là Chỉ số với điểm khảo sát của lần tính khác" in between
    assert "theo Quyết định số 2600/QĐ-UBND" in new
    assert "theo Quyết định số 2500/QĐ-UBND" in old
    assert "Đã được thay thế lúc 03/10/2022 09:00: Phúc tra" in old


@ON_SQLITE
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE appraised_points SET points = 12 WHERE points = 12.505",
        "UPDATE index_publication SET content = content || ' '",
    ],
)
def test_printed__changed_past_the_program__does_not_pass_for_the_published_index(scored, change):
    decide(scored)
    scored.change(change)

    report, workbook = printed(scored)

    for text in (said(report), noted(workbook)):
        assert "không phải là Chỉ số được công bố theo Quyết định số 2500/QĐ-UBND" in text
        assert "không lập lại được từ dữ liệu đang lưu" in text


def test_standing_at__newer_document_of_some_units__leaves_those_of_the_others():
    def document(number, kind, hours):
        at = None if hours is None else START + timedelta(hours=hours)
        return PointsDocumentRecord(
            id=number,
            kind=kind,
            number="",
            issued_on=None,
            source="",
            reason="",
            recorded_by=None,
            recorded_at=at,
        )

    def points(number, code):
        return UnitPointsRecord(document_id=number, unit_code=code, points={"total": Decimal(1)})

    documents = [
        document(4, APPRAISED, 2),
        document(3, SELF, 1),
        document(2, APPRAISED, 1),
        document(1, APPRAISED, None),
    ]
    every = [points(4, "A"), points(3, "B"), points(2, "A"), points(1, "A"), points(1, "B")]

    found = standing_at(documents, every, at=START + timedelta(hours=1))

    assert found == {APPRAISED: (points(2, "A"), points(1, "B")), SELF: (points(3, "B"),)}


@pytest.mark.parametrize(
    ("now", "is_said"),
    [
        ({"a": [{"b": "1.00"}], "c": None}, True),
        ({"a": [{"b": "1.00", "new": 1}], "c": None, "new": 2}, True),
        ({"a": [{"b": "1.01"}], "c": None}, False),
        ({"a": [{"b": "1.00"}]}, False),
        ({"a": [{"b": "1.00"}, {}], "c": None}, False),
        ({"a": {}, "c": None}, False),
        ([], False),
    ],
)
def test_says_all__document_of_a_newer_program__may_say_more_and_nothing_otherwise(now, is_said):
    kept = json.loads('{"a": [{"b": "1.00"}], "c": null}')

    assert says_all(now, of=kept) is is_said
