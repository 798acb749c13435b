"""Every sentence of "how computed" is true, whatever a scoring plan says.

The numbers of each sentence are found again in the answers of the people, counted here one by one
and without any code of `scoring`; a sentence that nobody knows here fails.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import pytest
from flask_babel import force_locale

from scoring.frame_tally import tally_frame
from scoring.guaranteed import guaranteed_whole
from scoring.indicator import Estimator, Indicator
from scoring.plans.fitting import rule_by
from scoring.plans.scoring_plan import ScoringPlan
from scoring.rounding import half_up
from scoring.rule import BLANK, NOT_APPLICABLE, NOT_ASKED
from scoring.variance import Population
from survey_app.db import rounds
from survey_app.db.compositions import ALL, parts_per_unit
from survey_app.db.design_tallies import counted_tally
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.results.round_estimates import basis_of, estimates_of
from survey_app.results.weighing import published_weighing, weighing_of
from survey_app.web.how_computed import how_scored
from survey_app.web.how_counted import guaranteed_words
from survey_app.web.score_page import criteria_shown, score_words, unit_shown
from tests.survey_app.people_by_chance import (
    RULE,
    SLOTS,
    UNITS,
    by_chance,
    framed,
    give_out,
    interview_of,
    say_sizes,
    somebody,
)
from tests.survey_app.web.published_round import OF_SXD, score_by, store

SIZES = {"SXD / a": 100, "SXD / b": 60, "STP / a": 80, "STP / b": 300}
FACTORS = {factor.code: factor.items for factor in RULE.factors}
NOBODY = FACTORS["F3"]
"""What nobody in Tư pháp was asked."""
WEIGHTS = {"F1": "1", "F2": "2.5", "F3": "1", "F4": "3", "F5": "1"}
ESTIMATORS = {
    Estimator.POOLED: {},
    Estimator.MEAN_OF_ITEMS: {},
    Estimator.MEAN_OF_FACTORS: {},
    Estimator.WEIGHTED_FACTORS: {"factor_weights": WEIGHTS},
    Estimator.OVERALL_ITEM: {"overall_item": "q51"},
}
FORMS = ({}, {"valid_from_percent": "80", "satisfied": [5]})
PLANS = tuple(
    product(ESTIMATORS, ("left_out", "unsatisfied"), ("none", "design"), range(len(FORMS)))
)
IN_VIETNAMESE = (
    (Estimator.POOLED, "left_out", "none", 0),
    (Estimator.MEAN_OF_ITEMS, "unsatisfied", "design", 1),
    (Estimator.MEAN_OF_FACTORS, "left_out", "design", 0),
    (Estimator.WEIGHTED_FACTORS, "unsatisfied", "none", 1),
    (Estimator.OVERALL_ITEM, "left_out", "none", 1),
    (Estimator.OVERALL_ITEM, "unsatisfied", "design", 0),
)
"""Each kind of sentence is among them."""


def plan_of(estimator, blanks, weights, forms):
    said = {"estimator": estimator, "blanks": blanks, "weights": weights}
    said |= ESTIMATORS[estimator] | FORMS[forms]
    return ScoringPlan.model_validate({"kind": "scoring", "id": "p", "source": "x", **said})


@pytest.fixture(scope="module")
def people(still_world):
    """Interviews by chance, some of drawn people; some questions nobody in Tư pháp was asked."""
    found = by_chance(11, 240)
    for one in found:
        if one.round_unit_id == 2:
            for item in NOBODY:
                one.levels[SLOTS.index(item)] = NOT_ASKED
    with transaction(still_world.engine) as session:
        give_out(session, found)
        say_sizes(session, SIZES)
        insert_many(session, [interview_of(one) for one in found])
    return found


@pytest.fixture
def pages(still_world, people):
    """What the pages of scores would say by a plan: of both units, and of the whole."""

    def by(plan, language="en"):
        with transaction(still_world.engine, writes=False) as session:
            basis = basis_of(session, rounds.round_coded(session, "thu-2022"))
            rule = rule_by(plan, definition=basis.definition)
            basis = replace(basis, plans=replace(basis.plans, scoring=plan, rule=rule))
            number, counting = basis.round.id, basis.counting
            found = estimates_of(
                basis,
                counted_tally(session, number, counting=counting),
                there=parts_per_unit(session, number, selection=ALL),
            )
        with still_world.app.test_request_context(), force_locale(language):
            units = [one for one in found.units if not one.is_exempt]
            whole = score_words(found) | criteria_shown(
                found, row=found.table.overall, weighing=weighing_of(found)
            )
            of_units = {one.unit_code: unit_shown(found, unit=one) for one in units}
            for code, page in of_units.items():
                page["how_published"] = how_scored(
                    found.table.units[code],
                    of=found,
                    weighing=published_weighing(found.plans.weighting),
                    unit_code=code,
                )
            return found, of_units, whole

    return by


@dataclass
class Counted:
    """The people of one unit, or all, as a plan counts them, each with a weight."""

    plan: ScoringPlan
    people: list
    weights: dict
    incomplete: int
    is_published: bool = False

    @classmethod
    def by(cls, plan, people, unit=None, *, is_published=False):
        there = [one for one in people if _is_complete(one, plan)]
        drawn = [one for one in there if one.stratum in SIZES]
        by_design = plan.weights == "design"
        counted = drawn if by_design else there
        met = Counter(one.stratum for one in counted)
        weights = {
            one.uuid: Fraction(SIZES[one.stratum], met[one.stratum]) if by_design else Fraction(1)
            for one in counted
        }
        of = [one for one in people if unit is None or UNITS[one.round_unit_id] == unit]
        return cls(
            plan=plan,
            people=[one for one in of if one.uuid in weights],
            weights=weights,
            incomplete=sum(not _is_complete(one, plan) for one in of),
            is_published=is_published,
        )

    def __post_init__(self):
        """For every item: how many people gave each code, and what these weigh together."""
        self.numbers, self.weighed = {}, {}
        for at, item in enumerate(SLOTS):
            codes = [(one.levels[at], self.weights[one.uuid]) for one in self.people]
            self.numbers[item] = Counter(code for code, _ in codes)
            self.weighed[item] = {
                code: sum(weight for other, weight in codes if other == code)
                for code in self.numbers[item]
            }
        self.is_equal = len({self.weights[one.uuid] for one in self.people}) == 1
        if self.is_published:  # what a document says of weights is only what its plan says
            self.is_equal = self.plan.weights == "none"
        self.satisfied_levels = set(self.plan.satisfied) or {4, 5}
        blanks = {BLANK} if self.plan.blanks == "unsatisfied" else set()
        self.valid_codes = {1, 2, 3, 4, 5} | blanks

    def number(self, codes, items=SLOTS):
        return sum(self.numbers[item][code] for item in items for code in codes)

    def valid(self, items=SLOTS):
        return self.number(self.valid_codes, items)

    def satisfied(self, items=SLOTS):
        return self.number(self.satisfied_levels, items)

    def given(self, items=SLOTS):
        return self.number({1, 2, 3, 4, 5}, items)

    def who_answered(self, items=SLOTS):
        at = [SLOTS.index(item) for item in items]
        return sum(
            any(one.levels[place] in self.valid_codes for place in at) for one in self.people
        )

    def share(self, items):
        def weight(codes):
            return sum(self.weighed[item].get(code, 0) for item in items for code in codes)

        below = weight(self.valid_codes)
        return weight(self.satisfied_levels) / below if below else None

    def published(self):
        plan = self.plan
        if plan.estimator is Estimator.POOLED:
            return self.share(SLOTS)
        if plan.estimator is Estimator.OVERALL_ITEM:
            return self.share([plan.overall_item])
        weight = {code: Fraction(plan.factor_weights.get(code, 1)) for code in FACTORS}
        parts = [(self.share(items), weight[code]) for code, items in FACTORS.items()]
        if plan.estimator is Estimator.MEAN_OF_ITEMS:
            parts = [(self.share([item]), Fraction(1)) for item in SLOTS]
        known = [(share, of) for share, of in parts if share is not None]
        return sum(share * of for share, of in known) / sum(of for _, of in known)

    @property
    def asked(self):
        """The items that are published."""
        return [self.plan.overall_item] if self.plan.overall_item else SLOTS


def _is_complete(one, plan):
    given = sum(code in range(1, 6) for code in one.levels)
    return 100 * given >= int(plan.valid_from_percent) * (given + one.levels.count(BLANK))


def number(text):
    return int(text.replace(",", ""))


def decimal(text):
    return Fraction(text.replace(",", ""))


def printed(share, places=2):
    return Fraction(half_up(100 * share, places=places))


COUNTED = {
    (
        "left_out",
        False,
    ): r"(?P<people>\S+) people gave (?P<valid>\S+) answers that count\. Not among"
    r" them: (?P<blank>\S+) left blank and (?P<na>\S+) that did not apply\.",
    (
        "unsatisfied",
        False,
    ): r"(?P<valid>\S+) answers of (?P<people>\S+) people count: (?P<given>\S+)"
    r" that were given and (?P<blank>\S+) left blank, which are taken as not satisfied\. Not among"
    r" them: (?P<na>\S+) that did not apply\.",
    ("left_out", True): r"(?P<people>\S+) people answered the criterion q51\. Not among them:"
    r" (?P<blank>\S+) who left it blank and (?P<na>\S+) to whom it does not apply\.",
    ("unsatisfied", True): r"(?P<people>\S+) people count for the criterion q51: (?P<given>\S+) who"
    r" answered it and (?P<blank>\S+) who left it blank, which is taken as not satisfied\. Not"
    r" among them: (?P<na>\S+) to whom it does not apply\.",
}
PUBLISHED = {
    Estimator.POOLED: "Of all answers that count, the share of levels {levels}.",
    Estimator.MEAN_OF_ITEMS: "The share of levels {levels} of each criterion, and the mean of the"
    " criteria.",
    Estimator.MEAN_OF_FACTORS: "The share of levels {levels} of each factor, and the mean of the"
    " factors.",
    Estimator.WEIGHTED_FACTORS: "The share of levels {levels} of each factor, and their mean with"
    " the weights F1: 1, F2: 2.5, F3: 1, F4: 3, F5: 1.",
    Estimator.OVERALL_ITEM: "The share of levels {levels} of the criterion q51.",
}


def check_score(sentences, counted, row):
    """All sentences of a score, one after the other; what it says first, and nothing else."""
    plan, left = counted.plan, list(sentences)

    def next_is(pattern):
        found = re.fullmatch(pattern, left.pop(0))
        assert found, (pattern, sentences)
        return found.groupdict()

    said = next_is(COUNTED[plan.blanks, plan.overall_item is not None])
    expected = {
        "people": counted.who_answered(counted.asked),
        "valid": counted.valid(counted.asked),
        "given": counted.given(counted.asked),
        "blank": counted.number({BLANK}, counted.asked),
        "na": counted.number({NOT_APPLICABLE}, counted.asked),
    }
    assert {name: number(text) for name, text in said.items()} == {
        name: expected[name] for name in said
    }
    if counted.incomplete:
        words = r"(\S+) forms? (does|do) not count at all: less than 80 % of \w+ is answered\."
        assert number(re.fullmatch(words, left.pop(0))[1]) == counted.incomplete
    check_share(next_is, left, counted)
    check_interval(next_is, left, counted, row)
    return left


def check_share(next_is, left, counted):
    plan, share = counted.plan, counted.published()
    is_quotient = counted.is_equal and plan.estimator in (
        Estimator.POOLED,
        Estimator.OVERALL_ITEM,
    )
    if is_quotient:
        what = "people" if plan.overall_item else "answers"
        said = next_is(
            rf"(?P<s>\S+) of these (?P<v>\S+) {what} are satisfied: (?P<a>\S+) : (?P<b>\S+) ="
            r" (?P<percent>\S+) %, on the scale of 10: (?P<score>\S+)\."
        )
        satisfied, valid = number(said["s"]), number(said["v"])
        assert (satisfied, valid) == (number(said["a"]), number(said["b"]))
        assert (satisfied, valid) == (
            counted.satisfied(counted.asked),
            counted.valid(counted.asked),
        )
        assert decimal(said["percent"]) == printed(Fraction(satisfied, valid))
    else:
        levels = ", ".join(str(level) for level in sorted(counted.satisfied_levels))
        assert left.pop(0) == PUBLISHED[plan.estimator].format(levels=levels)
        check_missing(next_is, counted)
        if not counted.is_equal:
            next_is(r"Whoever was drawn counts for as many people as the list of the stratum .*\.")
        if not counted.is_equal and not counted.is_published:
            said = next_is(r"Here a person counts for (?P<least>\S+) to (?P<most>\S+) people\.")
            weights = [counted.weights[one.uuid] for one in counted.people]
            assert decimal(said["least"]) == Fraction(half_up(min(weights)))
            assert decimal(said["most"]) == Fraction(half_up(max(weights)))
        said = next_is(r"Here that is (?P<percent>\S+) %, on the scale of 10: (?P<score>\S+)\.")
    assert decimal(said["percent"]) == printed(share)
    assert decimal(said["score"]) == Fraction(half_up(10 * share))


def check_missing(next_is, counted):
    """Of what a mean is made without something."""
    estimator = counted.plan.estimator
    words, parts = "factors", list(FACTORS.values())
    if estimator is Estimator.MEAN_OF_ITEMS:
        words, parts = "criteria", [[item] for item in SLOTS]
    elif estimator in (Estimator.POOLED, Estimator.OVERALL_ITEM):
        return
    answered = sum(counted.valid(items) > 0 for items in parts)
    if answered < len(parts):
        said = next_is(
            rf"The mean is of (?P<some>\d+) of (?P<all>\d+) {words}: nobody answered the others\."
        )
        assert (int(said["some"]), int(said["all"])) == (answered, len(parts))


def check_interval(next_is, left, counted, row):
    said = next_is(r"95 % interval: from (?P<low>\S+) to (?P<high>\S+)\. Had .* the true score\.")
    low, high = row.published.interval.low, row.published.interval.high
    assert Fraction(low) >= 10 * decimal(said["low"]) >= Fraction(low) - Fraction(1, 10)
    assert Fraction(high) <= 10 * decimal(said["high"]) <= Fraction(high) + Fraction(1, 10)
    if left and left[0].startswith("The answers of one person"):
        alike = "" if counted.is_equal else " and people count for others"
        said = next_is(
            rf"The answers of one person go together{alike}, so that (?P<valid>\S+) answers of"
            r" (?P<people>\S+) people say as much as (?P<size>\S+) independent ones\."
        )
        assert number(said["valid"]) == counted.valid()
        assert number(said["people"]) == counted.who_answered()
        assert number(said["size"]) == round(row.published.interval.n_eff)


def check_factor(sentences, counted, code):
    items, plan = FACTORS[code], counted.plan
    if counted.who_answered(items) < plan.limits.minimum_people:
        assert sentences == ("Fewer than 10 people answered: no share is made.",)
        return
    words = (
        r"(?P<people>\S+) people gave (?P<valid>\S+) answers to its (?P<items>\S+) criteria;"
        r" (?P<satisfied>\S+) of them are satisfied\."
    )
    if plan.blanks == "unsatisfied":
        words = (
            r"Of (?P<people>\S+) people (?P<valid>\S+) answers to its (?P<items>\S+) criteria"
            r" count: (?P<given>\S+) that were given and (?P<blank>\S+) left blank, which are taken"
            r" as not satisfied; (?P<satisfied>\S+) of them are satisfied\."
        )
    said = re.fullmatch(words, sentences[0]).groupdict()
    expected = {
        "people": counted.who_answered(items),
        "valid": counted.valid(items),
        "items": len(items),
        "satisfied": counted.satisfied(items),
        "given": counted.given(items),
        "blank": counted.number({BLANK}, items),
    }
    assert {name: number(text) for name, text in said.items()} == {
        name: expected[name] for name in said
    }
    check_last(sentences[1], counted, items)


def check_last(sentence, counted, items):
    """The share that comes of the counts, or of the weights."""
    unit = "The share of them is" if counted.is_equal else "With everybody's weight the share is"
    percent = decimal(re.fullmatch(rf"{unit} (\S+) %\.", sentence)[1])
    assert percent == printed(counted.share(items), places=1)
    if counted.is_equal:
        assert percent == printed(
            Fraction(counted.satisfied(items), counted.valid(items)), places=1
        )


def check_criterion(sentences, counted, item):
    blanks_count = counted.plan.blanks == "unsatisfied"
    if counted.who_answered([item]) < counted.plan.limits.minimum_people:
        assert sentences == ()
        return
    words = (
        r"(?P<s>\S+) of (?P<people>\S+) people chose a level that counts as satisfied\. Among them"
        r" are (?P<blank>\S+) who left it blank, which is taken as not satisfied\."
        if blanks_count
        else r"(?P<s>\S+) of (?P<people>\S+) people who answered chose a level that counts as"
        r" satisfied\."
    )
    said = re.fullmatch(words, sentences[0]).groupdict()
    assert number(said["s"]) == counted.satisfied([item])
    assert number(said["people"]) == counted.who_answered([item])
    assert number(said.get("blank", "0")) == (
        counted.number({BLANK}, [item]) if blanks_count else 0
    )
    check_last(sentences[1], counted, [item])
    neither = "“Does not apply”" if blanks_count else "Blank, “does not apply”"
    assert sentences[2] == f"{neither} and not asked count in neither number."


@pytest.mark.parametrize(("estimator", "blanks", "weights", "forms"), PLANS)
def test_how_computed__every_plan__each_number_is_found_in_the_answers(
    pages, people, estimator, blanks, weights, forms
):
    plan = plan_of(estimator, blanks, weights, forms)

    found, units, whole = pages(plan)

    for code, page in units.items():
        counted, row = Counted.by(plan, people, code), found.table.units[code]
        rest = check_score(page["how_sentences"], counted, row)
        assert [one for one in rest if not one.startswith(("Rank ", "Not ranked: "))] == []
        assert len(rest) == 1
        published = Counted.by(plan, people, code, is_published=True)
        assert check_score(page["how_published"], published, row) == []
        for factor in FACTORS:
            check_factor(page["how_factors"][factor], counted, factor)
        for item in SLOTS:
            check_criterion(page["how_criteria"][item], counted, item)
    counted = Counted.by(plan, people)
    assert check_score(whole["how_overall"], counted, found.table.overall) == []
    for item in SLOTS:
        check_criterion(whole["how_criteria"][item], counted, item)


def every_sentence(of_units, whole):
    """All that the pages say of how they were computed, by where it stands."""
    pages = {**of_units, "": whole}
    parts = ("how_sentences", "how_published", "how_overall", "how_factors", "how_criteria")
    for (code, page), part in product(pages.items(), parts):
        said = page.get(part, ())
        for name, sentences in said.items() if isinstance(said, dict) else [("", said)]:
            for at, sentence in enumerate(sentences):
                yield (code, part, name, at), str(sentence)


def numbers_in(sentence, *, decimal_sign, between_thousands):
    found = re.findall(
        rf"[0-9]+(?:\{between_thousands}[0-9]{{3}})*(?:\{decimal_sign}[0-9]+)?", sentence
    )
    return sorted(
        Fraction(one.replace(between_thousands, "").replace(decimal_sign, ".")) for one in found
    )


@pytest.mark.parametrize(("estimator", "blanks", "weights", "forms"), IN_VIETNAMESE)
def test_how_computed__in_vietnamese__says_the_numbers_of_the_english_sentence(
    pages, estimator, blanks, weights, forms
):
    """Those of the English one are found in the answers, above."""
    plan = plan_of(estimator, blanks, weights, forms)

    in_english = dict(every_sentence(*pages(plan, "en")[1:]))
    in_vietnamese = dict(every_sentence(*pages(plan, "vi")[1:]))

    assert in_vietnamese.keys() == in_english.keys()
    for place, sentence in in_vietnamese.items():
        english = in_english[place]
        assert sentence != english
        assert numbers_in(sentence, decimal_sign=",", between_thousands=".") == numbers_in(
            english, decimal_sign=".", between_thousands=","
        ), (sentence, english)


def test_how_computed__pooled_plan_in_vietnamese__is_said_in_these_words(pages, people):
    plan = plan_of(Estimator.POOLED, "left_out", "none", 0)
    counted = Counted.by(plan, people, "SXD")
    valid, satisfied = f"{counted.valid():,}".replace(",", "."), counted.satisfied()

    said = pages(plan, "vi")[1]["SXD"]["how_sentences"]

    percent = f"{half_up(100 * counted.published())}".replace(".", ",")
    assert said[0] == (
        f"{counted.who_answered()} người đã cho {valid} câu trả lời được tính. Không tính:"
        f" {counted.number({BLANK})} câu bỏ trống và {counted.number({NOT_APPLICABLE})} câu không"
        " áp dụng."
    )
    assert said[1].startswith(
        f"{satisfied} trong {valid} câu trả lời đó là hài lòng: {satisfied} : {valid} ="
        f" {percent} %, theo thang 10 là "
    )


@pytest.mark.parametrize("item", ["", "q51"])
@pytest.mark.parametrize("level", [5, 1])
def test_guaranteed_words__all_or_none__say_of_what_and_never_more_than_is_certain(
    still_world, item, level
):
    """α^(1/n) of 100 people is 96.378 %: at least 96.3, at most 3.7 and not 3.6."""
    others = level if not item else 3
    levels = [level if code == "q51" else others for code in SLOTS]
    frame = framed([somebody(1, "", levels) for _ in range(100)])
    indicator = Indicator(estimator=Estimator.OVERALL_ITEM, item=item) if item else Indicator()
    guaranteed = guaranteed_whole(
        tally_frame(frame, rule=RULE), population=Population(), indicator=indicator
    )

    with still_world.app.test_request_context(), force_locale("en"):
        words = guaranteed_words(guaranteed, item=item)

    who = "All 100 people were" if level == 5 else "None of 100 people was"
    everything = "everything they answered" if level == 5 else "anything"
    of = "the criterion q51" if item else everything
    bound = "at least 96.3 % of all are." if level == 5 else "at most 3.7 % of all are."
    assert words.startswith(f"{who} satisfied with {of}. ")
    assert words.endswith(f"with 97.5 % certainty {bound}")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_unit__weights_of_factors_in_vietnamese__have_a_comma(world, read):
    score_by(world, estimator="weighted_factors", factor_weights=WEIGHTS)
    store(world, *OF_SXD)

    page = read(world.client("noivu").get("/results/rounds/thu-2022/units/SXD"))

    assert "F1: 1, F2: 2,5, F3: 1, F4: 3, F5: 1." in page.text
