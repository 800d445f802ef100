"""Edits that wait, as an answer makes them, and told by whole texts as some editors do."""

from tierline.edit.changes import Change
from tierline.edit.hunks import hunks
from tierline.edit.pending import PendingEdit
from tierline.edit.waiting import PendingHunk


def pending(text: str, start: int, end: int, new: str) -> PendingEdit:
    """Return the edit that replaces ``text[start:end]`` by ``new``, all of it pending."""
    old = text[start:end]
    places = tuple(PendingHunk(hunk, start + hunk.start, start + hunk.end) for hunk in hunks(old, new))
    return PendingEdit(text, start, end, old, places)


def told_whole(edit: PendingEdit, text: str) -> PendingEdit:
    """Return the edit in the next version of the document, of which the whole text alone is known."""
    return edit if text == edit.text else edit.follow_changes((Change(0, len(edit.text), text),))
