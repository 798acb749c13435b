"""Asks for the next part of what is read while the last one is worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")


def read_ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """The same parts, one of them always on its way.

    They are asked for in a thread of their own, so that nothing else may use the connection behind
    them meanwhile. What asking raises is raised when its part is due; who stops early waits for the
    part that is on its way.
    """
    nothing = object()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead") as reader:
        coming = reader.submit(next, parts, nothing)
        while (part := coming.result()) is not nothing:
            coming = reader.submit(next, parts, nothing)
            yield part  # type: ignore[misc]
