"""Notifications at a pace that any client can follow."""

import asyncio
from collections.abc import Callable


class Pace:
    """Calls ``send`` at most once in ``every_s`` seconds; what was asked for is always sent in the end.

    The first call comes at once. No timer runs while nothing waits. Belongs to the event loop's thread.
    """

    def __init__(self, send: Callable[[], None], every_s: float) -> None:
        self._send = send
        self._every_s = every_s
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Send now if the last time is long enough ago, else as soon as it is."""
        if self._timer is not None:
            return
        loop = asyncio.get_running_loop()
        wait_s = self._next - loop.time()
        if wait_s <= 0:
            self.now()
        else:
            self._timer = loop.call_later(wait_s, self.now)

    def now(self) -> None:
        """Send at once, in the place of what waits."""
        self.drop()
        self._next = asyncio.get_running_loop().time() + self._every_s
        self._send()

    def drop(self) -> None:
        """Forget what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @property
    def waits(self) -> bool:
        """Whether something was asked for that is not sent yet."""
        return self._timer is not None
