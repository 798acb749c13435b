"""The three files of a draw that are published; none of them names anybody."""

from collections.abc import Iterable, Iterator

from field_export.csv_rows import csv_lines
from scoring.draw import Draw
from scoring.draw_check import printed_weight
from scoring.draw_json import draw_json
from scoring.frame_list import FrameCase, sorted_cases

CASE_COLUMNS = ("case_id", "stratum", "order_key")
SAMPLE_COLUMNS = ("case_id", "stratum", "list", "place", "weight")


def case_file(cases: Iterable[FrameCase]) -> Iterator[str]:
    """CASES.csv by lines: the list that was drawn from, by id."""
    rows = ((case.case_id, case.stratum, case.order_key) for case in sorted_cases(cases))
    return csv_lines(_under(CASE_COLUMNS, rows))


def sample_file(draw: Draw) -> Iterator[str]:
    """SAMPLE.csv by lines: by stratum, the official list before the reserve, by place."""
    rows = (
        (
            member.case_id,
            member.stratum,
            member.sample_list.value,
            str(member.place),
            f"{printed_weight(member.weight):f}",
        )
        for member in draw.members
    )
    return csv_lines(_under(SAMPLE_COLUMNS, rows))


def draw_file(draw: Draw, *, reveal_seed: bool) -> str:
    """DRAW.json; without the seed until the field work is over."""
    return draw_json(draw, reveal_seed=reveal_seed)


def _under(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield heading
    yield from rows
