"""Promises a seed, draws with it, and shows it when the field work is over."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scoring.draw import Draw, draw_sample
from scoring.draw_check import printed_weight
from survey_app.access.people import Person
from survey_app.db import audit, samples
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.sampling.planning import PlannedDraw
from survey_app.fieldwork.sampling.prospect import plan_draw
from survey_app.fieldwork.sealed_seed import RandomBytes, opened_seed, sealed_seed
from survey_app.fieldwork.sealing import StaysClosed
from survey_app.problems import Code, Problem

DRAWS_IN = ("draft", "open")
SHOWN_FROM = ("closed", "published", "archived")
LIST_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRequest:
    """A sample to draw.

    list_name: None for the one list of the round whose seed waits to be used. unit_codes: none for
    every surveyed unit without a sample. confirmed: cases, official and reserve that somebody saw
    and agreed to; None where nobody was asked.
    """

    list_name: str | None = None
    unit_codes: tuple[str, ...] = ()
    confirmed: tuple[int, int, int] | None = None


def commit_seed(
    session: Session,
    found: RoundRecord,
    *,
    list_name: str,
    by: Person,
    secret_key: str,
    random_bytes: RandomBytes,
    at: datetime,
) -> str:
    """Makes a seed, keeps it wrapped, and gives the commitment that is published now."""
    _require_state(session, found)
    if not LIST_NAME.fullmatch(list_name):
        raise Problem(Code.SAMPLE_LIST_UNFIT)
    seed = sealed_seed(random_bytes, secret_key=secret_key)
    try:
        with session.begin_nested():
            number = samples.add_commitment(
                session,
                round_id=found.id,
                list_name=list_name,
                commitment=seed.commitment,
                wrapped_seed=seed.wrapped,
                by=by.account_id,
                at=at,
            )
    except IntegrityError as taken:
        raise Problem(Code.SAMPLE_LIST_TAKEN, {"list": list_name}) from taken
    details = {"round": found.code, "list": list_name, "commitment": seed.commitment}
    _record(session, "sample.seed_committed", number, by=by, at=at, details=details)
    return seed.commitment


def draw(
    session: Session,
    found: RoundRecord,
    request: DrawRequest,
    *,
    by: Person | None,
    secret_key: str,
    at: datetime,
) -> tuple[PlannedDraw, Draw]:
    """Draws with the promised seed and keeps who was drawn.

    Raises Problem, or DrawRefused where cases cannot be published as they are.
    """
    _require_state(session, found)
    record = _to_draw(session, found, request.list_name)
    planned = plan_draw(session, found, unit_codes=request.unit_codes)
    if request.confirmed not in {None, planned.counts}:
        raise Problem(Code.SAMPLE_OTHER_THAN_SEEN)
    seed = _seed(record, secret_key=secret_key)
    drawn = draw_sample(planned.cases, plan=planned.as_draw_plan(record.list_name), seed=seed)
    _store(session, record, planned, drawn, by=by, at=at)
    details = {
        "round": found.code,
        "list": record.list_name,
        "list_sha256": drawn.list_sha256,
        "cases": str(len(planned.cases)),
        "official": str(sum(one.official for one in drawn.strata)),
        "reserve": str(sum(one.reserve for one in drawn.strata)),
    }
    _record(session, "sample.drawn", record.id, by=by, at=at, details=details)
    return planned, drawn


def reveal_seed(
    session: Session,
    found: RoundRecord,
    *,
    list_name: str,
    by: Person,
    secret_key: str,
    at: datetime,
) -> str:
    """Shows the seed of a drawn sample once the round is closed; gives it."""
    state = locked_round(session, found.id).state
    record = drawn_named(session, found, list_name)
    if state not in SHOWN_FROM:
        raise Problem(Code.SAMPLE_STILL_IN_FIELD)
    if record.seed is not None:
        raise Problem(Code.SAMPLE_ALREADY_REVEALED, {"list": list_name})
    seed = _seed(record, secret_key=secret_key)
    samples.show_seed(session, record.id, seed=seed, by=by.account_id, at=at)
    details = {"round": found.code, "list": list_name, "seed": seed}
    _record(session, "sample.seed_revealed", record.id, by=by, at=at, details=details)
    return seed


def _to_draw(session: Session, found: RoundRecord, list_name: str | None) -> samples.DrawRecord:
    if list_name is not None:
        record = draw_named(session, found, list_name)
        if record.drawn_at is not None:
            raise Problem(Code.SAMPLE_ALREADY_DRAWN, {"list": list_name})
        return record
    waiting = [one for one in samples.draws_of_round(session, found.id) if one.drawn_at is None]
    if len(waiting) != 1:
        named = ", ".join(one.list_name for one in waiting) or "–"
        raise Problem(Code.SAMPLE_NOT_ONE_WAITS, {"round": found.code, "waiting": named})
    return waiting[0]


def draw_named(session: Session, found: RoundRecord, list_name: str) -> samples.DrawRecord:
    """The draw of the round with this list; raises Problem with the known ones."""
    records = samples.draws_of_round(session, found.id)
    for record in records:
        if record.list_name == list_name:
            return record
    known = ", ".join(record.list_name for record in records) or "–"
    details = {"list": list_name, "round": found.code, "known": known}
    raise Problem(Code.SAMPLE_UNKNOWN, details)


def drawn_named(session: Session, found: RoundRecord, list_name: str) -> samples.DrawRecord:
    """The same, once it is drawn."""
    record = draw_named(session, found, list_name)
    if record.drawn_at is None:
        raise Problem(Code.SAMPLE_NOT_DRAWN, {"list": list_name})
    return record


def _require_state(session: Session, found: RoundRecord) -> None:
    """Nobody else closes the round, imports or draws until this transaction ends."""
    if locked_round(session, found.id).state not in DRAWS_IN:
        raise Problem(Code.ROUND_DRAWS_NO_SAMPLE, {"round": found.code})


def _seed(record: samples.DrawRecord, *, secret_key: str) -> str:
    try:
        return opened_seed(record.wrapped_seed, secret_key=secret_key)
    except StaysClosed as closed:
        raise Problem(Code.SAMPLE_SEED_CLOSED, {"list": record.list_name}) from closed


def _store(
    session: Session,
    record: samples.DrawRecord,
    planned: PlannedDraw,
    drawn: Draw,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    numbers = samples.case_numbers(session, [one.unit.id for one in planned.units])
    samples.store_draw(
        session,
        record.id,
        plan=planned.plan.model_dump(mode="json"),
        unit_codes=[one.unit.unit_code for one in planned.units],
        strata=[
            {
                "stratum": one.stratum,
                "population": one.population,
                "official": one.official,
                "reserve": one.reserve,
            }
            for one in drawn.strata
        ],
        list_sha256=drawn.list_sha256,
        members=_members(drawn, numbers=numbers),
        by=None if by is None else by.account_id,
        at=at,
    )


def _members(drawn: Draw, *, numbers: Mapping[UUID, int]) -> Iterator[samples.MemberRecord]:
    for member in drawn.members:
        public_id = UUID(member.case_id)
        yield samples.MemberRecord(
            frame_case_id=numbers[public_id],
            public_id=public_id,
            stratum=member.stratum,
            sample_list=member.sample_list.value,
            place=member.place,
            weight=printed_weight(member.weight),
        )


def _record(
    session: Session,
    action: str,
    number: int,
    *,
    by: Person | None,
    at: datetime,
    details: dict[str, str],
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="sample_draw",
        object_id=str(number),
        account_id=None if by is None else by.account_id,
        at=at,
        details=details,
    )
