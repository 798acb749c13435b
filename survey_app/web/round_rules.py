"""The plans by which a round is scored: what they say, and which may be chosen."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from scoring.plans.fitting import rule_by
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from survey_app.db.definitions import definition_of
from survey_app.db.plans import kept_plans, plans_of
from survey_app.db.rounds import RoundRecord
from survey_app.db.score_plans import rules_of
from survey_app.web.plan_words import points_plan_words, scoring_plan_words
from survey_app.web.unit_of_work import database


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredBy:
    """The plans by which a round is scored, with what they say in words."""

    scoring: ScoringPlan
    scoring_words: tuple[str, ...]
    points: PointsPlan
    points_words: tuple[str, ...]


def scored_by(found: RoundRecord) -> ScoredBy:
    """What a round goes by; one of before goes by the usual plans."""
    definition = definition_of(database(), found.questionnaire_version_id)
    scoring, points = rules_of(plans_of(database(), found.id))
    return ScoredBy(
        scoring=scoring,
        scoring_words=scoring_plan_words(scoring, rule_by(scoring, definition=definition)),
        points=points,
        points_words=points_plan_words(points),
    )


def choices(names: Collection[str], *, kind: str) -> list[tuple[str, str]]:
    """Shipped plans by their id; a kept one by its id and the beginning of its SHA-256."""
    kept = {one.id: one.content for one in kept_plans(database(), (kind,))[kind]}
    labels = {
        name: f"{json.loads(kept[name])['id']} ({name[:12]})" if name in kept else name
        for name in names
    }
    return sorted(labels.items(), key=lambda named: named[1])
