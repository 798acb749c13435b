"""The published form of the re-checks of a round, made again from what is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from field_export.recheck_files import (
    FurtherInterview,
    ListedInterview,
    drawn_file,
    further_file,
    lots_file,
)
from scoring.recheck.lot_draw import LotInterview, lot_sha256
from scoring.recheck.published_rechecks import (
    PublishedLot,
    PublishedRechecks,
    PublishedStratum,
    published_json,
)
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.db import recheck_lots
from survey_app.db.claim_draws import further_claims
from survey_app.db.further_draws import (
    FurtherRecord,
    further_draws,
    voided_undrawn,
)
from survey_app.db.recheck_lots import LotRecord
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.promising import promised
from survey_app.problems import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRechecks:
    """The document, the interviews of all lots, and who was drawn after the first draw."""

    document: PublishedRechecks
    listed: tuple[ListedInterview, ...]
    further: tuple[FurtherInterview, ...]


def kept_rechecks(session: Session, found: RoundRecord) -> KeptRechecks:
    """The re-checks as they were drawn. Raises Problem where a lot is not the one drawn from."""
    promise = promised(session, found)
    lots = recheck_lots.lots_of_round(session, found.id)
    for lot in lots:
        members = [LotInterview(uuid=str(one.uuid), stratum=one.stratum) for one in lot.members]
        if lot_sha256(members) != lot.list_sha256:
            raise Problem(Code.RECHECK_LOT_CHANGED, {"lot": lot.code})
    document = PublishedRechecks(
        round_code=found.code,
        plan=RecheckPlan.model_validate_json(promise.plan_content),
        plan_sha256=promise.plan_version_id,
        commitment=promise.commitment,
        seed=promise.seed,
        lots=tuple(_published(one) for one in lots),
    )
    listed = tuple(
        one
        for lot, published in zip(lots, document.lots, strict=True)
        for one in _listed(lot, published)
    )
    draws, voided = further_draws(session, found.id), voided_undrawn(session, found.id)
    further = tuple(_further([*draws, *voided, *further_claims(session, found.id)]))
    return KeptRechecks(document=document, listed=listed, further=further)


def recheck_files(kept: KeptRechecks) -> Mapping[str, Iterator[str]]:
    """The files that may be published now, by name: without the seed only the document."""
    texts = {"recheck.json": iter([published_json(kept.document)])}
    if kept.document.seed is not None:
        texts["lots.csv"] = lots_file(kept.listed)
        texts["drawn.csv"] = drawn_file(kept.listed)
        texts["further.csv"] = further_file(kept.further)
    return texts


def _published(lot: LotRecord) -> PublishedLot:
    strata = tuple(
        PublishedStratum(
            name=one.name,
            interviews=one.interviews,
            share_percent=one.share_percent,
            minimum=one.minimum,
            drawn=one.drawn,
        )
        for one in lot.strata
    )
    return PublishedLot(lot=lot.code, list_sha256=lot.list_sha256, strata=strata, kind=lot.kind)


def _listed(lot: LotRecord, published: PublishedLot) -> Iterator[ListedInterview]:
    chances = {one.name: one.probability for one in published.strata}
    for one in lot.members:
        yield ListedInterview(
            lot=lot.code,
            uuid=str(one.uuid),
            stratum=one.stratum,
            place=one.place,
            probability=chances[one.stratum],
            is_drawn=one.selection == "random",
        )


def _further(draws: Iterable[FurtherRecord]) -> Iterator[FurtherInterview]:
    """With steps: what happened at one moment of a lot, for one reason, is one."""
    steps: Counter[str] = Counter()
    before: tuple[str, datetime, str] | None = None
    for one in sorted(draws, key=lambda one: (one.lot, one.drawn_at, _selection(one))):
        this = (one.lot, one.drawn_at, _selection(one))
        steps[one.lot] += this != before
        before = this
        yield FurtherInterview(
            lot=one.lot,
            step=steps[one.lot],
            uuid=str(one.uuid),
            stratum=one.stratum,
            place=one.place,
            selection=_selection(one),
            instead_of="" if one.instead_of is None else str(one.instead_of),
        )


def _selection(one: FurtherRecord) -> str:
    """Who follows somebody of an extension that was not reached is the next of the stratum."""
    return "next" if one.selection == "more" and one.chosen_by is None else one.selection
