"""Answers find their place again, or none: never a wrong one."""

import pytest
from hypothesis import given, settings, strategies as st
from support.answers import kept_answer

from tierline.kept import HunkState, State
from tierline.kept.placing import begun, followed, made, placed, reconsidered, seen

OLD, NEW = "a\nsame\nb\nalike\nc\n", "A\nsame\nB\nalike\nC\n"
HEAD, TAIL = "above\n", "below\n"

LINES = st.lists(st.sampled_from(["a\n", "b\n", "\n", "  x\n", "y\r\n", "\U0001f600\n"]), max_size=8).map("".join)


def states(found: object) -> list[HunkState]:
    return [hunk.state for hunk in found.hunks]  # type: ignore[attr-defined]  # either of two that have hunks


def test_the_state_follows_from_what_was_decided_on_the_hunks() -> None:
    kept = kept_answer(OLD, NEW)
    first, second, third = (hunk.id for hunk in kept.hunks)
    assert (kept.state, kept.why != "") == (State.PENDING, True)
    partly = kept.with_states({first: HunkState.ACCEPTED, second: HunkState.REJECTED})
    assert partly.state is State.PENDING
    partly = partly.with_states({third: HunkState.REJECTED})
    assert (partly.state, partly.why) == (State.PARTLY, "")
    every = {hunk.id: HunkState.ACCEPTED for hunk in kept.hunks}
    assert kept.with_states(every).state is State.APPLIED
    assert kept.with_states(dict.fromkeys(every, HunkState.REJECTED)).state is State.DISCARDED
    assert kept.with_states(dict.fromkeys(every, HunkState.CONFLICT)).state is State.PENDING
    assert kept_answer(OLD, OLD).state is State.ANSWERED


def test_an_answer_finds_its_place_below_what_was_added_above() -> None:
    kept = kept_answer(OLD, NEW, head=HEAD, tail=TAIL)
    found = placed(kept, f"new\n{HEAD}{OLD}{TAIL}")
    assert found is not None
    assert found.accept().text == f"new\n{HEAD}{NEW}{TAIL}"


def test_what_changed_while_nobody_looked_is_in_conflict_and_the_rest_can_be_had() -> None:
    kept = kept_answer(OLD, NEW, head=HEAD, tail=TAIL)
    found = placed(kept, f"{HEAD}a\nsame\nmine\nalike\nc\n{TAIL}")
    assert found is not None
    assert states(found) == [HunkState.PENDING, HunkState.CONFLICT, HunkState.PENDING]
    assert found.accept().text == f"{HEAD}A\nsame\nmine\nalike\nC\n{TAIL}"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("x = 1\n", "y = 2\n"),
        # There were two of it, this one was changed: the other is not meant.
        ("x = 1\n", ""),
        ("x = 1\n", "x = 1\nx = 1\n"),
    ],
)
def test_a_target_that_is_gone_or_has_copies_has_no_place(before: str, now: str) -> None:
    kept = kept_answer(before, "z = 3\n")
    assert placed(kept, now) is None


def test_a_copy_is_never_taken_for_the_target() -> None:
    line = "    return 0\n"
    kept = kept_answer(line, "    return None\n", head="def f():\n", tail="def g():\n" + line)
    found = placed(kept, "def f():\n    return 1\ndef g():\n" + line)
    assert found is None
    moved = placed(kept, "# new\ndef f():\n" + line + "def g():\n" + line)
    assert moved is not None
    assert moved.accept().text == "# new\ndef f():\n    return None\ndef g():\n" + line


def test_code_put_in_at_the_cursor_is_found_by_the_lines_around() -> None:
    kept = kept_answer("", "new\n", head="one\n", tail="two\n")
    found = placed(kept, "zero\none\ntwo\n")
    assert found is not None
    assert found.accept().text == "zero\none\nnew\ntwo\n"
    assert placed(kept, "one\nbetween\ntwo\n") is None


def test_what_was_accepted_before_a_restart_is_in_its_place_after_it() -> None:
    kept = kept_answer(OLD, NEW, head=HEAD, tail=TAIL)
    first, *_ = (hunk.id for hunk in kept.hunks)
    before = begun(kept, HEAD + OLD + TAIL, len(HEAD), len(HEAD + OLD)).accept([first])
    later = seen(kept, before)
    found = placed(later, f"new\n{before.text}")
    assert found is not None
    assert states(found) == [HunkState.ACCEPTED, HunkState.PENDING, HunkState.PENDING]
    assert found.accept().text == f"new\n{HEAD}{NEW}{TAIL}"


def test_undoing_all_lets_all_wait_again_also_where_lines_are_alike() -> None:
    kept = kept_answer("x\na\nx\nb\nx\n", "y\na\ny\nb\ny\n")
    done = begun(kept, kept.before, 0, len(kept.before)).accept()
    undone = followed(done, kept.before)
    assert states(undone) == [HunkState.PENDING] * 3
    assert undone.accept().text == kept.new_text


def test_a_rejected_hunk_waits_again_only_where_its_text_still_stands() -> None:
    kept = kept_answer(OLD, NEW)
    ids = [hunk.id for hunk in kept.hunks]
    rejected = followed(begun(kept, OLD, 0, len(OLD)).reject(), OLD.replace("c\n", "mine\n"))
    assert states(reconsidered(rejected, ids)) == [HunkState.PENDING, HunkState.PENDING, HunkState.REJECTED]


@settings(max_examples=60)
@given(before=LINES, new_text=LINES, head=LINES, tail=LINES, added=LINES, below=LINES)
def test_wherever_a_place_is_found_nothing_but_the_target_changes(  # noqa: PLR0913, PLR0917 a document and its change
    before: str, new_text: str, head: str, tail: str, added: str, below: str
) -> None:
    kept = kept_answer(before, new_text, head=head, tail=tail)
    document = head + before + tail
    at_once = placed(kept, document)
    assert at_once is not None
    assert at_once.accept().text == head + new_text + tail
    stands = made(kept, head + new_text + tail, len(head), len(head) + len(new_text))
    assert stands.text == head + new_text + tail
    assert {hunk.state for hunk in stands.hunks} <= {HunkState.ACCEPTED}
    later = placed(kept, added + document + below)
    assert (
        later is None
        or later.accept().text == added + head + new_text + tail + below
        or (HunkState.CONFLICT in states(later))
    )
