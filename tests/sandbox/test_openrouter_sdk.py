"""The official SDK as the judge of our shapes: it validates every answer against OpenRouter's own schema."""

from decimal import Decimal

import pytest
from openrouter import OpenRouter, errors
from openrouter.errors import OpenRouterDefaultError, ResponseValidationError

from tierline.sandbox import Sandbox

MESSAGES = [{"role": "user", "content": "What does this do?\n\n```python\ndef add(a, b):\n    return a + b\n```"}]


async def test_a_chat_answer_is_about_the_code(official: OpenRouter) -> None:
    result = await official.chat.send_async(model="acme/coder-9b", messages=MESSAGES)
    assert result.model == "acme/coder-9b"
    assert result.choices[0].finish_reason == "stop"
    assert "`add(a, b)`" in str(result.choices[0].message.content)


async def test_a_stream_says_the_same_as_one_piece_and_tells_the_same_cost(
    official: OpenRouter, sandbox: Sandbox
) -> None:
    whole = await official.chat.send_async(model="acme/coder-9b", messages=MESSAGES)
    stream = await official.chat.send_async(model="acme/coder-9b", messages=MESSAGES, stream=True)
    chunks = [chunk async for chunk in stream]
    content = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    assert content == whole.choices[0].message.content
    assert len(chunks) > 3
    assert chunks[-1].usage is not None
    assert whole.usage is not None
    assert chunks[-1].usage.cost == whole.usage.cost == float(sandbox.books.last.cost_usd) > 0


async def test_reasoning_arrives_before_the_answer(official: OpenRouter) -> None:
    stream = await official.chat.send_async(model="sandbox/reasoning", messages=MESSAGES, stream=True)
    deltas = [chunk.choices[0].delta async for chunk in stream]
    thinking = [index for index, delta in enumerate(deltas) if delta.reasoning_details]
    saying = [index for index, delta in enumerate(deltas) if delta.content]
    assert thinking
    assert saying
    assert max(thinking) < min(saying)


async def test_the_models_come_in_pages(official: OpenRouter) -> None:
    answer = await official.models.list_async(limit=2)
    assert answer is not None
    assert [model.id for model in answer.result.data] == ["acme/coder-9b", "acme/nano"]
    assert answer.result.total_count == 5
    assert answer.result.links.next == "/api/v1/models?offset=2&limit=2"
    assert answer.result.data[0].pricing.completion == "0.00000083"


async def test_endpoints_are_found_under_a_slug_with_a_colon(official: OpenRouter) -> None:
    found = await official.endpoints.list_async(author="acme", slug="coder-9b:free")
    assert [endpoint.pricing.prompt for endpoint in found.data.endpoints] == ["0"]
    with pytest.raises(errors.NotFoundResponseError):
        await official.endpoints.list_async(author="acme", slug="nothing")


async def test_one_model_and_the_number_of_models_can_be_asked_for(official: OpenRouter) -> None:
    assert (await official.models.get_async(author="acme", slug="coder-9b")).data.context_length == 131_072
    assert (await official.models.count_async()).data.count == 5


@pytest.mark.filterwarnings("ignore:.*DEPRECATED:DeprecationWarning")  # the SDK warns of its own rate_limit
async def test_key_credits_and_generation_agree_with_the_books(official: OpenRouter, sandbox: Sandbox) -> None:
    result = await official.chat.send_async(model="acme/coder-9b", messages=MESSAGES)
    await official.chat.send_async(model="acme/coder-9b:free", messages=MESSAGES)
    cost = float(sandbox.books.totals.cost_usd)
    key = (await official.api_keys.get_current_key_metadata_async()).data
    assert (key.usage, key.usage_daily, key.usage_weekly, key.usage_monthly) == (cost, cost, cost, cost)
    assert (key.free_model_daily_requests.used, key.free_model_daily_requests.remaining) == (1, 999)
    assert key.label == "sk-or-v1-san...box"
    assert (await official.credits.get_credits_async()).data.total_usage == cost
    generation = (await official.generations.get_generation_async(id=result.id)).data
    assert result.usage is not None
    assert generation.total_cost == result.usage.cost == cost
    assert generation.native_tokens_completion == result.usage.completion_tokens
    with pytest.raises(errors.NotFoundResponseError):
        await official.generations.get_generation_async(id="gen-1-nothing")


async def test_the_own_key_of_a_provider_costs_only_the_fee(official: OpenRouter) -> None:
    result = await official.chat.send_async(model="sandbox/byok", messages=MESSAGES)
    assert result.usage is not None
    assert result.usage.is_byok
    assert result.usage.cost == pytest.approx(0.05 * result.usage.cost_details.upstream_inference_cost)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("400", errors.BadRequestResponseError),
        ("401", errors.UnauthorizedResponseError),
        ("402", errors.PaymentRequiredResponseError),
        ("403-moderation", errors.ForbiddenResponseError),
        ("404", errors.NotFoundResponseError),
        ("408", errors.RequestTimeoutResponseError),
        ("413", errors.PayloadTooLargeResponseError),
        ("422", errors.UnprocessableEntityResponseError),
        ("429-daily", errors.TooManyRequestsResponseError),
        ("500", errors.InternalServerResponseError),
        ("502", errors.BadGatewayResponseError),
        ("503", errors.ServiceUnavailableResponseError),
        ("504", OpenRouterDefaultError),
        ("524", errors.EdgeNetworkTimeoutResponseError),
        ("529", errors.ProviderOverloadedResponseError),
        ("html-502", OpenRouterDefaultError),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_an_error_is_of_the_class_that_the_sdk_has_for_it(
    official: OpenRouter, name: str, error: type[Exception], *, stream: bool
) -> None:
    with pytest.raises(error):
        await official.chat.send_async(model=f"sandbox/{name}", messages=MESSAGES, stream=stream)


async def test_a_success_that_holds_only_an_error_is_no_answer(official: OpenRouter) -> None:
    with pytest.raises(ResponseValidationError):
        await official.chat.send_async(model="sandbox/error-200", messages=MESSAGES)


async def test_an_error_within_the_stream_is_a_chunk(official: OpenRouter) -> None:
    stream = await official.chat.send_async(model="sandbox/midstream", messages=MESSAGES, stream=True)
    chunks = [chunk async for chunk in stream]
    assert chunks[-1].error is not None
    assert chunks[-1].error.code == 502
    assert chunks[-1].choices == []
    assert any(chunk.choices[0].delta.content for chunk in chunks[:-1])


async def test_a_ceiling_sent_as_the_sdk_sends_it_is_kept(official: OpenRouter, sandbox: Sandbox) -> None:
    dear = {"max_price": {"prompt": "0.1", "completion": "0.1"}}
    with pytest.raises(errors.NotFoundResponseError, match="No endpoints found"):
        await official.chat.send_async(model="acme/coder-9b", messages=MESSAGES, provider=dear)
    await official.chat.send_async(model="acme/nano", messages=MESSAGES, provider=dear)
    assert sandbox.books.totals.cost_usd < Decimal("0.000001")
