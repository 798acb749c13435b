"""Flags about single interviews: too fast, all the same, unanswered, alike, at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.quality.answer_patterns import AnswerPatterns
from scoring.quality.flags import Figure, Flag, Kind
from scoring.quality.interview_table import Bools, Floats, InterviewTable
from scoring.quality.matching import NOBODY, Matching
from scoring.quality.rules import DurationRules, QualityRules, StraightRules
from scoring.quality.times import Overlap


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Durations:
    """By interview: median_s of its unit (NaN where they are too few), and the limit in seconds.

    is_short: below the limit. is_below_floor: below what no interview can take.
    """

    median_s: Floats
    limit_s: Floats
    is_short: Bools
    is_below_floor: Bools


def durations(table: InterviewTable, *, rules: DurationRules) -> Durations:
    """Which interviews were short, beside those of their unit."""
    median = np.full(len(table.units), np.nan)
    for unit in range(len(table.units)):
        known = table.duration_s[(table.unit == unit) & ~np.isnan(table.duration_s)]
        if len(known) >= rules.minimum_in_unit:
            median[unit] = np.median(known)
    of_unit = median[table.unit] if table.size else np.zeros(0)
    limit = np.fmax(rules.part_of_median * of_unit, rules.floor_s)
    return Durations(
        median_s=of_unit,
        limit_s=limit,
        is_short=table.duration_s < limit,
        is_below_floor=table.duration_s < rules.floor_s,
    )


def near_constant(patterns: AnswerPatterns, *, rules: StraightRules) -> Floats:
    """1 where nearly all levels are the same, 0 where not, NaN where too few were given."""
    share = np.nan_to_num(patterns.modal_share)
    return np.where(
        patterns.answered >= rules.minimum_answers, share >= rules.modal_share, np.nan
    ).astype(np.float64)


def share_of_unit(values: Floats, table: InterviewTable, *, minimum: int) -> Floats:
    """Mean of the other interviews of the unit; NaN where these are fewer than the minimum."""
    known = ~np.isnan(values)
    size = len(table.units)
    count = np.bincount(table.unit[known], minlength=size)[table.unit] - known
    total = np.bincount(table.unit[known], weights=values[known], minlength=size)[table.unit]
    rest = total - np.where(known, values, 0.0)
    share: Floats = np.full(table.size, np.nan)
    np.divide(rest, count, out=share, where=count >= minimum)
    return share


def fast_flags(table: InterviewTable, found: Durations, *, rules: DurationRules) -> Iterator[Flag]:
    """Interviews that took much less than the others of their unit, or than any can take."""
    for row in np.flatnonzero(found.is_short).tolist():
        duration, limit = float(table.duration_s[row]), float(found.limit_s[row])
        evidence: dict[str, Figure] = {
            "duration_s": duration,
            "unit_median_s": _known(found.median_s[row]),
            "limit_s": limit,
            "floor_s": rules.floor_s,
            "by_tablet": bool(table.by_tablet[row]),
        }
        strength = limit / max(duration, 1.0)
        yield _flag(Kind.TOO_FAST, table, row, evidence, strength=strength)


def straight_flags(
    table: InterviewTable, patterns: AnswerPatterns, *, rules: StraightRules
) -> Iterator[Flag]:
    """Interviews with nearly one level only, where that is rare in their unit."""
    constant = near_constant(patterns, rules=rules)
    others = share_of_unit(constant, table, minimum=rules.minimum_others)
    for row in np.flatnonzero((constant == 1) & (others <= rules.rare_in_unit)).tolist():
        evidence: dict[str, Figure] = {
            "modal_share": float(patterns.modal_share[row]),
            "longest_run": int(patterns.longest_run[row]),
            "answered": int(patterns.answered[row]),
            "unit_straight_share": float(others[row]),
        }
        strength = float(patterns.modal_share[row])
        yield _flag(Kind.STRAIGHT_LINING, table, row, evidence, strength=strength)


def missing_flags(
    table: InterviewTable, patterns: AnswerPatterns, *, rules: QualityRules
) -> Iterator[Flag]:
    """Interviews in which much was left blank."""
    others = share_of_unit(patterns.blank, table, minimum=1)
    for row in np.flatnonzero(np.nan_to_num(patterns.blank) >= rules.missing.share).tolist():
        share = float(patterns.blank[row])
        evidence: dict[str, Figure] = {
            "blank_share": share,
            "blank": round(share * int(patterns.asked[row])),
            "asked": int(patterns.asked[row]),
            "unit_blank_share": _known(others[row]),
        }
        yield _flag(Kind.MISSING_ANSWERS, table, row, evidence, strength=share)


def near_duplicate_flags(
    table: InterviewTable, found: Matching, patterns: AnswerPatterns, *, suspects: Bools
) -> Iterator[Flag]:
    """Later ones of two alike: of enumerators with many of them, and whatever is wholly equal.

    suspects: by enumerator, whether near-duplicates are too many for chance.
    """
    has = found.nearest != NOBODY
    shown = has & (suspects[table.enumerator] | (found.equal == found.compared))
    for row in np.flatnonzero(shown).tolist():
        other = int(found.nearest[row])
        evidence: dict[str, Figure] = {
            "equal": int(found.equal[row]),
            "compared": int(found.compared[row]),
            "modal_share": float(patterns.modal_share[row]),
            "other_modal_share": float(patterns.modal_share[other]),
            "near_expected": _known(found.near_expected[row]),
        }
        yield _flag(
            Kind.NEAR_DUPLICATE,
            table,
            row,
            evidence,
            strength=int(found.equal[row]) / int(found.compared[row]),
            against=table.keys[other],
        )


def overlap_flags(table: InterviewTable, found: tuple[Overlap, ...]) -> Iterator[Flag]:
    """Interviews of one person that went on at the same time."""
    for one in found:
        evidence: dict[str, Figure] = {
            "started_s": float(table.started_s[one.row]),
            "finished_s": float(table.finished_s[one.row]),
            "other_started_s": float(table.started_s[one.earlier]),
            "other_finished_s": float(table.finished_s[one.earlier]),
            "overlap_s": one.overlap_s,
            "same_minute": one.same_minute,
            "duration_s": _known(table.duration_s[one.row]),
        }
        yield _flag(
            Kind.OVERLAPPING,
            table,
            one.row,
            evidence,
            strength=1 + one.overlap_s,
            against=table.keys[one.earlier],
        )


def _flag(
    kind: Kind,
    table: InterviewTable,
    row: int,
    evidence: Mapping[str, Figure],
    *,
    strength: float,
    against: str | None = None,
) -> Flag:
    return Flag(
        kind=kind,
        enumerator=table.enumerators[table.enumerator[row]],
        unit=table.units[table.unit[row]],
        interview=table.keys[row],
        against=against,
        strength=strength,
        evidence=evidence,
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
