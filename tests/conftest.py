"""Fixtures for all rooms."""

from collections.abc import AsyncIterator

import pytest
from support.house import CATALOGUE

from tierline.sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(CATALOGUE) as running:
        yield running
