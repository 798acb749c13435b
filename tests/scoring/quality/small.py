"""Small tables, written down so that every figure can be counted by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scoring.quality.interview_table import InterviewFacts, InterviewTable, interview_table
from scoring.quality.rules import QualityRules, quality_rules
from scoring.rule import Factor, ScoringRule

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
NINE = datetime(2026, 11, 2, 9, 0, tzinfo=VIET_NAM)
SHIPPED = quality_rules()


def rule_for(items: int) -> ScoringRule:
    codes = tuple(f"q{place}" for place in range(1, items + 1))
    return ScoringRule(
        questionnaire="thu", version_id="0" * 64, factors=(Factor(code="F", items=codes),)
    )


def one(
    key: str,
    enumerator: str = "an",
    unit: str = "A",
    levels: Sequence[int] = (4, 5),
    *,
    at: datetime | None = NINE,
    minutes: float = 8,
    **more: object,
) -> InterviewFacts:
    """An interview of these answers, begun at this time."""
    return InterviewFacts(
        key=key,
        unit=unit,
        enumerator=enumerator,
        levels=tuple(levels),
        started_at=at,
        finished_at=None if at is None else at + timedelta(minutes=minutes),
        **more,  # type: ignore[arg-type]
    )


def in_a_row(
    enumerator: str, count: int, *, unit: str = "A", levels: Sequence[int] = (4, 5), **more: object
) -> list[InterviewFacts]:
    """Interviews of one person, three hours apart, day by day."""
    return [
        one(
            f"{enumerator}-{unit}-{number}",
            enumerator,
            unit,
            levels,
            at=NINE + timedelta(days=number // 3, hours=3 * (number % 3)),
            **more,
        )
        for number in range(count)
    ]


def table(*interviews: InterviewFacts) -> InterviewTable:
    return interview_table(interviews, items=len(interviews[0].levels))


def changed(rules: QualityRules = SHIPPED, **parts: dict[str, object]) -> QualityRules:
    """The shipped rules with other thresholds in these parts."""
    content = rules.model_dump()
    for part, values in parts.items():
        content[part] |= values
    return QualityRules.model_validate(content)
