"""Which answers of a run are comments, and which themes people named: written down once.

A run is of versions of interviews that never change, so both are asked of the answers when it is
made, in one statement each, and never again. Only what is decided about a comment changes later
(`db.comment_decisions`), and whether its interview is voided (`db.voided_comments`).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from survey_app.db.kept_comment_counts import count_comments, counted_comments, kept_counts
from survey_app.db.other_answers import other_text
from survey_app.db.tables import (
    CommentDecision,
    Interview,
    RoundUnit,
    RunComment,
    RunCommentCount,
    RunThemeChoice,
    ScoreRunInterview,
    answer,
)
from survey_app.db.wanted_comments import counts_now

COMMENT = (
    "score_run_id",
    "interview_id",
    "interview_uuid",
    "item_code",
    "round_unit_id",
    "themes",
    "decision_id",
    "is_voided",
)
CHOICE = ("score_run_id", "round_unit_id", "themes", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentItems:
    """Where a questionnaire has comments: the codes of the answers, and of the question of themes.

    codes: empty, themes: None where it asks for nothing of the kind.
    """

    codes: tuple[str, ...]
    themes: str | None


def freeze_comments(session: Session, run_id: int, *, items: CommentItems) -> None:
    """Writes down which answers of a run are comments, with what stands decided about each and
    how many there are, and how many people named which themes. Raises an IntegrityError where that
    was done before.
    """
    found = _comments(run_id, items).subquery("found")
    order = (found.c.position, found.c.interview_uuid, found.c.item_code)
    in_order = select(*_named(found, COMMENT), func.row_number().over(order_by=order))
    session.execute(insert(RunComment).from_select([*COMMENT, "place"], in_order))
    session.execute(insert(RunThemeChoice).from_select(CHOICE, _choices(run_id, items)))
    count_comments(session, run_id)


def freeze_comments_anew(session: Session, run_id: int, *, items: CommentItems) -> None:
    """The same in place of what was written down before."""
    session.execute(delete(RunComment).where(RunComment.score_run_id == run_id))
    session.execute(delete(RunThemeChoice).where(RunThemeChoice.score_run_id == run_id))
    session.execute(delete(RunCommentCount).where(RunCommentCount.score_run_id == run_id))
    freeze_comments(session, run_id, items=items)


def comments_that_differ(session: Session, run_id: int, *, items: CommentItems) -> int:
    """How many rows of a run are not as its answers and what stands decided say: one that is
    missing, one too many; one that is wrong is both. Reads every answer of the run.
    """
    found = _comments(run_id, items).subquery("found")
    pairs = (
        (select(*_named(found, COMMENT)), _kept(RunComment, COMMENT, run_id=run_id)),
        (_choices(run_id, items), _kept(RunThemeChoice, CHOICE, run_id=run_id)),
        (counted_comments(run_id), kept_counts(run_id)),
    )
    return sum(
        _only_in(session, said, but_not=kept) + _only_in(session, kept, but_not=said)
        for said, kept in pairs
    )


def _kept(
    table: type[RunComment | RunThemeChoice], columns: tuple[str, ...], *, run_id: int
) -> Select[Any]:
    return select(*(getattr(table, name) for name in columns)).where(table.score_run_id == run_id)


def _only_in(session: Session, one: Select[Any], *, but_not: Select[Any]) -> int:
    rows = one.except_(but_not).subquery("rows")
    return session.execute(select(func.count()).select_from(rows)).scalar_one()


def _named(of: Subquery, columns: tuple[str, ...]) -> list[ColumnElement[Any]]:
    return [of.c[name] for name in columns]


def _comments(run_id: int, items: CommentItems) -> Select[Any]:
    """The answers of a run that are comments: its columns, and what their order goes by."""
    code = _codes(items.codes)
    said = other_text(code.c.item)
    stands = and_(
        CommentDecision.interview_uuid == Interview.uuid,
        CommentDecision.item_code == code.c.item,
        CommentDecision.state == "current",
        or_(CommentDecision.interview_version == Interview.version, _was_said_before(said)),
    )
    return (
        select(
            ScoreRunInterview.score_run_id,
            Interview.id.label("interview_id"),
            Interview.uuid.label("interview_uuid"),
            code.c.item.label("item_code"),
            Interview.round_unit_id,
            _themes(items).label("themes"),
            CommentDecision.id.label("decision_id"),
            (~counts_now(Interview.uuid)).label("is_voided"),
            RoundUnit.position,
        )
        .select_from(ScoreRunInterview)
        .join(Interview, Interview.id == ScoreRunInterview.interview_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(answer, answer.c.interview_id == Interview.id)
        .join(code, func.trim(said) != "")
        .outerjoin(CommentDecision, stands)
        .where(ScoreRunInterview.score_run_id == run_id)
    )


def _codes(codes: tuple[str, ...]) -> Subquery:
    if not codes:
        return select(literal("", String).label("item")).where(false()).subquery("code")
    return union_all(*(select(literal(code, String).label("item")) for code in codes)).subquery(
        "code"
    )


def _was_said_before(said: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the version that somebody decided about says this text."""
    version, words = aliased(Interview), answer.alias("decided_answer")
    return exists(
        select(1)
        .select_from(version)
        .join(words, words.c.interview_id == version.id)
        .where(
            version.uuid == CommentDecision.interview_uuid,
            version.version == CommentDecision.interview_version,
            other_text(CommentDecision.item_code, of=words.c.other) == said,
        )
    )


def _choices(run_id: int, items: CommentItems) -> Select[Any]:
    """How many people of each unit named which themes together; nothing where none are asked."""
    asked = (
        select(
            ScoreRunInterview.score_run_id, Interview.round_unit_id, _themes(items).label("themes")
        )
        .select_from(ScoreRunInterview)
        .join(Interview, Interview.id == ScoreRunInterview.interview_id)
        .join(answer, answer.c.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id, literal(items.themes is not None))
        .subquery("asked")
    )
    columns = _named(asked, ("score_run_id", "round_unit_id", "themes"))
    return select(*columns, func.count().label("people")).group_by(*columns)


def _themes(items: CommentItems) -> ColumnElement[str]:
    """The options that an answer names, each between commas: ",5,9,"; "" where it names none."""
    if items.themes is None:
        return literal("", String)
    named: ColumnElement[str] = other_text(literal(items.themes, String))
    for sign, instead in (("[]", ""), ("[", ","), ("]", ","), (" ", "")):
        named = func.replace(named, sign, instead)
    return named
