"""What the table of lots can be sorted by, and its rows as a file."""

from collections.abc import Iterator, Mapping, Sequence

from survey_app.fieldwork.rechecks.lot_board import LotOnBoard, LotState
from survey_app.web.sorting import KeyOf
from survey_app.web.vietnamese_order import given_name_key

URGENCY = {state: place for place, state in enumerate(LotState)}
KEYS: Mapping[str, KeyOf[LotOnBoard]] = {
    "lot": lambda one: one.head.code,
    "enumerator": lambda one: given_name_key(one.head.enumerator_name),
    "interviews": lambda one: one.head.interviews,
    "checked": lambda one: one.standing.checked,
    "waiting": lambda one: one.standing.waiting + one.unverified,
    "overdue": lambda one: one.overdue,
    "not_reached": lambda one: one.standing.not_reached,
    "defective": lambda one: one.standing.defective,
    "state": lambda one: (not one.is_to_decide, URGENCY[one.state]),
}
HEADING = (
    "lot",
    "enumerator",
    "week",
    "interviews",
    "checked",
    "waiting",
    "verification_waiting",
    "overdue",
    "not_reached",
    "defective",
    "not_happened",
    "by_plan",
    "more",
    "state",
    "decision",
    "decided_by_plan",
)


def lot_rows(lots: Sequence[LotOnBoard]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a lot; words are those of programs, not of a language."""
    yield HEADING
    for one in lots:
        standing, last = one.standing, one.last
        counts = (
            standing.interviews,
            standing.checked,
            standing.waiting,
            one.unverified,
            one.overdue,
            standing.not_reached,
            standing.defective,
            standing.not_happened,
        )
        decided = ("", "") if last is None else (last.decision, last.by_plan)
        yield (
            one.head.code,
            one.head.enumerator,
            one.head.week,
            *map(str, counts),
            standing.says.value,
            str(standing.more),
            one.state.value,
            *decided,
        )
