"""What tests of real processes share."""

from collections.abc import AsyncIterator

import pytest
from support.processes import SandboxProcess, sandbox_process


@pytest.fixture
async def stand_in() -> AsyncIterator[SandboxProcess]:
    """A sandbox in a process of its own."""
    async with sandbox_process() as process:
        yield process
