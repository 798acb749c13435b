"""What is public of a round, beside the scores of now that its pages show."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.published_row import published_row
from scoring.run_rows import GROUP, UNIT, WHOLE
from survey_app.db.compositions import Selection
from survey_app.db.publications import PublicationRecord, current_publication
from survey_app.db.published_scores import rows_of_run
from survey_app.results.ranking import Shown, shown_of
from survey_app.results.round_estimates import RoundEstimates
from survey_app.web.standing import while_it_stands

NOTHING = Shown(score=None, low=None, high=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBeside:
    """The publication that stands, and where its scores are printed otherwise than those of now.

    whole, units: what is public of the whole and of the units, by code, where it is otherwise;
    without a score where the publication hides it. is_compared: False for scores of only some
    interviews, which are others anyway.
    """

    publication: PublicationRecord
    whole: Shown | None
    units: Mapping[str, Shown]
    is_compared: bool


def public_beside(
    session: Session, estimates: RoundEstimates, *, selection: Selection
) -> PublicBeside | None:
    """What is public beside these estimates; None where nothing is."""
    round_id = estimates.round.id
    found = while_it_stands(session, ("public", round_id), lambda: _public(session, round_id))
    if found is None:
        return None
    current, public = found
    if not selection.is_all:
        return PublicBeside(publication=current, whole=None, units={}, is_compared=False)
    table = estimates.table
    live = {(UNIT, code): shown_of(row) for code, row in table.units.items()}
    live[WHOLE, ""] = shown_of(table.overall)
    otherwise = {
        place: public.get(place, NOTHING)
        for place in sorted({*public, *live})
        if public.get(place, NOTHING).score != live.get(place, NOTHING).score
    }
    return PublicBeside(
        publication=current,
        whole=otherwise.get((WHOLE, "")),
        units={code: shown for (kind, code), shown in otherwise.items() if kind == UNIT},
        is_compared=True,
    )


def _public(
    session: Session, round_id: int
) -> tuple[PublicationRecord, Mapping[tuple[str, str], Shown]] | None:
    """The publication that stands, and what it shows of the whole and of the units."""
    current = current_publication(session, round_id)
    if current is None:
        return None
    return current, {
        (kind, code): shown_of(published_row(content).score)
        for kind, code, content in rows_of_run(session, current.run_id)
        if kind != GROUP
    }
