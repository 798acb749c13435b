"""More re-checks from closed lots, for enumerators who have fewer than the plan promises."""

from dataclasses import replace

from scoring.recheck.recheck_plan import recheck_plan
from scoring.recheck.topping_up import DrawnStratum, topped_up

PLAN = recheck_plan()


def stratum(lot: str, interviews: int, drawn: int, *, who: str = "e1") -> DrawnStratum:
    return DrawnStratum(
        lot=lot,
        name=who,
        enumerator=who,
        interviews=interviews,
        drawn=drawn,
        is_continued=False,
    )


def raised(strata, rechecked):
    found = topped_up(strata, rechecked=rechecked, plan=PLAN)
    return {one.lot: one.drawn for one in found}


def test_top_up__two_lots_of_the_first_days__chances_come_close():
    """5 of 16 become 10: of 10 interviews 2 and of 6 interviews 3 are 6/10 and 4/6."""
    strata = [stratum("a", 10, 2), stratum("b", 6, 3), stratum("c", 40, 10, who="e2")]

    assert raised(strata, {"e1": 5, "e2": 10}) == {"a": 6, "b": 4}


def test_top_up__fewer_interviews_than_the_minimum__all_of_them():
    assert raised([stratum("a", 4, 1), stratum("b", 3, 1)], {"e1": 2}) == {"a": 4, "b": 3}


def test_top_up__lot_that_was_continued__stays_and_what_it_had_counts():
    """Ten were re-checked of the one, as its plan asked for: nothing is missing."""
    continued = replace(stratum("a", 30, 3), is_continued=True)

    assert raised([continued, stratum("b", 20, 2)], {"e1": 12}) == {}
    assert raised([continued, stratum("b", 20, 2)], {"e1": 7}) == {"b": 5}
    assert raised([continued], {"e1": 3}) == {}


def test_top_up__strata_in_another_order__the_same():
    strata = [stratum("a", 10, 2), stratum("b", 10, 2), stratum("c", 5, 1)]

    first, again = raised(strata, {"e1": 5}), raised(strata[::-1], {"e1": 5})

    assert first == again == {"a": 4, "b": 4, "c": 2}
