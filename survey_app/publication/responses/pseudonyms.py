"""The identifiers of a run in files that are handed on, and their key: made once, so that every
file of the run has the same ones.
"""

import hmac
import secrets
from datetime import datetime

import numpy as np
import numpy.typing as npt
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.db.pseudonym_keys import keep_key, key_of_run

KEY_BYTES = 32
UUID_BYTES, VERSION_AT, VARIANT_AT = 16, 6, 8
"""RFC 9562: version 8 is for identifiers that are made in a way of one's own."""


def key_for(session: Session, run_id: int, *, at: datetime) -> bytes:
    """The key, made where there is none yet; who makes it at the same time is waited for."""
    found = key_of_run(session, run_id)
    if found is not None:
        return found
    made = secrets.token_bytes(KEY_BYTES)
    try:
        with session.begin_nested():
            keep_key(session, run_id, key=made, at=at)
    except IntegrityError:
        found = key_of_run(session, run_id)
        if found is None:
            raise
        return found
    return made


def pseudonyms(ids: npt.NDArray[np.uint8], *, key: bytes) -> npt.NDArray[np.uint8]:
    """The identifiers of a publication for those of the database: (interviews, 16) bytes each."""
    content = ids.tobytes()
    made = b"".join(
        hmac.digest(key, content[at : at + UUID_BYTES], "sha256")[:UUID_BYTES]
        for at in range(0, len(content), UUID_BYTES)
    )
    found = np.frombuffer(made, dtype=np.uint8).reshape(-1, UUID_BYTES).copy()
    found[:, VERSION_AT] = found[:, VERSION_AT] & 0x0F | 0x80
    found[:, VARIANT_AT] = found[:, VARIANT_AT] & 0x3F | 0x80
    return found
