"""The files of kept answers, read and written in a thread of their own, one after the other."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tierline.kept import AnswerStore, Kept

MOST = 200
"""Answers that are kept, on disk and in memory."""

log = logging.getLogger("tierline")


class KeptFiles:
    """The files in a folder; ``complain`` gets one sentence if they can't be written, and no more."""

    def __init__(self, folder: Callable[[], Path], complain: Callable[[str], None]) -> None:
        self._folder = folder
        self._complain = complain
        self._complained = False
        self._closed = False
        self._store: AnswerStore | None = None
        self._thread = ThreadPoolExecutor(1, "answers")

    async def news(self) -> "dict[str, Kept]":
        """Return what other processes wrote since the last call, by key; at first everything."""
        return {} if self._closed else await asyncio.get_running_loop().run_in_executor(self._thread, self._news)

    def write(self, kept: "Kept") -> "asyncio.Future[None]":
        """Have an answer written; what is returned is done once it is, or the user knows that it can't be."""
        loop = asyncio.get_running_loop()
        if self._closed:
            # What a client says after `shutdown` counts no more.
            return self.nothing()
        return loop.run_in_executor(self._thread, self._put, kept, loop)

    @staticmethod
    def nothing() -> "asyncio.Future[None]":
        """Return what is done, as nothing is to be written."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    async def close(self) -> None:
        """Wait until everything is written."""
        self._closed = True
        await asyncio.to_thread(self._thread.shutdown)

    def _opened(self) -> "AnswerStore":
        from tierline.kept import AnswerStore

        self._store = self._store or AnswerStore(self._folder(), most=MOST)
        return self._store

    def _news(self) -> "dict[str, Kept]":
        return self._opened().news()

    def _put(self, kept: "Kept", loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._opened().put(kept)
        except (OSError, ValueError) as error:
            log.warning("an answer could not be written (%s)", type(error).__name__)
            loop.call_soon_threadsafe(self._failed, getattr(error, "strerror", "") or type(error).__name__)

    def _failed(self, why: str) -> None:
        if not self._complained:
            self._complained = True
            self._complain(
                f"Answers can't be written to {self._folder()} ({why}); they last until the editor is closed."
            )
