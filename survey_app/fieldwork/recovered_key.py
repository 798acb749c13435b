"""Giving a person back the key of their own storage on a tablet, after a forgotten PIN."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from survey_app.access.people import Person
from survey_app.db import audit
from survey_app.fieldwork.round_keys import Opener
from survey_app.fieldwork.sealing import StaysClosed, kid_of, open_sealed
from survey_app.problems import Code, Problem


class KeptKey(BaseModel):
    """What the tablet sealed to the round when the PIN was set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: Annotated[int, Field(gt=0, strict=True)]
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/_-]{16,128}={0,2}$")]


def recover_key(
    session: Session, person: Person, *, sealed: str, opener: Opener, at: datetime
) -> str:
    """The key inside, for the person whose it is; every other case raises Problem.

    Both outcomes are written down: it is the only way to read a tablet without its PIN.
    """
    try:
        opened = open_sealed(sealed, opener({kid_of(sealed)}))
        kept = KeptKey.model_validate_json(opened)
    except (StaysClosed, ValidationError) as closed:
        raise Problem(Code.KEY_STAYS_CLOSED) from closed
    is_own = kept.account == person.account_id
    audit.record(
        session,
        action="tablet.key_recovered" if is_own else "tablet.key_refused",
        object_kind="account",
        object_id=str(kept.account),
        account_id=person.account_id,
        at=at,
    )
    if not is_own:
        raise Problem(Code.KEY_OF_ANOTHER)
    return kept.key
