"""``tierline answers``: what is kept, in the terminal."""

from dataclasses import replace
from pathlib import Path

import pytest
from cli.home import Command
from support.answers import kept_answer

from tierline.kept import AnswerStore, new_key


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AnswerStore:
    """The user's own, in a folder that nothing else uses."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return AnswerStore(tmp_path / "state" / "tierline" / "answers")


def test_the_list_begins_with_the_newest(tierline: Command, store: AnswerStore) -> None:
    assert "No answer is kept yet." in tierline("answers").out
    for at, name in ((1, "old-1"), (2, "new-1")):
        store.put(replace(kept_answer("a\n", "b\n"), key=new_key(at), at=float(at), id=name))
    done = tierline("answers")
    assert done.status == 0
    assert done.out.index("new-1") < done.out.index("old-1")
    assert "app/core.py  fix · pending · default · plain · $0.000012" in done.out
    assert "    mend it" in done.out
    listed = tierline("answers", "--json").json["answers"]
    assert [(entry["id"], entry["state"], entry["title"]) for entry in listed] == [
        ("new-1", "pending", "mend it"),
        ("old-1", "pending", "mend it"),
    ]


def test_one_is_printed_to_the_letter_or_as_a_diff_by_the_start_of_its_id(
    tierline: Command, store: AnswerStore
) -> None:
    store.put(kept_answer("a\nsame\n", "b\nsame\n"))
    assert tierline("answers", "task-1").out == "```python\nb\nsame\n```\n"
    assert "-a\n+b\n same\n" in tierline("answers", "ta", "--diff").out
    shown = tierline("answers", "task-1", "--json").json
    assert (shown["id"], shown["newText"], shown["state"]) == ("task-1", "b\nsame\n", "pending")


@pytest.mark.parametrize(
    ("arguments", "said", "status"),
    [
        (("nothing",), "No answer 'nothing' is kept", 55),
        (("task",), "More than one answer's id begins with 'task': task-1, task-2", 55),
        (("--diff",), "--diff needs the id", 2),
        (("task-2", "--diff"), "is for reading", 55),
    ],
)
def test_what_can_not_be_printed_is_said(
    tierline: Command, store: AnswerStore, arguments: tuple[str, ...], said: str, status: int
) -> None:
    store.put(kept_answer("a\n", "b\n"))
    store.put(replace(kept_answer("a\n", "a\n"), key=new_key(3), id="task-2"))
    done = tierline("answers", *arguments)
    assert (done.status, said in done.err) == (status, True), done.err


@pytest.mark.parametrize("write", [True, False])
def test_what_a_task_of_the_command_line_came_to_is_kept_too(
    tierline: Command, store: AnswerStore, *, write: bool
) -> None:
    done = tierline("run", "document", "cart.py:11-27", "--sandbox", "--json", *(["--write"] if write else []))
    assert done.status == 0, done.err
    (listed,) = tierline("answers", "--json").json["answers"]
    assert listed["id"] == done.json["id"]
    assert listed["uri"] == Path("cart.py").absolute().as_uri()
    assert listed["state"] == ("applied" if write else "pending")
    assert tierline("answers", listed["id"]).out.strip() == done.json["text"].strip()
    (kept,) = store.all()
    assert kept.why == ("" if write else "it was not written into the file")
    assert kept.row


def test_an_answer_that_can_not_be_kept_is_shown_all_the_same(tierline: Command, tmp_path: Path) -> None:
    (tmp_path / "state" / "tierline").mkdir(parents=True)
    (tmp_path / "state" / "tierline" / "answers").write_text("in the way", encoding="utf-8")
    done = tierline("run", "explain", "cart.py:11-27", "--sandbox")
    assert done.status == 0
    assert "What this code does" in done.out
    assert "The answer can't be kept in" in done.err
