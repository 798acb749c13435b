"""Which interviews are read: those of a round that count now, or those that a run took in."""

from dataclasses import dataclass

from survey_app.db.tally_statements import CURRENT, OF_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedInterviews:
    """The interviews of a round that count, or, whatever has become of them, those of a run."""

    round_id: int
    run_id: int | None = None

    @property
    def condition(self) -> str:
        """What an interview must fulfil, for the table `person` of `tally_statements`."""
        return CURRENT if self.run_id is None else OF_RUN

    @property
    def values(self) -> dict[str, int]:
        """What the condition asks for."""
        if self.run_id is None:
            return {"round_id": self.round_id}
        return {"run_id": self.run_id}
