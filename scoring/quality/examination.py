"""The whole look at the interviews of a round: the door of this package."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.quality.answer_patterns import AnswerPatterns, answer_patterns
from scoring.quality.contacts import ContactCount, contact_table
from scoring.quality.enumerator_effect import EnumeratorEffect, enumerator_effect
from scoring.quality.enumerator_figures import (
    EnumeratorFigures,
    enumerator_figures,
    too_many_near,
)
from scoring.quality.enumerator_flags import (
    figure_flags,
    place_flags,
    series_flags,
    with_examples,
)
from scoring.quality.flags import Flag, Kind
from scoring.quality.interview_flags import (
    Durations,
    durations,
    fast_flags,
    missing_flags,
    near_constant,
    near_duplicate_flags,
    overlap_flags,
    straight_flags,
)
from scoring.quality.interview_table import Floats, InterviewFacts, InterviewTable, interview_table
from scoring.quality.matching import Matching, matching
from scoring.quality.positions import clusters, same_points
from scoring.quality.rules import QualityRules
from scoring.quality.times import bursts, nights, overlaps
from scoring.rule import ScoringRule

ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was found. compared_within_units: they were too many to compare all with all."""

    interviews: int
    flags: tuple[Flag, ...]
    enumerators: tuple[EnumeratorFigures, ...]
    effect: EnumeratorEffect
    compared_within_units: bool


def examine(
    interviews: Sequence[InterviewFacts],
    *,
    contacts: Sequence[ContactCount] = (),
    rule: ScoringRule,
    rules: QualityRules,
) -> Examination:
    """Every indicator over these interviews; the order in which they come changes nothing.

    contacts: whom the enumerators met, where that is known.
    """
    table = interview_table(interviews, items=len(rule.items))
    patterns = answer_patterns(table.levels, rule=rule)
    times = durations(table, rules=rules.duration)
    match = matching(table, modal_share=patterns.modal_share, rules=rules.matching)
    figures = enumerator_figures(
        table,
        patterns=patterns,
        times=times,
        match=match,
        contacts=contact_table(contacts),
        rules=rules,
    )
    flags = _flags(table, patterns=patterns, times=times, match=match, figures=figures, rules=rules)
    return Examination(
        interviews=table.size,
        flags=tuple(sorted(flags, key=_place)),
        enumerators=figures,
        effect=enumerator_effect(patterns.satisfied, table),
        compared_within_units=table.size > rules.matching.whole_up_to,
    )


def _flags(
    table: InterviewTable,
    *,
    patterns: AnswerPatterns,
    times: Durations,
    match: Matching,
    figures: tuple[EnumeratorFigures, ...],
    rules: QualityRules,
) -> Iterator[Flag]:
    """Those about people, then those about their days and places and about single interviews."""
    suspects = too_many_near(figures, rules=rules.matching)
    zone = rules.time_zone
    weights = _weights(table, patterns=patterns, times=times, match=match, rules=rules)
    about_people = figure_flags(figures, many_near=suspects.tolist(), rules=rules)
    yield from with_examples(about_people, table, weights=weights)
    yield from near_duplicate_flags(table, match, patterns, suspects=suspects)
    yield from overlap_flags(table, overlaps(table, rules=rules.times))
    yield from series_flags(Kind.BURST, table, bursts(table, rules=rules.times, zone=zone))
    yield from series_flags(Kind.NIGHT, table, nights(table, rules=rules.times, zone=zone))
    yield from place_flags(Kind.SAME_POSITION, table, same_points(table, rules=rules.position))
    yield from place_flags(Kind.POSITION_CLUSTER, table, clusters(table, rules=rules.position))
    yield from fast_flags(table, times, rules=rules.duration)
    yield from straight_flags(table, patterns, rules=rules.straight)
    yield from missing_flags(table, patterns, rules=rules)


def _place(flag: Flag) -> tuple[int, str, str, str]:
    """By kind first, and the same whatever came first."""
    return ORDER[flag.kind], flag.enumerator, flag.interview or "", flag.occasion


def _weights(
    table: InterviewTable,
    *,
    patterns: AnswerPatterns,
    times: Durations,
    match: Matching,
    rules: QualityRules,
) -> dict[Kind, Floats]:
    """How much a figure about many interviews rests upon each of them."""
    return {
        Kind.EXCESS_MATCH: match.excess,
        Kind.NEAR_DUPLICATE_RATE: match.has_near.astype(np.float64),
        Kind.FAST_SHARE: times.is_below_floor.astype(np.float64),
        Kind.DURATION: 1 / np.maximum(table.duration_s, 1),
        Kind.STRAIGHT_RATE: near_constant(patterns, rules=rules.straight),
        Kind.MISSING_RATE: patterns.blank,
        Kind.NOT_APPLICABLE_RATE: patterns.not_applicable,
    }
