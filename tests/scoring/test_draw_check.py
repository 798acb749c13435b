"""A published sample agrees, or every way in which it does not is told with its place."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Fault
from scoring.draw import Draw, DrawnStratum, SampleList, draw_sample
from scoring.draw_check import (
    DrawDifferences,
    PublishedDraw,
    PublishedMember,
    check_draw,
    printed_weight,
)
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_seed import commitment_of, seed_text
from scoring.frame_list import FrameCase

SEED = "000102030405060708090a0b0c0d0e0f"
OTHER = "f" * 32
CASES = [FrameCase(case_id=f"a{number}", stratum="A") for number in range(5)] + [
    FrameCase(case_id=f"b{number}", stratum="B") for number in range(3)
]
PLAN = DrawPlan(
    list_name="thu-2022",
    method=Method.STRATIFIED,
    targets=(
        StratumTarget(stratum="A", official=2, reserve=1),
        StratumTarget(stratum="B", official=1, reserve=1),
    ),
)
DRAW = draw_sample(CASES, plan=PLAN, seed=SEED)


def published(draw: Draw = DRAW, **changes: object) -> PublishedDraw:
    document = PublishedDraw(
        list_name=draw.list_name,
        method=draw.method,
        order=draw.order,
        cases=sum(one.population for one in draw.strata),
        list_sha256=draw.list_sha256,
        commitment=draw.commitment,
        seed=draw.seed,
        strata=draw.strata,
    )
    return replace(document, **changes)


def listed(draw: Draw = DRAW) -> list[PublishedMember]:
    """The sample as its file holds it, from row 2 on."""
    return [
        PublishedMember(
            row=row,
            case_id=member.case_id,
            stratum=member.stratum,
            sample_list=member.sample_list,
            place=member.place,
            weight=printed_weight(member.weight),
        )
        for row, member in enumerate(draw.members, start=2)
    ]


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    assert all(fault.message_text and fault.repair_text for fault in faults)
    return [(fault.where, fault.code) for fault in faults]


def check(
    document: PublishedDraw | None = None,
    *,
    cases: list[FrameCase] = CASES,
    sample: list[PublishedMember] | None = None,
) -> DrawDifferences:
    return check_draw(
        document or published(), cases=cases, sample=listed() if sample is None else sample
    )


@pytest.mark.parametrize("method", Method)
@given(st.binary(min_size=16, max_size=16).map(seed_text), st.randoms(use_true_random=False))
def test_check__what_was_drawn__agrees_in_any_order_of_rows(method, seed, random):
    is_simple = method is Method.SIMPLE
    cases = [replace(case, stratum="" if is_simple else case.stratum) for case in CASES]
    targets = (StratumTarget(stratum="", official=3, reserve=2),)
    plan = replace(
        PLAN,
        method=method,
        order="name",
        targets=targets if is_simple else PLAN.targets,
    )
    draw = draw_sample(cases, plan=plan, seed=seed)
    sample = listed(draw)
    random.shuffle(sample)

    found = check_draw(published(draw), cases=random.sample(cases, len(cases)), sample=sample)

    assert found == DrawDifferences()
    assert found.total == 0


def test_check__other_seed_than_promised__is_told_and_members_are_compared():
    found = check(published(seed=OTHER))

    assert told(found.document) == [("seed", "seed_breaks_commitment")]
    assert found.document[0].details == {
        "found": commitment_of(OTHER),
        "promised": commitment_of(SEED),
    }
    again = draw_sample(CASES, plan=PLAN, seed=OTHER)
    assert [row.case_id for row in again.members] != [row.case_id for row in DRAW.members]
    assert found.sample


def test_check__other_seed_with_its_own_commitment__differs_in_the_members():
    """Somebody who replaces seed and commitment together is caught by who was published."""
    found = check(published(seed=OTHER, commitment=commitment_of(OTHER)))

    assert found.document == ()
    assert found.sample


def test_check__seed_not_revealed__list_is_checked_and_members_are_not():
    found = check(published(seed=None), cases=CASES[:-1])

    assert told(found.document) == [("seed", "seed_not_revealed")]
    assert told(found.cases) == [
        ("all rows", "list_hash"),
        ("all rows", "number_of_cases"),
        ("stratum “B”", "population"),
    ]
    assert told(found.sample) == [("all rows", "not_redrawn")]
    assert found.total == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda cases: [replace(cases[0], order_key="x"), *cases[1:]],
        lambda cases: [replace(cases[0], case_id="z"), *cases[1:]],
    ],
    ids=["order-key", "id"],
)
def test_check__list_changed_without_its_counts__shows_in_its_hash(
    change: Callable[[list[FrameCase]], list[FrameCase]],
):
    found = check(cases=change(CASES))

    assert told(found.cases) == [("all rows", "list_hash")]


def test_check__document_says_other_counts__is_told():
    strata = (DRAW.strata[0], replace(DRAW.strata[1], population=4))

    found = check(published(strata=strata, cases=9))

    assert told(found.cases) == [
        ("all rows", "number_of_cases"),
        ("stratum “B”", "population"),
    ]
    assert (found.document, found.sample) == ((), ())


def test_check__targets_that_the_list_cannot_give__are_told_and_nothing_is_redrawn():
    strata = (
        DRAW.strata[0],
        DrawnStratum(stratum="C", population=3, official=1, reserve=0),
    )

    found = check(published(strata=strata))

    assert told(found.document) == [
        ("stratum “B”", "stratum_without_target"),
        ("stratum “C”", "stratum_empty"),
    ]
    assert found.cases == ()
    assert told(found.sample) == [("all rows", "not_redrawn")]


def test_check__case_twice_in_the_list__is_told_under_the_list():
    found = check(cases=[*CASES, CASES[0]])

    assert ("case “a0”", "case_twice") in told(found.cases)
    assert told(found.sample) == [("all rows", "not_redrawn")]


def test_check__one_target_changed__shows_who_would_have_been_drawn():
    strata = (replace(DRAW.strata[0], official=3, reserve=0), DRAW.strata[1])

    found = check(published(strata=strata))

    by_case = {fault.details["case"]: fault.code for fault in found.sample}
    assert set(by_case) == {row.case_id for row in listed() if row.stratum == "A"}
    assert {"list", "place", "weight"} == {fault.code for fault in found.sample}


def changed(index: int, **changes: object) -> list[PublishedMember]:
    sample = listed()
    sample[index] = replace(sample[index], **changes)
    return sample


NOT_DRAWN = next(
    case.case_id
    for case in CASES
    if case.case_id not in {member.case_id for member in DRAW.members}
)


@pytest.mark.parametrize(
    ("sample", "differences"),
    [
        (changed(0, place=2), [("row 2, place", "place")]),
        (changed(2, sample_list=SampleList.OFFICIAL), [("row 4, list", "list")]),
        (changed(1, stratum="B"), [("row 3, stratum", "stratum")]),
        (changed(1, weight=Decimal("2.4")), [("row 3, weight", "weight")]),
        (listed()[1:], [("stratum “A”, official, place 1", "left_out")]),
        ([*listed(), replace(listed()[0], row=7)], [("row 7, case_id", "case_twice")]),
        (
            changed(0, case_id=NOT_DRAWN),
            [("row 2, case_id", "not_drawn"), ("stratum “A”, official, place 1", "left_out")],
        ),
        (
            changed(0, case_id="nobody"),
            [("row 2, case_id", "unknown_case"), ("stratum “A”, official, place 1", "left_out")],
        ),
        (
            changed(0, place=9, weight=Decimal(1), stratum="?", sample_list=SampleList.RESERVE),
            [
                ("row 2, stratum", "stratum"),
                ("row 2, list", "list"),
                ("row 2, place", "place"),
                ("row 2, weight", "weight"),
            ],
        ),
    ],
)
def test_check__one_row_changed__is_told_with_its_place(sample, differences):
    found = check(sample=sample)

    assert told(found.sample) == differences
    assert (found.document, found.cases) == ((), ())


def test_check__systematic__says_how_a_stranger_came_in():
    plan = replace(PLAN, method=Method.SYSTEMATIC, order="name")
    draw = draw_sample(CASES, plan=plan, seed=SEED)
    strangers = {case.case_id for case in CASES} - {member.case_id for member in draw.members}
    sample = listed(draw)
    sample[0] = replace(sample[0], case_id=min(strangers))

    found = check_draw(published(draw), cases=CASES, sample=sample)

    assert [fault.code for fault in found.sample] == ["not_drawn_systematic", "left_out"]


def test_check__two_reserves_exchanged__both_places_are_told():
    cases = [FrameCase(case_id=f"{number}") for number in range(4)]
    plan = DrawPlan(
        list_name="x",
        method=Method.SIMPLE,
        targets=(StratumTarget(stratum="", official=1, reserve=3),),
    )
    draw = draw_sample(cases, plan=plan, seed=SEED)
    sample = listed(draw)
    sample[1], sample[2] = (
        replace(sample[1], case_id=sample[2].case_id),
        replace(sample[2], case_id=sample[1].case_id),
    )

    found = check_draw(published(draw), cases=cases, sample=sample)

    assert told(found.sample) == [("row 3, place", "place"), ("row 4, place", "place")]


@pytest.mark.parametrize(
    ("weight", "printed"),
    [(Fraction(5, 2), "2.500000"), (Fraction(8, 3), "2.666667"), (Fraction(1), "1.000000")],
)
def test_printed_weight__has_six_decimals(weight, printed):
    assert f"{printed_weight(weight):f}" == printed


def test_check__weight_written_shorter__is_the_same_number():
    found = check(sample=changed(0, weight=Decimal("2.5")))

    assert found.total == 0
