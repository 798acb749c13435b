"""Lots of claimed refusals and absences, and when what a respondent says makes one defective."""

import hashlib
from datetime import date
from fractions import Fraction

import pytest

from scoring.plans.canonical import plan_version
from scoring.plans.reading import read_plan
from scoring.recheck.claim_comparison import (
    ClaimSaid,
    ClaimVerdict,
    RecheckedClaim,
    cases_without_false,
    claim_verdict,
    compare_claims,
)
from scoring.recheck.claim_lots import (
    Claim,
    ClaimKind,
    ClaimsBefore,
    claim_uuid,
    form_claim_lots,
    week_end,
)
from scoring.recheck.interviews import Selection
from scoring.recheck.lot_draw import LotInterview, draw_lot
from scoring.recheck.lot_forming import FormedLot
from scoring.recheck.recheck_plan import ClaimsPlan, recheck_plan
from scoring.response_rates import Cases, response_rates

OF_CLAIMS = recheck_plan("hai-long-2").claims
NOBODY = ClaimsBefore(drawn={}, lots={})
MONDAY, SUNDAY, NEXT = date(2022, 10, 3), date(2022, 10, 9), date(2022, 10, 10)
SEED = "00112233445566778899aabbccddeeff"


def plan() -> ClaimsPlan:
    assert OF_CLAIMS is not None
    return OF_CLAIMS


def claims(who: str, kind: ClaimKind, number: int, *, day: date = MONDAY) -> list[Claim]:
    return [
        Claim(uuid=f"{who}-{kind}-{day.day}-{n:02}", enumerator=who, kind=kind, day=day)
        for n in range(number)
    ]


def formed(
    waiting: list[Claim], *, today: date, is_over: bool = False, before: ClaimsBefore = NOBODY
) -> tuple[FormedLot, ...]:
    return form_claim_lots(waiting, plan=plan(), today=today, is_over=is_over, before=before)


def drawn(lot: FormedLot) -> dict[str, int]:
    return {one.name: one.drawn for one in lot.strata}


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2022, 10, 3), date(2022, 10, 10)),
        (date(2022, 10, 9), date(2022, 10, 10)),
        (date(2022, 12, 31), date(2023, 1, 2)),
    ],
)
def test_week_end__any_day_of_it__is_the_next_monday(day: date, end: date) -> None:
    assert week_end(day) == end


def test_form__week_that_is_over__is_one_lot_of_two_strata() -> None:
    waiting = claims("e1", ClaimKind.REFUSED, 21) + claims("e1", ClaimKind.NOT_MET, 4, day=SUNDAY)

    [lot] = formed(waiting, today=NEXT)

    assert (lot.code, lot.number) == ("2022w40-e1-c1", 1)
    # A tenth, rounded up: 3 of 21 and 1 of 4; that is more than the 3 of the round.
    assert drawn(lot) == {"not_met": 1, "refused": 3}


def test_form__few_claims__get_the_minimum_of_the_round_once() -> None:
    first = claims("e1", ClaimKind.REFUSED, 5)
    later = claims("e1", ClaimKind.REFUSED, 5, day=NEXT)

    [one] = formed(first, today=NEXT)
    both = formed(first + later, today=NEXT, is_over=True)
    [second] = formed(
        later,
        today=NEXT,
        is_over=True,
        before=ClaimsBefore(drawn={"e1": 3}, lots={("e1", "2022w41"): 2}),
    )

    assert [drawn(lot) for lot in (one, *both)] == [{"refused": 3}, {"refused": 3}, {"refused": 1}]
    assert (second.code, drawn(second)) == ("2022w41-e1-c3", {"refused": 1})


def test_form__week_that_runs__waits_until_it_or_field_work_is_over() -> None:
    waiting = claims("e1", ClaimKind.REFUSED, 2) + claims("e2", ClaimKind.NOT_MET, 1)

    assert formed(waiting, today=SUNDAY) == ()
    assert [lot.code for lot in formed(waiting, today=SUNDAY, is_over=True)] == [
        "2022w40-e1-c1",
        "2022w40-e2-c1",
    ]


def test_claim_uuid__of_an_interview__is_the_hash_of_both_words_and_no_interview() -> None:
    digest = hashlib.sha256(b"claim|a1").hexdigest()[:32]

    found = claim_uuid("A1")

    assert found.replace("-", "") == digest
    assert claim_uuid(found) != found


def test_draw__lot_of_claims__is_that_of_twenty_lines_by_hand() -> None:
    [lot] = formed(claims("e1", ClaimKind.REFUSED, 12), today=NEXT)
    members = [LotInterview(uuid=u, stratum=one.name) for one in lot.strata for u in one.uuids]

    made = draw_lot(
        members, lot_id=lot.code, seed=SEED, rule={one.name: one.rule for one in lot.strata}
    )

    order = sorted(
        (one.uuid for one in members),
        key=lambda uuid: hashlib.sha256(f"{SEED}|{lot.code}|{uuid}".encode()).hexdigest(),
    )
    assert [one.uuid for one in made.placed] == order
    assert [one.uuid for one in made.placed if one.is_drawn] == order[:3]
    assert made.placed[0].probability == Fraction(3, 12)
    lines = sorted(f"{uuid}\trefused\t\n" for uuid in order)
    assert made.lot_sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()


HOLDS, NOT_SO, NEVER = (False, False), (True, False), (True, True)


@pytest.mark.parametrize(
    ("came", "answer", "other", "refused", "not_met"),
    [
        ("never_at_home", None, "nobody", NEVER, NEVER),
        ("never_away", None, "nobody", NEVER, HOLDS),
        ("yes", "answered", "nobody", NOT_SO, NOT_SO),
        ("yes", "refused", "nobody", HOLDS, NOT_SO),
        ("yes", "later", "nobody", HOLDS, NOT_SO),
        ("yes", "not_asked", "nobody", NOT_SO, HOLDS),
        ("yes", "unsure", "nobody", HOLDS, HOLDS),
        ("unsure", "not_asked", "nobody", NOT_SO, HOLDS),
        ("unsure", "unsure", "nobody", HOLDS, HOLDS),
        ("never_at_home", None, "refused", HOLDS, HOLDS),
        ("never_at_home", None, "absent", HOLDS, HOLDS),
        ("never_at_home", None, "unsure", HOLDS, HOLDS),
        ("yes", "answered", "absent", HOLDS, HOLDS),
    ],
)
def test_verdict__what_is_said__against_both_kinds(
    came: str,
    answer: str | None,
    other: str,
    refused: tuple[bool, bool],
    not_met: tuple[bool, bool],
) -> None:
    said = ClaimSaid(came=came, answer=answer, other=other)

    found = [claim_verdict(said, kind=kind, was_spoken_to=False) for kind in ClaimKind]

    assert [(one.is_defective, one.is_false) for one in found] == [refused, not_met]


def test_verdict__appointment_that_came_to_nothing__is_an_absence_as_claimed() -> None:
    said = ClaimSaid(came="yes", answer="later", other="nobody")

    found = claim_verdict(said, kind=ClaimKind.NOT_MET, was_spoken_to=True)

    assert not found.is_defective


def rechecked(who: str, kind: ClaimKind, verdict: ClaimVerdict | None, **more: object):
    values = {"key": "k", "supervisor": "S", "selection": Selection.RANDOM, **more}
    return RecheckedClaim(enumerator=who, kind=kind, verdict=verdict, **values)


def test_compare__claims__random_ones_by_enumerator_and_kind_with_exact_intervals() -> None:
    holds, false = (
        ClaimVerdict(is_defective=False, is_false=False),
        ClaimVerdict(is_defective=True, is_false=True),
    )
    made = [rechecked("an", ClaimKind.REFUSED, false)]
    made += [rechecked("an", ClaimKind.NOT_MET, holds) for _ in range(9)]
    made += [rechecked("an", ClaimKind.REFUSED, None)]
    made += [rechecked("binh", ClaimKind.REFUSED, false, selection=Selection.RISK)]

    found = compare_claims(made)

    rate = found.whole.defective
    assert (found.whole.drawn, rate.count, rate.of, found.whole.never) == (11, 1, 10, 1)
    assert rate.bounds is not None
    # R: binom.test(1, 10)$conf.int
    assert (rate.bounds.low, rate.bounds.high) == pytest.approx((0.002528579, 0.445016117))
    assert set(found.enumerators) == {"an"}
    assert found.kinds[ClaimKind.REFUSED].defective.of == 1
    assert compare_claims(()).whole.defective.rate is None


def test_response__without_false_claims__leaves_them_out_of_the_formula() -> None:
    cases = Cases(complete=60, refusal=20, non_contact=20)

    left = cases_without_false(cases, refused=5, not_met=15)

    assert response_rates(cases).rr2 == Fraction(60, 100)
    assert response_rates(left).rr2 == Fraction(60, 80)
    with pytest.raises(ValueError, match="refusal"):
        cases_without_false(cases, refused=21, not_met=0)


def test_plan__with_claims__is_another_version_and_without_them_the_one_of_before() -> None:
    before = "02cdcdeffe635f1246fabf05c5eaffb8e879bff0a3eca6837feb5b3f95d72e93"
    with_claims = recheck_plan("hai-long-2")
    without = with_claims.model_copy(update={"claims": None, "id": "hai-long-1"})

    assert plan_version(recheck_plan("hai-long-1")) == before == plan_version(without)
    assert recheck_plan() == with_claims
    assert plan_version(with_claims) != before
    assert (plan().share_percent, plan().minimum_per_enumerator) == (10, 3)


def test_read_plan__claims_that_are_wrong__all_faults_with_their_lines() -> None:
    text = recheck_plan("hai-long-2").model_dump_json(indent=2)
    wrong = text.replace('"latest_days": 7\n    }', '"latest_days": 1\n    }')

    reading = read_plan(wrong.encode())

    assert reading.plan is None
    assert [fault.code for fault in reading.faults] == ["latest_before_usual"]
