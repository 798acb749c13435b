"""Samples that anyone can draw again: counts, order, and what must not change them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.allocation import AllocationRule, allocate, allocate_reserve
from scoring.draw import Draw, SampleList, draw_sample
from scoring.draw_json import draw_document, draw_json
from scoring.draw_plan import DrawPlan, Method, StratumTarget, stratum_targets
from scoring.draw_problems import DrawRefused
from scoring.draw_seed import seed_text
from scoring.frame_list import FrameCase, list_sha256
from tests.scoring.drawn_by_hand import Row, by_keys, by_steps, list_hash

SEED = "000102030405060708090a0b0c0d0e0f"
SEEDS = st.binary(min_size=16, max_size=16).map(seed_text)
METHODS = st.sampled_from([Method.STRATIFIED, Method.SYSTEMATIC])


def frame(*rows: str) -> list[FrameCase]:
    """Cases from `id stratum order`, the last one or two left out where they do not matter."""
    return [
        FrameCase(**dict(zip(("case_id", "stratum", "order_key"), row.split(), strict=False)))
        for row in rows
    ]


def plan(method: Method = Method.STRATIFIED, **targets: tuple[int, int]) -> DrawPlan:
    return DrawPlan(
        list_name="thu-2022",
        method=method,
        order="date of the result" if method is Method.SYSTEMATIC else "",
        targets=tuple(
            StratumTarget(stratum=stratum, official=official, reserve=reserve)
            for stratum, (official, reserve) in targets.items()
        ),
    )


def rows(draw: Draw) -> list[Row]:
    return [(m.case_id, m.stratum, m.sample_list.value, m.place) for m in draw.members]


@st.composite
def drawable(composer: st.DrawFn) -> tuple[list[FrameCase], DrawPlan]:
    """A list with up to four strata, and targets that it can give."""
    cases, targets = [], {}
    for stratum in composer(st.sets(st.sampled_from(["A", "B", "C", "Đ đ"]), min_size=1)):
        population = composer(st.integers(1, 12))
        keys = composer(st.lists(st.integers(1, 5), min_size=population, max_size=population))
        cases += [
            FrameCase(case_id=f"{stratum}{number}", stratum=stratum, order_key=f"2022-0{key}")
            for number, key in enumerate(keys)
        ]
        official = composer(st.integers(0, population))
        reserve = composer(st.integers(0, population - official)) if official else 0
        targets[stratum] = (official, reserve)
    return cases, plan(composer(METHODS), **targets)


def by_hand(cases: Iterable[FrameCase], made: DrawPlan, *, seed: str) -> list[Row]:
    plain = [(case.case_id, case.stratum, case.order_key) for case in cases]
    targets = {one.stratum: (one.official, one.reserve) for one in made.targets}
    walk = by_steps if made.method is Method.SYSTEMATIC else by_keys
    return walk(plain, targets, seed=seed, name=made.list_name)


@given(drawable(), SEEDS)
def test_draw__any_list__is_what_the_method_by_hand_gives(drawn_from, seed):
    cases, made = drawn_from

    draw = draw_sample(cases, plan=made, seed=seed)

    assert rows(draw) == by_hand(cases, made, seed=seed)
    assert draw.list_sha256 == list_hash([(c.case_id, c.stratum, c.order_key) for c in cases])


@given(drawable(), SEEDS)
def test_draw__any_list__has_the_targets_and_each_case_once(drawn_from, seed):
    cases, made = drawn_from

    draw = draw_sample(cases, plan=made, seed=seed)

    assert len({member.case_id for member in draw.members}) == len(draw.members)
    counted = Counter((member.stratum, member.sample_list) for member in draw.members)
    for target in made.targets:
        assert counted[target.stratum, SampleList.OFFICIAL] == target.official
        assert counted[target.stratum, SampleList.RESERVE] == target.reserve
    strata = {case.case_id: case.stratum for case in cases}
    assert all(strata[member.case_id] == member.stratum for member in draw.members)


@given(drawable(), SEEDS)
def test_draw__official_weights__add_up_to_the_population(drawn_from, seed):
    cases, made = drawn_from
    populations = Counter(case.stratum for case in cases)

    draw = draw_sample(cases, plan=made, seed=seed)

    sums: Counter[str] = Counter()
    for member in draw.members:
        assert member.weight * member.inclusion_probability == 1
        if member.sample_list is SampleList.OFFICIAL:
            sums[member.stratum] += member.weight
    covered = {target.stratum for target in made.targets if target.official}
    assert sums == {stratum: populations[stratum] for stratum in covered}


@given(drawable(), SEEDS, st.randoms(use_true_random=False))
def test_draw__rows_and_targets_in_another_order__same_bytes(drawn_from, seed, random):
    cases, made = drawn_from
    targets = list(made.targets)
    random.shuffle(targets)
    other = replace(made, targets=tuple(targets))

    draw = draw_sample(cases, plan=made, seed=seed)
    again = draw_sample(random.sample(cases, len(cases)), plan=other, seed=seed)

    assert again == draw
    assert draw_json(again, reveal_seed=True) == draw_json(draw, reveal_seed=True)


@given(drawable(), SEEDS)
def test_draw__one_more_stratum__does_not_move_the_others(drawn_from, seed):
    cases, made = drawn_from
    new = StratumTarget(stratum="new", official=1, reserve=1)
    more = replace(made, targets=(*made.targets, new))

    draw = draw_sample(cases, plan=made, seed=seed)
    wider = draw_sample([*cases, *frame("n1 new 1", "n2 new 2")], plan=more, seed=seed)

    assert [row for row in rows(wider) if row[1] != "new"] == rows(draw)


@given(st.integers(1, 12), SEEDS)
def test_draw__longer_reserve__continues_the_same_order(population, seed):
    cases = [FrameCase(case_id=f"c{number}", stratum="A") for number in range(population)]

    everybody = draw_sample(cases, plan=plan(A=(1, population - 1)), seed=seed)
    fewer = draw_sample(cases, plan=plan(A=(1, (population - 1) // 2)), seed=seed)

    assert rows(everybody)[: len(fewer.members)] == rows(fewer)


def test_draw__cases_that_come_later__leave_the_order_of_the_others():
    cases = [FrameCase(case_id=f"c{number}", stratum="A") for number in range(40)]

    before = draw_sample(cases[:30], plan=plan(A=(30, 0)), seed=SEED)
    after = draw_sample(cases, plan=plan(A=(40, 0)), seed=SEED)

    first = {case.case_id for case in cases[:30]}
    assert [row[0] for row in rows(after) if row[0] in first] == [row[0] for row in rows(before)]


def test_draw__simple__is_the_smallest_keys_of_the_whole_list():
    cases = frame("a", "b", "c", "d", "e")
    simple = DrawPlan(
        list_name="x",
        method=Method.SIMPLE,
        targets=(StratumTarget(stratum="", official=2, reserve=1),),
    )

    draw = draw_sample(cases, plan=simple, seed=SEED)

    plain = [(case.case_id, "", "") for case in cases]
    assert rows(draw) == by_keys(plain, {"": (2, 1)}, seed=SEED, name="x")
    assert {member.weight for member in draw.members} == {Fraction(5, 2)}


def test_draw__known_seed__known_sample():
    """Computed with sha256sum, sort and shell arithmetic; published draws must stay as they are."""
    cases = frame(*(f"c{number:02} {'AB'[number % 2]} 2022-{number:02}" for number in range(1, 13)))

    stratified = draw_sample(cases, plan=plan(A=(2, 1), B=(1, 2)), seed=SEED)
    systematic = draw_sample(cases, plan=plan(Method.SYSTEMATIC, A=(2, 1), B=(3, 1)), seed=SEED)

    assert [row[0] for row in rows(stratified)] == ["c10", "c04", "c08", "c09", "c07", "c05"]
    assert [row[0] for row in rows(systematic)] == ["c04", "c10", "c06", "c01", "c05", "c09", "c07"]
    golden = "a5ec413f425ad13215507474ea256fb989bb799ef4dc57e2337a826c24d03593"
    assert stratified.list_sha256 == systematic.list_sha256 == golden


@given(st.integers(1, 60), st.data(), SEEDS)
def test_draw__systematic__neighbours_lie_one_step_apart(population, data, seed):
    n = data.draw(st.integers(1, population))
    cases = [
        FrameCase(case_id=f"{i:03}", stratum="A", order_key=f"{i:03}") for i in range(population)
    ]

    draw = draw_sample(cases, plan=plan(Method.SYSTEMATIC, A=(n, 0)), seed=seed)

    places = [int(member.case_id) for member in draw.members]
    steps = {later - earlier for earlier, later in pairwise(places)}
    assert steps <= {population // n, -(-population // n)}
    assert places[0] < population / n


def test_draw__systematic__sorts_by_order_key_then_case():
    cases = frame("b A 1", "a A 2", "c A 1", "d A 10")

    draw = draw_sample(cases, plan=plan(Method.SYSTEMATIC, A=(4, 0)), seed=SEED)

    assert [member.case_id for member in draw.members] == ["b", "c", "d", "a"]


def test_targets__from_what_was_shared_out__can_be_drawn():
    populations = {"A": 6, "B": 3, "C": 0}
    official = allocate(populations, wanted=3, rule=AllocationRule.PROPORTIONAL)
    reserve = allocate_reserve(official, wanted=2)
    cases = frame(*(f"{name}{i} {name}" for name, size in populations.items() for i in range(size)))

    targets = stratum_targets(official, reserve=reserve)

    draw = draw_sample(cases, plan=replace(plan(), targets=targets), seed=SEED)
    assert targets == plan(A=(2, 1), B=(1, 1)).targets
    assert len(draw.members) == 5
    assert stratum_targets(official) == plan(A=(2, 0), B=(1, 0)).targets


def test_targets__lists_of_different_strata__are_refused():
    one, other = (allocate({name: 5}, wanted=1, rule=AllocationRule.EQUAL) for name in ("A", "B"))

    with pytest.raises(ValueError, match="different strata"):
        stratum_targets(one, reserve=other)


def refused(cases: list[FrameCase], made: DrawPlan, seed: str = SEED) -> list[tuple[str, str]]:
    with pytest.raises(DrawRefused) as refusal:
        draw_sample(cases, plan=made, seed=seed)
    assert all(fault.message_text and fault.repair_text for fault in refusal.value.faults)
    assert str(refusal.value.faults[0]) in str(refusal.value)
    return [(fault.where, fault.code) for fault in refusal.value.faults]


def test_draw__everything_wrong__is_told_at_once():
    cases = frame("a A", "a A", "b|c A", "d B", "=1 B", "f C", "g D", "h E")
    targets = plan(A=(3, 1), B=(-1, 0), C=(0, 1), E=(1, 0), F=(1, 0)).targets
    twice = StratumTarget(stratum="E", official=1)
    made = DrawPlan(list_name="x|y", method=Method.SYSTEMATIC, targets=(*targets, twice), order="")

    assert refused(cases, made, seed="short") == [
        ("case “a”", "case_twice"),
        ("case “b|c”", "bar_in_name"),
        ("case “=1”", "text_unfit"),
        ("name of the list", "bar_in_name"),
        ("order", "order_not_said"),
        ("stratum “A”", "target_too_large"),
        ("stratum “B”", "target_negative"),
        ("stratum “C”", "reserve_without_official"),
        ("stratum “D”", "stratum_without_target"),
        ("stratum “E”", "target_twice"),
        ("stratum “F”", "stratum_empty"),
        ("seed", "bad_seed"),
    ]


def test_draw__no_case_at_all__says_so():
    assert refused([], plan()) == [("list", "no_cases")]


def test_draw__nothing_has_a_name__is_refused():
    made = replace(plan(A=(1, 0)), list_name="")

    assert refused([FrameCase(case_id="", stratum="A")], made) == [
        ("case “”", "bar_in_name"),
        ("name of the list", "bar_in_name"),
    ]


def test_draw__simple_over_strata__is_refused():
    assert refused(frame("a A", "b B"), plan(Method.SIMPLE, A=(1, 0), B=(1, 0))) == [
        ("list", "several_strata")
    ]


def test_draw__some_cases_without_stratum__is_refused():
    made = plan(A=(1, 0), **{"": (1, 0)})

    assert refused(frame("a A", "b"), made) == [("list", "stratum_blank")]


@pytest.mark.parametrize(
    "text",
    [" a", "a ", "a\tb", "a\nb", "=a", "+a", "-a", "@a", "'a", "e\u0302", "\u200b", "\ud800"],
)
def test_draw__text_that_a_file_would_change__is_refused_wherever_it_stands(text):
    made = DrawPlan(
        list_name="x",
        method=Method.SYSTEMATIC,
        targets=(StratumTarget(stratum=text, official=1),),
        order=text,
    )
    case = FrameCase(case_id=text, stratum=text, order_key=text)

    assert [code for _, code in refused([case], made)] == ["text_unfit"] * 4


@given(drawable(), SEEDS)
def test_document__seed_not_revealed__says_nothing_about_it(drawn_from, seed):
    cases, made = drawn_from
    draw = draw_sample(cases, plan=made, seed=seed)

    hidden, shown = (draw_document(draw, reveal_seed=reveal) for reveal in (False, True))

    assert hidden == {**shown, "seed": None}
    assert shown["seed"] == seed
    assert seed not in draw_json(draw, reveal_seed=False)


def test_document__draw__is_one_text():
    draw = draw_sample(frame("a Đất", "b Đất"), plan=plan(Đất=(1, 1)), seed=SEED)

    text = draw_json(draw, reveal_seed=True)

    assert text.endswith('"stratum": "Đất"\n    }\n  ]\n}\n')
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert json.loads(text) == {
        "format": "hailong-draw-1",
        "list": "thu-2022",
        "method": "stratified",
        "order": "",
        "cases": 2,
        "list_sha256": list_hash([("a", "Đất", ""), ("b", "Đất", "")]),
        "commitment": draw.commitment,
        "seed": SEED,
        "strata": [{"stratum": "Đất", "population": 2, "official": 1, "reserve": 1}],
    }


def test_list_hash__any_change__is_another_hash():
    whole = list_sha256(frame("a A 1", "b B 2"))

    changed = [
        frame("a A 1"),
        frame("a A 1", "b B 3"),
        frame("a A 1", "b A 2"),
        frame("a A 1", "c B 2"),
        frame("a A 1", "b B 2", "b B 2"),
    ]

    assert list_sha256(frame("b B 2", "a A 1")) == whole
    assert whole not in {list_sha256(cases) for cases in changed}
