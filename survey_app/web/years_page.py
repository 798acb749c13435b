"""What the page of two rounds shows, made from their comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from field_export.charts.changes import NARROW, WIDE
from scoring.differences import Change, Difference
from scoring.round_figures import RowFigures
from scoring.year_on_year import TOLD
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.criteria_wording import Wording
from survey_app.results.earlier_rounds import do_overlap
from survey_app.results.printed_changes import PERCENT, printed_difference, printed_share
from survey_app.results.ranking import Shown
from survey_app.results.round_side import RoundSide
from survey_app.results.two_rounds import GroupChange, TwoRounds
from survey_app.results.unit_changes import Compared, UnitChange
from survey_app.web.change_charts import group_changes_chart
from survey_app.web.change_order import largest_rise_first, ordered_changes
from survey_app.web.change_words import (
    MARKS,
    apart_words,
    aspects_in_words,
    by_chance_words,
    change_words,
    flag_note,
    how_changed,
    marked,
    row_apart_words,
)
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.language import current_language
from survey_app.web.names import group_name, short_factor_names
from survey_app.web.numbers import whole
from survey_app.web.selecting import counted_words
from survey_app.web.sorting import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFactor:
    """How a factor changed, in percentage points. mark: of a change that is told, else ""."""

    difference: Shown
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A unit, a group or the whole. code: of a unit of the later round, which has a page.

    words: what the difference tells; instead: why there is none, or none with an interval.
    notes: what is to be known of the earlier and of the later score. most: the name of the factor
    that changed most.
    """

    name: str
    code: str | None
    former: str | None
    people: tuple[int | None, int | None]
    notes: tuple[str, str]
    earlier: Shown
    later: Shown
    difference: Shown
    words: str
    marked: str
    instead: str
    how: tuple[str, ...]
    factors: Mapping[str, ShownFactor]
    most: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A group with its chart. note: that its units are not the same."""

    code: str
    row: ShownChange
    units: tuple[ShownChange, ...]
    chart: Drawn | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSide:
    """A round and of which interviews its figures are: how many, how asked, who."""

    side: RoundSide
    modes: str
    origins: str


def years_shown(of: TwoRounds, *, order: Order) -> dict[str, object]:
    """Everything but the rounds to choose from."""
    names = factor_names(of)
    units = {unit.code: unit_change_shown(unit, names=names) for unit in of.units}
    told = [unit for unit in of.units if unit.row.change.published.change is not None]
    return {
        "factors": names,
        "whole": _whole(of, names=names),
        "whole_note": _note(of.whole),
        "groups": [
            _group(group, of=of, order=order, names=names, shown=units) for group in of.groups
        ],
        "risen": _in_turn(_that(Change.RISEN, of=of), shown=units),
        "fallen": _in_turn(_that(Change.FALLEN, of=of)[::-1], shown=units),
        "similar": _in_turn(_that(Change.SIMILAR, of=of), shown=units),
        "apart": _in_turn(of.units_apart, shown=units),
        "by_chance": by_chance_words(len(told)),
        "sides": [_side(of.earlier), _side(of.later)],
        "differing": aspects_in_words(of.found.differing),
        "is_other_version": not of.found.same_questionnaire,
        "wording": of.wording,
        "texts": criteria_texts(of.wording, later=of.later, earlier=of.earlier),
        "do_overlap": do_overlap(of.later.round, of.earlier.round),
        "is_asked_otherwise": _is_asked_otherwise(of),
    }


def _that(change: Change, *, of: TwoRounds) -> tuple[UnitChange, ...]:
    return largest_rise_first(of.units_that(change))


def factor_names(of: TwoRounds) -> dict[str, str]:
    """Short names of the factors of either round, of the later one where it has them."""
    earlier, later = (short_factor_names(one.definition) for one in (of.earlier, of.later))
    names = {**earlier, **later}
    return {code: names.get(code, code) for code in of.factors}


def criteria_texts(wording: Wording, *, later: RoundSide, earlier: RoundSide) -> dict[str, str]:
    """The texts of criteria that count in one of the two rounds only, or were asked otherwise."""
    language = current_language()
    here = (*wording.asked_otherwise, *wording.only_later)
    return {
        **{code: later.definition.item(code).text.in_language(language) for code in here},
        **{
            code: earlier.definition.item(code).text.in_language(language)
            for code in wording.only_earlier
        },
    }


def _is_asked_otherwise(of: TwoRounds) -> bool:
    """Whether interviews were made in other ways, or with people from elsewhere."""
    here, there = of.later.figures.composition, of.earlier.figures.composition
    return {*(here.modes or ())} != {*(there.modes or ())} or {*(here.origins or ())} != {
        *(there.origins or ())
    }


def _side(side: RoundSide) -> ShownSide:
    modes, origins = counted_words(side.figures.composition)
    return ShownSide(side=side, modes=modes, origins=origins)


def _whole(of: TwoRounds, *, names: Mapping[str, str]) -> ShownChange:
    return _row(of.whole.row, name=str(_("The whole")), names=names)


def named_groups(of: TwoRounds) -> tuple[tuple[str, GroupChange], ...]:
    """The groups with their names in the language of the page."""
    return tuple((_group_name(group.named), group) for group in of.groups)


def _group_name(unit: RoundUnitRecord | None) -> str:
    return "" if unit is None else group_name(unit)


def _group(
    group: GroupChange,
    *,
    of: TwoRounds,
    order: Order,
    names: Mapping[str, str],
    shown: Mapping[str, ShownChange],
) -> ShownGroup:
    units, name = of.units_in(group.code), _group_name(group.named)
    return ShownGroup(
        code=group.code,
        row=_row(group.row, name=name, names=names),
        units=_in_turn(ordered_changes(units, order=order), shown=shown),
        chart=drawn(
            lambda panels: group_changes_chart(group, units, name=name, panels=panels),
            wide=WIDE,
            narrow=NARROW,
        ),
        note=_note(group),
    )


def _note(group: GroupChange) -> str:
    """That a group, or the whole, is not made of the same units."""
    if not group.came and not group.gone:
        return ""
    return str(
        _(
            "Not of the same units: %(same)s in both rounds, %(came)s only now, %(gone)s only"
            " before.",
            same=whole(group.units),
            came=whole(group.came),
            gone=whole(group.gone),
        )
    )


def _in_turn(
    units: Sequence[UnitChange], *, shown: Mapping[str, ShownChange]
) -> tuple[ShownChange, ...]:
    return tuple(shown[unit.code] for unit in units)


def unit_change_shown(unit: UnitChange, *, names: Mapping[str, str]) -> ShownChange:
    """A unit; names: of the factors."""
    return _row(
        unit.row,
        name=unit.known_as.unit_name,
        names=names,
        code=None if unit.later is None else unit.code,
        former=unit.former_name,
        instead=apart_words(unit),
    )


def _row(
    row: Compared,
    *,
    name: str,
    names: Mapping[str, str],
    code: str | None = None,
    former: str | None = None,
    instead: str | None = None,
) -> ShownChange:
    earlier, later = row.scores
    change = row.change
    return ShownChange(
        name=name,
        code=code,
        former=former,
        people=(_people(row.earlier), _people(row.later)),
        notes=(flag_note(row.earlier), flag_note(row.later)),
        earlier=printed_share(earlier),
        later=printed_share(later),
        difference=printed_difference(change.published),
        words=change_words(change.published),
        marked=marked(change.published),
        instead=row_apart_words(row) if instead is None else instead,
        how=how_changed(row),
        factors={factor: _factor(one) for factor, one in change.factors.items()},
        most=None if change.most_changed is None else names[change.most_changed],
    )


def _people(row: RowFigures | None) -> int | None:
    return None if row is None else row.people


def _factor(of: Difference) -> ShownFactor:
    mark = MARKS[of.change] if of.change in TOLD and of.change is not None else ""
    return ShownFactor(difference=printed_difference(of, scale=PERCENT), mark=mark)
