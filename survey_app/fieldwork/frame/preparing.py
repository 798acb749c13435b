"""The cases of a judged list, made before anything is locked: then they are only stored."""

from collections.abc import Callable, Iterator
from uuid import UUID

from survey_app.db import frames
from survey_app.fieldwork.frame.fields import FrameRow
from survey_app.fieldwork.frame.importing import FrameRound, JudgedFrame
from survey_app.fieldwork.frame.judging import Judgement


def prepared_frame(
    judged: JudgedFrame, *, frame_round: FrameRound, new_uuid: Callable[[], UUID]
) -> frames.PreparedCases:
    """The cases as `store_frame` stores them."""
    return frames.prepared_cases(
        _cases(judged, frame_round),
        is_simulated=frame_round.round.is_simulated,
        new_uuid=new_uuid,
    )


def _cases(judged: JudgedFrame, frame_round: FrameRound) -> Iterator[frames.NewListedCase]:
    round_units = {one.unit_code: one.id for one in frame_round.units}
    for row, judgement in zip(judged.reading.rows, judged.judgements, strict=True):
        if judgement is Judgement.ELIGIBLE:
            yield _case(row, round_unit_id=round_units[row.unit_code])


def _case(row: FrameRow, *, round_unit_id: int) -> frames.NewListedCase:
    if row.returned_on is None:
        raise ValueError("a case has its result")
    return frames.NewListedCase(
        round_unit_id=round_unit_id,
        row_number=row.number,
        file_code=row.file_code,
        field=row.field,
        procedure=row.procedure,
        full_name=row.applicant,
        applicant_kind=row.applicant_kind,
        phone=row.phone,
        address=row.address,
        district=row.district,
        received_on=row.received_on,
        due_on=row.due_on,
        returned_on=row.returned_on,
        channel=row.channel,
        keyed_by=row.keyed_by,
    )
