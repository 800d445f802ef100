"""What OpenRouter sends, in all its variants; what it gets."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tierline.openrouter.wire import ChatRequest, Message, Privacy, parse_chunk

HELLO = (Message(role="user", content="hello"),)


@given(st.decimals(min_value=0, max_value=1000, allow_nan=False, allow_infinity=False, places=18))
def test_a_cost_keeps_every_digit_that_was_sent(cost: Decimal) -> None:
    usage = parse_chunk(f'{{"choices": [], "usage": {{"cost": {cost}}}}}').usage
    assert usage
    assert usage.total_usd == cost


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ('{"cost": 0.0000056}', "0.0000056"),
        ('{"cost": 1e-9}', "0.000000001"),
        ('{"cost": 0}', "0"),
        # an ordinary call: upstream repeats the cost, adding it would double the bill
        ('{"cost": 0.25, "is_byok": false, "cost_details": {"upstream_inference_cost": 0.25}}', "0.25"),
        ('{"cost": 0.25, "cost_details": null}', "0.25"),
        # the user's own provider key: the fee and the provider's bill
        ('{"cost": 0.0125, "is_byok": true, "cost_details": {"upstream_inference_cost": 0.25}}', "0.2625"),
        ('{"cost": 0, "is_byok": true, "cost_details": {"upstream_inference_cost": 0.1}}', "0.1"),
        (
            '{"cost": 900.000000000000000001, "is_byok": true, "cost_details": {"upstream_inference_cost": 1.2e-31}}',
            "900.00000000000000000100000000000012",
        ),
    ],
)
def test_the_total_is_what_the_user_pays(said: str, total: str) -> None:
    usage = parse_chunk(f'{{"usage": {said}}}').usage
    assert usage
    assert usage.total_usd == Decimal(total)


@pytest.mark.parametrize(
    "said",
    [
        '{"prompt_tokens": 3}',
        '{"cost": null}',
        '{"cost": NaN}',
        '{"cost": Infinity}',
        '{"cost": -1}',
        '{"cost": 0.1, "is_byok": true}',
        '{"cost": 0.1, "is_byok": true, "cost_details": {"upstream_inference_cost": null}}',
    ],
)
def test_a_cost_that_nobody_told_is_unknown_and_not_zero(said: str) -> None:
    usage = parse_chunk(f'{{"usage": {said}}}').usage
    assert usage
    assert usage.total_usd is None


ERROR = '"error": {"code": 502, "message": "Network connection lost."}'


@pytest.mark.parametrize(
    "chunk",
    [
        f"{{{ERROR}}}",
        f'{{{ERROR}, "choices": []}}',
        f'{{{ERROR}, "choices": null}}',
        f'{{{ERROR}, "choices": [{{"index": 0, "delta": {{"content": ""}}, "finish_reason": "error"}}]}}',
        f'{{{ERROR}, "choices": [{{"index": 0, "delta": {{"content": "well"}}, "finish_reason": "stop"}}]}}',
        f'{{{ERROR}, "usage": {{"cost": 0.1}}, "choices": []}}',
        f'{{"choices": [{{"index": 0, "message": {{"content": "half"}}, "finish_reason": "error", {ERROR}}}]}}',
        f'{{{ERROR}, "user_id": "user_2x"}}',
    ],
)
def test_an_error_is_found_whatever_choices_holds(chunk: str) -> None:
    failure = parse_chunk(chunk).failure
    assert failure
    assert (failure.code, failure.message) == (502, "Network connection lost.")


@pytest.mark.parametrize(
    "error", ['"Unauthorized"', "{}", '{"message": null}', '{"code": [], "message": {}, "metadata": "x"}', "[]", "7"]
)
def test_an_error_of_an_odd_shape_is_still_an_error(error: str) -> None:
    assert parse_chunk(f'{{"error": {error}}}').failure is not None


@pytest.mark.parametrize(
    ("chunk", "text"),
    [
        ('{"choices": [{"delta": {"role": "assistant", "content": "he"}}]}', "he"),
        ('{"choices": [{"delta": {"content": null, "tool_calls": []}}]}', ""),
        ('{"choices": [{"delta": null, "finish_reason": null}]}', ""),
        ('{"choices": [{"message": {"content": "whole", "reasoning": null}}]}', "whole"),
        ('{"choices": [{"delta": {"content": null, "refusal": "No."}}]}', "No."),
        ('{"id": null, "model": null, "provider": null, "usage": null, "choices": [{"delta": {"content": "x"}}]}', "x"),
        ('{"debug": {}, "choices": [], "future": {"field": [1]}}', ""),
    ],
)
def test_text_is_found_and_what_is_unknown_or_null_does_no_harm(chunk: str, text: str) -> None:
    assert "".join(choice.text for choice in parse_chunk(chunk).choices) == text


@pytest.mark.parametrize(
    "payload",
    ["", "{]", "[]", "null", "7", '{"choices": 7}', "[" * 100_000, '{"usage": {"cost": 1e999999999999999999999}}'],
    ids=["empty", "broken", "list", "null", "number", "shape", "deep", "vast"],
)
def test_what_is_no_chunk_raises_a_value_error(payload: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 that it is one is what callers rely on
        parse_chunk(payload)


@pytest.mark.parametrize(
    ("wishes", "provider"),
    [
        ({}, None),
        (
            {"max_prompt_price": Decimal("0.13"), "max_completion_price": Decimal("0.4")},
            {"max_price": {"prompt": 0.13, "completion": 0.4}},
        ),
        (
            {"max_prompt_price": Decimal(0), "max_completion_price": Decimal(0)},
            {"max_price": {"prompt": 0, "completion": 0}},
        ),
        ({"privacy": Privacy(deny_data_collection=True)}, {"data_collection": "deny"}),
        ({"privacy": Privacy(zero_data_retention=True)}, {"zdr": True}),
    ],
)
def test_the_body_says_what_may_be_spent_and_what_may_be_kept(
    wishes: dict[str, Any], provider: dict[str, Any] | None
) -> None:
    body = json.loads(json.dumps(ChatRequest(model="acme/plain", messages=HELLO, max_tokens=77, **wishes).body()))
    assert body.pop("provider", None) == provider
    assert body == {
        "model": "acme/plain",
        "messages": [{"role": "user", "content": "hello"}],
        "max_tokens": 77,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
