"""What the index of a group comes to, in sentences; what is not known leaves its sentence out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.index import GroupIndex, IndexRow, change
from scoring.plans import Band, IndexPlan
from scoring.rounding import half_up
from survey_app.wording.speech import Speech

MOST_NAMED = 20
"""Units that a sentence names; of more it only says how many they are."""
WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierIndex:
    """The index of the same group in the year before, as far as it is known.

    percents, ranks: of its units by code, as those of today are called.
    """

    year: int
    mean: Fraction | None = None
    spread: Fraction | None = None
    percents: Mapping[str, Fraction] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)


def band_lines(group: GroupIndex, *, plan: IndexPlan, speech: Speech) -> Iterator[str]:
    """A line for each band that has a unit, the best first."""
    above: Band | None = None
    for band in plan.bands:
        names = [row.unit_name for row in group.rows if row.band == band.name]
        if names:
            yield _band(band, names, above=above, speech=speech)
        above = band


def _band(band: Band, names: Sequence[str], *, above: Band | None, speech: Speech) -> str:
    _ = speech.gettext
    said = {
        "band": band.name_en if speech.language == "en" else band.name,
        "low": speech.plain(band.from_percent),
        "high": "" if above is None else speech.plain(above.from_percent),
        "units": speech.whole(len(names)),
        "names": "; ".join(names),
    }
    if len(names) > MOST_NAMED:
        del said["names"]
        if above is None:
            return _("%(band)s, from %(low)s points on: %(units)s units.", **said)
        return _("%(band)s, from %(low)s to below %(high)s points: %(units)s units.", **said)
    if above is None:
        return _("%(band)s, from %(low)s points on: %(units)s units (%(names)s).", **said)
    return _(
        "%(band)s, from %(low)s to below %(high)s points: %(units)s units (%(names)s).", **said
    )


def group_sentences(
    group: GroupIndex, *, earlier: EarlierIndex | None, speech: Speech
) -> Iterator[str]:
    """Paragraphs: mean, who is above it, best and worst, spread, and how they have changed."""
    if len(group.rows) == 1:
        yield _alone(group.rows[0], speech=speech)
        return
    yield " ".join(_about_mean(group, earlier=earlier, speech=speech))
    yield " ".join(_about_ends(group, earlier=earlier, speech=speech))


def _alone(row: IndexRow, *, speech: Speech) -> str:
    return speech.gettext(
        "The group has one unit: %(unit)s, with %(points)s points.",
        unit=row.unit_name,
        points=speech.rounded(row.percent),
    )


def _about_mean(
    group: GroupIndex, *, earlier: EarlierIndex | None, speech: Speech
) -> Iterator[str]:
    _ = speech.gettext
    mean = _(
        "The mean of the index of the %(units)s units is %(mean)s points%(change)s.",
        units=speech.whole(len(group.rows)),
        mean=speech.rounded(group.mean_index),
        change=_changed(
            group.mean_index, earlier.mean if earlier else None, of=earlier, speech=speech
        ),
    )
    yield mean
    if group.above_mean:
        yield _(
            "%(above)s units have an index above the mean.", above=speech.whole(group.above_mean)
        )


def _changed(
    now: Fraction, before: Fraction | None, *, of: EarlierIndex | None, speech: Speech
) -> str:
    """“, up 0.61 points from 2021 (88.99 points)”; nothing where the year before is not known."""
    _ = speech.gettext
    if of is None or before is None:
        return ""
    moved = change(now, before=before)
    said = {
        "by": speech.plain(abs(moved)),
        "year": str(of.year),
        "before": speech.rounded(before),
    }
    if moved > 0:
        return _(", up %(by)s points from %(year)s (%(before)s points)", **said)
    if moved < 0:
        return _(", down %(by)s points from %(year)s (%(before)s points)", **said)
    return _(", unchanged from %(year)s (%(before)s points)", **said)


def _about_ends(
    group: GroupIndex, *, earlier: EarlierIndex | None, speech: Speech
) -> Iterator[str]:
    _ = speech.gettext
    best, worst = group.rows[0].percent, group.rows[-1].percent
    if half_up(best) == half_up(worst):
        yield _("All units have the same index, %(points)s points.", points=speech.rounded(best))
        return
    yield _(
        "The highest index is that of %(best)s, %(high)s points; the lowest is that of %(worst)s,"
        " %(low)s points.",
        best=_named([row for row in group.rows if row.percent == best]),
        high=speech.rounded(best),
        worst=_named([row for row in group.rows if row.percent == worst]),
        low=speech.rounded(worst),
    )
    yield _(
        "Between the highest and the lowest unit there are %(spread)s points%(change)s.",
        spread=speech.rounded(group.spread),
        change=_changed(
            group.spread, earlier.spread if earlier else None, of=earlier, speech=speech
        ),
    )


def _named(rows: Sequence[IndexRow]) -> str:
    return "; ".join(row.unit_name for row in rows)
