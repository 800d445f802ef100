"""What the sandbox accepts, refuses, and falls back on, as the real one does."""

from typing import Any

import httpx
import pytest

from tierline.sandbox import Sandbox

CHAT = "/chat/completions"
MESSAGES = [{"role": "user", "content": "Hello there, this is a question of some length."}]


async def ask(http: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await http.post(CHAT, json={"model": "acme/coder-9b", "messages": MESSAGES} | body)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"messages": None}, "Input required"),
        ({"messages": []}, "at least 1"),
        ({"messages": [{"role": "wizard", "content": "hi"}]}, "messages.0.role"),
        ({"messages": [{"role": ["user"], "content": "hi"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": None}]}, "messages.0.content"),
        ({"messages": ["hi"]}, "messages.0.role"),
        ({"temperature": 2.1}, "temperature"),
        ({"temperature": -1}, "temperature"),
        ({"temperature": "hot"}, "temperature: Expected number"),
        ({"top_p": 1.5}, "top_p"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 1.5}, "max_tokens"),
        ({"max_tokens": True}, "max_tokens"),
        ({"frequency_penalty": 3}, "frequency_penalty"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"stream": "yes"}, "stream"),
        ({"model": 7}, "model"),
        ({"model": "acme/x"}, "acme/x is not a valid model ID"),
        ({"model": "sandbox/nothing"}, "sandbox/nothing is not a valid model ID"),
        ({"models": ["a/b", "c/d", "e/f", "g/h"]}, "'models' array must have 3 items or fewer."),
        ({"models": "acme/nano"}, "models"),
        ({"provider": "cheap"}, "provider"),
        ({"provider": {"max_price": 1}}, "max_price"),
        ({"provider": {"max_price": {"prompt": "cheap"}}}, "max_price.prompt"),
    ],
)
async def test_a_wrong_field_is_named(http: httpx.AsyncClient, wrong: dict[str, Any], message: str) -> None:
    answer = await ask(http, **wrong)
    assert answer.status_code == answer.json()["error"]["code"] == 400
    assert message in answer.json()["error"]["message"]
    assert answer.json()["user_id"] == "user_sandbox"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (None, "Missing Authentication header"),
        ("Bearer sk-or-v1-sandbox-401", "User not found."),
        ("Bearer sk-live-1234", "No auth credentials found"),
        ("Basic abcd", "No auth credentials found"),
        ("Bearer", "No auth credentials found"),
    ],
)
@pytest.mark.parametrize("path", [CHAT, "/key", "/auth/key", "/credits", "/generation?id=x", "/models/user"])
async def test_a_key_must_be_known(sandbox: Sandbox, key: str | None, message: str, path: str) -> None:
    headers = {"Authorization": key} if key is not None else {}
    async with httpx.AsyncClient(base_url=sandbox.base_url, headers=headers, trust_env=False) as http:
        answer = await http.request("POST" if path == CHAT else "GET", path, json={} if path == CHAT else None)
        assert answer.status_code == 401
        assert answer.json() == {"error": {"code": 401, "message": message}}
        assert (await http.get("/models")).status_code == 200
        endpoint = (await http.get("/models/acme/nano/endpoints")).json()["data"]["endpoints"][0]
        assert endpoint["latency_last_30m"] is None


@pytest.mark.parametrize("limit", [1, 3, 10, 25])
async def test_max_tokens_ends_the_answer(http: httpx.AsyncClient, limit: int) -> None:
    whole = (await ask(http)).json()["choices"][0]["message"]["content"]
    for field in ("max_tokens", "max_completion_tokens"):
        told = (await ask(http, **{field: limit})).json()
        assert told["choices"][0]["finish_reason"] == "length"
        assert told["usage"]["completion_tokens"] == limit
        assert whole.startswith(told["choices"][0]["message"]["content"])


async def test_reasoning_eats_max_tokens(http: httpx.AsyncClient) -> None:
    told = (await ask(http, model="sandbox/reasoning", max_tokens=5)).json()
    assert told["choices"][0]["message"]["content"] == ""
    assert told["choices"][0]["finish_reason"] == "length"
    assert told["usage"]["completion_tokens"] == 5 == told["usage"]["completion_tokens_details"]["reasoning_tokens"]


async def test_a_stop_sequence_ends_the_answer_before_it(http: httpx.AsyncClient) -> None:
    told = (await ask(http, stop="Tierline")).json()
    assert told["choices"][0]["message"]["content"] == "> Simulated answer from the "


async def test_a_prompt_beyond_the_context_is_refused(http: httpx.AsyncClient) -> None:
    long = [{"role": "user", "content": "x" * 4096 * 4}]
    answer = await ask(http, model="acme/nano", messages=long, max_tokens=10)
    assert answer.status_code == 400
    assert "maximum context length is 4096 tokens. However, you requested about 4110" in answer.text


async def test_text_parts_count_as_text(http: httpx.AsyncClient) -> None:
    parts = [{"type": "text", "text": "Hel"}, {"type": "image_url", "image_url": {}}, {"type": "text", "text": "lo"}]
    told = (await ask(http, messages=[{"role": "user", "content": parts}])).json()
    assert "Hello" in told["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    ("models", "answers"),
    [
        (["sandbox/502", "acme/nano"], "acme/nano"),
        (["sandbox/429-upstream", "sandbox/400-context", "sandbox/ok"], "sandbox/ok"),
        (["acme/coder-9b:batch", "acme/nano"], "acme/nano"),
        (["sandbox/402", "acme/nano"], 402),
        (["sandbox/429-daily", "acme/nano"], 429),
        (["sandbox/403-key-limit", "acme/nano"], 403),
        (["sandbox/500", "sandbox/503"], 503),
    ],
)
async def test_models_are_tried_in_order_but_not_past_a_failure_of_the_account(
    http: httpx.AsyncClient, models: list[str], answers: str | int
) -> None:
    answer = await ask(http, model=models[0], models=models)
    assert answers == (answer.json()["model"] if answer.status_code == 200 else answer.status_code)


@pytest.mark.parametrize(
    ("ceiling", "status"),
    [
        ({"prompt": 0.2, "completion": 0.83}, 200),
        ({"prompt": "0.2", "completion": "0.83"}, 200),
        ({"prompt": 0.2, "completion": 0.8299}, 404),
        ({"prompt": 0.1}, 404),
        ({"completion": 1}, 200),
        ({}, 200),
    ],
)
async def test_nothing_is_served_above_the_ceiling(
    http: httpx.AsyncClient, ceiling: dict[str, Any], status: int
) -> None:
    answer = await ask(http, provider={"max_price": ceiling})
    assert answer.status_code == status
    if status == 404:
        assert answer.json()["error"]["message"].startswith("No endpoints found")


async def test_the_ceiling_leaves_the_cheaper_models(http: httpx.AsyncClient) -> None:
    answer = await ask(http, models=["acme/nano"], provider={"max_price": {"prompt": 0.1}})
    assert answer.json()["model"] == "acme/nano"


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("acme/coder-9b:nitro", "acme/coder-9b:nitro"),
        ("acme/coder-9b-20260301", "acme/coder-9b-20260301"),
        ("acme/auto", "acme/coder-9b"),
        ("sandbox/ok:free", "sandbox/ok:free"),
    ],
)
async def test_the_answer_names_the_model_asked_for_or_the_one_routed_to(
    http: httpx.AsyncClient, asked: str, named: str
) -> None:
    assert (await ask(http, model=asked)).json()["model"] == named


async def test_batch_variants_are_listed_but_do_not_chat(http: httpx.AsyncClient) -> None:
    answer = await ask(http, model="acme/coder-9b:batch")
    assert answer.status_code == 404
    assert "Batch API" in answer.text


async def test_without_a_model_the_first_of_the_catalogue_answers(http: httpx.AsyncClient) -> None:
    assert (await http.post(CHAT, json={"messages": MESSAGES})).json()["model"] == "acme/coder-9b"


async def test_behaviours_are_models_but_not_listed(http: httpx.AsyncClient) -> None:
    listed = [model["id"] for model in (await http.get("/models")).json()["data"]]
    assert not any(name.startswith("sandbox/") for name in listed)
    assert (await http.get("/model/sandbox/stall")).json()["data"]["pricing"]["prompt"] == "0.0000002"
    assert (await http.get("/models/sandbox/stall:free/endpoints")).status_code == 200


async def test_the_same_request_gets_the_same_words(http: httpx.AsyncClient) -> None:
    said = [(await ask(http)).json() for _ in range(2)]
    assert said[0]["choices"] == said[1]["choices"]
    assert said[0]["id"] != said[1]["id"]
