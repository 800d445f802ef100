"""What the tests of the command line stand on: what a command left behind, and a sandbox that outlives each."""

import asyncio
import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from threading import Thread
from typing import Any

from tierline.app import sandbox_catalogue
from tierline.sandbox import Sandbox

CART = files("tierline.cli").joinpath("demo_cart.py.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Finished:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out, parse_float=Decimal)


Command = Callable[..., Finished]


@contextmanager
def serving() -> Iterator[Sandbox]:
    """Serve in a thread, for commands that run a loop of their own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    sandbox = Sandbox(sandbox_catalogue())
    try:
        asyncio.run_coroutine_threadsafe(sandbox.__aenter__(), loop).result()
        yield sandbox
        asyncio.run_coroutine_threadsafe(sandbox.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def booked_usd(sandbox: Sandbox) -> Decimal:
    """Return what the sandbox billed, as it tells over HTTP."""
    with urllib.request.urlopen(f"{sandbox.base_url}/sandbox/books") as answer:  # noqa: S310 our own loopback
        books = json.loads(answer.read(), parse_float=Decimal)
    return sum((Decimal(record["cost_usd"]) for record in books["records"]), Decimal(0))
