"""What of the interviews of a unit is handed on, so that nobody can be recognised ([ADR 0026]).

Identifiers are those of the publication, and the order is theirs. Enumerators and times are
withheld; what the publication hides is; and attributes of people that fewer than the plan's minimum
of the unit and stratum share.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from field_export.response_table import Missing, ResponseBlock, ResponseTable
from scoring.anonymity import shown_attributes
from survey_app.publication.responses.alike import AlikePeople
from survey_app.publication.responses.spooling import UnitSpool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """key: of the identifiers of the run. minimum: people it takes to show something of them."""

    key: bytes
    minimum: int


def guarded(
    blocks: Iterable[ResponseBlock],
    spool: UnitSpool,
    *,
    table: ResponseTable,
    hidden: Collection[str],
    guard: Guard,
) -> Iterator[ResponseBlock]:
    """All interviews of one unit, as they may be handed on. spool: empty; they wait for each
    other in it. hidden: criteria not to be shown.
    """
    places, alike = _background(table), AlikePeople()
    for block in blocks:
        # Scores need the strata, so that they stay visible.
        attributes = np.column_stack([block.codes[:, places], block.modes, block.origins])
        marks = alike.numbers_of(block.stratum, attributes)
        spool.add(block, marks)
    stratum, attributes, people = alike.sets()
    shown_of = shown_attributes(attributes, minimum=guard.minimum, apart=stratum, people=people)
    modes, origins = len(places), len(places) + 1
    hidden_places = [at for at, one in enumerate(table.variables) if one.code in hidden]
    for block, set_of in spool.parts():
        shown = shown_of[set_of]
        codes = block.codes.copy()
        codes[:, places] = np.where(shown[:, :modes], codes[:, places], int(Missing.WITHHELD))
        codes[:, hidden_places] = int(Missing.WITHHELD)
        yield replace(
            block,
            codes=codes,
            modes=np.where(shown[:, modes], block.modes, -1).astype(np.int16),
            origins=np.where(shown[:, origins], block.origins, -1).astype(np.int16),
            enumerators=(),
            enumerator=None,
            started=None,
            finished=None,
        )


def _background(table: ResponseTable) -> list[int]:
    return [at for at, one in enumerate(table.variables) if one.is_background]
