"""What makes a finished file a case that may be drawn: the rules of one import, as a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import plain
from survey_app.fieldwork.frame.mapping import faults_of
from survey_app.fieldwork.frame.problems import FrameCode

ALL_THAT_BEGIN_SO = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """At most so many cases of a procedure in each unit, or in the one that is named."""

    procedure: str
    at_most: int
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRules:
    """Procedures are written as in the file; accents and case do not matter, * ends a beginning.

    period_from and period_to: first and last day on which a result was returned.
    shared_phone_from: a telephone number that stands for so many names in a unit is that of an
    office or an agent and makes nobody the same person; None = every number is a person's.
    seed: what the choice under a cap is made from.
    """

    period_from: date
    period_to: date
    excludes_organisations: bool = False
    excluded_procedures: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    shared_phone_from: int | None = None
    seed: str | None = None

    def as_document(self) -> dict[str, object]:
        """As it is stored, and given back to `read_rules`."""
        return {
            "period_from": self.period_from.isoformat(),
            "period_to": self.period_to.isoformat(),
            "excludes_organisations": self.excludes_organisations,
            "excluded_procedures": list(self.excluded_procedures),
            "caps": [
                {"procedure": cap.procedure, "at_most": cap.at_most, "unit": cap.unit}
                for cap in self.caps
            ],
            "shared_phone_from": self.shared_phone_from,
            "seed": self.seed,
        }


class _CapDocument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    procedure: str = Field(min_length=1)
    at_most: int = Field(ge=0)
    unit: str | None = None


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    period_from: date | None = None
    period_to: date | None = None
    excludes_organisations: bool = False
    excluded_procedures: tuple[str, ...] = ()
    caps: tuple[_CapDocument, ...] = ()
    shared_phone_from: int | None = Field(default=None, ge=2)
    seed: str | None = Field(default=None, min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesReading:
    """Rules, or, when there are faults, none."""

    rules: FrameRules | None
    faults: tuple[Fault, ...]


def read_rules(content: bytes, *, period_from: date, period_to: date) -> RulesReading:
    """Reads the JSON document of the rules; the period is that of the round where it says none."""
    try:
        document = _Document.model_validate_json(content)
    except ValidationError as error:
        return RulesReading(rules=None, faults=faults_of(error))
    rules = FrameRules(
        period_from=document.period_from or period_from,
        period_to=document.period_to or period_to,
        excludes_organisations=document.excludes_organisations,
        excluded_procedures=document.excluded_procedures,
        caps=tuple(
            Cap(procedure=cap.procedure, at_most=cap.at_most, unit=cap.unit)
            for cap in document.caps
        ),
        shared_phone_from=document.shared_phone_from,
        seed=document.seed,
    )
    faults = tuple(_faults(rules))
    return RulesReading(rules=None if faults else rules, faults=faults)


def _faults(rules: FrameRules) -> list[Fault]:
    faults = []
    if rules.period_from > rules.period_to:
        faults.append(FrameCode.PERIOD_BACKWARDS.at("period_from"))
    if rules.caps and rules.seed is None:
        faults.append(FrameCode.CAP_WITHOUT_SEED.at("caps"))
    return faults


@dataclass(frozen=True, slots=True)
class ProcedureNames:
    """Names of procedures as rules write them, to be looked up by those of a file."""

    exact: Mapping[str, int]
    beginnings: tuple[tuple[str, int], ...]

    def place_of(self, procedure: str) -> int | None:
        """The place of the first rule that names this procedure (in its plain spelling)."""
        places = [place for start, place in self.beginnings if procedure.startswith(start)]
        if procedure in self.exact:
            places.append(self.exact[procedure])
        return min(places, default=None)


def named_procedures(names: tuple[str, ...]) -> ProcedureNames:
    """Names in the order of the rules."""
    exact: dict[str, int] = {}
    beginnings: list[tuple[str, int]] = []
    for place, name in enumerate(names):
        if name.endswith(ALL_THAT_BEGIN_SO):
            beginnings.append((plain(name), place))
        else:
            exact.setdefault(plain(name), place)
    return ProcedureNames(exact, tuple(beginnings))
