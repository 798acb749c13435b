"""What interviews come to, kept so that a score need not read them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table


class InterviewTally(Table):
    """What one version of an interview comes to in each factor; written with it, never changed.

    By the rule of its questionnaire, packed as `scoring.packed_sums` says. Absent where the
    questionnaire has no criteria of one scale, so that nothing can be scored.
    """

    __tablename__ = "interview_tally"

    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"), primary_key=True)
    stratum: Mapped[str] = mapped_column(String(700))
    """Of the draw that chose its respondent, as `origin` was told; "" where none did."""
    satisfied: Mapped[int] = mapped_column(BigInteger)
    valid: Mapped[int] = mapped_column(BigInteger)
    levels: Mapped[int] = mapped_column(Integer)


class TallyChange(Table):
    """An interview that has begun or ceased to count, while the cells do not know of it yet.

    Written in the transaction that makes it so; deleted in the one that adds it to a cell.
    """

    __tablename__ = "tally_change"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[int] = mapped_column(BigInteger)
    """Of an interview with a tally; no foreign key, whose check every tablet would wait for."""
    change: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (CheckConstraint("change IN (-1, 1)", name="change_of_one"),)


class TallyCell(Table):
    """The sums over all interviews of one place that were added to it, by one scoring rule."""

    __tablename__ = "tally_cell"

    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    stratum: Mapped[str] = mapped_column(String(700), primary_key=True)
    mode: Mapped[str] = mapped_column(String(16), primary_key=True)
    origin: Mapped[str] = mapped_column(String(16), primary_key=True)
    rule_sha256: Mapped[str] = mapped_column(String(64))
    numbers: Mapped[bytes] = mapped_column(LargeBinary)
    """A row of `scoring.flat_tally`: whole numbers of 8 bytes, the lowest byte first."""

    __table_args__ = (CheckConstraint("length(rule_sha256) = 64", name="rule_is_hashed"),)
