"""What has become of a case: each in exactly one class, however many things happened to it."""

from collections import Counter
from dataclasses import replace as changed

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from survey_app.db.assignments import is_open
from survey_app.db.case_outcomes import (
    CaseOrigin,
    CaseOutcome,
    is_replaced,
    outcome,
)
from survey_app.db.engine import transaction
from survey_app.db.fieldwork_cases import fieldwork_cases
from survey_app.db.outcome_counts import OutcomeCount, outcome_counts, round_counts
from survey_app.db.rounds import round_coded
from survey_app.db.tables import Assignment, FrameCase, SampleMember
from tests.survey_app.cases_by_hand import FINAL, ByHand, add_case, replace

DRAWN = ByHand()
CASES = {
    CaseOutcome.COMPLETED: [
        changed(DRAWN, interview="current"),
        changed(DRAWN, interview="corrected"),
        changed(DRAWN, interview="current", attempts=("2.20", "2.11")),
        changed(DRAWN, interview="current", waits_with="other_enumerator"),
        changed(DRAWN, interview="current", is_recalled=True),
        ByHand(on_frame=False, interview="current"),
    ],
    CaseOutcome.WAITING: [
        changed(DRAWN, waits_with="other_enumerator"),
        changed(DRAWN, waits_with="other_enumerator", attempts=("2.11",)),
    ],
    CaseOutcome.REFUSED: [
        changed(DRAWN, attempts=("2.11",)),
        changed(DRAWN, attempts=("2.11", "2.20")),
        changed(DRAWN, attempts=("4.70", "2.11")),
        changed(DRAWN, attempts=("2.11",), interview="voided"),
        changed(DRAWN, attempts=("2.99",)),
        ByHand(on_frame=False, attempts=("2.11",)),
    ],
    CaseOutcome.BROKEN_OFF: [changed(DRAWN, attempts=("2.20", "2.12"))],
    CaseOutcome.MOVED: [changed(DRAWN, attempts=("2.25",))],
    CaseOutcome.NOT_REACHED: [changed(DRAWN, attempts=("2.27",))],
    CaseOutcome.NOT_LOCATED: [
        changed(DRAWN, attempts=("3.18",)),
        changed(DRAWN, attempts=("3.90",)),
    ],
    CaseOutcome.NOT_ELIGIBLE: [
        changed(DRAWN, attempts=("4.70",)),
        changed(DRAWN, attempts=("4.10",)),
    ],
    CaseOutcome.VOIDED: [
        changed(DRAWN, interview="voided"),
        changed(DRAWN, interview="voided", attempts=("2.20",)),
    ],
    CaseOutcome.INVALID: [
        changed(DRAWN, interview="invalid", is_recalled=True),
        ByHand(on_frame=False, interview="invalid", is_recalled=True),
    ],
    CaseOutcome.UNVERIFIED: [
        changed(DRAWN, interview="unverified", attempts=("2.20",), is_recalled=True),
    ],
    CaseOutcome.TRIED: [
        changed(DRAWN, attempts=("2.20", "2.21")),
        changed(DRAWN, attempts=("2.20",), is_recalled=True),
        changed(DRAWN, attempts=("2.20",), is_opened=True),
    ],
    CaseOutcome.BEGUN: [changed(DRAWN, is_opened=True), ByHand(on_frame=False)],
    CaseOutcome.UNTOUCHED: [DRAWN, changed(DRAWN, waits_with="unfinished")],
    CaseOutcome.NOT_ASSIGNED: [
        changed(DRAWN, who=None),
        changed(DRAWN, is_recalled=True),
        changed(DRAWN, is_recalled=True, is_opened=True),
    ],
    CaseOutcome.IN_RESERVE: [changed(DRAWN, sample_list="reserve", who=None)],
}


def _outcomes(world):
    """Origin and outcome of every case that was not there before."""
    with transaction(world.engine, writes=False) as session:
        found = fieldwork_cases(round_coded(session, "thu-2022").id).c
        rows = session.execute(
            select(found.origin, found.outcome).where(
                found.interview_uuid.is_distinct_from(world.case_uuid)
            )
        )
        return [(CaseOrigin(row[0]), CaseOutcome(row[1])) for row in rows]


def _counts(world):
    with transaction(world.engine, writes=False) as session:
        return outcome_counts(session, round_coded(session, "thu-2022").id)


def test_outcome__what_happened__gives_the_one_class(world):
    expected = []
    with transaction(world.engine) as session:
        for said, cases in CASES.items():
            expected += [(*add_case(session, case), said) for case in cases]

        found = fieldwork_cases(round_coded(session, "thu-2022").id).c
        rows = session.execute(select(found.frame_case_id, found.interview_uuid, found.outcome))

    known = set(map(tuple, rows))
    assert [one for one in expected if one not in known] == []
    assert len(known) == len(expected) + 1  # with the one of the small province


def test_outcome__every_class__has_a_case_here():
    assert set(CASES) == set(CaseOutcome) - {CaseOutcome.NOT_DRAWN}


def test_outcome__replaced_because_never_reached__is_not_reached(world):
    with transaction(world.engine) as session:
        tried, _ = add_case(session, ByHand(attempts=("2.20",) * 3, is_recalled=True))
        new, _ = add_case(session, ByHand(sample_list="reserve"))
        replace(session, tried, new)

    assert sorted(_outcomes(world)) == [
        (CaseOrigin.OFFICIAL, CaseOutcome.NOT_REACHED),
        (CaseOrigin.REPLACEMENT, CaseOutcome.UNTOUCHED),
    ]


def test_outcome__replaced_and_interviewed_after_all__is_completed_and_marked(world):
    with transaction(world.engine) as session:
        refused, _ = add_case(session, ByHand(attempts=("2.11",), interview="current"))
        new, _ = add_case(session, ByHand(sample_list="reserve", who=None))
        replace(session, refused, new)

    marked = [one for one in _counts(world) if one.is_replaced]

    assert [(one.outcome, one.cases) for one in marked] == [(CaseOutcome.COMPLETED, 1)]
    assert (CaseOrigin.REPLACEMENT, CaseOutcome.NOT_ASSIGNED) in _outcomes(world)


def test_outcome__in_a_filter__finds_cases_of_the_list_that_were_not_drawn(world):
    with transaction(world.engine) as session:
        add_case(session, DRAWN)
        free, _ = add_case(session, ByHand(sample_list=None, who=None))

        found = session.scalars(
            select(FrameCase.id)
            .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
            .outerjoin(Assignment, Assignment.frame_case_id == FrameCase.id)
            .where(outcome() == CaseOutcome.NOT_DRAWN)
        ).all()

    assert found == [free]


def test_counts__person_on_no_list_and_listed_one_given_out_by_hand__have_their_origin(world):
    with transaction(world.engine) as session:
        add_case(session, ByHand(on_frame=False, unit="STP", interview="current", who="binh"))

    counts = {one.origin: one for one in _counts(world)}

    assert set(counts) == {CaseOrigin.UNLISTED, CaseOrigin.LISTED}
    an, binh = (
        world.one("SELECT id FROM account WHERE username = :w", w=w) for w in ("an", "binh")
    )
    assert counts[CaseOrigin.LISTED] == OutcomeCount(
        round_unit_id=1,
        stratum=None,
        enumerator_id=an,
        origin=CaseOrigin.LISTED,
        is_replaced=False,
        outcome=CaseOutcome.UNTOUCHED,
        cases=1,
    )
    assert counts[CaseOrigin.UNLISTED].enumerator_id == binh


def test_counts__case_taken_back__is_with_nobody(world):
    with transaction(world.engine) as session:
        add_case(session, ByHand(attempts=("2.20",), is_recalled=True))

    found = next(one for one in _counts(world) if one.outcome is CaseOutcome.TRIED)

    assert found.enumerator_id is None


def test_counts__round_without_cases__are_none(world):
    world.change("DELETE FROM assignment")

    assert _counts(world) == ()


def test_counts__another_round__has_none_of_these(world):
    with transaction(world.engine) as session:
        add_case(session, DRAWN)

        assert outcome_counts(session, 99) == ()


ANY_CASE = st.builds(
    ByHand,
    unit=st.sampled_from(["SXD", "STP"]),
    sample_list=st.sampled_from(["official", "official", None]),
    on_frame=st.sampled_from([True, True, True, False]),
    who=st.sampled_from(["an", "binh"]),
    is_recalled=st.booleans(),
    is_opened=st.booleans(),
    attempts=st.lists(st.sampled_from(["2.20", "2.21", *FINAL]), max_size=3).map(tuple),
    interview=st.sampled_from(
        [None, None, "current", "voided", "corrected", "invalid", "unverified"]
    ),
    waits_with=st.sampled_from([None, None, "unfinished", "recalled"]),
)
STILL_OPEN = {
    CaseOutcome.VOIDED,
    CaseOutcome.INVALID,
    CaseOutcome.UNVERIFIED,
    CaseOutcome.TRIED,
    CaseOutcome.BEGUN,
    CaseOutcome.UNTOUCHED,
}


REPLACED = st.sampled_from([None, None, "refused", "voided"])


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases=st.lists(st.tuples(ANY_CASE, REPLACED), min_size=1, max_size=12))
def test_outcome__whatever_happened__is_the_same_in_sets_as_case_by_case(world, cases):
    with transaction(world.engine) as session:
        for case, reason in cases:
            number, _ = add_case(session, case)
            if reason and case.on_frame and case.sample_list:
                new, _ = add_case(session, changed(case, sample_list="reserve"))
                replace(session, number, new, reason=reason)
        add_case(session, ByHand(sample_list="reserve", who=None))
        of_round = round_coded(session, "thu-2022").id

        found = fieldwork_cases(of_round).c
        in_sets = session.execute(
            select(found.frame_case_id, found.interview_uuid, found.outcome, found.is_replaced)
        ).all()
        members = session.execute(
            select(
                SampleMember.frame_case_id, Assignment.interview_uuid, outcome(), is_replaced()
            ).outerjoin(Assignment, Assignment.frame_case_id == SampleMember.frame_case_id)
        ).all()
        others = session.execute(
            select(Assignment.frame_case_id, Assignment.interview_uuid, outcome(), is_replaced())
            .outerjoin(SampleMember, SampleMember.frame_case_id == Assignment.frame_case_id)
            .where(SampleMember.frame_case_id.is_(None))
        ).all()
        session.rollback()

    assert Counter(map(tuple, in_sets)) == Counter(map(tuple, members + others))


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases=st.lists(ANY_CASE, min_size=1, max_size=12))
def test_round_counts__whatever_happened__are_the_sums_of_the_counts(world, cases):
    with transaction(world.engine) as session:
        for case in cases:
            add_case(session, case)
        of_round = round_coded(session, "thu-2022").id

        counts = outcome_counts(session, of_round)
        sums = round_counts(session, of_round)
        session.rollback()

    places, holders = Counter(), Counter()
    for one in counts:
        kind = (one.origin, one.is_replaced, one.outcome)
        places[one.round_unit_id, one.stratum, one.enumerator_id is None, *kind] += one.cases
        if one.enumerator_id is not None:
            holders[one.enumerator_id, *kind] += one.cases
    assert {
        (s.round_unit_id, s.stratum, s.is_nobodys, s.origin, s.is_replaced, s.outcome): s.cases
        for s in sums.places
    } == places
    assert {
        (s.enumerator_id, s.origin, s.is_replaced, s.outcome): s.cases for s in sums.holders
    } == holders


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases=st.lists(ANY_CASE, min_size=1, max_size=12))
def test_counts__whatever_happened__add_up_and_agree_with_the_lists_of_tablets(world, cases):
    with transaction(world.engine) as session:
        for case in cases:
            add_case(session, case)
        number = round_coded(session, "thu-2022").id

        counts = outcome_counts(session, number)
        found = fieldwork_cases(number).c
        rows = session.execute(select(found.interview_uuid, found.outcome)).all()
        on_tablets = set(session.scalars(select(Assignment.interview_uuid).where(is_open())))
        assigned = session.scalar(select(func.count()).select_from(Assignment))
        session.rollback()

    assert sum(one.cases for one in counts) == len(rows) == assigned
    assert Counter(row[1] for row in rows) == Counter(
        {
            one: sum(c.cases for c in counts if c.outcome is one)
            for one in {c.outcome for c in counts}
        }
    )
    for uuid, said in rows:
        if uuid in on_tablets:
            assert CaseOutcome(said) in STILL_OPEN
