"""Comments of respondents, in the way of `objects`: one may see it, or it does not exist."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Definition
from survey_app.access.objects import round_for
from survey_app.access.people import Person
from survey_app.access.policy import Verb, may
from survey_app.db import comments, rounds
from survey_app.db.definitions import definition_of
from survey_app.db.published_scores import PublicScores, public_scores
from survey_app.problems import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundComments:
    """The comments of what is public of a round.

    current: the publication, None where nothing is public; then there are none to read.
    """

    round: rounds.RoundRecord
    definition: Definition
    current: PublicScores | None


def comments_for(session: Session, person: Person, *, code: str) -> RoundComments:
    """The comments of a round, for whoever decides which of them a unit may read."""
    of_round = round_for(session, person, code=code)
    if not may(person.role, Verb.COMMENTS_DECIDE):
        raise Problem(Code.NOT_FOUND)
    return comments_of_round(session, of_round)


def comments_of_round(session: Session, of_round: rounds.RoundRecord) -> RoundComments:
    """The same for whoever has asked already; no text is read yet."""
    history = public_scores(session, [of_round.id]).get(of_round.id, ())
    current = next((one for one in history if one.state == "current"), None)
    version = of_round.questionnaire_version_id
    definition = definition_of(
        session, version if current is None else current.questionnaire_version_id
    )
    return RoundComments(round=of_round, definition=definition, current=current)


def comment_for(
    session: Session, person: Person, *, code: str, interview_uuid: UUID, item_code: str
) -> tuple[RoundComments, comments.CommentRecord]:
    """A comment of an interview that counts in what is public of this round."""
    of_round = comments_for(session, person, code=code)
    found = None
    if of_round.current is not None:
        found = comments.comment_of(
            session,
            of_round.current.run_id,
            interview_uuid=interview_uuid,
            item_code=item_code,
        )
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return of_round, found


def comment_to_decide(
    session: Session, person: Person, *, code: str, interview_uuid: UUID, item_code: str
) -> tuple[RoundComments, comments.CommentRecord]:
    """The same as it is now, held against others who decide about comments of the round."""
    rounds.locked_round(session, round_for(session, person, code=code).id)
    return comment_for(
        session, person, code=code, interview_uuid=interview_uuid, item_code=item_code
    )
