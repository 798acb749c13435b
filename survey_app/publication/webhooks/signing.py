"""Signs messages as Standard Webhooks 1.0 has it, so that receivers need no code of ours."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def written_secret(secret: bytes) -> str:
    """As a person copies it."""
    return PREFIX + base64.b64encode(secret).decode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The headers of a message."""

    id: str
    timestamp: str
    signatures: str

    def headers(self) -> dict[str, str]:
        """By their names."""
        return {
            "webhook-id": self.id,
            "webhook-timestamp": self.timestamp,
            "webhook-signature": self.signatures,
        }


def signed(message_id: str, body: str, *, at: datetime, secrets: Sequence[bytes]) -> Signed:
    """A signature by each of these secrets over id, time and body; the receiver knows one."""
    timestamp = str(int(at.timestamp()))
    text = f"{message_id}.{timestamp}.{body}".encode()
    made = [base64.b64encode(hmac.digest(one, text, hashlib.sha256)).decode() for one in secrets]
    return Signed(
        id=message_id, timestamp=timestamp, signatures=" ".join(f"v1,{one}" for one in made)
    )
