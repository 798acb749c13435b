"""Which step a round may take from where, and everything that hinders it, all at once.

Pure decisions: whoever asks brings the facts. `docs/rounds.md` says the same in a table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from questionnaires import Fault
from survey_app.fieldwork.round_problems import RoundCode

LONGEST_REASON = 500


class State(StrEnum):
    """Where a round is on its way."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Step(StrEnum):
    """What moves a round from one state to the next."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"


WAYS: Mapping[Step, tuple[State, State]] = {
    Step.OPEN: (State.DRAFT, State.OPEN),
    Step.CLOSE: (State.OPEN, State.CLOSED),
    Step.REOPEN: (State.CLOSED, State.OPEN),
    Step.PUBLISH: (State.CLOSED, State.PUBLISHED),
    Step.WITHDRAW: (State.PUBLISHED, State.CLOSED),
    Step.ARCHIVE: (State.PUBLISHED, State.ARCHIVED),
}
"""From where to where each step leads; there are no others."""

NEEDS_REASON = frozenset({Step.CLOSE, Step.REOPEN, Step.WITHDRAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A unit of a round, as far as steps depend on it."""

    code: str
    name: str
    quota: int
    is_exempt: bool
    maximum_points: Decimal
    component_maximum: Decimal
    group_name: str
    group_from: date | None
    """First day on which units of its group exist; None when nobody remembers."""
    group_until: date | None
    """Last day on which they do; None while they do."""
    ended_on: date | None
    """Last day of the unit itself; None while it exists."""

    @property
    def named(self) -> str:
        """Code and name, for sentences."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """All that the steps of a round depend on."""

    state: State
    name_vi: str
    name_en: str
    is_questionnaire_published: bool
    period_start: date
    period_end: date
    controller: str
    contact: str
    erase_days: int
    units: tuple[UnitFacts, ...]
    documents_waiting: int = 0
    interviews_in_work: int = 0
    interviews_returned: int = 0
    below_quota: int = 0
    has_publication: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What stands against a step: hindrances forbid it, warnings ask a person to confirm."""

    step: Step
    hindrances: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def is_possible(self) -> bool:
        """Whether the step can be taken, once what it warns of is confirmed."""
        return not self.hindrances


def steps_from(state: State) -> tuple[Step, ...]:
    """The steps that lead on from a state, whatever hinders them."""
    return tuple(step for step, (start, _end) in WAYS.items() if start is state)


def judge(step: Step, facts: RoundFacts) -> Judgement:
    """Everything that stands against this step now."""
    start, _end = WAYS[step]
    if facts.state is not start:
        wrong = RoundCode.NOT_FROM_HERE.at("round")
        return Judgement(step=step, hindrances=(wrong,), warnings=())
    return Judgement(
        step=step,
        hindrances=tuple(_HINDRANCES[step](facts)),
        warnings=tuple(_warnings(facts)) if step is Step.CLOSE else (),
    )


def against(judged: Judgement, *, reason: str, is_confirmed: bool) -> tuple[Fault, ...]:
    """What forbids the step to a person who gives this reason and confirms, or does not."""
    found = list(judged.hindrances)
    if judged.step in NEEDS_REASON and not is_reason(reason):
        found.append(reason_missing())
    if judged.warnings and not is_confirmed:
        found.append(RoundCode.NOT_CONFIRMED.at("confirmation"))
    return tuple(found)


def is_reason(text: str) -> bool:
    """Whether a text can stand as a reason."""
    return 0 < len(text.strip()) <= LONGEST_REASON


def reason_missing() -> Fault:
    """Says that a reason is needed."""
    return RoundCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))


def _opening(facts: RoundFacts) -> Iterator[Fault]:
    if not (facts.name_vi.strip() and facts.name_en.strip()):
        yield RoundCode.NAME_MISSING.at("name")
    if not facts.is_questionnaire_published:
        yield RoundCode.QUESTIONNAIRE_UNKNOWN.at("questionnaire")
    if facts.period_end < facts.period_start:
        yield RoundCode.PERIOD_BACKWARD.at("period")
    if not facts.controller.strip():
        yield RoundCode.CONTROLLER_MISSING.at("controller")
    if not facts.contact.strip():
        yield RoundCode.CONTACT_MISSING.at("contact")
    if facts.erase_days <= 0:
        yield RoundCode.RETENTION_MISSING.at("erase_days")
    if all(unit.is_exempt for unit in facts.units):
        yield RoundCode.NO_UNIT.at("units")
    for unit in facts.units:
        yield from _of_unit(unit)
        yield from _of_its_time(unit, start=facts.period_start, end=facts.period_end)


def _of_unit(unit: UnitFacts) -> Iterator[Fault]:
    where, named = f"unit {unit.code}", unit.named
    if unit.is_exempt:
        if unit.quota:
            yield RoundCode.EXEMPT_WITH_QUOTA.at(where, unit=named, quota=str(unit.quota))
        if unit.component_maximum:
            points = str(unit.component_maximum)
            yield RoundCode.EXEMPT_WITH_COMPONENT.at(where, unit=named, points=points)
        return
    if unit.quota <= 0:
        yield RoundCode.UNIT_WITHOUT_QUOTA.at(where, unit=named)
    if unit.component_maximum > unit.maximum_points:
        maximum = str(unit.maximum_points)
        yield RoundCode.COMPONENT_ABOVE_MAXIMUM.at(where, unit=named, maximum=maximum)


def _of_its_time(unit: UnitFacts, *, start: date, end: date) -> Iterator[Fault]:
    """One common day is enough: procedures were finished there until the last one."""
    where, named = f"unit {unit.code}", unit.named
    is_late = unit.group_until is not None and unit.group_until < start
    is_early = unit.group_from is not None and unit.group_from > end
    if is_late or is_early:
        yield RoundCode.GROUP_NOT_THEN.at(where, unit=named, group=unit.group_name)
    if unit.ended_on is not None and unit.ended_on < start:
        date_words = unit.ended_on.strftime("%d/%m/%Y")
        yield RoundCode.UNIT_NOT_THEN.at(where, unit=named, date=date_words)


def _closing(_facts: RoundFacts) -> Iterator[Fault]:
    return iter(())


def _reopening(facts: RoundFacts) -> Iterator[Fault]:
    if facts.has_publication:
        yield RoundCode.ALREADY_PUBLISHED.at("publication")


def _publishing(facts: RoundFacts) -> Iterator[Fault]:
    if not facts.has_publication:
        yield RoundCode.NOTHING_PUBLISHED.at("publication")


def _withdrawing(facts: RoundFacts) -> Iterator[Fault]:
    if facts.has_publication:
        yield RoundCode.STILL_PUBLISHED.at("publication")


_HINDRANCES: Mapping[Step, Callable[[RoundFacts], Iterator[Fault]]] = {
    Step.OPEN: _opening,
    Step.CLOSE: _closing,
    Step.REOPEN: _reopening,
    Step.PUBLISH: _publishing,
    Step.WITHDRAW: _withdrawing,
    Step.ARCHIVE: _closing,
}


def _warnings(facts: RoundFacts) -> Iterator[Fault]:
    if facts.documents_waiting:
        yield RoundCode.DOCUMENTS_WAIT.at("documents", count=str(facts.documents_waiting))
    if facts.interviews_in_work:
        yield RoundCode.INTERVIEWS_IN_WORK.at("interviews", count=str(facts.interviews_in_work))
    if facts.interviews_returned:
        yield RoundCode.INTERVIEWS_RETURNED.at("interviews", count=str(facts.interviews_returned))
    if facts.below_quota:
        yield RoundCode.BELOW_QUOTA.at("units", count=str(facts.below_quota))
