"""The client against the sandbox: whatever comes over the wire, it ends as a completion or as one of our errors."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from decimal import Decimal

import pytest
from support.house import ONCE, SHORT, always

from tierline.credentials import KeyHolder
from tierline.openrouter.client import Completion, OpenRouterClient, TextDelta, TimeLimits
from tierline.openrouter.errors import GiveUp, NoKey, OpenRouterError, TryAnother, Unavailable
from tierline.openrouter.wire import ChatRequest, Message, Privacy
from tierline.sandbox import BEHAVIOURS, SANDBOX_KEY, Books, Ending, Sandbox

CODE = "def add(first, second):\n    return first + second\n"
MESSAGES = (Message(role="user", content=f"Task: document\n\n```python\n{CODE}```"),)


def request(model: str) -> ChatRequest:
    return ChatRequest(model=model, messages=MESSAGES, max_tokens=2_000)


@asynccontextmanager
async def client_of(
    base_url: str, key: str | None = SANDBOX_KEY, limits: TimeLimits = SHORT
) -> AsyncIterator[OpenRouterClient]:
    async with OpenRouterClient(key=always(key), base_url=base_url, limits=limits, retries=ONCE) as client:
        yield client


async def ask(client: OpenRouterClient, model: str) -> tuple[str, Completion]:
    pieces: list[str] = []
    async with asyncio.timeout(30), aclosing(client.stream(request(model))) as stream:
        async for piece in stream:
            if isinstance(piece, Completion):
                return "".join(pieces), piece
            pieces.append(piece.text)
    raise AssertionError("neither a completion nor an error")


async def failure(client: OpenRouterClient, model: str) -> OpenRouterError:
    with pytest.raises(OpenRouterError) as raised:
        await ask(client, model)
    assert str(raised.value).endswith(".")
    assert SANDBOX_KEY not in str(raised.value)
    return raised.value


ANSWERS = {
    **dict.fromkeys(
        [
            *("ok", "slow-loris", "split-utf8", "reasoning", "usage-empty-choices", "usage-repeat-finish"),
            *("usage-null-finish", "no-usage", "byok", "late-generation", "refusal", "unfenced", "elided"),
            *("bad-code", "prose", "no-done", "slow", "bills-on"),
            *("gzip", "crlf", "bad-utf8", "sse-extras", "octet-stream", "unasked-body"),
        ],
        "stop",
    ),
    "length": "length",
    "content-filter": "content_filter",
}
FAILS: dict[str, tuple[type, str]] = {
    "reasoning-only": (TryAnother, "empty-answer"),
    "400": (TryAnother, "bad-request"),
    "400-context": (TryAnother, "too-long"),
    "401": (GiveUp, "bad-key"),
    "402": (GiveUp, "no-credit"),
    "402-afford": (GiveUp, "no-credit"),
    "403": (GiveUp, "forbidden"),
    "403-key-limit": (GiveUp, "key-limit"),
    "403-moderation": (TryAnother, "flagged"),
    "404": (TryAnother, "model-unavailable"),
    "404-free-ended": (TryAnother, "model-unavailable"),
    "408": (Unavailable, "provider-failed"),
    "413": (GiveUp, "too-long"),
    "422": (TryAnother, "bad-request"),
    "429": (Unavailable, "free-limit"),
    "429-daily": (Unavailable, "free-limit"),
    "429-upstream": (Unavailable, "rate-limited"),
    **dict.fromkeys(["500", "502", "503", "504", "524", "529", "html-502"], (Unavailable, "provider-failed")),
    **dict.fromkeys(
        ["error-200", "midstream", "midstream-finish", "midstream-text-code", "midstream-bare", "midstream-first"],
        (Unavailable, "provider-failed"),
    ),
    "midstream-empty": (TryAnother, "empty-answer"),
    **dict.fromkeys(["hang", "hang-comments", "stall"], (Unavailable, "timeout")),
    **dict.fromkeys(["cut", "end-early", "garbage", "empty-200", "not-http"], (Unavailable, "broken-stream")),
    "bad-gzip": (Unavailable, "broken-stream"),
    **dict.fromkeys(["bad-json", "html-200", "oversized-line"], (TryAnother, "unreadable-answer")),
    "redirect": (GiveUp, "bad-settings"),
}


def ended(books: Books) -> bool:
    return bool(books.records) and all(record.ending is not Ending.OPEN for record in books.records)


async def check_closed(sandbox: Sandbox) -> None:
    """The sandbox's side of every exchange has ended."""
    async with asyncio.timeout(20):
        await sandbox.books.wait_for(ended)


def test_every_behaviour_of_the_sandbox_is_expected() -> None:
    assert set(ANSWERS) | set(FAILS) == set(BEHAVIOURS)


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_ends_in_a_completion_with_the_cost_of_the_books(sandbox: Sandbox, name: str) -> None:
    async with client_of(sandbox.base_url) as client:
        text, completion = await ask(client, f"sandbox/{name}")
        assert text
        assert completion.finish_reason == ANSWERS[name]
        await check_closed(sandbox)
    record = sandbox.books.last
    assert (completion.model, completion.provider) == (f"sandbox/{name}", "Sandbox")
    assert completion.generation_id == record.generation_id
    if name == "no-usage":
        assert completion.usage is None
        return
    assert completion.usage
    assert record.usage
    paid = record.cost_usd + (record.usage.upstream_usd if record.usage.is_byok else 0)
    assert completion.usage.total_usd == paid > 0
    assert completion.usage.completion_tokens == record.usage.completion_tokens


@pytest.mark.parametrize("name", FAILS)
async def test_a_fault_ends_in_one_of_our_errors_and_leaves_no_connection(sandbox: Sandbox, name: str) -> None:
    async with client_of(sandbox.base_url) as client:
        error = await failure(client, f"sandbox/{name}")
        assert (error.code, isinstance(error, FAILS[name][0])) == (FAILS[name][1], True)
        assert isinstance(error, TryAnother | GiveUp)
        await check_closed(sandbox)
        assert error.cost_usd in (None, sandbox.books.totals.cost_usd), "an unknown cost is no zero"
        assert (await ask(client, "sandbox/ok"))[0], "the client is as good as new"


async def test_an_answer_that_was_all_reasoning_is_paid_for(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        error = await failure(client, "sandbox/reasoning-only")
    assert error.cost_usd == sandbox.books.totals.cost_usd > 0


async def test_what_was_cut_off_has_an_unknown_cost(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        assert (await failure(client, "sandbox/cut")).cost_usd is None
        assert (await failure(client, "sandbox/stall")).cost_usd is None


@pytest.mark.parametrize(
    ("name", "limits", "said"),
    [
        ("hang", TimeLimits(first_token_s=1, stall_s=60), "begun to answer within 1 s"),
        ("hang-comments", TimeLimits(first_token_s=1, stall_s=60), "begun to answer within 1 s"),
        ("stall", TimeLimits(first_token_s=60, stall_s=0.5), "gone on with its answer within 0.5 s"),
        ("hang-comments", TimeLimits(first_token_s=60, stall_s=60, total_s=1.5), "more than 1.5 s in all"),
        ("slow", TimeLimits(first_token_s=60, stall_s=60, total_s=0.6), "more than 0.6 s in all"),
    ],
)
async def test_each_wait_has_its_own_limit_and_comments_are_no_progress(
    sandbox: Sandbox, name: str, limits: TimeLimits, said: str
) -> None:
    async with client_of(sandbox.base_url, limits=limits) as client:
        error = await failure(client, f"sandbox/{name}")
        assert said in str(error)
        assert error.code == "timeout"
        await check_closed(sandbox)
        assert sandbox.books.last.hung_up


@pytest.mark.parametrize("name", ["slow", "stall", "hang", "hang-comments"])
async def test_cancelling_hangs_up(sandbox: Sandbox, name: str) -> None:
    async with client_of(sandbox.base_url, limits=TimeLimits()) as client:
        asking = asyncio.create_task(ask(client, f"sandbox/{name}"))
        wanted = {"hang": 0, "hang-comments": 2}.get(name, 3)
        await sandbox.books.wait_for(lambda books: books.records and books.last.behaviour == name)
        await sandbox.books.wait_for(lambda books: books.last.chunks_sent >= wanted)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await check_closed(sandbox)
        assert sandbox.books.last.hung_up


async def test_leaving_the_stream_early_hangs_up(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        async with aclosing(client.stream(request("sandbox/slow"))) as stream:
            assert isinstance(await anext(stream), TextDelta)
        await check_closed(sandbox)
        assert sandbox.books.last.hung_up


async def test_a_text_cut_within_its_characters_arrives_whole(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        text, _ = await ask(client, "sandbox/split-utf8")
    assert "äöü, Ελλάδα, 世界, 🎉👩🏽\u200d💻" in text


async def test_bytes_that_are_no_utf8_spoil_no_other_character(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        text, _ = await ask(client, "sandbox/bad-utf8")
        whole, _ = await ask(client, "sandbox/ok")
    assert text.startswith(whole)
    assert set(text.removeprefix(whole)) <= set("\n(\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("name", ["gzip", "crlf", "sse-extras", "octet-stream", "unasked-body"])
async def test_how_an_answer_is_wrapped_does_not_show(sandbox: Sandbox, name: str) -> None:
    async with client_of(sandbox.base_url) as client:
        assert (await ask(client, f"sandbox/{name}"))[0] == (await ask(client, "sandbox/ok"))[0]


async def test_a_redirect_is_not_followed_for_the_key_would_go_along(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        await failure(client, "sandbox/redirect")
    assert [record.path for record in sandbox.books.records] == ["/api/v1/chat/completions"]


async def test_the_app_is_named_as_openrouter_wants_it(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        await ask(client, "sandbox/ok")
    headers = sandbox.books.last.headers
    assert headers["x-openrouter-title"] == "Tierline"
    assert headers["http-referer"].startswith("http")
    assert headers["x-openrouter-categories"] == "ide-extension"


@pytest.mark.parametrize("name", ["slow", "hang-comments", "stall"])
async def test_the_generation_is_known_before_the_first_word(sandbox: Sandbox, name: str) -> None:
    async with client_of(sandbox.base_url) as client, aclosing(client.stream(request(f"sandbox/{name}"))) as stream:
        first = await anext(stream)
        assert isinstance(first, TextDelta)
        assert (first.text, first.generation_id) == ("", sandbox.books.last.generation_id)


async def test_a_generation_is_known_by_its_chunks_where_no_header_tells_it() -> None:
    body = b'data: {"id":"gen-7","choices":[{"delta":{"content":"hi"}}]}\n\n'
    async with port_that(says(STREAM, body)) as base_url, client_of(base_url) as client:
        first = await anext(client.stream(request("acme/x")))
    assert first == TextDelta("hi", "gen-7")


async def test_many_answers_at_once_share_one_client(sandbox: Sandbox) -> None:
    async with client_of(sandbox.base_url) as client:
        answers = await asyncio.gather(*(ask(client, "sandbox/ok") for _ in range(12)))
    assert len({completion.generation_id for _, completion in answers}) == 12


async def test_the_request_carries_its_wishes(sandbox: Sandbox) -> None:
    wish = ChatRequest(
        model="sandbox/ok",
        messages=MESSAGES,
        max_tokens=321,
        max_prompt_price=Decimal("0.2"),
        max_completion_price=Decimal("0.8"),
        privacy=Privacy(deny_data_collection=True, zero_data_retention=True),
    )
    async with client_of(sandbox.base_url) as client, aclosing(client.stream(wish)) as stream:
        assert [piece async for piece in stream]
    body = sandbox.books.last.body
    assert (body["model"], body["stream"], body["max_tokens"]) == ("sandbox/ok", True, 321)
    assert body["provider"] == {
        "max_price": {"prompt": Decimal("0.2"), "completion": Decimal("0.8")},
        "data_collection": "deny",
        "zdr": True,
    }
    assert sandbox.books.last.headers["user-agent"].startswith("tierline/")


async def test_a_price_above_the_ceiling_is_refused_before_anything_is_generated(sandbox: Sandbox) -> None:
    wish = ChatRequest(
        model="acme/fine",
        messages=MESSAGES,
        max_tokens=9,
        max_prompt_price=Decimal("0.6"),
        max_completion_price=Decimal("1.4"),
    )
    async with client_of(sandbox.base_url) as client:
        with pytest.raises(TryAnother) as raised:
            await anext(client.stream(wish))
    assert raised.value.code == "model-unavailable"
    assert sandbox.books.totals.cost_usd == 0


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def port_that(answers: Handler) -> AsyncIterator[str]:
    """A port of its own for what no HTTP server would do."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answers(reader, writer)
        except ConnectionError:
            pass  # the client has seen enough
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1"


def says(head: bytes, *more: bytes, silent: bool = False) -> Handler:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for data in (head, *more):
            writer.write(data)
            await writer.drain()
        if silent:
            await reader.read()

    return answer


HEAD = b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: %s\r\n\r\n"
STREAM, JSON = HEAD % (b"200 OK", b"text/event-stream"), HEAD % (b"200 OK", b"application/json")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (says(b"220 mail.example.org ESMTP\r\n"), "broken-stream"),
        (says(b""), "broken-stream"),
        (says(b"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"), "bad-settings"),
        (says(HEAD % (b"404 Not Found", b"text/html"), b"<h1>nothing here</h1>"), "bad-settings"),
        (says(HEAD % (b"200 OK", b"text/html"), b"<h1>Welcome</h1>"), "unreadable-answer"),
        (says(JSON, b"{", silent=True), "timeout"),
        (says(HEAD % (b"401 No", b"application/json"), b"{", silent=True), "timeout"),
        (says(STREAM, b"data: " + b"x" * 9_000_000), "unreadable-answer"),
        (says(STREAM, b"data: x\n" * 1_200_000), "unreadable-answer"),
        (says(JSON, b" " * 9_000_000), "unreadable-answer"),
        (says(STREAM, b"data: " + b"[" * 100_000 + b"\n\n"), "unreadable-answer"),
        (says(STREAM, b"data: [DONE]\n\n", silent=True), "broken-stream"),
    ],
    ids=[
        *("not HTTP", "hangs up at once", "redirect", "wrong path", "web page", "half a body", "half a refusal"),
        *("endless line", "endless event", "endless body", "deep nesting", "done at once"),
    ],
)
async def test_what_is_no_chat_api_ends_in_a_sentence(answers: Handler, code: str) -> None:
    limits = TimeLimits(first_token_s=20, stall_s=2)
    async with port_that(answers) as base_url, client_of(base_url, limits=limits) as client:
        assert (await failure(client, "acme/x")).code == code


async def test_a_whole_json_answer_to_a_streaming_request_is_taken() -> None:
    body = b'\n \n{"id":"g","model":"acme/x","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}'
    async with port_that(says(JSON, body)) as base_url, client_of(base_url) as client:
        text, completion = await ask(client, "acme/x")
    assert (text, completion.usage) == ("hi", None)


@pytest.mark.parametrize("path", ["/wrong", "/chat", ""])
async def test_a_wrong_path_says_that_the_base_url_is_wrong(sandbox: Sandbox, path: str) -> None:
    root = sandbox.base_url.removesuffix("/api/v1")
    async with client_of(f"{root}{path}") as client:
        error = await failure(client, "acme/plain")
    assert error.code == "bad-settings"
    assert "base URL" in str(error)


@pytest.mark.parametrize("slashes", ["", "/", "//"])
async def test_slashes_at_the_end_of_the_base_url_do_no_harm(sandbox: Sandbox, slashes: str) -> None:
    async with client_of(sandbox.base_url + slashes) as client:
        assert (await ask(client, "sandbox/ok"))[0]


@pytest.mark.parametrize(
    "base_url",
    ["", "openrouter.ai/api/v1", "localhost:4000/v1", "ftp://host/v1", "http://", "http://[::1/v1"],
)
async def test_a_base_url_that_is_none_says_what_one_looks_like(base_url: str) -> None:
    async with client_of(base_url) as client:
        error = await failure(client, "acme/x")
    assert (type(error), error.code, error.cost_usd) == (GiveUp, "bad-settings", 0)


async def test_a_closed_port_is_no_network(unused_tcp_port: int) -> None:
    async with client_of(f"http://127.0.0.1:{unused_tcp_port}/api/v1") as client:
        error = await failure(client, "acme/x")
    assert (type(error), error.code, error.cost_usd) == (GiveUp, "no-network", 0)
    assert "127.0.0.1" in str(error)


async def test_without_a_key_nothing_is_sent_and_a_key_set_later_counts(sandbox: Sandbox) -> None:
    keys = KeyHolder()
    async with OpenRouterClient(key=keys.reveal, base_url=sandbox.base_url) as client:
        assert isinstance(await failure(client, "sandbox/ok"), NoKey)
        assert not sandbox.books.records
        keys.put(SANDBOX_KEY)
        assert (await ask(client, "sandbox/ok"))[0]


async def test_the_loopback_goes_through_no_proxy(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_tcp_port}")
    async with client_of(sandbox.base_url) as client:
        assert (await ask(client, "sandbox/ok"))[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks9://127.0.0.1:1"),
        ("HTTPS_PROXY", "http://[::1"),
        ("SSL_CERT_FILE", "/nowhere/certificates.pem"),
    ],
)
async def test_an_unusable_proxy_or_certificate_is_one_sentence_and_leaves_the_loopback_alone(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    async with client_of(sandbox.base_url) as client:
        assert (await ask(client, "sandbox/ok"))[0]
    async with client_of("https://gateway.invalid/v1") as client:
        error = await failure(client, "acme/x")
    assert (type(error), error.code) == (GiveUp, "no-network")
    assert name in str(error)


async def test_a_gateway_elsewhere_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"choices":[{"message":{"content":"by proxy"},"finish_reason":"stop"}]}'
    async with port_that(says(JSON, body)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.removesuffix("/api/v1"))
        async with client_of("http://gateway.invalid/v1") as client:
            assert (await ask(client, "acme/x"))[0] == "by proxy"


async def test_the_key_is_in_no_repr_no_log_and_no_error(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    key = "sk-or-v1-abcdefghijklmnopqrstuvwxyz"
    caplog.set_level(logging.DEBUG)
    async with client_of(sandbox.base_url, key) as client:
        assert (await ask(client, "sandbox/ok"))[0]
        shown = [repr(client), str(client)]
        shown += [repr(await failure(client, f"sandbox/{name}")) for name in ("401", "cut", "not-http")]
    assert caplog.records
    assert not [line for line in [*shown, caplog.text] if key in line]
