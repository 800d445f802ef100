"""A pooled connection may be dead: what was surely not carried out is asked again, and what may have been is not."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from decimal import Decimal

import pytest
from support.house import CATALOGUE, ONCE, PATIENT, always

from tierline.openrouter.client import OpenRouterClient, TextDelta
from tierline.openrouter.errors import OpenRouterError, Unavailable, was_sent
from tierline.openrouter.retrying import Retries
from tierline.openrouter.wire import ChatRequest, Message
from tierline.sandbox import SANDBOX_KEY, Sandbox

EAGER = Retries(attempts=3, first_wait_s=0.01, longest_wait_s=5.0)


def request(prompt: str = "Task: explain") -> ChatRequest:
    return ChatRequest(model="acme/plain", messages=(Message(role="user", content=prompt),), max_tokens=900)


@asynccontextmanager
async def asking(faults: Sequence[str], retries: Retries = EAGER) -> AsyncIterator[tuple[Sandbox, OpenRouterClient]]:
    async with (
        Sandbox(CATALOGUE, faults={"acme/plain": faults}) as sandbox,
        OpenRouterClient(key=always(SANDBOX_KEY), base_url=sandbox.base_url, limits=PATIENT, retries=retries) as client,
    ):
        yield sandbox, client


async def pieces_of(client: OpenRouterClient, asked: ChatRequest) -> list[TextDelta]:
    async with aclosing(client.stream(asked)) as stream:
        return [piece async for piece in stream if isinstance(piece, TextDelta)]


async def test_a_reset_on_a_connection_of_the_pool_is_asked_again_and_counts_as_never_sent() -> None:
    async with asking(["ok", "reset"]) as (sandbox, client):
        await pieces_of(client, request())
        pieces = await pieces_of(client, request())
        assert "".join(piece.text for piece in pieces)
        assert not any(piece.retried for piece in pieces)
        assert [record.behaviour for record in sandbox.books.records] == ["ok", "reset", ""]


@pytest.mark.parametrize("faults", [["hang-up"], ["reset"], ["ok", "hang-up"]])
async def test_where_it_may_have_been_carried_out_it_is_not_asked_again_and_its_cost_is_unknown(
    faults: Sequence[str],
) -> None:
    async with asking(faults) as (sandbox, client):
        for _ in faults[1:]:
            await pieces_of(client, request())
        with pytest.raises(Unavailable) as caught:
            await pieces_of(client, request())
        assert (caught.value.code, caught.value.cost_usd, was_sent(caught.value)) == ("broken-stream", None, True)
        assert len(sandbox.books.records) == len(faults)


async def test_a_request_that_could_not_be_written_to_its_end_has_cost_nothing() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        base_url = f"http://127.0.0.1:{port}/api/v1"
        async with OpenRouterClient(key=always(SANDBOX_KEY), base_url=base_url, limits=PATIENT, retries=ONCE) as client:
            with pytest.raises(OpenRouterError) as caught:
                await pieces_of(client, request("word " * 8_000_000))
    assert (caught.value.cost_usd, was_sent(caught.value)) == (Decimal(0), False)


async def test_an_idle_connection_that_the_server_has_closed_is_not_used_again() -> None:
    async with Sandbox(CATALOGUE) as sandbox:
        port = int(sandbox.base_url.split(":")[2].split("/")[0])
        async with OpenRouterClient(
            key=always(SANDBOX_KEY), base_url=sandbox.base_url, limits=PATIENT, retries=ONCE
        ) as client:
            await pieces_of(client, request())
            await sandbox.__aexit__(None, None, None)
            async with Sandbox(CATALOGUE, port=port) as successor:
                assert "".join(piece.text for piece in await pieces_of(client, request()))
                assert len(successor.books.records) == 1
