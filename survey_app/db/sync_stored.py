"""Stores accepted interviews with all that belongs to them: duty, answers, place in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from scoring.packed_sums import FactorSums
from survey_app.db import audit, interviews
from survey_app.db.driver import Statement, is_postgresql, rows_of
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interview_tallies import count_changes
from survey_app.db.origins import OF_THE_CASE, STRATUM_OF_THE_CASE, WITH_THE_DRAW
from survey_app.db.setting_up import NewAssignment
from survey_app.db.summing import summing_of
from survey_app.db.sync_writes import add_unlisted
from survey_app.db.tables_fieldwork import SLOTS, slot_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An interview as it is stored; one with somebody on no list brings its own duty."""

    interview: NewInterview
    is_unlisted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the log says of each of them."""

    action: str
    account_id: int | None
    at: datetime
    details: Mapping[str, str]


_SLOTS = range(1, SLOTS + 1)

COLUMNS = {
    "uuid": "uuid",
    "round_unit_id": "bigint",
    "enumerator_id": "bigint",
    "questionnaire_version_id": "text",
    "mode": "text",
    "content": "text",
    "content_sha256": "text",
    "started_at": "timestamptz",
    "finished_at": "timestamptz",
    "is_simulated": "boolean",
    "fingerprint": "text",
    "elapsed_ms": "bigint",
    "is_unlisted": "boolean",
    "levels": "text",
    "other": "text",
    "satisfied": "bigint",
    "valid": "bigint",
    "sum_of_levels": "integer",
}
"""What an interview brings by itself, with its type on PostgreSQL."""

# Parameters are sent in binary form: contents hold many quotes to escape otherwise. A single
# interview comes as values and not as arrays of one, which cost more than their content.
_ARRAYS = ", ".join(f"%({name})b::{kind}[]" for name, kind in COLUMNS.items())
OF_MANY = f"SELECT * FROM unnest({_ARRAYS}) AS arrays({', '.join(COLUMNS)})"  # noqa: S608 -- as below
OF_ONE = f"SELECT {', '.join(f'%({name})b::{kind} AS {name}' for name, kind in COLUMNS.items())}"


def _all_at_once(sent: str) -> str:
    return f"""
WITH sent AS MATERIALIZED (
  SELECT *, levels::smallint[] AS code FROM ({sent}) AS brought
), duty AS (
  INSERT INTO assignment (interview_uuid, round_unit_id, enumerator_id, assigned_at)
  SELECT uuid, round_unit_id, enumerator_id, %(received_at)b::timestamptz
  FROM sent WHERE is_unlisted
  ON CONFLICT DO NOTHING
), origins AS (
  SELECT sent.uuid, {OF_THE_CASE} AS origin, {STRATUM_OF_THE_CASE} AS stratum, satisfied, valid,
         sum_of_levels
  FROM sent LEFT JOIN assignment ON assignment.interview_uuid = sent.uuid{WITH_THE_DRAW}
), stored AS (
  INSERT INTO interview (
    uuid, version, is_current, round_unit_id, enumerator_id, questionnaire_version_id, mode,
    origin, content, content_sha256, started_at, finished_at, received_at, is_simulated,
    fingerprint, elapsed_ms, device_id, sent_by, skew_ms
  )
  SELECT uuid, 1, true, round_unit_id, enumerator_id, questionnaire_version_id, mode,
         origin, content, content_sha256, started_at, finished_at, %(received_at)b::timestamptz,
         is_simulated, fingerprint, elapsed_ms, %(device_id)b::uuid, %(sent_by)b::bigint,
         %(skew_ms)b::bigint
  FROM sent JOIN origins USING (uuid)
  ON CONFLICT DO NOTHING
  RETURNING id, uuid
), answered AS (
  INSERT INTO answer (interview_id, {", ".join(slot_name(place - 1) for place in _SLOTS)}, other)
  SELECT stored.id, {", ".join(f"code[{place}]" for place in _SLOTS)}, other::json
  FROM stored JOIN sent USING (uuid)
), tallied AS (
  INSERT INTO interview_tally (interview_id, stratum, satisfied, valid, levels)
  SELECT stored.id, stratum, satisfied, valid, sum_of_levels
  FROM stored JOIN origins USING (uuid) WHERE satisfied IS NOT NULL
  RETURNING interview_id
), counting AS (
  INSERT INTO tally_change (interview_id, change) SELECT interview_id, 1 FROM tallied
), logged AS (
  INSERT INTO audit_event (at, account_id, action, object_kind, object_id, details)
  SELECT %(at)b::timestamptz, %(account_id)b::bigint, %(action)b::text, 'interview', uuid::text,
         %(details)b::text::json
  FROM stored
)
SELECT uuid FROM stored
"""  # noqa: S608 -- the names of our own columns


def _in_one_line(statement: str) -> str:
    """The driver remembers what it has read of a statement up to 4,096 characters only; reading it
    again each time takes it longer than all the rest.
    """
    return " ".join(statement.split())


MANY_AT_ONCE, ONE_AT_ONCE = (_in_one_line(_all_at_once(sent)) for sent in (OF_MANY, OF_ONE))


def store_accepted(session: Session, accepted: Sequence[Accepted], *, entry: Entry) -> set[UUID]:
    """Stores those whose UUID is not there yet, once each; gives their UUIDs.

    All come from one sender in one batch. They are stored in the order of their UUIDs, so that
    two batches with the same interviews wait for each other instead of blocking each other.
    """
    if not accepted:
        return set()
    ordered = sorted(accepted, key=lambda one: one.interview.uuid)
    if is_postgresql(session):
        summed = [_sums(session, one.interview) for one in ordered]
        stored = {row[0] for row in rows_of(session, _at_once(ordered, summed, entry=entry))}
        count_changes(session, len(stored))
        audit.count_events(session, len(stored), action=entry.action)
        return stored
    return _one_after_the_other(session, ordered, entry=entry)


def _sums(session: Session, new: NewInterview) -> FactorSums | None:
    summing = summing_of(session, new.questionnaire_version_id)
    return None if summing is None else summing.sums_of(new.levels)


def _at_once(
    ordered: Sequence[Accepted], summed: Sequence[FactorSums | None], *, entry: Entry
) -> Statement:
    columns = {**_columns(ordered), **_sum_columns(summed)}
    entries = _entries(ordered[0].interview, entry=entry)
    if len(ordered) == 1:
        values = {name: column[0] for name, column in columns.items()}
        return Statement(text=ONE_AT_ONCE, values=values | entries)
    return Statement(text=MANY_AT_ONCE, values={**columns, **entries})


def _columns(ordered: Sequence[Accepted]) -> dict[str, list[object]]:
    new = [one.interview for one in ordered]
    return {
        "uuid": [one.uuid for one in new],
        "round_unit_id": [one.round_unit_id for one in new],
        "enumerator_id": [one.enumerator_id for one in new],
        "questionnaire_version_id": [one.questionnaire_version_id for one in new],
        "mode": [one.mode for one in new],
        "content": [one.content for one in new],
        "content_sha256": [one.content_sha256 for one in new],
        "started_at": [one.started_at for one in new],
        "finished_at": [one.finished_at for one in new],
        "is_simulated": [one.is_simulated for one in new],
        "fingerprint": [one.fingerprint for one in new],
        "elapsed_ms": [one.elapsed_ms for one in new],
        "is_unlisted": [one.is_unlisted for one in ordered],
        "levels": [_array(one) for one in new],
        "other": [msgspec.json.encode(one.other).decode() for one in new],
    }


def _sum_columns(summed: Sequence[FactorSums | None]) -> dict[str, list[object]]:
    return {
        "satisfied": [None if one is None else one.satisfied for one in summed],
        "valid": [None if one is None else one.valid for one in summed],
        "sum_of_levels": [None if one is None else one.levels for one in summed],
    }


def _entries(first: NewInterview, *, entry: Entry) -> dict[str, object]:
    """What all of them have in common, because they came together."""
    return {
        "received_at": first.received_at,
        "device_id": first.device_id,
        "sent_by": first.sent_by,
        "skew_ms": first.skew_ms,
        "at": entry.at,
        "account_id": entry.account_id,
        "action": entry.action,
        "details": msgspec.json.encode(entry.details).decode(),
    }


def _array(new: NewInterview) -> str:
    """The levels as PostgreSQL writes an array; slots past its end are null."""
    if len(new.levels) > SLOTS:
        raise ValueError(f"a questionnaire may have {SLOTS} index items, not {len(new.levels)}")
    return "{" + ",".join(map(str, new.levels)) + "}"


def _one_after_the_other(
    session: Session, ordered: Sequence[Accepted], *, entry: Entry
) -> set[UUID]:
    add_unlisted(session, [_duty(one.interview) for one in ordered if one.is_unlisted])
    stored = interviews.insert_all_once(session, [one.interview for one in ordered])
    audit.record_all(
        session,
        [
            audit.Event(
                action=entry.action,
                object_kind="interview",
                object_id=str(one.interview.uuid),
                details=entry.details,
            )
            for one in ordered
            if one.interview.uuid in stored
        ],
        account_id=entry.account_id,
        at=entry.at,
    )
    return stored


def _duty(new: NewInterview) -> NewAssignment:
    return NewAssignment(
        interview_uuid=new.uuid,
        round_unit_id=new.round_unit_id,
        enumerator_id=new.enumerator_id,
        assigned_at=new.received_at,
    )
