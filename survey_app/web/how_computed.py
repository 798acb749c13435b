"""How a score was computed, in sentences with the numbers of this very score.

Every sentence is true for every scoring plan: what counts, who counts for how many people, and
which of the numbers lead to the score, depend on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.group_ranks import printed_bounds
from scoring.indicator import Estimator
from scoring.publishing import Flag
from scoring.score_table import ScoreRow
from survey_app.results.ranking import RankedGroup, RankedUnit
from survey_app.results.scored_by import ScoredBy
from survey_app.results.weighing import Weighing
from survey_app.web.language import gettext as _
from survey_app.web.language import ngettext
from survey_app.web.numbers import measured, points, whole
from survey_app.web.plan_words import plain
from survey_app.web.score_words import range_words, reason_words
from survey_app.wording.plan_words import PUBLISHED

HUNDRED, SCALE = 100, 10


def how_scored(
    row: ScoreRow | None, *, of: ScoredBy, weighing: Weighing, unit_code: str | None = None
) -> tuple[str, ...]:
    """From answers to the score and its interval, of one unit or of the whole."""
    if row is None:
        return (str(_("Nobody has answered yet, so there is nothing to compute.")),)
    if row.published.share is None or row.verdict.flag is Flag.SUPPRESSED:
        reason = reason_words(row) or _("nothing counts")
        return (str(_("No score is made: %(reason)s.", reason=reason)),)
    answers = _Answers.of(row, of=of)
    sentences = (
        *_counted(answers, of=of),
        *_incomplete(unit_code, of=of),
        *_share(row, answers, weighing, of=of),
        *interval_words(row, of=of, weighing=weighing),
    )
    return tuple(map(str, sentences))


def how_ranked(
    one: RankedUnit, *, group: RankedGroup, of: ScoredBy, weighing: Weighing
) -> tuple[str, ...]:
    """The same of a unit, then its rank."""
    found = how_scored(one.row, of=of, weighing=weighing, unit_code=one.unit.unit_code)
    return (*found, *map(str, rank_sentences(one, group=group)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """Answers to what is published, unweighted. item: its code, where that is a single one."""

    item: str
    people: int
    valid: int
    satisfied: int
    blank: int
    not_applicable: int

    @classmethod
    def of(cls, row: ScoreRow, *, of: ScoredBy) -> "_Answers":
        if code := of.table.indicator.item:
            item, satisfied = row.items[code], of.table.rule.satisfied
            return cls(
                item=code,
                people=item.n_valid,
                valid=item.n_valid,
                satisfied=sum(item.counts[level] for level in satisfied),
                blank=item.blank,
                not_applicable=item.not_applicable,
            )
        return cls(
            item="",
            people=row.n_valid,
            valid=row.answers_valid,
            satisfied=row.answers_satisfied,
            blank=row.blank,
            not_applicable=row.not_applicable,
        )


def _counted(answers: _Answers, *, of: ScoredBy) -> Iterator[str]:
    """Who and what counts, and what does not."""
    numbers = {
        "people": whole(answers.people),
        "valid": whole(answers.valid),
        "given": whole(answers.valid - answers.blank),
        "blank": whole(answers.blank),
        "not_applicable": whole(answers.not_applicable),
        "item": answers.item,
    }
    blanks_count = of.table.rule.blank_counts
    if answers.item and blanks_count:
        yield _(
            "%(people)s people count for the criterion %(item)s: %(given)s who answered it and"
            " %(blank)s who left it blank, which is taken as not satisfied. Not among them:"
            " %(not_applicable)s to whom it does not apply.",
            **numbers,
        )
    elif answers.item:
        yield _(
            "%(people)s people answered the criterion %(item)s. Not among them: %(blank)s who left"
            " it blank and %(not_applicable)s to whom it does not apply.",
            **numbers,
        )
    elif blanks_count:
        yield _(
            "%(valid)s answers of %(people)s people count: %(given)s that were given and %(blank)s"
            " left blank, which are taken as not satisfied. Not among them: %(not_applicable)s"
            " that did not apply.",
            **numbers,
        )
    else:
        yield _(
            "%(people)s people gave %(valid)s answers that count. Not among them: %(blank)s left"
            " blank and %(not_applicable)s that did not apply.",
            **numbers,
        )


def _incomplete(unit_code: str | None, *, of: ScoredBy) -> Iterator[str]:
    """Forms of which nothing counts."""
    by_unit = of.table.incomplete
    forms = sum(by_unit.values()) if unit_code is None else by_unit.get(unit_code, 0)
    if forms:
        yield ngettext(
            "%(number)s form does not count at all: less than %(percent)s %% of it is answered.",
            "%(number)s forms do not count at all: less than %(percent)s %% of them is answered.",
            forms,
            number=whole(forms),
            percent=plain(of.plans.scoring.valid_from_percent),
        )


def _share(row: ScoreRow, answers: _Answers, weighing: Weighing, *, of: ScoredBy) -> Iterator[str]:
    share, indicator = row.published.share or Fraction(0), of.table.indicator
    numbers = {
        "satisfied": whole(answers.satisfied),
        "valid": whole(answers.valid),
        "percent": points(share * HUNDRED, 2),
        "score": points(share * SCALE),
    }
    if weighing.is_equal and answers.item:
        yield _(
            "%(satisfied)s of these %(valid)s people are satisfied: %(satisfied)s : %(valid)s ="
            " %(percent)s %%, on the scale of 10: %(score)s.",
            **numbers,
        )
        return
    if weighing.is_equal and indicator.estimator is Estimator.POOLED:
        yield _(
            "%(satisfied)s of these %(valid)s answers are satisfied: %(satisfied)s : %(valid)s ="
            " %(percent)s %%, on the scale of 10: %(score)s.",
            **numbers,
        )
        return
    yield _(
        PUBLISHED[indicator.estimator],
        satisfied=", ".join(str(level) for level in sorted(of.table.rule.satisfied)),
        weights=", ".join(
            f"{code}: {plain(Decimal(f'{float(weight):g}'))}" for code, weight in indicator.weights
        ),
        item=indicator.item,
    )
    yield from _without_answers(row, of=of)
    yield from _weighed(weighing)
    yield _(
        "Here that is %(percent)s %%, on the scale of 10: %(score)s.",
        percent=numbers["percent"],
        score=numbers["score"],
    )


def _without_answers(row: ScoreRow, *, of: ScoredBy) -> Iterator[str]:
    """What a mean of factors or criteria is made without."""
    estimator, rule = of.table.indicator.estimator, of.table.rule
    of_factors = estimator in (Estimator.MEAN_OF_FACTORS, Estimator.WEIGHTED_FACTORS)
    answered = sum(item.n_valid > 0 for item in row.items.values())
    if estimator is Estimator.MEAN_OF_ITEMS and answered < len(rule.items):
        yield _(
            "The mean is of %(answered)s of %(all)s criteria: nobody answered the others.",
            answered=whole(answered),
            all=whole(len(rule.items)),
        )
    if of_factors and row.n_factors < len(rule.factors):
        yield _(
            "The mean is of %(answered)s of %(all)s factors: nobody answered the others.",
            answered=whole(row.n_factors),
            all=whole(len(rule.factors)),
        )


def _weighed(weighing: Weighing) -> Iterator[str]:
    if weighing.is_equal:
        return
    yield _(
        "Whoever was drawn counts for as many people as the list of the stratum has for each of"
        " them who answered."
    )
    if weighing.least is not None and weighing.most is not None:
        yield _(
            "Here a person counts for %(least)s to %(most)s people.",
            least=measured(weighing.least, 2),
            most=measured(weighing.most, 2),
        )


def interval_words(row: ScoreRow, *, of: ScoredBy, weighing: Weighing) -> Iterator[str]:
    """Between what the true score lies; nothing of a score that is not shown."""
    if row.verdict.flag is Flag.SUPPRESSED or row.published.share is None:
        return
    between, bounds, answers = row.published.interval, printed_bounds(row), _Answers.of(row, of=of)
    if between.is_census:
        yield _("Everybody was asked, so there is no error of sampling.")
    elif bounds is None:
        yield _("There are too few answers to say between what the true share lies.")
    else:
        yield _(
            "95 %% interval: from %(low)s to %(high)s. Had other people been asked, the score"
            " would be somewhat different; of 100 intervals made in this way about 95 hold the"
            " true score.",
            low=points(bounds[0]),
            high=points(bounds[1]),
        )
        # Of a large part of a small population answers say more than as many independent ones.
        if not answers.item and between.n_eff is not None and between.n_eff < answers.valid:
            yield _independent(answers, size=between.n_eff, is_equal=weighing.is_equal)


def _independent(answers: _Answers, *, size: float, is_equal: bool) -> str:
    numbers = {
        "valid": whole(answers.valid),
        "people": whole(answers.people),
        "independent": whole(round(size)),
    }
    if is_equal:
        words = _(
            "The answers of one person go together, so that %(valid)s answers of %(people)s"
            " people say as much as %(independent)s independent ones.",
            **numbers,
        )
    else:
        words = _(
            "The answers of one person go together and people count for others, so that"
            " %(valid)s answers of %(people)s people say as much as %(independent)s independent"
            " ones.",
            **numbers,
        )
    return str(words)


def rank_sentences(one: RankedUnit, *, group: RankedGroup) -> Iterator[str]:
    """Its rank with those that are possible, or why it has none; nothing without a score."""
    row = one.row
    if row is None or row.verdict.flag is Flag.SUPPRESSED:
        return
    if one.rank is None:
        yield _("Not ranked: %(reason)s.", reason=reason_words(row) or _("there is no interval"))
        return
    yield _(
        "Rank %(rank)s of %(ranked)s by the printed score; ranks %(range)s are possible when the"
        " intervals of all differences between units of the group are looked at together.",
        rank=whole(one.rank.rank),
        ranked=whole(group.ranked),
        range=range_words(one.rank),
    )
