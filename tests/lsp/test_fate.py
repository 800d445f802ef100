"""What becomes of an answer: values and times in, fates out."""

from collections.abc import Sequence

import pytest

from tierline.edit.tracked import TrackedRange
from tierline.ledger import Fate
from tierline.lsp.fate import REMEMBERED, WATCHED_S, Delivered, FateWatch, Verdict
from tierline.task import Kind, Task, Tier

HEAD, BEFORE, AFTER, TAIL = "import os\n", "x = 1\ny = 2\n", "x = 1\nz = 3\n", "end\n"
WITHOUT, WITH = HEAD + BEFORE + TAIL, HEAD + AFTER + TAIL
URI = "file:///a.py"


def delivered(key: str = "k", *, applied: bool = True, tier: Tier = Tier.DEFAULT, at: float = 0.0) -> Delivered:
    place = TrackedRange(WITH, len(HEAD), len(HEAD + AFTER)) if applied else None
    return Delivered(
        key=key, task_id=f"id-{key}", uri=URI, kind=Kind.FIX, tier=tier, at=at, before=BEFORE, after=AFTER, place=place
    )


def watching(answer: Delivered) -> FateWatch:
    watch = FateWatch()
    watch.deliver(answer, WITHOUT if answer.place is None else WITH)
    return watch


def task(selection: str = BEFORE, kind: Kind = Kind.FIX) -> Task:
    source = HEAD + selection + TAIL
    return Task(kind=kind, source=source, start=len(HEAD), end=len(HEAD + selection))


@pytest.mark.parametrize(
    ("texts", "fates"),
    [
        ([WITHOUT], [Fate.UNDONE]),
        ([WITHOUT, WITH], [Fate.UNDONE, Fate.UNKNOWN, Fate.ACCEPTED]),
        ([HEAD + "x = 1\n" + TAIL, WITHOUT], [Fate.UNDONE]),
        (["# typed above\n" + WITH], [Fate.ACCEPTED]),
        (["# typed above\n" + WITH, "# typed above\n" + WITHOUT], [Fate.UNDONE]),
        ([WITH.replace("z = 3", "z = 30")], []),
        ([WITH.replace("z = 3", "z = 30"), WITH], [Fate.ACCEPTED]),
        ([], [Fate.ACCEPTED]),
    ],
    ids=["undo", "undo and redo", "undo in steps", "elsewhere", "elsewhere, undo", "edited", "edited and back", "left"],
)
def test_an_edit_is_undone_or_kept_until_its_document_closes(texts: Sequence[str], fates: Sequence[Fate]) -> None:
    watch = watching(delivered())
    found: list[Verdict] = []
    for text in texts:
        found += watch.changed(URI, text, now=1.0)
    found += watch.closed(URI)
    assert found == [("k", fate) for fate in fates]
    assert watch.end() == []


def test_an_edit_that_stands_for_long_is_accepted_and_a_later_undo_is_another_matter() -> None:
    watch = watching(delivered())
    assert watch.expired(WATCHED_S - 1) == []
    assert watch.expired(WATCHED_S) == [("k", Fate.ACCEPTED)]
    assert watch.changed(URI, WITHOUT, WATCHED_S + 1) == []


def test_another_documents_changes_say_nothing() -> None:
    assert watching(delivered()).changed("file:///b.py", WITHOUT, now=1.0) == []


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("selection", [BEFORE, AFTER], ids=["the old text", "the answer"])
def test_the_same_of_a_dearer_tier_is_a_retry(selection: str, *, applied: bool) -> None:
    watch = watching(delivered(applied=applied))
    assert watch.asked(URI, task(selection), Tier.MAXIMUM, now=5.0) == [("k", Fate.RETRIED)]
    assert watch.end() == []


@pytest.mark.parametrize(
    ("asked", "tier", "now"),
    [
        (task(), None, 5.0),
        (task(), Tier.DEFAULT, 5.0),
        (task(), Tier.MINIMUM, 5.0),
        (task(kind=Kind.REFACTOR), Tier.MAXIMUM, 5.0),
        (task("other\n"), Tier.MAXIMUM, 5.0),
        (task(), Tier.MAXIMUM, WATCHED_S + 5.0),
    ],
    ids=["no tier", "the same tier", "a cheaper one", "another kind", "other text", "long after"],
)
def test_anything_else_is_no_retry(asked: Task, tier: Tier | None, now: float) -> None:
    assert Fate.RETRIED not in {fate for _, fate in watching(delivered()).asked(URI, asked, tier, now)}


def test_what_the_user_says_stands() -> None:
    watch = watching(delivered())
    assert watch.judged("id-k", Fate.REJECTED) == [("k", Fate.REJECTED)]
    assert watch.changed(URI, WITHOUT, now=1.0) == watch.closed(URI) == []
    assert watch.judged("id-k", Fate.ACCEPTED) == [("k", Fate.ACCEPTED)], "who changes their mind is heard"
    assert watch.judged("nobody", Fate.ACCEPTED) == []


def test_of_two_tasks_with_one_id_the_newer_is_meant_and_old_ones_are_forgotten() -> None:
    watch = FateWatch()
    for number in range(REMEMBERED + 1):
        answer = delivered(str(number), applied=False)
        answer.task_id = "the same" if number in (5, 6) else answer.task_id
        watch.deliver(answer, WITHOUT)
    assert watch.judged("the same", Fate.REJECTED) == [("6", Fate.REJECTED)]
    assert watch.judged("id-0", Fate.REJECTED) == []
