"""What the index of a group comes to, in sentences; what is not known leaves its sentence out."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.index import IndexRow
from scoring.index_changes import GroupChanges, OverAllRanks, OverAllUnits, known_ranks
from scoring.index_facts import UnitsOfBand
from scoring.plans import Band, IndexPlan
from scoring.rounding import half_up
from survey_app.results.full_index import FullGroup
from survey_app.wording.speech import Speech

MOST_NAMED = 20
"""Units that a sentence names; of more it only says how many they are."""
WHOLE = 100
MINUS = "\N{MINUS SIGN}"


def band_lines(group: FullGroup, *, plan: IndexPlan, speech: Speech) -> Iterator[str]:
    """A line for each band that has a unit, the best first."""
    above: dict[str, Band] = {
        lower.name: upper for upper, lower in zip(plan.bands, plan.bands[1:], strict=False)
    }
    for one in group.facts.bands:
        yield _band(one, above=above.get(one.band.name), speech=speech)


def _band(one: UnitsOfBand, *, above: Band | None, speech: Speech) -> str:
    _, band = speech.gettext, one.band
    said = {
        "band": band.name_en if speech.language == "en" else band.name,
        "low": speech.plain(band.from_percent),
        "units": speech.whole(len(one.units)),
    }
    if above is None:
        words = _("%(band)s, from %(low)s points on: %(units)s units", **said)
    elif band.from_percent == 0:
        high = speech.plain(above.from_percent)
        words = _("%(band)s, below %(high)s points: %(units)s units", **said, high=high)
    else:
        high = speech.plain(above.from_percent)
        words = _(
            "%(band)s, from %(low)s to below %(high)s points: %(units)s units", **said, high=high
        )
    if len(one.units) > MOST_NAMED:
        return f"{words}."
    return f"{words} ({_named(one.units)})."


def _named(rows: Sequence[IndexRow]) -> str:
    return "; ".join(row.unit_name for row in rows)


def group_sentences(group: FullGroup, *, year: int | None, speech: Speech) -> Iterator[str]:
    """Paragraphs: mean, who is above it, best and worst, spread, and how they have changed.

    year: of the table of before, None without one.
    """
    rows = group.group.rows
    if len(rows) == 1:
        yield _alone(rows[0], speech=speech)
        return
    said = _Said(group, year=year, speech=speech)
    for sentences in (said.mean(), said.ends(), said.moves(), said.places()):
        if paragraph := " ".join(sentences):
            yield paragraph


def _alone(row: IndexRow, *, speech: Speech) -> str:
    return speech.gettext(
        "The table has one unit of the group: %(unit)s, with %(points)s points.",
        unit=row.unit_name,
        points=speech.rounded(row.percent),
    )


class _Said:
    """The sentences of one group of several units."""

    def __init__(self, group: FullGroup, *, year: int | None, speech: Speech) -> None:
        self._group, self._speech = group, speech
        self._changes = group.changes if year is not None else None
        self._year = str(year)
        self._names: Mapping[str, str] = {row.unit_code: row.unit_name for row in group.group.rows}

    def mean(self) -> Iterator[str]:
        """The mean, and how many are above it."""
        _, speech, group = self._speech.gettext, self._speech, self._group.group
        yield _(
            "The mean of the index of the %(units)s units is %(mean)s points%(change)s.",
            units=speech.whole(len(group.rows)),
            mean=speech.rounded(group.mean_index),
            change=""
            if (of := self._changes) is None
            else self._changed(of.mean_change, of.mean_before),
        )
        if group.above_mean and not self._are_alike:
            above = speech.whole(group.above_mean)
            yield _("%(above)s units have an index above the mean.", above=above)

    @property
    def _are_alike(self) -> bool:
        """Whether all have the same index as it is printed."""
        facts = self._group.facts
        return half_up(facts.best[0].percent) == half_up(facts.worst[0].percent)

    def ends(self) -> Iterator[str]:
        """The highest and the lowest, and what lies between them."""
        _, speech, facts = self._speech.gettext, self._speech, self._group.facts
        best, worst = facts.best[0].percent, facts.worst[0].percent
        if self._are_alike:
            points = speech.rounded(best)
            yield _("All units have the same index, %(points)s points.", points=points)
            return
        yield _(
            "The highest index is that of %(best)s, %(high)s points; the lowest is that of"
            " %(worst)s, %(low)s points.",
            best=_named(facts.best),
            high=speech.rounded(best),
            worst=_named(facts.worst),
            low=speech.rounded(worst),
        )
        yield _(
            "Between the highest and the lowest unit there are %(spread)s points%(change)s.",
            spread=speech.rounded(self._group.group.spread),
            change=""
            if (of := self._changes) is None
            else self._changed(of.spread_change, of.spread_before),
        )

    def moves(self) -> Iterator[str]:
        """Who rose and who fell; only where all units can be compared."""
        if self._changes is not None and self._changes.over_units is not None:
            yield from self._moves(self._changes, self._changes.over_units)

    def _moves(self, changes: GroupChanges, over: OverAllUnits) -> Iterator[str]:
        _, speech = self._speech.gettext, self._speech
        compared = over.risen + over.fallen + over.unchanged
        said = {"all": speech.whole(compared), "year": self._year}
        if over.risen:
            yield _(
                "The index of %(risen)s of %(all)s units rose from %(year)s, most that of"
                " %(units)s (%(change)s points).",
                **said,
                risen=speech.whole(over.risen),
                units=self._listed(over.largest_rise),
                change=self._signed(changes, over.largest_rise[0]),
            )
        if over.fallen:
            yield _(
                "The index of %(fallen)s of %(all)s units fell from %(year)s, most that of"
                " %(units)s (%(change)s points).",
                **said,
                fallen=speech.whole(over.fallen),
                units=self._listed(over.largest_fall),
                change=self._signed(changes, over.largest_fall[0]),
            )
        if over.unchanged == compared:
            yield _("No unit's index changed from %(year)s.", year=self._year)

    def places(self) -> Iterator[str]:
        """Ranks that were kept, and those that moved farthest, of the units that are known."""
        if self._changes is None:
            return
        over = known_ranks(self._changes, group=self._group.group)
        first = [row for row in self._group.group.rows if row.rank == 1]
        known = sum(one.places is not None for one in self._changes.units)
        if known and self._changes.other_size is not None:
            yield self._other_size(self._changes.other_size)
        if known == len(self._changes.units):
            yield from self._places(self._changes, over)
        elif known and (not over.leader_stays or known > len(first)):
            yield from self._places_of_some(self._changes, over, known=known)
        if over.leader_stays:
            yield self._speech.gettext("%(units)s stays first in the group.", units=_named(first))

    def _other_size(self, ranked: int) -> str:
        """That ranks of before were among another number of units."""
        return self._speech.gettext(
            "%(ranked)s units of the group were ranked in %(year)s, %(all)s are now.",
            ranked=self._speech.whole(ranked),
            year=self._year,
            all=self._speech.whole(len(self._group.group.rows)),
        )

    def _places(self, changes: GroupChanges, over: OverAllRanks) -> Iterator[str]:
        _, speech = self._speech.gettext, self._speech
        if over.kept:
            yield _(
                "Against %(year)s %(number)s units kept their rank: %(units)s.",
                year=self._year,
                number=speech.whole(len(over.kept)),
                units=self._listed(over.kept),
            )
        if over.most_up:
            yield _(
                "%(units)s moved up most, by %(places)s places (%(where)s).",
                **self._moved(changes, over.most_up),
            )
        if over.most_down:
            yield _(
                "%(units)s moved down most, by %(places)s places (%(where)s).",
                **self._moved(changes, over.most_down),
            )

    def _places_of_some(
        self, changes: GroupChanges, over: OverAllRanks, *, known: int
    ) -> Iterator[str]:
        """The same where the rank of before is not known of every unit: of how many it is."""
        _, speech = self._speech.gettext, self._speech
        among = _(
            "Of the %(known)s of %(all)s units whose rank of %(year)s is known",
            known=speech.whole(known),
            all=speech.whole(len(changes.units)),
            year=self._year,
        )
        if over.kept:
            yield _(
                "%(among)s, %(number)s kept their rank: %(units)s.",
                among=among,
                number=speech.whole(len(over.kept)),
                units=self._listed(over.kept),
            )
            among = _("Of these")
        if over.most_up:
            yield _(
                "%(among)s, %(units)s moved up most, by %(places)s places (%(where)s).",
                among=among,
                **self._moved(changes, over.most_up),
            )
            among = _("Of these")
        if over.most_down:
            yield _(
                "%(among)s, %(units)s moved down most, by %(places)s places (%(where)s).",
                among=among,
                **self._moved(changes, over.most_down),
            )

    def _moved(self, changes: GroupChanges, codes: Sequence[str]) -> dict[str, str]:
        change = changes.of(codes[0])
        places = 0 if change is None or change.places is None else abs(change.places)
        rows = self._group.group.rows
        ranks = [str(row.rank) for row in rows if row.unit_code in codes]
        said = {"rank": ", ".join(ranks), "all": self._speech.whole(len(rows))}
        return {
            "units": self._listed(codes),
            "places": self._speech.whole(places),
            "where": self._where(changes, codes, said),
        }

    def _where(self, changes: GroupChanges, codes: Sequence[str], said: Mapping[str, str]) -> str:
        """The rank of now, with that of before where it was one among another number of units."""
        _, other = self._speech.gettext, changes.other_size
        if other is None:
            return _("rank %(rank)s of %(all)s", **said)
        before = [str(one.rank_before) for one in changes.units if one.unit_code in codes]
        return _(
            "rank %(rank)s of %(all)s, %(before)s of %(ranked)s in %(year)s",
            **said,
            before=", ".join(before),
            ranked=self._speech.whole(other),
            year=self._year,
        )

    def _listed(self, codes: Sequence[str]) -> str:
        return "; ".join(self._names[code] for code in codes)

    def _signed(self, changes: GroupChanges, code: str) -> str:
        found = changes.of(code)
        return (
            ""
            if found is None or found.change is None
            else signed(found.change, speech=self._speech)
        )

    def _changed(self, moved: Decimal | None, before: Fraction | Decimal | None) -> str:
        """“, up 0.61 points from 2021 (88.99 points)”; nothing where that is not known."""
        _, speech = self._speech.gettext, self._speech
        if moved is None or before is None:
            return ""
        said = {
            "by": speech.plain(abs(moved)),
            "year": self._year,
            "before": speech.rounded(before),
        }
        if moved > 0:
            return _(", up %(by)s points from %(year)s (%(before)s points)", **said)
        if moved < 0:
            return _(", down %(by)s points from %(year)s (%(before)s points)", **said)
        return _(", unchanged from %(year)s (%(before)s points)", **said)


def signed(change: Decimal, *, speech: Speech) -> str:
    """+0,61, −8,34; 0,00 without a sign."""
    mark = "+" if change > 0 else MINUS if change < 0 else ""
    return f"{mark}{speech.plain(abs(change))}"
