"""A run keeps which of its answers are comments, and how many people named which themes.

Revision ID: 0041
Revises: 0040
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DECIDED, WAITING = sa.text("decision_id IS NOT NULL"), sa.text("decision_id IS NULL")


def upgrade() -> None:
    """Runs of before are filled in from their answers, by the questionnaires that they name."""
    op.create_table(
        "run_comment",
        sa.Column("score_run_id", BIG_ID, primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True),
        sa.Column("interview_id", BIG_ID, nullable=False),
        sa.Column("interview_uuid", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(64), nullable=False),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("decision_id", BIG_ID, sa.ForeignKey("comment_decision.id")),
        sa.ForeignKeyConstraint(
            ["score_run_id", "interview_id"],
            ["score_run_interview.score_run_id", "score_run_interview.interview_id"],
        ),
        sa.UniqueConstraint("interview_uuid", "item_code", "score_run_id"),
        sa.CheckConstraint("place > 0", name="place_from_one"),
        sa.CheckConstraint("item_code <> ''", name="item_given"),
    )
    op.create_table(
        "run_theme_choice",
        sa.Column("score_run_id", BIG_ID, sa.ForeignKey("score_run.id"), primary_key=True),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("themes", sa.Text(), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name="named_by_somebody"),
    )
    _fill()
    # After the rows: that is faster than one by one.
    op.create_index(
        "uq_run_comment_score_run_id_decision_id",
        "run_comment",
        ["score_run_id", "decision_id"],
        unique=True,
        sqlite_where=DECIDED,
        postgresql_where=DECIDED,
    )
    op.create_index(
        "ix_run_comment_waiting",
        "run_comment",
        ["score_run_id", "place", "interview_uuid", "decision_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        op.f("ix_run_comment_score_run_id_round_unit_id_place"),
        "run_comment",
        ["score_run_id", "round_unit_id", "place"],
    )
    _index_voided("uuid", "voided_at")


def _index_voided(*columns: str) -> None:
    is_voided = sa.text("voided_at IS NOT NULL")
    op.drop_index("ix_interview_voided", "interview")
    op.create_index(
        "ix_interview_voided",
        "interview",
        columns,
        sqlite_where=is_voided,
        postgresql_where=is_voided,
    )


def downgrade() -> None:
    """Nothing is lost that answers and decisions do not say."""
    _index_voided("uuid")
    op.drop_table("run_theme_choice")
    op.drop_table("run_comment")


def _fill() -> None:
    connection = op.get_bind()
    runs = connection.execute(
        sa.text(
            "SELECT score_run.id, questionnaire_version.content FROM score_run"
            " JOIN questionnaire_version"
            " ON questionnaire_version.id = score_run.questionnaire_version_id"
        )
    ).all()
    for run_id, content in runs:
        codes, themes = _asked(json.loads(content))
        given = {"run_id": run_id, "themes": themes}
        if codes:
            named = {f"code_{number}": code for number, code in enumerate(codes)}
            listed = " UNION ALL ".join(f"SELECT CAST(:{name} AS text) AS item" for name in named)
            connection.execute(sa.text(_COMMENTS.replace("CODES", listed)), {**given, **named})
        if themes is not None:
            connection.execute(sa.text(_CHOICES), given)


def _asked(definition: dict[str, Any]) -> tuple[tuple[str, ...], str | None]:
    """The codes of comments, and of the question of themes, as this migration knows definitions:
    values that are usual are left out of them.
    """
    items = [
        item
        for section in definition["sections"]
        if section["kind"] == "expectation"
        for item in section["items"]
        if not item.get("sensitive", False)
    ]
    themes = next((item["code"] for item in items if item["kind"] == "multi"), None)
    return tuple(_codes(items, themes=themes)), themes


def _codes(items: list[dict[str, Any]], *, themes: str | None) -> Iterator[str]:
    for item in items:
        if item["kind"] == "text":
            yield item["code"]
        elif item["code"] == themes and any(
            option.get("asks_text", False) for option in item.get("options", [])
        ):
            yield f"{item['code']}_text"


_THEMES = (
    "replace(replace(replace(replace(coalesce(CAST(answer.other ->> CAST(:themes AS text) AS text),"
    " ''), '[]', ''), '[', ','), ']', ','), ' ', '')"
)
_SAID = "coalesce(CAST(answer.other ->> code.item AS text), '')"
_COMMENTS = f"""
INSERT INTO run_comment (score_run_id, place, interview_id, interview_uuid, item_code,
  round_unit_id, themes, decision_id)
SELECT counted.score_run_id,
  row_number() OVER (ORDER BY round_unit.position, interview.uuid, code.item),
  interview.id, interview.uuid, code.item, interview.round_unit_id, {_THEMES}, decision.id
FROM score_run_interview AS counted
JOIN interview ON interview.id = counted.interview_id
JOIN round_unit ON round_unit.id = interview.round_unit_id
JOIN answer ON answer.interview_id = interview.id
JOIN (CODES) AS code ON trim({_SAID}) <> ''
LEFT JOIN comment_decision AS decision ON decision.interview_uuid = interview.uuid
  AND decision.item_code = code.item AND decision.state = 'current'
  AND EXISTS (SELECT 1 FROM interview AS version
    JOIN answer AS words ON words.interview_id = version.id
    WHERE version.uuid = decision.interview_uuid
      AND version.version = decision.interview_version
      AND coalesce(CAST(words.other ->> decision.item_code AS text), '') = {_SAID})
WHERE counted.score_run_id = :run_id
"""  # noqa: S608 -- our own words
_CHOICES = f"""
INSERT INTO run_theme_choice (score_run_id, round_unit_id, themes, people)
SELECT score_run_id, round_unit_id, themes, count(*)
FROM (
  SELECT counted.score_run_id, interview.round_unit_id, {_THEMES} AS themes
  FROM score_run_interview AS counted
  JOIN interview ON interview.id = counted.interview_id
  JOIN answer ON answer.interview_id = interview.id
  WHERE counted.score_run_id = :run_id
) AS asked
GROUP BY score_run_id, round_unit_id, themes
"""  # noqa: S608 -- our own words
