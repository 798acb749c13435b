"""What should improve, as the people of a unit said it: themes beside its group, and comments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from field_export.charts.axis import Layout
from field_export.charts.ranking import NARROW, WIDE, RankingWords, UnitDot, ranking_chart
from field_export.charts.shapes import Chart
from field_export.theme_rows import ThemeLine
from questionnaires import Definition
from scoring.themes import ThemeRow
from survey_app.access.comment_objects import comments_of_round
from survey_app.db.comment_decisions import ReleasedComment, released_comments
from survey_app.db.published_scores import PublicScores
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.results.round_themes import RoundThemes
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.comment_words import theme_names
from survey_app.web.names import group_name
from survey_app.web.numbers import measured, points, whole
from survey_app.web.themes_known import known_themes
from survey_app.web.unit_of_work import database

HUNDRED = 100.0
ON_DESK = replace(WIDE, width=900, left=490, right=90, row=30, dot=15, letters=72)
ON_PHONE = replace(NARROW, letters=44)
"""Themes are sentences, longer than names of units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitThemes:
    """lines: most named first; none where the questionnaire has no question of themes.

    own: the row of the unit; hidden where it has too few people, or protects one that has. others:
    comments under no theme. comments: how many are released.
    """

    lines: tuple[ThemeLine, ...]
    own: ThemeRow
    group_name: str
    minimum: int
    others: tuple[str, ...]
    comments: int
    chart: Drawn | None
    how: tuple[str, ...]


def unit_themes(
    session: Session,
    of_round: RoundRecord,
    current: PublicScores,
    *,
    unit: RoundUnitRecord,
    definition: Definition,
) -> UnitThemes:
    """What is public of a unit in the publication that stands.

    Comments are read anew each time: one that is taken back is gone at once.
    """
    themes = known_themes(session, of_round, current, definition=definition)
    own = themes.table.units[unit.unit_code]
    comments: tuple[ReleasedComment, ...] = ()
    if not own.is_hidden:
        comments = released_comments(session, current.run_id, unit_code=unit.unit_code)
    group, names = themes.table.groups[unit.group_code], theme_names(definition)
    lines = _lines(themes, own=own, group=group, names=names, comments=comments)
    return UnitThemes(
        lines=lines,
        own=own,
        group_name=group_name(unit),
        minimum=themes.minimum,
        others=tuple(one.text for one in comments if one.theme not in names),
        comments=len(comments),
        chart=_drawn(lines, unit=unit) if own.people else None,
        how=tuple(_how(own, group=group, whole_row=themes.table.whole, minimum=themes.minimum)),
    )


def themes_of_unit(of_round: RoundRecord, unit: RoundUnitRecord) -> UnitThemes | None:
    """The same for Home Affairs; None where nothing of the round is public."""
    found = comments_of_round(database(), of_round)
    if found.current is None:
        return None
    return unit_themes(database(), of_round, found.current, unit=unit, definition=found.definition)


def _lines(
    themes: RoundThemes,
    *,
    own: ThemeRow,
    group: ThemeRow,
    names: Mapping[int, str],
    comments: Sequence[ReleasedComment],
) -> tuple[ThemeLine, ...]:
    """Most named first; what is hidden last, in the order of the questionnaire."""
    lines = [
        ThemeLine(
            code=code,
            name=name,
            own=own.themes[code],
            group=group.themes[code],
            whole=themes.table.whole.themes[code],
            comments=tuple(one.text for one in comments if one.theme == code),
        )
        for code, name in names.items()
    ]
    return tuple(sorted(lines, key=lambda one: 1 if one.own.people is None else -one.own.people))


def _how(own: ThemeRow, *, group: ThemeRow, whole_row: ThemeRow, minimum: int) -> Iterator[str]:
    """How the shares come about, and why some are missing."""
    yield str(
        _(
            "People who named a theme, of 100 people who named any. Each could name several, so the"
            " shares add up to more than 100 percent. Everybody counts once: these are no estimates"
            " for people who were not asked, and have no interval."
        )
    )
    known = [row.people for row in (own, group, whole_row) if row.people is not None]
    if len(known) == len((own, group, whole_row)):
        yield str(
            _(
                "Named any: %(own)s people of the unit, %(group)s of its group, %(whole)s in all.",
                own=whole(known[0]),
                group=whole(known[1]),
                whole=whole(known[2]),
            )
        )
    yield str(
        _(
            "They are counted from the interviews of which the published scores are made. A theme"
            " that fewer than %(minimum)s people named is not shown, nor one from which such a"
            " number could be computed.",
            minimum=whole(minimum),
        )
    )


def _drawn(lines: Sequence[ThemeLine], *, unit: RoundUnitRecord) -> Drawn | None:
    return drawn(
        lambda layout: _chart(lines, unit=unit, layout=layout), wide=ON_DESK, narrow=ON_PHONE
    )


def _chart(lines: Sequence[ThemeLine], *, unit: RoundUnitRecord, layout: Layout) -> Chart | None:
    """A dot for each theme that is shown; None where none is."""
    return ranking_chart(
        "themes",
        [
            UnitDot(
                name=one.name,
                score=float(one.own.percent),
                low=None,
                high=None,
                is_hollow=False,
                said=f"{points(one.own.percent, 1)} %",
                before=None if one.group.percent is None else float(one.group.percent),
            )
            for one in lines
            if one.own.percent is not None
        ],
        levels=[],
        words=RankingWords(
            title=_("What should improve: people of 100 who named the theme"),
            sentence=_(
                "Large dot: %(unit)s. Small dot: %(group)s. The table says the same.",
                unit=unit.unit_name,
                group=group_name(unit),
            ),
            axis=_axis,
            written=measured,
        ),
        layout=layout,
        highest=HUNDRED,
    )


def _axis(low: float, high: float) -> str:
    return str(
        _(
            "Small dot: the group. Axis from %(low)s to %(high)s %%.",
            low=measured(low, 0),
            high=measured(high, 0),
        )
    )
