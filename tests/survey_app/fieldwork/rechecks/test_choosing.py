"""Who re-checks what: never one's own side, within the limits of a day, by repeatable chance."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.fieldwork.rechecks.choosing import (
    DrawnInterview,
    NobodyMay,
    Side,
    Supervisor,
    TaskRule,
    give_out,
)

MONDAY = datetime(2022, 10, 3, 2, 0, tzinfo=UTC)
TODAY = date(2022, 10, 10)
SEED = "00112233445566778899aabbccddeeff"
POST, FRONT, VETERANS = "Bưu điện tỉnh", "MTTQ tỉnh", "Hội CCB tỉnh"


def drawn(number, *, hours=0, made_by=((POST, ()),), unit=1, district="", before=(), lot=()):
    return DrawnInterview(
        uuid=UUID(int=number),
        interviewed_at=MONDAY + timedelta(hours=hours),
        unit_id=unit,
        district=district,
        made_by=tuple(Side(organisation=one, teams=frozenset(teams)) for one, teams in made_by),
        checked_by=frozenset(before),
        better_not=frozenset(lot),
    )


def who(number, *, of=FRONT, teams=(), areas=(), tied=(), loads=(), tasks=0):
    return Supervisor(
        account_id=number,
        side=Side(organisation=of, teams=frozenset(teams)),
        areas=frozenset(areas),
        tied_unit_ids=frozenset(tied),
        loads={TODAY + timedelta(days=day): load for day, load in enumerate(loads)},
        tasks=tasks,
    )


def rule(most=8):
    return TaskRule(hours=48, latest_days=7, first_day=TODAY, most_a_day=most)


def chance(interview, supervisor):
    text = f"{SEED}|assign|{interview.uuid}|s{supervisor.account_id}"
    return hashlib.sha256(text.encode()).hexdigest()


def only(interview, *supervisors, most=8):
    return give_out([interview], supervisors, seed=SEED, rule=rule(most))


def test_give_out__several_may__the_smallest_hash_of_seed_interview_and_account_has_it():
    people = [who(number) for number in range(1, 6)]
    taken = {}
    for number in range(1, 30):
        interview = drawn(number)
        (task,) = only(interview, *people).given
        taken[number] = task.supervisor_id
        hashes = {one.account_id: chance(interview, one) for one in people}
        assert task.supervisor_id == min(hashes, key=hashes.__getitem__)

    assert set(taken.values()) == {1, 2, 3, 4, 5}


def test_give_out__a_task__has_the_day_and_the_times_of_the_plan():
    (task,) = only(drawn(1, hours=5), who(1)).given

    assert task.work_day == TODAY
    assert task.due_at == datetime(2022, 10, 5, 7, 0, tzinfo=UTC)
    assert task.latest_at == datetime(2022, 10, 10, 7, 0, tzinfo=UTC)


def test_give_out__more_than_a_day_holds__the_earliest_interviews_come_first():
    interviews = [drawn(number, hours=-number) for number in range(1, 12)]

    tasks = give_out(interviews, [who(1, loads=(6, 7))], seed=SEED, rule=rule()).given

    days = Counter((one.work_day - TODAY).days for one in tasks)
    assert days == {0: 2, 1: 1, 2: 8}
    assert [one.interview_uuid.int for one in tasks] == list(range(11, 0, -1))
    assert [one.work_day for one in tasks] == sorted(one.work_day for one in tasks)


def test_give_out__somebody_has_less_on_the_day__gets_it_whatever_chance_says():
    people = [who(1, loads=(3,)), who(2, loads=(2,), tasks=50), who(3, loads=(3,))]

    assert {only(drawn(one), *people).given[0].supervisor_id for one in range(9)} == {2}


@pytest.mark.parametrize(
    ("interview", "people", "why"),
    [
        (drawn(1), [], NobodyMay.NO_SUPERVISOR),
        (drawn(1), [who(1, of="  bưu điện  TỈNH")], NobodyMay.OWN_SIDE),
        (
            drawn(1, made_by=((POST, ("Đội 1", "Đội 2")),)),
            [who(1, teams=("ĐỘI 2",))],
            NobodyMay.OWN_SIDE,
        ),
        (drawn(1, made_by=((POST, ()), (FRONT, ()))), [who(1)], NobodyMay.OWN_SIDE),
        (drawn(1, unit=3), [who(1, tied=(2, 3)), who(2, of=POST)], NobodyMay.TIED),
        (drawn(1, before=(1,)), [who(1), who(2, of=POST)], NobodyMay.CHECKED_BEFORE),
    ],
)
def test_give_out__nobody_may__says_why(interview, people, why):
    result = only(interview, *people)

    assert result.given == ()
    assert result.left == ((interview, why),)


def test_give_out__who_works_there_or_has_not_seen_the_lot__comes_first_and_others_if_none():
    near, far, anywhere = who(1, areas=("Phủ Lý",)), who(2, areas=("Kim Bảng",)), who(3)
    here = [drawn(one, district="phủ  lý") for one in range(20)]

    def takers(interviews, *people):
        given = [only(one, *people).given[0].supervisor_id for one in interviews]
        return set(given)

    assert takers(here, near, far, anywhere) == {1, 3}
    assert takers(here, far) == {2}
    assert takers([drawn(one) for one in range(20)], near, far) == {1, 2}
    assert takers([drawn(one, lot=(1, 3)) for one in range(20)], near, far, anywhere) == {2}
    assert takers([drawn(one, lot=(1,)) for one in range(20)], near) == {1}


SIDES = st.tuples(st.sampled_from([POST, FRONT, VETERANS]), st.sets(st.sampled_from("abc")))
interviews = st.lists(
    st.builds(
        drawn,
        st.integers(1, 99),
        hours=st.integers(0, 60),
        made_by=st.lists(SIDES, min_size=1, max_size=2),
        unit=st.integers(1, 3),
        district=st.sampled_from(["", "Phủ Lý", "Kim Bảng"]),
        before=st.sets(st.integers(1, 4), max_size=1),
        lot=st.sets(st.integers(1, 4), max_size=2),
    ),
    max_size=14,
    unique_by=lambda one: one.uuid,
)
people = st.lists(
    st.builds(
        who,
        st.integers(1, 4),
        of=st.sampled_from([POST, FRONT, VETERANS]),
        teams=st.sets(st.sampled_from("abc"), max_size=1),
        areas=st.sets(st.sampled_from(["Phủ Lý", "Kim Bảng"])),
        tied=st.sets(st.integers(1, 3), max_size=1),
        loads=st.lists(st.integers(0, 3), max_size=2),
        tasks=st.integers(0, 5),
    ),
    max_size=4,
    unique_by=lambda one: one.account_id,
)


def allowed(interview, one):
    sides = [by for by in interview.made_by if by.organisation == one.side.organisation]
    teams = [by for by in interview.made_by if by.teams & one.side.teams]
    return not (
        sides
        or teams
        or interview.unit_id in one.tied_unit_ids
        or one.account_id in interview.checked_by
    )


def by_hand(interviews, people, most):
    """The same once more, by trying day after day."""
    loads = {one.account_id: Counter(one.loads) for one in people}
    tasks = {one.account_id: one.tasks for one in people}
    result = {}
    begin = f"{SEED}|assign|"
    for one in sorted(
        interviews,
        key=lambda one: (
            one.interviewed_at,
            hashlib.sha256(f"{begin}{one.uuid}".encode()).hexdigest(),
        ),
    ):
        may = [each for each in people if allowed(one, each)]
        may = [each for each in may if each.account_id not in one.better_not] or may
        near = [
            each for each in may if not one.district or not each.areas or one.district in each.areas
        ]
        may, day = near or may, TODAY
        while may and one.uuid not in result:
            free = [each.account_id for each in may if loads[each.account_id][day] < most]
            hashes = {each.account_id: chance(one, each) for each in may}
            for number in sorted(free, key=lambda n: (loads[n][day], tasks[n], hashes[n]))[:1]:
                loads[number][day] += 1
                tasks[number] += 1
                result[one.uuid] = (number, day)
            day += timedelta(days=1)
    return result


@settings(max_examples=200, deadline=None)
@given(interviews=interviews, people=people, most=st.integers(1, 3), order=st.randoms())
def test_give_out__anybody_and_anything__is_what_trying_day_after_day_gives(
    interviews, people, most, order
):
    result = give_out(interviews, people, seed=SEED, rule=rule(most))

    found = {one.interview_uuid: (one.supervisor_id, one.work_day) for one in result.given}
    assert found == by_hand(interviews, people, most)
    assert {one.uuid for one, _ in result.left} == {one.uuid for one in interviews} - found.keys()
    for one, _ in result.left:
        assert not any(allowed(one, each) for each in people)
    shuffled, others = [*interviews], [*people]
    order.shuffle(shuffled)
    order.shuffle(others)
    again = give_out(shuffled, others, seed=SEED, rule=rule(most))
    assert set(again.given) == set(result.given)


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 40),
    number=st.integers(1, 5),
    seed=st.integers(0, 2**128 - 1).map("{:032x}".format),
)
def test_give_out__all_may__days_are_filled_evenly_and_never_beyond(count, number, seed):
    supervisors = [who(one) for one in range(1, number + 1)]

    tasks = give_out([drawn(one) for one in range(count)], supervisors, seed=seed, rule=rule(4))

    loads = Counter((one.supervisor_id, one.work_day) for one in tasks.given)
    totals = Counter(one.supervisor_id for one in tasks.given)
    assert len(tasks.given) == count
    assert max(loads.values(), default=0) <= 4
    if count:
        counts = [totals[one] for one in range(1, number + 1)]
        assert max(counts) - min(counts) <= 1


def test_give_out__another_seed__gives_other_people():
    interviews, people = [drawn(one) for one in range(12)], [who(one) for one in range(1, 4)]

    first, second = (
        {
            one.interview_uuid: one.supervisor_id
            for one in give_out(interviews, people, seed=seed, rule=rule()).given
        }
        for seed in (SEED, SEED[::-1])
    )

    assert first != second
