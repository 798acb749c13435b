"""How a score was computed, in sentences with the numbers of this very score."""

from collections.abc import Iterator
from fractions import Fraction

from flask_babel import gettext as _

from scoring.guaranteed import Guaranteed
from scoring.indicator import Estimator
from scoring.publishing import Flag
from scoring.score_table import ScoreRow
from scoring.weights import Weighting
from survey_app.results.ranking import RankedGroup, RankedUnit
from survey_app.results.scored_by import ScoredBy
from survey_app.web.numbers import measured, points, whole
from survey_app.web.plan_words import PUBLISHED
from survey_app.web.score_words import range_words, reason_words

HUNDRED, SCALE = 100, 10


def how_scored(row: ScoreRow | None, *, of: ScoredBy) -> tuple[str, ...]:
    """From answers to the score and its interval."""
    if row is None:
        return (str(_("Nobody has answered yet, so there is nothing to compute.")),)
    return tuple(str(one) for one in (*_share(row, of=of), *interval_words(row, of=of)))


def how_ranked(one: RankedUnit, *, group: RankedGroup, of: ScoredBy) -> tuple[str, ...]:
    """The same, then its rank."""
    found = [*how_scored(one.row, of=of)]
    if one.row is None:
        return tuple(found)
    found += rank_sentences(one, group=group)
    return tuple(str(sentence) for sentence in found)


def _share(row: ScoreRow, *, of: ScoredBy) -> Iterator[str]:
    share, table = row.published.share, of.table
    yield _(
        "%(people)s people gave %(valid)s answers that count. Not among them: %(blank)s left blank"
        " and %(not_applicable)s that did not apply.",
        people=whole(row.n_valid),
        valid=whole(row.answers_valid),
        blank=whole(row.blank),
        not_applicable=whole(row.not_applicable),
    )
    if share is None or row.verdict.flag is Flag.SUPPRESSED:
        yield _(
            "No score is made of it: %(reason)s.", reason=reason_words(row) or _("nothing counts")
        )
        return
    percent, score = points(share * HUNDRED, 2), points(share * SCALE)
    if table.indicator.estimator is Estimator.POOLED and of.plans.weighting is Weighting.NONE:
        yield _(
            "%(satisfied)s of these %(valid)s answers are satisfied: %(satisfied)s : %(valid)s ="
            " %(percent)s %%, on the scale of 10: %(score)s.",
            satisfied=whole(row.answers_satisfied),
            valid=whole(row.answers_valid),
            percent=percent,
            score=score,
        )
        return
    yield _(
        PUBLISHED[table.indicator.estimator],
        satisfied=", ".join(str(level) for level in sorted(table.rule.satisfied)),
        weights=", ".join(f"{code}: {float(weight):g}" for code, weight in table.indicator.weights),
        item=table.indicator.item,
    )
    if of.plans.weighting is not Weighting.NONE:
        yield _("Everybody counts for as many people of the list as were not asked in their place.")
    yield _(
        "Here that is %(percent)s %%, on the scale of 10: %(score)s.", percent=percent, score=score
    )


def interval_words(row: ScoreRow, *, of: ScoredBy) -> Iterator[str]:
    """Between what the true score lies; nothing of a score that is not shown."""
    if row.verdict.flag is Flag.SUPPRESSED or row.published.share is None:
        return
    between = row.published.interval
    if between.is_census:
        yield _("Everybody was asked, so there is no error of sampling.")
    elif between.low is None or between.high is None:
        yield _("There are too few answers to say between what the true share lies.")
    else:
        yield _(
            "95 %% interval: from %(low)s to %(high)s. Had other people been asked, the score"
            " would be somewhat different; of 100 intervals made in this way about 95 hold the"
            " true score.",
            low=points(on_scale(between.low)),
            high=points(on_scale(between.high)),
        )
        is_item = of.plans.indicator.estimator is Estimator.OVERALL_ITEM
        # Of a large part of a small population answers say more than as many independent ones.
        if not is_item and between.n_eff is not None and between.n_eff < row.answers_valid:
            yield _(
                "The answers of one person go together, so that %(valid)s answers of %(people)s"
                " people say as much as %(independent)s independent ones.",
                valid=whole(row.answers_valid),
                people=whole(row.n_valid),
                independent=whole(round(between.n_eff)),
            )


def rank_sentences(one: RankedUnit, *, group: RankedGroup) -> Iterator[str]:
    """Its rank with those that are possible, or why it has none; nothing without a score."""
    row = one.row
    if one.rank is None:
        if row is not None and row.verdict.flag is not Flag.SUPPRESSED:
            yield _(
                "Not ranked: %(reason)s.", reason=reason_words(row) or _("there is no interval")
            )
        return
    yield _(
        "Rank %(rank)s of %(ranked)s by the printed score; ranks %(range)s are possible when the"
        " intervals of all differences between units of the group are looked at together.",
        rank=whole(one.rank.rank),
        ranked=whole(group.ranked),
        range=range_words(one.rank),
    )


def on_scale(percent: float) -> Fraction:
    """A percentage on the scale of 10, exactly."""
    return Fraction(percent) / SCALE


def how_factor(one: RankedUnit, code: str, *, of: ScoredBy) -> tuple[str, ...]:
    """The share of a factor, from the counts of its criteria."""
    row, shown = one.row, one.factors[code]
    if row is None or shown.percent is None:
        minimum = whole(of.table.limits.minimum_people)
        return (str(_("Fewer than %(number)s people answered: no share is made.", number=minimum)),)
    items = next(factor.items for factor in of.table.rule.factors if factor.code == code)
    satisfied = sum(
        count
        for item in items
        for level, count in row.items[item].counts.items()
        if level in of.table.rule.satisfied
    )
    counted = _(
        "%(people)s people gave %(valid)s answers to its %(items)s criteria; %(satisfied)s of them"
        " are satisfied.",
        people=whole(shown.people),
        valid=whole(sum(row.items[item].n_valid for item in items)),
        items=whole(len(items)),
        satisfied=whole(satisfied),
    )
    if of.plans.weighting is Weighting.NONE:
        result = _("The share of them is %(percent)s %%.", percent=points(shown.percent, 1))
    else:
        result = _(
            "With everybody's weight the share is %(percent)s %%.", percent=points(shown.percent, 1)
        )
    return (str(counted), str(result))


def guaranteed_words(found: Guaranteed) -> str | None:
    """What is certain where all or none are satisfied; None where nothing is."""
    sure = measured(100 * found.confidence)
    if found.low is not None:
        return str(
            _(
                "All %(people)s people were satisfied with everything. Whatever the others would"
                " say, with %(sure)s %% certainty at least %(low)s %% of all are.",
                people=whole(found.people),
                sure=sure,
                low=measured(found.low),
            )
        )
    if found.high is not None:
        return str(
            _(
                "None of %(people)s people was satisfied with anything. Whatever the others would"
                " say, with %(sure)s %% certainty at most %(high)s %% of all are.",
                people=whole(found.people),
                sure=sure,
                high=measured(found.high),
            )
        )
    return None
