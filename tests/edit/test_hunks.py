"""Hunks turn one text into the other, touch nothing else, and start and end where LSP lets an edit do so."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tierline.edit.hunks import Hunk, diff, hunks
from tierline.edit.positions import LineIndex

PIECE = st.sampled_from(["a", "b", "{", "", " ", "\n", "\n", "\r\n", "\r", "\x0c", "\u2028", "\x85", "\x1c", "🎉", "é"])
TEXT = st.lists(PIECE, max_size=30).map("".join)


def apply(old: str, changes: tuple[Hunk, ...]) -> str:
    for hunk in reversed(changes):
        old = old[: hunk.start] + hunk.text + old[hunk.end :]
    return old


@given(TEXT, TEXT)
def test_applying_the_hunks_gives_the_new_text(old: str, new: str) -> None:
    assert apply(old, hunks(old, new)) == new


@given(TEXT, TEXT)
def test_hunks_ascend_do_not_touch_and_hold_no_line_that_could_stay(old: str, new: str) -> None:
    end = -1
    for hunk in hunks(old, new):
        assert end < hunk.start <= hunk.end <= len(old)
        assert old[hunk.start : hunk.end] != hunk.text
        gone, come = LineIndex(old[hunk.start : hunk.end]), LineIndex(hunk.text)
        assert not lines(gone) & lines(come)
        end = hunk.end


def lines(index: LineIndex) -> set[str]:
    starts = [index.offset(line, 0) for line in range(index.line_count)]
    places = [*(start for start in starts if start is not None), len(index.text)]
    return {index.text[a:b] for a, b in pairwise(places)} - {""}


@given(TEXT, TEXT)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_an_editor_that_applies_them_by_position_gets_the_new_text(encoding: str, old: str, new: str) -> None:
    index = LineIndex(old, encoding)
    edited = old
    for hunk in reversed(hunks(old, new)):
        (first, column), last = index.position(hunk.start), index.position(hunk.end)
        assert column == 0, "whole lines"
        start, end = index.offset(first, column), index.offset(*last)
        assert start is not None
        assert end is not None
        edited = edited[:start] + hunk.text + edited[end:]
    assert edited == new


@given(TEXT)
def test_equal_texts_have_no_hunks_and_no_diff(text: str) -> None:
    assert hunks(text, text) == ()
    assert diff(text, text, "a.py") == ""


def test_one_changed_line_is_one_hunk_of_one_line() -> None:
    old = "".join(f"line {n}\n" for n in range(3_000))
    (hunk,) = hunks(old, old.replace("line 1500\n", "changed\n"))
    assert (old[hunk.start : hunk.end], hunk.text) == ("line 1500\n", "changed\n")


def test_a_long_text_of_lines_that_recur_everywhere_still_round_trips() -> None:
    old = "}\n\n" * 6_000
    new = old.replace("}\n\n", "}\n", 17) + "{\n"
    assert apply(old, hunks(old, new)) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb", "a\nb\n"),
        ("a\nb\n", "a\nb"),
        ("", "a\n"),
        ("a\r\nb\r\n", "a\r\nB\r\n"),
        ("a\x0cb\nc\n", "a\x0cB\nc\n"),
        ("a\u2028b\n", "A\u2028b\n"),
    ],
)
def test_a_diff_is_one_that_git_can_apply(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "a.txt").write_bytes(old.encode())
    patch = diff(old, new, "a.txt").encode()
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=tmp_path, input=patch, check=True)
    assert (tmp_path / "a.txt").read_bytes().decode() == new


def test_old_mac_line_ends_are_no_missing_newlines() -> None:
    assert "No newline" not in diff("a\rb\r", "a\rB\r", "a.txt")
