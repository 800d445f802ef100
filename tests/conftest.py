"""Fixtures for all rooms."""

import signal
from collections.abc import AsyncIterator

import pytest
from support.house import CATALOGUE

from tierline.sandbox import Sandbox

# Started in the background from a script, this process ignores Ctrl-C, and all that it starts does too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(CATALOGUE) as running:
        yield running
