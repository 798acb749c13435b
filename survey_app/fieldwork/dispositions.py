"""How a contact attempt to a respondent can end: the AAPOR codes that tablets may send.

After AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys.
They are the codes that others use after it: 2.11, 2.12, 2.25 and 3.18 the household survey Casen
2015 of Chile, 2.20 and 4.70 the interviewing system queXS. 2.21, of the table for telephone
surveys, was written from memory and has still to be compared. AAPOR's codes are final ones and know
no appointment; 2.21 is what a case comes to when the person could be met again and again without
ever being free. Somebody who moved is 2.25 and not of unknown eligibility (3.x): the finished
procedure on the list makes them eligible wherever they live now.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires import Definition, ending_of
from survey_app.fieldwork.sync_shapes import Stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """One outcome. After a final one the case leaves the list of respondents to reach."""

    code: str
    name: str
    is_final: bool
    use: str


REFUSAL = Disposition(code="2.11", name="Refusal", is_final=True, use="refused")
BREAK_OFF = Disposition(
    code="2.12", name="Break-off", is_final=True, use="stopped during the interview"
)
NON_CONTACT = Disposition(code="2.20", name="Non-contact", is_final=False, use="not reached")
NEVER_AVAILABLE = Disposition(
    code="2.21",
    name="Respondent never available",
    is_final=False,
    use="to be visited again, with an appointment or without",
)
AWAY = Disposition(code="2.25", name="Respondent away/unavailable", is_final=True, use="moved")
NOT_LOCATED = Disposition(
    code="3.18", name="Unable to locate address", is_final=True, use="wrong address"
)
NOT_ELIGIBLE = Disposition(
    code="4.70", name="No eligible respondent", is_final=True, use="not eligible"
)

DISPOSITIONS = {
    one.code: one
    for one in (
        REFUSAL,
        BREAK_OFF,
        NON_CONTACT,
        NEVER_AVAILABLE,
        AWAY,
        NOT_LOCATED,
        NOT_ELIGIBLE,
    )
}


def is_final(code: str) -> bool:
    """Whether the case is closed by it; whatever a questionnaire itself ends with is final."""
    known = DISPOSITIONS.get(code)
    return known is None or known.is_final


def may_stop(code: str) -> bool:
    """Whether an interview may be stopped with it: the stopped document uses its UUID up."""
    known = DISPOSITIONS.get(code)
    return known is not None and known.is_final


def disposition_of(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    stopped: Stopped | None,
    path: frozenset[str] | None = None,
) -> str | None:
    """How the contact attempt ended when it led to no interview: stopped, or ended by an answer.

    `path`: the `path_of` of these very answers, for those who have it already.
    """
    if stopped is not None:
        return stopped.disposition
    ending = ending_of(definition, answers, path=path)
    return None if ending is None else ending.disposition
