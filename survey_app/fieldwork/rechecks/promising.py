"""Promises plan and seed of the re-checks of a round, and shows the seed when all is drawn."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scoring.plans.canonical import canonical_plan
from scoring.recheck.recheck_plan import SHIPPED, RecheckPlan, recheck_plan
from survey_app.access.people import Person
from survey_app.db import audit, plans, recheck_lots, recheck_promises
from survey_app.db.recheck_promises import PromiseRecord
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.rechecks.below_minimum import strata_to_raise
from survey_app.fieldwork.rechecks.drawing_claims import claims_to_close
from survey_app.fieldwork.round_description import RecheckSetting
from survey_app.fieldwork.sealed_seed import RandomBytes, opened_seed, sealed_seed
from survey_app.fieldwork.sealing import StaysClosed
from survey_app.problems import Code, Problem

KIND = "recheck"
SHOWN_FROM = ("closed", "published", "archived")


def plan_for(
    setting: RecheckSetting | None, *, round_code: str, plan_id: str = SHIPPED
) -> RecheckPlan:
    """A shipped plan with the share and the minimum that the round opened with.

    Raises Problem where the round re-checks nothing.
    """
    shipped = recheck_plan(plan_id)
    if setting is None:
        return shipped
    if setting.share_percent == 0:
        raise Problem(Code.RECHECK_SHARE_ZERO, {"round": round_code})
    opening = shipped.opening
    of_opening = {
        "share_percent": max(opening.share_percent, setting.share_percent),
        "minimum_per_enumerator": min(
            opening.minimum_per_enumerator, setting.minimum_per_enumerator
        ),
    }
    content = shipped.model_dump() | {
        "source": f"{setting.source} · {shipped.source}",
        "share_percent": setting.share_percent,
        "minimum_per_enumerator": setting.minimum_per_enumerator,
        "opening": opening.model_dump() | of_opening,
    }
    return RecheckPlan.model_validate(content)


def commit(
    session: Session,
    found: RoundRecord,
    *,
    plan: RecheckPlan | None,
    by: Person,
    secret_key: str,
    random_bytes: RandomBytes,
    at: datetime,
) -> PromiseRecord:
    """Pins the plan, makes a seed, keeps it wrapped, and gives what is published now.

    plan: None for the shipped one with the numbers of the round.
    """
    if locked_round(session, found.id).state != "open":
        raise Problem(Code.RECHECK_ROUND_NOT_OPEN, {"round": found.code})
    if there := recheck_promises.promise_of(session, found.id):
        details = {"round": found.code, "commitment": there.commitment}
        raise Problem(Code.RECHECK_PROMISED, details)
    chosen = _chosen(session, found, plan)
    seed = sealed_seed(random_bytes, secret_key=secret_key)
    number = plans.keep_plan(session, kind=KIND, content=canonical_plan(chosen), at=at)
    try:
        with session.begin_nested():
            recheck_promises.add_promise(
                session,
                round_id=found.id,
                plan_version_id=number,
                commitment=seed.commitment,
                wrapped_seed=seed.wrapped,
                by=by.account_id,
                at=at,
            )
    except IntegrityError as taken:
        details = {"round": found.code, "commitment": "–"}
        raise Problem(Code.RECHECK_PROMISED, details) from taken
    details = {"plan": number, "commitment": seed.commitment}
    record(session, "recheck.seed_committed", found, by=by, at=at, details=details)
    return promised(session, found)


def reveal(
    session: Session, found: RoundRecord, *, by: Person, secret_key: str, at: datetime
) -> str:
    """Shows the seed of a closed round; gives it.

    Every interview and every claim that the plan re-checks is in a lot before, and every enumerator
    has the re-checks of the plan.
    """
    state = locked_round(session, found.id).state
    promise = promised(session, found)
    if state not in SHOWN_FROM:
        raise Problem(Code.RECHECK_STILL_IN_FIELD, {"round": found.code})
    if promise.seed is not None:
        raise Problem(Code.RECHECK_SEED_SHOWN, {"round": found.code})
    if promise.first_day is None:
        raise Problem(Code.RECHECK_NONE_DRAWN, {"round": found.code})
    if waiting := len(recheck_lots.waiting_interviews(session, found.id)):
        details = {"round": found.code, "waiting": str(waiting)}
        raise Problem(Code.RECHECK_NOT_DRAWN, details)
    plan = RecheckPlan.model_validate_json(promise.plan_content)
    if waiting := claims_to_close(session, found.id, plan=plan):
        details = {"round": found.code, "waiting": str(waiting)}
        raise Problem(Code.RECHECK_CLAIMS_NOT_DRAWN, details)
    if below := strata_to_raise(session, found.id, plan=plan):
        enumerators = len({one.kept.enumerator_id for one in below})
        details = {"round": found.code, "enumerators": str(enumerators)}
        raise Problem(Code.RECHECK_BELOW_MINIMUM, details)
    seed = seed_of(promise, found, secret_key=secret_key)
    recheck_promises.show_seed(session, found.id, seed=seed, by=by.account_id, at=at)
    record(session, "recheck.seed_revealed", found, by=by, at=at, details={"seed": seed})
    return seed


def promised(session: Session, found: RoundRecord) -> PromiseRecord:
    """What the round promised; raises Problem where it did not."""
    promise = recheck_promises.promise_of(session, found.id)
    if promise is None:
        raise Problem(Code.RECHECK_NOT_PROMISED, {"round": found.code})
    return promise


def seed_of(promise: PromiseRecord, found: RoundRecord, *, secret_key: str) -> str:
    """The seed, unwrapped; raises Problem where the secret is another one."""
    try:
        return opened_seed(promise.wrapped_seed, secret_key=secret_key)
    except StaysClosed as closed:
        raise Problem(Code.RECHECK_SEED_CLOSED, {"round": found.code}) from closed


def record(
    session: Session,
    action: str,
    found: RoundRecord,
    *,
    by: Person | None,
    at: datetime,
    details: dict[str, str],
) -> None:
    """Writes down what was done to the re-checks of a round."""
    audit.record(
        session,
        action=action,
        object_kind="recheck_plan",
        object_id=str(found.id),
        account_id=None if by is None else by.account_id,
        at=at,
        details={"round": found.code, **details},
    )


def shipped_plan_of(session: Session, found: RoundRecord, *, plan_id: str = SHIPPED) -> RecheckPlan:
    """The shipped plan of this id with the numbers of the round."""
    return plan_for(_setting(session, found), round_code=found.code, plan_id=plan_id)


def _setting(session: Session, found: RoundRecord) -> RecheckSetting | None:
    kept = plans.plans_of(session, found.id).get(KIND)
    return None if kept is None else RecheckSetting.model_validate_json(kept.content)


def _chosen(session: Session, found: RoundRecord, plan: RecheckPlan | None) -> RecheckPlan:
    setting = _setting(session, found)
    if plan is None:
        return plan_for(setting, round_code=found.code)
    said = (plan.share_percent, plan.minimum_per_enumerator)
    if setting is not None and said != (setting.share_percent, setting.minimum_per_enumerator):
        details = {
            "plan": str(plan.share_percent),
            "minimum": str(plan.minimum_per_enumerator),
            "round": f"{setting.share_percent} % / {setting.minimum_per_enumerator}",
        }
        raise Problem(Code.RECHECK_OTHER_THAN_ROUND, details)
    return plan
