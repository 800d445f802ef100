"""A sandbox in a process of its own, whose time is not ours."""

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from tierline.sandbox import Sandbox


def _serve(opened: Callable[[], Sandbox], tell: Connection) -> None:
    async def serve() -> None:
        async with opened() as sandbox:
            tell.send(sandbox.base_url)
            await asyncio.to_thread(tell.recv)

    asyncio.run(serve())


@contextmanager
def sandbox_apart(opened: Callable[[], Sandbox]) -> Iterator[str]:
    """Run what ``opened``, a function of a module, returns there; yield its base URL."""
    apart = multiprocessing.get_context("spawn")
    here, there = apart.Pipe()
    process = apart.Process(target=_serve, args=(opened, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()
