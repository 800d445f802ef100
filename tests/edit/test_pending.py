"""A pending edit's hunks are accepted, rejected or in conflict, each on its own, wherever the text has moved."""

import pytest
from support.pending_edits import pending, told_whole

from tierline.edit.changes import Change, texts_of
from tierline.edit.pending import PendingEdit

TEXT = "import os\n\ndef f():\n    a = 1\n    b = 2\n    return a\n\nend()\n"
OLD = "def f():\n    a = 1\n    b = 2\n    return a\n"
NEW = "def f():\n    a = 10\n    b = 2\n    log(a)\n    return a + b\n"
START = TEXT.index(OLD)


def edit() -> PendingEdit:
    return pending(TEXT, START, START + len(OLD), NEW)


def states(found: PendingEdit) -> list[str]:
    return [hunk.state for hunk in found.hunks]


def typed(found: PendingEdit, old: str, new: str) -> Change:
    at = found.text.index(old)
    return Change(at, at + len(old), new)


def made(found: PendingEdit, *ids: str) -> str:
    return texts_of(found.text, found.replacements(ids or None)[::-1])[-1]


WAYS = pytest.mark.parametrize("whole", [False, True], ids=["told by its changes", "told as a whole text"])


def follow(found: PendingEdit, *changes: Change, whole: bool) -> PendingEdit:
    return told_whole(found, texts_of(found.text, changes)[-1]) if whole else found.follow_changes(changes)


@WAYS
def test_lines_typed_above_and_below_move_the_hunks(*, whole: bool) -> None:
    found = follow(edit(), Change(0, 0, "import re\n"), whole=whole)
    found = follow(found, Change(len(found.text), len(found.text), "more()\n"), whole=whole)
    assert states(found) == ["pending", "pending"]
    assert made(found) == "import re\n" + TEXT.replace(OLD, NEW) + "more()\n"


@WAYS
def test_several_distant_edits_at_once_are_followed(*, whole: bool) -> None:
    found = edit()
    found = follow(found, typed(found, "end()", "the_end()"), Change(0, 0, "import re\n"), whole=whole)
    assert states(found) == ["pending", "pending"]
    assert made(found) == "import re\n" + TEXT.replace(OLD, NEW).replace("end()", "the_end()")


@WAYS
def test_a_change_within_one_hunk_leaves_the_other_alone(*, whole: bool) -> None:
    found = edit()
    found = follow(found, typed(found, "a = 1", "a = 7"), whole=whole)
    assert states(found) == ["conflict", "pending"]
    assert not found.as_meant
    assert made(found) == TEXT.replace("a = 1", "a = 7").replace("    return a\n", "    log(a)\n    return a + b\n")


@WAYS
def test_to_undo_the_change_does_not_end_the_conflict(*, whole: bool) -> None:
    found = edit()
    found = follow(found, typed(found, "a = 1", "a = 7"), whole=whole)
    found = follow(found, typed(found, "a = 7", "a = 1"), whole=whole)
    assert states(found) == ["conflict", "pending"]


@WAYS
def test_hunks_are_accepted_one_by_one_in_any_order_and_taken_back(*, whole: bool) -> None:
    found = edit()
    first, second = (hunk.hunk.id for hunk in found.hunks)
    after = found.accept([second])
    assert after.text == made(found, second)
    found = told_whole(found, after.text) if whole else found.follow_changes(found.replacements([second])[::-1])
    assert found == after
    assert states(found) == ["pending", "accepted"]
    assert found.as_meant
    undone = follow(found, typed(found, "    log(a)\n    return a + b\n", "    return a\n"), whole=whole)
    assert states(undone) == ["pending", "pending"]
    assert made(found, first) == TEXT.replace(OLD, NEW)
    assert states(found.accept()) == ["accepted", "accepted"]


def test_one_change_that_holds_several_edits_is_seen_through() -> None:
    found = edit()
    first, second = (hunk.hunk.id for hunk in found.hunks)
    after = found.accept([first])
    sent = Change(found.start, found.end, after.text[after.start : after.end])
    assert found.follow_changes([sent]) == after
    assert states(found.reject([second]).follow_changes([sent])) == ["accepted", "rejected"]


def test_a_rejected_hunk_is_not_made() -> None:
    found = edit()
    first, second = (hunk.hunk.id for hunk in found.hunks)
    found = found.reject([first])
    assert states(found) == ["rejected", "pending"]
    assert made(found) == made(edit(), second)
    assert found.reject().replacements() == ()


def test_a_line_typed_just_above_a_hunk_that_begins_the_target_stays_above() -> None:
    found = pending("a\nf()\nb\n", 2, 6, "@cached\nf()\n").follow_changes([Change(2, 2, "import re\n")])
    assert states(found) == ["pending"]
    assert made(found) == "a\nimport re\n@cached\nf()\nb\n"


def test_hunks_that_have_come_to_touch_are_one_replacement() -> None:
    found = edit()
    found = found.follow_changes([typed(found, "    b = 2\n", "")])
    assert states(found) == ["pending", "pending"]
    (one,) = found.replacements()
    assert one.text == "    a = 10\n    log(a)\n    return a + b\n"
