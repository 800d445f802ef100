"""Positions and offsets against a slow oracle that walks the text character by character."""

import pytest
from hypothesis import given, strategies as st

from tierline.edit.positions import LineIndex

ENCODINGS = ("utf-8", "utf-16", "utf-32")
PIECES = [*"ab \t\n\r", "\r\n", "é", "e\u0301", "世", "🎉", "👩🏽\u200d💻", "\x0c", "\u2028", "\x85"]
TEXT = st.lists(st.sampled_from(PIECES)).map("".join)


def units(character: str, encoding: str) -> int:
    return (
        len(character.encode(f"{encoding}-le" if encoding != "utf-8" else encoding))
        // {
            "utf-8": 1,
            "utf-16": 2,
            "utf-32": 4,
        }[encoding]
    )


def oracle(text: str, encoding: str) -> dict[int, tuple[int, int]]:
    """Return the position of every offset, but for the one within a CRLF."""
    found, line, character, at = {}, 0, 0, 0
    while at < len(text):
        found[at] = (line, character)
        if text.startswith("\r\n", at):
            line, character, at = line + 1, 0, at + 2
        elif text[at] in "\r\n":
            line, character, at = line + 1, 0, at + 1
        else:
            character, at = character + units(text[at], encoding), at + 1
    found[at] = (line, character)
    return found


@given(TEXT)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_offset_has_its_position_and_back(encoding: str, text: str) -> None:
    index, expected = LineIndex(text, encoding), oracle(text, encoding)
    for offset, position in expected.items():
        assert index.position(offset) == position
        assert index.offset(*position) == offset
    assert index.line_count == 1 + max(line for line, _ in expected.values())


@given(TEXT, st.integers(-3, 12), st.integers(-3, 40))
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_position_gives_an_offset_within_its_line_or_none(
    encoding: str, text: str, line: int, character: int
) -> None:
    index = LineIndex(text, encoding)
    offset = index.offset(line, character)
    if not 0 <= line < index.line_count:
        assert offset is None
        return
    assert offset is not None
    found_line, found_character = index.position(offset)
    assert found_line == line
    assert found_character <= max(character, 0), (
        "a position within a character, or past the end, is cut, never stretched"
    )


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n", "\r", "\r\n", "a\r\nb", "a\rb\n"])
def test_the_last_line_is_empty_behind_a_final_line_end(text: str) -> None:
    index = LineIndex(text)
    assert index.position(len(text)) == oracle(text, "utf-16")[len(text)]
    assert index.offset(index.line_count, 0) is None


@pytest.mark.parametrize(("encoding", "characters"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_an_astral_character_counts_in_the_units_of_the_encoding(encoding: str, characters: int) -> None:
    index = LineIndex("🎉x", encoding)
    assert index.position(1) == (0, characters)
    assert index.offset(0, characters) == 1
    assert index.offset(0, characters - 1) == 0, "a position within it is cut to its start"
