"""Bytes to messages: pure, so that every cut and every kind of rubbish can be tried."""

import itertools
import json

import pytest
from hypothesis import given, strategies as st
from support.raw import framed

from tierline.lsp.framing import LARGEST_BYTES, Frames, Malformed

GOOD = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
FRAME = framed(json.dumps(GOOD).encode())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=4), st.lists(st.integers(0, 400), max_size=6), st.booleans())
def test_any_cut_of_the_bytes_gives_the_same_messages(values: list[object], cuts: list[int], ascii_only: bool) -> None:  # noqa: FBT001 drawn
    stream = b"".join(framed(json.dumps(value, ensure_ascii=ascii_only).encode()) for value in values)
    frames, found, places = Frames(), [], sorted({min(cut, len(stream)) for cut in cuts} | {0, len(stream)})
    for start, end in itertools.pairwise(places):
        found += frames.feed(stream[start:end])
    assert found == values


@given(st.binary(max_size=200).filter(lambda rubbish: b":" not in rubbish), st.sampled_from([1, 7, 10_000]))
def test_behind_any_rubbish_the_next_message_is_found(rubbish: bytes, step: int) -> None:
    frames, found, stream = Frames(), [], rubbish + b"\r\n" + FRAME
    for place in range(0, len(stream), step):
        found += frames.feed(stream[place : place + step])
    assert found[-1] == GOOD
    assert all(isinstance(one, Malformed) for one in found[:-1])


@pytest.mark.parametrize(
    "wrong",
    [
        b"Content-Length: -5\r\n\r\n{}",
        b"Content-Length: five\r\n\r\n{}",
        b"Content-Length: 99999999999999999999999999\r\n\r\n{}",
        b"Content-Length: 99999999999\r\n\r\n{}",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Type: text/plain\r\n\r\n{}",
        b'{"jsonrpc": "2.0"}',
        framed(b"{}" * 50, 3),
        framed(b"{}", 5),
        framed(b"{}", 60),
        framed(b"{}", 6000),
        framed(b"\xff\xfe"),
        framed(b"[" * 100_000),
        framed(b"NaN"),
        framed(b"1" * 5000),
        b"x" * 300_000,
    ],
)
def test_the_message_behind_a_wrong_one_is_found(wrong: bytes) -> None:
    for step in (3, 1_000_000):
        frames, found, stream = Frames(), [], wrong + FRAME + FRAME
        for place in range(0, len(stream), step):
            found += frames.feed(stream[place : place + step])
        assert found[-2:] == [GOOD, GOOD]


def test_headers_may_come_in_any_case_and_order() -> None:
    body = json.dumps(GOOD).encode()
    stream = b"content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:%d\r\n\r\n" % len(body) + body
    assert Frames().feed(stream) == [GOOD]


def test_a_message_that_is_too_long_is_refused_and_takes_no_memory() -> None:
    frames = Frames()
    (refused,) = frames.feed(b"Content-Length: %d\r\n\r\n" % (LARGEST_BYTES + 1))
    assert isinstance(refused, Malformed)
    for _ in range(100):
        assert frames.feed(b"x" * 10_000) == []
    assert len(frames._held) < 10_000
    assert frames.feed(FRAME)[-1] == GOOD
