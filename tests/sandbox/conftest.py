"""A sandbox for each test, and clients that talk to it over real HTTP."""

from collections.abc import AsyncIterator
from decimal import Decimal

import httpx
import pytest
from openrouter import OpenRouter

from tierline.sandbox import SANDBOX_KEY, CatalogueEntry, Sandbox

CATALOGUE = (
    CatalogueEntry(
        id="acme/coder-9b",
        name="Acme: Coder 9B",
        context_length=131_072,
        max_completion_tokens=32_768,
        prompt_usd_per_token=Decimal("0.0000002"),
        completion_usd_per_token=Decimal("0.00000083"),
        canonical_slug="acme/coder-9b-20260301",
    ),
    CatalogueEntry("acme/nano", "Acme: Nano", 4096, None, Decimal("0.000000000123"), Decimal("0.000000000457")),
    CatalogueEntry("acme/coder-9b:free", "Acme: Coder 9B (free)", 131_072, 32_768, Decimal(0), Decimal(0)),
    CatalogueEntry("acme/coder-9b:batch", "Acme: Coder 9B (batch)", 131_072, 32_768, Decimal(0), Decimal(0)),
    CatalogueEntry("acme/auto", "Acme: Auto", 131_072, None, Decimal(-1), Decimal(-1)),
)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(CATALOGUE) as running:
        yield running


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
    async with httpx.AsyncClient(base_url=sandbox.base_url, headers=headers, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
async def official(sandbox: Sandbox) -> AsyncIterator[OpenRouter]:
    async with (
        httpx.AsyncClient(timeout=10, trust_env=False) as client,
        OpenRouter(api_key=SANDBOX_KEY, server_url=sandbox.base_url, async_client=client, retry_config=None) as router,
    ):
        yield router
