"""The receipt: proof that the server holds exactly this content."""

import hashlib
import hmac
from datetime import datetime

PURPOSE = b"hailong receipt 1"


def receipt_key(secret_key: str) -> bytes:
    """A key for receipts alone, made from the secret of the installation."""
    return hmac.new(secret_key.encode(), PURPOSE, hashlib.sha256).digest()


def receipt_of(*, uuid: str, sha256: str, received_at: datetime, key: bytes) -> dict[str, str]:
    """UUID, hash and time, signed; a portal that answers 200 to everything cannot make one."""
    at = received_at.isoformat()
    message = "\n".join((uuid, sha256, at)).encode()
    return {
        "uuid": uuid,
        "sha256": sha256,
        "received_at": at,
        "hmac": hmac.new(key, message, hashlib.sha256).hexdigest(),
    }
