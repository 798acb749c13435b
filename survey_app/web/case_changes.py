"""What the forms about cases ask for: moving, taking back; read, and carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires import Fault
from survey_app.db.case_list import case_ids, count_cases
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.assigning.giving import move_cases, recall_cases
from survey_app.fieldwork.assigning.problems import AssigningCode, AssigningRefused
from survey_app.fieldwork.assigning.selecting import Selection
from survey_app.problems import Problem
from survey_app.web.case_query import CaseQuery
from survey_app.web.clock import now
from survey_app.web.numbers import whole
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

MOST_AT_ONCE = 5_000
MOST_FAULTS = 200
NOBODY_HAS_IT = "0"
DIGITS = 18
Refusals = Sequence[Problem | Fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of it: a sentence, or everything that stands against it."""

    said: str = ""
    refusals: Refusals = ()


def ticked() -> Mapping[int, int | None]:
    """The ticked cases by number, each with whoever had it on the page; unreadable ones left."""
    found: dict[int, int | None] = {}
    for value in request.form.getlist("case"):
        number, _sign, holder = value.partition(".")
        if _is_number(number) and _is_number(holder):
            found[int(number)] = None if holder == NOBODY_HAS_IT else int(holder)
    return found


def _is_number(text: str) -> bool:
    """Whether the database could have such a number."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def all_of_list(found: RoundRecord, query: CaseQuery) -> tuple[Mapping[int, int | None], Refusals]:
    """Every case of a filter, if there are as many as were shown, and not too many."""
    count = count_cases(database(), found.id, query.wanted)
    shown = request.form.get("count", -1, type=int)
    if count != shown:
        return {}, [AssigningCode.OTHER_NUMBER.at("case", now=whole(count), seen=whole(shown))]
    if count > MOST_AT_ONCE:
        most = whole(MOST_AT_ONCE)
        return {}, [AssigningCode.TOO_MANY.at("case", now=whole(count), maximum=most)]
    return case_ids(database(), found.id, query.wanted, most=MOST_AT_ONCE), ()


def carry_out(found: RoundRecord, seen: Mapping[int, int | None]) -> Done:
    """Moves these cases or takes them back, all or none."""
    try:
        if request.form.get("action") == "recall":
            return Done(said=_recall(found, Selection(seen=seen)))
        return Done(said=_move(found, Selection(seen=seen)))
    except Problem as problem:
        return Done(refusals=(problem,))
    except AssigningRefused as refused:
        return Done(refusals=refused.faults[:MOST_FAULTS])


def _move(found: RoundRecord, selection: Selection) -> str:
    to = typed("to").strip()
    if not to:
        raise AssigningRefused((AssigningCode.NOBODY_CHOSEN.at("enumerator"),))
    moved = move_cases(
        database(),
        found,
        selection,
        to=to,
        reason=_reason(),
        by=person_required(),
        new_uuid=uuid4,
        at=now(),
    )
    return str(
        ngettext(
            "%(cases)s case is with %(username)s now.",
            "%(cases)s cases are with %(username)s now.",
            len(moved),
            cases=whole(len(moved)),
            username=to,
        )
    )


def _recall(found: RoundRecord, selection: Selection) -> str:
    taken = recall_cases(
        database(), found, selection, reason=_reason(), by=person_required(), at=now()
    )
    return str(_("Taken back: %(cases)s cases.", cases=whole(len(taken))))


def _reason() -> str:
    return typed("reason").strip()
