"""Each fact by hand: what a respondent says, what is recorded, and whether both fit."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from questionnaires.recheck_questions import recheck_questions
from scoring.recheck.fact_comparison import (
    COMPARED,
    MUST_NOT_BE,
    Asking,
    FirstFacts,
    fact_fits,
)

FIRST = FirstFacts(
    mode="tablet",
    finished_on=date(2022, 10, 3),
    span_ms=30 * 60_000,
    elapsed_ms=8 * 60_000,
    field="Đất đai",
    result_on=date(2022, 5, 31),
    period=(date(2022, 1, 1), date(2022, 9, 30)),
)
ASKING = Asking(asked_on=date(2022, 10, 8), months=1, counted=("interview_happened",))
PAPER = {"mode": "paper"}
NO_CASE = {"field": None, "result_on": None}
NOT_MEASURED = {"elapsed_ms": None}


@pytest.mark.parametrize(
    ("fact", "said", "recorded", "fits"),
    [
        ("interview_happened", "yes", {}, True),
        ("interview_happened", "no", {}, False),
        ("person_ok", "me", {}, True),
        ("person_ok", "close_person", {}, False),
        ("person_ok", "stranger", {}, False),
        # 3 October was 5 days before: 4 to 7 holds it, 0 to 3 misses it by two, 8 to 14 by three.
        ("when_ok", "days_4_7", {}, True),
        ("when_ok", "days_0_3", {}, True),
        ("when_ok", "days_8_14", {}, False),
        ("when_ok", "days_15_", {"finished_on": date(2022, 9, 25)}, True),
        ("when_ok", "days_15_", {"finished_on": date(2022, 9, 26)}, False),
        ("place_ok", "home", {}, True),
        ("place_ok", "phone", {}, False),
        ("place_ok", "phone", {"mode": "phone"}, True),
        ("place_ok", "office", {"mode": "phone"}, False),
        ("place_ok", "home", {"mode": "paper_self"}, None),
        ("procedure_ok", "Đất đai", {}, True),
        (
            "procedure_ok",
            "Đất đai",
            {"field": unicodedata.normalize("NFD", "Đất đai")},
            True,
        ),  # the same, not composed
        ("procedure_ok", "x" * 64, {"field": "x" * 65}, True),
        ("procedure_ok", "Hộ tịch", {}, False),
        ("procedure_ok", "other", {}, False),
        ("procedure_ok", "Đất đai", NO_CASE, None),
        ("month_ok", "2022-05", {}, True),
        ("month_ok", "2022-06", {}, True),
        ("month_ok", "2022-04", {}, True),
        ("month_ok", "2022-07", {}, False),
        ("month_ok", "2021-12", {"result_on": date(2022, 1, 1)}, True),
        ("month_ok", "none", {}, None),
        ("month_ok", "2022-05", NO_CASE, None),
        # Outside of January to September: October is one month from September, May is far away.
        ("month_ok", "other", {}, False),
        ("month_ok", "other", {"result_on": date(2022, 9, 1)}, True),
        ("month_ok", "other", {"result_on": date(2022, 1, 31)}, True),
        ("month_ok", "other", {"result_on": date(2022, 2, 1)}, False),
        ("month_ok", "other", {"result_on": date(2021, 5, 1)}, True),
        ("result_received", "yes", {}, True),
        ("result_received", "no", {}, False),
        ("result_received", "no", NO_CASE, None),
        ("answered_by_ok", "asked", {}, True),
        ("answered_by_ok", "alone_on_tablet", {}, True),
        ("answered_by_ok", "alone_on_paper", {}, False),
        ("answered_by_ok", "somebody_else", {}, False),
        ("answered_by_ok", "alone_on_tablet", {"mode": "online_form"}, True),
        ("answered_by_ok", "alone_on_tablet", {"mode": "phone"}, False),
        ("answered_by_ok", "alone_on_paper", PAPER, False),
        ("answered_by_ok", "asked", PAPER, True),
        ("answered_by_ok", "alone_on_paper", {"mode": "paper_self"}, True),
        ("answered_by_ok", "asked", {"mode": "paper_self"}, False),
        ("answered_by_ok", "somebody_else", {"mode": "paper_self"}, False),
        # 8 minutes: half and twice each class hold it up to 20 minutes.
        ("duration_ok", "minutes_3_10", {}, True),
        ("duration_ok", "minutes_0_3", {}, False),
        ("duration_ok", "minutes_0_3", {"elapsed_ms": 6 * 60_000}, True),
        ("duration_ok", "minutes_0_3", {"elapsed_ms": 6 * 60_000 + 1}, False),
        ("duration_ok", "minutes_10_20", {"elapsed_ms": 5 * 60_000}, True),
        ("duration_ok", "minutes_10_20", {"elapsed_ms": 5 * 60_000 - 1}, False),
        ("duration_ok", "minutes_20_", {"elapsed_ms": 10 * 60_000}, True),
        ("duration_ok", "minutes_20_", {"elapsed_ms": 90 * 60_000}, True),
        # Half an hour from begin to end may have been three minutes, and not an hour.
        ("duration_ok", "minutes_0_3", NOT_MEASURED, None),
        ("duration_ok", "minutes_10_20", NOT_MEASURED, True),
        ("duration_ok", "minutes_20_", {**NOT_MEASURED, "span_ms": 9 * 60_000}, False),
        ("duration_ok", "minutes_3_10", PAPER, None),
        ("official_present", "yes", {}, None),
        ("pressure", "no", {}, None),
        ("asked_by_nobody", "yes", {}, None),
    ],
)
def test_fact__said_and_recorded__fits_or_not(fact, said, recorded, fits):
    assert fact_fits(fact, said, first=replace(FIRST, **recorded), asking=ASKING) is fits


@pytest.mark.parametrize("fact", sorted(MUST_NOT_BE))
def test_fact__that_the_plan_counts__must_not_have_been(fact):
    counting = replace(ASKING, counted=(fact,))

    assert fact_fits(fact, "yes", first=FIRST, asking=counting) is False
    assert fact_fits(fact, "no", first=FIRST, asking=counting) is True


def test_facts__all_that_are_asked__are_compared_and_unsure_says_nothing():
    asked = [fact.code for fact in recheck_questions().facts]

    assert {*COMPARED, *MUST_NOT_BE} == set(asked)
    assert {fact_fits(fact, "unsure", first=FIRST, asking=ASKING) for fact in asked} == {None}


def test_facts__every_word_that_is_offered__is_understood():
    strange = replace(FIRST, mode="phone")
    silent = {"none"}  # of a month: there is no result yet, which result_received says

    for fact in recheck_questions().facts:
        for choice in fact.choices:
            if choice.word in {"unsure"} | silent:
                continue
            counting = replace(ASKING, counted=(fact.code,))
            assert fact_fits(fact.code, choice.word, first=strange, asking=counting) is not None
