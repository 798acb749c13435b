"""What of a round may still be changed in which state: a draft freely, afterwards nearly nothing.

A round pins what it uses. Respondents were told its controller and how long their data is kept,
interviews were made with its questionnaire and under its rules, quotas were drawn for: all that
stays once the round has opened. What may move, moves with a reason; but for the last day of
fieldwork, a deadline that nothing was made under, in one direction only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from questionnaires import Fault
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import State, is_reason, reason_missing


class Freedom(Enum):
    """How far a field may be changed."""

    FREE = "free"
    WITH_REASON = "with_reason"
    ONWARD_WITH_REASON = "onward_with_reason"
    """Quotas only upwards, the end of the period only to a later day."""
    TO_COME_WITH_REASON = "to_come_with_reason"
    """The last day of fieldwork sooner or later, but to a day that is not over."""
    FIXED = "fixed"


WHILE_OPEN: Mapping[str, Freedom] = {
    "contact": Freedom.WITH_REASON,
    "period_end": Freedom.ONWARD_WITH_REASON,
    "fieldwork_end": Freedom.TO_COME_WITH_REASON,
    "quota": Freedom.ONWARD_WITH_REASON,
}
"""The only fields that are not fixed in an open round; in later states every field is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field, with what it was and what it shall be."""

    field: str
    before: object
    after: object
    unit: str = ""
    """Code and name of the unit whose field it is; empty for the round's own."""

    @property
    def where(self) -> str:
        """The place in words."""
        return f"unit {self.unit.partition(' ')[0]}, {self.field}" if self.unit else self.field


def freedom_of(field: str, *, state: State) -> Freedom:
    """How far this field may be changed in this state."""
    if state is State.DRAFT:
        return Freedom.FREE
    return WHILE_OPEN.get(field, Freedom.FIXED) if state is State.OPEN else Freedom.FIXED


def against_changes(
    changes: tuple[Change, ...], *, state: State, reason: str, today: date
) -> tuple[Fault, ...]:
    """What stands against these changes, all of it; fields that stay as they are cost nothing."""
    real = [one for one in changes if one.before != one.after]
    judged = (_against(one, state=state, today=today) for one in real)
    found = [fault for fault in judged if fault is not None]
    unreasoned = {Freedom.FREE, Freedom.FIXED}
    asks = any(freedom_of(one.field, state=state) not in unreasoned for one in real)
    if asks and not is_reason(reason):
        found.append(reason_missing())
    return tuple(found)


def _against(change: Change, *, state: State, today: date) -> Fault | None:
    freedom = freedom_of(change.field, state=state)
    if freedom is Freedom.FIXED:
        return RoundCode.FIXED.at(change.where)
    if freedom is Freedom.TO_COME_WITH_REASON:
        return _against_day(change, today=today)
    return _against_direction(change) if freedom is Freedom.ONWARD_WITH_REASON else None


def _against_day(change: Change, *, today: date) -> Fault | None:
    """Neither a day that is over nor none: an open round that has a deadline keeps one."""
    if isinstance(change.after, date) and change.after >= today:
        return None
    return RoundCode.FIELDWORK_END_OVER.at(change.where, today=today.strftime("%d/%m/%Y"))


def _against_direction(change: Change) -> Fault | None:
    before, after = change.before, change.after
    if isinstance(before, date) and isinstance(after, date) and after < before:
        return RoundCode.PERIOD_EARLIER.at(change.where, date=before.strftime("%d/%m/%Y"))
    if isinstance(before, int) and isinstance(after, int) and after < before:
        return RoundCode.QUOTA_DOWNWARD.at(change.where, unit=change.unit, quota=str(before))
    return None
