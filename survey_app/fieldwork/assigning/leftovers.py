"""Cases that nobody may take, in words: by unit, district and reason."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from questionnaires.problems import N_
from survey_app.fieldwork.assigning.sharing import Leftover, Shares

LEFT = {
    Leftover.NO_DISTRICT: N_("%(unit)s: the list says no district of %(cases)s cases."),
    Leftover.NOBODY_IN_AREA: N_("%(unit)s, %(district)s: nobody works there; %(cases)s cases."),
    Leftover.EVERYBODY_TIED: N_(
        "%(unit)s, %(district)s: whoever could take it is tied to the unit; %(cases)s cases."
    ),
}


def leftovers(
    shares: Shares, *, written: Callable[[int], str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Texts of the catalogue, with what fills them."""
    left = Counter((one.unit_code, one.district, why) for one, why in shares.left)
    for (unit, district, why), cases in sorted(left.items()):
        yield LEFT[why], {"unit": unit, "district": district or "–", "cases": written(cases)}
