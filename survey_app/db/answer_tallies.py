"""The tallies of the people who gave each answer to a question, counted by the database."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from survey_app.db.design_tallies import Place, RoundTally, tally_of_rows
from survey_app.db.other_answers import other_word
from survey_app.db.tally_statements import Counting, counted, people_anew


def tallies_by_answer(
    session: Session, round_id: int, *, counting: Counting, item: str
) -> dict[str, RoundTally]:
    """Of the interviews of a round that count, by the answer as a text; "": without one."""
    rows = session.execute(_statement(counting, item=item), {"round_id": round_id})
    found = tally_of_rows(rows.all(), rule=counting.rule)
    return tallies_by(found, label_of=lambda place: place.mode)


def tallies_by(tally: RoundTally, *, label_of: Callable[[Place], str]) -> dict[str, RoundTally]:
    """A tally taken apart by what its places are called, in the order of the labels."""
    labels = [label_of(place) for place in tally.places]
    return {
        label: replace(
            tally,
            places=tuple(
                place for place, own in zip(tally.places, labels, strict=True) if own == label
            ),
            flat=tally.flat[np.array([own == label for own in labels], dtype=np.bool_)],
        )
        for label in sorted(set(labels))
    }


@lru_cache(maxsize=64)
def _statement(counting: Counting, *, item: str) -> TextClause:
    """As all interviews are counted anew, with the answer in the place of the mode."""
    return text(f"WITH {people_anew(counting, mode=other_word(item))}\n{counted(counting)}")
