"""Every status, as a table: whether another model may help, its code, and a sentence that says what to do."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tierline.openrouter.errors import (
    FreeTierSpent,
    GiveUp,
    OpenRouterError,
    TryAnother,
    Unavailable,
    error_in,
    error_of_body,
)
from tierline.openrouter.wire import WireError

NOW = 1_790_000_000.0
KEY = "sk-or-v1-0123456789abcdef"
UPSTREAM = {"provider_name": "DigitalOcean", "raw": "busy", "limit_source": "upstream_provider_shared_pool"}
CONTEXT = (
    "This endpoint's maximum context length is 16384 tokens. However, you requested about 26265 tokens "
    "(26255 of text input, 10 in the output). Please reduce the length of either one."
)
AFFORD = (
    "This request requires more credits, or fewer max_tokens. "
    "You requested up to 65536 tokens, but can only afford 30104."
)


def failed(
    status: int, message: str, metadata: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> OpenRouterError:
    body = {"error": {"code": status, "message": message, "metadata": metadata}, "user_id": "user_2x7PqLm"}
    return error_of_body(status, json.dumps(body).encode(), model="acme/x", headers=headers or {}, now=NOW)


@pytest.mark.parametrize(
    ("status", "message", "metadata", "kind", "code", "to_do"),
    [
        (400, "acme/x is not a valid model ID", None, TryAnother, "unknown-model", "check its id"),
        (400, CONTEXT, {"provider_name": None}, TryAnother, "too-long", "select fewer lines"),
        (400, "Invalid value for parameter", None, TryAnother, "bad-request", "another tier"),
        (401, "User not found.", None, GiveUp, "bad-key", "set it again"),
        (401, "Missing Authentication header", None, GiveUp, "bad-key", "set it again"),
        (402, "Insufficient credits. Add more.", None, GiveUp, "no-credit", "add credit"),
        (402, AFFORD, None, GiveUp, "no-credit", "add credit"),
        (403, "Key limit exceeded (total limit). Manage it using …", None, GiveUp, "key-limit", "raise it"),
        (403, "Workspace monthly budget of $500.00 exceeded.", None, GiveUp, "key-limit", "raise it"),
        (403, "Only management keys can perform this operation", None, GiveUp, "forbidden", "check what your key"),
        (
            403,
            "acme/x requires moderation. Your input was flagged",
            {"reasons": ["violence"], "flagged_input": "…"},
            TryAnother,
            "flagged",
            "change the text or the model",
        ),
        (404, "No endpoints found for acme/x:free.", None, TryAnother, "model-unavailable", "another tier"),
        (404, "No endpoints found matching your data policy", None, TryAnother, "model-unavailable", "privacy"),
        (404, "Not Found", None, GiveUp, "bad-settings", "correct the base URL"),
        (405, "Method Not Allowed", None, GiveUp, "bad-settings", "correct the base URL"),
        (307, "", None, GiveUp, "bad-settings", "correct the base URL"),
        (408, "Operation timed out. Please try again later.", None, Unavailable, "provider-failed", "try again"),
        (413, "Request Entity Too Large", None, GiveUp, "too-long", "select fewer lines"),
        (422, "Unprocessable Entity", None, TryAnother, "bad-request", "another tier"),
        (429, "Provider returned error", UPSTREAM, Unavailable, "rate-limited", "try again later"),
        (429, "Rate limit exceeded: free-models-per-min. ", None, FreeTierSpent, "free-limit", "this minute's"),
        (429, "Rate limit exceeded: free-models-per-day.", None, FreeTierSpent, "free-limit", "today's"),
        (429, "", {"limit_source": "openrouter_free_tier_daily"}, FreeTierSpent, "free-limit", "today's"),
        (429, "", {"limit_source": "openrouter_free_tier_per_minute"}, FreeTierSpent, "free-limit", "this minute's"),
        (429, "Rate limit exceeded: free-models-per-day-stealth", None, FreeTierSpent, "free-limit", "today's"),
        (500, "Internal Server Error", None, Unavailable, "provider-failed", "try again"),
        (502, "Provider returned error", {"raw": "ECONNREFUSED"}, Unavailable, "provider-failed", "ECONNREFUSED"),
        (503, "Service temporarily unavailable", None, Unavailable, "provider-failed", "try again"),
        (504, "Provider returned error", None, Unavailable, "provider-failed", "try again"),
        (524, "Request timed out. Please try again later.", None, Unavailable, "provider-failed", "try again"),
        (529, "Provider returned error", None, Unavailable, "provider-failed", "try again"),
        (599, "never heard of", None, Unavailable, "provider-failed", "try again"),
    ],
)
def test_a_status_says_what_the_caller_can_do(  # noqa: PLR0913, PLR0917 the columns of the table
    status: int, message: str, metadata: dict[str, Any] | None, kind: type, code: str, to_do: str
) -> None:
    error = failed(status, message, metadata)
    assert (type(error), error.code, error.status) == (kind, code, status)
    assert to_do in str(error)
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    assert error.cost_usd == 0
    assert "user_2x7PqLm" not in str(error)


@pytest.mark.parametrize(
    "body", [b"", b"<html>Bad gateway</html>", b"\xff\xfe", b"[]", b'{"detail": "x"}', b"[" * 9999]
)
@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "bad-key"), (402, "no-credit"), (429, "rate-limited"), (502, "provider-failed"), (404, "bad-settings")],
)
def test_a_body_that_tells_nothing_leaves_the_status(status: int, code: str, body: bytes) -> None:
    error = error_of_body(status, body, model="acme/x", headers={}, now=NOW)
    assert error.code == code
    assert "()" not in str(error)


@pytest.mark.parametrize(
    ("headers", "metadata", "wait_s"),
    [
        ({"Retry-After": "29"}, {}, 29),
        ({"retry-after": "2.5"}, {}, 2.5),
        ({}, {"retry_after_seconds": 29}, 29),
        ({}, {"headers": {"Retry-After": "7"}}, 7),
        ({"X-RateLimit-Reset": "1790000060000"}, {}, 60),
        ({}, {"headers": {"X-RateLimit-Reset": "1790000060000"}}, 60),
        ({}, {"headers": {"X-RateLimit-Reset": 1790000060000}}, 60),
        ({"x-ratelimit-reset": "1789999990000"}, {}, 0),
        ({"retry-after": "5", "x-ratelimit-reset": "1790000060000"}, {}, 5),
        ({"retry-after": "999999999999"}, {}, 86400),
        ({"x-ratelimit-reset": "9" * 400}, {}, 86400),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, {}, None),
        ({"retry-after": "soon", "x-ratelimit-reset": "²"}, {}, None),
        ({}, {"headers": "odd", "retry_after_seconds": None}, None),
        ({}, {}, None),
    ],
)
def test_the_time_to_wait_is_found_wherever_it_stands(
    headers: dict[str, str], metadata: dict[str, Any], wait_s: float | None
) -> None:
    assert failed(429, "Provider returned error", metadata, headers).retry_after_s == wait_s


def test_the_daily_limit_says_how_long_it_lasts() -> None:
    reset = {"headers": {"X-RateLimit-Reset": str(int((NOW + 5 * 3600) * 1000))}}
    error = failed(429, "Rate limit exceeded: free-models-per-day.", reset)
    assert "5 h" in str(error)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("acme/x is temporarily rate-limited upstream", "temporarily rate-limited upstream"),
        ('{"error": {"message": "model overloaded", "type": "x"}}', "(502: model overloaded)"),
        ('{"error": "flat"}', "flat"),
        ("[" * 9999, "[["),
        ("two\nlines\x1b[31m of it", "two lines[31m of it"),
        ("", "Provider returned error"),
        ("x" * 5000, "x…"),
    ],
)
def test_the_providers_own_words_are_told_in_one_short_line(raw: str, said: str) -> None:
    sentence = str(failed(502, "Provider returned error", {"raw": raw}))
    assert said in sentence
    assert len(sentence) < 400
    assert sentence.isprintable()


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 429, 500, 502])
@pytest.mark.parametrize(
    "quote", [f"Incorrect API key provided: {KEY}", f"got Bearer {KEY}", "user user_2x7PqLm has no access"]
)
def test_a_gateway_that_quotes_the_key_or_the_account_is_not_quoted(status: int, quote: str) -> None:
    for error in (failed(status, quote), failed(status, "Provider returned error", {"raw": quote})):
        assert KEY not in str(error)
        assert "user_2x7PqLm" not in str(error)


@pytest.mark.parametrize(
    ("code", "kind", "status"),
    [
        (429, Unavailable, 429),
        ("429", Unavailable, 429),
        (402, GiveUp, 402),
        ("server_error", Unavailable, 502),
        ("²²²", Unavailable, 502),
        (None, Unavailable, 502),
    ],
)
def test_a_code_within_the_stream_means_what_the_status_means(code: int | str | None, kind: type, status: int) -> None:
    error = error_in(WireError(code=code, message="Network connection lost."), model="acme/x", now=NOW)
    assert (type(error), error.status) == (kind, status)


@given(status=st.integers(300, 599), body=st.binary(max_size=200), header=st.text(max_size=20))
def test_no_body_and_no_header_breaks_the_translation(status: int, body: bytes, header: str) -> None:
    headers = {"retry-after": header, "x-ratelimit-reset": header}
    error = error_of_body(status, body, model="acme/x", headers=headers, now=NOW)
    assert str(error).endswith(".")
