"""What a person is asked while a task runs, and told when it ends too early."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from tierline.cli.exit_status import say
from tierline.cli.terminal import fitted
from tierline.engine.events import Consent, refuse
from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.cli.streaming import Streaming
    from tierline.engine.late_costs import LateCosts
    from tierline.ledger import SessionBooks


def consent_of(stream: "Streaming", *, quiet: bool) -> Consent:
    """Return how consent is had: by asking where a person sits at a terminal; elsewhere it is refused."""

    async def ask(question: str) -> bool:
        stream.rest()
        return _yes(question)

    return refuse if quiet or not (sys.stdin.isatty() and sys.stderr.isatty()) else ask


def _yes(question: str) -> bool:
    # Nothing else goes on meanwhile, so waiting right here is no harm, while a thread that waits for
    # a line could not be interrupted. asyncio's own handler would take Ctrl-C and go on waiting.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        print(fitted(f"{question} [y/N]"), end=" ", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes")
    finally:
        signal.signal(signal.SIGINT, handler)


@asynccontextmanager
async def finding_out(late: "LateCosts") -> AsyncIterator[None]:
    """Wait a little for what a broken or cancelled call has cost, so that it can be told."""
    try:
        yield
    finally:
        await late.close()


@contextmanager
def noting_cost(books: "SessionBooks") -> Iterator[None]:
    """Tell what a task cost that ends with an error or with Ctrl-C."""
    try:
        yield
    except TierlineError as error:
        if note := _cost(books):
            error.add_note(note)
        raise
    except asyncio.CancelledError:
        if note := _cost(books):
            say(note)
        raise


def _cost(books: "SessionBooks") -> str:
    from tierline.cli.show import exact

    if books.unknown_costs:
        known = f" beyond {exact(books.cost_usd)}" if books.cost_usd else ""
        return f"What this cost{known} is unknown: some providers bill on after the connection has ended."
    return f"This cost {exact(books.cost_usd)}." if books.cost_usd else ""
