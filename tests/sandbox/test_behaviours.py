"""Every row of the table of behaviours does what it says, over raw HTTP."""

import ast
import asyncio
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from tierline.sandbox import BEHAVIOURS, Sandbox

CHAT = "/chat/completions"
IDLE_S = 10
CODE = "def add(first, second):\n    total = first + second\n    return total\n"
MESSAGES = [{"role": "user", "content": f"Task: document\n\n```python\n{CODE}```"}]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What came over the wire. ``broken`` says how reading ended, if not well."""

    status: int = 0
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    body: bytes = b""
    pieces: tuple[bytes, ...] = ()
    broken: str = ""

    @property
    def data(self) -> list[str]:
        lines = self.body.decode().replace("\r\n", "\n").split("\n")
        return [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]

    @property
    def chunks(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.data if line != "[DONE]"]

    @property
    def deltas(self) -> list[dict[str, Any]]:
        return [choice["delta"] for chunk in self.chunks for choice in chunk.get("choices", [])]

    @property
    def content(self) -> str:
        return "".join(delta.get("content") or "" for delta in self.deltas)

    @property
    def finishes(self) -> list[str]:
        choices = [choice for chunk in self.chunks for choice in chunk.get("choices", [])]
        return [choice["finish_reason"] for choice in choices if choice["finish_reason"]]

    @property
    def usage(self) -> dict[str, Any]:
        (usage,) = [chunk["usage"] for chunk in self.chunks if "usage" in chunk]
        return dict(usage)

    @property
    def error(self) -> dict[str, Any]:
        return dict(json.loads(self.body)["error"])


async def watch(http: httpx.AsyncClient, sandbox: Sandbox, name: str, **more: object) -> Seen:
    """Ask for a stream and read to its end, or until nothing more comes by the books."""
    body = {"model": f"sandbox/{name}", "stream": True, "messages": MESSAGES} | more
    pieces: list[bytes] = []
    status, headers = 0, httpx.Headers()

    async def read() -> str:
        nonlocal status, headers
        try:
            async with http.stream("POST", CHAT, json=body) as answer:
                status, headers = answer.status_code, answer.headers
                async for piece in answer.aiter_raw():
                    pieces.append(piece)  # noqa: PERF401 - what came before a failure is kept
        except httpx.RemoteProtocolError as error:
            return str(error)
        except httpx.ReadError:
            return "reset"
        return ""

    reading = asyncio.create_task(read())
    if name in {"hang", "stall", "hang-comments"}:
        wanted = {"hang": 0, "stall": 4, "hang-comments": 3}[name]
        await sandbox.books.wait_for(lambda books: books.records and books.last.behaviour == name)
        await sandbox.books.wait_for(lambda books: books.last.chunks_sent >= wanted)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert reading.cancelled()
        return Seen(status=status, headers=headers, body=b"".join(pieces), pieces=tuple(pieces), broken="waiting")
    broken = await reading
    return Seen(status=status, headers=headers, body=b"".join(pieces), pieces=tuple(pieces), broken=broken)


Check = Callable[[Seen], bool]


def answers(seen: Seen) -> bool:
    """A whole answer: content, a finish reason, usage, [DONE]."""
    return seen.status == 200 and "add" in seen.content and seen.finishes[0] == "stop" and seen.data[-1] == "[DONE]"


def refuses(status: int, text: str = "", **metadata: str) -> Check:
    def check(seen: Seen) -> bool:
        told = seen.error.get("metadata") or {}
        right = all(str(told.get(name)) == value for name, value in metadata.items())
        return seen.status == seen.error["code"] == status and text in seen.error["message"] and right

    return check


def fails_midstream(seen: Seen) -> bool:
    return bool(seen.status == 200 and seen.content and "error" in seen.chunks[-1] and "[DONE]" not in seen.data)


def is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def unpacked(seen: Seen) -> Seen:
    return replace(seen, body=gzip.decompress(seen.body))


def fenced(seen: Seen) -> str:
    return seen.content.split("```python\n")[1].split("```")[0]


CHECKS: dict[str, Check] = {
    "ok": answers,
    "slow": answers,
    "slow-loris": lambda seen: "One byte" in seen.content and all(len(piece) <= 20 for piece in seen.pieces[:3]),
    "split-utf8": lambda seen: answers(seen) and "äöü, Ελλάδα, 世界, 🎉👩🏽‍💻" in seen.content,
    "reasoning": lambda seen: (
        answers(seen) and bool(seen.deltas[0]["reasoning_details"]) and not seen.deltas[0]["content"]
    ),
    "reasoning-only": lambda seen: not seen.content and "length" in seen.finishes and seen.usage["cost"] > 0,
    "usage-empty-choices": lambda seen: answers(seen) and seen.chunks[-1]["choices"] == [] and bool(seen.usage),
    "usage-repeat-finish": lambda seen: answers(seen) and seen.finishes == ["stop", "stop"] and bool(seen.usage),
    "usage-null-finish": lambda seen: answers(seen) and seen.chunks[-1]["choices"][0]["finish_reason"] is None,
    "no-usage": lambda seen: answers(seen) and b'"usage":' not in seen.body,
    "byok": lambda seen: answers(seen) and seen.usage["is_byok"],
    "late-generation": answers,
    "bills-on": answers,
    "gzip": lambda seen: seen.headers["content-encoding"] == "gzip" and answers(unpacked(seen)),
    "crlf": lambda seen: b"\r\n\r\n" in seen.body and b"}\n" not in seen.body and answers(seen),
    "bad-utf8": lambda seen: b"\xff\xc3(" in seen.body and seen.body.endswith(b"data: [DONE]\n\n"),
    "sse-extras": lambda seen: answers(seen) and b"event: ping\nid: 7\nretry: 3000\n" in seen.body,
    "octet-stream": lambda seen: answers(seen) and seen.headers["content-type"] == "application/octet-stream",
    "unasked-body": lambda seen: (
        seen.body.startswith(b"\n  ") and json.loads(seen.body)["choices"][0]["finish_reason"] == "stop"
    ),
    "length": lambda seen: "length" in seen.finishes and bool(seen.content),
    "content-filter": lambda seen: "content_filter" in seen.finishes and bool(seen.content),
    "refusal": lambda seen: "can't help" in seen.content and "stop" in seen.finishes,
    "unfenced": lambda seen: "```" not in seen.content and is_python(seen.content),
    "elided": lambda seen: "# ... rest unchanged ..." in fenced(seen) and "return total" not in fenced(seen),
    "bad-code": lambda seen: not is_python(fenced(seen)),
    "prose": lambda seen: "```" not in seen.content and not is_python(seen.content),
    "400": refuses(400),
    "400-context": refuses(400, "maximum context length is"),
    "401": refuses(401, "User not found."),
    "402": refuses(402, "Insufficient credits"),
    "402-afford": refuses(402, "can only afford 1000."),
    "403": refuses(403, "Only management keys"),
    "403-key-limit": refuses(403, "Key limit exceeded (total limit)"),
    "403-moderation": refuses(403, model_slug="sandbox/403-moderation", reasons="['violence']"),
    "404": refuses(404, "No endpoints found for sandbox/404."),
    "404-free-ended": refuses(404, "use this slug instead: "),
    "408": refuses(408),
    "413": refuses(413),
    "422": refuses(422),
    "429": refuses(429, "free-models-per-min", limit_source="openrouter_free_tier_per_minute"),
    "429-daily": refuses(429, "free-models-per-day", limit_source="openrouter_free_tier_daily"),
    "429-upstream": refuses(429, "Provider returned error", limit_source="upstream_provider_shared_pool"),
    "500": refuses(500),
    "502": refuses(502, "Provider returned error"),
    "503": refuses(503),
    "504": refuses(504, error_type="timeout"),
    "524": refuses(524),
    "529": refuses(529),
    "redirect": lambda seen: seen.status == 307 and seen.headers["location"].endswith("/elsewhere"),
    "html-502": lambda seen: seen.status == 502 and seen.headers["content-type"].startswith("text/html"),
    "error-200": lambda seen: seen.status == 200 and seen.error["code"] == 502 and b"choices" not in seen.body,
    "midstream": lambda seen: fails_midstream(seen) and seen.chunks[-1]["choices"] == [],
    "midstream-finish": lambda seen: fails_midstream(seen) and seen.finishes == ["error"],
    "midstream-text-code": lambda seen: fails_midstream(seen) and seen.chunks[-1]["error"]["code"] == "server_error",
    "midstream-bare": lambda seen: fails_midstream(seen) and set(seen.chunks[-1]) == {"error", "user_id"},
    "midstream-first": lambda seen: seen.status == 200 and len(seen.chunks) == 1 and "error" in seen.chunks[0],
    "midstream-empty": lambda seen: not seen.content and "stop" in seen.finishes and seen.usage["cost"] == 0,
    "hang": lambda seen: seen.broken == "waiting" and seen.status == 0,
    "hang-up": lambda seen: "without sending a response" in seen.broken and seen.status == 0,
    "reset": lambda seen: seen.broken == "reset" and seen.status == 0,
    "hang-comments": lambda seen: seen.broken == "waiting" and seen.body.count(b": OPENROUTER PROCESSING\n\n") >= 1,
    "stall": lambda seen: seen.broken == "waiting" and not seen.finishes,
    "cut": lambda seen: "incomplete chunked read" in seen.broken and not seen.body.endswith(b"\n\n"),
    "end-early": lambda seen: (
        not seen.broken and bool(seen.content) and not seen.finishes and "[DONE]" not in seen.data
    ),
    "no-done": lambda seen: not seen.broken and "stop" in seen.finishes and "[DONE]" not in seen.data,
    "garbage": lambda seen: seen.status == 200 and b"\xff\xfe" in seen.body,
    "bad-json": lambda seen: any(line.endswith('{"cont') for line in seen.data) and seen.data[-1] == "[DONE]",
    "empty-200": lambda seen: seen.status == 200 and not seen.body,
    "html-200": lambda seen: seen.status == 200 and seen.headers["content-type"].startswith("text/html"),
    "oversized-line": lambda seen: len(seen.body) > 9_000_000 and b"\n" not in seen.body,
    "bad-gzip": lambda seen: seen.headers["content-encoding"] == "gzip" and answers(seen),
    "not-http": lambda seen: bool(seen.broken) and seen.status == 0,
}


def test_every_behaviour_is_checked() -> None:
    assert set(CHECKS) == set(BEHAVIOURS)


@pytest.mark.parametrize("name", BEHAVIOURS)
async def test_a_behaviour_does_what_it_says(sandbox: Sandbox, http: httpx.AsyncClient, name: str) -> None:
    async with asyncio.timeout(IDLE_S):
        seen = await watch(http, sandbox, name)
    assert CHECKS[name](seen), seen
    assert BEHAVIOURS[name].description.endswith(".")
    assert sandbox.books.last.behaviour == name
    assert sandbox.books.last.status == (seen.status or None)


@pytest.mark.parametrize(
    "name", [name for name in BEHAVIOURS if name not in {"hang", "hang-comments", "stall", "slow-loris"}]
)
async def test_without_a_stream_a_behaviour_is_the_same_in_one_piece(http: httpx.AsyncClient, name: str) -> None:
    body = {"model": f"sandbox/{name}:free", "messages": MESSAGES}
    if broken := {"bad-gzip": httpx.DecodingError, "reset": httpx.ReadError}.get(
        name, httpx.RemoteProtocolError if name in {"cut", "hang-up", "not-http"} else None
    ):
        with pytest.raises(broken):
            await http.post(CHAT, json=body)
        return
    answer = await http.post(CHAT, json=body)
    if name in {"garbage", "bad-json", "end-early", "empty-200", "html-502", "html-200", "oversized-line", "bad-utf8"}:
        with pytest.raises(ValueError, match=r"."):
            answer.json()
        return
    told = answer.json()
    assert ("error" in told) == ("choices" not in told)
    if name.startswith("midstream") and "choices" in told and name != "midstream-empty":
        assert told["choices"][0]["error"]["message"] == "Network connection lost."
        assert told["choices"][0]["finish_reason"] == "error"
    assert told.get("model", body["model"]) == body["model"]
    assert told.get("usage", {"cost": 0})["cost"] == 0


async def test_limits_of_the_platform_tell_their_reset_in_the_headers_and_the_body(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    for name in ("429", "429-daily"):
        answer = await http.post(CHAT, json={"model": f"sandbox/{name}", "messages": MESSAGES})
        copies = answer.json()["error"]["metadata"]["headers"]
        assert {header: answer.headers[header] for header in copies} == copies
        reset_s = int(copies["X-RateLimit-Reset"]) / 1000
        now_s = sandbox.books.last.at.timestamp()
        assert reset_s == pytest.approx(now_s + 60, abs=1) if name == "429" else reset_s % 86_400 == 0
        assert reset_s > now_s
        assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("name", ["429-upstream", "503"])
async def test_a_provider_tells_when_to_come_again(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.post(CHAT, json={"model": f"sandbox/{name}", "messages": MESSAGES})
    assert answer.headers["Retry-After"] == "2"
    assert "X-RateLimit-Reset" not in answer.headers


async def test_what_can_be_afforded_is_answered(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    seen = await watch(http, sandbox, "402-afford", max_tokens=1000)
    assert answers(seen)


async def test_characters_are_cut_across_writes_and_come_back_whole(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    seen = await watch(http, sandbox, "split-utf8")
    cut = 0
    for piece in seen.pieces:
        try:
            piece.decode()
        except UnicodeDecodeError:
            cut += 1
    assert cut > 0
    assert "世界" in seen.content


KEYS = {"id", "object", "created", "model", "provider", "choices"}
DELTA_KEYS = {"role", "content"}
CHOICE_KEYS = {"index", "delta", "finish_reason", "native_finish_reason"}
USAGE_KEYS = {
    *("prompt_tokens", "completion_tokens", "total_tokens", "cost", "is_byok"),
    *("prompt_tokens_details", "completion_tokens_details", "cost_details"),
}
USAGE_DETAILS = {
    "prompt_tokens_details": {"cached_tokens", "cache_write_tokens", "audio_tokens", "video_tokens"},
    "completion_tokens_details": {"reasoning_tokens", "image_tokens", "audio_tokens"},
    "cost_details": {
        *("upstream_inference_cost", "upstream_inference_prompt_cost", "upstream_inference_completions_cost"),
    },
}


async def test_chunks_have_all_that_real_ones_have(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    seen = await watch(http, sandbox, "reasoning")
    assert seen.headers["content-type"] == "text/event-stream"
    assert seen.body.startswith(b": OPENROUTER PROCESSING\n\n")
    for chunk in seen.chunks:
        assert set(chunk) >= KEYS
        assert chunk["object"] == "chat.completion.chunk"
        assert set(chunk["choices"][0]) >= CHOICE_KEYS
        assert set(chunk["choices"][0]["delta"]) >= DELTA_KEYS
    thought = seen.deltas[0]["reasoning_details"][0]
    assert set(thought) >= {"type", "text", "format", "index"}
    assert set(seen.usage) >= USAGE_KEYS
    for block, keys in USAGE_DETAILS.items():
        assert set(seen.usage[block]) >= keys
    assert seen.usage["cost"] == seen.usage["cost_details"]["upstream_inference_cost"]


async def test_a_body_has_all_that_real_ones_have(http: httpx.AsyncClient) -> None:
    told = (await http.post(CHAT, json={"model": "sandbox/reasoning", "messages": MESSAGES})).json()
    assert set(told) >= KEYS | {"system_fingerprint", "usage"}
    assert set(told["choices"][0]) >= {"index", "logprobs", "finish_reason", "native_finish_reason", "message"}
    assert set(told["choices"][0]["message"]) >= {"role", "content", "refusal", "reasoning", "reasoning_details"}
