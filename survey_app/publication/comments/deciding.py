"""Releases a comment to its unit, withholds it, or takes back what was decided.

Only what somebody typed and sent is ever released. The log says who decided what about whose
comment and why, never what it says.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Definition, Fault
from questionnaires.text import unwritable_character
from questionnaires.themes import theme_item
from survey_app.access.people import Person
from survey_app.db import audit
from survey_app.db.comment_decisions import NewDecision, add_decision, end_decision
from survey_app.db.comments import CommentRecord
from survey_app.db.tables_comments import LONGEST_RELEASED
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason
from survey_app.publication.comments.folded import composed
from survey_app.publication.comments.masking import never_released
from survey_app.publication.comments.numbers import Telling
from survey_app.publication.comments.problems import CommentCode

HAS = {
    Telling.NUMBER: CommentCode.HAS_NUMBER,
    Telling.MAIL: CommentCode.HAS_MAIL,
    Telling.CASE: CommentCode.HAS_CASE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Who decides, when, and what stood when they looked: the number of a decision, or None.

    place: 32 characters drawn by chance, by which units read released comments.
    """

    by: Person
    at: datetime
    seen: int | None
    place: str = ""


def release(
    session: Session,
    comment: CommentRecord,
    deciding: Deciding,
    *,
    definition: Definition,
    text: str,
    theme: int | None,
) -> tuple[Fault, ...]:
    """Lets the unit read this text under this theme; with faults nothing is written."""
    text = composed("\n".join(text.split("\r\n"))).strip()
    faults = (
        *_against_others(comment, deciding),
        *against_text(text),
        *_against_theme(definition, theme),
    )
    if not faults:
        _decide(session, comment, deciding, outcome="released", theme=theme, text=text)
    return faults


def withhold(
    session: Session, comment: CommentRecord, deciding: Deciding, *, reason: str
) -> tuple[Fault, ...]:
    """Keeps the comment from the unit, with a reason; with faults nothing is written."""
    faults = (*_against_others(comment, deciding), *_against_reason(reason))
    if not faults:
        _decide(session, comment, deciding, outcome="withheld", reason=reason.strip())
    return faults


def take_back(
    session: Session, comment: CommentRecord, deciding: Deciding, *, reason: str
) -> tuple[Fault, ...]:
    """Ends the decision that stands, with a reason: the unit reads the comment no more."""
    if comment.decision is None:
        return (CommentCode.NOTHING_STANDS.at("comment"),)
    if comment.decision.id != deciding.seen:
        return (CommentCode.DECIDED_MEANWHILE.at("comment"),)
    if faults := tuple(_against_reason(reason)):
        return faults
    end_decision(
        session,
        comment.decision.id,
        at=deciding.at,
        by=deciding.by.account_id,
        reason=reason.strip(),
    )
    _record(session, "comment.taken_back", comment, deciding, reason=reason.strip())
    return ()


def against_text(text: str) -> Iterator[Fault]:
    """All for which a composed text cannot be released, each with its place."""
    if not text:
        yield CommentCode.TEXT_MISSING.at("text")
    if len(text) > LONGEST_RELEASED:
        yield CommentCode.TEXT_TOO_LONG.at(
            "text", length=str(len(text)), maximum=str(LONGEST_RELEASED)
        )
    unwritable = unwritable_character(text)
    if unwritable is not None:
        yield CommentCode.TEXT_UNWRITABLE.at("text", character=unwritable)
    for one in never_released(text):
        yield HAS[one.kind].at(
            "text",
            start=str(one.start + 1),
            end=str(one.end),
            text=text[one.start : one.end],
        )


def _against_others(comment: CommentRecord, deciding: Deciding) -> Iterator[Fault]:
    stands = None if comment.decision is None else comment.decision.id
    if stands is not None or deciding.seen is not None:
        yield CommentCode.DECIDED_MEANWHILE.at("comment")


def _against_theme(definition: Definition, theme: int | None) -> Iterator[Fault]:
    item = theme_item(definition)
    offered = frozenset[int | None]({None}) if item is None else definition.offered_codes(item)
    if theme not in offered:
        yield CommentCode.THEME_MISSING.at("theme")


def _against_reason(reason: str) -> Iterator[Fault]:
    if not is_reason(reason):
        yield CommentCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))


def _decide(
    session: Session,
    comment: CommentRecord,
    deciding: Deciding,
    *,
    outcome: str,
    theme: int | None = None,
    text: str | None = None,
    reason: str | None = None,
) -> None:
    add_decision(
        session,
        NewDecision(
            interview_uuid=comment.interview_uuid,
            interview_version=comment.version,
            item_code=comment.item_code,
            text_sha256=hashlib.sha256(comment.text.encode()).hexdigest(),
            outcome=outcome,
            theme=theme,
            text=text,
            reason=reason,
            place=deciding.place,
            decided_at=deciding.at,
            decided_by=deciding.by.account_id,
        ),
    )
    action = "comment.released" if text is not None else "comment.withheld"
    _record(session, action, comment, deciding, reason=reason, theme=theme)


def _record(
    session: Session,
    action: str,
    comment: CommentRecord,
    deciding: Deciding,
    *,
    reason: str | None = None,
    theme: int | None = None,
) -> None:
    details = {"unit": comment.unit_code, "item": comment.item_code}
    if theme is not None:
        details["theme"] = str(theme)
    if reason is not None:
        details["reason"] = reason
    audit.record(
        session,
        action=action,
        # Not of the interview: whoever sends enumerators out reads what happened to that.
        object_kind="comment",
        object_id=str(comment.interview_uuid),
        account_id=deciding.by.account_id,
        at=deciding.at,
        details=details,
    )
