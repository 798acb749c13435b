"""What a token lets a program read. The names stand here and nowhere else."""

from enum import StrEnum


class Scope(StrEnum):
    """A part of what can be read by programs."""

    SCORES = "scores:read"
    """What is or was public: rounds, units, scores, components, index, publications."""
    SCORES_UNPUBLISHED = "scores:read_unpublished"
    """The same of what has been received so far, where small cells are hidden all the same."""


ALWAYS = Scope.SCORES
"""Part of every token: what is not public can be read by nobody who may not read the rest."""
