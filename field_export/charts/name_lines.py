"""How many lines of paper a text beside the bars and dots of a chart is likely to take."""

from collections.abc import Iterable
from textwrap import wrap

LETTER = 6.4
"""How wide a letter is on paper that is made a little smaller to stay on one line."""
MOST_LINES = 3
"""What is longer is cut."""


def lines_for(texts: Iterable[str], *, room: float) -> int:
    """Of the text that takes most of them, 1 to 3, each as wide as the room."""
    return max((_lines(text, room=room) for text in texts), default=1)


def _lines(text: str, *, room: float) -> int:
    if len(text) * LETTER <= room:
        return 1
    return min(max(2, len(wrap(text, width=int(room / LETTER)))), MOST_LINES)
