"""What of the interviews of a unit is handed on, so that nobody can be recognised ([ADR 0026]).

Identifiers are those of the publication, and the order is theirs. Enumerators and times are
withheld; what the publication hides is; and attributes of people that fewer than the plan's minimum
of the unit and stratum share.
"""

import hmac
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from field_export.response_table import Missing, ResponseBlock, ResponseTable
from scoring.anonymity import shown_attributes
from survey_app.publication.responses.spooling import UnitSpool

UUID_BYTES, VERSION_AT, VARIANT_AT = 16, 6, 8
"""RFC 9562: version 8 is for identifiers that are made in a way of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """key: of the identifiers of the run. minimum: people it takes to show something of them."""

    key: bytes
    minimum: int


def collect(spool: UnitSpool, block: ResponseBlock, *, table: ResponseTable, guard: Guard) -> None:
    """Adds interviews to those of their unit, under the identifiers of the publication."""
    # Scores need the strata, so that they stay visible.
    attributes = np.column_stack([block.codes[:, _background(table)], block.modes, block.origins])
    spool.add(replace(block, ids=_pseudonyms(block.ids, key=guard.key)), attributes)


def guarded(
    spool: UnitSpool, *, table: ResponseTable, hidden: Collection[str], guard: Guard
) -> Iterator[ResponseBlock]:
    """All interviews of one unit, as they may be handed on. hidden: criteria not to be shown."""
    stratum, attributes, people = spool.classes()
    shown_of = shown_attributes(attributes, minimum=guard.minimum, apart=stratum, people=people)
    places = _background(table)
    modes, origins = len(places), len(places) + 1
    hidden_places = [at for at, one in enumerate(table.variables) if one.code in hidden]
    for block, class_of in spool.parts():
        shown = shown_of[class_of]
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


def _pseudonyms(ids: npt.NDArray[np.uint8], *, key: bytes) -> npt.NDArray[np.uint8]:
    content = ids.tobytes()
    made = b"".join(
        hmac.digest(key, content[at : at + UUID_BYTES], "sha256")[:UUID_BYTES]
        for at in range(0, len(content), UUID_BYTES)
    )
    found = np.frombuffer(made, dtype=np.uint8).reshape(-1, UUID_BYTES).copy()
    found[:, VERSION_AT] = found[:, VERSION_AT] & 0x0F | 0x80
    found[:, VARIANT_AT] = found[:, VARIANT_AT] & 0x3F | 0x80
    return found
