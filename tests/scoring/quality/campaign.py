"""A simulated campaign: 18 enumerators, two of whom make interviews up; all of it invented."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from scoring.quality.interview_table import InterviewFacts
from scoring.rule import Factor, ScoringRule

ITEMS = 22
RULE = ScoringRule(
    questionnaire="mo-phong",
    version_id="0" * 64,
    factors=(Factor(code="F", items=tuple(f"q{place}" for place in range(1, ITEMS + 1))),),
)
ENUMERATORS = 18
UNITS = 22
PER_ENUMERATOR = 118
UNITS_OF_EACH = 5
COPIER, INVENTOR = "E13", "E17"
VERY_SATISFIED = ("U00", "U01", "U02", "U03", "U04")
"""Units in which half of the interviews have nearly one level only."""
FALSE_SHARE = 0.3
START = datetime(2022, 9, 5, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """interviews: of all. false: keys of those that were made up."""

    interviews: tuple[InterviewFacts, ...]
    false: frozenset[str]


def name_of(enumerator: int) -> str:
    return f"E{enumerator:02d}"


def units_of(enumerator: int) -> list[str]:
    """Five units each; E01 works in very satisfied ones only, together with others."""
    if enumerator == 1:
        return list(VERY_SATISFIED)
    return [f"U{(enumerator * 3 + step * 4) % UNITS:02d}" for step in range(UNITS_OF_EACH)]


def campaign(seed: int, *, with_false: bool = True) -> Campaign:
    """Answers of a latent-normal model: person, item, unit; skewed towards 4 and 5.

    The copier takes an earlier interview of their own and changes a few answers; the inventor
    answers as one and the same invented person with little noise.
    """
    random = np.random.default_rng(seed)
    item = random.normal(0, 0.4, ITEMS)
    persona = random.normal(0.4, 0.9, ITEMS)
    level_of_unit = {f"U{u:02d}": random.normal(0, 0.25) for u in range(UNITS)}
    interviews, false = [], set()
    for enumerator in range(1, ENUMERATORS + 1):
        name, own = name_of(enumerator), []
        for number in range(PER_ENUMERATOR):
            unit = units_of(enumerator)[number % UNITS_OF_EACH]
            key = f"{name}-{number:03d}"
            levels = _honest(random, item + level_of_unit[unit], unit=unit)
            is_false = with_false and random.random() < FALSE_SHARE
            if is_false and name == COPIER and own:
                levels, _ = _copied(random, own[int(random.integers(len(own)))]), false.add(key)
            elif is_false and name == INVENTOR:
                levels, _ = _graded(persona + random.normal(0, 0.25, ITEMS)), false.add(key)
            own.append(levels)
            interviews.append(_facts(key, unit, name, levels, number=number, random=random))
    return Campaign(interviews=tuple(interviews), false=frozenset(false))


def many(interviews: int, *, enumerators: int) -> list[InterviewFacts]:
    """So many interviews of honest enumerators, as fast as they can be made, for measuring."""
    random = np.random.default_rng(4)
    item = random.normal(0, 0.4, ITEMS)
    person = random.normal(0.2, 0.8, (interviews, 1))
    levels = _graded(item + person + random.normal(0, 0.8, (interviews, ITEMS)))
    return [
        _facts(
            f"{number:06d}",
            f"U{number // enumerators % 25:02d}",
            f"E{number % enumerators:03d}",
            row,
            number=number // enumerators,
            random=random,
        )
        for number, row in enumerate(levels.tolist())
    ]


def _honest(random, item, *, unit):
    if unit in VERY_SATISFIED and random.random() < 0.5:
        levels = np.full(ITEMS, int(random.choice([4, 5])), dtype=np.int8)
        levels[int(random.integers(ITEMS))] = 4
        return levels
    return _graded(item + random.normal(0.2, 0.8) + random.normal(0, 0.8, ITEMS))


def _copied(random, levels):
    changed = levels.copy()
    for place in random.choice(ITEMS, size=int(random.integers(0, 4)), replace=False):
        changed[place] = int(random.choice([4, 5]))
    return changed


def _graded(latent):
    return (np.searchsorted([-2.4, -1.8, -1.1, 0.5], latent) + 1).astype(np.int8)


def _facts(key, unit, name, levels, *, number, random):
    started = START + timedelta(days=number // 6, minutes=40 * (number % 6))
    minutes = float(np.clip(random.lognormal(2.1, 0.28), 4.5, 30))
    return InterviewFacts(
        key=key,
        unit=unit,
        enumerator=name,
        levels=tuple(int(level) for level in levels),
        started_at=started,
        finished_at=started + timedelta(minutes=minutes),
        elapsed_s=minutes * 60,
    )
