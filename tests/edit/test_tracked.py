"""A tracked range holds the selected text, or is in conflict."""

import pytest
from hypothesis import assume, given, strategies as st

from tierline.edit.changes import Change, texts_of
from tierline.edit.tracked import TrackedRange

TEXT = st.text("ab\n", max_size=12)
EDIT = st.tuples(st.floats(0, 1), st.floats(0, 1), st.text("ab\n", max_size=4))


def edited(text: str, edit: tuple[float, float, str]) -> tuple[int, int, str]:
    """Return the edit's range in ``text`` and the text after it."""
    start, end = sorted(round(part * len(text)) for part in edit[:2])
    return start, end, text[:start] + edit[2] + text[end:]


@given(before=TEXT, selection=TEXT, after=TEXT, edits=st.lists(EDIT, max_size=10))
def test_the_selected_text_is_found_or_it_is_a_conflict(
    before: str, selection: str, after: str, edits: list[tuple[float, float, str]]
) -> None:
    text = before + selection + after
    tracked = TrackedRange(text, len(before), len(before) + len(selection))
    for edit in edits:
        was_lost = tracked.conflict
        _, _, text = edited(text, edit)
        tracked = tracked.follow(text)
        assert tracked.conflict or text[tracked.start : tracked.end] == selection
        assert tracked.conflict or tracked.text == text
        assert tracked.conflict or not was_lost, "a conflict is for good"


@given(before=TEXT, selection=TEXT, after=TEXT, edit=EDIT)
def test_an_edit_beside_the_selection_moves_it_by_just_so_much(
    before: str, selection: str, after: str, edit: tuple[float, float, str]
) -> None:
    text = before + selection + after
    begin, stop = len(before), len(before) + len(selection)
    start, end, new = edited(text, edit)
    assume(end <= begin or start >= stop)
    tracked = TrackedRange(text, begin, stop).follow(new)
    if tracked.conflict:
        # Typed before it or behind it: from whole texts that can't be told.
        assert new[:stop] == text[:stop]
        assert new.endswith(text[begin:])
        tracked = TrackedRange(text, begin, stop).follow_changes([Change(start, end, edit[2])])
        assert (tracked.start, tracked.end) == (
            (begin, stop) if start >= stop else (begin + len(new) - len(text), stop + len(new) - len(text))
        )
        return
    assert new[tracked.start : tracked.end] == selection
    if end < begin and new[:stop] != text[:stop]:
        assert tracked.start == begin + len(new) - len(text)
    if start > stop:
        assert tracked.start == begin


@pytest.mark.parametrize(
    ("text", "start", "end", "new", "where"),
    [
        ("one two three", 4, 7, "zero one two three", (9, 12)),
        ("one two three", 4, 7, "one two three four", (4, 7)),
        ("one two three", 4, 7, "two three", (0, 3)),
        ("one two three", 4, 7, "one two", (4, 7)),
        ("one two three", 4, 7, "one tWo three", None),
        ("one two three", 4, 7, "one  three", None),
        ("one two three", 4, 7, "", None),
        ("one two three", 4, 7, "ONE two THREE", (4, 7)),
        ("a\nx\nb\nx\n", 6, 8, "A\nx\nb\nx\ny\n", None),
        ("a\nx\nb\nx\n", 6, 8, "a\nx\nb\nx\nb\nx\n", None),
        ("x\n", 0, 2, "x\nx\n", None),
        ("one", 3, 3, "one more", (3, 3)),
        ("", 0, 0, "text", (0, 0)),
    ],
)
def test_typical_edits(text: str, start: int, end: int, new: str, where: tuple[int, int] | None) -> None:
    tracked = TrackedRange(text, start, end).follow(new)
    assert tracked.conflict is (where is None)
    assert where in (None, (tracked.start, tracked.end))


def test_undoing_a_change_within_the_selection_does_not_end_the_conflict() -> None:
    tracked = TrackedRange("one two", 4, 7).follow("one tw").follow("one two")
    assert tracked.conflict


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ([Change(0, 0, "x\n"), Change(15, 15, "y")], (6, 9)),
        ([Change(8, 13, "THREE"), Change(0, 3, "1")], (2, 5)),
        ([Change(4, 4, "two ")], (8, 11)),
        ([Change(7, 7, "!")], (4, 7)),
        ([Change(5, 5, "")], (4, 7)),
        ([Change(5, 5, "x")], None),
        ([Change(3, 5, " t")], (4, 7)),
        ([Change(0, 13, "ONE two THREE")], (4, 7)),
        ([Change(0, 13, "ONE 2 THREE")], None),
        ([Change(4, 7, ""), Change(4, 4, "two")], None),
    ],
)
def test_a_range_follows_what_was_typed(changes: list[Change], where: tuple[int, int] | None) -> None:
    tracked = TrackedRange("one two three", 4, 7).follow_changes(changes)
    assert tracked.text == texts_of("one two three", changes)[-1]
    assert tracked.conflict is (where is None)
    assert where in (None, (tracked.start, tracked.end))


def test_of_two_equal_lines_the_one_that_was_chosen_is_followed() -> None:
    tracked = TrackedRange("x\n", 0, 2)
    assert tracked.follow_changes([Change(0, 0, "x\n")]).start == 2
    assert tracked.follow_changes([Change(2, 2, "x\n")]).start == 0
