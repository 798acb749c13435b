"""The statement that looks up all that documents name, written once for each database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    Uuid,
    bindparam,
    column,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlalchemy.types import TypeEngine

from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    InterviewReturn,
    Person,
    Quarantine,
    QuestionnaireVersion,
    Round,
    RoundUnit,
    Unit,
)

# The tables themselves: rows are read here, no objects.
account, assignment, attempt = Account.__table__, Assignment.__table__, ContactAttempt.__table__
frame_case, interview, person = FrameCase.__table__, Interview.__table__, Person.__table__
quarantine, version = Quarantine.__table__, QuestionnaireVersion.__table__
round_, round_unit, unit = Round.__table__, RoundUnit.__table__, Unit.__table__
named_round, named_unit = round_.alias("named_round"), round_unit.alias("named_unit")
returned = InterviewReturn.__table__
earlier, counted = interview.alias("earlier"), interview.alias("counted")


Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
ONE = literal_column("1", BigInteger())
ENUMERATOR = literal_column("'enumerator'", String())
OPEN = literal_column("'open'", String())
PLACE = "place"
"""Which of the documents it is, from one."""

COLUMNS: Mapping[str, TypeEngine[Any]] = {
    "uuid": Uuid(),
    "case_uuid": Uuid(),
    "sha256": String(),
    "enumerator": BigInteger(),
    "version": String(),
    "round": String(),
    "unit": String(),
}


def _asked_on_postgresql() -> FromClause:
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in COLUMNS.items()]
    columns = [column(name, kind) for name, kind in (*COLUMNS.items(), (PLACE, BigInteger()))]
    return (
        func.unnest(*arrays)
        .table_valued(*columns[:-1], with_ordinality=PLACE)
        .render_derived(name="asked")
    )


def _asked_alone() -> FromClause:
    values = [bindparam(name, type_=kind).label(name) for name, kind in COLUMNS.items()]
    return select(ONE.label(PLACE), *values).subquery("asked")


def _asked_on_sqlite() -> FromClause:
    rows = func.json_each(bindparam("asked", type_=String())).table_valued(
        "key", "value", name="sent"
    )
    return select(
        (rows.c.key + 1).label(PLACE),
        *(
            func.json_extract(rows.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in COLUMNS.items()
        ),
    ).subquery("asked")


def _unit_named(asked: FromClause) -> ColumnElement[int]:
    return (
        select(named_unit.c.id)
        .join(named_round, named_round.c.id == named_unit.c.round_id)
        .join(unit, unit.c.id == named_unit.c.unit_id)
        .where(named_round.c.code == asked.c.round, unit.c.code == asked.c.unit)
        .correlate(asked)
        .scalar_subquery()
    )


def _last_of(uuid: ColumnElement[UUID]) -> ColumnElement[int]:
    """The number of the last version; they are numbered along an index that starts with it."""
    return (
        select(func.max(counted.c.version))
        .where(counted.c.uuid == uuid)
        .correlate_except(counted)
        .scalar_subquery()
    )


def _same_as(uuid: ColumnElement[UUID], sha256: ColumnElement[str]) -> ColumnElement[int]:
    """The first version with this very content."""
    return (
        select(func.min(counted.c.id))
        .where(counted.c.uuid == uuid, counted.c.content_sha256 == sha256)
        .correlate_except(counted)
        .scalar_subquery()
    )


@dataclass(slots=True)
class _Looked:
    """Things that each exist once or not at all, found beside the rows of `asked`.

    PostgreSQL looks a fenced thing up row by row, through its index. Left to choose, it read whole
    tables as long as it had not counted their rows, and searched for the best order of eleven
    tables with every batch.
    """

    sources: FromClause
    is_fenced: bool

    def up(self, table: FromClause, *names: str, when: ColumnElement[bool]) -> Columns:
        if not self.is_fenced:
            self.sources = self.sources.outerjoin(table, when)
            return table.c
        one = select(*(table.c[name] for name in names)).where(when).limit(ONE).lateral()
        self.sources = self.sources.outerjoin(one, true())
        return one.c


Found = tuple[ColumnElement[Any], ...]


def _where(asked: FromClause, looked: _Looked) -> Found:
    """Whose duty it is, and the unit and the round that it belongs to."""
    duty = looked.up(
        assignment,
        *("enumerator_id", "frame_case_id", "round_unit_id", "recalled_at"),
        when=assignment.c.interview_uuid == asked.c.case_uuid,
    )
    place = func.coalesce(duty.round_unit_id, _unit_named(asked))
    there = looked.up(round_unit, "id", "round_id", "is_exempt", when=round_unit.c.id == place)
    during = looked.up(
        round_,
        *("state", "questionnaire_version_id", "allows_unlisted", "is_simulated"),
        when=round_.c.id == there.round_id,
    )
    case = looked.up(frame_case, "person_id", when=frame_case.c.id == duty.frame_case_id)
    whom = looked.up(person, "is_simulated", when=person.c.id == case.person_id)
    return (
        duty.enumerator_id.label("assigned_to"),
        duty.frame_case_id,
        duty.recalled_at.is_not(None).label("is_recalled"),
        there.id.label("round_unit_id"),
        there.is_exempt,
        during.state,
        during.questionnaire_version_id,
        during.allows_unlisted,
        (during.is_simulated | func.coalesce(whom.is_simulated, false())).label("is_simulated"),
    )


def _who_and_with_what(of: Columns, looked: _Looked) -> Found:
    is_enumerator = (account.c.id == of.enumerator) & (account.c.role == ENUMERATOR)
    who = looked.up(account, "id", when=is_enumerator)
    what = looked.up(version, "id", when=version.c.id == of.version)
    return who.id.label("enumerator_id"), what.id.label("version_id")


def _received(of: Columns, looked: _Looked) -> Found:
    """The last version, to whom it was returned, and the version with this very content."""
    before = looked.up(
        interview,
        *("id", "version", "content_sha256", "received_at", "is_current"),
        when=(interview.c.uuid == of.uuid) & (interview.c.version == _last_of(of.uuid)),
    )
    is_out = (returned.c.interview_id == before.id) & (returned.c.state == OPEN)
    back = looked.up(returned, "enumerator_id", when=is_out)
    same = looked.up(earlier, "received_at", when=earlier.c.id == _same_as(of.uuid, of.sha256))
    return (
        before.id.label("last_id"),
        before.version.label("last_version"),
        before.content_sha256.label("last_sha256"),
        before.received_at.label("last_received_at"),
        before.is_current.label("last_is_current"),
        back.enumerator_id.label("returned_to"),
        same.received_at.label("same_received_at"),
    )


def _attempted(of: Columns, looked: _Looked) -> Found:
    tried = looked.up(
        attempt,
        *("id", "content_sha256", "received_at", "attempted_at"),
        when=attempt.c.uuid == of.uuid,
    )
    return (
        tried.id.label("attempt_id"),
        tried.content_sha256.label("attempt_sha256"),
        tried.received_at.label("attempt_received_at"),
        tried.attempted_at,
    )


def _put_aside(of: Columns, looked: _Looked) -> Found:
    is_same = quarantine.c.content_sha256 == of.sha256
    aside = looked.up(quarantine, "kind", "received_at", when=is_same)
    return aside.kind.label("aside_as"), aside.received_at.label("aside_at")


def _everything_about(asked: FromClause, *, is_fenced: bool) -> Select[Any]:
    """One row a document, with the columns of `Row`."""
    of, looked = asked.c, _Looked(asked, is_fenced)
    found = (
        *_where(asked, looked),
        *_who_and_with_what(of, looked),
        *_received(of, looked),
        *_attempted(of, looked),
        *_put_aside(of, looked),
    )
    return select(of[PLACE], *found).select_from(looked.sources)


class Row(NamedTuple):
    """The columns of `_everything_about`."""

    place: int
    assigned_to: int | None
    frame_case_id: int | None
    is_recalled: bool
    round_unit_id: int | None
    is_exempt: bool
    state: str
    questionnaire_version_id: str
    allows_unlisted: bool
    is_simulated: bool
    enumerator_id: int | None
    version_id: str | None
    last_id: int | None
    last_version: int
    last_sha256: str
    last_received_at: datetime
    last_is_current: bool
    returned_to: int | None
    same_received_at: datetime | None
    attempt_id: int | None
    attempt_sha256: str | None
    attempt_received_at: datetime | None
    attempted_at: datetime
    aside_as: str | None
    aside_at: datetime


# Made once, so that they are also compiled once. A single document comes as values and not as
# arrays of one, which cost more than what is looked up.
ALONE_ON_POSTGRESQL = _everything_about(_asked_alone(), is_fenced=True)
ON_POSTGRESQL = _everything_about(_asked_on_postgresql(), is_fenced=True)
ON_SQLITE = _everything_about(_asked_on_sqlite(), is_fenced=False)
