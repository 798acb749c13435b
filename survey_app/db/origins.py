"""Where respondents come from, told by what is known of their case at this moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, text
from sqlalchemy.orm import Session

UNLISTED = "unlisted"
DRAWN = ("official", "reserve", "replaced")
"""Of people whom a draw chose: their interviews belong to a stratum of it."""
OF_THE_CASE = """CASE
    WHEN assignment.frame_case_id IS NULL THEN 'unlisted'
    WHEN sample_replacement.replaced_case_id IS NOT NULL THEN 'replaced'
    ELSE coalesce(sample_member.sample_list, 'listed')
  END"""
"""A word of `ORIGINS`, over an assignment and what `WITH_THE_DRAW` joins to it."""
WITH_THE_DRAW = """
  LEFT JOIN sample_member ON sample_member.frame_case_id = assignment.frame_case_id
  LEFT JOIN sample_replacement ON sample_replacement.replaced_case_id = assignment.frame_case_id"""

STRATUM_OF_THE_CASE = "coalesce(sample_member.stratum, '')"
"""The stratum it was drawn from, over the same; "" for somebody whom nobody drew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a respondent comes from: a word of `ORIGINS`, and the stratum of the draw or ""."""

    word: str
    stratum: str


_ORIGINS = (
    text(
        f"SELECT assignment.interview_uuid AS uuid, {OF_THE_CASE} AS origin,"  # noqa: S608 -- ours
        f" {STRATUM_OF_THE_CASE} AS stratum FROM assignment {WITH_THE_DRAW}"
        " WHERE assignment.interview_uuid IN :uuids"
    )
    .bindparams(bindparam("uuids", expanding=True, type_=Uuid()))
    .columns(uuid=Uuid(), origin=String(), stratum=String())
)


def origins_of(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, Origin]:
    """The origin of the respondent of each of these assignments."""
    rows = session.execute(_ORIGINS, {"uuids": list(uuids)})
    return {row[0]: Origin(word=row[1], stratum=row[2]) for row in rows}
