"""Tables of what programs of other offices read here, and with which right."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime


class ApiToken(Table):
    """The right of a program to read, until a day; of its secret only the hash is kept."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    """For whom and for what."""
    token_sha256: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str] = mapped_column(String(200))
    """Names of `survey_app.access.token_scopes`, sorted, a space between."""
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        UniqueConstraint("token_sha256"),
        CheckConstraint("length(token_sha256) = 64", name="token_is_hashed"),
        CheckConstraint("name <> ''", name="has_a_name"),
        CheckConstraint("scopes <> ''", name="has_a_scope"),
        CheckConstraint("made_at < expires_at", name="time_forward"),
        CheckConstraint("made_at <= revoked_at", name="ended_after_made"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)"
            " AND (revoked_at IS NULL) = (revoked_reason IS NULL)",
            name="end_is_whole",
        ),
        CheckConstraint("revoked_reason <> ''", name="ended_with_a_reason"),
    )
