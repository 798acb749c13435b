"""Tokens with which programs read: making them, knowing them again, ending them.

A secret of 256 random bits cannot be found by trying, so its plain SHA-256 is kept, and looking it
up tells nothing of other secrets: whoever guesses does not choose the hash that is compared.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from questionnaires import Fault
from questionnaires.problems import Refused
from survey_app.access.people import Person
from survey_app.access.policy import Role, Verb, may
from survey_app.access.token_problems import TokenCode
from survey_app.access.token_scopes import ALWAYS, Scope
from survey_app.db import api_tokens, audit
from survey_app.problems import Code, Problem

PREFIX = "hailong_"
"""So that people and programs that look for secrets in files see what this is."""
SECRET_BYTES = 32
LONGEST = 128
"""Characters of what is looked at as a token; ours have 51."""
MOST_DAYS = 366
USUAL_DAYS = 180
SOON = timedelta(days=14)
LONGEST_NAME = 200
LONGEST_REASON = 500
MAY_READ = {Scope.SCORES: Verb.API_READ, Scope.SCORES_UNPUBLISHED: Verb.RESULTS_READ}
"""What whoever made a token has to be allowed for it to hold."""


class TokenState(StrEnum):
    """Whether a token holds. unbacked: whoever made it may not read any more, so nor may it."""

    HOLDS = "holds"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    ENDED = "ended"
    UNBACKED = "unbacked"


HOLDING = frozenset({TokenState.HOLDS, TokenState.ENDS_SOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """What somebody wants a token to be. days: how long it holds."""

    name: str
    scopes: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A token as it is shown, once."""

    id: int
    name: str
    secret: str
    scopes: tuple[Scope, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who reads with a token. is_noted: whether its last use need not be written."""

    token_id: int
    scopes: frozenset[Scope]
    is_noted: bool


def make_token(
    session: Session, person: Person, request: TokenRequest, *, at: datetime
) -> MadeToken:
    """Makes a token that holds for some days; raises Refused with all that is wrong with it."""
    if faults := tuple(_faults(request)):
        raise Refused(faults)
    scopes = tuple(sorted({ALWAYS, *map(Scope, request.scopes)}))
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    name, expires_at = _name(request), at + timedelta(days=request.days)
    number = api_tokens.add_token(
        session,
        api_tokens.NewToken(
            name=name,
            token_sha256=_hash(secret),
            scopes=tuple(map(str, scopes)),
            made_by=person.account_id,
            made_at=at,
            expires_at=expires_at,
        ),
    )
    details = {"name": name, "scopes": " ".join(scopes), "expires_at": expires_at.isoformat()}
    _record(session, "token.made", number, by=person, at=at, details=details)
    return MadeToken(id=number, name=name, secret=secret, scopes=scopes, expires_at=expires_at)


def _name(request: TokenRequest) -> str:
    return unicodedata.normalize("NFC", request.name.strip())


def _faults(request: TokenRequest) -> Iterator[Fault]:
    name = _name(request)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        yield TokenCode.NAME_UNFIT.at("name", most=str(LONGEST_NAME))
    known = {str(scope) for scope in Scope}
    for scope in request.scopes:
        if scope not in known:
            all_known = ", ".join(sorted(known))
            yield TokenCode.SCOPE_UNKNOWN.at("scope", scope=scope, known=all_known)
    if not 1 <= request.days <= MOST_DAYS:
        yield TokenCode.DAYS_UNFIT.at("days", most=str(MOST_DAYS))


def bearer_of(session: Session, secret: str, *, at: datetime) -> Bearer:
    """Who brings this secret. Unknown, expired or ended raises Problem, all in the same words."""
    is_ours = secret.startswith(PREFIX) and len(secret) <= LONGEST
    wanted = _hash(secret)
    found = api_tokens.token_hashed(session, wanted) if is_ours else None
    if found is None or not hmac.compare_digest(found.token_sha256, wanted):
        raise Problem(Code.TOKEN_REFUSED)
    if found.revoked_at is not None or found.expires_at <= at or not found.maker_is_active:
        raise Problem(Code.TOKEN_REFUSED)
    return Bearer(
        token_id=found.id,
        scopes=_held(found.scopes, role=Role(found.maker_role)),
        is_noted=not api_tokens.is_worth_writing(found, at=at),
    )


def _held(scopes: Iterable[str], *, role: Role) -> frozenset[Scope]:
    """A token lets nobody read what whoever made it may not read any more."""
    known = {str(scope): scope for scope in Scope}
    named = (known[name] for name in scopes if name in known)
    return frozenset(scope for scope in named if may(role, MAY_READ[scope]))


def state_of(token: api_tokens.TokenRecord, *, at: datetime) -> TokenState:
    """Whether a token holds at this moment, for whoever looks after tokens."""
    if token.revoked_at is not None:
        return TokenState.ENDED
    if token.expires_at <= at:
        return TokenState.EXPIRED
    if not token.made_by_is_active or not may(Role(token.made_by_role), MAY_READ[ALWAYS]):
        return TokenState.UNBACKED
    return TokenState.ENDS_SOON if token.expires_at <= at + SOON else TokenState.HOLDS


def revoke_token(
    session: Session, person: Person, *, number: int, reason: str, at: datetime
) -> None:
    """Ends a token at once; raises Refused with all that stands against it."""
    said = unicodedata.normalize("NFC", reason.strip())
    faults = []
    if not 0 < len(said) <= LONGEST_REASON or not said.isprintable():
        faults.append(TokenCode.REASON_UNFIT.at("reason", most=str(LONGEST_REASON)))
    found = api_tokens.token_numbered(session, number)
    if found is None or found.revoked_at is not None:
        faults.append(TokenCode.ENDED_ALREADY.at("token", number=str(number)))
    if faults or not api_tokens.revoke(session, number, by=person.account_id, at=at, reason=said):
        raise Refused(tuple(faults) or (TokenCode.ENDED_ALREADY.at("token", number=str(number)),))
    _record(session, "token.revoked", number, by=person, at=at, details={"reason": said})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _record(
    session: Session, action: str, number: int, *, by: Person, at: datetime, details: dict[str, str]
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="token",
        object_id=str(number),
        account_id=by.account_id,
        at=at,
        details=details,
    )
