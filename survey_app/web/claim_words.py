"""The words of lots of claims: what was recorded and said, what follows, how it is counted."""

from collections.abc import Iterator
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.recheck_questions import claim_questions
from scoring.recheck.acceptance_plan import AcceptancePlan
from survey_app.db.claim_findings import LockedClaim
from survey_app.fieldwork.rechecks.locking_claims import CAME, OTHER, SAID, WHEN
from survey_app.fieldwork.rechecks.lot_board import LotOnBoard
from survey_app.web.language import current_language
from survey_app.web.lot_words import FOLLOWS, how_standing, stages
from survey_app.web.numbers import tenths, whole

FOLLOWS_OF_CLAIMS = {
    "extended": _l("The next ones in the order of the draw are asked, nobody chooses them."),
    "rejected": _l(
        "Everybody else of the lot is asked. Nothing else follows, and it says nothing of the"
        " person."
    ),
    "confirmed": _l(
        "Claims were false: the response rate is also told without them. The enumerator has been"
        " heard, and a second source speaks against a claim."
    ),
}
CLAIMED = {"refused": _l("refused"), "not_met": _l("not met")}


def follows(lot: LotOnBoard, decision: str) -> str:
    """What a decision brings about, of a lot of its kind."""
    own = FOLLOWS_OF_CLAIMS if lot.head.is_of_claims else {}
    return str(own.get(decision, FOLLOWS[decision]))


def how_lot(lot: LotOnBoard) -> Iterator[str]:
    """How a lot of its kind is counted, and what its plan does with it."""
    if not lot.head.is_of_claims:
        yield from how_standing(lot.acceptance)
        return
    yield from how_claims()
    yield from stages(lot.acceptance)


def how_claims() -> Iterator[str]:
    """When a claim is not as it was recorded."""
    yield _(
        "A refusal is not so when the respondent says that nobody came or called, that they"
        " answered, or that nobody asked them; an absence, when they could be met all the time and"
        " nobody came, or when somebody spoke to them of whom no attempt tells."
    )
    yield _(
        "Every doubt is for the enumerator: who does not remember, who was away at times, for whom"
        " somebody else spoke, and who asked to come another time. Nothing hangs on when it was."
    )


def how_claim_lots(plan: AcceptancePlan, proved: int) -> Iterator[str]:
    """How figures of claims are made, and how the response rate is told."""
    yield from how_claims()
    yield _(
        "Rates are of those that chance alone chose, with the exact interval. They are in no figure"
        " of interviews, and a lot of claims decides about no lot of interviews."
    )
    yield _(
        "The response rate is AAPOR RR2 of all cases. Without what was proved false: %(count)s of"
        " confirmed lots, against which a second source speaks, are neither refusals nor absences,"
        " as nobody went there.",
        count=whole(proved),
    )
    yield from stages(plan)


def said_of(locked: LockedClaim) -> Iterator[str]:
    """What a respondent said about a claim, question by question, in the words of the form."""
    language = current_language()
    said = {CAME: locked.came, WHEN: locked.came_when, SAID: locked.answer, OTHER: locked.other}
    for question in claim_questions().facts:
        word = said[question.code]
        text = next((one.text for one in question.choices if one.word == word), None)
        if text is not None:
            asked = question.text.filled(agency="…").in_language(language)
            yield f"{asked} {text.in_language(language)}"


def share(rate: Fraction | None) -> str:
    """A share in percent; a dash where there is none."""
    return "–" if rate is None else f"{tenths(100 * float(rate))} %"
