"""Nothing that is hidden in a document follows from what it shows.

The reader is given every number of the document and the questionnaire, and knows that each
interview says one thing to each question, and that no number of people is below 0: where all that
is hidden of a unit was satisfied, nobody there was not. That this tells of the unit itself is so
(ADR 0017); that it tells of another must not be. What is unknown is how many people of each unit
said what. A count, or any combination of the satisfied and the valid answers of few people, is
given away when it is a combination of what is known.
"""

import json
from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.rule import BLANK
from tests.scoring.conftest import RULE
from tests.scoring.run_facts import document_of, plan_with

MINIMUM = 4
LEVELS, SATISFIED = (1, 2, 3, 4, 5), (4, 5)
CODES = (*LEVELS, 9, BLANK)
ANSWERS = {
    "answers_valid": LEVELS,
    "answers_satisfied": SATISFIED,
    "blank": (BLANK,),
    "not_applicable": (9,),
}
FACTORS = {factor.code: factor.items for factor in RULE.factors}


def rounds(seed):
    """Interviews, voided ones and groups: few people, who often skip a factor or an item."""
    random = np.random.default_rng(seed)
    group_of, rows = {}, []
    for group in range(random.integers(1, 4)):
        for unit in range(random.integers(1, 5)):
            code = f"{'ABC'[group]}{unit}"
            group_of[code] = f"G{group}"
            is_happy = random.random() < 0.25
            skips = random.choice([0.0, 0.0, 0.5, 0.9, 1.0], size=len(FACTORS))
            gaps = random.choice([0.0, 0.0, 0.3, 1.0], size=len(RULE.items))
            for at in range(random.choice([0, 2, 3, 5, 8, 12])):
                said = random.choice(LEVELS, size=len(RULE.items), p=[0.1, 0.1, 0.2, 0.3, 0.3])
                said = np.where(is_happy, np.maximum(said, 4), said)
                is_skipped = (random.random(len(FACTORS)) < skips)[list(RULE.factor_of_item)]
                said = np.where(is_skipped, 9, said)
                said = np.where(random.random(len(RULE.items)) < gaps, BLANK, said)
                is_voided = at > 0 and random.random() < 0.25
                rows.append([code, is_voided, *said.tolist()])
    frame = pd.DataFrame(rows, columns=["unit_code", "is_voided", *RULE.items])
    frame = frame.assign(stratum=frame["unit_code"], cluster="")
    counted, voided = (
        frame[frame["is_voided"] == which].drop(columns="is_voided") for which in (False, True)
    )
    return counted, voided, group_of


class Reader:
    """What somebody knows who has read a document: a row of coefficients each.

    weight: of the people of a unit. The unknowns are the answers of each unit to each item, and
    of its voided interviews the satisfied and valid answers to what is published.
    """

    def __init__(self, units, *, published, weight):
        self.units, self.published, self.weight = units, published, weight
        names = [*product(units, RULE.items, CODES), *product(units, ("voided",), (0, 1))]
        self.place = {name: at for at, name in enumerate(names)}
        self.known = []
        self.alike = set()

    def sum(self, units, items, codes, *, weighted=False):
        row = np.zeros(len(self.place))
        for unit, item, code in product(units, items, codes):
            row[self.place[unit, item, code]] += self.weight[unit] if weighted else 1.0
        return row

    def share(self, units, items, percent):
        satisfied = self.sum(units, items, SATISFIED, weighted=True)
        return satisfied - percent / 100 * self.sum(units, items, LEVELS, weighted=True)

    def voided(self, units, percent):
        row = np.zeros(len(self.place))
        for unit in units:
            row[self.place[unit, "voided", 0]] = self.weight[unit]
            row[self.place[unit, "voided", 1]] = -percent / 100 * self.weight[unit]
        return row

    def note(self, number, *rows):
        """These follow from a number of the document, unless it is null."""
        if number is not None:
            self.known += rows

    def reads(self, row, units):
        """One row of the document: a unit, a group or the whole."""
        for item in RULE.items:
            self.note(row["n"], self.sum(units, [item], CODES))
        for name, codes in ANSWERS.items():
            self.note(row[name], self.sum(units, RULE.items, codes))
        self.reads_shares(row, units)
        self.reads_levels(row["mean_score"]["est"], units)
        self.reads_bounds(row["missing_bounds"], units)
        for item, one in row["items"].items():
            self.reads_item(item, one, units)

    def reads_shares(self, row, units):
        shares = {code: one["est"] for code, one in row["factors"].items()}
        of = [(RULE.items, row["pooled"]["est"]), (self.published, row["published"]["est"])]
        of += [(FACTORS[code], est) for code, est in shares.items()]
        for items, est in of:
            self.note(est, self.share(units, items, est or 0.0))
        if len(self.published) == 1:
            people = self.sum(units, self.published, LEVELS)
            self.note(row["published"]["n_valid"], people)
        other = row["with_excluded"]["est"]
        of_both = self.share(units, self.published, other or 0.0) + self.voided(units, other or 0.0)
        self.note(other, of_both)
        unknown = [code for code, est in shares.items() if est is None]
        mean = row["factor_mean"]
        if len(unknown) == 1 and mean["est"] is not None:
            last = mean["est"] * mean["n_factors"] - sum(est or 0.0 for est in shares.values())
            self.note(last, self.share(units, FACTORS[unknown[0]], last))

    def reads_levels(self, mean, units):
        valid = self.sum(units, RULE.items, LEVELS, weighted=True)
        levels = [level * self.sum(units, RULE.items, [level], weighted=True) for level in LEVELS]
        self.note(mean, sum(levels) - (mean or 0.0) * valid)

    def reads_bounds(self, bounds, units):
        low, high = (None if bounds[name] is None else bounds[name] / 100 for name in bounds)
        blank = self.sum(units, RULE.items, [BLANK], weighted=True)
        satisfied = self.sum(units, RULE.items, SATISFIED, weighted=True)
        asked = self.sum(units, RULE.items, LEVELS, weighted=True) + blank
        self.note(low, satisfied - (low or 0.0) * asked)
        self.note(high, satisfied + blank - (high or 0.0) * asked)

    def reads_item(self, item, one, units):
        self.note(one["est"], self.share(units, [item], one["est"] or 0.0))
        self.note(one["n_valid"], self.sum(units, [item], LEVELS))
        said = {int(level): count for level, count in one["counts"].items()}
        said |= {BLANK: one["blank"], 9: one["not_applicable"]}
        for code, count in said.items():
            self.note(count, self.sum(units, [item], [code]))

    def reads_alike(self, row, unit):
        """Of one unit: what is left of the sums of its row, and of each factor that is shown."""
        levels = {item: one["counts"] for item, one in row["items"].items()}
        hidden = [item for item, counts in levels.items() if None in counts.values()]
        for items in FACTORS.values():
            share = row["factors"][next(c for c, of in FACTORS.items() if of == items)]["est"]
            if share in (0.0, 100.0):
                self.notes_alike(unit, items, share == 100.0)
        if row["answers_valid"] is None or not hidden:
            return
        shown = [counts for item, counts in levels.items() if item not in hidden]
        of_shown = [sum(one.values()) for one in shown]
        satisfied = sum(one[str(level)] for one in shown for level in SATISFIED)
        rest = row["answers_valid"] - sum(of_shown)
        among = row["answers_satisfied"] - satisfied
        if rest and among in (0, rest):
            self.notes_alike(unit, hidden, among == rest)

    def notes_alike(self, unit, items, is_satisfied):
        absent = set(LEVELS) - set(SATISFIED) if is_satisfied else set(SATISFIED)
        self.known += [self.sum([unit], [item], [level]) for item in items for level in absent]
        self.alike |= {(unit, item) for item in items}

    def closes(self):
        """All that follows from what is known."""
        matrix = np.array(self.known)
        matrix = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
        sizes, directions = np.linalg.eigh(matrix.T @ matrix)
        self.directions = directions[:, sizes > 1e-12].T

    def tells(self, *rows):
        """Whether any combination of these follows."""
        wanted = np.array([row / np.linalg.norm(row) for row in rows])
        left = wanted - wanted @ self.directions.T @ self.directions
        return np.linalg.svd(left, compute_uv=False)[-1] < 1e-6


def valid_of(frame, units):
    """(people, items) of each unit: who gave a valid answer to what."""
    codes, of = frame[list(RULE.items)].to_numpy(), frame["unit_code"].to_numpy()
    return {unit: np.isin(codes[of == unit], LEVELS) for unit in units}


def answered(valid, items):
    """People with a valid answer to any of these."""
    return int(valid[:, [RULE.items.index(item) for item in items]].any(axis=1).sum())


def is_few(valid, items):
    return 0 < answered(valid, items) < MINIMUM


def small_parts(valid, published):
    """Units and items with so few people that nobody may know anything of their answers."""
    whole = [unit for unit, of in valid.items() if is_few(of, RULE.items)]
    parts = [([unit], RULE.items) for unit in whole]
    if whole and is_few(np.concatenate([valid[unit] for unit in whole]), RULE.items):
        parts.append((whole, RULE.items))
    for unit, of in valid.items():
        few = [items for items in FACTORS.values() if is_few(of, items)]
        together = [item for items in few for item in items]
        several = [*few, together, published, *([item] for item in RULE.items)]
        parts += [([unit], items) for items in several if items and is_few(of, items)]
    return parts


PLANS = {
    "pooled": {},
    "one item": {"estimator": "overall_item", "overall_item": "q31"},
    "one of several": {"estimator": "overall_item", "overall_item": "q21"},
    "weighted": {"weights": "design"},
}


def read_all(document, group_of, *, published, weight):
    """What follows from a document."""
    reader = Reader(sorted(group_of), published=published, weight=weight)
    for code, row in document["units"].items():
        reader.reads(row, [code])
        reader.reads_alike(row, code)
    for code, row in document["groups"].items():
        reader.reads(row, [unit for unit, group in group_of.items() if group == code])
    reader.reads(document["overall"], list(group_of))
    reader.closes()
    return reader


def sizes_of(counted, seed):
    """People of each unit, all in one stratum: so many times those who were asked."""
    times = np.random.default_rng(seed).uniform(1, 9, size=99)
    here = sorted(Counter(counted["unit_code"]).items())
    return {(unit, unit): int(n * by) + 1 for (unit, n), by in zip(here, times, strict=False)}


@pytest.mark.parametrize("name", list(PLANS))
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=6, deadline=None)
def test_document__small_rounds__tells_nothing_of_few_people(name, seed):
    counted, voided, group_of = rounds(seed)
    assume(not counted.empty)
    plan = plan_with(**PLANS[name], limits={"minimum_people": MINIMUM, "people_to_rank": 30})
    sizes, weight = {}, dict.fromkeys(group_of, 1.0)
    if plan.weights == "design":
        voided = voided.iloc[:0]  # with them everybody would weigh something else
        sizes = sizes_of(counted, seed)
        here = Counter(counted["unit_code"])
        weight |= {unit: size / here[unit] for (unit, _), size in sizes.items()}
    published = [plan.overall_item] if plan.overall_item else RULE.items

    found = document_of(counted, voided, group_of=group_of, plan=plan, sizes=sizes)

    document = json.loads(found.canonical)
    reader = read_all(document, group_of, published=published, weight=weight)
    for units, items in small_parts(valid_of(counted, group_of), published):
        if {*product(units, items)} <= reader.alike:
            continue
        pair = (reader.sum(units, items, SATISFIED), reader.sum(units, items, LEVELS))
        assert not reader.tells(*pair), (units, items)
    for unit, of in valid_of(voided, group_of).items():
        if is_few(of, published):
            pair = np.zeros((2, len(reader.place)))
            pair[0, reader.place[unit, "voided", 0]] = pair[1, reader.place[unit, "voided", 1]] = 1
            assert not reader.tells(*pair), (unit, "voided")
