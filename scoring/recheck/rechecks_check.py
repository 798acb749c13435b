"""Draws the published re-checks of a round again and says everything in which they differ."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from questionnaires.problems import Fault
from scoring.draw_check import printed_weight
from scoring.draw_problems import Difference, DrawRefused
from scoring.draw_seed import commitment_of, keeps_commitment
from scoring.plans.canonical import plan_version
from scoring.recheck.lot_draw import LotInterview, PlacedInterview, draw_lot, lot_sha256
from scoring.recheck.lot_problems import LotCode
from scoring.recheck.published_rechecks import CLAIMS, PublishedLot, PublishedRechecks
from scoring.recheck.recheck_plan import RecheckPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """A row of the published lots; `row` is where it stands in its file."""

    row: int
    lot: str
    uuid: str
    stratum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """A row of those that were drawn. probability: to be drawn, as it is printed."""

    row: int
    lot: str
    uuid: str
    stratum: str
    place: int
    probability: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckDifferences:
    """What does not agree, by the file in which it stands."""

    document: tuple[Fault, ...] = ()
    lots: tuple[Fault, ...] = ()
    drawn: tuple[Fault, ...] = ()

    @property
    def total(self) -> int:
        """How many there are; 0 when those drawn are the ones that seed, lots and plan give."""
        return len(self.document) + len(self.lots) + len(self.drawn)


def check_rechecks(
    published: PublishedRechecks, *, listed: Sequence[ListedRow], drawn: Sequence[DrawnRow]
) -> RecheckDifferences:
    """Compare commitment, plan, every list, and everybody drawn with place and probability.

    Rows are compared also where seed or lists are not the published ones, so that one reading
    shows all that is different.
    """
    return RecheckDifferences(
        document=tuple(_document_differences(published)),
        lots=tuple(_list_differences(published, listed=listed)),
        drawn=tuple(_drawn_differences(published, listed=listed, drawn=drawn)),
    )


def _document_differences(published: PublishedRechecks) -> Iterator[Fault]:
    if published.seed is None:
        yield Difference.SEED_NOT_REVEALED.at("seed")
    elif not keeps_commitment(published.seed, commitment=published.commitment):
        yield Difference.SEED_BREAKS_COMMITMENT.at(
            "seed", found=commitment_of(published.seed), promised=published.commitment
        )
    plan = published.plan
    if plan_version(plan) != published.plan_sha256:
        yield LotCode.PLAN_HASH.at(
            "plan", found=plan_version(plan), published=published.plan_sha256
        )
    for lot in published.lots:
        shares = _shares(plan, kind=lot.kind)
        for one in lot.strata:
            where = f"lot “{lot.lot}”, stratum “{one.name}”"
            if one.share_percent not in shares:
                planned = " / ".join(map(str, shares)) or "–"
                yield LotCode.SHARE.at(where, found=str(one.share_percent), planned=planned)
            follows = one.rule.drawn_of(one.interviews)
            if one.drawn != follows:
                yield LotCode.NUMBER.at(where, drawn=str(follows), published=str(one.drawn))


def _shares(plan: RecheckPlan, *, kind: str) -> tuple[int, ...]:
    """The shares that the plan has for lots of this kind."""
    if kind == CLAIMS:
        return () if plan.claims is None else (plan.claims.share_percent,)
    return plan.share_percent, plan.opening.share_percent


def _list_differences(
    published: PublishedRechecks, *, listed: Sequence[ListedRow]
) -> Iterator[Fault]:
    known = {one.lot for one in published.lots}
    first: dict[str, int] = {}
    for row in listed:
        where = f"row {row.row}"
        if first.setdefault(row.uuid, row.row) != row.row:
            yield LotCode.INTERVIEW_TWICE.at(f"{where}, response_uuid")
        if row.lot not in known:
            yield LotCode.UNKNOWN_LOT.at(f"{where}, lot", lot=row.lot)
    by_lot = _by_lot(listed)
    for lot in published.lots:
        found = lot_sha256(by_lot.get(lot.lot, []))
        if found != lot.list_sha256:
            yield Difference.LIST_HASH.at(
                f"lot “{lot.lot}”", found=found, published=lot.list_sha256
            )
        yield from _sizes(lot, Counter(one.stratum for one in by_lot.get(lot.lot, [])))


def _sizes(lot: PublishedLot, found: Mapping[str, int]) -> Iterator[Fault]:
    published = {one.name: one.interviews for one in lot.strata}
    for name in sorted({*published, *found}):
        if found.get(name, 0) != published.get(name, 0):
            yield Difference.POPULATION.at(
                f"lot “{lot.lot}”, stratum “{name}”",
                found=str(found.get(name, 0)),
                published=str(published.get(name, 0)),
            )


def _drawn_differences(
    published: PublishedRechecks, *, listed: Sequence[ListedRow], drawn: Sequence[DrawnRow]
) -> Iterator[Fault]:
    if published.seed is None:
        yield Difference.NOT_REDRAWN.at("all rows")
        return
    by_lot, rows = _by_lot(listed), _by_lot_drawn(drawn)
    for lot in published.lots:
        again = _again(lot, by_lot.get(lot.lot, []), seed=published.seed)
        if again is None:
            yield Difference.NOT_REDRAWN.at(f"lot “{lot.lot}”")
        else:
            yield from _of_lot(lot.lot, again, rows=rows.get(lot.lot, []))
    known = {one.lot for one in published.lots}
    for row in drawn:
        if row.lot not in known:
            yield LotCode.UNKNOWN_LOT.at(f"row {row.row}, lot", lot=row.lot)


def _again(
    lot: PublishedLot, interviews: Sequence[LotInterview], *, seed: str
) -> Mapping[str, PlacedInterview] | None:
    """Everybody of the lot by uuid, in the order of the draw; None where it cannot be drawn."""
    rules = {one.name: one.rule for one in lot.strata}
    if any(one.stratum not in rules for one in interviews):
        return None
    try:
        made = draw_lot(interviews, lot_id=lot.lot, seed=seed, rule=rules)
    except DrawRefused:
        return None
    return {one.uuid: one for one in made.placed}


def _of_lot(
    lot: str, again: Mapping[str, PlacedInterview], *, rows: Sequence[DrawnRow]
) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        where = f"row {row.row}, response_uuid"
        seen = first.setdefault(row.uuid, row.row)
        if seen != row.row:
            yield Difference.CASE_TWICE.at(where, case=row.uuid, row=str(seen))
        elif row.uuid not in again:
            yield Difference.UNKNOWN_CASE.at(where, case=row.uuid)
        elif not again[row.uuid].is_drawn:
            yield Difference.NOT_DRAWN.at(where, case=row.uuid)
        else:
            yield from _of_row(row, again[row.uuid])
    for one in again.values():
        if one.is_drawn and one.uuid not in first:
            where = f"lot “{lot}”, stratum “{one.stratum}”, place {one.place}"
            yield Difference.LEFT_OUT.at(where, case=one.uuid)


def _of_row(row: DrawnRow, again: PlacedInterview) -> Iterator[Fault]:
    if row.stratum != again.stratum:
        yield Difference.STRATUM.at(
            f"row {row.row}, stratum", case=row.uuid, drawn=again.stratum, published=row.stratum
        )
    if row.place != again.place:
        yield Difference.PLACE.at(
            f"row {row.row}, place",
            case=row.uuid,
            drawn=str(again.place),
            published=str(row.place),
        )
    probability = printed_weight(again.probability)
    if row.probability != probability:
        yield LotCode.PROBABILITY.at(
            f"row {row.row}, inclusion_prob",
            drawn=f"{probability:f}",
            published=f"{row.probability:f}",
        )


def _by_lot(listed: Sequence[ListedRow]) -> Mapping[str, list[LotInterview]]:
    found: defaultdict[str, list[LotInterview]] = defaultdict(list)
    for row in listed:
        found[row.lot].append(LotInterview(uuid=row.uuid, stratum=row.stratum))
    return found


def _by_lot_drawn(drawn: Sequence[DrawnRow]) -> Mapping[str, list[DrawnRow]]:
    found: defaultdict[str, list[DrawnRow]] = defaultdict(list)
    for row in drawn:
        found[row.lot].append(row)
    return found
