"""After locking: for each fact that counts and does not fit, who was right, and why. Once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from questionnaires.problems import N_, Catalogue, Kind
from questionnaires.text import nfc, unwritable_character
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.access.people import Person
from survey_app.db import audit
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.recheck_locking import hold_tasks
from survey_app.db.recheck_reconciling import (
    MisfitRecord,
    Reconciled,
    keep_reconciled,
    misfits_of,
    open_misfits,
)
from survey_app.db.tables_recheck_tasks import WHO_WAS_RIGHT
from survey_app.fieldwork.rechecks.locking import OBJECT

LONGEST = 500


class ReconcilingCode(Catalogue):
    """What is wrong with what was said of a fact."""

    WHO_MISSING = Kind(
        message=N_("It is not said who was right."),
        repair=N_("Choose one of the three."),
    )
    EXPLANATION_MISSING = Kind(
        message=N_("The explanation is missing."),
        repair=N_("Write in a sentence how it came about, as far as you know."),
    )
    EXPLANATION_TOO_LONG = Kind(
        message=N_("The explanation is longer than %(maximum)s characters."),
        repair=N_("Shorten it to %(maximum)s characters."),
    )
    EXPLANATION_UNWRITABLE = Kind(
        message=N_("The explanation contains a character that cannot be shown (%(character)s)."),
        repair=N_("Remove that character; only line breaks are allowed."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a supervisor said of a fact, as it was sent."""

    who: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A locked re-check with facts to reconcile."""

    task_uuid: UUID
    unit_name: str
    locked_at: datetime


def to_reconcile(session: Session, task: AskedTask) -> tuple[MisfitRecord, ...]:
    """The facts that do not fit, of those that the plan counts; of all others nobody is asked."""
    counted = RecheckPlan.model_validate_json(task.plan_content).facts
    return tuple(one for one in misfits_of(session, task.uuid) if one.fact in counted)


def waiting_for(session: Session, person: Person) -> tuple[Waiting, ...]:
    """The locked re-checks of this supervisor in which somebody has still to say who was right."""
    counted: dict[str, Collection[str]] = {}
    found: dict[UUID, Waiting] = {}
    for one in open_misfits(session, person.account_id):
        if one.plan_content not in counted:
            counted[one.plan_content] = RecheckPlan.model_validate_json(one.plan_content).facts
        if one.fact in counted[one.plan_content]:
            found.setdefault(
                one.task_uuid,
                Waiting(task_uuid=one.task_uuid, unit_name=one.unit_name, locked_at=one.locked_at),
            )
    return tuple(found.values())


def reconcile(
    session: Session, task: AskedTask, said: Mapping[str, Said], *, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Keeps who was right about every open fact, with audit; or all faults, and keeps nothing.

    What is reconciled already stays as it is, whatever is said now.
    """
    hold_tasks(session, {task.uuid})
    waiting = [one for one in to_reconcile(session, task) if one.who_was_right is None]
    nothing = Said(who="", explanation="")
    read = [(one.fact, said.get(one.fact, nothing)) for one in waiting]
    faults = tuple(fault for fact, one in read for fault in _faults(fact, one))
    if faults or not waiting:
        return faults
    keep_reconciled(session, task.uuid, _decided(read), by=by.account_id, at=at)
    audit.record(
        session,
        action="recheck.reconciled",
        object_kind=OBJECT,
        object_id=str(task.uuid),
        account_id=by.account_id,
        at=at,
        details={"facts": ", ".join(one.fact for one in waiting)},
    )
    return ()


def _decided(read: Sequence[tuple[str, Said]]) -> list[Reconciled]:
    return [
        Reconciled(fact=fact, who_was_right=one.who, explanation=clean(one.explanation))
        for fact, one in read
    ]


def clean(explanation: str) -> str:
    """As it is kept: NFC, without space around, lines ending in LF."""
    return nfc(explanation).replace("\r\n", "\n").strip()


def _faults(fact: str, said: Said) -> list[Fault]:
    found = []
    explanation = clean(said.explanation)
    if said.who not in WHO_WAS_RIGHT:
        found.append(ReconcilingCode.WHO_MISSING.at(fact))
    if not explanation:
        found.append(ReconcilingCode.EXPLANATION_MISSING.at(fact))
    elif len(explanation) > LONGEST:
        found.append(ReconcilingCode.EXPLANATION_TOO_LONG.at(fact, maximum=str(LONGEST)))
    elif (character := unwritable_character(explanation)) is not None:
        found.append(ReconcilingCode.EXPLANATION_UNWRITABLE.at(fact, character=character))
    return found
