"""The ledger's side of a connection: rows and fates are written in turn, in a thread, and stop no task."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from tierline.ledger.errors import LedgerError

if TYPE_CHECKING:
    from tierline.learning import Adjustments
    from tierline.ledger import TaskRow
    from tierline.ledger.store import Ledger
    from tierline.lsp.fate import Verdict

LEARN_EVERY_S = 3600.0
"""How often what came of answers is looked at anew; a day moves little anyway."""

log = logging.getLogger("tierline")


class Bookkeeper:
    """Writes into a ledger; ``tell`` gets each sentence about it once, ``taught`` what was learnt."""

    def __init__(
        self,
        ledger: "Ledger",
        learn: "Callable[[], Adjustments]",
        tell: Callable[[str], None],
        taught: "Callable[[Adjustments], None]",
    ) -> None:
        self._ledger = ledger
        self._learn = learn
        self._tell = tell
        self._taught = taught
        self._told: set[str] = set()
        self._loop = asyncio.get_running_loop()
        self._learnt_at = self._loop.time()
        # One thread: what is written later comes later, a fate never before its task.
        self._writer = ThreadPoolExecutor(1, "ledger")

    def add(self, row: "TaskRow") -> None:
        """Have a task written."""
        self._write(partial(self._ledger.add, row))

    def settle(self, verdicts: "list[Verdict]") -> None:
        """Have fates written, and now and then learnt from."""
        for key, fate in verdicts:
            self._write(partial(self._ledger.settle, key, fate))
        if verdicts and self._loop.time() - self._learnt_at >= LEARN_EVERY_S:
            self._learnt_at = self._loop.time()
            self._write(self._relearn)

    async def close(self) -> None:
        """Wait until everything is written."""
        await asyncio.to_thread(self._writer.shutdown)

    def _relearn(self) -> None:
        self._loop.call_soon_threadsafe(self._taught, self._learn())

    def _write(self, action: Callable[[], str | None]) -> None:
        self._writer.submit(self._in_thread, action)

    def _in_thread(self, action: Callable[[], str | None]) -> None:
        try:
            said = action()
        except LedgerError as error:
            said = str(error)
        except Exception:
            # Nobody waits for the result, and no task may suffer.
            log.exception("the ledger could not be written")
            return
        if said:
            self._loop.call_soon_threadsafe(self._say, said)

    def _say(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._tell(sentence)
