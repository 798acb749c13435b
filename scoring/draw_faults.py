"""Judges whether a draw can be made as planned, and says everything that stands in its way."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from questionnaires.problems import Fault
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_problems import DrawCode
from scoring.frame_list import FrameCase

BAR = "|"
_RUNS = ("=", "+", "-", "@", "'")
"""Beginnings that change on the way through a spreadsheet file: others would hash other text."""
_RUNS_IN_NEXT_CELL = re.compile(r";(?:[=+@]|-(?![0-9]*\.?[0-9]+(?:;|$)))")
"""The same where a semicolon ends a cell; a number below 0 does not change."""


def draw_faults(cases: Sequence[FrameCase], *, plan: DrawPlan) -> tuple[Fault, ...]:
    """Everything, not only the first: of the list, and of the plan for it."""
    return (*list_faults(cases), *plan_faults(cases, plan=plan))


def plan_faults(cases: Sequence[FrameCase], *, plan: DrawPlan) -> tuple[Fault, ...]:
    """What is wrong with method and targets, for this list; strata by name."""
    return (*_method_faults(cases, plan=plan), *_target_faults(cases, plan=plan))


def is_fit(text: str) -> bool:
    """Whether a text is the same after a file has been written and read again; blank is."""
    return (
        text.isprintable()
        and text == text.strip()
        and not text.startswith(_RUNS)
        and not _RUNS_IN_NEXT_CELL.search(text)
        and unicodedata.is_normalized("NFC", text)
    )


def list_faults(cases: Sequence[FrameCase]) -> tuple[Fault, ...]:
    """What is wrong with the list, whatever is drawn from it."""
    return tuple(_list_faults(cases))


def _list_faults(cases: Sequence[FrameCase]) -> Iterator[Fault]:
    if not cases:
        yield DrawCode.NO_CASES.at("list")
    for case_id, times in Counter(case.case_id for case in cases).items():
        where = f"case “{case_id}”"
        if times > 1:
            yield DrawCode.CASE_TWICE.at(where)
        if not case_id or BAR in case_id:
            yield DrawCode.BAR_IN_NAME.at(where, value=case_id)
    for case in cases:
        for text in (case.case_id, case.order_key):
            if not is_fit(text):
                yield DrawCode.TEXT_UNFIT.at(f"case “{case.case_id}”", value=text)
    strata = {case.stratum for case in cases}
    if "" in strata and len(strata) > 1:
        yield DrawCode.STRATUM_BLANK.at("list")


def _method_faults(cases: Sequence[FrameCase], *, plan: DrawPlan) -> Iterator[Fault]:
    if not plan.list_name or BAR in plan.list_name:
        yield DrawCode.BAR_IN_NAME.at("name of the list", value=plan.list_name)
    for where, text in (("name of the list", plan.list_name), ("order", plan.order)):
        if not is_fit(text):
            yield DrawCode.TEXT_UNFIT.at(where, value=text)
    if plan.method is Method.SYSTEMATIC and not plan.order:
        yield DrawCode.ORDER_NOT_SAID.at("order")
    strata = {case.stratum for case in cases}
    if plan.method is Method.SIMPLE and len(strata) > 1:
        yield DrawCode.SEVERAL_STRATA.at("list", count=str(len(strata)))


def _target_faults(cases: Sequence[FrameCase], *, plan: DrawPlan) -> Iterator[Fault]:
    populations = Counter(case.stratum for case in cases)
    times = Counter(target.stratum for target in plan.targets)
    targets = {target.stratum: target for target in plan.targets}
    for stratum in sorted({*populations, *targets}):
        where = f"stratum “{stratum}”"
        if not is_fit(stratum):
            yield DrawCode.TEXT_UNFIT.at(where, value=stratum)
        if times[stratum] > 1:
            yield DrawCode.TARGET_TWICE.at(where)
        population = populations[stratum]
        if stratum not in targets:
            yield DrawCode.STRATUM_WITHOUT_TARGET.at(where, population=str(population))
        elif not population:
            yield DrawCode.STRATUM_EMPTY.at(where)
        else:
            yield from _sizes(targets[stratum], where=where, population=population)


def _sizes(target: StratumTarget, *, where: str, population: int) -> Iterator[Fault]:
    official, reserve = target.official, target.reserve
    if min(official, reserve) < 0:
        yield DrawCode.TARGET_NEGATIVE.at(where, official=str(official), reserve=str(reserve))
    elif official + reserve > population:
        yield DrawCode.TARGET_TOO_LARGE.at(
            where, official=str(official), reserve=str(reserve), population=str(population)
        )
    if official == 0 and reserve > 0:
        yield DrawCode.RESERVE_WITHOUT_OFFICIAL.at(where, reserve=str(reserve))
