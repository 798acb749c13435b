"""What publishing would say now, unit by unit, and how each of its numbers was computed."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from scoring.publication import canonical
from scoring.published_row import PublishedRow, published_row
from scoring.run_rows import rows_of
from survey_app.publication.score_runs import Looked
from survey_app.results.printed_changes import PERCENT, printed, printed_score
from survey_app.results.ranking import Shown
from survey_app.results.weighing import weighing_of
from survey_app.web.how_computed import how_scored
from survey_app.web.numbers import points, whole
from survey_app.web.score_words import reason_words

NOT_SHOWN = Shown(score=None, low=None, high=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit as publishing would say it. mark: its flag; why: what stands behind it; how: the way
    from answers to the share.
    """

    name: str
    people: int
    shown: Shown
    mark: str
    why: str
    how: tuple[str, ...]


def unit_lines(looked: Looked) -> list[UnitLine]:
    """The units with an interview that counts, in the order of the round."""
    estimates = looked.found.estimates
    rows = rows_of(looked.document.content["units"])
    lines = []
    for unit in estimates.units:
        code = unit.unit_code
        row = estimates.table.units.get(code)
        if row is None:
            continue
        as_published = published_row(canonical(rows[code]))
        shown = NOT_SHOWN
        if not as_published.is_hidden:
            shown = printed_score(row.published, scale=PERCENT)
        lines.append(
            UnitLine(
                name=unit.unit_name,
                people=row.n_valid,
                shown=shown,
                mark=str(as_published.score.verdict.flag),
                why=reason_words(as_published.score),
                how=tuple(map(str, _how(as_published, looked, code=code))),
            )
        )
    return lines


def _how(row: PublishedRow, looked: Looked, *, code: str) -> Iterator[str]:
    estimates = looked.found.estimates
    if row.is_hidden:
        yield _("No score is made: %(reason)s.", reason=reason_words(row.score))
    else:
        yield from how_scored(
            estimates.table.units[code],
            of=estimates,
            weighing=weighing_of(estimates, unit_code=code),
            unit_code=code,
        )
    yield from _excluded(row)
    yield from _rechecked(row)


def _excluded(row: PublishedRow) -> Iterator[str]:
    found = row.excluded
    if not found.all:
        return
    numbers = {
        "voided": whole(found.voided),
        "invalid": whole(found.invalid),
        "unverified": whole(found.unverified),
    }
    yield _(
        "Received and not counted: %(voided)s voided, %(invalid)s invalid and %(unverified)s"
        " unverified after re-checks.",
        **numbers,
    )
    if row.with_excluded is not None:
        yield _(
            "With them the published share would be %(percent)s %%.",
            percent=points(printed(row.with_excluded, scale=PERCENT), 1),
        )


def _rechecked(row: PublishedRow) -> Iterator[str]:
    found = row.recheck
    if found.lots is None:
        return
    yield _(
        "Made again: %(made)s interviews; of %(random)s drawn by chance %(defective)s were"
        " defective. Lots accepted: %(accepted)s of %(lots)s.",
        made=whole(found.n_rechecked or 0),
        random=whole(found.n_rechecked_random or 0),
        defective=whole(found.n_defective or 0),
        accepted=whole(found.lots_accepted or 0),
        lots=whole(found.lots),
    )
