"""A tracked range holds the selected text, or is in conflict."""

import pytest
from hypothesis import assume, given, strategies as st

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
    assert not tracked.conflict
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
