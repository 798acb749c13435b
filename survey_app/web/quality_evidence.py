"""The figures of a flag as lines that a person reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask_babel import gettext as _

from questionnaires.problems import N_
from scoring.quality.flags import Kind
from survey_app.web.numbers import day, measured, moment, whole

HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One figure with its name."""

    name: str
    value: str


def share(value: float | None, places: int = 1) -> str:
    """A share as a percentage."""
    return "–" if value is None else f"{measured(value * HUNDRED, places)} %"


def clock_minutes(seconds: float | None) -> str:
    """Minutes and seconds, 3:50; a minus where an interview began before the last one ended."""
    if seconds is None:
        return "–"
    whole_seconds = round(abs(seconds))
    sign = "−" if seconds < 0 else ""
    hours, rest = divmod(whole_seconds, 3600)
    if hours:
        return f"{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{sign}{rest // 60}:{rest % 60:02d}"


def _count(value: float) -> str:
    return whole(round(value))


def _two(value: float) -> str:
    return measured(value, 2)


def _moment(seconds: float) -> str:
    return moment(datetime.fromtimestamp(seconds, tz=UTC))


def _metres(value: float) -> str:
    return f"{_count(value)} m"


def _in_minutes(value: float) -> str:
    return str(_("%(minutes)s minutes", minutes=measured(value)))


Written = Callable[[float], str]
FIGURES: Mapping[str, tuple[str, Written]] = {
    "started_s": (N_("Began"), _moment),
    "finished_s": (N_("Ended"), _moment),
    "other_started_s": (N_("The earlier one began"), _moment),
    "other_finished_s": (N_("The earlier one ended"), _moment),
    "overlap_s": (N_("Both went on for (minutes)"), clock_minutes),
    "duration_s": (N_("Duration (minutes)"), clock_minutes),
    "unit_median_s": (N_("Median of the unit (minutes)"), clock_minutes),
    "limit_s": (N_("Shown below (minutes)"), clock_minutes),
    "floor_s": (N_("Floor for any interview (minutes)"), clock_minutes),
    "interviews": (N_("Interviews"), _count),
    "interviewed_units": (N_("Units"), _count),
    "mean_excess": (N_("Best match above expectation (percentage points)"), share),
    "middle_excess": (N_("The same in the middle of all enumerators"), share),
    "excess_z": (N_("Distance from the other enumerators (deviations)"), measured),
    "below_floor": (N_("Interviews below the floor"), _count),
    "timed": (N_("Interviews whose duration is known"), _count),
    "below_floor_share": (N_("Share below the floor"), share),
    "equal": (N_("Criteria with the same answer"), _count),
    "compared": (N_("Compared"), _count),
    "own": (N_("This enumerator"), share),
    "others": (N_("Other enumerators in the same units"), share),
    "chance_z": (N_("Distance from chance (deviations)"), measured),
    "robust_z": (N_("Distance from the other enumerators (deviations)"), measured),
    "modal_share": (N_("Share of the commonest level"), share),
    "other_modal_share": (N_("Share of the commonest level in the earlier one"), share),
    "near": (N_("Interviews with a near-duplicate of their own"), _count),
    "near_expected": (N_("Expected among equally many of others"), _two),
    "near_ratio": (N_("Times as many as expected"), measured),
    "longest_run": (N_("Same level in a row"), _count),
    "answered": (N_("Criteria with a level"), _count),
    "unit_straight_share": (N_("Other interviews of the unit like this"), share),
    "blank": (N_("Criteria left blank"), _count),
    "asked": (N_("Criteria asked"), _count),
    "blank_share": (N_("Share left blank"), share),
    "unit_blank_share": (N_("Left blank in other interviews of the unit"), share),
    "first_started_s": (N_("The first began"), _moment),
    "last_started_s": (N_("The last began"), _moment),
    "positioned": (N_("Interviews with a position"), _count),
    "other_enumerators": (N_("Other enumerators at this place"), _count),
    "units": (N_("Units interviewed for there"), _count),
    "accuracy_m": (N_("Accuracy of the tablet (median)"), _metres),
}
"""By the name of a figure, in the order in which they are read."""
NOT_SHOWN = frozenset({"day", "latitude", "longitude", "by_tablet", "same_minute"})
"""Days, places and facts have words of their own."""
BY_KIND: Mapping[tuple[str, str], tuple[str, Written]] = {
    (Kind.DURATION, "own"): (N_("This enumerator"), _in_minutes),
    (Kind.DURATION, "others"): (N_("Other enumerators in the same units"), _in_minutes),
    (Kind.NEAR_DUPLICATE, "near_expected"): (
        N_("Chance of one among equally many of others"),
        share,
    ),
    (Kind.NEAR_DUPLICATE, "compared"): (N_("Criteria asked in both"), _count),
    (Kind.SAME_POSITION, "interviews"): (N_("Interviews at this point"), _count),
    (Kind.POSITION_CLUSTER, "interviews"): (N_("Interviews near this point"), _count),
    (Kind.NIGHT, "interviews"): (N_("Begun in this night"), _count),
    (Kind.BURST, "interviews"): (N_("Begun within an hour"), _count),
    **{
        (kind, "compared"): (N_("Interviews in units with other enumerators"), _count)
        for kind in (
            *(Kind.DURATION, Kind.MISSING_RATE, Kind.NOT_APPLICABLE_RATE),
            *(Kind.STRAIGHT_RATE, Kind.ANSWERS_DIFFER),
        )
    },
    (Kind.REFUSAL_RATE, "compared"): (N_("People met in units with other enumerators"), _count),
}


def evidence_lines(kind: str, evidence: Mapping[str, object]) -> tuple[EvidenceLine, ...]:
    """Every figure, and in words what is no figure."""
    lines = [*_words(evidence)]
    for name, usual in FIGURES.items():
        if name not in evidence:
            continue
        title, written = BY_KIND.get((kind, name), usual)
        value = evidence[name]
        text = written(float(value)) if isinstance(value, int | float) else str(_("not known"))
        lines.append(EvidenceLine(name=str(_(title)), value=text))
    return tuple(lines)


def _words(evidence: Mapping[str, object]) -> list[EvidenceLine]:
    lines = []
    if isinstance(of_day := evidence.get("day"), str):
        lines.append(EvidenceLine(name=str(_("Day")), value=day(date.fromisoformat(of_day))))
    if isinstance(evidence.get("latitude"), float):
        place = f"{evidence['latitude']:.6f}, {evidence['longitude']:.6f}"
        lines.append(EvidenceLine(name=str(_("Latitude and longitude")), value=place))
    if evidence.get("same_minute") is True:
        began = str(_("in the same minute"))
        lines.append(EvidenceLine(name=str(_("Both began")), value=began))
    if isinstance(by_tablet := evidence.get("by_tablet"), bool):
        clock = _("counted by the tablet") if by_tablet else _("from beginning to end")
        lines.append(EvidenceLine(name=str(_("How the duration is known")), value=str(clock)))
    return lines
