"""The words of lots of re-checks: states, decisions, sources, facts, and how figures are made."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.lot_standing import Says
from survey_app.fieldwork.rechecks.deciding import is_by_plan
from survey_app.fieldwork.rechecks.lot_board import LotOnBoard, LotState
from survey_app.web.numbers import whole
from survey_app.wording.recheck_words import FACTS, LOT_STATES

STATES = {LotState(state): _l(words) for state, words in LOT_STATES.items()}
SAYS = {
    Says.WAIT: _l("wait for those who are still to be asked"),
    Says.ACCEPT: _l("accept"),
    Says.EXTEND: _l("draw more"),
    Says.REJECT: _l("reject"),
    Says.NOTHING: _l("nothing: nobody could be reached"),
}
DECISIONS = {
    "accepted": _l("Accept the lot"),
    "extended": _l("Draw more"),
    "rejected": _l("Reject the lot"),
    "cleared": _l("Clear the lot"),
    "confirmed": _l("Confirm"),
}
DECIDED = {
    "accepted": _l("accepted"),
    "extended": _l("more drawn"),
    "rejected": _l("rejected"),
    "cleared": _l("cleared"),
    "confirmed": _l("confirmed"),
}
FOLLOWS = {
    "accepted": _l("Nothing more is asked. A rejection is withdrawn by it."),
    "extended": _l("The next ones in the order of the draw are re-checked, nobody chooses them."),
    "rejected": _l(
        "Everybody else of the lot is re-checked, and the enumerator gets no new cases until that"
        " has ended. It says nothing of the person."
    ),
    "cleared": _l("The lot is as good as an accepted one, and nothing is left against anybody."),
    "confirmed": _l(
        "Interviews may be excluded as invalid. The enumerator has been heard, and a second source"
        " speaks against an interview."
    ),
}
KINDS = {
    "hearing": _l("hearing of the enumerator"),
    "respondent": _l("the respondent, asked again"),
    "second_supervisor": _l("another supervisor"),
    "audio": _l("sound recording"),
    "position": _l("position of the tablet"),
    "office_log": _l("log of an office"),
    "other": _l("another source"),
}
SELECTIONS = {
    "random": _l("by chance"),
    "next": _l("instead of somebody not reached"),
    "more": _l("more, further down the order"),
    "verification": _l("verification of the lot"),
    "risk": _l("because of a sign"),
}
RIGHT = {
    "interview": _l("the interview was right"),
    "recheck": _l("the re-check was right"),
    "unclear": _l("unclear"),
}


def fact_name(fact: str) -> str:
    """What a factual question was about; of a plan of one's own, by its code."""
    return _(FACTS[fact]) if fact in FACTS else fact


def signs_of(lot: LotOnBoard) -> Iterator[str]:
    """What stands beside the plan; none of a lot that is accepted or cleared."""
    if lot.state in (LotState.ACCEPTED, LotState.CLEARED) and not lot.is_outdated:
        return
    if lot.is_outdated:
        yield _("More has been found since this lot was accepted.")
    if lot.confirmed_false:
        count = whole(len(lot.confirmed_false))
        if lot.head.is_of_claims:
            yield _(
                "The respondent and a second source say that nobody came: %(count)s.", count=count
            )
        else:
            yield _(
                "The respondent and a second source say that an interview did not happen:"
                " %(count)s.",
                count=count,
            )
    if lot.high_chance is not None:
        yield _(
            "More than a tenth of the interviews of this enumerator are defective with a chance of"
            " %(percent)s %%, as the others' rates are taken into account.",
            percent=whole(int(lot.high_chance * 100)),
        )


def is_marked(decision: str, by_plan: str) -> bool:
    """Whether a decision is not what the plan said."""
    return not is_by_plan(decision, by_plan=by_plan)


def how_standing(plan: AcceptancePlan) -> Iterator[str]:
    """How a lot is counted, and what the plan does with it."""
    yield _(
        "Checked are interviews of the lot whose respondent was reached, of those whom the order of"
        " the draw has come to. Whoever was not reached counts as if not in the lot."
    )
    yield _(
        "Defective is one that did not happen, or with a fact of the plan that does not fit, unless"
        " it was found out that the interview was right. What is unclear counts."
    )
    yield from stages(plan)


def stages(plan: AcceptancePlan) -> Iterator[str]:
    """What a plan does after every stage."""
    done = 0
    for stage in plan.stages:
        done += stage.checked
        yield _(
            "After %(checked)s: accepted with at most %(accept)s defective, rejected from"
            " %(reject)s on; else more follow. Of a smaller lot all are checked, and the last line"
            " decides.",
            checked=whole(done),
            accept=whole(stage.accept),
            reject=whole(stage.reject),
        )
    yield _("Plan: %(plan)s. It says what follows by it; a person decides and signs.", plan=plan.id)


def how_rates() -> Iterator[str]:
    """How the rate of an enumerator is made."""
    yield _(
        "Defective of those reached, of interviews that chance alone chose (drawn, or in the place"
        " of somebody not reached); further ones of a lot and those chosen by a sign are not in it."
    )
    yield _(
        "The interval (Clopper and Pearson) holds the true rate in 95 of 100 cases. Of few"
        " re-checks a high rate is often chance: look at the interval, not at the dot."
    )


def how_supervisors() -> Iterator[str]:
    """How the work of supervisors is counted."""
    yield _(
        "Of interviews that chance alone chose, as for enumerators. Some people answer all alike a"
        " second time; a supervisor of whom nearly all do may not have asked."
    )
