"""Whether the sums that are kept of every interview are what its answers say, and what mends it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.definitions import definition_of
from survey_app.db.interview_tallies import fill_missing
from survey_app.db.summing import own_rule
from survey_app.db.tables import QuestionnaireVersion
from survey_app.db.tally_statements import (
    Counting,
    counting_differing_statement,
    dropping_differing_statement,
)


def interviews_that_differ(session: Session) -> int:
    """How many interviews have sums that are not those of their answers, or none at all."""
    return sum(
        int(session.execute(counting_differing_statement(counting), wanted).scalar_one())
        for counting, wanted in _versions(session)
    )


def mend_interviews(session: Session) -> None:
    """Sums these interviews anew. The cells of all rounds have to be made anew after it."""
    for counting, wanted in _versions(session):
        session.execute(dropping_differing_statement(counting), wanted)
    fill_missing(session)


def _versions(session: Session) -> Iterator[tuple[Counting, dict[str, str]]]:
    """The questionnaires whose interviews can be summed."""
    published = select(QuestionnaireVersion.id).order_by(QuestionnaireVersion.id)
    for version in session.scalars(published).all():
        definition = definition_of(session, version)
        rule = own_rule(definition)
        if rule is not None:
            yield Counting.of(definition, rule=rule), {"version": version}
