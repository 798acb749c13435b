"""Holds everything that was made public against its SHA-256, and that against the log of changes.

A document that was changed has another hash. Whoever changes both is told by the log, which is
sealed: it names the hash of everything as it was made public.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from survey_app.db.public_documents import PublicDocument, logged_hashes, public_documents


class DocumentFault(StrEnum):
    """What is wrong with a document."""

    CHANGED = "changed"
    NOT_IN_THE_LOG = "not_in_the_log"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyDocument:
    """kind: scores or index. number: of the run, or of the published index."""

    kind: str
    number: int
    round_code: str
    sha256: str
    fault: DocumentFault


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocuments:
    """How many documents there are, and those that are not as they were made public."""

    documents: int
    faulty: tuple[FaultyDocument, ...]


def is_as_hashed(content: str, *, sha256: str) -> bool:
    """Whether a document has this SHA-256 (hexadecimal), of its UTF-8."""
    return hashlib.sha256(content.encode()).hexdigest() == sha256


def check_documents(session: Session) -> CheckedDocuments:
    """Of all rounds. The session reads at one moment."""
    logged = logged_hashes(session)
    documents, faulty = 0, []
    for one in public_documents(session):
        documents += 1
        if not is_as_hashed(one.content, sha256=one.sha256):
            faulty.append(_faulty(one, DocumentFault.CHANGED))
        if (one.kind, one.round_id, one.sha256) not in logged:
            faulty.append(_faulty(one, DocumentFault.NOT_IN_THE_LOG))
    return CheckedDocuments(documents=documents, faulty=tuple(faulty))


def _faulty(one: PublicDocument, fault: DocumentFault) -> FaultyDocument:
    return FaultyDocument(
        kind=one.kind,
        number=one.number,
        round_code=one.round_code,
        sha256=one.sha256,
        fault=fault,
    )
