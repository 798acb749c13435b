"""In which line each value of a JSON text stands."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator

from questionnaires.tree import Path

_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def value_lines(text: str, *, deepest: int) -> Iterator[tuple[Path, int]]:
    """Path and line (from 1) of every value in order; a key that is repeated comes again.

    Values with more than `deepest` steps from the top are passed over. The text is JSON that a
    reader has taken: here it is only gone through.
    """
    breaks = [found.start() for found in re.finditer("\n", text)]
    path: list[str | int | None] = []
    for found in _MARK.finditer(text):
        mark = found.group()
        if mark in ("}", "]"):
            path.pop()
        elif mark == ",":
            last = path.pop()
            path.append(last + 1 if isinstance(last, int) else None)
        elif mark != ":":
            if path and path[-1] is None:  # a group waits for its next key
                path[-1] = json.loads(mark)
                continue
            if len(path) <= deepest:
                line = bisect_left(breaks, found.start()) + 1
                yield tuple(step for step in path if step is not None), line
            if mark in ("{", "["):
                path.append(None if mark == "{" else 0)
