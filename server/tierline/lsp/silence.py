"""Notice when a provider falls silent, and when it goes on."""

import asyncio
from collections.abc import Callable


class Silence:
    """Tells ``changed`` when nothing was heard for ``after_s`` seconds, and when something is again.

    One timer at a time, and none while nobody listens: hearing something only moves its end.
    """

    def __init__(self, after_s: float, changed: Callable[[bool], None]) -> None:
        self._after_s = after_s
        self._changed = changed
        self._heard_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self.silent = False

    def heard(self) -> None:
        """Begin to listen, or note that something came."""
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        if self.silent:
            self._become(silent=False)
        if self._timer is None:
            self._timer = loop.call_later(self._after_s, self._look)

    def stop(self) -> None:
        """Listen no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.silent:
            self._become(silent=False)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left_s = self._heard_at + self._after_s - loop.time()
        if left_s > 0:
            self._timer = loop.call_later(left_s, self._look)
            return
        self._timer = None
        self._become(silent=True)

    def _become(self, *, silent: bool) -> None:
        self.silent = silent
        self._changed(silent)
