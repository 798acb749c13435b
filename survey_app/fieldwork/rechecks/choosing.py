"""Decides which supervisor re-checks which interview on which day: pure, and repeatable.

Nobody re-checks interviews of their own organisation or team, or of a unit they are tied to. Among
those who may, the earliest day with a free place decides, then who has least on that day, then who
has least in all, and then chance: SHA-256 of `seed|assign|interview|s` and the number of the
account, the smallest first. The seed is that of the draw, which nobody has seen; once it is shown,
anybody with the same figures comes to the same.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from scoring.draw_seed import order_keys

LIST = "assign"
MOST_A_DAY = 8
"""Tasks of one supervisor and day."""
_A_DAY = timedelta(days=1)


class NobodyMay(StrEnum):
    """Why an interview cannot be given to any supervisor."""

    NO_SUPERVISOR = "no_supervisor"
    OWN_SIDE = "own_side"
    TIED = "tied"
    CHECKED_BEFORE = "checked_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Where a person belongs: nobody checks whoever is on their own side."""

    organisation: str
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnInterview:
    """An interview to be made again, or a claim to be asked about: what decides who does it.

    interviewed_at: of a claim, the end of its week. deadline: hours and latest days of its own.
    made_by: everybody who had a hand in it. district: empty where nothing says it. checked_by: who
    may not, because they have had it before. better_not: who gets it only where nobody else may.
    """

    uuid: UUID
    interviewed_at: datetime
    unit_id: int
    district: str
    made_by: tuple[Side, ...]
    checked_by: frozenset[int] = frozenset()
    better_not: frozenset[int] = frozenset()
    deadline: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """Who may re-check. loads: tasks by day, of all rounds. tasks: all they were given."""

    account_id: int
    side: Side
    areas: frozenset[str] = frozenset()
    tied_unit_ids: frozenset[int] = frozenset()
    loads: Mapping[date, int] = field(default_factory=dict)
    tasks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRule:
    """hours and latest_days: of the plan, after the interview. first_day: none is given earlier."""

    hours: int
    latest_days: int
    first_day: date
    most_a_day: int = MOST_A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTask:
    """Who re-checks what on which day. due_at is usual; what comes after latest_at counts apart."""

    interview_uuid: UUID
    supervisor_id: int
    work_day: date
    due_at: datetime
    latest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTasks:
    """Every interview is in one of the two."""

    given: tuple[GivenTask, ...]
    left: tuple[tuple[DrawnInterview, NobodyMay], ...]


def give_out(
    interviews: Iterable[DrawnInterview],
    supervisors: Sequence[Supervisor],
    *,
    seed: str,
    rule: TaskRule,
) -> GivenTasks:
    """Gives out every interview that somebody may re-check, the most urgent first.

    The same for every order of the input.
    """
    key_of = order_keys(seed, list_name=LIST)
    books = {one.account_id: _Book(one, rule=rule) for one in supervisors}
    given, left = [], []
    for one in sorted(interviews, key=lambda one: (one.interviewed_at, key_of(str(one.uuid)))):
        may = who_may(one, supervisors)
        if isinstance(may, NobodyMay):
            left.append((one, may))
            continue
        free = [books[each.account_id] for each in may]
        day = min(book.day for book in free)
        chosen = min(
            (book for book in free if book.day == day),
            key=lambda book: (
                book.load,
                book.tasks,
                key_of(f"{one.uuid}|s{book.account_id}"),
            ),
        )
        chosen.take()
        given.append(_task(one, chosen.account_id, day=day, rule=rule))
    return GivenTasks(given=tuple(given), left=tuple(left))


def who_may(
    interview: DrawnInterview, supervisors: Collection[Supervisor]
) -> tuple[Supervisor, ...] | NobodyMay:
    """The supervisors of whom one is chosen, or why there is none.

    Those who work in the district come first; where nobody does, somebody else telephones.
    """
    may = tuple(supervisors)
    if not may:
        return NobodyMay.NO_SUPERVISOR
    may = tuple(one for one in may if not any(same_side(one.side, by) for by in interview.made_by))
    if not may:
        return NobodyMay.OWN_SIDE
    may = tuple(one for one in may if interview.unit_id not in one.tied_unit_ids)
    if not may:
        return NobodyMay.TIED
    may = tuple(one for one in may if one.account_id not in interview.checked_by)
    if not may:
        return NobodyMay.CHECKED_BEFORE
    others = tuple(one for one in may if one.account_id not in interview.better_not)
    may = others or may
    near = tuple(one for one in may if _works_in(one, interview.district))
    return near or may


def same_side(one: Side, other: Side) -> bool:
    """Whether they are of one organisation or share a team, however it is written."""
    if _plain(one.organisation) == _plain(other.organisation):
        return True
    return not {_plain(team) for team in one.teams}.isdisjoint(map(_plain, other.teams))


class _Book:
    """The days of one supervisor while tasks are given out; no day gets emptier."""

    def __init__(self, of: Supervisor, *, rule: TaskRule) -> None:
        self.account_id = of.account_id
        self.tasks = of.tasks
        self.day = rule.first_day
        self._most = rule.most_a_day
        self._loads = dict(of.loads)
        self._go_on()

    @property
    def load(self) -> int:
        return self._loads.get(self.day, 0)

    def take(self) -> None:
        self._loads[self.day] = self.load + 1
        self.tasks += 1
        self._go_on()

    def _go_on(self) -> None:
        while self.load >= self._most:
            self.day += _A_DAY


def _task(one: DrawnInterview, supervisor_id: int, *, day: date, rule: TaskRule) -> GivenTask:
    hours, latest_days = one.deadline or (rule.hours, rule.latest_days)
    return GivenTask(
        interview_uuid=one.uuid,
        supervisor_id=supervisor_id,
        work_day=day,
        due_at=one.interviewed_at + timedelta(hours=hours),
        latest_at=one.interviewed_at + timedelta(days=latest_days),
    )


def _works_in(one: Supervisor, district: str) -> bool:
    return not district or not one.areas or _plain(district) in map(_plain, one.areas)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
