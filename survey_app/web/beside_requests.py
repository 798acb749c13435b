"""Work that is done from time to time beside the requests, after enough has happened."""

from collections.abc import Callable
from threading import Lock, Timer
from time import monotonic

Work = Callable[[], None]
Start = Callable[[float, Work], None]
"""Does the work after so many seconds, without being waited for."""


def in_a_thread(after_s: float, work: Work) -> None:
    """Does it in a thread that ends with the process."""
    timer = Timer(after_s, work)
    timer.daemon = True
    timer.start()


class BesideRequests:
    """Counts what happens in this process and has the work done when it is much.

    every: so much is enough. rest_s: seconds between one time and the next. longest_wait_s: after
    which a little is enough, None: it waits until it is much.
    """

    def __init__(
        self, work: Work, *, every: int, rest_s: float, start: Start = in_a_thread
    ) -> None:
        self.longest_wait_s: float | None = None
        self._work, self._every, self._rest_s, self._start = work, every, rest_s, start
        self._lock = Lock()
        self._happened = 0
        self._is_begun = False
        self._rested_at = 0.0

    def happened(self, times: int) -> None:
        """Hears that so much has happened, and is committed."""
        with self._lock:
            self._happened += times
            wait_s = 0.0 if self._happened >= self._every else self.longest_wait_s
            if self._is_begun or not self._happened or wait_s is None:
                return
            self._is_begun = True
            wait_s = max(wait_s, self._rested_at - monotonic())
        self._start(wait_s, self._work_once)

    def _work_once(self) -> None:
        with self._lock:
            self._happened = 0
        try:
            self._work()
        finally:
            with self._lock:
                self._is_begun = False
                self._rested_at = monotonic() + self._rest_s
            # What came in meanwhile may be enough already, and nothing more may come.
            self.happened(0)
