"""Rounds and publications for programs that read: what they may not see does not exist for them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.access.token_scopes import Scope
from survey_app.db import rounds
from survey_app.db.published_scores import PublicScores, public_scores
from survey_app.problems import Code, Problem

CURRENT, WITHDRAWN = "current", "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRound:
    """A round with its publications, the newest first."""

    round: rounds.RoundRecord
    publications: tuple[PublicScores, ...]

    @property
    def current(self) -> PublicScores | None:
        """The publication that stands."""
        return next((one for one in self.publications if one.state == CURRENT), None)

    @property
    def told(self) -> PublicScores | None:
        """The publication that stands, else the last one."""
        return self.current or next(iter(self.publications), None)


def rounds_to_read(
    session: Session, scopes: Collection[Scope], *, published_only: bool
) -> tuple[ReadRound, ...]:
    """Rounds in the order of their codes: those of which scores are or were public, or all."""
    _require(scopes, published_only=published_only)
    found = sorted(rounds.all_rounds(session), key=lambda one: one.code)
    public = public_scores(session, [one.id for one in found])
    return tuple(
        ReadRound(round=one, publications=public.get(one.id, ()))
        for one in found
        if one.id in public or not published_only
    )


def round_to_read(
    session: Session, scopes: Collection[Scope], *, code: str, published_only: bool
) -> ReadRound:
    """One of these; for all others raises Problem with the same words as for none."""
    _require(scopes, published_only=published_only)
    found = rounds.round_coded(session, code) if code.isprintable() else None
    if found is not None:
        public = public_scores(session, [found.id]).get(found.id, ())
        if public or not published_only:
            return ReadRound(round=found, publications=public)
    raise Problem(Code.NOTHING_PUBLIC, {"round": code})


def publication_to_read(of_round: ReadRound, *, run: int | None) -> PublicScores:
    """The publication of this run, None: the one that stands. Withdrawn ones raise Problem."""
    if run is None:
        found = of_round.told
    else:
        found = next((one for one in of_round.publications if one.run_id == run), None)
    code = of_round.round.code
    if found is None and run is not None:
        raise Problem(Code.PUBLIC_RUN_UNKNOWN, {"round": code, "run": str(run)})
    if found is None:
        raise Problem(Code.NOTHING_PUBLIC, {"round": code})
    is_told = found.state != WITHDRAWN and (run is not None or found.state == CURRENT)
    if not is_told and found.ended_at is not None:
        details = {
            "round": code,
            "at": found.ended_at.date().isoformat(),
            "reason": found.ended_reason or "",
        }
        raise Problem(Code.PUBLICATION_WITHDRAWN, details)
    return found


def _require(scopes: Collection[Scope], *, published_only: bool) -> None:
    if not published_only and Scope.SCORES_UNPUBLISHED not in scopes:
        raise Problem(Code.SCOPE_MISSING, {"scope": str(Scope.SCORES_UNPUBLISHED)})
