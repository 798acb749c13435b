"""Every figure that the indicators give is shown to people, or left out on purpose."""

from datetime import timedelta

import numpy as np

from scoring.quality.contacts import ContactCount
from scoring.quality.examination import examine
from scoring.quality.flags import Kind
from survey_app.web.quality_evidence import FIGURES, NOT_SHOWN
from tests.scoring.quality.small import NINE, SHIPPED, in_a_row, one, rule_for

ITEMS = 40
POINT = (20_540_000, 105_910_000, 12)
OTHERS = ("binh", "chi", "dung", "em", "giang", "hoa")


def everything_found():
    """Flags about An, whose work is odd in every way, and about Yến, who copies one form."""
    chance = np.random.default_rng(4)
    odd, copied = [-1] * 13 + [9] * 10 + [1] * 17, [4, 5] * 20
    evening = NINE.replace(hour=21)
    interviews = [
        *in_a_row("an", 24, levels=odd, minutes=1, position=POINT),
        *(
            one(f"b{n}", "an", levels=odd, at=evening + timedelta(minutes=5 * n), minutes=9)
            for n in range(9)
        ),
        *in_a_row("yen", 24, levels=copied),
        one("b9", "an", "B", [5] * ITEMS, at=NINE - timedelta(days=1)),
    ]
    for number, name in enumerate(OTHERS):
        for interview in range(26):
            levels = chance.integers(1, 6, ITEMS).tolist()
            at, unit = NINE + timedelta(days=interview), "A" if interview < 24 else "B"
            interviews.append(
                one(f"{name}{interview}", name, unit, levels, at=at, minutes=8 + number / 10)
            )
    contacts = [
        ContactCount(unit="A", enumerator=name, interviewed=40, refused=refused)
        for name, refused in zip(("an", *OTHERS), (60, 5, 6, 7, 5, 6, 7), strict=True)
    ]
    return examine(interviews, contacts=contacts, rule=rule_for(ITEMS), rules=SHIPPED).flags


def test_evidence__of_every_kind_of_flag__is_shown_or_left_out_on_purpose():
    flags = everything_found()

    named = {name for flag in flags for name in flag.evidence}
    assert {flag.kind for flag in flags} == set(Kind)
    assert named == set(FIGURES) | NOT_SHOWN
    assert set(FIGURES).isdisjoint(NOT_SHOWN)
