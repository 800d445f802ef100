"""A task of the command line in the user's ledger."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tierline.cli.exit_status import say
from tierline.ledger import State
from tierline.ledger.errors import LedgerError

if TYPE_CHECKING:
    from tierline.engine.recording import Recording
    from tierline.ledger.store import Ledger


@contextmanager
def noting_failure(ledger: "Ledger | None", notes: "Recording") -> Iterator[None]:
    """Remember a task that ends with an error or with Ctrl-C."""
    try:
        yield
    except asyncio.CancelledError:
        remember(ledger, notes, State.CANCELLED)
        raise
    except Exception:
        remember(ledger, notes, State.FAILED)
        raise


def remember(ledger: "Ledger | None", notes: "Recording", state: State) -> None:
    """Write a task down; where that can't be, one sentence says so, and nothing else comes of it."""
    row = notes.row(state)
    if ledger is None or row is None:
        return
    try:
        said = ledger.add(row)
    except LedgerError as error:
        said = str(error)
    if said:
        say(said)
