"""What is public of the scores of a round, for those who put it into the index."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from scoring.composition import Composition
from scoring.published_row import PublishedRow, published_row
from scoring.run_rows import GROUP, WHOLE
from survey_app.db.publications import PublicationRecord, current_publication
from survey_app.db.published_scores import rows_of_run
from survey_app.results.components import HIDDEN, Component


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComponents:
    """The publication that stands, and what its run says.

    components: of the units that had an interview. share: published share of the whole, 0..1, None
    where it is hidden. composition: of the interviews of the run.
    """

    publication: PublicationRecord
    components: Mapping[str, Component]
    share: Fraction | None
    composition: Composition


def public_components(session: Session, round_id: int) -> PublicComponents | None:
    """What is public of this round; None where nothing is."""
    current = current_publication(session, round_id)
    if current is None:
        return None
    rows = _rows(session, current.run_id)
    whole = rows.pop((WHOLE, ""))
    return PublicComponents(
        publication=current,
        components={code: component_of(row) for (_kind, code), row in rows.items()},
        share=whole.score.published.share,
        composition=whole.composition,
    )


def components_of_run(session: Session, run_id: int) -> Mapping[str, Component]:
    """What a run says of every unit that had an interview, whether it is still public or not."""
    rows = _rows(session, run_id)
    return {code: component_of(row) for (kind, code), row in rows.items() if kind != WHOLE}


def _rows(session: Session, run_id: int) -> dict[tuple[str, str], PublishedRow]:
    return {
        (kind, code): published_row(content)
        for kind, code, content in rows_of_run(session, run_id)
        if kind != GROUP
    }


def component_of(row: PublishedRow) -> Component:
    """A row that is hidden has no points. Those of the document print as those it was made of."""
    if row.is_hidden or row.points is None:
        return Component(points=None, reason=HIDDEN)
    reason = row.points.reason
    return Component(points=row.points.points, reason=None if reason is None else str(reason))
