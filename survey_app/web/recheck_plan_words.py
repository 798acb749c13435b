"""What a re-check plan promises, in sentences of the language of the page."""

from dataclasses import dataclass

from flask_babel import gettext as _

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.web.numbers import whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """After so many re-checks: up to and from how many defective ones a lot is decided, and how
    many more follow between them, 0 after the last stage.
    """

    checked: int
    accept: int
    reject: int
    more: int


def recheck_plan_words(plan: RecheckPlan) -> tuple[str, ...]:
    """Whom it touches first, then when and how."""
    return tuple(map(str, (*_share(plan), *_lots(plan), *_manner(plan), *_claims(plan))))


def stage_lines(plan: AcceptancePlan) -> tuple[StageLine, ...]:
    """The stages with what has been checked until then."""
    found, checked = [], 0
    nexts = [*(stage.checked for stage in plan.stages[1:]), 0]
    for stage, more in zip(plan.stages, nexts, strict=True):
        checked += stage.checked
        line = StageLine(checked=checked, accept=stage.accept, reject=stage.reject, more=more)
        found.append(line)
    return tuple(found)


def _share(plan: RecheckPlan) -> tuple[str, ...]:
    opening = plan.opening
    return (
        _(
            "%(share)s %% of every lot are re-checked; at least %(all)s of each enumerator over the"
            " round, %(week)s in every week, and %(unit)s of each unit.",
            share=whole(plan.share_percent),
            all=whole(plan.minimum_per_enumerator),
            week=whole(plan.minimum_per_enumerator_week),
            unit=whole(plan.minimum_per_unit),
        ),
        _(
            "In the first %(days)s days it is %(share)s %%, and of each enumerator at least"
            " %(least)s within the first %(within)s days.",
            days=whole(opening.days),
            share=whole(opening.share_percent),
            least=whole(opening.minimum_per_enumerator),
            within=whole(opening.minimum_days),
        ),
    )


def _lots(plan: RecheckPlan) -> tuple[str, ...]:
    return (
        _(
            "A lot is what an enumerator finishes in a week, in the first days in a day; from"
            " %(from)s interviews in one unit on, these are a lot of their own.",
            **{"from": whole(plan.unit_lot_from)},
        ),
        _(
            "Besides, up to %(risk)s %% of the interviews may be re-checked because something looks"
            " odd; no figure is estimated from these.",
            risk=whole(plan.risk_percent),
        ),
    )


def _manner(plan: RecheckPlan) -> tuple[str, ...]:
    return (
        _(
            "A re-check is made within %(hours)s hours of the interview, after %(latest)s days at"
            " the latest. A respondent is tried %(times)s times on %(days)s days; then the next one"
            " in the order of the draw comes in.",
            hours=whole(plan.deadline.hours),
            latest=whole(plan.deadline.latest_days),
            times=whole(plan.contact.attempts),
            days=whole(plan.contact.days),
        ),
        _(
            "It takes %(minutes)s minutes at most: %(facts)s facts, and %(items)s of the criteria"
            " once more. Months may differ by %(months)s, levels by %(levels)s.",
            minutes=whole(plan.longest_minutes),
            facts=whole(len(plan.facts)),
            items=whole(plan.opinion_items),
            months=whole(plan.tolerance.months),
            levels=whole(plan.tolerance.levels),
        ),
    )


def _claims(plan: RecheckPlan) -> tuple[str, ...]:
    of = plan.claims
    if of is None:
        return (
            _(
                "Refusals and absences are not re-checked: what enumerators record of people whom"
                " they did not interview is taken as it is."
            ),
        )
    return (
        _(
            "Of people recorded as refusing, and as not met, %(share)s %% of every week are asked"
            " whether anybody came and what was said; at least %(all)s of each enumerator over the"
            " round, within %(hours)s hours after the week, after %(latest)s days at the latest."
            " These lots and figures stand apart from those of interviews.",
            share=whole(of.share_percent),
            all=whole(of.minimum_per_enumerator),
            hours=whole(of.deadline.hours),
            latest=whole(of.deadline.latest_days),
        ),
        *(
            _(
                "Of these lots, after %(checked)s asked: accepted with at most %(accept)s not as"
                " recorded, rejected from %(reject)s on.",
                checked=whole(line.checked),
                accept=whole(line.accept),
                reject=whole(line.reject),
            )
            for line in stage_lines(of.acceptance)
        ),
    )
