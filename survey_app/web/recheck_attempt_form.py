"""Reads the form in which a supervisor says that a respondent was not reached."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from survey_app.clock import ZONE
from survey_app.fieldwork.rechecks.attempting import SaidAttempt
from survey_app.problems import Code, Problem

FIELDS = ("attempt", "mode", "outcome", "note", "attempted_at", "appointment_at", "confirmed")
NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})


def fields_typed(form: Mapping[str, str]) -> Mapping[str, str]:
    """What was typed, to be shown again; without NUL, which no database keeps."""
    return {name: form.get(name, "").replace("\0", "") for name in FIELDS}


def attempt_typed(form: Mapping[str, str]) -> SaidAttempt:
    """The attempt; raises Problem where it has no identifier, as a page always sends one."""
    typed = fields_typed(form)
    times = {name: _moment(typed[name]) for name in ("attempted_at", "appointment_at")}
    try:
        uuid = UUID(typed["attempt"])
    except ValueError as broken:
        raise Problem(Code.BAD_REQUEST) from broken
    return SaidAttempt(
        uuid=uuid,
        mode=typed["mode"],
        outcome=typed["outcome"],
        note=typed["note"],
        attempted_at=times["attempted_at"],
        appointment_at=times["appointment_at"],
        is_confirmed=typed["confirmed"] == "1",
        unreadable=frozenset(name for name, at in times.items() if typed[name] and at is None),
    )


def _moment(text: str) -> datetime | None:
    """2026-11-21T14:05, by the clock on the wall in Viet Nam."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        return None
