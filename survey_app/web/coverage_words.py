"""What a score says nothing of, in words with numbers."""

from collections.abc import Mapping

from survey_app.results.coverage import Coverage
from survey_app.web.language import gettext as _
from survey_app.web.language import ngettext
from survey_app.web.numbers import whole


def coverage_words(of: Coverage) -> tuple[str, ...]:
    """One sentence for the strata of which nobody was asked, one for people nobody drew."""
    found = []
    if of.uncovered:
        names, people = _named(of.uncovered), whole(of.people)
        found.append(
            ngettext(
                "Of %(num)d stratum of its list, with %(people)s people, no interview counts: the"
                " score says nothing of them (%(names)s).",
                "Of %(num)d strata of its list, with %(people)s people, no interview counts: the"
                " score says nothing of them (%(names)s).",
                len(of.uncovered),
                people=people,
                names=names,
            )
        )
    if of.left_out:
        found.append(
            ngettext(
                "%(num)d interview with somebody whom nobody drew is left out: the plan weighs by"
                " the draw, and nothing says how many others such people stand for.",
                "%(num)d interviews with people whom nobody drew are left out: the plan weighs by"
                " the draw, and nothing says how many others such people stand for.",
                of.left_out,
            )
        )
    return tuple(str(sentence) for sentence in found)


def _named(strata: Mapping[str, int]) -> str:
    """Each stratum with its people."""
    return "; ".join(
        _("%(stratum)s: %(people)s", stratum=name, people=whole(people))
        for name, people in sorted(strata.items())
    )
