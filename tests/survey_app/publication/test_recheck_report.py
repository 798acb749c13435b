"""The printed report of re-checks: what it says, with the figures that were counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from questionnaires import Text
from scoring.recheck.claim_comparison import compare_claims
from scoring.recheck.comparison import compare_interviews
from scoring.recheck.interviews import RecheckedInterview, Selection
from scoring.recheck.recheck_plan import recheck_plan
from scoring.rule import Factor, ScoringRule
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.claim_response import ClaimResponse
from survey_app.publication.recheck_report.claims_section import claims_section
from survey_app.publication.recheck_report.printing import printed_rechecks
from survey_app.publication.recheck_report.reported import (
    ReportedLot,
    ReportedPerson,
    ReportedRechecks,
    ReportedTasks,
)
from survey_app.wording.speech import Speech
from tests.fonts import needs_font
from tests.pdf_text import text_of

pytestmark = needs_font
RULE = ScoringRule(
    questionnaire="small", version_id="0" * 64, factors=(Factor(code="F1", items=("q11", "q12")),)
)
ROUND = RoundRecord(
    id=1,
    code="thu-2026",
    name_vi="Đợt thử 2026",
    name_en="Trial 2026",
    year=2026,
    state="closed",
    questionnaire_version_id="0" * 64,
    index_plan="x",
    period_start=date(2026, 1, 1),
    period_end=date(2026, 9, 30),
    fieldwork_end=None,
    controller="Sở Nội vụ tỉnh Hà Nam",
    contact="x",
    erase_days=90,
    is_simulated=False,
    asks_position=False,
    allows_unlisted=True,
    levels_descending=False,
)
OFFICES = ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Cựu chiến binh tỉnh")


def rechecked(number, first, again, **facts):
    given = {
        "key": f"i{number:02d}",
        "enumerator": "e1" if number % 2 else "e2",
        "supervisor": "s1" if number % 3 else "s2",
        "unit": "SXD" if number < 10 else "STP",
        "is_contacted": True,
        "has_happened": True,
        "checks": {"person_ok": True, "month_ok": None},
        "first": [int(code) for code in first],
        "again": [int(code) for code in again],
    }
    return RecheckedInterview(**{**given, **facts})


def of_20():
    """20 drawn, 19 reached, one of e1 invented, one of e2 with another person; one chosen."""
    plain = [rechecked(number, "54", "52" if number < 3 else "54") for number in range(17)]
    return (
        *plain,
        rechecked(17, "55", "22", has_happened=False),
        rechecked(18, "44", "44", checks={"person_ok": False, "month_ok": None}),
        rechecked(19, "44", "44", is_contacted=False),
        rechecked(20, "44", "44", selection=Selection.RISK),
    )


def lot(code, **changed):
    values = {
        "code": code,
        "enumerator": "e1",
        "interviews": 50,
        "checked": 9,
        "defective": 1,
        "state": "waits",
        "decided_on": None,
        "decided_by": "",
    }
    return ReportedLot(**{**values, **changed})


@pytest.fixture
def reported():
    lots = (
        lot("2026w41-e1-1"),
        lot(
            "2026w41-e2-1",
            enumerator="e2",
            state="cleared",
            decided_on=date(2026, 11, 2),
            decided_by="Người quyết định mô phỏng",
        ),
    )
    return ReportedRechecks(
        round=ROUND,
        made_at=datetime(2026, 11, 21, 7, 5, tzinfo=UTC),
        plan=recheck_plan(),
        claims=compare_claims(()),
        claim_lots=(),
        response=ClaimResponse(rate=None, without=None, proved=0),
        plan_sha256="a" * 64,
        committed_at=datetime(2026, 10, 1, 1, 0, tzinfo=UTC),
        commitment="b" * 64,
        seed=None,
        tasks=ReportedTasks(drawn=21, locked=20, not_reached=1, waiting=0),
        comparison=compare_interviews(of_20(), rule=RULE, items=("q11", "q12")),
        lots=lots,
        items={"q11": Text(vi="Đủ chỗ ngồi", en="Seats"), "q12": Text(vi="Lịch sự", en="Polite")},
        units={"SXD": "Sở Xây dựng"},
        people={
            "e1": ReportedPerson(name="Điều tra viên mô phỏng 1", organisation="Bưu điện"),
            "s1": ReportedPerson(name="Giám sát viên mô phỏng 1", organisation="MTTQ"),
        },
        offices=OFFICES,
    )


def test_report__figures__are_those_that_were_counted(reported):
    text = text_of(printed_rechecks(reported))

    # 20 of 100 interviews in two lots.
    assert "Đã đóng 2 lô gồm 100 phiếu. Trong đó 20 phiếu (20,0 %)" in plain(text)
    assert "Trong 20 người được rút, đã gặp được 19 người (95,0 %)." in plain(text)
    # 2 of 19; the exact interval is 1.30 to 33.14 %, rounded outward.
    assert "2 phiếu lỗi" in text
    assert "Tỷ lệ là 10,5 %, khoảng tin cậy 95 % là 1,3–33,2. Trong đó 1 phiếu" in plain(text)
    assert "Thêm 1 phiếu được hỏi lại" in text
    # The check of the person was made with 19: one did not fit; that of the month with nobody.
    assert "Đúng người trả lời 19 1 5,3 0,1–26,1" in plain(text)
    assert "month_ok" not in text
    # 18 people, 36 criteria twice; q12 of three people fell from 4 to 2.
    assert "18 người đã trả lời hai lần 36 tiêu chí. Ở 8,3 %" in plain(text)
    assert "lệch +8,3 điểm phần trăm" in text
    assert "q12. Lịch sự 18 16,7" in plain(text)


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (
            ClaimResponse(rate=Fraction(4, 5), without=Fraction(4, 5), proved=0),
            ["Tỷ lệ trả lời (AAPOR RR2) là 80,0 %; chưa có trường hợp nào được xác định là sai."],
        ),
        (
            ClaimResponse(rate=Fraction(4, 5), without=Fraction(5, 6), proved=2),
            [
                (
                    "Tỷ lệ trả lời (AAPOR RR2) là 80,0 %; không tính 2 trường hợp được xác định là"
                    " sai vì không ai đến thì là 83,3 %."
                )
            ],
        ),
        (ClaimResponse(rate=None, without=None, proved=0), []),
    ],
)
def test_claims_section__response_rate__is_told_as_far_as_there_is_one(reported, response, said):
    found = replace(reported, claim_lots=(lot("2026w41-e1-2"),), response=response)

    section = claims_section(found, speech=Speech(language="vi"))

    assert list(section.blocks[0].lines[2:]) == said


def test_report__people__are_named_in_no_order_of_rates_and_signed_for(reported):
    text = plain(text_of(printed_rechecks(reported)))

    # Nine of e1 were reached, as the last one was not; nine of e2 and the other person.
    assert "Điều tra viên mô phỏng 1 10 9 1 11,1" in text
    assert "e2 10 10 1 10,0" in text
    assert "STP 10 9 2 22,2" in text
    assert "Sở Xây dựng 10 10 0 0,0" in text
    assert "Người quyết định mô phỏng, 02/11/2026" in text
    assert "đang phúc tra: 1; không có sai phạm: không còn gì bất lợi cho ai: 1." in text
    ending = text.split("XÁC NHẬN CỦA CÁC BÊN", 1)[1]
    for office in (*OFFICES, ROUND.controller):
        assert all(word in ending for word in office.upper().split())
    assert ending.count("(Ký, ghi rõ họ tên, đóng dấu)") == 3


def test_report__nothing_drawn_yet__says_so_everywhere(reported):
    empty = replace(
        reported,
        tasks=ReportedTasks(drawn=0, locked=0, not_reached=0, waiting=0),
        comparison=compare_interviews((), rule=RULE, items=("q11", "q12")),
        lots=(),
    )

    text = text_of(printed_rechecks(empty))

    assert "Chưa lô nào được đóng" in text
    assert "Chưa gặp được ai nên chưa có tỷ lệ." in text
    assert text.count("Chưa có gì để báo cáo.") == 6
    assert "None" not in text


def test_report__seed__stands_in_it_only_once_it_is_shown(reported):
    seed = "00112233445566778899aabbccddeeff"

    assert "Được công khai khi mọi phiếu đã vào lô." in text_of(printed_rechecks(reported))
    assert seed in text_of(printed_rechecks(replace(reported, seed=seed)))


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")
