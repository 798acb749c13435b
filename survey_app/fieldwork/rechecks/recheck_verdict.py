"""What becomes of a re-check that was sent: a pure decision from it and the facts about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from questionnaires import Fault, check_answers
from questionnaires.recheck_form import RecheckForm
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.sync_facts import Held
from survey_app.fieldwork.rechecks.recheck_document import RecheckDocument
from survey_app.fieldwork.rechecks.recheck_problems import RecheckCode
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_verdict import Status

OPEN = "open"


@dataclass(slots=True, kw_only=True)
class RecheckFacts:
    """What the database knows of a batch; `locked` grows while the batch is gone through."""

    tasks: Mapping[UUID, AskedTask]
    forms: Mapping[UUID, RecheckForm]
    aside: Mapping[str, tuple[str, Held]]
    locked: dict[UUID, Held]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckVerdict:
    """The status with its faults; held: what the server has already, then nothing is stored."""

    status: Status
    faults: tuple[Fault, ...] = ()
    held: Held | None = None


def judge_recheck(read: ReadDocument, *, facts: RecheckFacts) -> RecheckVerdict:
    """Decides; the order of the questions is the order in which a person would ask them."""
    if (kept := facts.aside.get(read.sha256)) is not None:
        return RecheckVerdict(status=Status(kept[0]), held=kept[1])
    if read.recheck is None:
        faults = read.faults or (RecheckCode.NOT_A_RECHECK.at("kind"),)
        return RecheckVerdict(status=Status.QUARANTINED, faults=faults)
    held = facts.locked.get(read.recheck.uuid)
    if held is not None and held.sha256 == read.sha256:
        return RecheckVerdict(status=Status.ALREADY_RECEIVED, held=held)
    if held is not None:
        return RecheckVerdict(status=Status.CONFLICT)
    faults = tuple(recheck_faults(read.recheck, facts=facts))
    return RecheckVerdict(status=Status.QUARANTINED if faults else Status.ACCEPTED, faults=faults)


def recheck_faults(document: RecheckDocument, *, facts: RecheckFacts) -> Iterator[Fault]:
    """Everything for which it cannot be locked by itself."""
    task = facts.tasks.get(document.uuid)
    if task is None:
        yield RecheckCode.UNKNOWN_TASK.at("uuid")
        return
    if task.supervisor_id != document.supervisor:
        yield RecheckCode.OTHER_SUPERVISOR.at("supervisor")
    if task.state != OPEN:
        yield RecheckCode.TASK_ENDED.at("uuid")
    if task.questionnaire_version_id != document.questionnaire_version:
        yield RecheckCode.OTHER_QUESTIONS.at("questionnaire_version")
        return
    form = facts.forms[document.uuid]
    misplaced = [
        *(f"facts.{code}" for code in document.facts if code not in form.facts),
        *(f"answers.{code}" for code in document.answers if code not in form.items),
    ]
    yield from (RecheckCode.NOT_ASKED_AGAIN.at(where, item=where) for where in misplaced)
    if not misplaced:
        yield from check_answers(form.definition, document.given)
