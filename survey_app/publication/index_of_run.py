"""The index of a run: as it was published by a decision, else of what is entered by now.

The frozen document has figures as they are printed, and reports need them with all their decimals.
So the index is made again of the run and of what was entered when it was published; what is said of
the year before is read from the document. It is printed as the published one only where every
figure of the document comes out again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.published_run import PublishedRun
from survey_app.db.appraised_points import (
    APPRAISED,
    SELF,
    PointsDocumentRecord,
    UnitPointsRecord,
    all_points,
    points_documents,
)
from survey_app.db.index_publications import IndexPublicationRecord, index_publications
from survey_app.db.publications import PublicationRecord
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.publication.documents_check import is_as_hashed
from survey_app.publication.index_publishing import frozen_content
from survey_app.results.frozen_before import frozen_before
from survey_app.results.full_index import Entered, FullIndex, entered_now, index_in_full
from survey_app.results.public_components import component_of
from survey_app.results.round_index import RoundIndex, groups_and_rest, index_plan_of

HUNDRED = 100
CURRENT, WITHDRAWN = "current", "withdrawn"
GROUPS = "groups"
"""What the document says in figures; the rest says from where they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRun:
    """A run of a round that is or was public. units: all of the round."""

    round: RoundRecord
    publication: PublicationRecord
    run: PublishedRun
    units: Sequence[RoundUnitRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunIndex:
    """The index of a run. frozen: as which it was published; None: it is of what is entered by now.

    stands: where it is not the published one, the index of the round that is public, if any.
    taken_back: where none is, the last one that was, if any.
    """

    index: FullIndex
    frozen: IndexPublicationRecord | None = None
    stands: IndexPublicationRecord | None = None
    taken_back: IndexPublicationRecord | None = None

    @property
    def entered_until(self) -> datetime | None:
        """When the newest document that it is made of was entered; None: before that was kept."""
        documents = (one for found in self.index.documents.values() for one in found)
        return max((one.recorded_at for one in documents if one.recorded_at), default=None)


def index_of_run(session: Session, of: PublicRun) -> RunIndex | None:
    """None while no unit has appraised points."""
    every = index_publications(session, of.round.id)
    own = next((one for one in every if one.publication_id == of.publication.id), None)
    if own is not None and own.state != WITHDRAWN:
        again = _again(session, of, frozen=own)
        if again is not None:
            return RunIndex(index=again, frozen=own)
    now = _made(session, of, entered=entered_now(session, of.round, units=of.units))
    if now is None:
        return None
    last = next(iter(every), None)
    return RunIndex(
        index=now,
        stands=next((one for one in every if one.state == CURRENT), None),
        taken_back=last if last is not None and last.state == WITHDRAWN else None,
    )


def _again(session: Session, of: PublicRun, *, frozen: IndexPublicationRecord) -> FullIndex | None:
    """The index of then; None where it does not come out as it was, or the document was changed."""
    if not is_as_hashed(frozen.content, sha256=frozen.content_sha256):
        return None
    documents = points_documents(session, of.round.id)
    points = all_points(session, of.round.id)
    standing = standing_at(documents, points, at=frozen.published_at)
    before = frozen_before(frozen.content)
    of_then = replace(of, units=_with_points(of.units, standing[APPRAISED]))
    entered = Entered(standing=standing, documents=documents, before=before.table)
    made = _made(session, of_then, entered=entered)
    if made is None:
        return None
    found = replace(
        made,
        groups=tuple(
            replace(one, changes=before.changes.get(one.group.group)) for one in made.groups
        ),
    )
    then, now = (json.loads(one)[GROUPS] for one in (frozen.content, frozen_content(found)))
    return found if says_all(now, of=then) else None


def standing_at(
    documents: Sequence[PointsDocumentRecord],
    points: Sequence[UnitPointsRecord],
    *,
    at: datetime,
) -> Mapping[str, tuple[UnitPointsRecord, ...]]:
    """What stood of every unit at that moment, by kind. points: of all documents, newest first."""
    entered = {
        one.id: one.kind for one in documents if one.recorded_at is None or one.recorded_at <= at
    }
    found: dict[str, dict[str, UnitPointsRecord]] = {SELF: {}, APPRAISED: {}}
    for one in points:
        if one.document_id in entered:
            found[entered[one.document_id]].setdefault(one.unit_code, one)
    return {kind: tuple(of_kind.values()) for kind, of_kind in found.items()}


def _with_points(
    units: Sequence[RoundUnitRecord], appraised: Sequence[UnitPointsRecord]
) -> tuple[RoundUnitRecord, ...]:
    totals = {one.unit_code: sum(one.points.values(), Decimal(0)) for one in appraised}
    return tuple(replace(one, appraised_points=totals.get(one.unit_code)) for one in units)


def says_all(now: JsonValue, *, of: JsonValue) -> bool:
    """Whether everything that a document says is said alike; a newer program may say more."""
    if isinstance(of, dict):
        return isinstance(now, dict) and all(
            key in now and says_all(now[key], of=value) for key, value in of.items()
        )
    if isinstance(of, list):
        return (
            isinstance(now, list)
            and len(now) == len(of)
            and all(says_all(one, of=other) for one, other in zip(now, of, strict=True))
        )
    return now == of


def _made(session: Session, of: PublicRun, *, entered: Entered) -> FullIndex | None:
    components = {code: component_of(row) for code, row in of.run.units.items()}
    plan = index_plan_of(session, of.round)
    groups, not_ready = groups_and_rest(of.units, components, plan=plan)
    if not groups:
        return None
    share = of.run.whole.score.published.share
    made = RoundIndex(
        groups=groups,
        official={},
        not_ready=not_ready,
        published=of.publication,
        live={},
        percent=None if share is None else share * HUNDRED,
        composition=of.run.whole.composition,
    )
    return index_in_full(session, of.round, units=of.units, index=made, entered=entered)
