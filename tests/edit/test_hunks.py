"""Hunks turn one text into the other, touch nothing else, and start and end where LSP lets an edit do so."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tierline.edit.hunks import applied, chosen, diff, hunks
from tierline.edit.positions import LineIndex

PIECE = st.sampled_from(["a", "b", "{", "", " ", "\n", "\n", "\r\n", "\r", "\x0c", "\u2028", "\x85", "\x1c", "🎉", "é"])
TEXT = st.lists(PIECE, max_size=30).map("".join)


@given(TEXT, TEXT)
def test_applying_the_hunks_gives_the_new_text(old: str, new: str) -> None:
    assert applied(old, hunks(old, new)) == new


@given(TEXT, TEXT)
def test_hunks_ascend_do_not_touch_and_hold_no_word_that_could_stay(old: str, new: str) -> None:
    end = -1
    for hunk in hunks(old, new):
        assert end < hunk.start <= hunk.end <= len(old)
        assert old[hunk.start : hunk.end] == hunk.old != hunk.text
        both = lines(LineIndex(hunk.old)) & lines(LineIndex(hunk.text))
        assert not any(character.isalnum() for line in both for character in line)
        end = hunk.end


@given(TEXT, TEXT, st.data())
def test_any_choice_of_hunks_can_be_named_and_made_in_any_order(old: str, new: str, data: st.DataObject) -> None:
    found = hunks(old, new)
    ids = [hunk.id for hunk in found]
    assert len(set(ids)) == len(ids)
    some = data.draw(st.permutations(ids))[: data.draw(st.integers(0, len(ids)))]
    expected = old
    for hunk in reversed(found):
        if hunk.id in some:
            expected = expected[: hunk.start] + hunk.text + expected[hunk.end :]
    assert applied(old, reversed(chosen(found, some))) == expected


@given(TEXT, TEXT, st.text("xyz\n", max_size=5).map(lambda text: f"{text}\n"))
def test_the_name_of_a_hunk_does_not_depend_on_its_place(old: str, new: str, above: str) -> None:
    ids = [hunk.id for hunk in hunks(old, new)]
    assert [hunk.id for hunk in hunks(above + old, above + new)] == ids


def test_equal_changes_have_names_of_their_own() -> None:
    first, second = hunks("a\nb\na\n", "A\nb\nA\n")
    assert (first.old, first.text) == (second.old, second.text)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("a = 1\nb = 2\nc = 3\n", "a = 9\nb = 2\nc = 8\n", 2),
        ("    a()\n\n    b()\n", "    if x:\n        a()\n\n        b()\n", 1),
        ("f() {\n  a()\n}\n\ng() {\n", "f() {\n  A()\n}\n\nG() {\n", 2),
        ("a\n\n\n\nb\n", "A\n\n\n\nB\n", 2),
    ],
    ids=["lines between", "a block that is wrapped", "the end of one function and the head of the next", "far apart"],
)
def test_a_hunk_is_what_one_can_judge(old: str, new: str, count: int) -> None:
    assert len(hunks(old, new)) == count


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
    assert applied(old, hunks(old, new)) == new


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
