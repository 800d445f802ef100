"""A commit message is what a reply says of the commit, and nothing that it says of itself."""

import pytest

from tierline.answer import commit_message, score
from tierline.task import Kind, Task


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ("Round prices up\n", "Round prices up"),
        ("Round prices up\n\nThe bank does.\n", "Round prices up\n\nThe bank does."),
        ("Round prices up\nThe bank does.", "Round prices up\n\nThe bank does."),
        ("```\nRound prices up\n```", "Round prices up"),
        (
            "Here is the commit message:\n\n```text\nRound prices up\n\n- the till\n```\nEnjoy!",
            "Round prices up\n\n- the till",
        ),
        ("Sure! Here's a message:\n\nRound prices up", "Round prices up"),
        ("**Commit message:** Round prices up", "Round prices up"),
        ('"Round prices up"', "Round prices up"),
        ("fix(till): round up\r\n\r\nbody\r\n", "fix(till): round up\n\nbody"),
        ("Sure", "Sure"),
        ("", ""),
    ],
)
def test_the_message_alone_is_left(reply: str, message: str) -> None:
    assert commit_message(reply) == message


def test_a_subject_that_git_would_cut_is_objected_to() -> None:
    task = Task(kind=Kind.COMMIT, source="+x", start=0, end=2, language="diff")
    assert score(task, "Fix it", None, "stop").value == 10
    assert score(task, f"Round {'very ' * 15}carefully", None, "stop").reasons == (
        "its subject has 90 characters, more than 72",
    )
