"""Who brings a batch."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose credential brought the batch: an enrolled tablet, a signed-in person, or both."""

    account_id: int | None
    device_id: UUID | None
    skew_ms: int | None

    @property
    def audit_details(self) -> dict[str, str]:
        """What the audit log says of the tablet."""
        return {} if self.device_id is None else {"device": str(self.device_id)}
