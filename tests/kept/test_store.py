"""The files of kept answers."""

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.answers import kept_answer

from tierline.kept import AnswerStore, HunkState, State, new_key


def test_an_answer_comes_back_as_it_was_even_with_half_a_surrogate_pair(tmp_path: Path) -> None:
    kept = kept_answer("a = 1\r\nb = '\ud800\U0001f600'\r", "a = 2\r\nb = '\ud800\U0001f600'\r")
    AnswerStore(tmp_path / "state" / "answers").put(kept)
    assert AnswerStore(tmp_path / "state" / "answers").all() == [kept]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_files_and_folders_are_their_users_alone(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "state" / "answers")
    store.put(kept_answer("a\n", "b\n"))
    found = [tmp_path / "state", store.folder, *store.folder.iterdir()]
    assert [path.name for path in found if path.stat().st_mode & 0o077] == []


def test_the_oldest_go_beyond_the_bounds_and_the_newest_stays_whatever_its_size(tmp_path: Path) -> None:
    by_count, by_size = AnswerStore(tmp_path / "a", most=3), AnswerStore(tmp_path / "b", most_bytes=10_000)
    kept = [replace(kept_answer("a\n", "b\n"), key=new_key(at), id=str(at)) for at in range(5)]
    for one in kept:
        by_count.put(one)
        by_size.put(one)
    assert [one.id for one in by_count.all()] == ["4", "3", "2"]
    huge = replace(kept_answer("a\n", "b\n"), key=new_key(9), id="huge", text="x" * 20_000)
    by_size.put(huge)
    assert [one.id for one in by_size.all()] == ["huge"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole.replace(b'"version": 1', b'"version": 0'),
        lambda whole: whole.replace(b'"before"', b'"beside"'),
        lambda whole: whole.replace(b'"key": "0', b'"key": "9'),
        lambda _: b"[" * 200_000,
        lambda _: b"\xff\xfe",
    ],
    ids=["empty", "cut", "no-version", "another-shape", "another-name", "deep", "no-text"],
)
def test_what_can_not_be_read_is_passed_over_with_a_line_in_the_log_and_left_alone(
    tmp_path: Path, spoil: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    store = AnswerStore(tmp_path / "answers")
    good, bad = (replace(kept_answer("a\n", "b\n"), key=new_key(at), text="the words") for at in (1, 2))
    store.put(good)
    store.put(bad)
    path = store.folder / f"{bad.key}.json"
    path.write_bytes(spoiled := spoil(path.read_bytes()))
    with caplog.at_level(logging.WARNING, "tierline"):
        assert AnswerStore(store.folder).all() == [good]
    assert "can't be read" in caplog.text
    assert "the words" not in caplog.text
    assert path.read_bytes() == spoiled


def test_an_answer_of_a_later_version_is_left_alone_with_a_word_on_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = AnswerStore(tmp_path / "answers")
    kept = kept_answer("a\n", "b\n")
    store.put(kept)
    path = store.folder / f"{kept.key}.json"
    path.write_bytes(later := path.read_bytes().replace(b'"version": 1', b'"version": 2'))
    with caplog.at_level(logging.WARNING, "tierline"):
        assert AnswerStore(store.folder).all() == []
    assert "later version of Tierline; update" in caplog.text
    assert path.read_bytes() == later


def test_an_answer_that_the_first_version_kept_is_read_as_it_was(tmp_path: Path) -> None:
    old = Path(__file__).parent / "version-1.json"
    key = "00000000001500-00000000000000ab"
    (tmp_path / f"{key}.json").write_bytes(old.read_bytes())
    kept = kept_answer("a = 1\nsame\nb = 1\n", "a = 2\nsame\nb = 2\n", head="# head\n")
    assert AnswerStore(tmp_path).all() == [replace(kept, key=key)]


def test_what_another_process_decided_is_not_written_over(tmp_path: Path) -> None:
    mine, other = AnswerStore(tmp_path / "answers"), AnswerStore(tmp_path / "answers")
    kept = kept_answer("a\nsame\nb\n", "A\nsame\nB\n")
    mine.put(kept)
    (theirs,) = other.all()
    first, second = (hunk.id for hunk in kept.hunks)
    other.put(theirs.with_states({first: HunkState.ACCEPTED}))
    # This one has not looked since.
    mine.put(kept.with_states({second: HunkState.REJECTED}))
    (found,) = other.news().values()
    assert (found.state, [hunk.state for hunk in found.hunks]) == (
        State.PARTLY,
        [HunkState.ACCEPTED, HunkState.REJECTED],
    )
    assert other.news() == {}


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(number: int) -> None:
        store = AnswerStore(tmp_path / "answers")
        for at in range(8):
            store.put(replace(kept_answer("a\n", "b\n"), key=new_key(at), id=f"{number}-{at}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(AnswerStore(tmp_path / "answers").all()) == 32


def test_what_a_killed_writer_left_behind_is_cleared_away(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers")
    store.put(kept_answer("a\n", "b\n"))
    (store.folder / ".unfinished-x").write_bytes(b"half")
    store.put(replace(kept_answer("a\n", "b\n"), key=new_key(2)))
    assert [path.name for path in store.folder.iterdir() if path.name.startswith(".")] == []
