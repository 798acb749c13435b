"""Queries about documents that were made public: what is kept of them, and what the log says."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import AuditEvent, IndexPublication, Publication, Round, ScoreRun

SCORES, INDEX = "scores", "index"
LOGGED = {
    "round.scores_frozen": (SCORES, "result_sha256"),
    "round.superseded": (SCORES, "result_sha256"),
    "round.index_published": (INDEX, "sha256"),
}
"""By action: what it made public, and the detail that names its hash."""
AT_A_TIME = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDocument:
    """A document that is or was public. number: of the run, or of the published index."""

    kind: str
    number: int
    round_id: int
    round_code: str
    content: str
    sha256: str


def public_documents(session: Session) -> Iterator[PublicDocument]:
    """Of all rounds, scores first; only some of them are in memory at a time."""
    scores = (
        select(ScoreRun.id, Round.id, Round.code, ScoreRun.result, ScoreRun.result_sha256)
        .join(Publication, Publication.score_run_id == ScoreRun.id)
        .join(Round, Round.id == ScoreRun.round_id)
        .order_by(ScoreRun.id)
    )
    published = IndexPublication
    indices = (
        select(published.id, Round.id, Round.code, published.content, published.content_sha256)
        .join(Round, Round.id == published.round_id)
        .order_by(published.id)
    )
    for kind, chosen in ((SCORES, scores), (INDEX, indices)):
        rows = session.execute(chosen.execution_options(yield_per=AT_A_TIME))
        for number, round_id, code, content, sha256 in rows:
            yield PublicDocument(
                kind=kind,
                number=number,
                round_id=round_id,
                round_code=code,
                content=content,
                sha256=sha256,
            )


def logged_hashes(session: Session) -> frozenset[tuple[str, int, str]]:
    """Kind, number of the round and SHA-256 of everything that the log says was made public."""
    rows = session.execute(
        select(AuditEvent.action, AuditEvent.object_id, AuditEvent.details).where(
            AuditEvent.action.in_(LOGGED), AuditEvent.object_kind == "round"
        )
    )
    found = set()
    for action, round_id, details in rows:
        kind, named = LOGGED[action]
        found.add((kind, int(round_id), details.get(named, "")))
    return frozenset(found)
