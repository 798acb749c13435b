"""How the share of a factor or of a criterion was computed, and what a unit guarantees."""

from scoring.guaranteed import Guaranteed
from scoring.rounding import outward
from survey_app.results.criteria import Criterion
from survey_app.results.ranking import RankedUnit
from survey_app.results.scored_by import ScoredBy
from survey_app.results.weighing import Weighing
from survey_app.web.language import gettext as _
from survey_app.web.numbers import measured, points, whole

HUNDRED = 100


def how_factor(one: RankedUnit, code: str, *, of: ScoredBy, weighing: Weighing) -> tuple[str, ...]:
    """The share of a factor, from the counts of its criteria."""
    row, shown, rule = one.row, one.factors[code], of.table.rule
    if row is None or shown.percent is None:
        minimum = whole(of.table.limits.minimum_people)
        return (str(_("Fewer than %(number)s people answered: no share is made.", number=minimum)),)
    codes = next(factor.items for factor in rule.factors if factor.code == code)
    items = [row.items[item] for item in codes]
    valid, blank = sum(item.n_valid for item in items), sum(item.blank for item in items)
    satisfied = sum(item.counts[level] for item in items for level in rule.satisfied)
    numbers = {
        "people": whole(shown.people),
        "valid": whole(valid),
        "given": whole(valid - blank),
        "blank": whole(blank),
        "items": whole(len(items)),
        "satisfied": whole(satisfied),
    }
    if rule.blank_counts:
        counted = _(
            "Of %(people)s people %(valid)s answers to its %(items)s criteria count: %(given)s that"
            " were given and %(blank)s left blank, which are taken as not satisfied; %(satisfied)s"
            " of them are satisfied.",
            **numbers,
        )
    else:
        counted = _(
            "%(people)s people gave %(valid)s answers to its %(items)s criteria; %(satisfied)s of"
            " them are satisfied.",
            **numbers,
        )
    percent = points(shown.percent, 1)
    if weighing.is_equal:
        result = _("The share of them is %(percent)s %%.", percent=percent)
    else:
        result = _("With everybody's weight the share is %(percent)s %%.", percent=percent)
    return (str(counted), str(result))


def how_criterion(one: Criterion, *, of: ScoredBy, weighing: Weighing) -> tuple[str, ...]:
    """The share of a criterion in a unit, or in the whole; nothing where there is none."""
    if one.percent is None or one.satisfied is None:
        return ()
    blanks_count = of.table.rule.blank_counts
    numbers = {
        "satisfied": whole(one.satisfied),
        "people": whole(one.people),
        "blank": whole(one.blank),
    }
    if blanks_count:
        chosen = _(
            "%(satisfied)s of %(people)s people chose a level that counts as satisfied. Among them"
            " are %(blank)s who left it blank, which is taken as not satisfied.",
            **numbers,
        )
    else:
        chosen = _(
            "%(satisfied)s of %(people)s people who answered chose a level that counts as"
            " satisfied.",
            **numbers,
        )
    percent = points(one.percent, 1)
    if weighing.is_equal:
        share = _("The share of them is %(percent)s %%.", percent=percent)
    else:
        share = _("With everybody's weight the share is %(percent)s %%.", percent=percent)
    if blanks_count:
        neither = _("“Does not apply” and not asked count in neither number.")
    else:
        neither = _("Blank, “does not apply” and not asked count in neither number.")
    return (str(chosen), str(share), str(neither))


def guaranteed_words(found: Guaranteed, *, item: str) -> str | None:
    """What is certain where all or none are satisfied; None where nothing is.

    item: the code of the one that is published alone, else empty.

    Rounded to the side on which it stays certain.
    """
    if found.low is None or found.high is None:
        return None
    low, high = outward(found.low, found.high, places=1)
    numbers = {
        "people": whole(found.people),
        "sure": measured(HUNDRED * found.confidence),
        "low": points(low, 1),
        "high": points(high, 1),
        "item": item,
    }
    if found.is_all and item:
        return str(
            _(
                "All %(people)s people were satisfied with the criterion %(item)s. Whatever the"
                " others would say, with %(sure)s %% certainty at least %(low)s %% of all are.",
                **numbers,
            )
        )
    if found.is_all:
        return str(
            _(
                "All %(people)s people were satisfied with everything they answered. Whatever the"
                " others would say, with %(sure)s %% certainty at least %(low)s %% of all are.",
                **numbers,
            )
        )
    if item:
        return str(
            _(
                "None of %(people)s people was satisfied with the criterion %(item)s. Whatever the"
                " others would say, with %(sure)s %% certainty at most %(high)s %% of all are.",
                **numbers,
            )
        )
    return str(
        _(
            "None of %(people)s people was satisfied with anything. Whatever the others would"
            " say, with %(sure)s %% certainty at most %(high)s %% of all are.",
            **numbers,
        )
    )
