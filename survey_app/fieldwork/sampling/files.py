"""The published form of a draw, made again from what is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from field_export.draw_files import case_file, draw_file, sample_file
from scoring.draw import Draw, DrawnStratum, SampleList, SampleMember
from scoring.frame_list import FrameCase, list_sha256
from survey_app.db import rounds, samples
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.round_description import SamplingPlan
from survey_app.fieldwork.sampling.drawing import drawn_named
from survey_app.fieldwork.sampling.planning import frame_case, method_of, order_of
from survey_app.problems import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSample:
    """A draw with the list that it was made from. is_revealed: whether its seed may be shown."""

    draw: Draw
    cases: tuple[FrameCase, ...]
    is_revealed: bool


class _Stratum(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    stratum: str
    population: int
    official: int
    reserve: int


def published_sample(session: Session, found: RoundRecord, list_name: str) -> PublishedSample:
    """The sample as it was drawn. Raises Problem where its list is not the one it was drawn from.

    The seed is blank until it was revealed.
    """
    record = drawn_named(session, found, list_name)
    plan = SamplingPlan.model_validate(record.plan)
    cases = _cases(session, record, plan=plan)
    if list_sha256(cases) != record.list_sha256:
        raise Problem(Code.SAMPLE_LIST_CHANGED, {"list": list_name})
    strata = strata_of(record)
    draw = Draw(
        list_name=record.list_name,
        method=method_of(plan),
        order=order_of(plan),
        list_sha256=record.list_sha256,
        commitment=record.commitment,
        seed=record.seed or "",
        strata=strata,
        members=_members(session, record.id, strata=strata),
    )
    return PublishedSample(draw=draw, cases=cases, is_revealed=record.seed is not None)


def strata_of(record: samples.DrawRecord) -> tuple[DrawnStratum, ...]:
    """The strata of a draw as they are kept; none before it is drawn."""
    kept = (_Stratum.model_validate(one) for one in record.strata)
    return tuple(DrawnStratum(**one.model_dump()) for one in kept)


def published_files(published: PublishedSample) -> Mapping[str, Iterator[str]]:
    """The files that may be published now, by name: without the seed only the document."""
    texts = {"draw.json": iter([draw_file(published.draw, reveal_seed=published.is_revealed)])}
    if published.is_revealed:
        texts["cases.csv"] = case_file(published.cases)
        texts["sample.csv"] = sample_file(published.draw)
    return texts


def _cases(
    session: Session, record: samples.DrawRecord, *, plan: SamplingPlan
) -> tuple[FrameCase, ...]:
    drawn = set(record.unit_codes)
    units = [
        one.id for one in rounds.units_of_round(session, record.round_id) if one.unit_code in drawn
    ]
    return tuple(frame_case(case, plan=plan) for case in samples.cases_of_units(session, units))


def _members(
    session: Session, draw_id: int, *, strata: Sequence[DrawnStratum]
) -> tuple[SampleMember, ...]:
    """Weights are exact again: those that are kept are rounded."""
    weights = {
        one.stratum: Fraction(one.population, one.official) for one in strata if one.official
    }
    return tuple(
        SampleMember(
            case_id=str(member.public_id),
            stratum=member.stratum,
            sample_list=SampleList(member.sample_list),
            place=member.place,
            weight=weights[member.stratum],
        )
        for member in samples.members_of(session, draw_id)
    )
