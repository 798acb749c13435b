"""The parameters of addresses that programs read, as models, and reading them: all or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, ValidationError

from questionnaires import Fault
from questionnaires.problems import N_
from survey_app.api.reading.query_problems import QueryCode, UnfitQuery

LARGEST = 2**63 - 1
MOST_DIGITS = 19
NO_NUMBER = "no number"
MOST_ROWS = 500
USUAL_ROWS = 100
LONGEST_CURSOR = 500
LONGEST_CODE = 64


def _digits(text: object) -> object:
    """A number as it is written. Everything else is refused, also what Python takes for one."""
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    return NO_NUMBER if isinstance(text, str) else text


def _word(text: object) -> object:
    return {"true": True, "false": False}.get(text) if isinstance(text, str) else text


Whole = Annotated[int, BeforeValidator(_digits)]
RunNumber = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(_digits)]
TrueOrFalse = Annotated[bool, BeforeValidator(_word)]


class Query(BaseModel):
    """No parameter at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PublicQuery(Query):
    """Which data: those that are public, unless it is said otherwise."""

    published_only: TrueOrFalse = Field(
        default=True,
        description=N_("false: also what is not public; needs the scope scores:read_unpublished"),
    )


class PageQuery(Query):
    """Which part of a list."""

    limit: Whole = Field(
        default=USUAL_ROWS, ge=1, le=MOST_ROWS, description=N_("how many rows at most")
    )
    cursor: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST_CURSOR,
        description=N_("where to go on: as in “next” of the page before"),
    )


class RoundsQuery(PublicQuery, PageQuery):
    """A list of rounds, or of what belongs to one."""


class RunQuery(PublicQuery):
    """Of which publication: by the number of its run."""

    run: RunNumber | None = Field(
        default=None, description=N_("the run of a publication; absent: the one that stands")
    )


class ComponentsQuery(RunQuery, PageQuery):
    """Components, page by page."""


Kind = Literal["whole", "group", "unit"]


class ScoreFileQuery(RunQuery):
    """Which scores."""

    kind: Kind | None = Field(
        default=None, description=N_("only the whole, only groups or only units")
    )


class ScoresQuery(ScoreFileQuery, PageQuery):
    """Scores, page by page."""

    unit: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST_CODE,
        description=N_("only the unit with this code"),
    )


State = Literal["current", "superseded", "withdrawn"]


class PublicationsQuery(PageQuery):
    """Which publications."""

    state: State | None = Field(default=None, description=N_("only those in this state"))


Asked = TypeVar("Asked", bound=Query)


def read_query(model: type[Asked], given: Mapping[str, Sequence[str]]) -> Asked:
    """The parameters as this model has them; raises UnfitQuery with all that is wrong."""
    faults = [
        QueryCode.REPEATED_PARAMETER.at(f"query: {name}", name=name, times=str(len(values)))
        for name, values in given.items()
        if len(values) > 1
    ]
    try:
        found = model.model_validate({name: values[0] for name, values in given.items()})
    except ValidationError as wrong:
        raise UnfitQuery((*faults, *_faults(model, wrong))) from wrong
    if faults:
        raise UnfitQuery(tuple(faults))
    return found


def _faults(model: type[Query], wrong: ValidationError) -> Iterator[Fault]:
    known = ", ".join(model.model_fields) or "–"
    for name in dict.fromkeys(str(error["loc"][0]) for error in wrong.errors()):
        if name in model.model_fields:
            yield _fault(name, parameter_schema(model, name))
        else:
            yield QueryCode.UNKNOWN_PARAMETER.at(f"query: {name}", name=name, known=known)


def _fault(name: str, schema: Mapping[str, JsonValue]) -> Fault:
    where = f"query: {name}"
    if (offered := schema.get("enum")) and isinstance(offered, list):
        return QueryCode.NOT_ONE_OF.at(where, name=name, offered=", ".join(map(str, offered)))
    if schema["type"] == "boolean":
        return QueryCode.NOT_TRUE_OR_FALSE.at(where, name=name)
    if schema["type"] == "integer":
        return QueryCode.NOT_A_NUMBER.at(
            where, name=name, minimum=str(schema["minimum"]), maximum=str(schema["maximum"])
        )
    return QueryCode.TEXT_UNFIT.at(where, name=name, maximum=str(schema["maxLength"]))


def parameter_schema(model: type[Query], name: str) -> dict[str, JsonValue]:
    """What a parameter may be. One that may be absent is never null: an address has no null."""
    schema: dict[str, JsonValue] = model.model_json_schema()["properties"][name]
    either = schema.pop("anyOf", None)
    if isinstance(either, list):
        schema |= next(one for one in either if isinstance(one, dict) and one["type"] != "null")
        schema.pop("default", None)
    schema.pop("title", None)
    return schema
