"""Respondents who could not be reached: their tasks end, and the next in the order are drawn.

Whoever calls this holds the round and the tasks. Nobody chooses who is next: the order of the draw
was fixed when the lot was closed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.db import audit, claim_draws, recheck_attempts, recheck_order, recheck_promises
from survey_app.db.recheck_order import DrawnPlace, NextDrawn
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.assigning import GivingRequest, give, held_field
from survey_app.fieldwork.rechecks.drawing import DRAWS_IN
from survey_app.fieldwork.rechecks.giving_up import given_up
from survey_app.fieldwork.rechecks.locking import OBJECT

IN_PLACE = ("random", "next")
"""Selections of which estimates are made: the next takes the place of whoever was not reached."""
BESIDES = "more"
Undrawn = Callable[[Collection[tuple[int, str]]], Sequence[tuple[int, str, UUID]]]
"""Who waits in these strata, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What came of it. ended: tasks of respondents who are given up. drawn: how many others are
    made again for them; given: to how many of these a supervisor was found at once.
    """

    ended: tuple[UUID, ...]
    drawn: int
    given: int


NONE = Replaced(ended=(), drawn=0, given=0)


def give_up(
    session: Session,
    found: RoundRecord,
    task_uuids: Collection[UUID],
    *,
    by: int | None,
    at: datetime,
    giving: GivingRequest | None = None,
) -> Replaced:
    """Ends those of these open tasks whose respondents have been tried as often as the plan asks.

    The next in the order is drawn as long as the round draws and its seed is not shown, and given
    out at once with `giving`, else by the next `assign`. by: who is signed in, if anybody is.
    """
    promise = recheck_promises.promise_of(session, found.id)
    if promise is None:
        return NONE
    rule = RecheckPlan.model_validate_json(promise.plan_content).contact
    attempts = recheck_attempts.attempts_of(session, task_uuids)
    reasons = {
        uuid: why
        for uuid in task_uuids
        if (why := given_up(attempts.get(uuid, ()), rule)) is not None
    }
    if not reasons:
        return NONE
    recheck_order.end_not_reached(session, sorted(reasons.items()), at=at)
    _record(session, "recheck.not_reached", reasons, by=by, at=at)
    draws = found.state in DRAWS_IN and promise.seed is None
    drawn = _draw_next(session, reasons, at=at) if draws else {}
    _record(
        session,
        "recheck.next_drawn",
        {uuid: one.selection for uuid, one in drawn.items()},
        by=by,
        at=at,
    )
    given = _give(session, found, drawn.values(), giving=giving) if drawn and giving else 0
    return Replaced(ended=tuple(reasons), drawn=len(drawn), given=given)


def _draw_next(
    session: Session, ended: Collection[UUID], *, at: datetime
) -> Mapping[UUID, NextDrawn]:
    """By the task that ended, who is drawn for it; nobody where the stratum is used up."""
    interviews = dict(
        _paired(
            recheck_order.drawn_places(session, ended),
            lambda strata: recheck_order.undrawn_members(session, strata),
        )
    )
    claims = dict(
        _paired(
            claim_draws.drawn_claim_places(session, ended),
            lambda strata: claim_draws.undrawn_claims_of(session, strata),
        )
    )
    recheck_order.add_drawn(session, list(interviews.values()), at=at)
    claim_draws.add_drawn_claims(session, list(claims.values()), at=at)
    return {**interviews, **claims}


def _paired(ended: Sequence[DrawnPlace], undrawn: Undrawn) -> Iterable[tuple[UUID, NextDrawn]]:
    """The first who waits in a stratum for the first who ended in it, and so on."""
    replaced = [one for one in ended if one.selection in (*IN_PLACE, BESIDES)]
    strata = {(one.lot_id, one.stratum) for one in replaced}
    queues: dict[tuple[int, str], list[UUID]] = {}
    for lot, stratum, uuid in reversed(undrawn(strata) if strata else ()):
        queues.setdefault((lot, stratum), []).append(uuid)
    for one in replaced:
        if queue := queues.get((one.lot_id, one.stratum)):
            in_place = one.selection in IN_PLACE
            yield (
                one.task_uuid,
                NextDrawn(
                    interview_uuid=queue.pop(),
                    selection="next" if in_place else BESIDES,
                    instead_of=one.interview_uuid if in_place else None,
                ),
            )


def _give(
    session: Session, found: RoundRecord, drawn: Iterable[NextDrawn], *, giving: GivingRequest
) -> int:
    wanted = {one.interview_uuid for one in drawn}
    field = held_field(session, found, giving)
    new = [one for one in field.drawn if one.uuid in wanted and one.task_uuid is None]
    return len(give(session, field, new, giving=giving).tasks)


def _record(
    session: Session, action: str, said: Mapping[UUID, str], *, by: int | None, at: datetime
) -> None:
    key = "reason" if action == "recheck.not_reached" else "selection"
    events = [
        audit.Event(action=action, object_kind=OBJECT, object_id=str(uuid), details={key: what})
        for uuid, what in sorted(said.items())
    ]
    audit.record_all(session, events, account_id=by, at=at)
