"""The ``openai`` client, pointed at the sandbox by its base URL, as many users do with OpenRouter."""

from collections.abc import AsyncIterator

import httpx
import openai
import pytest
from openai import AsyncOpenAI

from tierline.sandbox import SANDBOX_KEY, Sandbox

MESSAGES: list[openai.types.chat.ChatCompletionMessageParam] = [{"role": "user", "content": "Say hello, please."}]


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncOpenAI]:
    async with (
        httpx.AsyncClient(timeout=10, trust_env=False) as transport,
        AsyncOpenAI(api_key=SANDBOX_KEY, base_url=sandbox.base_url, max_retries=0, http_client=transport) as opened,
    ):
        yield opened


async def test_an_answer_comes_whole_or_in_a_stream(client: AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="acme/coder-9b", messages=MESSAGES)
    stream = await client.chat.completions.create(model="acme/coder-9b", messages=MESSAGES, stream=True)
    chunks = [chunk async for chunk in stream]
    content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert content == whole.choices[0].message.content
    assert "Say hello, please." in content
    assert chunks[-1].usage == whole.usage


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("401", openai.AuthenticationError),
        ("402", openai.APIStatusError),
        ("404", openai.NotFoundError),
        ("429", openai.RateLimitError),
        ("500", openai.InternalServerError),
        ("html-502", openai.InternalServerError),
    ],
)
async def test_a_status_is_an_error_of_its_class(client: AsyncOpenAI, name: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        await client.chat.completions.create(model=f"sandbox/{name}", messages=MESSAGES)
    assert isinstance(caught.value, openai.APIStatusError)
    assert str(caught.value.status_code) in name


@pytest.mark.parametrize("name", ["midstream", "midstream-first", "midstream-finish", "midstream-bare"])
async def test_an_error_within_the_stream_is_raised(client: AsyncOpenAI, name: str) -> None:
    stream = await client.chat.completions.create(model=f"sandbox/{name}", messages=MESSAGES, stream=True)
    with pytest.raises(openai.APIError) as caught:
        async for _ in stream:
            pass
    assert not isinstance(caught.value, openai.APIStatusError)


async def test_the_models_can_be_listed(client: AsyncOpenAI) -> None:
    assert "acme/nano" in [model.id async for model in client.models.list()]
