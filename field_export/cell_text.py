"""The text of a cell of a long table."""

from reportlab.platypus import Paragraph


class CellText(Paragraph):  # type: ignore[misc]  # the library ships no types
    """A paragraph that is broken into lines once for a width.

    A table asks for the height of a cell when it looks whether it fits, when it is split and when
    it is drawn.
    """

    _wrapped_in: float | None = None
    _size: tuple[float, float]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As reportlab calls it; its lines do not depend on the height."""
        if self._wrapped_in != width:
            self._wrapped_in, self._size = width, super().wrap(width, height)
        return self._size
