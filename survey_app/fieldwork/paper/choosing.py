"""Which sheets are keyed twice: told by a secret seed and the UUID of the interview."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.draw_seed import SEED_BYTES, seed_text
from survey_app.access.people import Person
from survey_app.db import audit, paper_forms
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.sealed_seed import RandomBytes
from survey_app.fieldwork.sealing import StaysClosed, unwrap_secret, wrap_secret
from survey_app.problems import Code, Problem

USUAL_SHARE = 10
"""Percent of the sheets that are keyed twice unless the field manager chooses another share."""
DIGITS = 8


def is_chosen(seed: str, *, interview_uuid: UUID, share_percent: int) -> bool:
    """Whether a sheet is keyed twice: h = the first 8 digits of SHA-256 of `seed|uuid`.

    It is when h · 100 < share · 16⁸. Neither the clerk nor the sheet can know or change it: the
    seed is secret, and the UUID was made at the assignment or is made when the sheet is stored.
    """
    hashed = hashlib.sha256(f"{seed}|{interview_uuid}".encode()).hexdigest()
    all_of_them: int = 16**DIGITS
    return int(hashed[:DIGITS], 16) * 100 < share_percent * all_of_them


def choose(
    session: Session,
    of_round: RoundRecord,
    *,
    secret_key: str,
    random_bytes: RandomBytes,
) -> Callable[[UUID], bool]:
    """Holds the plan of the round, made now if it has none, and tells which sheets it chooses."""
    plan = _plan(session, of_round, secret_key=secret_key, random_bytes=random_bytes)
    try:
        seed = unwrap_secret(plan.wrapped_seed, secret_key=secret_key).decode("ascii")
    except StaysClosed:
        # The secret of the installation was changed. What was chosen stays chosen.
        seed = seed_text(random_bytes(SEED_BYTES))
        wrapped = _wrapped(seed, of_round, secret_key=secret_key)
        paper_forms.change_plan(session, of_round.id, wrapped_seed=wrapped)
    return lambda uuid: is_chosen(seed, interview_uuid=uuid, share_percent=plan.share_percent)


def change_share(
    session: Session,
    person: Person,
    *,
    of_round: RoundRecord,
    share_percent: int,
    secret_key: str,
    random_bytes: RandomBytes,
    at: datetime,
) -> None:
    """Another share from now on; sheets that were keyed stay chosen, or not."""
    if not 0 <= share_percent <= 100:
        raise Problem(Code.SHARE_IMPOSSIBLE)
    before = _plan(session, of_round, secret_key=secret_key, random_bytes=random_bytes)
    paper_forms.change_plan(session, of_round.id, share_percent=share_percent)
    audit.record(
        session,
        action="paper.share_changed",
        object_kind="round",
        object_id=str(of_round.id),
        account_id=person.account_id,
        at=at,
        details={"from": str(before.share_percent), "to": str(share_percent)},
    )


def _plan(
    session: Session, of_round: RoundRecord, *, secret_key: str, random_bytes: RandomBytes
) -> paper_forms.PlanRecord:
    plan = paper_forms.locked_plan(session, of_round.id)
    if plan is not None:
        return plan
    wrapped = _wrapped(seed_text(random_bytes(SEED_BYTES)), of_round, secret_key=secret_key)
    paper_forms.add_plan(session, of_round.id, share_percent=USUAL_SHARE, wrapped_seed=wrapped)
    made = paper_forms.locked_plan(session, of_round.id)
    if made is None:
        raise RuntimeError("a plan can neither be stored nor found")
    return made


def _wrapped(seed: str, of_round: RoundRecord, *, secret_key: str) -> str:
    return wrap_secret(seed.encode(), kid=f"paper-{of_round.code}", secret_key=secret_key)
