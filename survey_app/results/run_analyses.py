"""What a run says beside its scores: how far to rely on them, and what goes with the whole."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.publication import RunDocument
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.results.round_drivers import drivers_of_round
from survey_app.results.round_estimates import RoundEstimates
from survey_app.results.round_reliability import reliability_of_round

RELIABILITY, DRIVERS = "reliability", "drivers"


def with_analyses(
    session: Session, document: RunDocument, *, of: RoundEstimates, run_id: int | None = None
) -> RunDocument:
    """The document with the blocks `reliability` and `drivers` of the same interviews; null where
    nothing may be told, and `drivers` where the questionnaire does not ask for the whole.
    """
    those = CountedInterviews(round_id=of.round.id, run_id=run_id)
    hidden = document.suppression
    reliability = reliability_of_round(session, those, of=of, suppression=hidden)
    drivers = drivers_of_round(session, those, of=of, suppression=hidden)
    return replace(
        document,
        content={
            **document.content,
            RELIABILITY: None if reliability is None else reliability.model_dump(mode="json"),
            DRIVERS: None if drivers is None else drivers.model_dump(mode="json"),
        },
    )


def without_analyses(content: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The content of a document less these blocks, whether it has them or not."""
    return {name: of for name, of in content.items() if name not in {RELIABILITY, DRIVERS}}
