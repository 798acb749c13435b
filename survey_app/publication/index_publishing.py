"""Publishes the index of a round by a decision, frozen as it is, replaces it and takes it back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import rounds
from survey_app.db.index_publications import (
    IndexPublicationRecord,
    NewIndexPublication,
    add_index_publication,
    current_index,
    end_index_publication,
)
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.appraisal.recording import against_document, against_reason
from survey_app.fieldwork.round_setup import record
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason
from survey_app.publication.webhooks.announcing import announce_index
from survey_app.results.full_index import FullIndex, full_index
from survey_app.results.full_index_document import full_index_document
from survey_app.results.round_estimates import estimate_round
from survey_app.results.round_index import NOT_APPRAISED, OUTSIDE_MAXIMUM

HINDERING = frozenset({NOT_APPRAISED, OUTSIDE_MAXIMUM})
"""Reasons for which a unit is not in the index that somebody can still repair."""
OF_NOW = "live_points"
"""What the document says of the moment, and not of what is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRequest:
    """The decision, and who publishes. seen: number of the index that stood; None: none did."""

    decision_number: str
    decided_on: date | None
    by: Person
    at: datetime
    reason: str = ""
    seen: int | None = None


def publish_index(session: Session, round_id: int, request: IndexRequest) -> tuple[Fault, ...]:
    """Freezes the index as it is now, in place of the one that stood; with faults, nothing."""
    found = rounds.locked_round(session, round_id)
    current = current_index(session, round_id)
    full = full_index(session, estimate_round(session, found))
    content = frozen_content(full)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    faults = tuple(_against(full, request, current=current, sha256=sha256))
    public = full.index.published
    if faults or public is None or request.decided_on is None:
        return faults
    if current is not None:
        _end(session, current, request, state="superseded")
    number = add_index_publication(
        session,
        NewIndexPublication(
            round_id=round_id,
            publication_id=public.id,
            decision_number=request.decision_number.strip(),
            decided_on=request.decided_on,
            content=content,
            content_sha256=sha256,
            published_at=request.at,
            published_by=request.by.account_id,
            reason=request.reason.strip(),
        ),
    )
    announce_index(session, found, number, replaced=current, at=request.at)
    details = {
        "decision": request.decision_number.strip(),
        "decided_on": request.decided_on.isoformat(),
        "sha256": sha256,
        "replaced": "" if current is None else str(current.id),
        "reason": request.reason.strip(),
    }
    record(
        session,
        "round.index_published",
        round_id,
        by=request.by,
        at=request.at,
        details=details,
    )
    return ()


def withdraw_index(session: Session, round_id: int, request: IndexRequest) -> tuple[Fault, ...]:
    """Takes the index back, with a reason; with faults nothing was written."""
    found = rounds.locked_round(session, round_id)
    current = current_index(session, round_id)
    if current is None:
        return (AppraisalCode.INDEX_NOT_PUBLIC.at("index"),)
    if current.id != request.seen:
        return (AppraisalCode.INDEX_CHANGED_MEANWHILE.at("index"),)
    if not is_reason(request.reason):
        return (AppraisalCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON)),)
    _end(session, current, request, state="withdrawn")
    announce_index(session, found, current.id, at=request.at)
    details = {"decision": current.decision_number, "reason": request.reason.strip()}
    record(
        session,
        "round.index_withdrawn",
        round_id,
        by=request.by,
        at=request.at,
        details=details,
    )
    return ()


def frozen_content(full: FullIndex) -> str:
    """The document of the index without what is said of the moment, as canonical JSON."""
    document = {key: value for key, value in full_index_document(full).items() if key != OF_NOW}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _against(
    full: FullIndex, request: IndexRequest, *, current: IndexPublicationRecord | None, sha256: str
) -> Iterator[Fault]:
    if full.index.published is None:
        yield AppraisalCode.SCORES_NOT_PUBLIC.at("scores")
    for one in full.index.not_ready:
        if HINDERING & set(one.reasons):
            yield AppraisalCode.UNIT_NOT_READY.at("points", unit=one.unit.unit_name)
    if not full.groups:
        yield AppraisalCode.NOBODY_IN_THE_INDEX.at("index")
    yield from against_document(request.decision_number, request.decided_on, at=request.at)
    if request.seen != (None if current is None else current.id):
        yield AppraisalCode.INDEX_CHANGED_MEANWHILE.at("index")
    if current is not None and _is_the_same(current, request, sha256=sha256):
        yield AppraisalCode.INDEX_UNCHANGED.at("index")
    else:
        yield from against_reason(request.reason, is_change=current is not None)


def _is_the_same(current: IndexPublicationRecord, request: IndexRequest, *, sha256: str) -> bool:
    """Whether nobody would learn anything: another decision alone may replace the same figures."""
    decision = request.decision_number.strip(), request.decided_on
    stands = current.decision_number, current.decided_on
    return decision == stands and current.content_sha256 == sha256


def _end(
    session: Session, current: IndexPublicationRecord, request: IndexRequest, *, state: str
) -> None:
    end_index_publication(
        session,
        current.id,
        state=state,
        at=request.at,
        by=request.by.account_id,
        reason=request.reason.strip(),
    )
