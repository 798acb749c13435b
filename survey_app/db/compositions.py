"""Which interviews a score is made of, and how many of each mode and origin there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Interview, RoundUnit, ScoreRunInterview
from survey_app.db.tables_fieldwork import MODES, ORIGINS

Part = tuple[str, str, int]
"""Mode, origin, and the number of interviews that have both."""


class ModeAndOrigin(Protocol):
    """Whatever has a mode and an origin."""

    @property
    def mode(self) -> str:
        """How it was asked."""

    @property
    def origin(self) -> str:
        """Where the respondent came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The interviews of these modes and origins; of all where none is named."""

    modes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.modes and not self.origins

    def has(self, part: "ModeAndOrigin") -> bool:
        """Whether interviews of this mode and origin are among them."""
        return (not self.modes or part.mode in self.modes) and (
            not self.origins or part.origin in self.origins
        )

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What an interview must fulfil; nothing where all are meant."""
        wanted: list[ColumnElement[bool]] = []
        if self.modes:
            wanted.append(Interview.mode.in_(sorted(self.modes)))
        if self.origins:
            wanted.append(Interview.origin.in_(sorted(self.origins)))
        return tuple(wanted)

    @property
    def mode_words(self) -> tuple[str, ...]:
        """The chosen modes in the order in which they are listed; none where all are meant."""
        return tuple(mode for mode in MODES if mode in self.modes)

    @property
    def origin_words(self) -> tuple[str, ...]:
        """The chosen origins in the order in which they are listed; none where all are meant."""
        return tuple(origin for origin in ORIGINS if origin in self.origins)


ALL = Selection()


def parts_per_unit(
    session: Session, round_id: int, *, selection: Selection = ALL
) -> Mapping[int, tuple[Part, ...]]:
    """Numbers of interviews by round unit, counted by the database; absent where 0."""
    of_round = (
        _parts()
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current, *selection.conditions())
    )
    return _by_unit(session, of_round)


def parts_of_run(session: Session, run_id: int) -> Mapping[int, tuple[Part, ...]]:
    """The same of the interviews of which a run was made."""
    of_run = (
        _parts()
        .join(ScoreRunInterview, ScoreRunInterview.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id)
    )
    return _by_unit(session, of_run)


_BY = (Interview.round_unit_id, Interview.mode, Interview.origin)


def _parts() -> Select[int, str, str, int]:
    return select(*_BY, func.count()).group_by(*_BY).order_by(*_BY)


def _by_unit(
    session: Session, counted: Select[int, str, str, int]
) -> Mapping[int, tuple[Part, ...]]:
    parts: dict[int, list[Part]] = {}
    for round_unit_id, mode, origin, count in session.execute(counted):
        parts.setdefault(round_unit_id, []).append((mode, origin, count))
    return {unit: tuple(found) for unit, found in parts.items()}
