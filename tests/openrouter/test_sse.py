"""Any cut of the bytes gives the same payloads."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from tierline.openrouter.sse import EventStream


def read(*chunks: bytes) -> list[str]:
    stream = EventStream()
    return [payload for chunk in chunks for payload in stream.feed(chunk)]


@pytest.mark.parametrize(
    ("wire", "payloads"),
    [
        ("data: a\n\ndata: b\n\n", ["a", "b"]),
        ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
        ("data: a\r\rdata: b\r\r: end\n", ["a", "b"]),
        ("data: a\r\n\ndata: b\n\r\n", ["a", "b"]),
        ("data: one\ndata: two\n\n", ["one\ntwo"]),
        ("data: one\r\ndata: two\r\n\r\n", ["one\ntwo"]),
        (": OPENROUTER PROCESSING\n\n: again\n\ndata: a\n\n", ["a"]),
        (": within\ndata: a\n: an event\n\n", ["a"]),
        ("event: message\nid: 7\nretry: 10\ndata: a\n\n", ["a"]),
        ("data:bare\n\ndata:  two spaces\n\n", ["bare", " two spaces"]),
        ("data: äöü 世界 🎉 \u2028 \x85 \x0c\n\n", ["äöü 世界 🎉 \u2028 \x85 \x0c"]),
        ("\ufeffdata: after a byte order mark\n\n", ["after a byte order mark"]),
        ("data: whole\n\ndata: never ended", ["whole"]),
        ("\n\n\n", []),
        ("", []),
    ],
)
def test_a_stream_gives_its_payloads(wire: str, payloads: list[str]) -> None:
    data = wire.encode()
    assert read(data) == payloads
    assert read(*(data[at : at + 1] for at in range(len(data)))) == payloads


LINE = st.one_of(
    st.just(""),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8).map("data: {}".format),
    st.sampled_from([": comment", "event: x", "data", "data:", "datax: y", "{]"]),
)


@given(
    lines=st.lists(st.tuples(LINE, st.sampled_from(["\n", "\r\n", "\r"])), max_size=12),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
def test_any_cut_of_the_bytes_gives_the_same_payloads(lines: list[tuple[str, str]], cuts: list[int]) -> None:
    # The closing comment shows whether a CR at the very end was half of a CRLF.
    data = ("".join(line + end for line, end in lines) + ": the end\n").encode()
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    assert read(*(data[a:b] for a, b in pairwise(places))) == read(data)


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_bytes_that_are_no_text_never_raise(chunks: list[bytes]) -> None:
    assert all(isinstance(payload, str) for payload in read(*chunks, b"\n\n"))


@given(
    lines=st.lists(
        st.one_of(
            st.binary(max_size=8).map(lambda text: b"data: " + text.replace(b"\r", b"").replace(b"\n", b"")),
            st.sampled_from([b"", b": comment", b"data", b"event: x", "data: \U0001f389".encode()]),
        ),
        max_size=8,
    ),
    end=st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
def test_one_byte_at_a_time_gives_the_same_payloads_whatever_the_bytes_and_line_ends(
    lines: list[bytes], end: bytes
) -> None:
    # The closing comment shows whether a CR at the very end was half of a CRLF.
    data = b"".join(line + end for line in lines) + b": the end\n"
    alone = read(*(data[at : at + 1] for at in range(len(data))))
    assert alone == read(data) == read(data.replace(end, b"\n"))
    assert len(alone) <= sum(line.startswith(b"data") for line in lines)
