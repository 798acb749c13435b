"""Makes scores public, replaces them and withdraws them: what hinders it, the change, the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from questionnaires import Fault
from questionnaires.problems import Refused
from scoring.points_steps import NoPoints
from survey_app.access.people import Person
from survey_app.audit_log.sealing import seal_within
from survey_app.db import audit, publications, rounds, samples
from survey_app.db.audit_seals import print_head
from survey_app.db.interview_exclusions import lots_excluded_from
from survey_app.db.lot_standings import standing_lots
from survey_app.db.publications import PublicationRecord
from survey_app.db.recheck_promises import promise_of
from survey_app.db.work_in_hand import work_in_hand
from survey_app.fieldwork.rechecks.excluding import KINDS_AFTER
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import State, Step, is_reason, reason_missing
from survey_app.fieldwork.round_steps import StepRequest, take_step
from survey_app.publication.score_runs import Looked, MadeRun, look, make_run
from survey_app.publication.webhooks.announcing import announce

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOST_NAMED = 5
"""Units or lots that a fault names; of a province it says how many more there are."""
UNDECIDED = (None, "extended")
"""Decisions about a lot after which another one has to come."""
PUBLISHABLE = frozenset({State.CLOSED, State.PUBLISHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRequest:
    """Who wants scores to be public, or not any more. A reason is needed to replace or withdraw.

    seen: the publication that stood when the person decided, None: nothing was public.
    """

    by: Person
    at: datetime
    reason: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was made public, or why nothing was."""

    run: MadeRun | None
    faults: tuple[Fault, ...] = ()


def publish(session: Session, round_id: int, request: PublishRequest) -> Published:
    """Freezes what counts now and makes it public, in place of what was public before.

    The round is locked, so that of two people who publish at once one is told. The newest block of
    the log of changes goes out with it. With faults nothing was written.
    """
    # Before the round is locked: those that are waited for may wait for it.
    newest_block = seal_within(session, at=request.at)
    found = rounds.locked_round(session, round_id)
    current = publications.current_publication(session, round_id)
    looked = look(session, found, current=current)
    faults = (
        *hindrances(session, found, looked=looked),
        *_against_request(current, request=request),
    )
    if faults:
        return Published(run=None, faults=faults)
    made = make_run(session, found, by=request.by, at=request.at)
    if made is None:
        return Published(run=None, faults=(RoundCode.NOTHING_COUNTED.at("interviews"),))
    if current is not None:
        _end(session, current, request, state="superseded")
    publication_id = publications.add_publication(
        session,
        round_id=round_id,
        run_id=made.id,
        at=request.at,
        by=request.by.account_id,
        reason=request.reason.strip(),
    )
    if newest_block is not None:
        print_head(session, publication_id, of=newest_block)
    announce(session, found, publication_id, replaced=current, at=request.at)
    if current is None:
        _step(session, found, request, step=Step.PUBLISH)
    _record(session, found, request, made=made, replaced=current)
    return Published(run=made)


def withdraw(session: Session, round_id: int, request: PublishRequest) -> tuple[Fault, ...]:
    """Takes back what is public; the round is closed again. With faults nothing was written."""
    found = rounds.locked_round(session, round_id)
    current = publications.current_publication(session, round_id)
    if current is None:
        return (RoundCode.NOT_PUBLIC.at("publication"),)
    if current.id != request.seen:
        return (_published_already(current),)
    if found.state != State.PUBLISHED:
        return (RoundCode.IN_THE_ARCHIVE.at("round"),)
    if not is_reason(request.reason):
        return (reason_missing(),)
    _end(session, current, request, state="withdrawn")
    announce(session, found, current.id, at=request.at)
    _step(session, found, request, step=Step.WITHDRAW)
    return ()


def hindrances(session: Session, found: rounds.RoundRecord, *, looked: Looked) -> tuple[Fault, ...]:
    """Everything that stands against publishing what was looked at, whoever asks."""
    return tuple(_hindrances(session, found, looked=looked))


def _hindrances(session: Session, found: rounds.RoundRecord, *, looked: Looked) -> Iterator[Fault]:
    if found.state not in PUBLISHABLE:
        is_over = found.state == State.ARCHIVED
        yield (RoundCode.IN_THE_ARCHIVE if is_over else RoundCode.NOT_CLOSED).at("round")
    if waiting := work_in_hand(session, found.id).documents_waiting:
        yield RoundCode.DOCUMENTS_WAIT.at("documents", count=str(waiting))
    for draw in samples.draws_of_round(session, found.id):
        if draw.drawn_at is not None and draw.revealed_at is None:
            yield RoundCode.SAMPLE_NOT_REVEALED.at("sample", name=draw.list_name)
    yield from _against_rechecks(session, found)
    yield from _not_counted(looked)
    if not looked.cut.interviews:
        yield RoundCode.NOTHING_COUNTED.at("interviews")
    if looked.is_public:
        yield RoundCode.NOTHING_CHANGED.at("interviews")


def _against_rechecks(session: Session, found: rounds.RoundRecord) -> Iterator[Fault]:
    """What is still to be done about the re-checks that were drawn; none where none were."""
    promise = promise_of(session, found.id)
    if promise is None or promise.first_day is None:
        return
    if promise.seed is None:
        yield RoundCode.RECHECK_SEED_HIDDEN.at("recheck")
    lots = standing_lots(session, found.id)
    undecided = [one.code for one in lots if one.decision in UNDECIDED]
    verified = [one.code for one in lots if one.decision == "rejected"]
    if undecided:
        yield RoundCode.LOTS_UNDECIDED.at("recheck", **_named(undecided))
    if verified:
        yield RoundCode.LOTS_IN_VERIFICATION.at("recheck", **_named(verified))
    excluded = lots_excluded_from(session, found.id)
    if standing := [code for code, said in excluded.items() if said not in KINDS_AFTER]:
        yield RoundCode.EXCLUDED_WITHOUT_CAUSE.at("recheck", **_named(standing))


def _named(lots: Sequence[str]) -> dict[str, str]:
    more = "" if len(lots) <= MOST_NAMED else ", …"
    return {"count": str(len(lots)), "lots": ", ".join(lots[:MOST_NAMED]) + more}


def _not_counted(looked: Looked) -> Iterator[Fault]:
    """Units that would have points, had somebody counted their cases; the first by name."""
    estimates = looked.found.estimates
    missing = [
        unit.unit_name
        for unit in estimates.units
        if estimates.computed[unit.unit_code].reason is NoPoints.ADJUSTMENT_NOT_GIVEN
    ]
    units, more = ", ".join(missing[:MOST_NAMED]), len(missing) - MOST_NAMED
    if more > 0:
        yield RoundCode.CASES_NOT_COUNTED_OF_MANY.at("cases", units=units, more=str(more))
    elif missing:
        yield RoundCode.CASES_NOT_COUNTED.at("cases", units=units)


def _against_request(
    current: PublicationRecord | None, *, request: PublishRequest
) -> Iterator[Fault]:
    if current is None:
        if request.reason.strip() and not is_reason(request.reason):
            yield reason_missing()
        if request.seen is not None:
            yield RoundCode.NOT_PUBLIC.at("publication")
        return
    if request.seen != current.id:
        yield _published_already(current)
    elif not is_reason(request.reason):
        yield reason_missing()


def _published_already(current: PublicationRecord) -> Fault:
    at = current.published_at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")
    return RoundCode.PUBLISHED_ALREADY.at("publication", at=at, by=current.published_by)


def _end(
    session: Session, current: PublicationRecord, request: PublishRequest, *, state: str
) -> None:
    publications.end_publication(
        session,
        current.id,
        state=state,
        at=request.at,
        by=request.by.account_id,
        reason=request.reason.strip(),
    )


def _step(
    session: Session, found: rounds.RoundRecord, request: PublishRequest, *, step: Step
) -> None:
    """Takes the round along. What stands against that was asked before; else all is undone."""
    wanted = StepRequest(
        step=step,
        by=request.by,
        reason=request.reason,
        is_confirmed=True,
        at=request.at,
        secret_key="",  # of no use but in opening
    )
    faults = take_step(session, found.id, wanted)
    if faults:
        raise Refused(faults)


def _record(
    session: Session,
    found: rounds.RoundRecord,
    request: PublishRequest,
    *,
    made: MadeRun,
    replaced: PublicationRecord | None,
) -> None:
    """What was published can be looked up by its hashes."""
    details = {
        "reason": request.reason.strip(),
        "interviews": str(made.cut.interviews),
        "cut_sha256": made.cut.sha256,
        "result_sha256": made.sha256,
        "replaced": "" if replaced is None else replaced.result_sha256,
    }
    audit.record(
        session,
        action="round.scores_frozen" if replaced is None else "round.superseded",
        object_kind="round",
        object_id=str(found.id),
        account_id=request.by.account_id,
        at=request.at,
        details={name: value for name, value in details.items() if value},
    )
