"""Gives what was drawn to supervisors, and takes tasks back; each with its event in the log.

Whoever gives tasks out holds the round first and then all supervisors, and reads afterwards: days
are shared by all rounds. No event names an enumerator, a respondent or an interview.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.claim_lots import week_end
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.access.people import Person
from survey_app.access.policy import Role
from survey_app.clock import ZONE
from survey_app.db import accounts, audit, claim_draws, recheck_tasks
from survey_app.db.accounts import NO_DUTIES, AccountRecord, Duties
from survey_app.db.recheck_tasks import DrawnRecord, NewTask
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.rechecks.choosing import (
    DrawnInterview,
    GivenTask,
    NobodyMay,
    Side,
    Supervisor,
    TaskRule,
    give_out,
    who_may,
)
from survey_app.fieldwork.rechecks.drawing import DRAWS_IN
from survey_app.fieldwork.rechecks.locking import OBJECT
from survey_app.fieldwork.rechecks.promising import promised, seed_of
from survey_app.problems import Code, Problem

NewUuid = Callable[[], UUID]
APART = frozenset({"risk", "verification"})
"""Selections that somebody else looks at than whoever looked before."""
NOT_ELIGIBLE_ANY_MORE = "not eligible any more"
INTERVIEW_VOIDED = "interview voided"
INTERVIEW_MADE = "interview made after all"
NOON = 12
"""From this hour on nothing is planned for the day that is running, as half of it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Interviews of a lot that no supervisor may have."""

    lot: str
    why: NobodyMay
    interviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What giving out came to. given: by user name. withdrawn: from people who may not have them
    any more; they are given anew, as far as somebody else may.
    """

    given: Mapping[str, int]
    withdrawn: int
    left: tuple[Leftover, ...]
    tasks: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingRequest:
    """Who gives out, and when. secret_key: opens the seed. new_uuid: names the new tasks."""

    by: Person | None
    secret_key: str
    new_uuid: NewUuid
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What is known of a round while tasks are given out, held against everybody else."""

    drawn: tuple[DrawnRecord, ...]
    interviews: Mapping[UUID, DrawnInterview]
    supervisors: Mapping[int, Supervisor]
    usernames: Mapping[int, str]
    plan: RecheckPlan
    rule: TaskRule
    seed: str

    def may_keep(self, one: DrawnRecord) -> bool:
        """Whether whoever has this task may have it."""
        holder = self.supervisors.get(one.holder_id or 0)
        if holder is None:
            return False
        return not isinstance(who_may(self.interviews[one.uuid], [holder]), NobodyMay)


def assign(session: Session, found: RoundRecord, giving: GivingRequest) -> Assigned:
    """Gives out everything drawn that nobody has; whoever may not keep a task loses it.

    Nobody asks why there was no interview where one was made after all.
    """
    field = held_field(session, found, giving)
    over = claim_draws.tasks_of_the_interviewed(session, found.id)
    withdraw(session, over, reason=INTERVIEW_MADE, by=giving.by, at=giving.at)
    lost = [one for one in field.drawn if one.task_uuid is not None and not field.may_keep(one)]
    withdraw(session, _tasks(lost), reason=NOT_ELIGIBLE_ANY_MORE, by=giving.by, at=giving.at)
    free = [one for one in field.drawn if one.task_uuid is None]
    return give(session, field, [*free, *lost], giving=giving)


def give(
    session: Session, field: Field, wanted: Sequence[DrawnRecord], *, giving: GivingRequest
) -> Assigned:
    """Gives these interviews out by the rule, among all supervisors of the field."""
    interviews = [field.interviews[one.uuid] for one in wanted]
    chosen = give_out(
        interviews, tuple(field.supervisors.values()), seed=field.seed, rule=field.rule
    )
    tasks = store(session, field, chosen.given, giving=giving)
    lots = {one.uuid: one.lot_code for one in wanted}
    left = Counter((lots[one.uuid], why) for one, why in chosen.left)
    given = Counter(field.usernames[one.supervisor_id] for one in chosen.given)
    return Assigned(
        given=dict(sorted(given.items())),
        withdrawn=sum(one.task_uuid is not None for one in wanted),
        left=tuple(
            Leftover(lot=lot, why=why, interviews=count)
            for (lot, why), count in sorted(left.items())
        ),
        tasks=tasks,
    )


def store(
    session: Session, field: Field, given: Iterable[GivenTask], *, giving: GivingRequest
) -> tuple[UUID, ...]:
    """Keeps tasks as they were decided, each with its event; gives their identifiers."""
    claims = {one.uuid for one in field.drawn if one.is_claim}
    new = [
        NewTask(
            uuid=giving.new_uuid(),
            interview_uuid=None if one.interview_uuid in claims else one.interview_uuid,
            claim_uuid=one.interview_uuid if one.interview_uuid in claims else None,
            supervisor_id=one.supervisor_id,
            work_day=one.work_day,
            due_at=one.due_at,
            latest_at=one.latest_at,
            assigned_at=giving.at,
            assigned_by=None if giving.by is None else giving.by.account_id,
        )
        for one in given
    ]
    recheck_tasks.add_tasks(session, new)
    _record(
        session,
        "recheck.task_given",
        {one.uuid: {"to": field.usernames[one.supervisor_id]} for one in new},
        by=giving.by,
        at=giving.at,
    )
    return tuple(one.uuid for one in new)


def withdraw(
    session: Session, tasks: Collection[UUID], *, reason: str, by: Person | None, at: datetime
) -> tuple[UUID, ...]:
    """Withdraws those of these tasks that are open; gives them."""
    ended = recheck_tasks.end_tasks(session, tasks, state="withdrawn", reason=reason, at=at)
    details = {one: {"reason": reason} for one in sorted(ended)}
    _record(session, "recheck.task_withdrawn", details, by=by, at=at)
    return ended


def withdraw_of_interview(
    session: Session, interview_uuid: UUID, *, by: Person | None, at: datetime
) -> None:
    """Nobody makes an interview again that does not count; nothing where nobody was to."""
    task = recheck_tasks.open_task_of(session, interview_uuid)
    if task is not None:
        withdraw(session, [task], reason=INTERVIEW_VOIDED, by=by, at=at)


def held_field(session: Session, found: RoundRecord, giving: GivingRequest) -> Field:
    """Everything that decides who gets what, which nobody changes until the transaction ends.

    Raises Problem where nothing is promised, or the round is neither open nor closed.
    """
    if locked_round(session, found.id).state not in DRAWS_IN:
        raise Problem(Code.RECHECK_NO_DRAWS, {"round": found.code})
    promise = promised(session, found)
    recheck_tasks.hold_supervisors(session)
    plan = RecheckPlan.model_validate_json(promise.plan_content)
    rule = TaskRule(
        hours=plan.deadline.hours,
        latest_days=plan.deadline.latest_days,
        first_day=first_work_day(giving.at),
    )
    everybody = {one.id: one for one in accounts.all_accounts(session)}
    duties = accounts.all_duties(session)
    drawn = (
        *recheck_tasks.drawn_to_check(session, found.id),
        *claim_draws.claims_to_check(session, found.id),
    )
    supervisors = _supervisors(session, everybody.values(), duties, rule=rule)
    return Field(
        drawn=drawn,
        interviews=_interviews(
            session, found.id, drawn, plan=plan, everybody=everybody, duties=duties
        ),
        supervisors={one.account_id: one for one in supervisors},
        usernames={one.id: one.username for one in everybody.values()},
        plan=plan,
        rule=rule,
        seed=promise.seed or seed_of(promise, found, secret_key=giving.secret_key),
    )


def first_work_day(at: datetime) -> date:
    """The first day for which something is planned: from noon on, tomorrow."""
    here = at.astimezone(ZONE)
    return here.date() + timedelta(days=int(here.hour >= NOON))


def _supervisors(
    session: Session,
    everybody: Iterable[AccountRecord],
    duties: Mapping[int, Duties],
    *,
    rule: TaskRule,
) -> list[Supervisor]:
    loads = recheck_tasks.day_loads(session, first_day=rule.first_day)
    standing = recheck_tasks.standing_counts(session)
    return [
        Supervisor(
            account_id=one.id,
            side=_side(one, duties),
            areas=duties.get(one.id, NO_DUTIES).areas,
            tied_unit_ids=duties.get(one.id, NO_DUTIES).tied_unit_ids,
            loads=loads.get(one.id, {}),
            tasks=standing.get(one.id, 0),
        )
        for one in everybody
        if one.is_active and one.role == Role.SUPERVISOR
    ]


def _interviews(
    session: Session,
    round_id: int,
    drawn: Collection[DrawnRecord],
    *,
    plan: RecheckPlan,
    everybody: Mapping[int, AccountRecord],
    duties: Mapping[int, Duties],
) -> dict[UUID, DrawnInterview]:
    before = recheck_tasks.holders_before(session, round_id)
    of_lot = recheck_tasks.checkers_of_lots(session, round_id)
    nobody: frozenset[int] = frozenset()
    deadline_of_claims = None
    if plan.claims is not None:
        deadline = plan.claims.deadline
        deadline_of_claims = (deadline.hours, deadline.latest_days)
    return {
        one.uuid: DrawnInterview(
            uuid=one.uuid,
            interviewed_at=_counts_from(one),
            unit_id=one.unit_id,
            district=one.district,
            made_by=tuple(_side(everybody[by], duties) for by in one.enumerator_ids),
            checked_by=before.get(one.uuid, nobody) if one.selection in APART else nobody,
            better_not=of_lot.get(one.lot_id, nobody) if one.selection in APART else nobody,
            deadline=deadline_of_claims if one.is_claim else None,
        )
        for one in drawn
    }


def _counts_from(one: DrawnRecord) -> datetime:
    """From when the time to ask runs. Of a claim it is the end of its week: a deadline that ran
    from the last attempt would tell the supervisor when somebody says to have come.
    """
    if not one.is_claim:
        return one.finished_at
    over = week_end(one.finished_at.astimezone(ZONE).date())
    return datetime.combine(over, time(), tzinfo=ZONE)


def _side(account: AccountRecord, duties: Mapping[int, Duties]) -> Side:
    teams = duties.get(account.id, NO_DUTIES).teams
    return Side(organisation=account.organisation, teams=teams)


def _tasks(drawn: Iterable[DrawnRecord]) -> list[UUID]:
    return [one.task_uuid for one in drawn if one.task_uuid is not None]


def _record(
    session: Session,
    action: str,
    details: Mapping[UUID, Mapping[str, str]],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    events = [
        audit.Event(action=action, object_kind=OBJECT, object_id=str(uuid), details=said)
        for uuid, said in details.items()
    ]
    audit.record_all(session, events, account_id=None if by is None else by.account_id, at=at)
