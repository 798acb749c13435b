"""A round is scored again only after what it is scored from has changed, however often its pages
are opened.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from scoring.live_verdicts import Effects
from survey_app.db.compositions import ALL, Selection
from survey_app.db.effect_marks import EffectMark, effect_mark
from survey_app.db.rounds import RoundRecord
from survey_app.results.round_effects import Against, against, effects_on, with_effects
from survey_app.results.round_estimates import (
    Basis,
    Received,
    RoundEstimates,
    basis_of,
    estimate_round,
    estimates_of,
    received_by,
)
from survey_app.web.language import current_language
from survey_app.web.standing import log_state, while_it_stands

T = TypeVar("T")
KEPT = "hailong_estimates"
MOST_SHOWN = 256
"""Parts of pages of a round that are kept: of some hundred units, in both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The scores of all interviews of a round in some state of it.

    basis, received, against: what they were made of. effects: what the last of these does to them,
    which is in the estimates already. shown: what was made of them for pages, by what it is
    and in which language.
    """

    state: tuple[object, ...]
    basis: Basis
    received: Received
    against: Against
    effects: Effects
    estimates: RoundEstimates
    shown: dict[Hashable, object] = field(default_factory=dict)


def install(app: Flask) -> None:
    """Gives the application a place for what was scored, one entry a round."""
    app.extensions[KEPT] = {}


def known_estimates(
    session: Session, of_round: RoundRecord, *, selection: Selection = ALL
) -> RoundEstimates:
    """The estimates of a round, made now if anything has changed since they were made.

    Every change is written down in the audit log in the transaction that makes it, so its newest
    event tells. The state is read first: what is estimated may be newer than it, never older. Of a
    part of the interviews nothing is kept: there are too many parts, and few people ask for one.
    What was voided or re-checked says of a part what it says of the whole round.
    """
    known = _known(session, of_round)
    if selection.is_all:
        return known.estimates
    return with_effects(estimate_round(session, of_round, selection=selection), known.effects)


def _known(session: Session, of_round: RoundRecord) -> Known:
    state = (*log_state(session), of_round)
    kept: dict[int, Known] = current_app.extensions[KEPT]
    known = kept.get(of_round.id)
    if known is None or known.state != state:
        known = _made_now(session, of_round, state=state, before=known)
        kept[of_round.id] = known
    return known


def _made_now(
    session: Session, of_round: RoundRecord, *, state: tuple[object, ...], before: Known | None
) -> Known:
    """What was made before, where nothing that it was made of has changed: most events, as
    somebody who signs in, are nothing to the scores of a round.
    """
    basis = while_it_stands(session, ("basis", of_round), lambda: basis_of(session, of_round))
    received = received_by(session, basis)
    found = against(
        session,
        basis,
        before=None if before is None else before.against,
        mark=_mark_that_stands(session, of_round.id),
    )
    is_like = before is not None and before.basis == basis and before.against is found
    if before is not None and is_like and before.received.is_like(received):
        return replace(before, state=state)
    plain = estimates_of(basis, received.counted, there=received.there)
    effects = effects_on(plain, found, counted=received.counted)
    return Known(
        state=state,
        basis=basis,
        received=received,
        against=found,
        effects=effects,
        estimates=with_effects(plain, effects),
    )


def _mark_that_stands(session: Session, round_id: int) -> EffectMark | None:
    """What was voided and decided, where a received interview changes nothing about it: one that
    was voided may be made anew. None: it has to be asked.
    """
    mark = while_it_stands(session, ("mark", round_id), lambda: effect_mark(session, round_id))
    return None if mark.voided else mark


def shown_once(estimates: RoundEstimates, what: Hashable, make: Callable[[], T]) -> T:
    """What a page shows of these estimates, made once as long as they are kept.

    what: names it; whatever else `make` depends on but the estimates and the language of the page
    has to be in it. It holds no address and nothing of whoever looks.
    """
    kept: dict[int, Known] = current_app.extensions[KEPT]
    known = kept.get(estimates.round.id)
    if known is None or known.estimates is not estimates:
        return make()
    key = (what, current_language())
    # Another thread may clear it meanwhile: what was found is not looked up twice.
    found = known.shown.get(key)
    if found is None:
        found = make()
        if len(known.shown) >= MOST_SHOWN:
            known.shown.clear()
        known.shown[key] = found
    return cast("T", found)
