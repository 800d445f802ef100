"""What leaves for the client, and when."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tierline.lsp.serving import Outlet


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reads, writes = os.pipe()
    os.set_blocking(reads, False)
    yield reads, writes
    for end in (reads, writes):
        with suppress(OSError):
            os.close(end)


async def test_what_is_said_in_one_turn_of_the_loop_leaves_in_one_write_and_in_order(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    outlet = Outlet(writes)
    outlet.write(b"first, ")
    outlet.write(b"second")
    with pytest.raises(BlockingIOError):
        os.read(reads, 100)
    await asyncio.sleep(0)
    assert os.read(reads, 100) == b"first, second"


async def test_what_was_said_before_the_end_is_still_written(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    outlet = Outlet(writes)
    outlet.write(b"the last word")
    outlet.close()
    outlet.write(b"too late")
    await asyncio.sleep(0)
    assert os.read(reads, 100) == b"the last word"


async def test_a_client_that_is_gone_is_no_error(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    os.close(reads)
    outlet = Outlet(writes)
    outlet.write(b"is anybody there?")
    await asyncio.sleep(0)
    outlet.write(b"nobody")
    outlet.flush()
