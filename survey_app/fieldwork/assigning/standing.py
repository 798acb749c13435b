"""What stands against giving a case to somebody, or taking it back: pure decisions."""

from collections.abc import Iterator

from questionnaires import Fault
from survey_app.db.field_cases import FieldCase
from survey_app.fieldwork.assigning.problems import AssigningCode, place_of
from survey_app.fieldwork.assigning.sharing import Sharer, is_tied
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason


def is_to_be_interviewed(case: FieldCase) -> bool:
    """Whether somebody is meant to interview: drawn into the official list, or from the reserve
    into a place of it, or given out before."""
    is_member = case.sample_list == "official" or case.is_replacement
    return (is_member or case.enumerator_id is not None) and not case.is_replaced


def is_nobodys(case: FieldCase) -> bool:
    """Whether no enumerator has it on their list."""
    return case.enumerator_id is None or case.is_recalled


def is_free(case: FieldCase) -> bool:
    """Whether the case can be shared out: to be interviewed, and with nobody and nothing done.

    What was excluded after a re-check is replaced, or given to somebody by hand.
    """
    is_excluded = case.excluded_of is not None
    return is_nobodys(case) and not is_excluded and not any(_against_any_change(case))


def against_giving(case: FieldCase, *, to: Sharer, username: str, reason: str) -> Iterator[Fault]:
    """Why the case cannot be given to this enumerator."""
    yield from against_person(case, to=to, username=username)
    changes = tuple(_against_any_change(case))
    yield from changes
    if changes or is_nobodys(case):
        return
    if case.enumerator_id == to.account_id:
        where = place_of(case.unit_code, case.file_code)
        yield AssigningCode.HAS_IT_ALREADY.at(where, username=username)
    yield from _against_no_reason(case, reason=reason)


def against_person(case: FieldCase, *, to: Sharer, username: str) -> Iterator[Fault]:
    """Why this enumerator may not interview in this unit, or in the place of this case."""
    where = place_of(case.unit_code, case.file_code)
    if is_tied(to, case.unit_id):
        yield AssigningCode.TIED.at(where, username=username)
    if case.excluded_of == to.account_id:
        yield AssigningCode.EXCLUDED_OF.at(where, username=username)


def against_recalling(case: FieldCase, *, reason: str) -> Iterator[Fault]:
    """Why the case cannot be taken back."""
    if is_nobodys(case):
        yield AssigningCode.NOT_ASSIGNED.at(place_of(case.unit_code, case.file_code))
        return
    changes = tuple(_against_any_change(case))
    yield from changes or _against_no_reason(case, reason=reason)


def _against_any_change(case: FieldCase) -> Iterator[Fault]:
    where = place_of(case.unit_code, case.file_code)
    if case.is_replaced:
        yield AssigningCode.REPLACED.at(where)
    elif not is_to_be_interviewed(case):
        yield AssigningCode.NOT_IN_SAMPLE.at(where)
    elif case.has_interview:
        yield AssigningCode.INTERVIEWED.at(where)
    elif case.waits:
        yield AssigningCode.WAITS.at(where)
    elif case.outcome is not None:
        yield AssigningCode.ENDED.at(where, outcome=case.outcome)


def _against_no_reason(case: FieldCase, *, reason: str) -> Iterator[Fault]:
    """Work that somebody has done is taken from them with a reason only."""
    if (case.attempts or case.is_begun) and not is_reason(reason):
        where = place_of(case.unit_code, case.file_code)
        yield AssigningCode.BEGUN.at(where, maximum=str(LONGEST_REASON))
