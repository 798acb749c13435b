"""Areas, gaps and changes of a group as lines on a terminal."""

from collections.abc import Iterator
from decimal import Decimal

from questionnaires.problems import N_
from scoring.areas import AreaFigures
from survey_app.cli.speech import say, spoken_language
from survey_app.publication.report.index_words import signed
from survey_app.results.earlier_index import EarlierIndex
from survey_app.results.full_index import FullGroup
from survey_app.wording.speech import Speech

AREA = N_("  %(area)s: mean %(mean)s of %(maximum)s; %(top)s of %(scored)s units have all of it")
GAP = N_("Self-scored less appraised points, the largest: %(units)s")
CHANGES = N_("Against %(year)s: mean index %(mean)s, spread %(spread)s; %(known)s units known")
MOST_NAMED = 3


def group_lines(group: FullGroup, *, before: EarlierIndex | None) -> Iterator[str]:
    """What is known beside the table; nothing where nothing is."""
    speech = Speech(language=spoken_language())
    if group.has_areas:
        yield from (_area(one, speech=speech) for one in group.areas if one.scored)
    over = [one for one in group.gaps.units if one.total.difference > 0][:MOST_NAMED]
    if over:
        units = "; ".join(
            f"{one.unit_name} +{speech.rounded(one.total.difference)}" for one in over
        )
        yield say(GAP, units=units)
    if group.changes is not None and before is not None:
        known = sum(one.change is not None for one in group.changes.units)
        yield say(
            CHANGES,
            year=str(before.year),
            mean=_signed(group.changes.mean_change, speech=speech),
            spread=_signed(group.changes.spread_change, speech=speech),
            known=f"{known}/{len(group.changes.units)}",
        )


def _area(one: AreaFigures, *, speech: Speech) -> str:
    return say(
        AREA,
        area=speech.name(one.area.name),
        mean="–" if one.mean is None else speech.rounded(one.mean),
        maximum=speech.rounded(one.area.maximum),
        top=str(len(one.at_maximum)),
        scored=str(one.scored),
    )


def _signed(value: Decimal | None, *, speech: Speech) -> str:
    return "–" if value is None else signed(value, speech=speech)
