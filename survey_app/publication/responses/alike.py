"""People of a unit who say the same of themselves: how many there are of each.

What may be shown of somebody depends on how many are alike. Of very many people it is judged once
for all of them, so that what is kept in memory is one entry for each different set of attributes.
"""

import numpy as np
import numpy.typing as npt

Attributes = npt.NDArray[np.int32]


class AlikePeople:
    """The different sets of attributes, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._people: list[int] = []

    def numbers_of(
        self, stratum: npt.NDArray[np.int32], attributes: Attributes
    ) -> npt.NDArray[np.int32]:
        """Counts more people, and gives the number of the set of each.

        attributes: (people, attributes). Who is of another stratum is told apart, whatever these.
        """
        whole = np.ascontiguousarray(np.column_stack([stratum, attributes]), dtype=np.int32)
        as_bytes = whole.view(f"V{whole.itemsize * whole.shape[1]}").ravel()
        distinct, place, counts = np.unique(as_bytes, return_inverse=True, return_counts=True)
        found = np.empty(len(distinct), dtype=np.int32)
        for at, (one, count) in enumerate(zip(distinct.tolist(), counts.tolist(), strict=True)):
            number = self._numbers.setdefault(one, len(self._people))
            if number == len(self._people):
                self._people.append(0)
            self._people[number] += count
            found[at] = number
        return found[place]

    def sets(self) -> tuple[npt.NDArray[np.int32], Attributes, npt.NDArray[np.intp]]:
        """Of each number the stratum, the attributes, and how many people it is."""
        content = np.frombuffer(b"".join(self._numbers), dtype=np.int32)
        whole = content.reshape(len(self._numbers), -1)
        return whole[:, 0], whole[:, 1:], np.array(self._people, dtype=np.intp)
