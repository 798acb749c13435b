"""What is printed of the re-checks of a round: figures, lots and names, ready to be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from questionnaires import Text
from scoring.recheck.claim_comparison import ClaimComparison
from scoring.recheck.comparison import Comparison
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.claim_response import ClaimResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPerson:
    """An enumerator or a supervisor, as the report names them."""

    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLot:
    """A lot and what stands of it.

    checked: re-checks that the plan counts. state: by name, as `wording.recheck_words` has it.
    """

    code: str
    enumerator: str
    interviews: int
    checked: int
    defective: int
    state: str
    decided_on: date | None
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTasks:
    """How many interviews are to be made again, for whatever reason, and how far they are.

    waiting: nobody has them yet, or whoever has them has not ended.
    """

    drawn: int
    locked: int
    not_reached: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRechecks:
    """items: what each criterion is called. units: names by code. people: by the code in the
    figures. offices: the organisations that re-checked, in the order in which they sign. claims,
    claim_lots: of recorded refusals and absences.
    """

    round: RoundRecord
    made_at: datetime
    plan: RecheckPlan
    plan_sha256: str
    committed_at: datetime
    commitment: str
    seed: str | None
    tasks: ReportedTasks
    comparison: Comparison
    lots: tuple[ReportedLot, ...]
    claims: ClaimComparison
    claim_lots: tuple[ReportedLot, ...]
    response: ClaimResponse
    items: Mapping[str, Text]
    units: Mapping[str, str]
    people: Mapping[str, ReportedPerson]
    offices: tuple[str, ...]
